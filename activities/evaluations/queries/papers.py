"""What the files of a round hold, as plain values: 登记表 of each person, 汇总表, and the report to the superior."""

from collections import Counter
from dataclasses import dataclass

from lawfirm_party.common.dates import local, local_day
from lawfirm_party.common.documents.layout import day_words
from lawfirm_party.common.documents.proof import Proof, code_of
from members.models import Seat
from members.queries.party_dates import party_dates_of

from ..choices import Grade, RoundState
from ..models import MendItem, Participant, PeerReview, SelfReview, Talk
from .rounds import NAMES, TOO_FEW, YES_NO, ballot_words, figures_of, opinion_lines, other_results

NONE = "无"
SUMMARY_HEADS = ("序号", "姓名", "自评", "互评", "优秀", "合格", "基本合格", "不合格", "弃权", "等次")
RESULT_HEADS = ("名称", *NAMES)
FACTS_HEADS = ("名称", "优秀过半", "不合格达三分之一")
DECIDED = (RoundState.DECIDED, RoundState.ANNOUNCED, RoundState.ARCHIVED)


@dataclass(frozen=True)
class Part:
    """One part of a paper: a heading, paragraphs, and a table with its head first."""

    heading: str = ""
    texts: tuple = ()
    rows: tuple = ()


@dataclass(frozen=True)
class Paper:
    """`to`: whom it is sent to; `form`: rows of one or two (label, texts), boxed; `signed_by`: the lines at its end, or who signs by hand."""

    title: str
    under: str = ""
    to: str = ""
    form: tuple = ()
    parts: tuple = ()
    signatures: tuple = ()
    signed_by: tuple = ()


def has_papers(found):
    """Whether a round is so far that its papers can be made."""
    return found.state in DECIDED


def proof_of(found, papers, by, now):
    """The Proof of papers made of a round: the code covers every value in them."""
    rows = [[value] for paper in papers for value in vars(paper).values()]
    return Proof(found.branch.short_name, f"{found.year}年度", by, now, len(papers), code_of(rows))


# -- 登记表 -----------------------------------------------------------------------------------------------------


def registrations_of(found, now, participant_id=None):
    """The 民主评议党员登记表 (Papers) of everybody who is graded, or of one; no more queries for many than for one."""
    lines = opinion_lines(found, now, **({"pk": participant_id} if participant_id else {}))
    ids = [line.participant.person_id for line in lines]
    on = local_day(found.opened_at)
    dates, offices = party_dates_of(ids, on), offices_of(found.branch_id, ids, on)
    mend = items_of(found)
    return [
        registration(
            found, line, dates.get(line.participant.person_id), offices, mend.get(line.participant.pk, ())
        )
        for line in lines
    ]


def offices_of(branch_id, person_ids, on):
    """{person id: 党内职务} of those of the ids who had a seat on a day; one query."""
    seats = Seat.objects.in_force(on).filter(term__branch=branch_id, person__in=person_ids)
    found = {}
    for seat in seats.order_by("pk"):
        found.setdefault(seat.person_id, []).append(seat.get_role_display())
    return {pk: "、".join(roles) for pk, roles in found.items()}


def items_of(found):
    """{participant id: (what is to be mended)}; one query."""
    rows = {}
    for row in MendItem.objects.filter(participant__round=found):
        rows.setdefault(row.participant_id, []).append(row.text)
    return {pk: tuple(texts) for pk, texts in rows.items()}


def registration(found, line, dates, offices, mend):
    person = line.participant.person
    return Paper(
        title="民主评议党员登记表",
        under=f"{found.year}年度",
        form=(
            (("姓名", (person.name,)), ("党内职务", (offices.get(person.pk, NONE),))),
            (("入党日期", day_or_dash(dates, "admitted")), ("转正日期", day_or_dash(dates, "full_since"))),
            (("党支部", (found.branch.name,)),),
            (("个人自评", self_words(line.participant)),),
            (("本年情况", year_words(line.participant)),),
            (("党员互评", (peer_words(line),)),),
            (("民主测评", (ballot_words(line.counts),)),),
            (("支部意见", opinion_words(found, line.appraisal)),),
            (("整改事项", mend or (NONE,)),),
        ),
        signatures=("本人", "支部书记"),
    )


def day_or_dash(dates, name):
    day = getattr(dates, name) if dates else None
    return (day_words(day) if day else "—",)


def self_words(participant):
    review = getattr(participant, "self_review", None)
    if review is None or review.handed_in_at is None:
        return ("没有提交。",)
    labels = [
        (SelfReview._meta.get_field(name).verbose_name, getattr(review, name))
        for name in ("done", "lacking", "mending")
    ]
    return tuple(f"{label}：{text}" for label, text in labels)


def year_words(participant):
    """The facts that stood beside the own review when it was handed in."""
    review = getattr(participant, "self_review", None)
    facts = review.facts if review else []
    said = [f"{label} {value}" + (f"（{note}）" if note else "") for label, value, note in facts]
    return ("，".join(said) + "。",) if said else ("没有记录。",)


def peer_words(line):
    if line.peers is None:
        return f"收到 {line.peers_n} 份，{TOO_FEW}。"
    return f"收到 {line.peers_n} 份，平均 {line.peers} 分（满分 5 分）。"


def opinion_words(found, appraisal):
    if appraisal is None:
        return ("没有评定。",)
    words = [
        f"等次：{appraisal.get_grade_display()}",
        f"理由：{appraisal.reasons}",
        f"依据：{meeting_words(appraisal.corrected_in or found.meeting)}",
    ]
    if appraisal.objected_at:
        words.append(f"本人异议：{appraisal.objection}")
    if appraisal.replied_at:
        words.append(f"支部委员会答复：{appraisal.reply}")
    if appraisal.corrected_in:
        words.append("等次经复核更正。")
    return tuple(words)


