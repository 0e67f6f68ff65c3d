"""Words replaced in the pieces of a text, and the corrections of the text checks."""

import pytest

from deliberations.domain.act_text import ActText
from deliberations.domain.acts import Clause, ClauseKind, OperativePart
from deliberations.domain.corrections import corrected, is_correctable
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.replacing import changed_at, replaced

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("html", "found", "occurrence", "expected"),
    [
        ("le prix de 2023", "2023", 0, "le prix de 2024"),
        ("2023 et 2023", "2023", 1, "2023 et 2024"),
        ("2023 et 2023", "2023", 2, None),
        ("12023", "2023", 0, None),
        ("<em>2023</em>", "2023", 0, "<em>2024</em>"),
        ("20<em>23</em>", "2023", 0, None),
        ("l\u2019an\u00a02023", "l'an 2023", 0, "2024"),
        ('<a href="https://e.example/2023">ici</a>', "2023", 0, None),
        ("A &amp; B", "A & B", 0, "2024"),
        ("texte", " ", 0, None),
    ],
)
def test_words_replaced(html, found, occurrence, expected):
    assert replaced(html, found, "2024", occurrence=occurrence) == expected


def test_what_replaces_is_escaped():
    assert replaced("a", "a", "<b> & c") == "&lt;b&gt; &amp; c"


TEXT = ActText(
    title_html="a",
    statement_html="<p>a</p>",
    clauses=(Clause(ClauseKind.VU, "a"),),
    operative=(OperativePart(("x", "y")), OperativePart(("a",))),
    annexes=("a & co",),
)


@pytest.mark.parametrize(
    ("where", "read"),
    [
        ("objet", lambda text: text.title_html),
        ("exposé", lambda text: text.statement_html.replace("<p>", "").replace("</p>", "")),
        ("visas et considérants, n° 1", lambda text: text.clauses[0].text_html),
        ("décision, point 3", lambda text: text.operative[1].blocks_html[0]),
        ("annexe 1", lambda text: text.annexes[0].replace(" & co", "")),
    ],
)
def test_only_the_place_named_changes(where, read):
    changed = changed_at(TEXT, where, lambda html: replaced(html, "a", "b"))
    assert read(changed) == "b"
    assert sum(repr(changed).count(f"'{each}'") for each in "xy") == 2


@pytest.mark.parametrize(
    "where", ["", "ailleurs", "annexe 2", "décision, point 4", "visas et considérants, n° 9"]
)
def test_no_such_place(where):
    assert changed_at(TEXT, where, lambda html: "b") is None


def finding(message, correction="L. 2121-29", where="visas et considérants, n° 1"):
    return Finding(
        "text.citation", Severity.WARNING, "", message, where=where, item="p1", correction=correction
    )


ARTICLE = ActText(clauses=(Clause(ClauseKind.VU, "l'article L 2121 29 du code"),))
FAULT = finding("« L 2121 29 » : il manque le tiret de l'article.")


def test_correction_is_made_when_the_finding_goes():
    def check(text):
        return (FAULT,) if "2121 29" in text.clauses[0].text_html else ()

    assert corrected(ARTICLE, FAULT, check).clauses[0].text_html == "l'article L. 2121-29 du code"
    assert is_correctable(ARTICLE, FAULT)


def test_correction_that_leaves_the_finding_is_not_made():
    assert corrected(ARTICLE, FAULT, lambda text: (FAULT,)) is None


def test_correction_that_brings_another_finding_is_not_made():
    def check(text):
        return (FAULT,) if "2121 29" in text.clauses[0].text_html else (finding("autre"),)

    assert corrected(ARTICLE, FAULT, check) is None


@pytest.mark.parametrize(
    "fault", [finding("rien de cité"), finding("« absent »"), finding("« L 2121 29 »", "")]
)
def test_nothing_is_guessed(fault):
    assert corrected(ARTICLE, fault, lambda text: ()) is None
    assert not is_correctable(ARTICLE, fault)
