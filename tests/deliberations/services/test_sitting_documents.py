"""The papers of a sitting: drafts while it is open, made from its frozen facts then, kept once issued."""

from io import BytesIO

import pikepdf
import pytest

from councils.domain.errors import Refusal
from councils.models import Person
from deliberations.documents.composed import render_text
from deliberations.documents.sitting import BY_KIND, PAPERS
from deliberations.domain.sitting_documents import SittingDocumentKind
from deliberations.domain.sittings import SittingPaper
from deliberations.models import AgendaItem, ProxyGrant, Sitting
from deliberations.models.choices import SITTING_DOCUMENTS
from deliberations.services.closing import reopen_sitting
from deliberations.services.publishing import publish_paper
from deliberations.services.sitting_documents import (
    issue_paper,
    last_issued,
    last_snapshot,
    published_paper,
    told_record,
    view_paper,
)
from deliberations.services.storage import read_document
from tests.deliberations.finishing import (
    AT,
    HELD_ON,
    SECRET,
    act_of,
    closed_evening,
    hide,
    store_evening,
)
from tests.support.convening import make_world, member
from tests.support.pdftext import tagged_text

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LIST = BY_KIND[SittingDocumentKind.DECISION_LIST]


def text_of_list(sitting: Sitting) -> str:
    return render_text(view_paper(sitting, LIST, edited_on=HELD_ON))


def issued(sitting: Sitting):
    return issue_paper(sitting=sitting, paper=LIST, by=None, at=AT, edited_on=HELD_ON)


def test_every_kind_has_its_paper_and_its_label() -> None:
    assert {paper.kind: paper.label for paper in PAPERS} == SITTING_DOCUMENTS
    assert len({paper.slug for paper in PAPERS}) == len(PAPERS)


def test_list_of_an_open_sitting_is_a_draft() -> None:
    sitting = store_evening()
    assert text_of_list(sitting).startswith("PROJET")
    with pytest.raises(Refusal, match="Clôturez d'abord la séance"):
        issued(sitting)


def test_list_of_a_closed_sitting() -> None:
    lines = text_of_list(closed_evening()).splitlines()
    assert lines[0] == "Liste des délibérations examinées par le conseil municipal"
    assert [line for line in lines if " | " in line] == [
        "Point | Numéro | Objet | Résultat",
        "1 | 2026-1 | Tarifs p1 | Adoptée",
        "2 | 2026-2 | Tarifs p2 | Rejetée",
        "3 | 2026-3 | Tarifs p3 | Adoptée",
    ]


def test_closed_sitting_keeps_the_names_of_that_day() -> None:
    sitting = closed_evening()
    before = told_record(sitting)
    Person.objects.filter(council=sitting.council).update(family_name="Autrement")
    assert told_record(sitting).council == before.council


def test_reopened_sitting_tells_the_facts_of_today() -> None:
    sitting = closed_evening()
    Person.objects.filter(council=sitting.council).update(family_name="Autrement")
    open_again = reopen_sitting(sitting=sitting, by=None, at=AT, reason="Une erreur")
    assert {p.family_name for p in told_record(open_again).council.persons} == {"Autrement"}


def test_correction_of_a_text_freezes_the_sitting_again() -> None:
    sitting = closed_evening()
    first = last_snapshot(sitting)
    Person.objects.filter(council=sitting.council).update(family_name="Autrement")
    hide(act_of(sitting, "p1"), "Tarifs")
    again = last_snapshot(sitting)
    assert first is not None
    assert again is not None
    assert again.pk != first.pk
    assert "Autrement" not in again.canonical_json
    assert "Tarifs p1" not in text_of_list(sitting)


def test_list_shows_no_private_passage() -> None:
    sitting = closed_evening()
    hide(act_of(sitting, "p1"), "Tarifs")
    assert SECRET not in text_of_list(sitting)
    assert "Tarifs p1" not in text_of_list(sitting)


