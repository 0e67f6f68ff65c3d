"""The HTML of a deliberation: order of blocks, one body for both uses, nothing unescaped."""

import re
from dataclasses import replace

import pytest

from deliberations.documents.html import WORD_JOINER, hold_hyphens, render_body, render_html
from deliberations.documents.view import Counts, Signature
from deliberations.domain.wording.typography import plain
from tests.support.sample_view import (
    articles_view,
    draft_view,
    sample_view,
    short_view,
    two_parts_view,
)

pytestmark = pytest.mark.integration


def _tags(html: str, *names: str) -> list[str]:
    return re.findall(rf"<({'|'.join(names)})[ >]", html)


def test_render_html_headings_are_one_h1_then_h2():
    assert _tags(render_html(sample_view()), "h1", "h2", "h3") == ["h1", "h2", "h2", "h2"]


def test_render_html_contains_the_body_but_for_fields_and_hyphens():
    view = sample_view(signatures=(Signature("Le Maire,", "Olivier TURPIN"),))
    html = render_html(view).replace(WORD_JOINER, "")
    assert plain(render_body(view)) in plain(html)


def test_render_body_has_no_field_nor_letterhead():
    body = render_body(sample_view())
    assert "<input" not in body
    assert "letterhead" not in body
    assert body.count("Olivier TURPIN") == 4


def test_render_html_names_the_signature_field():
    html = render_html(sample_view())
    assert re.findall(r'<input type="text" name="(\w+)" title="([^"]+)">', html) == [
        ("sig_maire", "Signature : Le Maire, Olivier TURPIN")
    ]


def test_render_html_escapes_plain_text_and_keeps_structured_text():
    view = sample_view(object_line="A < B & C", statement_html="<p>Un <strong>point</strong></p>")
    html = render_html(view)
    assert '<h1 data-title="A &lt; B &amp; C">A &lt; B &amp; C</h1>' in html
    assert "<p>Un <strong>point</strong></p>" in html


def test_render_html_articles_are_labelled_in_order():
    labels = re.findall(r"<li><strong>([^<]+)</strong>", render_html(articles_view()))
    assert labels[:2] == ["Article\u00a01er\u00a0:", "Article\u00a02\u00a0:"]
    assert len(labels) == 6


def test_render_html_later_parts_follow_with_their_lead():
    html = render_body(two_parts_view())
    assert re.findall(r'class="decision-lead">([^<]+)<', html)[1:] == ["Autorise\u00a0:"]
    labels = re.findall(r"<li><strong>([^<]+)</strong>", html)
    assert labels == ["Article\u00a01er\u00a0:", "Article\u00a02\u00a0:", "Article\u00a03\u00a0:"]


def test_render_html_counts_and_absences_are_lists():
    lists = re.findall(r"<ul[^>]*>(.*?)</ul>", render_body(sample_view()), re.DOTALL)
    items = [re.findall(r"<li>([^<]+)</li>", part) for part in lists[:3]]
    assert items == [
        ["En exercice\u00a0: 15", "Présents\u00a0: 13"],
        ["Excusées\u00a0: 2"],
        ["Pour\u00a0: 15", "Contre\u00a0: 00", "Abstention\u00a0: 00"],
    ]


def test_render_html_empty_blocks_are_not_printed():
    html = render_body(short_view(closing=(), signatures=(), members=None, votes=None))
    assert _tags(html, "h2") == ["h2"]
    for name in ("statement", "preamble", "annexes", "executory", "counts", "signature"):
        assert f'class="{name}"' not in html


def test_render_html_counts_without_lead():
    view = replace(short_view(), votes=Counts("", ("Pour : 15",)))
    assert '<p class="lead"></p>' not in render_body(view)


@pytest.mark.parametrize(("view", "expected"), [(sample_view(), 0), (draft_view(), 1)])
def test_render_html_draft_notice(view, expected):
    assert render_html(view).count("PROJET") == expected


def test_render_html_ends_no_line_with_a_hyphen():
    view = sample_view(statement_html='<p>Nord - Pas-de-Calais <a href="https://a-b.example/">x-y</a></p>')
    held = (
        f"<p>Nord\u00a0-{WORD_JOINER}\u00a0Pas-{WORD_JOINER}de-{WORD_JOINER}Calais "
        f'<a href="https://a-b.example/">x-{WORD_JOINER}y</a></p>'
    )
    assert held in render_html(view)
    assert view.statement_html in render_body(view)


def test_long_compound_of_a_cell_is_cut_at_its_hyphens():
    name = "Charpentier-Vandenbroucke"
    held = f"Jean-{WORD_JOINER}Luc"
    assert hold_hyphens(f"<td>{held} {name}</td><p>{name}</p>") == (
        f"<td>{held} {name}</td><p>Charpentier-{WORD_JOINER}Vandenbroucke</p>"
    )


def test_render_html_metadata():
    html = render_html(sample_view())
    assert '<html lang="fr-FR" class="typeface-serif accent-navy size-normal">' in html
    assert '<meta name="dcterms.created" content="2023-12-28">' in html
    assert "<title>Extrait du registre des délibérations du conseil municipal — " in html
