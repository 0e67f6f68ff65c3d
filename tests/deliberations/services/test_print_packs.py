"""What the pack to sign by hand of a whole evening holds, in order: every paper, one copy for each subject."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from deliberations.domain.record import Record
from deliberations.domain.wording.typography import plain
from deliberations.models import Sitting
from deliberations.services.dossiers import store_dossier
from deliberations.services.print_packs import Pack, pack_of
from tests.support.pdftext import tagged_text
from tests.support.sitting_papers import published, record_of_dossier, without_quorum

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once]

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
HEAD = "Le maire ou le président"
BOTH = f"{HEAD}, et le secrétaire de séance"
ROOM = "Chaque membre présent, le maire ou le président, et le secrétaire de séance"
CHAIR = "La personne qui préside, le secrétaire de séance et les assesseurs"


def pack_of_record(record: Record) -> Pack:
    store_dossier(council=record.council, sittings=[record.sitting], by=None)
    Sitting.objects.update(finished_at=AT)
    return pack_of(Sitting.objects.select_related("council").get(), today=AT.date())


def listed(pack: Pack) -> list[tuple[str, str]]:
    return [(plain(document.label), plain(document.signed_by)) for document in pack.documents]


def test_pack_of_an_installation_holds_each_result_after_its_act():
    pack = pack_of_record(record_of_dossier("installation"))
    result = "Relevé des résultats d'une élection"
    assert listed(pack) == [
        ("2026-8 – Élection du maire", BOTH),
        (f"{result} – Maire", CHAIR),
        ("2026-9 – Détermination du nombre d'adjoints", BOTH),
        ("2026-10 – Élection des adjoints", BOTH),
        (f"{result} – Adjoints", CHAIR),
        ("2026-11 – Délégations du conseil municipal au maire", BOTH),
        ("Feuillet clôturant la séance", BOTH),
        ("Feuille d'émargement", ROOM),
        ("Pouvoir donné – Marc KELLER à Olivier MERCIER", "Rien à signer : à joindre à l'original reçu"),
        ("Liste des délibérations examinées", HEAD),
    ]
    starts = [document.part.starts_on_recto for document in pack.documents[:6]]
    assert starts == [
        False,
        True,
        True,
        False,
        True,
        True,
    ]  # no result on the back of a sheet, nor the reverse


def test_result_of_an_election_without_act_comes_before_the_closing_sheet():
    record = record_of_dossier("installation")
    acts = tuple(act for act in record.sitting.deliberations if act.item != "adjoints")
    pack = pack_of_record(replace(record, sitting=replace(record.sitting, deliberations=acts)))
    labels = [label for label, _ in listed(pack)]
    place = labels.index("Feuillet clôturant la séance")
    assert labels[place - 2 : place] == [
        "2026-11 – Délégations du conseil municipal au maire",
        "Relevé des résultats d'une élection – Adjoints",
    ]


def test_pack_without_quorum_holds_its_notice():
    pack = pack_of_record(without_quorum(record_of_dossier("seance-mouvementee")))
    assert listed(pack) == [
        ("Feuillet clôturant la séance", BOTH),
        ("Feuille d'émargement", ROOM),
        ("Constat d'absence de quorum", "La personne qui préside, et le secrétaire de séance"),
        ("Liste des délibérations examinées", HEAD),
    ]
    notice = tagged_text(pack.documents[2].part.read())
    assert "Constat d'absence de quorum" in [plain(text) for text in notice]


def test_pack_holds_the_certificate_of_each_act_dated_of_the_print():
    pack = pack_of_record(published(record_of_dossier("seance-mouvementee")))
    certificates = [(label, who) for label, who in listed(pack) if label.startswith("Certificat")]
    act = "Certificat de publication d'une délibération"
    paper = "Certificat d'affichage de la liste ou du procès-verbal"
    assert [(label.partition(" – ")[0], who) for label, who in certificates] == [(act, HEAD)] * 5 + [
        (paper, HEAD)
    ] * 2
    proxies = [who for label, who in listed(pack) if label.startswith("Pouvoir donné")]
    assert len(proxies) == 5
    read = next(d.part.read for d in pack.documents if plain(d.label).startswith(act))
    assert any("le 4 mai 2026" in plain(text) for text in tagged_text(read()))
