"""A folder given as it is: its folders are kept, what is no act in it is told, from the page and by command."""

import io
import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from deliberations.domain.importing import FileStatus
from deliberations.forms.importing import MOST_UPLOADS, PastFilesForm
from deliberations.models import ImportBatch, ImportedFile
from deliberations.services.importing_files import MOST_FILES, given_files
from tests.builders import BACKEND, make_user, store_council
from tests.deliberations.views.world import text_of_page
from tests.support.past_layouts import LAYOUTS

pytestmark = [pytest.mark.integration, pytest.mark.once]


@pytest.fixture(scope="module")
def bailly() -> bytes:
    return LAYOUTS["structured"]("bailly-2024-06")


def form_of(*folder: str, paths: object = None, papers: tuple[str, ...] = ()) -> PastFilesForm:
    files = MultiValueDict(
        {
            "folder": [SimpleUploadedFile(name, b"x") for name in folder],
            "papers": [SimpleUploadedFile(name, b"x") for name in papers],
        }
    )
    told = paths if isinstance(paths, str) else json.dumps(paths if paths is not None else [])
    return PastFilesForm({"name": "2019", "paths": told}, files)


def names(form: PastFilesForm) -> list[str]:
    assert form.is_valid(), form.errors
    return [name for name, _ in form.uploads()]


def test_each_file_of_a_folder_keeps_its_folders():
    form = form_of("a.docx", "b.pdf", paths=["2019/juin/a.docx", "2019/b.pdf"], papers=("autre.pdf",))
    assert names(form) == ["autre.pdf", "2019/juin/a.docx", "2019/b.pdf"]


@pytest.mark.parametrize("paths", [None, ["2019/a.docx"], {"a": 1}, [1, 2], "[", "null", "[" * 9_000])
def test_without_the_paths_of_all_the_names_are_bare(paths):
    assert names(form_of("a.docx", "b.pdf", paths=paths)) == ["a.docx", "b.pdf"]


def test_the_limits_told_are_those_of_a_zip_and_of_files_sent_one_by_one():
    told = PastFilesForm().fields["papers"].help_text
    assert f"(ZIP) de {MOST_FILES} fichiers" in told
    assert f"jusqu'à {MOST_UPLOADS} fichiers" in told


def test_neither_folder_nor_file_is_asked_for():
    form = form_of()
    assert form.errors == {
        "papers": ["Choisissez un dossier, un dossier compressé (ZIP) ou des fichiers PDF ou Word."]
    }


def test_too_large_a_folder_is_told_beside_it():
    form = form_of(*(f"{n}.pdf" for n in range(MOST_UPLOADS + 1)))
    assert list(form.errors) == ["folder"]


@pytest.mark.django_db
def test_more_files_than_a_request_holds_are_refused_with_the_cure(client):
    council = store_council()
    client.force_login(make_user(council=council), backend=BACKEND)
    files = [SimpleUploadedFile(f"{n}.pdf", b"x") for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)]
    answer = client.post(reverse("past", args=[council.uid]), {"name": "2019", "folder": files})
    assert answer.status_code == 400
    assert "compressez le dossier en un ZIP" in text_of_page(answer)
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    ("path", "kept", "told"),
    [
        ("2019/.DS_Store", "2019/.DS_Store", "Fichier de l'ordinateur"),
        ("2019/Thumbs.db", "2019/Thumbs.db", "Fichier de l'ordinateur"),
        ("2019/~$acte.docx", "2019/~$acte.docx", "Fichier de l'ordinateur"),
        ("2019/photo.JPG", "2019/photo.JPG", "Une image"),
        ("budget.xlsx", "budget.xlsx", "ce n'est pas un acte"),
        ("../../etc/image.png", "etc/image.png", "Une image"),
    ],
)
def test_what_is_no_act_is_left_out_and_told(path, kept, told):
    (one,) = given_files([(path, io.BytesIO(b"x"))])
    assert (one.path, one.file, one.is_left_out) == (kept, None, True)
    assert told in one.reason


@pytest.mark.parametrize("name", ["acte.doc", "acte.odt", "acte.exe"])
def test_what_may_be_an_act_is_refused_with_its_cure(name):
    (one,) = given_files([(name, io.BytesIO(b"x"))])
    assert (one.file, one.is_left_out) == (None, False)
    assert "n'est pas d'un type accepté" in one.reason


@pytest.mark.django_db
def test_a_folder_of_the_server_is_given_by_command(tmp_path, bailly, django_capture_on_commit_callbacks):
    council = store_council()
    (tmp_path / "2024" / "mars").mkdir(parents=True)
    (tmp_path / "2024" / "mars" / "acte.docx").write_bytes(bailly)
    (tmp_path / "2024" / "photo.png").write_bytes(b"x")
    (tmp_path / "lien.docx").symlink_to(tmp_path / "2024" / "mars" / "acte.docx")
    out = StringIO()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("past", council.uid, str(tmp_path), "--name", "Actes de 2024", stdout=out)
    batch = ImportBatch.objects.get()
    rows = dict(ImportedFile.objects.filter(batch=batch).values_list("path", "status"))
    assert rows == {"2024/mars/acte.docx": FileStatus.DOUBTFUL, "2024/photo.png": FileStatus.LEFT_OUT}
    assert "Laissé de côté : 1" in out.getvalue()
    assert "Lot « Actes de 2024 »" in out.getvalue()


@pytest.mark.django_db
def test_a_name_in_the_code_page_of_windows_keeps_its_accents(tmp_path):
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/ann\xe9e 1998"))
    folder.mkdir()
    (folder / os.fsdecode(b"d\xe9cision n\xb0 4.png")).write_bytes(b"x")
    call_command("past", store_council().uid, str(folder), stdout=StringIO())
    row = ImportedFile.objects.get()
    assert (row.path, row.batch.name) == ("décision n° 4.png", "année 1998")


@pytest.mark.django_db
def test_the_command_tells_an_unknown_council_and_a_missing_folder(tmp_path):
    with pytest.raises(CommandError, match="Conseil inconnu"):
        call_command("past", "nulle-part", str(tmp_path))
    with pytest.raises(CommandError, match="Ni dossier ni fichier"):
        call_command("past", store_council().uid, str(tmp_path / "absent"))


@pytest.mark.django_db
def test_an_empty_folder_makes_no_batch(tmp_path):
    with pytest.raises(CommandError, match="aucun fichier"):
        call_command("past", store_council().uid, str(tmp_path))
    assert not ImportBatch.objects.exists()


@pytest.mark.django_db
def test_the_command_names_the_file_that_it_may_not_read(tmp_path, monkeypatch):
    (tmp_path / "acte.pdf").write_bytes(b"x")

    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CommandError, match=r"« acte\.pdf » ne se lit pas \(Permission denied\)"):
        call_command("past", store_council().uid, str(tmp_path))
    assert not ImportBatch.objects.exists()


@pytest.mark.django_db
def test_the_command_names_the_folder_that_it_may_not_read(tmp_path, monkeypatch):
    (tmp_path / "2019").mkdir()
    (tmp_path / "2020").mkdir()
    (tmp_path / "2020" / "acte.pdf").write_bytes(b"x")
    scan = os.scandir

    def refuse(path):
        if path == str(tmp_path / "2019"):
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(CommandError, match=r"2019 » ne se lit pas \(Permission denied\)"):
        call_command("past", store_council().uid, str(tmp_path))
    assert not ImportBatch.objects.exists()
