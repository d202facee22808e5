"""What a new branch still has to enter before its first meeting: five steps, each done or not by facts."""

from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef
from django.urls import reverse

from activities.meetings.choices import MeetingKind, MeetingState
from activities.meetings.models import Meeting
from activities.meetings.permissions import can_schedule
from branches.models import BranchSetting, KindSetting
from members.models import Membership, PartyStanding, Person, Seat
from members.queries import branches_for, roles_of

CLERK_ENTERS = "由录入员在后台登记。"
SECRETARY_SCHEDULES = "由书记安排。"


@dataclass(frozen=True)
class Step:
    title: str
    reason: str
    done: bool
    url: str = ""
    button: str = ""
    first_open: bool = False


def first_steps(user, on, branch=None):
    """The steps of the branch, or of the first one an administrator sees; empty once a meeting stands. One query."""
    roles = roles_of(user, on)
    if not (roles.is_admin or (branch and branch.pk in roles.secretary_of)):
        return []
    found = entered(branches_for(user, on).filter(pk=branch.pk) if branch else branches_for(user, on), user)
    if found is None or found.met:
        return []
    return open_first(steps_of(found, roles, user))


def entered(branches, user):
    """The first of the branches, with what has been entered about it; None without any."""
    own = {"branch": OuterRef("pk")}
    meetings = Meeting.objects.exclude(state__in=[MeetingState.DRAFT, MeetingState.CANCELLED])
    others = Person.objects.filter(firm=OuterRef("firm")).exclude(pk=user.person_id or 0)
    return (
        branches.annotate(
            people=Exists(others),
            standings=Exists(PartyStanding.objects.filter(person__firm=OuterRef("firm"))),
            members=Exists(Membership.objects.filter(**own)),
            committee=Exists(Seat.objects.filter(term__branch=OuterRef("pk"))),
            set_up=Exists(BranchSetting.objects.filter(**own)) | Exists(KindSetting.objects.filter(**own)),
            met=Exists(meetings.filter(**own)),
        )
        .order_by("founded_on", "pk")
        .first()
    )


def steps_of(found, roles, user):
    """The five steps in the order in which they must be taken."""
    firm = roles.is_clerk or roles.is_admin
    party = roles.is_clerk or user.is_superuser
    fact = "partystanding" if not found.standings else "membership"
    return [
        step("人员录入", "本所人员：姓名、类别、入所日期、邮箱。", found.people, "members_person", firm),
        step(
            "党内身份与组织关系",
            "每位党员登记政治身份，再登记组织关系在哪个支部。",
            found.standings and found.members,
            f"members_{fact}",
            party,
        ),
        step(
            "委员会与届次", "本届选举日期，书记和各位委员。", found.committee, "members_committeeterm", party
        ),
        step(
            "支部设置",
            "会议频次、惯常时间和地点、免打扰时段；不登记就按一般规定。",
            found.set_up,
            "branches_kindsetting",
            firm,
        ),
        first_meeting(found, roles),
    ]


def first_meeting(found, roles):
    meeting = Step("第一次会议", SECRETARY_SCHEDULES, found.met)
    if not can_schedule(roles, found.pk, MeetingKind.COMMITTEE):
        return meeting
    address = f"{reverse('meeting_new')}?type={MeetingKind.COMMITTEE}"
    return replace(meeting, reason="内容已预先填好，核对后发通知。", url=address, button="安排会议")


def step(title, reason, done, page, may):
    if not may:
        return Step(title, CLERK_ENTERS, done)
    return Step(title, reason, done, reverse(f"admin:{page}_add"), "登记")


def open_first(steps):
    """The same steps, the first open one marked."""
    first = next((one for one in steps if not one.done and one.button), None)
    return [replace(one, first_open=one is first) for one in steps]
