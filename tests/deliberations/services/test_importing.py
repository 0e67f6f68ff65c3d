"""Earlier years in batches: hostile archives told, reading that starts again, acts accepted, taken back, exported."""

import hashlib
import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from councils.untrusted.limits import Limits
from deliberations.documents.view import Rendition
from deliberations.domain.importing import FileStatus, ReviewState
from deliberations.domain.sittings import Confidence, Origin
from deliberations.domain.votes import StatedResult
from deliberations.models import (
    Deliberation,
    Election,
    ImportedAct,
    ImportedFile,
    OriginalDocument,
    SearchEntry,
    Sitting,
    StoredFile,
)
from deliberations.queries import dossier_of, record_of
from deliberations.queries.importing import Left, left_of
from deliberations.received import asking
from deliberations.services import importing
from deliberations.services.exporting import export_council
from deliberations.services.importing import open_batch, progress_of, read_batch
from deliberations.services.importing_acts import (
    PastRefused,
    accept_act,
    accept_clear,
    correct_act,
    ignore_act,
    undo_batch,
)
from deliberations.services.importing_files import BatchRefused, given_files
from deliberations.services.rendering import FileFormat, render_act
from deliberations.services.storage import read_document
from tests.builders import make_publication, store_council
from tests.deliberations.annexes.samples import drawn_letter_by_letter
from tests.support.docxmaker import package
from tests.support.past_layouts import LAYOUTS, as_pdf, scan

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
BAILLY = "bailly-2024-06"


@pytest.fixture(scope="module")
def bailly() -> bytes:
    return LAYOUTS["structured"](BAILLY)


def zipped(*entries: tuple[str, bytes], **options) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def given(*files: tuple[str, bytes]):
    return list(given_files([(name, io.BytesIO(content)) for name, content in files]))


@pytest.fixture
def take(django_capture_on_commit_callbacks):
    """Give files to a council and let the worker read them."""

    def do(council, *files: tuple[str, bytes], name="Actes anciens"):
        uploads = [(file, io.BytesIO(content)) for file, content in files]
        with django_capture_on_commit_callbacks(execute=True):
            return open_batch(council=council, name=name, uploads=uploads, by=None, at=NOW)

    return do


def statuses(batch) -> dict[str, str]:
    return dict(ImportedFile.objects.filter(batch=batch).values_list("path", "status"))


def only_act(batch) -> ImportedAct:
    return ImportedAct.objects.get(source__batch=batch)


# --- archives


def test_a_zip_gives_its_files_with_their_folders(bailly):
    archive = zipped(
        ("2024/mars/acte.docx", bailly), ("__MACOSX/._acte.docx", b"x"), ("2024/Thumbs.db", b"x")
    )
    (one,) = given(("actes.zip", archive))
    assert (one.path, one.reason) == ("2024/mars/acte.docx", "")
    assert one.file.content == bailly


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../../etc/acte.docx", "sort du dossier"),
        ("/etc/acte.docx", "sort du dossier"),
        ("C:/acte.docx", "sort du dossier"),
        ("a/" * 14 + "acte.docx", "plus de 12 dossiers"),
        ("autres.zip", "Un ZIP dans un ZIP"),
        ("acte.exe", "n'est pas d'un type accepté"),
    ],
)
def test_an_entry_that_cannot_be_taken_is_told_and_the_others_go_on(bailly, name, told):
    bad, good = given(("actes.zip", zipped((name, bailly), ("bon.docx", bailly))))
    assert bad.file is None
    assert told in bad.reason
    assert good.file is not None
    assert ".." not in bad.path.split("/")


def test_an_encrypted_entry_is_told(bailly):
    content = bytearray(zipped(("acte.docx", bailly)))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    (one,) = given(("actes.zip", bytes(content)))
    assert "protégé par un mot de passe" in one.reason


