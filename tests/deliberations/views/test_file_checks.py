"""A file given to the public check page: each verdict, over HTTP, and what is kept of the file (nothing)."""

import hashlib
import re
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client

from councils.untrusted.turns import turn
from deliberations.domain.acts import ActState
from deliberations.domain.file_checks import Verdict
from deliberations.domain.publishing import Way
from deliberations.domain.short_codes import short_code
from deliberations.domain.signing_order import PaperState
from deliberations.domain.trusted import AuthorityOrigin, TrustPurpose
from deliberations.domain.wording.file_checks import DEMONSTRATION, EXPLANATIONS, HEADINGS
from deliberations.forms.checked_file import FileRefused, received_file
from deliberations.models import (
    Deliberation,
    FileCheck,
    RevocationList,
    Signature,
    SigningPaper,
    TrustedAuthority,
)
from deliberations.services import waiting_checks
from deliberations.services.hiding import hide_words
from deliberations.services.passages import passages_of_act
from deliberations.services.publishing import publish_act, unpublish_act
from deliberations.services.storage import store_pdf
from deliberations.services.trust import add_authority
from deliberations.signing.fields import prepare_signature_fields
from tests.builders import OTHER_SHA, SHA, make_issued
from tests.deliberations.finishing import AT, SECRET, act_of, closed_evening
from tests.deliberations.signing import attacks
from tests.deliberations.signing.chain import Authority, archived, authority
from tests.deliberations.signing.helpers import make_keys
from tests.deliberations.signing.samples import make_request, render_act, render_appearance
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

EVERY = frozenset(TrustPurpose)
FILE = "/public/exemple/deliberations/2026/2026-1.pdf"


def give(client: Client, content: bytes, **more: Any) -> str:
    """The words of the answer to a file, its heading first."""
    upload = SimpleUploadedFile("acte.pdf", content, "application/pdf")
    answer = client.post("/v/fichier", {"fichier": upload}, **more)
    assert answer.status_code == 302, answer.content[:500]
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert (answer.cookies, page.cookies) == ({}, {})
    return text_of_page(page)


def assert_told(page: str, verdict: Verdict) -> None:
    """The heading is that of one verdict alone: « authentique » begins several."""
    found = {known for known, heading in HEADINGS.items() if heading in page and EXPLANATIONS[known] in page}
    assert found == {verdict}


@pytest.fixture
def act() -> Deliberation:
    """Closed, and put online."""
    row = act_of(closed_evening(), "p1")
    publish_act(act=row, way=Way.OWN_PAGE, by=None, at=AT)
    row.refresh_from_db()
    return row


@pytest.fixture
def public(client: Client, act: Deliberation) -> bytes:
    content: bytes = client.get(FILE).content
    assert content.startswith(b"%PDF-")
    return content


@pytest.fixture(scope="session")
def master() -> bytes:
    return prepare_signature_fields(render_act("sig_maire"))


@pytest.fixture(scope="session")
def foreign(master: bytes) -> bytes:
    """Signed soundly, and not issued here."""
    return archived(master, authority().issue("Jeanne MARTIN"), authority())


def trusted(by: Authority | None = None, **more: Any) -> TrustedAuthority:
    by = by or authority()
    row = add_authority(encoded=by.root.der, purposes=EVERY, by=None, at=datetime.now(UTC), **more)
    RevocationList.objects.create(authority=row, address="http://ac.exemple/ac.crl", content=by.crl())
    return row


# --- issued here


def test_public_file_is_the_published_act(client: Client, act: Deliberation, public: bytes):
    page = give(client, public)
    assert_told(page, Verdict.PUBLISHED)
    assert f"Délibération n° {act.number}" in page
    assert act.council.place_name in page


def test_file_replaced_since_is_an_earlier_version(client: Client, act: Deliberation, public: bytes):
    passage = next(p for p in passages_of_act(act) if "Vu" in p.label or p.words)
    hide_words(act=act, passage=passage.key, words=[0], reason="Donnée", by=None, at=AT)
    page = give(client, public)
    assert_told(page, Verdict.EARLIER)
    assert "La version actuelle est sur la page de l'acte" in page
    assert_told(give(client, client.get(FILE).content), Verdict.PUBLISHED)


