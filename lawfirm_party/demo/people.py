"""Who is in the demo firm: the figures are the firm's own, every name is made of a solar term or of two cyclic signs."""

from dataclasses import dataclass
from datetime import date

from members.choices import PersonKind, SeatRole

FIRM = "某某律师事务所"
FIRM_SHORT = "某某所"
BRANCH = "某某律师事务所党支部"
BRANCH_SHORT = "某某所党支部"
OFFICE_BRANCH = "某某律师事务所行政党支部"
OFFICE_BRANCH_SHORT = "某某所行政党支部"
SUPERIOR = "省律师行业党委"

FIRM_FOUNDED = date(1994, 3, 18)
PARTNERSHIP = date(1999, 5, 10)
BRANCH_FOUNDED = date(2000, 3, 20)
GROUPS_FOUNDED = date(2008, 4, 1)
OFFICE_FOUNDED = date(2015, 6, 10)

PRACTICE_GROUPS = ("民商事", "刑事", "公司与金融")

LAWYER, TRAINEE, STAFF = PersonKind.LAWYER, PersonKind.TRAINEE, PersonKind.STAFF


@dataclass(frozen=True)
class Role:
    """One person of the firm. Dates of standing: `probation` (admitted by the branch), `full`, `here` (组织关系 in the branch)."""

    name: str
    kind: str
    joined: date
    full: date | None = None
    here: date | None = None
    probation: date | None = None
    group: int | None = None
    leads: bool = False
    partner: date | None = None
    founding: bool = False
    managing: bool = False
    left: date | None = None
    login: str = ""
    has_email: bool = True
    in_office: bool = False


def founder(name, joined, full, **more):
    """A member from the branch's first day."""
    return Role(name, LAWYER, joined, full=full, here=BRANCH_FOUNDED, **more)


def admitted(name, joined, probation, **more):
    """One of the five lawyers that the branch itself admitted: 预备期 one year, then 正式 (R-DEV-1)."""
    full = probation.replace(year=probation.year + 1)
    return Role(name, LAWYER, joined, probation=probation, full=full, here=probation, **more)


def moved_in(name, joined, full, **more):
    """A lawyer who brought the 组织关系 along."""
    return Role(name, LAWYER, joined, full=full, here=max(joined, full), **more)


# The four of the committee: three founding partners, and one who became a partner later.
COMMITTEE = (
    founder("高立春", date(1994, 3, 18), date(1991, 7, 1), group=0, partner=PARTNERSHIP, founding=True, managing=True, login="secretary"),
    founder("李雨水", date(1994, 3, 18), date(1992, 6, 20), group=1, partner=PARTNERSHIP, founding=True, login="committee"),
    founder("王惊蛰", date(1995, 9, 1), date(1994, 7, 1), group=2, partner=PARTNERSHIP, founding=True),
    founder("陈春分", date(1998, 7, 1), date(1997, 12, 1), group=0, partner=date(2006, 1, 1)),
)  # fmt: skip
OFFICES = (SeatRole.SECRETARY, SeatRole.ORGANISATION, SeatRole.PUBLICITY, SeatRole.DISCIPLINE)

# With the committee ten of the eighteen who founded the branch are still there.
MEMBERS = (
    founder("丁清明", date(1996, 7, 1), date(1995, 6, 1), group=0, leads=True, login="leader"),
    founder("马谷雨", date(1997, 3, 1), date(1996, 12, 20), group=1, leads=True),
    founder("于立夏", date(1998, 9, 1), date(1993, 7, 1), group=2, leads=True, has_email=False),
    founder("卫小满", date(1999, 2, 1), date(1998, 6, 30), group=1, login="member"),
    founder("孔芒种", date(1999, 8, 1), date(1999, 7, 1), group=2),
    founder("方夏至", date(1999, 10, 8), date(1996, 5, 4), group=0, has_email=False),
    admitted("毛小暑", date(2001, 7, 1), date(2003, 6, 26), group=1),
    admitted("叶大暑", date(2003, 7, 1), date(2006, 6, 28), group=2),
    admitted("石立秋", date(2006, 7, 3), date(2010, 6, 25), group=0),
    admitted("田处暑", date(2009, 7, 1), date(2013, 6, 27), group=1),
    admitted("白白露", date(2014, 7, 1), date(2018, 6, 28), group=2),
    moved_in("冯秋分", date(2004, 3, 1), date(2002, 5, 20), group=0),
    moved_in("吕寒露", date(2007, 9, 3), date(2004, 12, 9), group=1),
    moved_in("朱霜降", date(2010, 4, 1), date(2007, 7, 1), group=2),
    moved_in("许立冬", date(2012, 7, 2), date(2011, 6, 10), group=0),
    moved_in("何小雪", date(2016, 7, 1), date(2015, 5, 12), group=1),
    moved_in("沈大雪", date(2019, 7, 1), date(2017, 11, 30), group=2),
)  # fmt: skip