def test_a_bomb_is_measured_while_it_is_unpacked(monkeypatch):
    monkeypatch.setattr("deliberations.services.importing_files.MOST_FILE_BYTES", 100_000)
    (one,) = given(("actes.zip", zipped(("acte.pdf", b"%PDF-" + b"0" * 50_000_000))))
    assert "trop lourd" in one.reason


def test_too_much_at_once_is_refused_whole(monkeypatch, bailly):
    monkeypatch.setattr("deliberations.services.importing_files.MOST_FILES", 2)
    monkeypatch.setattr("deliberations.services.importing_files._Room.__init__.__defaults__", (2, 10**9))
    with pytest.raises(BatchRefused, match="Plus de 2 fichiers"):
        given(("actes.zip", zipped(*[(f"{n}.docx", bailly) for n in range(3)])))


def test_a_truncated_zip_is_not_taken_for_the_word_file_at_its_end(bailly):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("acte.docx", bailly)
    with pytest.raises(BatchRefused, match="n'est pas un fichier ZIP entier"):
        given(("actes.zip", buffer.getvalue()[: buffer.getvalue().index(bailly) + len(bailly)]))


def test_a_broken_zip_is_refused(bailly):
    with pytest.raises(BatchRefused, match="n'est pas un fichier ZIP entier"):
        given(("actes.zip", zipped(("acte.docx", bailly))[:-40]))


def overlapping(content: bytes) -> bytes:
    """The same bytes told as three files: in the place of the second entry, again the first."""
    archive = bytearray(zipped(("a.docx", content), ("b.docx", content), ("c.docx", content)))
    second = archive.rindex(b"PK\x01\x02", 0, archive.rindex(b"PK\x01\x02"))
    archive[second + 42 : second + 46] = bytes(4)
    return bytes(archive)


def test_an_archive_whose_files_share_their_bytes_is_refused(bailly):
    with pytest.raises(
        BatchRefused, match="est piégé : plusieurs de ses fichiers sont faits des mêmes octets"
    ):
        given(("actes.zip", overlapping(bailly)))


def test_an_archive_with_too_large_a_table_is_refused(monkeypatch):
    monkeypatch.setattr("deliberations.services.importing_files.MOST_ENTRIES", 100)
    with pytest.raises(BatchRefused, match="contient trop d'éléments"):
        given(("actes.zip", zipped(*((f"{n}.pdf", b"") for n in range(2_000)))))


def test_an_entry_packed_without_measure_is_told_and_the_others_go_on(bailly):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("piege.docx", bytes(1_000_000), zipfile.ZIP_BZIP2)
        archive.writestr("bon.docx", bailly, zipfile.ZIP_DEFLATED)
    bad, good = given(("actes.zip", buffer.getvalue()))
    assert "compressé d'une façon que Windows n'emploie pas" in bad.reason
    assert good.file is not None


# --- reading


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("piege.pdf", drawn_letter_by_letter(), "« piege.pdf » demande trop de temps ou de mémoire"),
        (
            "piege.docx",
            package(
                {"[Content_Types].xml": "<x/>", "word/document.xml": b"<x>" + b" " * 20_000_000 + b"</x>"}
            ),
            "Le texte de ce fichier est trop long pour un acte",
        ),
        (
            "piege.docx",
            package({"[Content_Types].xml": "<x/>", "word/document.xml": "<x>" + "<y/>" * 500_000 + "</x>"}),
            "Le texte de ce fichier est trop long pour un acte",
        ),
    ],
    ids=["for ever", "great part", "elements"],
)
def test_a_file_made_to_harm_fails_alone_with_its_cure(take, bailly, monkeypatch, name, content, told):
    monkeypatch.setattr(asking, "PAST", Limits(seconds=1, wall_seconds=60))
    batch = take(store_council(), (name, content), ("bon.docx", bailly))
    assert statuses(batch) == {name: FileStatus.UNREADABLE, "bon.docx": FileStatus.DOUBTFUL}
    row = batch.files.get(path=name)
    assert row.reason.startswith(told)
    assert "en plusieurs fichiers" in row.reason
    assert read_document(row.file) == content


