"""Who may sit in a committee, how large it is, and when it is elected anew (R-COM), over plain rows. `until` is exclusive."""

from dataclasses import dataclass
from datetime import date

from branches.rules import committee_size_state, latest_delayed_end, needs_committee, term_end
from lawfirm_party.common import regulations
from lawfirm_party.common.dates import add_months, date_text

from ..choices import SeatRole
from . import has_vote, years_in_party
from .moves import Verdict

LEADERS = frozenset({SeatRole.SECRETARY, SeatRole.DEPUTY})
SECRETARY_YEARS = 1

NO_RIGHT = "{name}{day}没有被选举权：委员须是组织关系在本支部、党员权利没有受限制的正式党员。"
YOUNG_SECRETARY = "书记一般须有1年以上党龄，{name}不满1年。确要任职的，请在“说明”里写明原因。"
NO_SECRETARY = "没有书记。暂缺的，请在“说明”里写明原因。"
MANY_DEPUTIES = "一般只设1名副书记。确要多设的，请在“说明”里写明原因。"
TOO_SMALL = "正式党员{full}人，应当设支部委员会，至少3人，现在是{seated}人。"
TOO_SMALL_NOW = TOO_SMALL + "等待补选的，请在“说明”里写明原因。"
RATHER_LARGE = "支部委员会一般3至5人，现在是{seated}人。确有需要的，请在“说明”里写明原因。"
TOO_LARGE = "支部委员会一般最多不超过7人，现在是{seated}人。确有需要的，请在“说明”里写明原因。"
NO_COMMITTEE = (
    "正式党员不满7人（现在{full}人），只设书记，必要时设副书记。确要设委员的，请在“说明”里写明原因。"
)
UNUSUAL_YEARS = "每届任期一般为3年。不是3年的，请在“说明”里写明依据。"
EARLY = "上一届到{day}才届满，提前换届须经上级党组织批准，请填写批复文号。"
VERY_EARLY = "提前换届一般不超过1年。请在“说明”里写明原因。"
LATE = "上一届{day}已经届满，没有登记批准的延期。请在“说明”里写明原因。"


@dataclass(frozen=True)
class Sitting:
    """One office that somebody holds."""

    person_id: int
    role: str


def judge_candidate(facts, name, role, full_since: date | None, on: date):
    """The Verdict on somebody who is elected on a day (R-VOTE-3, R-COM-5).

    `facts` are the PartyFacts of that day, None for who is not of the branch. Only who has the vote may be elected; a 书记
    generally has been 正式 for a year.
    """
    verdict = Verdict()
    if facts is None or not has_vote(facts):
        verdict.refuse("person", NO_RIGHT.format(name=name, day=date_text(on)))
    elif role == SeatRole.SECRETARY and full_since and years_in_party(full_since, on) < SECRETARY_YEARS:
        verdict.doubts.append(YOUNG_SECRETARY.format(name=name))
    return verdict


def judge_committee(sittings, full_members, *, is_new):
    """The Verdict on who sits together (R-COM-1, R-COM-2): a new committee is complete, a sitting one may wait for a 补选."""
    verdict = Verdict()
    seated = len({one.person_id for one in sittings})
    numbers = {"full": full_members, "seated": seated}
    if needs_committee(full_members):
        state = committee_size_state(seated)
        if seated < 3 and is_new:
            verdict.refuse(None, regulations.COMMITTEE_SIZE.says(TOO_SMALL.format(**numbers)))
        elif seated < 3:
            verdict.doubts.append(TOO_SMALL_NOW.format(**numbers))
        elif state != "ok":
            verdict.doubts.append((RATHER_LARGE if state == "warn" else TOO_LARGE).format(**numbers))
    elif any(one.role not in LEADERS for one in sittings):
        verdict.doubts.append(NO_COMMITTEE.format(**numbers))
    roles = [one.role for one in sittings]
    if SeatRole.SECRETARY not in roles:
        verdict.doubts.append(NO_SECRETARY)
    if roles.count(SeatRole.DEPUTY) > 1:
        verdict.doubts.append(MANY_DEPUTIES)
    return verdict


def judge_years(years, usual):
    """R-COM-3: a term is generally as long as the article says."""
    verdict = Verdict()
    if years != usual:
        verdict.doubts.append(UNUSUAL_YEARS)
    return verdict


def judge_turn(last_ends: date | None, since: date, *, document=""):
    """The Verdict on the day of a 换届 by the day the last term ends, an approved delay counted in (R-COM-3).

    An early one rests on an approval and is generally at most a year early; a late one without an approved delay is explained.
    """
    verdict = Verdict()
    if last_ends is None or since == last_ends:
        return verdict
    if since > last_ends:
        verdict.doubts.append(LATE.format(day=date_text(last_ends)))
        return verdict
    if not document.strip():
        verdict.refuse("document_number", EARLY.format(day=date_text(last_ends)))
    if since < add_months(last_ends, -12):
        verdict.doubts.append(VERY_EARLY)
    return verdict


def together(*verdicts):
    """One Verdict of several."""
    whole = Verdict()
    for verdict in verdicts:
        whole.refused += verdict.refused
        whole.doubts += verdict.doubts
    return whole


def term_limits(since: date, years: int):
    """(the day the term is over, the last day a delay may end) of a term, both exclusive (R-COM-3)."""
    return term_end(since, years), latest_delayed_end(since, years)
