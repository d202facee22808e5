"""Every regulation that the program cites: what an article asks, and where the program goes by it.

The one place where the name and the number of an article are written. A number stands only where the text was read; a rule
without one is cited by its document alone.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    name: str
    short: str


@dataclass(frozen=True)
class Works:
    """Where the program goes by an article: in words, with the page of the navigation that shows it."""

    words: str
    page: str


@dataclass(frozen=True)
class Article:
    """`key` is its anchor on the page of regulations; `number` is "" where it is not sure; `asks` in sentences."""

    key: str
    document: Document
    number: str
    asks: tuple
    works: tuple

    @property
    def cite(self):
        """《支部工作条例》第十二条: as it stands on pages and in messages."""
        return f"《{self.document.short}》{self.number}"

    @property
    def full_name(self):
        return f"《{self.document.name}》{self.number}"

    def says(self, words):
        """The citation with what it asks in the case at hand."""
        return f"{self.cite}：{words}"


BRANCH = Document("中国共产党支部工作条例（试行）", "支部工作条例")
EDUCATION = Document("中国共产党党员教育管理工作条例", "党员教育管理工作条例")
ELECTION = Document("中国共产党基层组织选举工作条例", "基层组织选举工作条例")
DISPOSALS = Document("中国共产党不合格党员组织处置办法", "不合格党员组织处置办法")

# R-ORG-1
FOUNDING = Article(
    "branch-4",
    BRANCH,
    "第四条",
    ("正式党员3人以上的，应当成立党支部。", "党支部党员一般不超过50人。"),
    (Works("支部页按正式党员人数说明应当采用的组织形式", "people"),),
)
# R-MTG-1, R-VOTE-1
ASSEMBLY = Article(
    "branch-11",
    BRANCH,
    "第十一条",
    (
        "支部党员大会一般每季度召开1次。",
        "作出决定时，到会有表决权的党员应当达到应到会有表决权党员的半数以上。",
        "赞成人数超过应到会有表决权党员的半数，决定才通过；不按实到人数计算。",
    ),
    (
        Works("达标总表按季度核对支部党员大会", "board"),
        Works("会议页核对到会人数，记录里核对每项表决", "meetings"),
    ),
)
# R-MTG-2, R-VOTE-9
COMMITTEE = Article(
    "branch-12",
    BRANCH,
    "第十二条",
    (
        "支部委员会会议一般每月召开1次，根据需要可以随时召开。",
        "到会委员应当达到半数以上，会议才能召开。",
        "重要事项先经支部委员会会议讨论，再提交支部党员大会。",
    ),
    (
        Works("达标总表按月核对支部委员会会议", "board"),
        Works("会议页核对到会委员人数", "meetings"),
    ),
)
# R-MTG-3, R-GRP-1
GROUP = Article(
    "branch-13",
    BRANCH,
    "第十三条",
    (
        "党员人数较多或者比较分散的党支部，可以划分党小组，设组长。",
        "党小组会一般每月召开1次，由组长主持。",
    ),
    (Works("达标总表按月核对每个党小组", "board"), Works("党小组会由组长安排，书记可以提醒组长", "meetings")),
)
# R-COM-1, R-COM-2: the number of the article was not seen
COMMITTEE_SIZE = Article(
    "branch-committee",
    BRANCH,
    "",
    (
        "正式党员7人以上的党支部设支部委员会，一般3至5人，最多不超过7人。",
        "正式党员不足7人的，设1名书记，必要时设1名副书记。",
    ),
    (
        Works("支部页核对委员人数", "people"),
        Works("不设委员会的月份，达标总表的支委会写“不适用”", "board"),
    ),
)
# R-MTG-5
THEME_DAY = Article(
    "education-16",
    EDUCATION,
    "第十六条",
    ("主题党日每月开展1次，时间相对固定。",),
    (Works("达标总表按月核对主题党日", "board"),),
)
# R-MTG-6
LIFE = Article(
    "education-17",
    EDUCATION,
    "第十七条",
    ("组织生活会每年至少召开1次，一般安排在第四季度。",),
    (Works("达标总表按年核对组织生活会，可以开到次年3月31日", "board"),),
)
# R-COM-3
TERM = Article(
    "election-3",
    ELECTION,
    "第三条",
    ("支部委员会每届任期一般为3年。", "提前或者延期换届应当报上级党组织批准，延长一般不超过1年。"),
    (Works("支部页写明本届任期，首页在届满前6个月起提醒换届", "people"),),
)

# R-MTG-7, R-EVA-1, R-EVA-2
EVALUATION = Article(
    "branch-18",
    BRANCH,
    "第十八条",
    (
        "党支部一般每年开展1次民主评议党员，可以结合组织生活会进行。",
        "经过个人自评、党员互评、民主测评，由支部委员会或者党员大会评定等次：优秀、合格、基本合格、不合格。",
        "优秀等次一般不超过党员总数的三分之一。",
    ),
    (
        Works("民主评议按步骤进行，开始时算出优秀名额，超出时须写明原因", "evaluations"),
        Works("达标总表按年核对民主评议，可以开展到次年3月31日", "board"),
    ),
)
# R-DIS-1
DISPOSAL = Article(
    "disposal-3",
    DISPOSALS,
    "第三条、第四条",
    (
        "组织处置有三种：限期改正、劝其退党、除名。",
        "已因同一问题受到党纪处分的，不再给予组织处置。",
    ),
    (Works("评为不合格的，通报以后按程序逐步登记，不因评议结果自动处置", "evaluations"),),
)
# R-DIS-2
CORRECTION = Article(
    "education-30",
    EDUCATION,
    "第三十条、第三十一条",
    (
        "限期改正一般为6个月，最长不超过1年。",
        "限期改正期满没有转变的，劝其退党；劝而不退的，予以除名。",
        "被劝退、除名的，5年内不能重新入党。",
    ),
    (Works("组织处置页按决定日期算出限期改正最早和最迟到哪一天", "evaluations"),),
)
ARTICLES = (
    *(FOUNDING, ASSEMBLY, COMMITTEE, GROUP, COMMITTEE_SIZE, THEME_DAY, LIFE),
    *(EVALUATION, DISPOSAL, CORRECTION, TERM),
)
BY_KEY = {article.key: article for article in ARTICLES}