# Eight more who founded the branch and have left the firm since: eighteen at the start.
FORMER = tuple(
    founder(name, date(1996, 1, 8), date(1993, 7, 1), left=left, has_email=False)
    for name, left in (
        ("严甲子", date(2002, 1, 1)),
        ("杜乙丑", date(2003, 7, 1)),
        ("苏丙寅", date(2004, 10, 1)),
        ("汪丁卯", date(2006, 1, 1)),
        ("余戊辰", date(2008, 5, 1)),
        ("邹己巳", date(2010, 9, 1)),
        ("金庚午", date(2013, 1, 1)),
        ("姜辛未", date(2016, 7, 1)),
    )
)

# Fifteen lawyers outside the Party, one of them a partner, one 入党积极分子.
PARTNER = Role("宋冬至", LAWYER, date(2002, 5, 8), partner=date(2012, 1, 1), login="partner")
ACTIVIST = Role("谢小寒", LAWYER, date(2020, 7, 1))
LAWYER_LOGIN = Role("唐大寒", LAWYER, date(2018, 9, 3), login="lawyer")
LAWYERS = tuple(
    Role(name, LAWYER, joined, has_email=place % 5 != 2)
    for place, (name, joined) in enumerate(
        (
            ("韩壬申", date(2005, 7, 1)),
            ("曹癸酉", date(2008, 3, 3)),
            ("袁甲戌", date(2011, 7, 1)),
            ("邓乙亥", date(2013, 9, 2)),
            ("傅丙子", date(2015, 7, 1)),
            ("彭丁丑", date(2016, 9, 1)),
            ("曾戊寅", date(2017, 7, 3)),
            ("萧己卯", date(2019, 3, 1)),
            ("蔡庚辰", date(2020, 9, 1)),
            ("潘辛巳", date(2021, 7, 1)),
            ("戴壬午", date(2022, 7, 1)),
            ("魏癸未", date(2023, 7, 3)),
        )
    )
)

# The 预备党员: a trainee, admitted at a recent 党员大会, so the day is worked out.
PROBATIONER = Role("任甲申", TRAINEE, date(2023, 7, 3), group=0)

# Beside the lawyers: staff, among them the one who keeps the master data, and the three of the second branch.
OFFICE_STAFF = (
    Role("钟乙酉", STAFF, date(2009, 3, 2), full=date(2008, 7, 1), here=OFFICE_FOUNDED, in_office=True),
    Role("范丙戌", STAFF, date(2012, 9, 3), full=date(2010, 6, 20), here=OFFICE_FOUNDED, in_office=True, login="outsider"),
    Role("贺丁亥", STAFF, date(2014, 5, 5), full=date(2013, 12, 5), here=OFFICE_FOUNDED, in_office=True),
)  # fmt: skip
OTHER_STAFF = (
    Role("龚戊子", STAFF, date(2017, 3, 1), login="clerk"),
    Role("文己丑", STAFF, date(2021, 9, 1)),
    Role("庞庚寅", PersonKind.ASSISTANT, date(2022, 9, 1)),
)

EVERYBODY = (
    *COMMITTEE,
    *MEMBERS,
    PARTNER,
    ACTIVIST,
    LAWYER_LOGIN,
    *LAWYERS,
    PROBATIONER,
    *OFFICE_STAFF,
    *OTHER_STAFF,
    *FORMER,
)
LOGINS = ("admin", "secretary", "committee", "leader", "partner", "member", "lawyer", "outsider", "clerk")
STAFF_LOGINS = ("admin", "clerk")


def login_name(username):
    """The name of the person behind a login."""
    return next(role.name for role in EVERYBODY if role.login == username)