def test_other_document_of_the_published_act_is_authentic(client: Client, act: Deliberation, foreign: bytes):
    make_issued(act, sha256=hashlib.sha256(foreign).hexdigest(), kind="EXTRACT")
    page = give(client, foreign)
    assert_told(page, Verdict.AUTHENTIC)
    assert "Extrait" in page


def test_superseded_document_is_an_earlier_version(client: Client, act: Deliberation, foreign: bytes):
    first = make_issued(act, sha256=hashlib.sha256(foreign).hexdigest())
    make_issued(act, sha256=OTHER_SHA, version=2, supersedes=first)
    assert_told(give(client, foreign), Verdict.EARLIER)


def test_act_taken_off_is_told_withdrawn(client: Client, act: Deliberation, public: bytes):
    unpublish_act(act=act, reason="Erreur de pièce", by=None, at=AT + timedelta(days=70))
    assert_told(give(client, public), Verdict.WITHDRAWN)


@pytest.mark.parametrize(("state", "told"), [(ActState.ANNULLED, "annulé"), (ActState.SUSPENDED, "suspendu")])
def test_state_of_the_act_is_told(client: Client, act: Deliberation, state: ActState, told: str):
    Deliberation.objects.filter(pk=act.pk).update(state=state)
    public = client.get(FILE).content
    assert f"Cet acte est {told}." in give(client, public)


def test_act_that_is_not_published_stays_unknown(client: Client, foreign: bytes):
    row = act_of(closed_evening(), "p1")
    make_issued(row, sha256=hashlib.sha256(foreign).hexdigest())
    page = give(client, foreign)
    assert_told(page, Verdict.NOT_PUBLISHED)
    told = (
        row.council.place_name,
        row.number,
        "Tarifs",
        SECRET,
        "Délibération n°",
        "Copie certifiée",
        "MARTIN",
    )
    assert [word for word in told if word and word in page] == []


def test_state_before_the_last_signature_is_unfinished(client: Client, act: Deliberation, foreign: bytes):
    Signature.objects.create(
        document=make_issued(act),
        sha256_before=hashlib.sha256(foreign).hexdigest(),
        sha256_after=SHA,
        signer_name="Jeanne MARTIN",
        signed_at=AT,
        provider="pkcs12",
    )
    assert_told(give(client, foreign), Verdict.INCOMPLETE)


def put_to_signature(act: Deliberation, master: bytes, file: bytes) -> SigningPaper:
    kept = store_pdf(file)
    row: SigningPaper = SigningPaper.objects.create(
        council=act.council,
        kind="CERTIFIED",
        subject=str(act.uid),
        number=1,
        sitting=act.sitting,
        deliberation=act,
        title="Délibération",
        master_sha256=hashlib.sha256(master).hexdigest(),
        master_size=len(master),
        sha256=kept.sha256,
        size=kept.size,
        path=kept.path,
        pages=kept.pages,
        state=PaperState.SIGNED,
    )
    return row


def test_file_cut_from_one_of_ours_is_an_intermediate_state(
    client: Client, act: Deliberation, master: bytes, foreign: bytes
):
    put_to_signature(act, master, foreign)
    ends = [found.end() for found in re.finditer(rb"%%EOF\n?", foreign)]
    for end in (*ends[:-1], ends[1] + 500, len(foreign) - 1):
        page = give(client, foreign[:end])
        assert_told(page, Verdict.INTERMEDIATE)
        assert f"Délibération n° {act.number}" in page
        assert "La version actuelle est sur la page de l'acte" in page
        assert "authentique" not in page


def test_beginning_of_one_of_ours_followed_by_something_else_is_not_ours(
    client: Client, act: Deliberation, master: bytes, foreign: bytes
):
    trusted()
    put_to_signature(act, master, foreign)
    assert_told(give(client, foreign + b"% suite\n"), Verdict.ALTERED)
    assert_told(give(client, master + b"% suite\n%%EOF\n"), Verdict.UNREADABLE)


def test_intermediate_state_of_an_act_that_is_not_published_tells_nothing(
    client: Client, master: bytes, foreign: bytes
):
    row = act_of(closed_evening(), "p1")
    put_to_signature(row, master, foreign)
    page = give(client, foreign[: len(master)])
    assert_told(page, Verdict.INTERMEDIATE)
    assert row.council.place_name not in page
    assert "Délibération n°" not in page


# --- signatures alone


