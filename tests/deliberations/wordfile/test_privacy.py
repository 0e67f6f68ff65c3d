"""What an act hides stays hidden when its text comes back from a file that does not say so."""

import pytest

from deliberations.domain.act_text import ActText
from deliberations.wordfile import Piece, Target, lost_marks, with_private_marks

pytestmark = pytest.mark.unit

CURRENT = ActText(
    statement_html="<p>Le terrain de <mark data-private>M. Jean Vendeur</mark> est libre.</p>"
    "<ul><li>l'aide à <mark data-private>A.</mark></li></ul><p>A. est voisin.</p>",
)


def marked(html: str, target: Target = Target.STATEMENT) -> str:
    return with_private_marks([Piece(target, html)], CURRENT)[0].html


@pytest.mark.parametrize(
    ("read", "hidden"),
    [
        ("<p>Le terrain de M.\u00a0Jean Vendeur est libre</p>",
         "<p>Le terrain de <mark data-private>M.\u00a0Jean Vendeur</mark> est libre</p>"),
        ("<p>La parcelle de M. Jean\u00a0Vendeur.</p>",
         "<p>La parcelle de <mark data-private>M. Jean\u00a0Vendeur</mark>.</p>"),
        ("<ul><li>l’aide à A.</li></ul>", "<ul><li>l’aide à <mark data-private>A</mark>.</li></ul>"),
        ("<p>A. est voisin.</p>", "<p>A. est voisin.</p>"),
        ("<p>A. est parti.</p>", "<p>A. est parti.</p>"),
        ("<p>M. Jean Vendeurs</p>", "<p>M. Jean Vendeurs</p>"),
        ("<p>M. <strong>Jean</strong> Vendeur</p>",
         "<p><mark data-private>M. <strong>Jean</strong> Vendeur</mark></p>"),
    ],
    ids=["same words", "reworded", "short, same words", "shown before", "short, reworded", "other name", "in bold"],
)  # fmt: skip
def test_marks_are_put_back(read, hidden):
    assert marked(read) == hidden


def test_inline_piece_stays_inline():
    assert marked("acquiert de M. Jean Vendeur", Target.BULLET) == (
        "acquiert de <mark data-private>M. Jean Vendeur</mark>"
    )


def test_what_is_no_longer_hidden_is_told():
    brought = with_private_marks([Piece(Target.BULLET, "à M. Jean Vendeur")], CURRENT)
    assert lost_marks(brought, CURRENT) == ("A.",)
    assert lost_marks([Piece(Target.BULLET, "à M. Jean Vendeur")], CURRENT) == ("M. Jean Vendeur", "A.")
    assert lost_marks([], ActText(statement_html="<p>Rien</p>")) == ()
