"""Hostile files given to the check page over HTTP: what is told, what they take of the machine, whom they call."""

import logging
import select
import socket
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from deliberations.domain.file_checks import Verdict
from deliberations.domain.issued import SignatureLevel
from deliberations.domain.trusted import TrustPurpose
from deliberations.domain.wording.file_checks import EXPLANATIONS, HEADINGS
from deliberations.models import RevocationList
from deliberations.received.signed_file import answer, question
from deliberations.services.trust import add_authority
from deliberations.signing.check import MAX_BYTES
from deliberations.signing.fields import prepare_signature_fields
from deliberations.signing.trust import Trust
from tests.deliberations.signing.attacks import ATTACKS, Target
from tests.deliberations.signing.attacks.chance import mutated
from tests.deliberations.signing.chain import DAY, TODAY, Authority
from tests.deliberations.signing.desk import Desk
from tests.deliberations.signing.samples import act_html, render, sign_input
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

MOST_SECONDS, MOST_MB = 30, 1024


class Ear:
    """A socket that nobody should ever call."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def was_called(self) -> bool:
        """Whether somebody called since it was asked last."""
        called = False
        while select.select([self._socket], [], [], 0)[0]:
            self._socket.accept()[0].close()
            called = True
        return called

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="session")
def ear() -> Iterator[Ear]:
    opened = Ear()
    yield opened
    opened.close()


def annexed(pdf: bytes) -> bytes:
    """With an annex inside, before anybody signs."""
    written = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        annex = pikepdf.AttachedFileSpec(document, b"tarifs", filename="annexe.txt", mime_type="text/plain")
        document.attachments["annexe.txt"] = annex
        document.Root.AF = pikepdf.Array([document.attachments["annexe.txt"].obj])
        document.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


@pytest.fixture(scope="session")
def target(desk: Desk, ear: Ear) -> Target:
    """Two acts signed by the secretary, then by the mayor."""
    act = annexed(desk.act)
    fields = " ".join(sign_input(name, f"Signature {name}") for name in ("sig_secretaire", "sig_maire"))
    other = prepare_signature_fields(render(act_html(inputs=fields).replace("137 euros", "9 euros")))
    certified = [
        desk.sign(
            "secretaire", pdf, field="sig_secretaire", level=SignatureLevel.B_LT, certifies=True
        ).content
        for pdf in (act, other)
    ]
    whole = [desk.sign("maire", pdf, level=SignatureLevel.B_LTA).content for pdf in certified]
    by = Authority("Autorité des essais")
    revoked_tsa = by.issue("Horodatage révoqué", timestamp=True)
    by.revoked[int(revoked_tsa.certificate.serial_number)] = TODAY - 20 * DAY
    single = prepare_signature_fields(render(act_html(inputs=sign_input("sig_maire"))))
    return Target(
        desk=desk,
        act=act,
        single=single,
        first=certified[0],
        pdf=whole[0],
        other=whole[1],
        by=by,
        revoked_tsa=revoked_tsa,
        listener=ear.address,
    )


@pytest.fixture(scope="session")
def trusted(target: Target) -> list[tuple[bytes, list[bytes]]]:
    """Both authorities, and the lists of those that each has revoked."""
    pki = target.desk.pki
    return [
        (pki.certificate("racine"), [pki.crl("racine"), pki.crl("ac")]),
        (target.by.root.der, [target.by.crl()]),
    ]


@pytest.fixture
def hall(client: Client, trusted, ear: Ear, tmp_path: Path, settings, monkeypatch) -> Iterator[Client]:
    """The page of a town hall that trusts both authorities; no call is heard, no file is left."""
    for root, lists in trusted:
        row = add_authority(encoded=root, purposes=frozenset(TrustPurpose), by=None, at=datetime.now(UTC))
        for rank, content in enumerate(lists):
            RevocationList.objects.create(
                authority=row, address=f"http://ac.exemple/{rank}.crl", content=content
            )
    settings.CHECK_QUEUE_KB = 100_000
    settings.MEDIA_ROOT, settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "files"), str(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield client
    assert not ear.was_called()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def told(client: Client, content: bytes, name: str = "acte.pdf") -> tuple[frozenset[Verdict], str]:
    """The verdict (none when the file was refused at once) and the page."""
    upload = SimpleUploadedFile(name, content, "application/pdf")
    answer = client.post("/v/fichier", {"fichier": upload})
    assert answer.status_code in (302, 422)
    if answer.status_code == 422:
        return frozenset(), text_of_page(answer)
    shown = client.get(answer["Location"])
    assert shown.status_code == 200
    assert b"<script>alert" not in shown.content
    text = text_of_page(shown)
    found = {known for known, heading in HEADINGS.items() if heading in text and EXPLANATIONS[known] in text}
    return frozenset(found), text


def taken(caplog: pytest.LogCaptureFixture) -> list[tuple[float, float]]:
    """Seconds of processor and MB of each file read, as the kernel told them."""
    read = [r for r in caplog.records if r.msg.startswith("A file was read in")]
    return [(float(r.args[0]), float(r.args[1])) for r in read]


def test_what_forgers_start_from_is_sound(hall: Client, target: Target):
    for content in (target.pdf, target.other):
        assert told(hall, content)[0] == {Verdict.SIGNED_ELSEWHERE}


def test_a_call_would_be_heard(ear: Ear):
    socket.create_connection(("127.0.0.1", int(ear.address.rpartition(":")[2]))).close()
    assert ear.was_called()
    assert not ear.was_called()


@pytest.mark.parametrize("name", ATTACKS)
def test_no_hostile_file_is_relied_on(
    hall: Client, target: Target, name: str, caplog: pytest.LogCaptureFixture
):
    attack = ATTACKS[name]
    content = attack.build(target)
    caplog.set_level(logging.INFO, logger="councils.untrusted")
    found, text = told(hall, content)
    assert (found <= attack.told) if attack.told else not found, text
    assert "authentique" not in text
    for seconds, mb in taken(caplog):
        assert seconds < MOST_SECONDS
        assert mb < MOST_MB
    ours = [r for r in caplog.records if r.name.startswith(("django", "councils", "deliberations"))]
    assert [r for r in ours if r.exc_info or r.levelno >= logging.ERROR] == []


# --- chance: what no table lists


@bounds(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_no_chance_change_is_relied_on(target: Target, trusted: list[tuple[bytes, list[bytes]]], seed: int):
    content = mutated(Random(seed), target.pdf, target.other)
    assume(content not in (target.pdf, target.other))
    trust = Trust(
        roots=tuple(root for root, _ in trusted),
        crls=tuple(content for _, lists in trusted for content in lists),
    )
    asked = question(trust, at=datetime.now(UTC), max_bytes=MAX_BYTES)
    given_back, _ = answer(asked, content)
    assert given_back["problems"] or given_back["empty_places"]


# --- the request itself


@pytest.mark.parametrize(
    "name",
    [
        "\u202efdp.etca",
        "a" * 4_000 + ".pdf",
        "acte\0.pdf",
        "<script>alert(1)</script>.pdf",
        "../../acte.pdf",
        ".",
        "",
    ],
    ids=["turned", "long", "null", "page", "path", "point", "empty"],
)
def test_name_of_the_file_changes_nothing(hall: Client, target: Target, name: str):
    head = f'--x\r\nContent-Disposition: form-data; name="fichier"; filename="{name}"\r\n\r\n'
    body = head.encode() + target.pdf + b"\r\n--x--\r\n"
    answered = hall.post("/v/fichier", body, content_type="multipart/form-data; boundary=x")
    refused = name in (".", "") or len(name) > 1_000
    assert answered.status_code == (422 if refused else 302)
    if answered.status_code == 302:
        assert HEADINGS[Verdict.SIGNED_ELSEWHERE] in text_of_page(hall.get(answered["Location"]))


@pytest.mark.parametrize("kind", ["text/html", "application/zip", "", "image/png; charset=\0", "x" * 10_000])
def test_kind_of_the_file_changes_nothing(hall: Client, target: Target, kind: str):
    answered = hall.post("/v/fichier", {"fichier": SimpleUploadedFile("acte.pdf", target.pdf, kind)})
    assert answered.status_code in (302, 422)


_PART = b'--x\r\nContent-Disposition: form-data; name="fichier"; filename="a.pdf"\r\n'


@pytest.mark.parametrize(
    "body",
    [
        b"--x--\r\n",
        _PART + b"\r\n%PDF-1.7",
        _PART + b"Content-Transfer-Encoding: base64\r\n\r\n!!!!\r\n--x--\r\n",
        _PART + b"Content-Length: 99999999999\r\n\r\nabc\r\n--x--\r\n",
        _PART + b"X: " + b"y" * 100_000 + b"\r\n\r\nabc\r\n--x--\r\n",
        (_PART + b"\r\nabc\r\n") * 300 + b"--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="fichier\0"\r\n\r\nabc\r\n--x--\r\n',
        b"\0" * 100_000,
    ],
    ids=["nothing", "cut", "base 64", "length", "heads", "300 files", "null", "zeros"],
)
@pytest.mark.parametrize("boundary", ["x", "y", "", "x" * 300])
def test_request_made_by_hand_is_answered(hall: Client, body: bytes, boundary: str):
    kind = f"multipart/form-data; boundary={boundary}"
    assert hall.post("/v/fichier", body, content_type=kind).status_code in (302, 400, 422)


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/x-www-form-urlencoded", "x"])
def test_request_of_another_kind_is_refused(hall: Client, target: Target, kind: str):
    assert hall.post("/v/fichier", target.pdf, content_type=kind).status_code in (400, 422)
