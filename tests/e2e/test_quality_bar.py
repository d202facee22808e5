"""Q1-Q3, Q5, Q7, Q8, Q13 of every page, in both themes and at both widths; the demo firm's two years are the data."""

import pytest

from .bar import axe_faults, english_in, faults_in_every_look, target_faults, width_faults
from .conftest import THEMES, WIDTHS
from .pages import FOUND, OF_ROLES, SECTIONS


@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_every_page_of_the_secretary_meets_the_bar(site, visit, section):
    visitor = visit(site, "secretary")
    faults = [
        fault
        for path in dict.fromkeys([*SECTIONS[section], *FOUND[section](visitor)])
        for fault in faults_in_every_look(visitor.goto(path), path)
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", sorted(OF_ROLES))
def test_every_page_of_a_role_meets_the_bar(site, visit, role):
    visitor = visit(site, role)
    faults = [fault for path in OF_ROLES[role] for fault in faults_in_every_look(visitor.goto(path), path)]
    assert not faults, "\n".join(faults)


def faults_of(visitor, path, width):
    page = visitor.goto(path)
    faults = axe_faults(page) + target_faults(page) + width_faults(page, width)
    faults += [f"english: {word}" for word in english_in(page)]
    return [f"{path}: {fault}" for fault in faults]


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
