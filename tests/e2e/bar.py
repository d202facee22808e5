"""What every page must keep, read off a loaded page: Q1 (axe), Q7 (width), Q8 (targets), Q13 (Chinese)."""

import re

from axe_playwright_python.base import AXE_FILE_PATH

from .conftest import THEMES, WIDTHS

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A theme changes colours alone.
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
AXE = AXE_FILE_PATH.read_text("utf-8")
# Words that stand in Latin letters in Chinese offices too, what people chose themselves (addresses, logins), and the
# number of a request.
LATIN_ALLOWED = re.compile(
    r"[\w.+-]+@[\w.-]+|https?://\S+|请求编号：\s*\w+|\b(?:admin|A4|PDF|Excel|Word|n|g|h|Ctrl|S|Esc|Enter|Tab|GB|T)\b"
)
ACTION = ".btn, main button, main input[type=submit]"
LOOKS = [(width, theme) for width in WIDTHS for theme in THEMES]


def axe_faults(page, rules=RULES):
    if not page.evaluate("!!window.axe"):
        page.evaluate(AXE)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(result => result.violations)",
        rules,
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
    text = LATIN_ALLOWED.sub(" ", page.inner_text("body"))
    return sorted(set(re.findall(r"[A-Za-z]{2,}", text)))


def width_faults(page, width):
    return [] if page.evaluate("document.documentElement.scrollWidth") <= width else [f"wider than {width}"]


def faults_in_every_look(page, name):
    """The page as it stands now, in both themes and at both widths."""
    faults = {f"english: {word}" for word in english_in(page)}
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.evaluate("theme => document.documentElement.setAttribute('data-bs-theme', theme)", theme)
        if theme == "dark":
            faults |= {*axe_faults(page, RULES_OF_COLOUR)}
        else:
            faults |= {*axe_faults(page), *target_faults(page), *width_faults(page, width)}
    return [f"{name}: {fault}" for fault in sorted(faults)]
