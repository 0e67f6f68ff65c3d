"""What every page must respect, looked at in a browser: one load, every width, on screen and on paper."""

from collections.abc import Mapping

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDE, ZOOMED, NARROW = 1280, 640, 390
"""A desk, the same desk at 200 %, a phone."""

_FAULTS = """
options => axe.run(document, {resultTypes: ['violations'], ...options}).then(found => found.violations.map(fault =>
    [fault.id, ...fault.nodes.slice(0, 3).map(node => node.target.join(' '))]))
"""
_CONTRAST = "color-contrast"
_ALL: dict[str, object] = {}
_BUT_CONTRAST = {"rules": {_CONTRAST: {"enabled": False}}}
_CONTRAST_ALONE = {"runOnly": [_CONTRAST]}
_BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_OPEN = """
for (const fold of document.querySelectorAll('details')) {
    fold.look = {name: fold.name, open: fold.open};
    fold.removeAttribute('name');
    fold.open = true;
}
"""
_BACK = """
for (const fold of document.querySelectorAll('details')) {
    fold.open = fold.look.open;
    if (fold.look.name) fold.name = fold.look.name;
}
"""
"""Folds of one name close each other: the name is taken away while all of them are open."""
_INLINE = 'script:not([src]):not([type="application/json"]), [onclick]'
"""What the policy of content would refuse; it lets a script of ours set a style."""


_LOOKED_AT = {
    ZOOMED: (),
    NARROW: (("screen", _BUT_CONTRAST),),
    WIDE: (("screen", _ALL), ("print", _CONTRAST_ALONE)),
}
"""What axe-core looks for where: a telephone moves things and keeps their colours, paper does the contrary."""


_AT_A_GLANCE = {ZOOMED: (), NARROW: (), WIDE: (("screen", _ALL),)}


def faults(page: Page, options: Mapping[str, object] = _ALL) -> list[list[str]]:
    """What axe-core finds wrong as the page stands: the rule, then the first places."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[list[str]] = page.evaluate(_FAULTS, options)
    return found


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    beyond: int = page.evaluate(_BEYOND)
    return beyond


def look(page: Page) -> None:
    """Accessible wide, narrow and printed, never wider than the screen, one heading, nothing inline."""
    found = defects(page)
    if found:
        raise AssertionError(f"{page.url} : {found}")


def defects(page: Page, *, nothing_new: bool = False) -> list[object]:
    """What ``look`` refuses. The page is left as it was found: its width, on screen.

    ``nothing_new``: all that it shows was looked at on other pages. axe-core then looks once, at a desk, for what
    depends on the page as a whole; the widths are all tried.
    """
    page.wait_for_load_state()
    before = page.viewport_size
    page.evaluate(_OPEN)
    found: list[object] = []
    for width in (ZOOMED, NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        found += [(width, "overflow", overflow(page))] if overflow(page) else []
        for media, options in _AT_A_GLANCE[width] if nothing_new else _LOOKED_AT[width]:
            page.emulate_media(media=media)
            found += [(width, media, *fault) for fault in faults(page, options)]
    page.emulate_media(media="screen")
    page.evaluate(_BACK)
    if before:
        page.set_viewport_size(before)
    inline, headings = page.locator(_INLINE).count(), page.locator("h1").count()
    found += [("inline", inline)] if inline else []
    return found + ([("headings", headings)] if headings != 1 else [])
