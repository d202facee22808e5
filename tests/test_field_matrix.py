"""Who finds which words on any page, over all roles (trust.md section 3, row 10, after section 3a).

The files that are handed out and what is sent are held to the same table by test_field_matrix_files.py.
"""

from datetime import timedelta

import pytest

from activities.evaluations.models import Participant
from activities.meetings.choices import LeaveReason, LeaveState, MeetingKind, MeetingState
from activities.meetings.commands.archive import archive_meeting
from activities.meetings.models import Explanation, LeaveRequest
from members.choices import FactAxis, RestrictionKind
from members.models import FactCorrection, Restriction

from .activities.evaluations.round_world import part, written_about
from .activities.meetings.record_world import make_held, make_planned, write_everything
from .conftest import NOW, ROLES, TODAY
from .files import words_of_file
from .matrix import rows
from .test_function_matrix import SUBJECTS, address_of, world_of
from .test_structure import named_patterns

PHONE, EMAIL, ID_NUMBER = "13700000137", "kanarienvogel@example.com", "11010519491231002X"
COMMITTEE = {"committee", "committee_only", "secretary"}
MEMBERS = COMMITTEE | {"member", "leader"}
# Of each word: the roles that find it somewhere. All of them are about the cast's own branch and about its `member`.
READERS = {
    PHONE: COMMITTEE | {"member", "partner", "clerk", "admin"},
    EMAIL: COMMITTEE | {"member", "partner", "clerk", "admin"},
    ID_NUMBER: set(),
    "发文号〔2026〕": COMMITTEE | {"member", "clerk"},
    "限制的说明": COMMITTEE | {"member", "clerk"},
    "更正前的记录": COMMITTEE | {"member", "clerk"},
    "更正的原因": COMMITTEE | {"member", "clerk"},
    "留党察看": COMMITTEE | {"member", "clerk"},
    "大会上说的话": MEMBERS,
    "支委会上说的话": COMMITTEE,
    "支委会不公开的决议": COMMITTEE,
    "支委会公开的决议": MEMBERS,
    "小组会上说的话": MEMBERS,
    "联席会上说的话": COMMITTEE | {"partner"},
    "学习会上说的话": MEMBERS | {"outsider", "lawyer", "partner", "clerk"},
    "只有书记读的缘由": {"secretary", "member"},
    "没有召开的缘由": COMMITTEE,
    "大会的房间": MEMBERS,
    "支委会的房间": COMMITTEE,
    "小组会的房间": MEMBERS,
    "联席会的房间": COMMITTEE | {"partner"},
    "学习会的房间": MEMBERS | {"outsider", "lawyer", "partner", "clerk"},
    "大会要议的事": MEMBERS,
    "支委会要议的事": COMMITTEE,
    "小组会要议的事": MEMBERS,
    "联席会要议的事": COMMITTEE | {"partner"},
    "学习会要议的事": MEMBERS | {"outsider", "lawyer", "partner", "clerk"},
    "草稿的房间": COMMITTEE,
    "联系不上": COMMITTEE | {"partner"},
    "希望多联系": COMMITTEE | {"partner"},
    "〔2026〕民字第": COMMITTEE | {"partner", "lawyer", "clerk"},
    "自评写的话": COMMITTEE | {"member"},
    "同志写的话": COMMITTEE | {"leader"},
    "评定写的理由": COMMITTEE | {"member"},
    "异议写的话": COMMITTEE | {"member"},
    "答复写的话": COMMITTEE | {"member"},
    "处置写的说明": COMMITTEE,
    "处置写的结果": COMMITTEE,
    "整改写的事": COMMITTEE | {"member"},
    "整改写的结果": COMMITTEE | {"member"},
    "收费争议": COMMITTEE | {"partner", "clerk"},
}
CIRCLES = {
    MeetingKind.ASSEMBLY: "大会",
    MeetingKind.COMMITTEE: "支委会",
    MeetingKind.GROUP: "小组会",
    MeetingKind.PARTNERS: "联席会",
    MeetingKind.STUDY: "学习会",
}


def group_of(cast, kind):
    return cast.group if kind == MeetingKind.GROUP else None