def meeting_words(meeting):
    return f"{meeting.title}（{day_words(local_day(meeting.starts_at))}）"


# -- 汇总表 -----------------------------------------------------------------------------------------------------


def summary_of(found, now):
    """The 汇总表 of a round (Paper); tallies of other ballots apart (R-EVA-4)."""
    lines = opinion_lines(found, now)
    rows = [
        (
            str(place),
            line.participant.person.name,
            "已交" if line.has_self_review else "未交",
            *marks_of(line),
            grade_of(line),
        )
        for place, line in enumerate(lines, 1)
    ]
    return Paper(
        title=f"{found.year}年度民主评议党员汇总表",
        under=found.branch.name,
        parts=(
            Part("", summary_words(found, lines), (SUMMARY_HEADS, *rows)),
            *(Part(*other_words(result)) for result in other_results(found)),
        ),
        signatures=("支部书记",),
    )


def marks_of(line):
    peers = str(line.peers) if line.peers is not None else "—"
    counts = line.counts.in_order if line.counts else []
    return (peers, *(str(n) for n in counts or ["—"] * 5))


def grade_of(line):
    return line.appraisal.get_grade_display() if line.appraisal else "—"


def summary_words(found, lines):
    grades = counted_grades(lines)
    return tuple(
        filter(
            None,
            [
                f"评定等次 {len(lines)} 人，"
                + "，".join(f"{grade.label} {grades[grade]} 人" for grade in Grade)
                + "。",
                f"优秀名额 {found.cap} 人。"
                + (f"超出名额的原因：{found.over_cap_reason}" if found.over_cap_reason else ""),
                ballot_line(found),
                ungraded_words(found),
            ],
        )
    )


def counted_grades(lines):
    return Counter(Grade(line.appraisal.grade) for line in lines if line.appraisal)


def ballot_line(found):
    poll = found.members_poll
    how = "纸质选票" if poll.on_paper else "无记名电子投票"
    return f"民主测评采用{how}，收回 {poll.cast_count} 张。"


def ungraded_words(found):
    """Who took part without a grade (R-EVA-3)."""
    names = found.participants.filter(is_graded=False, fills=True).values_list("person__name", flat=True)
    return f"参加评议，不评定等次：{'、'.join(names)}。" if names else ""


def other_words(result):
    """(heading, texts, rows) of a ballot beside the members' own."""
    texts = (f"{result.poll.cast_count} 人投票，单独列出，不并入党员测评。",)
    if any(one.counts for one in result.people):
        rows = (RESULT_HEADS, *((one.title, *map(str, one.in_order)) for one in result.people))
    elif any(one.facts for one in result.people):
        said = [
            (one.title, YES_NO[one.facts.excellent_majority], YES_NO[one.facts.failing_third])
            for one in result.people
        ]
        rows = (FACTS_HEADS, *said)
    else:
        texts, rows = (*texts, f"{TOO_FEW}，不公布票数。"), ()
    return result.poll.title, texts, rows


# -- the report -------------------------------------------------------------------------------------------------


def report_of(found, now):
    """The report of a round to the superior (Paper): figures, and no name."""
    lines, people = opinion_lines(found, now), figures_of(found)
    return Paper(
        title=f"关于{found.year}年度民主评议党员情况的报告",
        to=found.branch.superior,
        parts=(
            Part("一、基本情况", (basic_words(found, people),)),
            Part("二、开展情况", held_words(found, people)),
            Part("三、评定结果", result_words(found, lines)),
            Part("四、存在的问题和整改", (mend_words(found),)),
        ),
        signed_by=(found.branch.name, day_words(local_day(now))),
    )


def basic_words(found, people):
    others = people["writers"] - people["graded"]
    extra = f"，另有 {others} 人参加评议、不评定等次" if others > 0 else ""
    return f"支部评定等次的党员 {people['graded']} 人{extra}，参加测评 {people['voters']} 人。"


def held_words(found, people):
    talks = Talk.objects.filter(round=found).count()
    reviews = PeerReview.objects.filter(by__round=found).count()
    study = f"{day_words(local_day(found.study.starts_at))}组织了集中学习；" if found.study else ""
    return (
        f"{study}登记谈心谈话 {talks} 次。",
        f"收到个人自评 {people['handed_in']} 份，党员互评 {reviews} 份。",
        ballot_line(found),
        f"{day_words(local_day(found.meeting.starts_at))}召开{found.meeting.get_kind_display()}，结合日常表现评定等次；客户反馈等只作参考，不折算成票，也不直接决定等次。",
    )


def result_words(found, lines):
    grades = counted_grades(lines)
    texts = ["，".join(f"{grade.label} {grades[grade]} 人" for grade in Grade) + "。"]
    if found.over_cap_reason:
        texts.append(f"优秀一般不超过 {found.cap} 人，超出的原因：{found.over_cap_reason}")
    if found.announced_at:
        read = Participant.objects.filter(round=found, appraisal__acknowledged_at__isnull=False).count()
        texts.append(f"{day_words(local(found.announced_at))}向本人通报，{read} 人已确认知悉。")
    return tuple(texts)


def mend_words(found):
    items = MendItem.objects.filter(participant__round=found)
    people = items.values("participant").distinct().count()
    done = items.filter(done_on__isnull=False).count()
    if not people:
        return "没有列出整改事项。"
    return f"向 {people} 人列出整改事项 {items.count()} 项，已完成 {done} 项，其余带入下一年度的评议。"
