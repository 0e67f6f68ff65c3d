"""« J'ai trouvé une erreur »: what a new act does about an old one, what is corrected, and what is hidden."""

from datetime import date

import pytest

from councils.domain.errors import Refusal
from deliberations.domain.acts import ActLink
from deliberations.domain.publishing import Way
from deliberations.domain.texts import text_of
from deliberations.models import Deliberation, Link, Rectification, Sitting
from deliberations.queries import record_of
from deliberations.queries.evidence import proofs_of
from deliberations.queries.search_entries import entries_of_sitting
from deliberations.richtext import without_private
from deliberations.services.hiding import hide_words
from deliberations.services.passages import Passage, passages_of_act
from deliberations.services.public_copy import public_act, public_body, public_pdf
from deliberations.services.publishing import publish_act
from deliberations.services.rectifying import follow_act, next_sitting, rectify_act
from tests.builders import make_user
from tests.deliberations.finishing import (
    AT,
    HELD_ON,
    SECRET,
    act_of,
    another_sitting,
    closed_evening,
    hide,
    store_evening,
)
from tests.support.pdftext import tagged_text

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
NEXT = date(2026, 12, 8)


@pytest.fixture
def act() -> Deliberation:
    return act_of(closed_evening(), "p1")


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


@pytest.mark.parametrize("of_item", [False, True])
def test_follow_does_not_tell_the_name_hidden_in_the_title(act: Deliberation, of_item: bool) -> None:
    if of_item:
        act.title_html = ""
        act.save()
    hide(act, "p1")
    draft = follow_act(act=act, kind=ActLink.WITHDRAWS, sitting=another_sitting(act.council, NEXT), by=None)
    hidden = text_of(without_private(act.item.title_html if of_item else act.title_html))
    assert "p1" not in hidden
    assert draft.title_html == f"Retrait de la délibération n° 2026-1 – {hidden}"


def test_title_of_the_item_is_hidden_and_rectified_where_the_act_has_none(act: Deliberation) -> None:
    act.title_html = ""
    act.save()
    rectify(act, "p1", "Confidence")
    hide(act, "Confidence")
    assert "Confidence" in act.item.title_html
    assert "Confidence" not in public_text(act)


def test_follow_refuses_a_draft_and_another_council(act: Deliberation) -> None:
    other = store_evening("autre")
    with pytest.raises(Refusal, match="autre conseil"):
        follow_act(act=act, kind=ActLink.AMENDS, sitting=other, by=None)
    with pytest.raises(Refusal, match="pas de numéro"):
        follow_act(act=act_of(other, "p1"), kind=ActLink.AMENDS, sitting=other, by=None)


def passage(act: Deliberation, said: str) -> Passage:
    """The one passage of the act that holds those words."""
    (found,) = [each for each in passages_of_act(act) if said in each.text]
    return found


def rectify(act: Deliberation, before: str, after: str = "Madame Exacte") -> Rectification:
    """``before`` becomes ``after`` in the passage that holds it."""
    chosen = passage(act, before)
    text = chosen.text.replace(before, after)
    return rectify_act(act=act, passage=chosen.key, text=text, reason="Faute de frappe", by=None, at=AT)


def public_text(act: Deliberation) -> str:
    record = record_of(Sitting.objects.get(pk=act.sitting_id))
    return public_body(public_act(record, record.act(act.uid)))


def test_passages_are_those_of_the_page_and_tell_what_is_hidden(act: Deliberation) -> None:
    told = {each.text: each.label for each in passages_of_act(act)}
    assert told == {
        "Tarifs p1": "Objet",
        f"Sur la demande de {SECRET}, domiciliée ici.": "Exposé",
        "le code général des collectivités territoriales": "Vu",
        "d'adopter les tarifs": "Décision",
    }
    words = passage(act, SECRET).words
    assert [word.text for word in words if word.is_private] == ["Madame", "Confidence,"]


def test_rectify_keeps_what_is_around_and_what_is_hidden(act: Deliberation) -> None:
    row = rectify(act, "domiciliée ici", "domiciliée <là>")
    act.refresh_from_db()
    assert act.statement_html == (
        f"<p>Sur la demande de <mark data-private>{SECRET}</mark>, domiciliée &lt;là&gt;.</p>"
    )
    assert (row.before, row.after, row.reason) == (
        "domiciliée ici.",
        "domiciliée <là>.",
        "Faute de frappe",
    )
    assert act.history.first().history_change_reason == "act.rectified"


def test_a_hidden_name_that_is_corrected_stays_hidden(act: Deliberation) -> None:
    rectify(act, SECRET, "Monsieur Secret")
    act.refresh_from_db()
    assert "<mark data-private>Monsieur Secret</mark>" in act.statement_html


@pytest.mark.parametrize(
    ("text", "said"), [("  ", "Écrivez le texte exact"), ("d'adopter les tarifs", "n'a pas changé")]
)
def test_rectify_refused(act: Deliberation, text: str, said: str) -> None:
    key = passage(act, "d'adopter").key
    with pytest.raises(Refusal, match=said):
        rectify_act(act=act, passage=key, text=text, reason="Faute", by=None, at=AT)
    assert not Rectification.objects.exists()


def test_a_passage_that_changed_meanwhile_is_chosen_again(act: Deliberation) -> None:
    key = passage(act, "d'adopter").key
    rectify(act, "les tarifs", "le tarif")
    with pytest.raises(Refusal, match="a changé entre-temps"):
        rectify_act(act=act, passage=key, text="autre", reason="Faute", by=None, at=AT)
    with pytest.raises(Refusal, match="Cochez au moins un mot"):
        hide_words(act=act, passage=passage(act, "le tarif").key, words=[99], reason="x", by=None, at=AT)


def test_hidden_words_leave_the_public_text_and_stay_in_the_act(act: Deliberation) -> None:
    hide(act, "domiciliée", "ici.")
    act.refresh_from_db()
    assert "<mark data-private>domiciliée ici.</mark>" in act.statement_html
    body = public_text(act)
    assert "domiciliée" not in body
    assert body.count("[occulté]") == 2


def test_hidden_title_of_an_annex_is_shown_to_nobody_else(act: Deliberation) -> None:
    for title in ("Plan du réseau", "Bail de Monsieur Locataire"):
        act.annexes.create(title=title, position=act.annexes.count())
    assert "Locataire" in public_text(act)
    row = hide(act, "Locataire")
    assert (row.before, row.after) == ("Bail de Monsieur Locataire", "[occulté]")
    body = public_text(act)
    assert ("Locataire" in body, "Plan du réseau" in body, "[occulté]" in body) == (False, True, True)
    record = record_of(Sitting.objects.get(pk=act.sitting_id))
    assert record.act(act.uid).annexes == ("Plan du réseau", "Bail de Monsieur Locataire")
    entries = entries_of_sitting(Sitting.objects.get(pk=act.sitting_id), record)
    assert not [entry for entry in entries if "Locataire" in entry.body]
    assert "Locataire" not in " ".join(tagged_text(public_pdf(act, record)))


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
