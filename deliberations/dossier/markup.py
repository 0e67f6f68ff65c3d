"""What HTML a dossier may bring: the restricted subset, nested as an act is, no deeper."""

from html.parser import HTMLParser

ALLOWED_TAGS = frozenset(
    "p ul ol li table caption thead tbody tfoot tr th td br strong em b i u sub sup a mark".split()
)
DEEPEST = 40
"""Levels of open tags: nine levels of lists need about twenty. Cleaning is quadratic in the depth."""


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.depth = self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        if tag != "br":
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(0, self.depth - 1)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """« <![ » begins a comment in HTML; Python's parser would raise on one it does not know."""
        return self.parse_bogus_comment(i, bool(report))


def markup_fault(html: str) -> str:
    """What is wrong with the tags of a text, in French; empty when all can be kept."""
    parser = _Tags()
    parser.feed(html)
    parser.close()
    foreign = [f"<{tag}>" for tag in dict.fromkeys(parser.found) if tag not in ALLOWED_TAGS]
    if foreign:
        return f"balises HTML non admises : {', '.join(foreign)}"
    if parser.deepest > DEEPEST:
        return f"balises HTML imbriquées trop profondément ({parser.deepest} niveaux)"
    return ""
