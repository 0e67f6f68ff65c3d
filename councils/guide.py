"""The user guide: committed Markdown, shown inside the application, with a page for each place of work.

``PAGES`` orders the guide; ``GUIDE`` says which page of the guide helps on each page of the site. Adding a page: write
``docs/guide/<name>.md``, name it here, and name here the addresses it explains (tests ask for both).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(settings.BASE_DIR) / "docs" / "guide"
PICTURES = Path(settings.BASE_DIR) / "docs" / "images" / "guide"
INDEX = "index"

PAGES = (
    "premiers-pas",
    "seances",
    "deliberations",
    "signer",
    "rechercher",
    "statistiques",
    "sauvegardes",
    "donnees-personnelles",
    "lectures",
)
"""In the order of the index. A page of the folder that is not named comes after these."""

GUIDE: Mapping[str, str] = {
    "home": "premiers-pas",
    "login": "premiers-pas",
    "logout": "premiers-pas",
    "help": INDEX,
    "help_page": INDEX,
    "help_picture": INDEX,
    "council": "seances",
    "sitting": "seances",
    "sitting_archive": "rechercher",
    "act": "deliberations",
    "act_list": "rechercher",
    "download": "deliberations",
    "download_signed": "signer",
    "sign": "signer",
    "search": "rechercher",
    "statistics": "statistiques",
    "backups": "sauvegardes",
    "backup_sheet": "sauvegardes",
    "personal_data": "donnees-personnelles",
    "readings": "lectures",
}
"""Name of an address → page of the guide."""


@dataclass(frozen=True, slots=True)
class GuidePage:
    """``html`` is safe: raw HTML of the source is shown as text."""

    name: str
    title: str
    html: SafeString


def page_for(address: str | None) -> str:
    """The page of the guide that explains the address of that name; the index for another one."""
    return GUIDE.get(address or "", INDEX)


def page_names() -> Sequence[str]:
    """Every page of the guide but the index, in its order."""
    found = {path.stem for path in FOLDER.glob("*.md")} - {INDEX}
    known = [name for name in PAGES if name in found]
    return (*known, *sorted(found - set(known)))


@lru_cache(maxsize=200)
def guide_page(name: str) -> GuidePage:
    """The page called ``name``. ``KeyError`` when there is none: a name is looked up, never made into a path."""
    if name != INDEX and name not in page_names():
        raise KeyError(name)
    source = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    found = re.search(r"^# (.+)$", source, re.MULTILINE)
    return GuidePage(name, found[1].strip() if found else name, _html(source))


def _html(source: str) -> SafeString:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(source)
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag != "h1":
            token.attrSet("id", slugify(tokens[place + 1].content))
        for child in token.children or ():
            _rewrite(child)
    return mark_safe(reader.renderer.render(tokens, reader.options, {}))  # noqa: S308  our files, raw HTML escaped


def _rewrite(token: Token) -> None:
    """Links between files become links between pages; pictures come from the view that serves them."""
    if token.type == "link_open":
        token.attrSet("href", _address(str(token.attrGet("href") or "")))
    elif token.type == "image":
        picture = str(token.attrGet("src") or "").rpartition("/")[2].removesuffix(".png")
        token.attrSet("src", reverse("help_picture", kwargs={"picture": picture}))


def _address(link: str) -> str:
    page, _, anchor = link.partition("#")
    if not page.endswith(".md"):
        return link
    name = page.removesuffix(".md")
    address = reverse("help") if name == INDEX else reverse("help_page", kwargs={"page": name})
    return f"{address}#{anchor}" if anchor else address
