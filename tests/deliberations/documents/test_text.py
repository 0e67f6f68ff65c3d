"""The plain text of an act: its blocks, in its order, and nothing around it."""

from dataclasses import replace

import pytest

from deliberations.documents.text import DRAFT_NOTICE, render_text
from deliberations.documents.view import Counts
from tests.support.sample_view import (
    articles_part,
    bullets_part,
    draft_view,
    sample_view,
    short_view,
    two_parts_view,
)

pytestmark = pytest.mark.integration


def test_text_order_of_the_reference():
    view = sample_view()
    blocks = render_text(view).removesuffix("\n").split("\n\n")
    assert blocks == [
        view.opening,
        "\n".join(view.officers),
        view.convocation,
        "Membres du Conseil Municipal\u00a0:",
        "- En exercice\u00a0: 15\n- Présents\u00a0: 13",
        view.present_sentence,
        "- Excusées\u00a0: 2",
        *view.absences[0].lines,
        "Nombre de votants\u00a0: 15",
        "- Pour\u00a0: 15\n- Contre\u00a0: 00\n- Abstention\u00a0: 00",
        "OBJET DE LA DÉLIBÉRATION",
        view.object_line,
        "EXPOSÉ",
        *view.statement_html.removeprefix("<p>").removesuffix("</p>").split("</p><p>"),
        "La Commune de GRUSON",
        *view.clauses_html,
        "DÉCISION",
        view.operative[0].lead_html,
        "\n".join(f"- {line.html}" for line in view.operative[0].decisions),
        "\n".join(view.closing),
        "Le Maire,\nOlivier TURPIN",
        "Annexes\u00a0:",
        f"- {view.annexes[0]}",
        view.certification,
        "\n".join(view.dates),
    ]


def test_text_prints_no_empty_block():
    text = render_text(short_view())
    assert "\n\n\n" not in text
    assert "EXPOSÉ" not in text
    assert text.endswith("Le Maire,\nOlivier TURPIN\n")


def test_text_articles_are_labelled():
    view = sample_view(operative=(articles_part("Un.", "<p>Deux :</p><ul><li>a</li></ul>"),))
    expected = "\n\nArticle\u00a01er\u00a0: Un.\n\nArticle\u00a02\u00a0: Deux :\n\n- a\n"
    assert expected in render_text(view)


def test_text_later_parts_have_their_own_lead():
    end = "Autorise\u00a0:\n\nArticle\u00a03\u00a0: Le Maire à signer la convention.\n\nFait et délibéré"
    assert f"\n\n{end}" in render_text(two_parts_view())


def test_text_bullets_indent_their_blocks():
    view = sample_view(operative=(bullets_part("<p>Un :</p><ul><li>a</li></ul>"),))
    assert "\n\n- Un :\n  - a\n\n" in render_text(view)


def test_text_of_a_draft_says_so_first():
    assert render_text(draft_view()).startswith(f"{DRAFT_NOTICE}\n\n")
    assert "PROJET" not in render_text(sample_view())


def test_text_decodes_the_html_subset():
    view = replace(sample_view(), statement_html="<p>A &amp; B, <strong>m<sup>2</sup></strong> &lt; 3</p>")
    assert "\n\nA & B, m2 < 3\n\n" in render_text(view)


def test_text_other_votes_follow_the_deciding_one():
    view = sample_view(other_votes=(Counts("Amendement 1", ("Pour : 03",)),))
    assert "Abstention\u00a0: 00\n\nAmendement 1\n\n- Pour : 03\n\nOBJET" in render_text(view)
