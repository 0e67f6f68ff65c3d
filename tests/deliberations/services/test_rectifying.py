"""« J'ai trouvé une erreur »: what a new act does about an old one, what is corrected, and what is hidden."""

from datetime import date

import pytest

from councils.domain.errors import Refusal
from deliberations.domain.acts import ActLink
from deliberations.domain.publishing import Way
from deliberations.models import Deliberation, Link, Rectification, Sitting
from deliberations.queries import record_of
from deliberations.queries.evidence import proofs_of
from deliberations.services.public_copy import public_act, public_body
from deliberations.services.publishing import publish_act
from deliberations.services.rectifying import follow_act, hide_passage, next_sitting, rectify_act
from tests.builders import make_user
from tests.deliberations.finishing import AT, HELD_ON, act_of, another_sitting, closed, store_evening

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
NEXT = date(2026, 12, 8)


@pytest.fixture
def act() -> Deliberation:
    return act_of(closed(store_evening()), "p1")


def test_next_sitting_is_the_first_to_come_that_is_open(act: Deliberation) -> None:
    assert next_sitting(act.council, at=AT, after=act.sitting) is None
    another_sitting(act.council, date(2026, 12, 20), "plus-tard")
    coming = another_sitting(act.council, NEXT)
    another_sitting(act.council, date(2026, 1, 5), "avant")
    assert next_sitting(act.council, at=AT, after=act.sitting) == coming


@pytest.mark.parametrize(
    ("kind", "word"),
    [(ActLink.AMENDS, "Modification"), (ActLink.REPLACES, "Remplacement"), (ActLink.WITHDRAWS, "Retrait")],
)
def test_follow_puts_a_linked_draft_at_the_end_of_the_agenda(
    act: Deliberation, kind: ActLink, word: str
) -> None:
    coming = another_sitting(act.council, NEXT)
    coming.agenda.create(uid="x", order=4, title_html="Autre")
    draft = follow_act(act=act, kind=kind, sitting=coming, by=make_user())
    assert follow_act(act=act, kind=kind, sitting=coming, by=None) == draft
    assert (draft.item.order, draft.item.matter_code, draft.number) == (5, "7.5", "")
    assert draft.title_html == f"{word} de la délibération n° 2026-1 – Tarifs p1"
    link = Link.objects.get(deliberation=draft)
    assert (link.kind, link.number, link.adopted_on) == (kind, "2026-1", HELD_ON)


def test_follow_refuses_a_draft_and_another_council(act: Deliberation) -> None:
    other = store_evening("autre")
    with pytest.raises(Refusal, match="autre conseil"):
        follow_act(act=act, kind=ActLink.AMENDS, sitting=other, by=None)
    with pytest.raises(Refusal, match="pas de numéro"):
        follow_act(act=act_of(other, "p1"), kind=ActLink.AMENDS, sitting=other, by=None)


def rectify(act: Deliberation, before: str, after: str = "Madame Exacte") -> Rectification:
    return rectify_act(act=act, before=before, after=after, reason="Faute de frappe", by=None, at=AT)


def test_rectify_replaces_one_passage_and_keeps_both(act: Deliberation) -> None:
    row = rectify(act, "d'adopter  les tarifs", "d'adopter les <tarifs>")
    block = act.operative.get().blocks.get()
    assert block.text_html == "d'adopter les &lt;tarifs&gt;"
    assert (row.before, row.after, row.reason) == (
        "d'adopter  les tarifs",
        "d'adopter les <tarifs>",
        "Faute de frappe",
    )
    assert block.history.first().history_change_reason == "act.rectified"


def test_rectify_takes_the_apostrophes_and_spaces_of_the_page(act: Deliberation) -> None:
    rectify(act, "d’adopter les\xa0tarifs", "de fixer les tarifs")
    assert act.operative.get().blocks.get().text_html == "de fixer les tarifs"


@pytest.mark.parametrize(
    ("passage", "said"),
    [
        ("introuvable", "n'est pas dans le texte"),
        ("a", r"se trouve \d+ fois"),
        ("  ", "Recopiez le passage"),
        ("x" * 301, "300 signes"),
        ("mark", "n'est pas dans le texte"),
    ],
    ids=["absent", "many", "empty", "long", "tag"],
)
def test_rectify_refused(act: Deliberation, passage: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        rectify(act, passage)
    assert not Rectification.objects.exists()


def test_hidden_passage_leaves_the_public_text_and_stays_in_the_act(act: Deliberation) -> None:
    hide_passage(act=act, passage="domiciliée ici", reason="Adresse", by=None, at=AT)
    act.refresh_from_db()
    assert "<mark data-private>domiciliée ici</mark>" in act.statement_html
    record = record_of(Sitting.objects.get(pk=act.sitting_id))
    body = public_body(public_act(record, record.act(act.uid)))
    assert "domiciliée" not in body
    assert body.count("[occulté]") == 2


def test_proofs_tell_the_life_of_the_act_in_the_order_of_time(act: Deliberation) -> None:
    publish_act(act=act, way=Way.OWN_PAGE, by=None, at=AT)
    rectify(act, "d'adopter les tarifs")
    proofs = proofs_of(act)
    assert [p.on for p in proofs] == sorted(p.on for p in proofs)
    kinds = {(p.kind, p.label.split(" :")[0]) for p in proofs}
    assert {
        ("Convocation", "Convocation envoyée"),
        ("Séance", "Présences et résultat du vote figés à la clôture"),
        ("Publication", "Publication"),
        ("Texte", "Erreur rectifiée"),
        ("Texte", "Version 1 du texte"),
    } <= kinds
    assert all(len(p.sha256) in (0, 64) for p in proofs)
