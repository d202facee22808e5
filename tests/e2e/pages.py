"""Every page that the quality bar goes along: addresses that stand fast, and those that are found by following links."""

import re

SECTIONS = {
    "search": ("/search/", "/search/?q=会", "/search/?q=没有这个词"),
    "home": (
        "/",
        "/me/",
        "/me/data/",
        "/me/leaves/",
        "/me/calendar/",
        "/notices/",
        "/outbox/",
        "/accounts/password/change/",
    ),
    "meetings": (
        "/meetings/",
        "/calendar/",
        "/calendar/?month=2027-02",
        "/meetings/new/?type=committee",
        "/meetings/new/?type=group",
        "/meetings/backfill/?type=lecture",
        "/leaves/",
    ),
    "one meeting": (),
    "people": (
        "/members/",
        "/members/print/",
        "/members/birthdays/",
        "/members/partners/",
        "/members/accounts/",
        "/members/accounts/invite/",
    ),
    "board": ("/board/recent/",),
    "dashboard": (),
    "help": ("/help/", "/help/regulations/"),
    "ledger": ("/ledger/", "/ledger/?period=last4q&current=1&by=quarter"),
    "settings": (
        *("/settings/branch/", "/settings/branch/edit/", "/settings/branch/edit/?kind=assembly"),
        *("/settings/robots/", "/settings/robots/new/"),
    ),
    "feedback": (
        *("/feedback/", "/feedback/?kind=other", "/feedback/cards/", "/feedback/cards/new/"),
        *("/feedback/own/", "/feedback/register/", "/feedback/register/new/"),
    ),
    "round": ("/evaluation/",),
    "decisions": ("/decisions/", "/decisions/?state=all", "/decisions/?state=resolved"),
}
PLAIN = ("/", "/me/", "/meetings/", "/members/", "/notices/")
OF_ROLES = {
    "member": PLAIN,
    "lawyer": PLAIN,
    "partner": ("/", "/members/"),
    "outsider": ("/",),
    "leader": ("/",),
    "committee": ("/",),
    "clerk": ("/", "/settings/holidays/"),
    "admin": ("/", "/members/accounts/", "/audit/", "/audit/?action=exported&q=没有这个人"),
}

# The same templates as a member's pages: what is asked of them is what other words could spoil.
LIKE_A_MEMBER = {"partner": ("/me/", "/meetings/", "/notices/"), "outsider": PLAIN[1:], "leader": PLAIN[1:]}


def first_link(visitor, listing, pattern):
    """The first address of a kind on a page, so that the sweep follows what people would click."""
    visitor.goto(listing)
    links = visitor.page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    return next((link for link in links if re.fullmatch(pattern, link)), None)


def meeting_pages(visitor):
    """One meeting of every state that the list shows, with its own pages."""
    own = {
        "scheduled": ("move/", "cancel/", "sheet/", "edit/"),
        "held": ("attendance/", "minutes/"),
        "archived": ("attendance/", "minutes/", "correct/", "record/"),
    }
    paths = []
    for state in ("scheduled", "held", "archived", "draft", "cancelled"):
        path = first_link(visitor, f"/meetings/?state={state}", r"/meetings/\d+/")
        if path:
            paths += [path, *[f"{path}{page}" for page in own.get(state, ())]]
    return paths


def board_pages(visitor):
    year = visitor.page.evaluate("new Date().getFullYear()")
    cell = first_link(visitor, f"/board/{year}/", r"/board/explain/\?.*")
    return [f"/board/{year}/", f"/board/{year - 1}/", *([cell] if cell else [])]


def dashboard_pages(visitor):
    year = visitor.page.evaluate("new Date().getFullYear()")
    group = first_link(visitor, f"/evaluation/{year}/dashboard/", r"/evaluation/\d+/dashboard/\?group=.+")
    return [f"/evaluation/{year}/dashboard/", group, "/evaluation/1990/dashboard/"]


def people_pages(visitor):
    own = first_link(visitor, "/members/?standing=full", r"/members/\d+/")
    forms = ("history/", "meetings/", "standing/", "restriction/", "relation/", "group/", "partner/", "edit/")
    return [
        *(f"{own}{page}" for page in forms),
        first_link(visitor, f"{own}history/", r"/members/\d+/correct/\?axis=\w+&row=\d+"),
        "/members/new/",
        first_link(visitor, "/members/", r"/members/\d+/"),
        *branch_pages(visitor),
    ]


def branch_pages(visitor):
    branch = first_link(visitor, "/members/", r"/branches/\d+/")
    group = first_link(visitor, branch, r"/groups/\d+/")
    term = first_link(visitor, branch, r"/terms/\d+/edit/")
    return [
        *(branch, f"{branch}groups/new/", group, f"{group}dissolve/"),
        *(f"{branch}terms/", f"{branch}terms/new/", term),
    ]


def feedback_pages(visitor):
    return [first_link(visitor, "/feedback/?state=open", r"/feedback/\d+/")]


def round_pages(visitor):
    """This year's round and its pages, and the finished one before it."""
    visitor.goto("/evaluation/")
    now = int(re.search(r"/evaluation/(\d+)/", visitor.page.url)[1])
    before = f"/evaluation/{now - 1}/"
    return [
        *(f"/evaluation/{now}/{page}" for page in ("talks/", "times/")),
        *(
            before,
            f"{before}mine/",
            f"{before}grades/",
            first_link(visitor, before, rf"{before}opinions/\d+/"),
        ),
    ]


def none(visitor):
    return []


FOUND = dict.fromkeys(SECTIONS, none) | {
    "one meeting": meeting_pages,
    "board": board_pages,
    "dashboard": dashboard_pages,
    "people": people_pages,
    "feedback": feedback_pages,
    "round": round_pages,
}