def test_a_batch_is_read_and_its_papers_kept_untouched(take, bailly):
    council = store_council()
    archive = zipped(("2024/acte.docx", bailly), ("2024/copie.docx", bailly))
    batch = take(council, ("actes.zip", archive), ("scan.pdf", scan()))
    assert statuses(batch) == {
        "2024/acte.docx": FileStatus.DOUBTFUL,
        "2024/copie.docx": FileStatus.DUPLICATE,
        "scan.pdf": FileStatus.SCAN,
    }
    kept = ImportedFile.objects.get(batch=batch, path="2024/acte.docx")
    assert read_document(kept.file) == bailly
    act = kept.acts.get()
    assert (act.number, act.held_on) == ("2024-06", date(2024, 3, 6))
    assert act.title == "DELEGATION DE COMPETENCE « RESEAUX DE CHALEUR » AU SEY"
    assert act.stated == StatedResult.UNANIMOUS
    assert act.decisions.splitlines()[0] == "APPROUVE :"
    assert len(act.clauses.splitlines()) == 7
    by_hand = ImportedAct.objects.get(source__batch=batch, source__path="scan.pdf")
    assert (by_hand.title, by_hand.confidence) == ("", Confidence.ILLEGIBLE)


def test_a_file_taken_before_is_told(take, bailly):
    council = store_council()
    take(council, ("acte.docx", bailly), name="Premier")
    second = take(council, ("le-meme.docx", bailly))
    (row,) = second.files.all()
    assert (row.status, row.reason) == (
        FileStatus.KNOWN,
        "Ce fichier a déjà été repris dans le lot « Premier ».",
    )
    assert StoredFile.objects.filter(council=council).count() == 1


def test_a_file_damaged_on_the_disk_before_it_is_read_can_be_given_again(bailly, take):
    council = store_council()
    uploads = [("acte.docx", io.BytesIO(bailly))]
    first = open_batch(council=council, name="Premier", uploads=uploads, by=None, at=NOW)
    Path(default_storage.path(first.files.get().file.path)).write_bytes(b"damaged")
    read_batch.func(first.pk)
    row = first.files.get()
    assert (row.status, row.acts.count()) == (FileStatus.UNREADABLE, 0)
    assert "envoyez-le à nouveau dans un autre lot" in row.reason
    assert statuses(take(council, ("acte.docx", bailly))) == {"acte.docx": FileStatus.DOUBTFUL}


def test_reading_stopped_between_two_files_goes_on_without_reading_twice(take, bailly, monkeypatch):
    council = store_council()
    other = LAYOUTS["plain"]("ibos-2023-009")
    read, calls = importing.read_file, []

    def stops(name, media_type, content):
        calls.append(name)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return read(name, media_type, content)

    monkeypatch.setattr(importing, "read_file", stops)
    uploads = [("a.docx", io.BytesIO(bailly)), ("b.docx", io.BytesIO(other))]
    batch = open_batch(council=council, name="Lot", uploads=uploads, by=None, at=NOW)
    with pytest.raises(KeyboardInterrupt):
        read_batch.func(batch.pk)
    assert (progress_of(batch).done, progress_of(batch).waiting) == (1, 1)
    assert read_batch.func(batch.pk) == "1 read"
    assert calls == ["a.docx", "b.docx", "b.docx"]
    assert progress_of(batch).percent == 100
    assert ImportedAct.objects.filter(source__batch=batch).count() == 2


def test_a_pdf_is_read_too(take):
    batch = take(store_council(), ("acte.pdf", as_pdf(BAILLY)))
    assert (only_act(batch).number, only_act(batch).held_on) == ("2024-06", date(2024, 3, 6))


