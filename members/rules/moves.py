"""The legal table: which change of a person's standing, restriction and relation is allowed, when, and on what document.

Pure: takes plain rows and days. What is absolute is refused; what a regulation asks "一般" is a doubt, which somebody
may pass who writes down why.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from lawfirm_party.common.dates import add_months

from ..choices import Relation, RestrictionKind, Standing, WayOut

NEEDS_DOCUMENT = "请填写批准文号。"
USUAL_DOCUMENT = "一般要有上级党组织的备案文号。没有的，请在说明里写明原因。"
NOT_ALLOWED = "不能从{before}直接变为{after}。"
TOO_SOON = "{before}满一年后才能变为{after}，最早是{day}。"
NEEDS_WAY = "请选择出党方式。"
WRONG_WAY = "{before}不适用这种方式。"
SECOND_EXTENSION = "预备期只能延长一次。"
EXTENSION_LENGTH = "延长预备期不少于半年、不超过一年，应在{first}至{last}之间转正。"
FULL_FROM_EXPIRY = "党龄从预备期满转正之日算起，一般应填{day}。日期不同的，请在说明里写明原因。"
FIVE_YEARS = "被劝退、除名的，五年内不能重新入党，最早是{day}。"
TWO_YEARS = "停止党籍满两年仍没有取得联系的，才予以除名。属于其他情形的，请在说明里写明原因。"
ONLY_FOR_MEMBERS = "这一天还不是党员，不能登记权利限制。"
NO_PROBATION = "留党察看只用于正式党员；预备党员情节较重的，取消预备党员资格。"
NEEDS_END = "限期改正必须有期限，请填写结束日期。"
CORRECTION_TOO_LONG = "限期改正不超过一年，最晚到{day}。"
CORRECTION_USUAL = "限期改正一般为半年。期限不同的，请在说明里写明原因。"
NOT_FROM_HERE = "目前的组织关系是“{before}”，不能这样变更。"
LETTER_TOO_OLD = "介绍信开出已超过三个月，有效期一般不超过三个月。仍要办理的，请在说明里写明原因。"
USUAL_LETTER = "转接组织关系一般凭介绍信。没有编号的，请在说明里写明原因。"


class Paper(Enum):
    """Whether a step rests on a document number."""

    NONE, USUAL, NEEDED = range(3)


@dataclass(frozen=True)
class Move:
    """One allowed change of standing. `months` must have passed in the standing before; `ways` must be told apart."""

    rule: str
    paper: Paper = Paper.NONE
    months: int = 0
    ways: frozenset = frozenset()


OUT_OF_FULL = frozenset({WayOut.STRUCK_OFF, WayOut.PERSUADED, WayOut.EXPELLED, WayOut.WITHDREW})
OUT_OF_PROBATION = frozenset({WayOut.CANCELLED, WayOut.WITHDREW})
MOVES = {
    (Standing.MASSES, Standing.APPLICANT): Move("R-DEV step 1"),
    (Standing.APPLICANT, Standing.ACTIVIST): Move("R-DEV step 3", Paper.USUAL),
    (Standing.ACTIVIST, Standing.CANDIDATE): Move("R-DEV step 7", Paper.USUAL, months=12),
    (Standing.CANDIDATE, Standing.PROBATIONARY): Move("R-DEV step 17", Paper.NEEDED),
    (Standing.PROBATIONARY, Standing.PROBATIONARY): Move("R-DEV-2", Paper.NEEDED, months=12),
    (Standing.PROBATIONARY, Standing.FULL): Move("R-DEV-1", Paper.NEEDED, months=12),
    (Standing.PROBATIONARY, Standing.MASSES): Move("R-DEV-2", Paper.NEEDED, ways=OUT_OF_PROBATION),
    (Standing.FULL, Standing.SUSPENDED): Move("R-DIS-5", Paper.NEEDED),
    (Standing.SUSPENDED, Standing.FULL): Move("R-DIS-5", Paper.NEEDED),
    (Standing.FULL, Standing.MASSES): Move("R-DIS-1", Paper.NEEDED, ways=OUT_OF_FULL),
    (Standing.SUSPENDED, Standing.MASSES): Move("R-DIS-5", Paper.NEEDED, ways=OUT_OF_FULL),
    (Standing.APPLICANT, Standing.MASSES): Move("R-DEV"),
    (Standing.ACTIVIST, Standing.APPLICANT): Move("R-DEV"),
    (Standing.ACTIVIST, Standing.MASSES): Move("R-DEV"),
    (Standing.CANDIDATE, Standing.ACTIVIST): Move("R-DEV"),
    (Standing.CANDIDATE, Standing.MASSES): Move("R-DEV"),
}
NO_RETURN_FOR_FIVE_YEARS = frozenset({WayOut.STRUCK_OFF, WayOut.PERSUADED})


@dataclass(frozen=True)
class Spell:
    """One stored row of an axis; `until` is exclusive."""

    what: str
    since: date
    until: date | None = None
    left_by: str = ""


@dataclass
class Verdict:
    """What a change meets: `refused` pairs of field and sentence, `doubts` that a reason in the note dissolves."""

    refused: list = field(default_factory=list)
    doubts: list = field(default_factory=list)

    def refuse(self, name, sentence):
        self.refused.append((name, sentence))

    def ask_paper(self, paper, document, usual=USUAL_DOCUMENT):
        if paper is Paper.NEEDED and not document:
            self.refuse("document_number", NEEDS_DOCUMENT)
        elif paper is Paper.USUAL and not document:
            self.doubts.append(usual)

    def first(self, note):
        """(field, sentence) of the first obstacle, or None; a note answers every doubt."""
        if self.refused:
            return self.refused[0]
        return ("note", self.doubts[0]) if self.doubts and not note.strip() else None


def day_words(day):
    return f"{day.year}年{day.month}月{day.day}日"


def current(spells, on):
    """The last Spell that began before a day, if it lasts to that day; a gap is nothing."""
    earlier = [spell for spell in spells if spell.since < on]
    last = max(earlier, key=lambda spell: spell.since, default=None)
    return last if last and (last.until is None or last.until >= on) else None


def allowed_from(standing):
    """The standings that may follow one, in the order of Standing."""
    return [after for after in Standing if (standing, after) in MOVES]


def judge_standing(spells, after, since, *, document="", way=""):
    """The Verdict on a standing that begins on a day, by what was before it (R-DEV, R-DIS).

    The first row of a person writes down what somebody already is, and is judged by nothing.
    """
    verdict = Verdict()
    if not any(spell.since < since for spell in spells):
        return verdict
    last = current(spells, since)
    before = Standing(last.what if last else Standing.MASSES)
    move = MOVES.get((before, Standing(after)))
    if move is None:
        verdict.refuse("standing", NOT_ALLOWED.format(before=before.label, after=Standing(after).label))
        return verdict
    if move.months and last and not is_extended(spells, last):
        judge_waiting(verdict, last, (before, Standing(after)), since, move.months)
    judge_probation(verdict, spells, last, after, since)
    judge_way(verdict, move, before, way)
    judge_return(verdict, spells, after, since)
    if before == Standing.SUSPENDED and after == Standing.MASSES and since < add_months(last.since, 24):
        verdict.doubts.append(TWO_YEARS)
    verdict.ask_paper(move.paper, document)
    return verdict


def judge_waiting(verdict, last, pair, since, months):
    earliest = add_months(last.since, months)
    if since < earliest:
        before, after = (standing.label for standing in pair)
        words = TOO_SOON.format(before=before, after=after, day=day_words(earliest))
        verdict.refuse("since", words)


def is_extended(spells, last):
    """Whether a probation is one that was extended: it follows another one at once."""
    return last.what == Standing.PROBATIONARY and any(
        spell.what == Standing.PROBATIONARY and spell.until == last.since for spell in spells
    )


def judge_probation(verdict, spells, last, after, since):
    """R-DEV-1 and R-DEV-2: one extension of six to twelve months; the member's years count from the expiry."""
    if last is None or last.what != Standing.PROBATIONARY:
        return
    if is_extended(spells, last):
        first, latest = add_months(last.since, 6), add_months(last.since, 12)
        if after == Standing.PROBATIONARY:
            verdict.refuse("standing", SECOND_EXTENSION)
        elif after == Standing.FULL and not first <= since <= latest:
            words = EXTENSION_LENGTH.format(first=day_words(first), last=day_words(latest))
            verdict.refuse("since", words)
    elif after in {Standing.FULL, Standing.PROBATIONARY} and since > add_months(last.since, 12):
        verdict.doubts.append(FULL_FROM_EXPIRY.format(day=day_words(add_months(last.since, 12))))


