"""What every page must keep, read off a loaded page: Q1 (axe), Q6 (shifts, main click), Q7 (width), Q8 (targets, focus), Q10, Q13."""

import re
from urllib.parse import urlsplit
from zlib import crc32

from axe_playwright_python.base import AXE_FILE_PATH

from .conftest import THEMES, WIDTHS

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A theme changes colours alone.
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
AXE = AXE_FILE_PATH.read_text("utf-8")
# Words that stand in Latin letters in Chinese offices too, what people chose themselves (addresses, logins), and the
# number of a request.
LATIN_ALLOWED = re.compile(
    r"[\w.+-]+@[\w.-]+|https?://\S+|请求编号：\s*\w+|\b(?:admin|A4|PDF|Excel|Word|JSON|n|g|h|Ctrl|S|Esc|Enter|Tab|GB|T)\b"
)
ACTION = ".btn, main button, main input[type=submit]"
LOOKS = [(width, theme) for width in WIDTHS for theme in THEMES]
_seen_in_colour = set()


def axe_faults(page, rules=RULES, left_out=()):
    if not page.evaluate("!!window.axe"):
        page.evaluate(AXE)
    found = page.evaluate(
        """([rules, left_out]) => axe.run(document, {
            runOnly: rules, rules: Object.fromEntries(left_out.map(rule => [rule, {enabled: false}])),
            resultTypes: ['violations'], preload: false,
        }).then(result => result.violations)""",
        [rules, [*left_out]],
    )
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found]


def target_faults(page):
    return page.evaluate(
        """(action) => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].flatMap(el => {
            const box = el.getBoundingClientRect(), style = getComputedStyle(el);
            if (!box.width || style.visibility === 'hidden' || el.type === 'hidden') return [];
            if (el.closest('.visually-hidden, .skip') || el.matches('.visually-hidden, .visually-hidden-focusable')) return [];
            const label = el.labels && el.labels[0] ? el.labels[0].getBoundingClientRect().height : 0;
            const high = Math.max(box.height, label), inText = el.matches('a') && getComputedStyle(el).display === 'inline';
            if (el.matches(action) && !el.closest('table.dense') && high < 43.5) return [`44: ${el.outerHTML.slice(0, 120)} ${high}`];
            if (!inText && high < 23.5) return [`24: ${el.outerHTML.slice(0, 120)} ${high}`];
            return [];
        })""",
        ACTION,
    )


def english_in(page):
    text = page.inner_text("body")
    names = page.evaluate("[...document.querySelectorAll('[translate=no]')].map(el => el.innerText)")
    for name in filter(None, names):
        text = text.replace(name, " ")
    text = LATIN_ALLOWED.sub(" ", text)
    return sorted(set(re.findall(r"[A-Za-z]{2,}", text)))


def width_faults(page, width):
    return [] if page.evaluate("document.documentElement.scrollWidth") <= width else [f"wider than {width}"]


MOST_SHIFT = 0.05
MOST_TABS = 3
LONGEST_CLICK = 200
CLICKS = 4


def shift_faults(page):
    """Q6: nothing moves while the page loads."""
    shifted = page.evaluate("window.shifted || 0")
    return [f"layout shift {shifted:.3f}"] if shifted > MOST_SHIFT else []


