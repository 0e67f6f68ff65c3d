"""Transmission by hand: the sheet, the pack, the deposit, and receipts, honest and hostile."""

import io
import zipfile
from datetime import date, timedelta

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from councils.domain.errors import Refusal
from councils.untrusted.limits import Limits
from deliberations.domain.receipts import Answer, AnswerKind, UnreadableReceipt, read_text, read_xml
from deliberations.models import Deliberation, Deposit, Sitting, StoredFile, Transmission
from deliberations.received import asking
from deliberations.received.pdf_text import NotPdf, pdf_text
from deliberations.services.packs import build_pack, faults_of
from deliberations.services.receiving import read_receipt, record_batch, require_receipt
from deliberations.services.storage import receive_file
from deliberations.services.transmitting import (
    acts_awaiting,
    declare_deposit,
    deposit_sheet,
    mismatches,
    record_receipt,
)
from tests.builders import make_user
from tests.deliberations.annexes.samples import stream_bomb
from tests.deliberations.finishing import AT, HELD_ON, SIREN, act_of, closed, store_evening
from tests.deliberations.receipts import anomaly, cancellation, receipt

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

IDENTIFIER = f"059-{SIREN}-20261110-2026_1-DE"
RECEIVED_ON = date(2026, 11, 11)


@pytest.fixture
def evening() -> Sitting:
    sitting = store_evening()
    return closed(sitting)


@pytest.fixture
def act(evening: Sitting) -> Deliberation:
    return act_of(evening, "p1")


def declare(act: Deliberation, **changes: object) -> Deposit:
    told = {
        "number": "2026_1",
        "subject": "Tarifs p1",
        "matter_code": "7.5",
        "nature": 1,
        "deposited_on": RECEIVED_ON,
    }
    return declare_deposit(act=act, by=None, at=AT, **{**told, **changes})


def test_sheet_proposes_what_is_to_be_typed(act: Deliberation) -> None:
    sheet = deposit_sheet(act)
    assert (sheet.number, sheet.subject, sheet.matter_code, sheet.matter, sheet.nature) == (
        *("2026_1", "Tarifs p1", "7.5", "Subventions", 1),
    )
    assert (sheet.identifier, [f.name for f in sheet.files]) == (
        IDENTIFIER,
        [f"99_DE-{IDENTIFIER}-1-1_1.pdf"],
    )


def test_pack_holds_an_unlocked_extract_the_annexes_and_the_notes(act: Deliberation) -> None:
    file = receive_file(
        council=act.council, content=b"%PDF-1.4 plan", name="plan.pdf", media_type="application/pdf", by=None
    )
    annex = act.annexes.create(position=0, title="Plan", file=file)
    act.annexes.create(position=1, title="Devis")
    content = build_pack([act], {annex.pk: "99_PL"})
    assert content == build_pack([act], {annex.pk: "99_PL"})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [f"99_DE-{IDENTIFIER}-1-1_1.pdf", f"99_PL-{IDENTIFIER}-1-1_2.pdf", "a-recopier.txt"]
        assert archive.namelist() == names
        with pikepdf.open(io.BytesIO(archive.read(names[0]))) as pdf:
            assert not pdf.is_encrypted
        assert archive.read(names[1]) == b"%PDF-1.4 plan"
        notes = archive.read("a-recopier.txt").decode()
    assert "Numéro de l'acte : 2026_1\r\n" in notes
    assert "- MANQUE : Devis\r\n" in notes
    assert faults_of(deposit_sheet(act)) == (
        "Le fichier de l'annexe « Devis » n'est pas ici : joignez-le vous-même.",
    )


def test_locked_annex_is_told(act: Deliberation) -> None:
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(stream, encryption=pikepdf.Encryption(owner="o", user="u"))
    file = receive_file(
        council=act.council, content=stream.getvalue(), name="p.pdf", media_type="application/pdf", by=None
    )
    act.annexes.create(position=0, title="Plan", file=file)
    (fault,) = faults_of(deposit_sheet(act))
    assert fault.startswith("L'annexe « Plan » est protégée par un mot de passe")