def judge_way(verdict, move, before, way):
    if move.ways and not way:
        verdict.refuse("left_by", NEEDS_WAY)
    elif move.ways and way not in move.ways:
        verdict.refuse("left_by", WRONG_WAY.format(before=before.label))


def judge_return(verdict, spells, after, since):
    """R-DIS-2: five years between 劝退 or 除名 and a new admission."""
    out = [spell.since for spell in spells if spell.left_by in NO_RETURN_FOR_FIVE_YEARS]
    if after == Standing.PROBATIONARY and out and since < add_months(max(out), 60):
        verdict.refuse("since", FIVE_YEARS.format(day=day_words(add_months(max(out), 60))))


def judge_restriction(standing, kind, since, until, *, document=""):
    """The Verdict on a restriction of somebody of a standing (R-DEV-3, R-DIS-2, R-DIS-6). `until` is exclusive."""
    verdict = Verdict()
    if standing not in {Standing.FULL, Standing.PROBATIONARY}:
        verdict.refuse("since", ONLY_FOR_MEMBERS)
    elif kind == RestrictionKind.PROBATION and standing != Standing.FULL:
        verdict.refuse("kind", NO_PROBATION)
    if kind == RestrictionKind.CORRECTION:
        judge_correction(verdict, since, until)
    verdict.ask_paper(Paper.NEEDED, document)
    return verdict