@pytest.mark.django_db(transaction=True)
def test_a_file_is_read_outside_of_any_transaction(bailly, monkeypatch):
    read, seen = importing.read_file, []

    def watched(name, media_type, content):
        seen.append((connection.in_atomic_block, ImportedFile.objects.get().attempts))
        return read(name, media_type, content)

    monkeypatch.setattr(importing, "read_file", watched)
    uploads = [("a.docx", io.BytesIO(bailly))]
    batch = open_batch(council=store_council(), name="Lot", uploads=uploads, by=None, at=NOW)
    assert seen == [(False, 1)]
    assert only_act(batch).number == "2024-06"


def test_a_file_that_stops_the_worker_twice_is_given_up_and_comes_after_the_others(bailly, monkeypatch):
    other = LAYOUTS["plain"]("ibos-2023-009")
    read, calls = importing.read_file, []

    def stops(name, media_type, content):
        calls.append(name)
        if name == "a.docx":
            raise KeyboardInterrupt
        return read(name, media_type, content)

    monkeypatch.setattr(importing, "read_file", stops)
    uploads = [("a.docx", io.BytesIO(bailly)), ("b.docx", io.BytesIO(other))]
    batch = open_batch(council=store_council(), name="Lot", uploads=uploads, by=None, at=NOW)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            read_batch.func(batch.pk)
    assert statuses(batch)["b.docx"] == FileStatus.READ
    assert read_batch.func(batch.pk) == "0 read"
    assert calls == ["a.docx", "b.docx", "a.docx"]
    row = ImportedFile.objects.get(batch=batch, path="a.docx")
    assert row.status == FileStatus.UNREADABLE
    assert row.reason.startswith(
        "La lecture de ce fichier s'est arrêtée 2 fois sans aboutir : il n'est plus relu."
    )
    assert row.acts.get().confidence == Confidence.ILLEGIBLE
    assert progress_of(batch).waiting == 0


