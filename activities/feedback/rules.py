"""What answers of clients may say, and when (R-EVA-5, R-PRO-4): no ORM, no clock."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from .choices import Satisfaction

# So few answers say too much of the one who gave them.
LEAST = 3
# A group of lawyers is looked at apart only where it and everybody else are so many.
LEAST_LAWYERS = 5
EDITABLE = timedelta(hours=24)
LOW = Satisfaction.POOR
LONGEST_TEXT = 500
# What the number of a matter is written with: 〔2026〕粤民字第012号, the provinces' short names among it. The letters of the
# firm's own name may stand there too.
MATTER_CHARACTERS = re.compile(
    r"[0-9A-Za-z\-—_/.()（）〔〕\[\]【】字第号年民刑行商非执仲裁顾援诉代初终再审破清劳知专项法律"
    r"京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新]+"
)


@dataclass(frozen=True)
class Figures:
    """What is told of some answers: never a mean without how many there were and how they were spread.

    `answered`: all that came in, also what does not count yet; `spread`: {Satisfaction: n} of the `shown` first of them, empty when there are too few.
    `asked`: cards that were answered or ran out; `running`: those that still wait.
    """

    answered: int = 0
    shown: int = 0
    spread: dict = field(default_factory=dict)
    asked: int = 0
    running: int = 0

    @property
    def mean(self):
        """Of 5, to one digit; None while there are too few answers."""
        return mean_of(self.spread) if self.shown else None

    @property
    def response_rate(self):
        """Whole per cent of the cards that were answered or ran out; None without any."""
        return round(Decimal(100 * self.answered) / self.asked) if self.asked else None

    @property
    def spread_words(self):
        return "、".join(
            f"{word.label} {self.spread[word]}" for word in Satisfaction if self.spread.get(word)
        )


def mean_of(spread):
    """The mean of {Satisfaction: n} as a Decimal with one digit; None without answers."""
    n = sum(spread.values())
    total = sum(int(word) * times for word, times in spread.items())
    return (Decimal(total) / n).quantize(Decimal("0.1"), ROUND_HALF_UP) if n else None


def figures_of(answers, answered=None, asked=0, running=0):
    """Figures of the answers that count (numbers of Satisfaction, the first to count first); `answered` when more came in.

    They are told in threes: below three nothing, then three, six, nine … so that no single new answer can be read from the
    difference between two looks.
    """
    shown = len(answers) - len(answers) % LEAST
    spread = Counter(Satisfaction(answer) for answer in answers[:shown])
    return Figures(len(answers) if answered is None else answered, shown, dict(spread), asked, running)


def needs_handling(overall, is_complaint):
    """Whether somebody must follow an answer up: a complaint, or 不满意 and below."""
    return is_complaint or overall <= LOW


def counts(overall, is_complaint, is_handled):
    """Whether an answer counts in an evaluation: a complaint or low one only once it was handled to its end (R-EVA-5)."""
    return is_handled or not needs_handling(overall, is_complaint)


def is_editable(answered_at, now):
    """Whether the client may still change an answer: within 24 hours, the moment itself excluded."""
    return now < answered_at + EDITABLE


def is_matter_code(text, firm_letters=""):
    """Whether this can be the number of a matter and nothing else: no name of a client, no word of the case (R-PRO-4)."""
    plain = "".join(letter for letter in text if letter not in firm_letters)
    return any(letter.isdigit() for letter in text) and MATTER_CHARACTERS.fullmatch(plain) is not None


def full_years(since, on):
    """Whole years from one day to another."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def reads_answers(roles):
    """Feedback is the firm's: its partners read it, and the committees, who bring it into 民主评议."""
    return roles.is_partner or bool(roles.committee_of)


def makes_cards(roles):
    """A lawyer for own matters, the clerk for anybody's."""
    return roles.is_lawyer or roles.is_clerk


def keeps_register(roles):
    return roles.is_clerk or bool(roles.secretary_of)


def reads_register(roles):
    return reads_answers(roles) or keeps_register(roles)


@dataclass(frozen=True)
class Voice:
    """An answer that counts, for figures of many lawyers. `circles`: everything under which it may be counted.

    `marks`: {"overall" or Dimension: number of Satisfaction}; what the client left open is not among them.
    """

    circles: frozenset
    marks: dict


def told_marks(voices, name):
    """[(circles, mark)] of the Voices (in the order in which they began to count) that figures of any circle may tell of.

    Those with the same circles are a cell, and each cell tells its first three, six, nine … So whatever somebody works out from
    figures of circles, of one look or of several, speaks of three answers at least or of none: nobody can subtract one.
    """
    cells = defaultdict(list)
    for voice in voices:
        if name in voice.marks:
            cells[voice.circles].append(voice.marks[name])
    return [
        (circles, mark)
        for circles, marks in cells.items()
        for mark in marks[: len(marks) - len(marks) % LEAST]
    ]


def circle_figures(voices, name="overall", within=frozenset(), **cards):
    """Figures of what the Voices inside all of some circles said about one thing; `cards` as figures_of takes them."""
    told = told_marks(voices, name)
    return figures_of([mark for circles, mark in told if within <= circles], **cards)


def parts_shown(parts):
    """Whether figures of parts of a whole may stand side by side: only when none of them is too small, else one tells the other."""
    return all(part.shown >= LEAST for part in parts)


def protected_groups(groups, least=LEAST_LAWYERS):
    """The groups that may be looked at apart, in order, out of one word a lawyer ("" for none): so many inside, so many outside."""
    sizes = Counter(groups)
    everybody = sum(sizes.values())
    return sorted(
        group for group, size in sizes.items() if group and size >= least and everybody - size >= least
    )