def test_sound_file_from_elsewhere_says_who_signed_it(client: Client, foreign: bytes):
    trusted()
    page = give(client, foreign)
    assert_told(page, Verdict.SIGNED_ELSEWHERE)
    assert "Jeanne MARTIN" in page
    assert "niveau B-LTA" in page
    assert DEMONSTRATION not in page


def test_file_of_another_council_says_whose_it_is(client: Client, foreign: bytes):
    trusted(council_name="Commune de Voisine", council_address="https://actes.voisine.example/")
    page = give(client, foreign)
    assert_told(page, Verdict.OTHER_COUNCIL)
    assert "Commune de Voisine" in page


def test_unknown_authority_is_not_relied_on(client: Client, foreign: bytes):
    page = give(client, foreign)
    assert_told(page, Verdict.UNTRUSTED)
    assert "ne vient pas d'une autorité reconnue" in page


@pytest.mark.parametrize(
    "forge",
    [
        attacks.replace_content,
        attacks.replace_title,
        attacks.resave,
        lambda pdf: pdf + b"% suite\n",
        lambda pdf: attacks.flip(pdf, pdf.index(b"stream\n", pdf.index(b"/Length1")) + 200),
    ],
    ids=["words", "title", "saved again", "appended", "one byte"],
)
def test_altered_file_says_what_is_known(client: Client, foreign: bytes, forge: Callable[[bytes], bytes]):
    trusted()
    page = give(client, forge(foreign))
    assert_told(page, Verdict.ALTERED)
    assert "Jeanne MARTIN" in page
    assert "Ce que le fichier dit de lui-même" in page


def test_unsigned_file_is_not_ours(client: Client, master: bytes):
    assert_told(give(client, master), Verdict.NOT_OURS)


@pytest.mark.parametrize("content", [b"bonjour", b"%PDF-1.7\n%%EOF\n", attacks.nested_arrays(100_000)])
def test_unreadable_file_says_so(client: Client, content: bytes):
    assert_told(give(client, content), Verdict.UNREADABLE)


def test_altered_copy_of_a_published_act_leads_to_it(client: Client, act: Deliberation, settings):
    settings.PUBLIC_BASE_URL = "https://actes.example.fr"
    forged = attacks.resave(client.get(FILE).content)
    page = give(client, forged)
    assert_told(page, Verdict.NOT_OURS)
    assert "L'acte publié est ici" in page
    assert f"Délibération n° {act.number}" in page


def test_copy_of_an_act_that_is_not_published_leads_nowhere(client: Client, act: Deliberation, settings):
    settings.PUBLIC_BASE_URL = "https://actes.example.fr"
    forged = attacks.resave(client.get(FILE).content)
    act.publications.all()._raw_delete("default")
    assert client.get(FILE).status_code == 404
    assert "L'acte publié est ici" not in give(client, forged)


# --- demonstration


def demonstration(folder: Path, master: bytes) -> tuple[bytes, bytes]:
    """A root, and a file signed under it."""
    from deliberations.signing.pkcs12 import open_pkcs12
    from tests.deliberations.signing.samples import PASSPHRASE

    keys = make_keys(folder, now=datetime.now(UTC) - timedelta(hours=1))
    request = make_request(render_appearance(), at=datetime.now(UTC) - timedelta(minutes=1))
    return keys.root.read_bytes(), open_pkcs12(keys.pkcs12.read_bytes(), PASSPHRASE).sign(
        master, request
    ).content


def test_demonstration_is_told_everywhere_and_never_trusted_in_production(
    client: Client, tmp_path: Path, settings, master: bytes
):
    settings.DATA_DIR = tmp_path
    root, pdf = demonstration(tmp_path / "demo", master)
    page = give(client, pdf)
    assert_told(page, Verdict.SIGNED_ELSEWHERE)
    assert DEMONSTRATION in page
    add_authority(encoded=root, purposes=EVERY, by=None, at=datetime.now(UTC))
    assert TrustedAuthority.objects.get().origin == AuthorityOrigin.DEMONSTRATION
    settings.DEMO_ALLOWED = False
    page = give(client, pdf)
    assert_told(page, Verdict.UNTRUSTED)
    assert DEMONSTRATION in page


# --- bounds, and what is kept


def files_kept() -> list[str]:
    try:
        return default_storage.listdir(waiting_checks.FOLDER)[1]
    except FileNotFoundError:
        return []