def judge_correction(verdict, since, until):
    """限期改正: generally six months, a year at most (R-DIS-2)."""
    if until is None:
        verdict.refuse("until", NEEDS_END)
    elif until > add_months(since, 12):
        verdict.refuse("until", CORRECTION_TOO_LONG.format(day=day_words(add_months(since, 12))))
    elif until != add_months(since, 6):
        verdict.doubts.append(CORRECTION_USUAL)


# "" is no relation with a branch of the firm. From one branch to another a relation may stay what it is.
RELATION_MOVES = {
    ("", Relation.HERE): Paper.USUAL,
    ("", Relation.INFLOW): Paper.NONE,
    (Relation.HERE, Relation.HERE): Paper.USUAL,
    (Relation.HERE, Relation.IN_TRANSIT): Paper.NEEDED,
    (Relation.HERE, Relation.OUTFLOW): Paper.NONE,
    (Relation.HERE, ""): Paper.USUAL,
    (Relation.IN_TRANSIT, ""): Paper.NONE,
    (Relation.IN_TRANSIT, Relation.HERE): Paper.NONE,
    (Relation.OUTFLOW, Relation.HERE): Paper.NONE,
    (Relation.OUTFLOW, Relation.IN_TRANSIT): Paper.NEEDED,
    (Relation.INFLOW, Relation.HERE): Paper.USUAL,
    (Relation.INFLOW, ""): Paper.NONE,
}
LETTER_MONTHS = 3


def relations_after(relation):
    """The relations that may follow one ("" for none), in the order of Relation, "" last."""
    return [after for after in [*Relation.values, ""] if (relation, after) in RELATION_MOVES]


def judge_relation(last, after, since, *, same_branch=True, document=""):
    """The Verdict on a relation that begins on a day (R-MEM-1 to R-MEM-6); `last` is the Spell before it, `after` "" for an end."""
    verdict = Verdict()
    before = last.what if last else ""
    paper = RELATION_MOVES.get((before, after))
    stays = before == after == Relation.HERE and same_branch
    crosses = before and after and not same_branch and after != Relation.HERE
    if paper is None or stays or crosses:
        words = Relation(before).label if before else "没有登记"
        verdict.refuse("relation", NOT_FROM_HERE.format(before=words))
        return verdict
    if before == Relation.IN_TRANSIT and since > add_months(last.since, LETTER_MONTHS):
        verdict.doubts.append(LETTER_TOO_OLD)
    verdict.ask_paper(paper, document, USUAL_LETTER)
    return verdict