def archived(cast, kind, circle, hour):
    """An archived meeting of this morning in which the words were said; the committee also resolved something for all."""
    meeting = make_held(
        cast,
        kind=kind,
        group=group_of(cast, kind),
        hour=hour,
        items=("传达学习", f"{circle}要议的事"),
    )
    voters = meeting.attendance.filter(has_vote=True).count()
    write_everything(meeting, votes=voters)
    meeting.agenda.update(discussion=f"高书明：{circle}上说的话")
    if kind == MeetingKind.COMMITTEE:
        meeting.resolutions.update(text="支委会不公开的决议")
        votes = {"votes_for": voters, "votes_against": 0, "votes_abstained": 0}
        item = meeting.agenda.get(position=2)
        meeting.resolutions.create(item=item, text="支委会公开的决议", is_public=True, **votes)
    if kind == MeetingKind.ASSEMBLY:
        LeaveRequest.objects.create(
            meeting=meeting,
            person=cast.people["member"],
            reason=LeaveReason.COURT,
            text="只有书记读的缘由",
            state=LeaveState.APPROVED,
            asked_at=NOW,
        )
    return archive_meeting(meeting_id=meeting.pk, user=cast.users["secretary"], now=NOW)


def coming(cast, kind, circle):
    """A meeting of tomorrow that was just called."""
    return make_planned(
        cast,
        kind,
        items=("传达学习", f"{circle}要议的事"),
        group=group_of(cast, kind),
        day=TODAY + timedelta(days=1),
        place=f"{circle}的房间",
        created_at=NOW,
        published_at=NOW,
    )


def plant(cast):
    """A coming and an archived meeting of each circle, somebody's data, and reasons that few may read; gives the archived."""
    member = cast.people["member"]
    member.phone, member.email = PHONE, EMAIL
    member.write_id_number(ID_NUMBER)
    member.save()
    papers = {"document_number": "发文号〔2026〕1号", "note": "限制的说明"}
    Restriction.objects.create(person=member, kind=RestrictionKind.PROBATION, since=TODAY, **papers)
    FactCorrection.objects.create(
        person=member,
        axis=FactAxis.STANDING,
        before="更正前的记录",
        after="作废",
        reason="更正的原因",
        by=cast.users["secretary"],
        at=NOW,
    )
    Explanation.objects.create(
        branch=cast.branch,
        kind=MeetingKind.ASSEMBLY,
        period="2026-Q3",
        text="没有召开的缘由",
        by=cast.users["secretary"],
        at=NOW,
    )
    make_planned(cast, day=TODAY + timedelta(days=3), state=MeetingState.DRAFT, place="草稿的房间")
    for kind, circle in CIRCLES.items():
        coming(cast, kind, circle)
    return [archived(cast, kind, circle, hour) for hour, (kind, circle) in enumerate(CIRCLES.items(), 3)]


def addresses(cast):
    """Every address of the program that answers to GET, those about a meeting once for each of the meetings."""
    meetings = plant(cast)
    world = world_of(cast)
    written_about(
        world["participant"], part(world["participant"].round, cast, "leader"), cast.users["secretary"]
    )
    yield from told_pages()
    table = rows()
    for _, pattern in named_patterns():
        if set(table[(pattern.name, "GET")].values()) <= {"login", "405"}:
            continue
        about_meeting = "pk" in pattern.pattern.converters and pattern.name not in SUBJECTS
        for meeting in [world["meeting"], *meetings] if about_meeting else [world["meeting"]]:
            yield address_of(pattern.name, pattern, {**world, "meeting": meeting})


def told_pages():
    """Pages of the round of the year before, whose result is told."""
    one = Participant.objects.get(round__year=TODAY.year - 1)
    root = f"/evaluation/{TODAY.year - 1}/"
    return [root, f"{root}mine/", f"{root}opinions/{one.pk}/"]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_finds_exactly_the_words_it_may_read(cast, frozen, demo_site, role):
    client, found = cast.client(role), {}
    for address in addresses(cast):
        text = words_of_file(client.get(address))
        for word in READERS:
            if word in text:
                found.setdefault(word, address)
    may = {word for word, readers in READERS.items() if role in readers}
    assert {word: found[word] for word in found.keys() - may} == {}
    assert may - found.keys() == set()
