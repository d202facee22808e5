"""What people most often want to do, each with its steps and the page where it is done."""

from dataclasses import dataclass

from activities.feedback.permissions import makes_cards, reads_answers
from members.queries import Roles

from .navigation import address_of


@dataclass(frozen=True)
class Topic:
    """`page` is where it is done, `is_theirs` whether a reader does it; for everybody else `whose` says who does."""

    key: str
    title: str
    steps: tuple
    page: str
    button: str
    whose: str
    is_theirs: object
    query: str = ""

    def url(self):
        return address_of(self.page) + self.query


def schedules(roles: Roles):
    return bool(roles.committee_of or roles.leads)


def in_committee(roles: Roles):
    return bool(roles.committee_of)


def is_secretary(roles: Roles):
    return bool(roles.secretary_of)


def reads_board(roles: Roles):
    return bool(roles.branches)


def is_person(roles: Roles):
    return roles.person_id is not None


def keeps_people(roles: Roles):
    return roles.is_clerk or bool(roles.keeps_members_of)


def fills_in(roles: Roles):
    return bool(roles.member_of)


TOPICS = (
    Topic(
        "schedule",
        "安排一次会议并发通知",
        (
            "在首页点“安排会议”，时间、地点、主持、记录、参会人和议题都已预先填好。",
            "要改哪一项就改哪一项，下面的“通知预览”是参会人收到的内容。",
            "点“安排并发通知”，一分钟内发出站内通知和邮件；还没定下来就点“存草稿”。",
        ),
        "meeting_new",
        "安排会议",
        "由书记、支部委员安排，党小组会由组长安排。",
        schedules,
    ),
    Topic(
        "answer",
        "答复能不能参加、请假",
        (
            "首页最上面是您的下一次会议，点“能参加”即可。",
            "不能参加就点“请假”，选一个事由；批准以后会收到通知。",
            "邮件里的链接也能答复，不用登录。会议改期以后请重新答复。",
        ),
        "my",
        "打开我的日程",
        "参会人自己答复。",
        is_person,
    ),
    Topic(
        "attendance",
        "登记考勤",
        (
            "会议页点“开始会议”，再打开“考勤”。",
            "点“全部到会”，然后只改请假和缺席的人；已批准的请假已经填好。",
            "页面随时写明到会人数是否符合规定。",
        ),
        "meetings",
        "打开组织生活",
        "由书记、安排会议的委员或者组长，以及会议的记录人登记。",
        schedules,
        "?state=scheduled",
    ),
    Topic(
        "minutes",
        "写会议记录",
        (
            "会议页点“写记录”，每个议题写发言要点，一行一人。",
            "需要表决的议题填票数，页面说明是否通过；议定事项写责任人和期限。",
            "边写边自动保存。登录过期或者断网，文字暂存在本机，回来后可以恢复。",
        ),
        "meetings",
        "打开组织生活",
        "由书记、安排会议的委员或者组长，以及会议的记录人书写。",
        schedules,
        "?state=held",
    ),
    Topic(
        "archive",
        "归档，以及归档以后的更正",
        (
            "记录页底部写着还缺什么，点一下就到那一项。",
            "打印记录，主持人和记录人签字后在记录页打勾，再点“归档”。",
            "归档以后内容不再改动，写错了就加一条更正说明，注明日期和人。",
        ),
        "meetings",
        "打开组织生活",
        "由书记、安排会议的委员或者组长归档。",
        schedules,
        "?state=held",
    ),
    Topic(
        "board",
        "看达标总表，补录或者说明原因",
        (
            "每格是一个周期：✓已开，◑记录未完，◔已排，!将到期，✕缺，○已说明。",
            "点格子看这一期的要求、会议和规定的出处；开过而没有登记的，在这里补录，不发通知。",
            "确实没有召开的，由书记写明原因；以后补开的会可以关联到这一格。",
        ),
        "board_recent",
        "打开达标总表",
        "支部党员都能看。",
        reads_board,
    ),
    Topic(
        "ledger",
        "拿出最近四个季度的台账",
        (
            "点“台账”，默认就是最近四个完整的季度，也可以换年度，或者带上本季度。",
            "每次会议一行，第一页写着还缺什么；点标题打开会议记录。",
            "导出的文件页脚有导出人、时间、条数和校验码，校验码与审计记录一致。",
        ),
        "ledger",
        "打开台账",
        "由书记和支部委员查看。",
        in_committee,
    ),
    Topic(
        "decisions",
        "办结议定事项",
        (
            "会议上定下的事都在“议定事项”，按期限排列，逾期的在最前。",
            "责任人或者书记点“标记办结”；点错了可以撤销。",
            "快到期时责任人会收到提醒，书记也可以催办。",
        ),
        "decisions",
        "打开议定事项",
        "责任人自己办结。",
        is_person,
    ),
    Topic(
        "delivery",
        "通知没有送到怎么办",
        (
            "页面顶部出现提示时，点“查看发件箱”，每一条写着原因。",
            "按原因处理，例如请录入员改正邮箱，再点“重发”。",
            "站内通知不受邮箱影响，本人登录就能看到。",
        ),
        "outbox",
        "打开发件箱",
        "由书记和支部委员处理。",
        in_committee,
    ),
    Topic(
        "people",
        "登记人员和党员的变动",
        (
            "在“人员”点“登记人员”，填姓名、类别、入所日期和邮箱。",
            "是党员的，接着打开这个人的“党内经历”，登记党内身份、组织关系和党小组，都按日期生效。",
            "换届、补选和党小组的设立撤销，在“支部”页登记。",
            "离所、转出、换组填日期，不删除；以前的记录和统计不会改变。一次登记很多人，可以请录入员在后台导入。",
        ),
        "people",
        "打开人员名册",
        "由书记、组织委员和录入员登记。",
        keeps_people,
    ),
    Topic(
        "feedback",
        "请客户提意见",
        (
            "点“制作反馈卡”，只填案件编号和类型，不写客户是谁；一个案件一张卡。",
            "做好的链接和二维码只显示一次，打印给客户，或者复制链接发给客户。客户不用登录。",
            "过几天还没有反馈，会提醒您再联系一次。满三份以后，在“我的反馈”看汇总，看不到是谁说的。",
        ),
        "feedback_cards",
        "打开反馈卡",
        "由承办律师和录入员制作。",
        makes_cards,
    ),
    Topic(
        "handling",
        "处理客户的投诉和不满意",
        (
            "不满意的和投诉排在“客户反馈”最前面，并且通知处理人；本人承办的案件看不到，由别人处理。",
            "了解情况以后逐步记下经过，有了结果点“办结”。办结以后才计入评议。",
            "文字意见先整理，去掉能看出是谁的话，承办律师才看得到。",
        ),
        "feedback",
        "打开客户反馈",
        "由合伙人和支部委员处理。",
        reads_answers,
    ),
    Topic(
        "evaluation",
        "组织民主评议党员",
        (
            "点“民主评议”，写好方案，定好自评、互评和测评的截止时间，选一位监票人，再点“开始评议”。参加的人和优秀名额从这时起不再改变。",
            "党员写自评、评议其他同志的同时，点“准备选票”；监票人生成口令、开始投票，截止后输入口令计票。",
            "票数公布以后，支部委员会在每个人的页面上写等次和理由，点“提交评定”，选作出评定的会议，最后点“通报结果”。",
        ),
        "evaluations",
        "打开民主评议",
        "由书记组织。",
        is_secretary,
    ),
    Topic(
        "self_review",
        "写自评、评议其他同志、投票",
        (
            "评议期间，首页会出现“填写自评”“评议同志”和“投票”，写的内容边写边自动保存。",
            "选票是无记名的：谁投了票看得见，投了什么谁也看不见。投出以后不能更改，回执请自己保存。",
            "结果通报以后，在首页点“查看”，看过等次和理由后点“我已知悉”；有异议可以提出，支部委员会会答复。",
        ),
        "evaluations",
        "打开民主评议",
        "由支部党员自己完成。",
        fills_in,
    ),
    Topic(
        "dashboard",
        "看全所一年的质量和评议",
        (
            "点“看板”，上面是客户满意度、回收率、三个零和学习，下面是评议等次、需要关心的人和投诉处理。",
            "数字都能点开背后的名单。人数或者份数太少时写“样本不足”，免得看出是谁说的。",
            "换一年、换专业组再看；要在会上用，点“导出简报”。",
        ),
        "evaluation_dashboard",
        "打开看板",
        "由合伙人和支部委员查看。",
        reads_answers,
    ),
)


def topics_for(roles):
    """[(Topic, whether the reader does it)], what the reader does first, else in the order of the table."""
    rows = [(topic, topic.is_theirs(roles)) for topic in TOPICS]
    return sorted(rows, key=lambda row: not row[1])