def test_issued_list_is_kept_and_not_made_twice() -> None:
    sitting = closed_evening()
    row = issued(sitting)
    assert (row.version, row.pages, row.snapshot) == (1, 1, last_snapshot(sitting))
    with pikepdf.open(BytesIO(read_document(row))) as pdf:
        assert str(pdf.docinfo.Title).startswith("Liste des délibérations examinées")
    assert issued(sitting) == row


def test_list_issued_after_a_correction_replaces_the_former() -> None:
    sitting = closed_evening()
    first = issued(sitting)
    hide(act_of(sitting, "p1"), "Tarifs")
    second = issued(sitting)
    assert (second.version, second.supersedes) == (2, first)
    assert first.sha256 != second.sha256


def published_list(sitting: Sitting, channel: str, day: int) -> None:
    publish_paper(
        sitting=sitting,
        paper=SittingPaper.DECISION_LIST,
        channel=channel,
        effective_on=HELD_ON.replace(day=day),
        by=None,
        at=AT,
    )


def test_list_made_public_is_issued_with_its_day() -> None:
    sitting = closed_evening()
    published_list(sitting, "affichage", 11)
    published_list(sitting, "affichage", 11)
    published_list(sitting, "site Internet", 12)
    rows = sitting.issued_papers.filter(kind=SittingDocumentKind.DECISION_LIST).order_by("version")
    texts = [" ".join(tagged_text(read_document(row))) for row in rows]
    assert ["affichée le 11 novembre 2026" in text.replace("\u00a0", " ") for text in texts] == [True, True]
    assert ["mise en ligne le 12" in text.replace("\u00a0", " ") for text in texts] == [False, True]


def test_list_of_an_open_sitting_is_noted_and_not_issued() -> None:
    sitting = store_evening()
    published_list(sitting, "affichage", 11)
    assert not sitting.issued_papers.exists()


def test_public_file_is_the_one_issued_until_a_text_is_corrected() -> None:
    sitting = closed_evening()
    published_list(sitting, "site Internet", 12)
    kept = last_issued(sitting, LIST)
    assert kept is not None
    assert published_paper(sitting, LIST) == read_document(kept)
    hide(act_of(sitting, "p1"), "Tarifs")
    now = published_paper(sitting, LIST)
    assert now != read_document(kept)
    assert "Tarifs p1" not in tagged_text(now)


def test_public_file_of_a_sitting_without_frozen_facts_hides_what_was_hidden_since() -> None:
    sitting = store_evening()
    Sitting.objects.filter(pk=sitting.pk).update(finished_at=AT)
    sitting.refresh_from_db()
    assert issued(sitting).snapshot is None
    hide(act_of(sitting, "p1"), "Tarifs")
    assert "Tarifs p1" not in " ".join(tagged_text(published_paper(sitting, LIST))).replace("\u00a0", " ")


def test_proxies_received_are_on_the_sheet_before_the_sitting_opens() -> None:
    sitting = make_world()
    grant = ProxyGrant.objects.create(
        sitting=sitting,
        grantor=member(sitting.council, "m3"),
        holder=member(sitting.council, "m2"),
        given_at=AT,
        confirmed_at=AT,
    )
    sheet = BY_KIND[SittingDocumentKind.ATTENDANCE_SHEET]
    lines = render_text(view_paper(sitting, sheet, edited_on=HELD_ON)).splitlines()
    assert "3 | Chloé ROY | Bruno PETIT |  |" in lines
    grant.items.add(AgendaItem.objects.get(sitting=sitting, uid="p2"))
    lines = render_text(view_paper(sitting, sheet, edited_on=HELD_ON)).splitlines()
    assert "3 | Chloé ROY | Bruno PETIT (le point 2) |  |" in lines


def test_certificate_needs_a_publication() -> None:
    sitting = closed_evening()
    certificate = BY_KIND[SittingDocumentKind.ACT_CERTIFICATE]
    with pytest.raises(Refusal, match="Aucune publication n'est inscrite"):
        view_paper(sitting, certificate, edited_on=HELD_ON)