def changed_pdf(change=None, **options) -> bytes:
    """The act of Bailly in PDF, with something more in it."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(as_pdf(BAILLY))) as pdf:
        if change:
            change(pdf)
        pdf.save(target, **options)
    return target.getvalue()


def with_attachment(pdf) -> None:
    pdf.attachments["plan.txt"] = b"Plan du lotissement"


def test_a_pdf_with_an_attachment_is_kept_byte_for_byte_and_told(take):
    content = changed_pdf(with_attachment)
    batch = take(store_council(), ("acte.pdf", content))
    row = batch.files.get()
    assert row.file.sha256 == hashlib.sha256(content).hexdigest()
    assert read_document(row.file) == content
    assert row.file.pages == len(pikepdf.open(io.BytesIO(content)).pages)
    told = row.reason.split("\n")
    assert told[0] == "Ce fichier contenait des fichiers cachés à l'intérieur : ils ont été retirés."
    assert "le fichier reçu est gardé tel quel" in told[1]
    made = accept_act(act=only_act(batch), by=None)
    assert (made.number, made.originals.get().sha256) == ("2024-06", row.file.sha256)


def test_a_restricted_pdf_is_kept_and_told(take):
    content = changed_pdf(encryption=pikepdf.Encryption(owner="secret", user=""))
    row = take(store_council(), ("acte.pdf", content)).files.get()
    assert (row.status, read_document(row.file)) == (FileStatus.UNREADABLE, content)
    assert "son auteur en a restreint l'usage" in row.reason
    assert "Le fichier reçu est gardé tel quel" in row.reason
    assert row.acts.get().confidence == Confidence.ILLEGIBLE


def test_no_pdf_is_opened_before_the_worker(monkeypatch):
    content = b"%PDF-1.7 nothing of a PDF but its first bytes"
    uploads = [("actes.zip", io.BytesIO(zipped(("acte.pdf", content))))]
    with monkeypatch.context() as without:
        without.setattr("councils.untrusted.children._run", None)
        batch = open_batch(council=store_council(), name="Lot", uploads=uploads, by=None, at=NOW)
    row = batch.files.get()
    assert (row.status, read_document(row.file)) == (FileStatus.WAITING, content)
    read_batch.func(batch.pk)
    row.refresh_from_db()
    assert row.status == FileStatus.UNREADABLE
    assert "est un PDF abîmé ou incomplet" in row.reason


# --- accepting


def test_an_accepted_act_is_in_the_archive_with_its_paper(take, bailly, django_capture_on_commit_callbacks):
    council = store_council()
    batch = take(council, ("acte.docx", bailly))
    with django_capture_on_commit_callbacks(execute=True):
        made = accept_act(act=only_act(batch), by=None)
    sitting = made.sitting
    assert (sitting.origin, sitting.held_on, sitting.attendance_recorded) == (
        Origin.RECORDED,
        date(2024, 3, 6),
        False,
    )
    assert (made.printed_number, made.is_allocated) == ("2024-06", False)
    assert [clause.kind for clause in made.clauses.all()] == ["VU"] * 3 + ["CONSIDERANT"] * 3 + ["ENTENDU"]
    assert [part.verb for part in made.operative.all()] == ["approuve", "autorise"]
    original = made.originals.get()
    assert (original.sha256, original.file.sha256) == (hashlib.sha256(bailly).hexdigest(),) * 2
    told = {row.about: (row.text, row.number) for row in sitting.statements.all()}
    assert told["present"] == ("19", 19)
    assert told["voters"] == ("27", 27)
    assert told["transmitted"] == ("2024-03-20", None)
    assert told["liste des présents"][0].startswith("Jacques ALEXIS")
    assert not made.transmissions.exists()
    assert SearchEntry.objects.filter(council=council, uid=made.uid).exists()
    assert accept_act(act=only_act(batch), by=None) == made


def test_our_rendition_is_a_transcription_and_never_a_true_copy(take, bailly):
    made = accept_act(act=only_act(take(store_council(), ("acte.docx", bailly))), by=None)
    record = record_of(made.sitting)
    for rendition in Rendition:
        text = render_act(
            record, record.act(made.uid), rendition=rendition, file_format=FileFormat.TEXT
        ).decode()
        assert "Transcription, sans valeur de copie." in text
        assert "conforme" not in text.lower()
        assert "Contre" not in text


def test_an_act_that_exists_is_not_taken_twice(take, bailly):
    council = store_council()
    first = take(council, ("acte.docx", bailly))
    made = accept_act(act=only_act(first), by=None)
    second = take(council, ("autre.docx", LAYOUTS["plain"](BAILLY)))
    with pytest.raises(PastRefused, match="existe déjà"):
        accept_act(act=only_act(second), by=None)
    again = accept_act(act=only_act(second), by=None, even_twice=True)
    assert (again.sitting, again.slug) == (made.sitting, "2024-06-2")


def test_what_is_missing_is_asked_for_and_nothing_is_written(take):
    batch = take(store_council(), ("scan.pdf", scan()))
    with pytest.raises(PastRefused, match="La date de la séance manque"):
        accept_act(act=only_act(batch), by=None)
    kept = correct_act(act=only_act(batch), by=None, held_on=date(1998, 5, 2), title="Tarifs de la cantine")
    made = accept_act(act=kept, by=None)
    assert (made.title, made.number, made.originals.get().name) == ("Tarifs de la cantine", "", "scan.pdf")


def test_a_day_held_with_the_product_takes_no_old_act(take, bailly):
    council = store_council()
    Sitting.objects.create(council=council, uid="tenue", held_on=date(2024, 3, 6))
    with pytest.raises(PastRefused, match="tenue avec le logiciel"):
        accept_act(act=only_act(take(council, ("acte.docx", bailly))), by=None)
    assert not Deliberation.objects.filter(council=council, printed_number="2024-06").exists()


def test_clear_acts_are_accepted_together(take):
    council = store_council()
    batch = take(council, ("liste.docx", LAYOUTS["plain"]("arthun-liste-2022-12-09")))
    outcome = accept_clear(batch=batch, by=None)
    assert (outcome.accepted, outcome.refused) == (12, ())
    assert Sitting.objects.filter(council=council, held_on=date(2022, 12, 9)).count() == 1
    assert Deliberation.objects.filter(council=council, sitting__held_on=date(2022, 12, 9)).count() == 12


def test_what_is_left_of_a_batch_is_told(take, bailly):
    batch = take(
        store_council(), ("bailly.docx", bailly), ("liste.docx", LAYOUTS["plain"]("arthun-liste-2022-12-09"))
    )
    doubtful = ImportedAct.objects.get(source__path="bailly.docx")
    assert left_of(batch) == Left(clear=12, doubtful=1, accepted=0, first_doubtful=doubtful.uid)
    assert doubtful.reading["doubts"] == ["Le numéro « 2024-06 » est incertain (ligne 2)."]
    accept_clear(batch=batch, by=None)
    ignore_act(act=doubtful, by=None)
    assert left_of(batch) == Left(clear=0, doubtful=0, accepted=12, first_doubtful="")


def test_an_ignored_act_is_left_out(take, bailly):
    batch = take(store_council(), ("acte.docx", bailly))
    ignore_act(act=only_act(batch), by=None)
    assert only_act(batch).state == ReviewState.IGNORED


# --- taking back


def test_a_batch_is_taken_back_whole(take, bailly):
    council = store_council()
    before = dossier_of(council)
    batch = take(council, ("acte.docx", bailly))
    accept_act(act=only_act(batch), by=None)
    assert dossier_of(council) != before
    undo_batch(batch=batch, by=None, at=NOW)
    assert dossier_of(council) == before
    assert only_act(batch).deliberation is None
    assert StoredFile.objects.filter(council=council).count() == 1
    assert statuses(take(council, ("acte.docx", bailly))) == {"acte.docx": FileStatus.DOUBTFUL}


def test_a_batch_on_which_something_was_built_stays(take, bailly):
    batch = take(store_council(), ("acte.docx", bailly))
    made = accept_act(act=only_act(batch), by=None)
    make_publication(made)
    with pytest.raises(PastRefused, match="a servi depuis"):
        undo_batch(batch=batch, by=None, at=NOW)
    assert only_act(batch).deliberation == made


def test_a_batch_whose_item_has_an_election_stays(take, bailly):
    batch = take(store_council(), ("acte.docx", bailly))
    made = accept_act(act=only_act(batch), by=None)
    Election.objects.create(sitting=made.sitting, item=made.item, uid="maire", posts="Maire")
    with pytest.raises(PastRefused, match="a servi depuis"):
        undo_batch(batch=batch, by=None, at=NOW)
    assert only_act(batch).deliberation == made


# --- export


def test_an_export_comes_back_with_its_originals(take, bailly, tmp_path):
    council = store_council()
    accept_act(act=only_act(take(council, ("acte.docx", bailly))), by=None)
    facts = dossier_of(council)
    path = tmp_path / "export.zip"
    with path.open("w+b") as target:
        made = export_council(council=council, at=NOW, target=target)
    assert made.sittings == 2
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert archive.read("seances/2024-03-06_reprise-2024-03-06/originaux/acte.docx") == bailly
        assert archive.read("index.csv").decode().startswith("\ufeffnature;séance;numéro")
        assert "Export complet de" in archive.read("LISEZ-MOI.txt").decode()
    assert names[0] == "LISEZ-MOI.txt"
    council.uid = "ancien"
    type(council).objects.filter(pk=council.pk).update(uid="ancien", siren="")
    call_command("dossier", "import", str(path))
    back = type(council).objects.get(uid=facts.council.uid)
    assert dossier_of(back).council == facts.council
    assert {each.uid: each for each in dossier_of(back).sittings} == {
        each.uid: each for each in facts.sittings
    }
    original = OriginalDocument.objects.get(deliberation__council=back)
    assert read_document(original.file) == bailly