def focus_faults(page):
    """Q8: wherever the keyboard comes to, there is a ring, and nothing lies on top."""
    page.evaluate("document.querySelector('.skip').focus()")
    page.keyboard.press("Tab")
    return page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].flatMap(el => {
            if (el.disabled || el.type === 'hidden' || !el.getClientRects().length || el.closest('dialog:not([open])')) return [];
            el.focus();
            if (document.activeElement !== el) return [];
            const box = el.getBoundingClientRect(), style = getComputedStyle(el), label = el.labels && el.labels[0];
            const top = document.elementFromPoint(box.x + Math.min(box.width / 2, 40), box.y + Math.min(box.height / 2, 24));
            const seen = top && (el.contains(top) || top.contains(el) || (label && label.contains(top)));
            const next = el.nextElementSibling, around = el.closest('label');
            const ring = [el, label, next, around].some(one => one && (getComputedStyle(one).outlineStyle !== 'none' || getComputedStyle(one).boxShadow !== 'none'));
            return [...(seen ? [] : ['focus covered']), ...(ring ? [] : ['no ring'])].map(fault => `${fault}: ${el.outerHTML.slice(0, 120)}`);
        })"""
    )


def way_faults(page):
    """Q10: from the top of the page the main action is three presses of Tab away at most, by the links that skip."""
    action = page.locator("main .btn-primary:visible").first
    if not action.count():
        return []
    page.evaluate(
        "document.activeElement.blur(); window.scrollTo(0, 0); document.querySelector('.skip').focus()"
    )
    for _ in range(MOST_TABS - 1):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.hasAttribute('data-to-action')"):
            page.keyboard.press("Enter")
            break
    there = action.evaluate("el => document.activeElement === el")
    return [] if there else [f"the main action is more than {MOST_TABS} tabs away"]


def click_faults(page):
    """Q6: the click on the main action is answered within 200 ms; where it leads is not opened.

    The tests share their machine, so a click that was slow is tried again: a page that is slow is so every time.
    """
    action = page.locator("main .btn-primary:visible:not([disabled])").first
    if not action.count():
        return []
    for _ in range(CLICKS):
        slowest = slowest_answer(page, action)
        if slowest <= LONGEST_CLICK:
            return []
    return [f"main click {slowest} ms"]


def slowest_answer(page, action):
    """How many milliseconds the page took to show that it was clicked."""
    page.evaluate(
        """() => { window.slowest = 0; document.addEventListener('click', event => event.preventDefault(), {once: true});
            new PerformanceObserver(list => list.getEntries().forEach(entry => { window.slowest = Math.max(window.slowest, entry.duration); }))
                .observe({type: 'event', durationThreshold: 16}); }"""
    )
    action.click(no_wait_after=True)
    return page.evaluate("() => new Promise(done => setTimeout(() => done(window.slowest), 60))")


def stretched_faults(page):
    """Q7: letters of 20 px on a phone, and a screen magnified twice."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.evaluate("document.documentElement.classList.add('elder')")
    faults = [f"20 px letters: {fault}" for fault in width_faults(page, 360)]
    page.evaluate("document.documentElement.classList.remove('elder')")
    page.set_viewport_size({"width": 640, "height": 400})
    faults += [f"magnified twice: {fault}" for fault in width_faults(page, 640)]
    page.set_viewport_size({"width": 1280, "height": 800})
    return faults


def faults_of_use(page, name):
    """What is seen once a page stands still: on loading, by keyboard, with large letters, on the main click."""
    faults = [
        *shift_faults(page),
        *way_faults(page),
        *focus_faults(page),
        *stretched_faults(page),
        *click_faults(page),
    ]
    return [f"{name}: {fault}" for fault in faults]


def faults_in_every_look(page, name):
    """The page as it stands now, in both themes and at both widths."""
    faults = {f"english: {word}" for word in english_in(page)}
    in_colour = looks_in_colour(page, name)
    for width, theme in LOOKS:
        coloured = (width, theme) in in_colour
        if theme == "dark" and not coloured:
            continue
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.evaluate("theme => document.documentElement.setAttribute('data-bs-theme', theme)", theme)
        if theme == "dark":
            faults |= {*axe_faults(page, RULES_OF_COLOUR)}
        else:
            left_out = [] if coloured else RULES_OF_COLOUR
            faults |= {*axe_faults(page, left_out=left_out), *target_faults(page), *width_faults(page, width)}
    return [f"{name}: {fault}" for fault in sorted(faults)]


def looks_in_colour(page, name):
    """The looks whose colours are read, which takes most of a page's time.

    All four of a kind of page that is seen for the first time; of every other page and state each theme at one width, by turns.
    """
    kind = re.sub(r"[0-9a-f-]{36}|\d+", "…", urlsplit(page.url).path)
    if kind not in _seen_in_colour:
        _seen_in_colour.add(kind)
        return {*LOOKS}
    turn = crc32(name.encode()) % 2
    return {(WIDTHS[turn], THEMES[0]), (WIDTHS[1 - turn], THEMES[1])}
