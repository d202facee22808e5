from django.db.models import TextChoices


class PersonKind(TextChoices):
    LAWYER = "lawyer", "律师"
    TRAINEE = "trainee", "实习人员"
    ASSISTANT = "assistant", "律师助理"
    STAFF = "staff", "行政人员"


class Standing(TextChoices):
    """What somebody is in the Party. Who has no row is 群众."""

    MASSES = "masses", "群众"
    APPLICANT = "applicant", "入党申请人"
    ACTIVIST = "activist", "入党积极分子"
    CANDIDATE = "candidate", "发展对象"
    PROBATIONARY = "probationary", "预备党员"
    FULL = "full", "正式党员"
    SUSPENDED = "suspended", "停止党籍"


class WayOut(TextChoices):
    """How somebody stopped being a Party member."""

    STRUCK_OFF = "struck_off", "除名"
    PERSUADED = "persuaded", "劝其退党"
    EXPELLED = "expelled", "开除党籍"
    WITHDREW = "withdrew", "本人退党"
    CANCELLED = "cancelled", "取消预备党员资格"


class FactAxis(TextChoices):
    """The dated facts of a person that must not be mixed."""

    STANDING = "standing", "党内身份"
    RELATION = "relation", "组织关系"
    RESTRICTION = "restriction", "权利限制"
    EXEMPTION = "exemption", "义务减免"
    GROUP = "group", "党小组"


class RestrictionKind(TextChoices):
    PROBATION = "probation", "留党察看"
    CORRECTION = "correction", "限期改正"
    RIGHTS_SUSPENDED = "rights_suspended", "党员权利暂停"


class Relation(TextChoices):
    HERE = "here", "组织关系在本支部"
    IN_TRANSIT = "in_transit", "转出在途"
    OUTFLOW = "outflow", "流出党员"
    INFLOW = "inflow", "流入党员"


class ExemptionGround(TextChoices):
    OLD = "old", "年老体弱"
    ILL = "ill", "因病失能"


class SeatRole(TextChoices):
    SECRETARY = "secretary", "书记"
    DEPUTY = "deputy", "副书记"
    ORGANISATION = "organisation", "组织委员"
    PUBLICITY = "publicity", "宣传委员"
    DISCIPLINE = "discipline", "纪检委员"
    YOUTH = "youth", "青年委员"
    MEMBER = "member", "委员"


class AccountMailKind(TextChoices):
    INVITATION = "invitation", "邀请"
    PASSWORD_RESET = "password_reset", "重设密码"
    ADDRESS_LEFT = "address_left", "邮箱变更（告知原邮箱）"
    ADDRESS_TAKEN = "address_taken", "邮箱变更（告知新邮箱）"


# What carries a link that sets a password, and what is written to an address of its own.
WITH_LINK = (AccountMailKind.INVITATION, AccountMailKind.PASSWORD_RESET)
TO_AN_ADDRESS = (AccountMailKind.ADDRESS_LEFT, AccountMailKind.ADDRESS_TAKEN)


class AccountState(TextChoices):
    """How far somebody's login is. CLOSED follows from leaving the firm; nobody sets it."""

    NONE = "none", "未开通"
    NO_EMAIL = "no_email", "缺邮箱"
    INVITED = "invited", "已邀请"
    EXPIRED = "expired", "邀请已过期"
    UNUSED = "unused", "从未登录"
    ACTIVE = "active", "使用中"
    DISABLED = "disabled", "已停用"
    CLOSED = "closed", "已关闭"
