"""How the time to read a text grows with its length, for the texts that make readers slow.

    python benchmarks/hostile.py [--length 100000]

Each text repeats one piece. It is read at ``--length`` characters, then at four times as many: a reader in one
pass takes four times as long, one that reads again from each place sixteen times. Exits 1 when the longer one takes
more than ``SLOWEST``. docs/benchmarks.md says what was found.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

if not __package__:  # started as a file rather than with -m
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

SLOWEST = 10  # seconds of the processor
SHOWN = 10  # rows

MARKUP = (
    *("<a ", '<a "', "<a ='", "<a b=c=", "<!", "<!--", "--!", "<![x", "<?", "</", "</a ", "<", ">", "= "),
    *(
        "<b>",
        "<b><a>",
        "<b>x ",
        "<i>x</p>",
        "<u></p>",
        "<mark>",
        "<p>x",
        "<p><b></p>",
        "</p>",
        "<br>",
        "<h1>",
    ),
    *("<div>", "<ul><li>", "<ol>", "<li>", "<table>", "<table><td>", "<tr><td>x", "<td rowspan=9>", "<svg>"),
    *("<select>", "<script>", "<title>x</titl", "<a href='http://e.example/?a&b'>x"),
    *("&", "&amp", "&x;", "&#9", "&nbsp;", "\u00a0", "\n", "x ", "x\n", "x", "é", "\ufdd0", "\x00", "\ud800"),
)
OPENINGS = ("", "<table><tr>", "<b><b><i><i><u><u>", "<ul>" * 90)
PROSE = (
    *("x", "1", "1 ", "1 000 ", "a@", "a.", "a@b.", "a@b-", "a'", "+", "1:", "&a", "&#", "www.", "www.a,"),
    *(
        "https://",
        "mailto:",
        "«",
        "« ",
        " ",
        "\u00a0",
        "\n",
        " \n",
        "a\t",
        " !",
        "!",
        "a ;",
        "n° ",
        "n°",
        "12 ",
    ),
    *("M. ", "A. ", "L. ", "article ", "art. L. ", "1er ", "mai ", "12 janvier ", "1 h ", "1 €", ": ", " »"),
    *("é", "\u0301", "\u0301\u0316", "\ue000"),
)

ACTS = (
    *(
        "M. X ",
        "Mme Le ",
        "M. ",
        "12 ",
        "12 € ",
        "12 %",
        "12 % de 12 € soit ",
        "Total : 12 € ",
        "- a : 12 €\n",
        "de ",
    ),
    *(
        "à l'unanimité ",
        "12 voix ",
        "présents : ",
        "présents : 12 ",
        "pour ",
        "contre 12, ",
        "pouvoir de X à Y ",
    ),
    *(
        "Vu la loi ",
        "article L. ",
        "L. 2121-",
        "le 12 mars ",
        "du 12 mars 2023 ",
        "deux mille ",
        "soit ",
        "douze ",
    ),
    *(
        "Étaient présents : ",
        "Secrétaire de séance : ",
        "la commune de X ",
        "........ ",
        "[",
        "XX ",
        "décide ",
        "A, ",
    ),
    *(
        "<table><tr><td>12</td></tr></table>",
        "<p>a : 12 €</p>",
        "<li>Total 12 €</li>",
        "<td>1</td>",
        "<tr><td>1",
    ),
    *(
        "secours de 12 € ",
        "Mme Un, ",
        "bénéficiaire : ",
        "l'intéressée ",
        "autorise le ",
        "le Président ",
        "l'avis du ",
        "à la majorité ",
        "au prix de 12 € ",
        "entendu M. ",
        "rapporteur : ",
        "mairie de ",
    ),
)
"""What the text checks look for."""
SHARE_OF_ACTS = 10
"""An act is read by some thirty checks: a tenth of the length is already thirty pages."""

Reader = Callable[[str], object]
Maker = Callable[[int], str]
"""A text of about that many characters."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds of the processor for a text, and for one four times as long."""

    reader: str
    piece: str
    short: float
    long: float

    @property
    def ratio(self) -> float:
        return self.long / max(self.short, 1e-6)


def texts() -> Iterator[tuple[str, Maker]]:
    """A name for each text made of a piece of markup, and what makes it."""
    for opening in OPENINGS:
        for piece in MARKUP:
            yield f"{opening[:18]}{piece}", lambda n, o=opening, p=piece: o + p * (n // len(p))
    yield "<td a0 a1 …>", lambda n: "<td " + " ".join(f"a{i}" for i in range(n // 6)) + ">x</td>"


def readers() -> Iterator[tuple[Reader, str, Maker]]:
    from councils.domain.names import strip_accents
    from deliberations.domain.markup import tokens
    from deliberations.domain.wording.typography import plain, typeset, typeset_html
    from deliberations.dossier.markup import markup_fault
    from deliberations.richtext import sanitise

    def cut(source: str) -> int:
        return sum(1 for _ in tokens(source))

    for reader in (cut, markup_fault, sanitise, typeset_html):
        for name, make in texts():
            yield reader, name, make
    for reader in (typeset, plain, strip_accents):
        for piece in PROSE:
            yield reader, piece, lambda n, p=piece: "a" + p * (n // len(p)) + "z"


def checks() -> Iterator[tuple[Reader, str, Maker]]:
    """Every text check on an act made of one piece."""
    from deliberations.domain.acts import OperativePart
    from deliberations.domain.checks.book import TEXT_RULES
    from deliberations.domain.rulebook import Rule
    from tests.facts import make_act, make_record, make_sitting, make_vote

    def reader_of(rule: Rule) -> Reader:
        def check(text: str) -> object:
            act = make_act(statement_html=f"<p>{text}", operative=(OperativePart((f"d'approuver {text}",)),))
            record = make_record(sitting=make_sitting(votes=(make_vote(),), deliberations=(act,)))
            return list(rule.findings(record))

        check.__name__ = rule.codes[0]
        return check

    for rule in TEXT_RULES:
        for piece in ACTS:
            yield reader_of(rule), piece, lambda n, p=piece: p * (n // SHARE_OF_ACTS // len(p))


def measured(reader: Reader, name: str, make: Maker, length: int) -> Growth:
    short, long = (_seconds(reader, make(size)) for size in (length, 4 * length))
    return Growth(reader.__name__, name, short, long)


def _seconds(reader: Reader, text: str) -> float:
    start = time.process_time()
    reader(text)
    return time.process_time() - start


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--length", type=int, default=100_000, help="signes du texte le plus court")
    length = parser.parse_args().length
    found = [measured(reader, name, make, length) for reader, name, make in (*readers(), *checks())]
    print(f"{len(found)} textes de {length} signes, puis de {4 * length} ; un dixième pour les contrôles")
    for growth in sorted(found, key=lambda each: -each.long)[:SHOWN]:
        print(
            f"{growth.reader:24} {growth.piece!r:30} {growth.short:7.3f} s {growth.long:7.3f} s  × {growth.ratio:.1f}"
        )
    slow = sum(growth.long > SLOWEST for growth in found)
    print(f"{slow} au-delà de {SLOWEST} s")
    return 1 if slow else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.exit(main())