def test_deposit_is_kept_once_and_corrects_number_and_matter(act: Deliberation) -> None:
    first = declare(act, number="2026_001", matter_code="7.5.3")
    assert declare(act, number="2026_001", matter_code="7.5.3").pk == first.pk
    act.refresh_from_db()
    assert (act.actes_number, act.item.__class__.objects.get(pk=act.item_id).matter_code) == (
        "2026_001",
        "7.5.3",
    )
    assert deposit_sheet(act).matter == "Subventions"
    assert act.history.first().history_change_reason == "act.deposited"
    assert not act.transmissions.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": "2026-1"}, "majuscules, les chiffres"),
        ({"number": "_1"}, "majuscules, les chiffres"),
        ({"number": "2026_2"}, "déjà celui d'une autre"),
        ({"deposited_on": HELD_ON - timedelta(days=1)}, "antérieure à la séance"),
        ({"deposited_on": date(2026, 11, 13)}, "dans l'avenir"),
    ],
)
def test_deposit_refused(act: Deliberation, changes: dict, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        declare(act, **changes)
    assert not Deposit.objects.exists()


def test_act_that_is_not_to_transmit_is_refused(act: Deliberation) -> None:
    act.item.is_transmissible = False
    with pytest.raises(Refusal, match="n'est pas à transmettre"):
        record_receipt(act=act, by=None, at=AT, received_on=RECEIVED_ON)


def test_receipt_is_recorded_once_with_its_file(act: Deliberation) -> None:
    user = make_user()
    batch = [("ar.xml", receipt())]
    assert [row.number for row in acts_awaiting(act.sitting)] == ["2026-1", "2026-3"]
    (line,) = record_batch(sitting=act.sitting, files=batch, by=user, at=AT)
    (again,) = record_batch(sitting=act.sitting, files=batch, by=user, at=AT)
    assert (line.act, line.problem, again.act) == (act, "", act)
    row = Transmission.objects.get()
    assert (row.effective_on, row.reference, row.source, row.channel, row.declared_by) == (
        *(RECEIVED_ON, IDENTIFIER, "DECLARED", "préfecture", user),
    )
    assert (row.file, StoredFile.objects.count()) == (StoredFile.objects.get(), 1)
    assert act not in acts_awaiting(act.sitting)


def test_declared_reception_is_completed_by_its_file(act: Deliberation) -> None:
    record_receipt(act=act, by=None, at=AT, received_on=RECEIVED_ON)
    record_receipt(act=act, by=None, at=AT, received_on=RECEIVED_ON)
    assert act.transmissions.count() == 1
    record_batch(sitting=act.sitting, files=[("ar.xml", receipt())], by=None, at=AT)
    assert act.transmissions.count() == 2


def test_batch_gives_each_receipt_to_its_act_and_tells_the_others(evening: Sitting) -> None:
    files = [
        ("un.xml", receipt()),
        ("trois.xml", receipt(number="2026_3", subject="Tarifs p3")),
        ("autre.xml", receipt(number="2025_9")),
        ("anomalie.xml", anomaly()),
        ("photo.png", b"\x89PNG"),
    ]
    lines = record_batch(sitting=evening, files=files, by=None, at=AT)
    assert [(line.act.number if line.act else "", line.problem[:22]) for line in lines] == [
        ("2026-1", ""),
        ("2026-3", ""),
        ("", "Aucun acte de cette sé"),
        ("", "Ce fichier est une ano"),
        ("", "Ce fichier XML est ill"),
    ]
    assert acts_awaiting(evening) == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"number": "2026_2"}, ["celui de l'acte « 2026_2 »"]),
        ({"siren": "987654321"}, ["autre collectivité"]),
        ({"decided_on": "20261109"}, ["autre date"]),
        ({"subject": "Autre chose"}, ["autre objet : « Autre chose »"]),
        ({"subject": "TARIFS  P1"}, []),
    ],
)
def test_mismatch_is_told(act: Deliberation, answer: dict, said: list[str]) -> None:
    found = mismatches(act, read_xml(receipt(**answer)))
    assert len(found) == len(said)
    assert all(words in told for words, told in zip(said, found, strict=True))