def test_long_file_waits_and_leaves_nothing(client: Client, foreign: bytes, settings, monkeypatch):
    settings.CHECK_QUEUE_KB = 1
    trusted()
    waiting: list[int] = []
    monkeypatch.setattr(type(waiting_checks.check_waiting), "enqueue", lambda _, pk: waiting.append(pk))
    answer = client.post("/v/fichier", {"fichier": SimpleUploadedFile("acte.pdf", foreign)})
    page = client.get(answer["Location"])
    assert (page["Refresh"], len(files_kept())) == ("3", 1)
    assert "Vérification en cours" in text_of_page(page)
    assert waiting_checks.check_waiting.call(waiting[0]) == "DONE"
    assert files_kept() == []
    page = client.get(answer["Location"])
    assert "Refresh" not in page
    assert_told(text_of_page(page), Verdict.SIGNED_ELSEWHERE)
    assert waiting_checks.check_waiting.call(waiting[0]) == "gone"


def test_file_lost_on_the_way_says_so(client: Client, foreign: bytes):
    row = FileCheck.objects.create(ticket="t" * 43, sha256=SHA, size=3)
    assert waiting_checks.check_waiting.call(row.pk) == "FAILED"
    assert "Donnez le fichier de nouveau" in text_of_page(client.get(f"/v/fichier/{row.ticket}"))


def test_nothing_is_left_on_the_disk(client: Client, foreign: bytes, settings, tmp_path: Path):
    settings.FILE_UPLOAD_TEMP_DIR, settings.MEDIA_ROOT = str(tmp_path), str(tmp_path / "files")
    marked = foreign + b"% une marque\n" + b"\0" * 3_000_000
    give(client, marked)
    settings.CHECK_QUEUE_KB = 1
    give(client, marked)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_answers_are_forgotten_after_an_hour(client: Client):
    give(client, b"bonjour")
    row = FileCheck.objects.get()
    assert waiting_checks.purge_checks(row.asked_at + timedelta(minutes=59)) == ""
    assert waiting_checks.purge_checks(row.asked_at + timedelta(hours=1)) != ""
    assert client.get(f"/v/fichier/{row.ticket}").status_code == 404


def test_file_too_large_is_refused_before_it_is_read(client: Client, settings):
    settings.CHECK_MAX_MB = 1
    big = SimpleUploadedFile("acte.pdf", b"%PDF-" + bytes(2 << 20))
    answer = client.post("/v/fichier", {"fichier": big})
    assert answer.status_code == 422
    assert "trop volumineux pour être vérifié ici : 1 Mo au plus" in text_of_page(answer)


