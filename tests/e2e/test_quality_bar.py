"""Q1-Q3, Q5, Q7, Q8, Q13 of every page, in both themes and at both widths; the demo firm's two years are the data."""

import re

import pytest

from .bar import axe_faults, english_in, target_faults, width_faults
from .conftest import THEMES, WIDTHS

MAIN_PATHS = (
    "/",
    "/meetings/",
    "/meetings/?view=month",
    "/meetings/new/?type=committee",
    "/meetings/new/?type=group",
    "/meetings/backfill/?type=lecture",
    "/me/",
    "/leaves/",
    "/decisions/",
    "/members/",
    "/notices/",
    "/outbox/",
    "/board/recent/",
    "/accounts/password/change/",
)


def first_link(visitor, listing, pattern):
    """The first address of a kind on a page, so that the sweep follows what people would click."""
    visitor.goto(listing)
    links = visitor.page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    return next((link for link in links if re.fullmatch(pattern, link)), None)


def meeting_pages(visitor):
    """One meeting of every state that the list shows, with its own pages."""
    paths = []
    for state in ("scheduled", "held", "archived", "draft", "cancelled"):
        path = first_link(visitor, f"/meetings/?state={state}", r"/meetings/\d+/")
        if path:
            paths += [path]
            if state in {"scheduled"}:
                paths += [f"{path}move/", f"{path}cancel/", f"{path}sheet/", f"{path}edit/"]
            if state in {"held"}:
                paths += [f"{path}attendance/", f"{path}minutes/"]
            if state == "archived":
                paths += [f"{path}attendance/", f"{path}minutes/", f"{path}correct/", f"{path}record/"]
    return list(dict.fromkeys(paths))


def secretary_paths(visitor):
    year = visitor.page.evaluate("new Date().getFullYear()")
    person = first_link(visitor, "/members/", r"/members/\d+/")
    branch = first_link(visitor, "/", r"/branches/\d+/")
    explain = first_link(visitor, f"/board/{year}/", r"/board/explain/\?.*")
    found = [f"/board/{year}/", f"/board/{year - 1}/", person, branch, explain]
    return [*MAIN_PATHS, *[path for path in found if path], *meeting_pages(visitor)]


def faults_of(visitor, path, width):
    page = visitor.goto(path)
    faults = axe_faults(page) + target_faults(page) + width_faults(page, width)
    faults += [f"english: {word}" for word in english_in(page)]
    return [f"{path}: {fault}" for fault in faults]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_the_secretary_meets_the_bar(site, visit, width, theme):
    visitor = visit(site, "secretary", width=width, theme=theme)
    faults = [fault for path in secretary_paths(visitor) for fault in faults_of(visitor, path, width)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", ["member", "partner", "lawyer", "outsider", "leader"])
def test_every_home_meets_the_bar(site, visit, role):
    visitor = visit(site, role, width=360)
    faults = [
        fault
        for path in ("/", "/me/", "/meetings/", "/members/", "/notices/")
        for fault in faults_of(visitor, path, 360)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", THEMES)
def test_pages_before_the_login_and_error_pages_meet_the_bar(site, visit, width, theme):
    visitor = visit(site, width=width, theme=theme)
    faults = []
    for path in ("/accounts/login/", "/accounts/password/reset/"):
        faults += faults_of(visitor, path, width)
    visitor.goto("/no-such-page/", status=404)
    faults += [f"404: {fault}" for fault in axe_faults(visitor.page)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", ["/", "/meetings/", "/members/", "/me/", "/meetings/new/?type=committee"])
def test_a_page_is_light(site, visit, path):
    """Q5: at most 150 KB and 12 requests, nothing cached."""
    visitor = visit(site, "secretary")
    state = visitor.page.context.storage_state()
    fresh = visit(site, state=state)
    responses = []
    fresh.page.on("requestfinished", lambda request: responses.append(request.sizes()))
    fresh.goto(path)
    fresh.page.wait_for_load_state("networkidle")
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in responses)
    assert len(responses) <= 12
    assert total <= 150_000


@pytest.mark.parametrize(
    "path", ["/", "/meetings/", "/members/", "/board/recent/", "/meetings/new/?type=committee"]
)
def test_a_phone_page_holds_with_large_text_and_zoom(site, visit, path):
    """Q7: 20 px root, and 200 % zoom, which is a screen of half the width in CSS pixels."""
    visitor = visit(site, "secretary", width=360)
    visitor.page.context.add_cookies([{"name": "elder", "value": "1", "url": site.url}])
    page = visitor.goto(path)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("path", ["/", "/meetings/", "/members/", "/meetings/new/?type=committee"])
def test_focus_is_seen_and_never_covered(site, visit, path):
    """Q8, Q10: Tab through the page; every stop has a visible ring and lies on top; the primary action is near the skip link."""
    page = visit(site, "secretary", width=360).goto(path)
    seen = 0
    for _ in range(40):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const el = document.activeElement; if (!el || el === document.body) return null;
                const box = el.getBoundingClientRect(); const x = box.x + Math.min(box.width / 2, 40), y = box.y + Math.min(box.height / 2, 24);
                const top = document.elementFromPoint(x, y), style = getComputedStyle(el);
                const label = el.labels && el.labels[0];
                return {html: el.outerHTML.slice(0, 100), covered: !(top && (el.contains(top) || top.contains(el) || (label && label.contains(top)))),
                        ring: style.outlineStyle !== 'none' || style.boxShadow !== 'none' ||
                              (label && getComputedStyle(label).outlineStyle !== 'none')}; }"""
        )
        if stop is None:
            break
        seen += 1
        assert stop["ring"], stop
        assert not stop["covered"], stop
    assert seen > 3