def test_object_comes_back_without_its_typographic_marks(act: Deliberation) -> None:
    Deliberation.objects.filter(pk=act.pk).update(title_html="L’œuvre à 3 €")
    act.refresh_from_db()
    assert mismatches(act, read_xml(receipt(subject="L'oeuvre à 3 EUR"))) == ()


@pytest.mark.parametrize(
    ("content", "said"), [(anomaly(), "l'acte n'a pas été reçu"), (cancellation(), "annulation")]
)
def test_answer_that_proves_nothing_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        require_receipt(read_receipt("x.xml", content))


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + b"".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9))
    + b"]><ARActe>&j;</ARActe>"
)
OUTSIDE = (
    b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><ARActe DateReception="2026-11-11">&e;</ARActe>'
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (LAUGHS, "déclare un type de document"),
        (OUTSIDE, "déclare un type de document"),
        (b"<ARActe>" + b"<a>" * 100 + b"</a>" * 100 + b"</ARActe>", "démesuré"),
        (b"<ARActe>" + b"<a/>" * 6_000 + b"</ARActe>", "démesuré"),
        (b"<ARActe", "illisible"),
        (b'<?xml version="1.0" encoding="martien"?><ARActe/>', "illisible"),
        (b"", "illisible"),
        (b"<html/>", "n'est pas un accusé"),
        (b'<ARActe DateReception="2026-11-11"/>', "ni l'acte ni la date"),
        (b'<ARActe IDActe="059-123456782-20261110-2026_1-DE" DateReception="hier"/>', "ni l'acte ni la date"),
    ],
    ids=["laughs", "outside", "deep", "wide", "cut", "encoding", "empty", "html", "no-act", "no-date"],
)
def test_hostile_or_foreign_xml_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableReceipt, match=said):
        read_xml(content)


def test_fifty_megabytes_are_refused_before_being_read() -> None:
    with pytest.raises(Refusal, match="trop volumineux"):
        read_receipt("ar.xml", b"<ARActe>" + b" " * 50 * 1024 * 1024)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=100).map(lambda tail: receipt()[:400] + tail)))
def test_any_bytes_are_read_or_refused_in_french(content: bytes) -> None:
    try:
        said = read_receipt("x", content).name
    except Refusal as refusal:
        said = refusal.message_fr
    assert said


@pytest.mark.parametrize(
    ("text", "received_on"),
    [
        (
            f"Accusé de réception en préfecture {IDENTIFIER} Date de réception préfecture : 11/11/2026",
            RECEIVED_ON,
        ),
        (f"Identifiant {IDENTIFIER} – Reçu", None),
        (f"{IDENTIFIER} réception : 31/02/2026", None),
    ],
)
def test_printed_receipt_tells_its_act_and_perhaps_its_date(text: str, received_on: date | None) -> None:
    assert read_text(text) == Answer(AnswerKind.RECEIPT, "2026_1", IDENTIFIER, received_on)


def test_text_that_names_no_act_tells_nothing() -> None:
    assert read_text("Date de réception : 11/11/2026") is None


def test_text_of_our_own_pdf_is_read(act: Deliberation) -> None:
    with zipfile.ZipFile(io.BytesIO(build_pack([act]))) as archive:
        text = pdf_text(archive.read(archive.namelist()[0]))
    assert "Tarifs p1" in " ".join(text.replace("\xa0", " ").split())


@pytest.mark.parametrize("content", [b"%PDF-1.4 rien", b"%PDF-" + b"\x00" * 500])
def test_broken_pdf_is_not_read(content: bytes) -> None:
    with pytest.raises(NotPdf):
        pdf_text(content)


def test_receipt_made_to_harm_is_refused_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "RECEIPT", Limits(seconds=1, wall_seconds=60, memory_mb=512))
    with pytest.raises(Refusal, match=r"« ar\.pdf » demande trop de temps ou de mémoire"):
        read_receipt("ar.pdf", stream_bomb(20, 1))