@pytest.mark.parametrize(
    "body",
    [b"", b"--x\r\nrien", b'--x\r\nContent-Disposition: form-data; name="fichier"; filename="a"\r\n\r\nabc'],
)
def test_broken_request_is_refused(client: Client, body: bytes):
    answer = client.post("/v/fichier", body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in (302, 422)


@pytest.mark.parametrize("data", [{}, {"fichier": "texte"}, {"autre": SimpleUploadedFile("a.pdf", b"%PDF-")}])
def test_no_file_is_refused(client: Client, data: dict[str, Any]):
    answer = client.post("/v/fichier", data)
    assert answer.status_code == 422
    assert "Choisissez un fichier PDF à vérifier." in text_of_page(answer)


def test_too_many_files_from_one_address_are_refused(client: Client, settings):
    settings.CHECK_PER_HOUR = 2
    give(client, b"un", REMOTE_ADDR="192.0.2.1")
    give(client, b"deux", REMOTE_ADDR="192.0.2.1")
    answer = client.post(
        "/v/fichier", {"fichier": SimpleUploadedFile("a.pdf", b"trois")}, REMOTE_ADDR="192.0.2.1"
    )
    assert answer.status_code == 429
    give(client, b"trois", REMOTE_ADDR="192.0.2.2")


def held(settings, name: str, count: int) -> ExitStack:
    """Somebody else holds ``count`` turns."""
    stack = ExitStack()
    for _ in range(count):
        assert stack.enter_context(turn(settings.DATA_DIR / waiting_checks.TURNS, name, at_once=count))
    return stack


def test_file_waits_for_the_worker_while_others_are_checked(
    client: Client, foreign: bytes, settings, monkeypatch, tmp_path: Path
):
    settings.DATA_DIR = tmp_path
    waiting: list[int] = []
    monkeypatch.setattr(type(waiting_checks.check_waiting), "enqueue", lambda _, pk: waiting.append(pk))
    with held(settings, "check", settings.CHECK_AT_ONCE):
        assert "Vérification en cours" in give(client, foreign)
    assert len(waiting) == 1
    assert_told(give(client, foreign), Verdict.UNTRUSTED)
    waiting_checks.check_waiting.call(waiting[0])


def test_one_file_more_is_refused_before_it_is_read(client: Client, settings, monkeypatch, tmp_path: Path):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr("deliberations.views.checking.received_file", lambda _: pytest.fail("was read"))
    with held(settings, "upload", 2 * settings.CHECK_AT_ONCE):
        answer = client.post("/v/fichier", {"fichier": SimpleUploadedFile("acte.pdf", b"%PDF-")})
    assert (answer.status_code, answer["Retry-After"]) == (429, "30")
    assert "Attendez une minute, puis recommencez" in text_of_page(answer)


def test_file_that_arrives_too_slowly_is_given_up(client: Client, settings):
    settings.CHECK_UPLOAD_SECONDS = -1
    answer = client.post("/v/fichier", {"fichier": SimpleUploadedFile("acte.pdf", b"%PDF-")})
    assert answer.status_code == 422
    assert "met trop de temps à arriver" in text_of_page(answer)


def test_size_is_bounded_without_being_told(settings):
    """Sent in pieces (chunked), a request tells no length: what arrives is counted."""
    settings.CHECK_MAX_MB = 1
    head = b'--x\r\nContent-Disposition: form-data; name="fichier"; filename="a.pdf"\r\n\r\n'
    sent = Endless(head)
    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "CONTENT_LENGTH": str((1 << 20) + 10_000),
        "wsgi.input": sent,
    }
    for told in (environ["CONTENT_LENGTH"], "", "-1", "abc"):
        with pytest.raises(FileRefused):
            received_file(WSGIRequest(environ | {"CONTENT_LENGTH": told}))
    assert sent.read_bytes < 2 << 20


class Endless(BytesIO):
    """A body that never ends."""

    def __init__(self, head: bytes) -> None:
        super().__init__()
        self._head, self.read_bytes = head, 0

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert size >= 0, "everything was asked at once"
        data, self._head = (self._head or b"x" * size)[:size], b""
        self.read_bytes += len(data)
        return data


def test_only_a_post_gives_a_file(client: Client):
    assert client.get("/v/fichier").status_code == 405
    assert client.get("/v/fichier/inconnu").status_code == 404


# --- addresses


@pytest.mark.parametrize(
    "typed",
    [
        "http://testserver/public/exemple/deliberations/2026/2026-1/",
        "testserver/public/exemple/deliberations/2026/2026-1.pdf",
        "https://actes.example.fr/public/exemple/deliberations/2026/2026-1/",
    ],
)
def test_address_of_ours_leads_to_the_act(client: Client, act: Deliberation, settings, typed: str):
    settings.PUBLIC_BASE_URL = "https://actes.example.fr"
    answer = client.get("/v/", {"adresse": typed})
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        "https://actes.exemple-fr.com/public/exemple/deliberations/2026/2026-1/",
        "https://testserver@pirate.example/public/exemple/deliberations/2026/2026-1/",
        "https://testserver/councils/exemple/",
        "javascript:alert(1)",
        "https://[",
        "//testserver//pirate.example/",
        "\x00",
    ],
)
def test_other_address_is_not_ours(client: Client, act: Deliberation, typed: str):
    answer = client.get("/v/", {"adresse": typed})
    assert answer.status_code in (200, 422)
    if typed.strip("\x00"):
        assert "Cette adresse n'est pas celle d'un acte publié ici" in text_of_page(answer)


def test_address_of_another_council_is_told(client: Client):
    trusted(council_name="Commune de Voisine", council_address="https://actes.voisine.example/")
    answer = client.get("/v/", {"adresse": "https://actes.voisine.example/public/x/"})
    assert answer.status_code == 200
    assert "Commune de Voisine" in text_of_page(answer)


def test_code_still_leads_to_the_act(client: Client, act: Deliberation):
    Deliberation.objects.filter(pk=act.pk).update(public_id_is_known=True)
    assert client.get("/v/", {"code": short_code(act.public_id)}).status_code == 302
