"""Files signed elsewhere: what comes back from a sound program, and all that does not."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from asn1crypto import core
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12, serialize_key_and_certificates
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject, TextStringObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.blocking import run_blocking
from deliberations.signing.completing import complete
from deliberations.signing.ports import SignedDocument
from deliberations.signing.returned import MAX_GROWTH, Expected, check_returned
from deliberations.signing.returned_faults import SENTENCES_FR, Fault, ReturnedRefused
from tests.deliberations.signing.attacks import byte_range, flip
from tests.deliberations.signing.attacks.messages import attribute, edited, unsigned
from tests.deliberations.signing.attacks.raw import in_gap
from tests.deliberations.signing.desk import Desk, outside_opinion
from tests.support.pki import PASSPHRASE, Pki

pytestmark = pytest.mark.integration

MAYOR = Expected("sig_maire", "Jeanne MARTIN")


def sign_elsewhere(
    pdf: bytes, pki: Pki, who: str = "maire", field: str = "sig_maire", **settings: Any
) -> bytes:
    """What a careless signing program does: no validation, no drawing."""
    key = SimpleSigner.load_pkcs12_data(pki.pkcs12(who), other_certs=(), passphrase=PASSPHRASE.encode())
    usual = {"md_algorithm": "sha256", "subfilter": SigSeedSubFilter.PADES, "reason": "Bon pour accord"}
    metadata = PdfSignatureMetadata(field_name=field, **(usual | settings))
    made = PdfSigner(metadata, key, new_field_spec=SigFieldSpec(field))
    return bytes(run_blocking(made.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))).getvalue())


def accepted(
    desk: Desk, sent: bytes, returned: bytes, expected: Expected = MAYOR, **changes: Any
) -> SignedDocument:
    usual = {"trust": desk.pki.trust_with_crls, "at": datetime.now(UTC)}
    return check_returned(sent, returned, expected, **(usual | changes))


def fault(desk: Desk, sent: bytes, returned: bytes, expected: Expected = MAYOR, **changes: Any) -> Fault:
    with pytest.raises(ReturnedRefused) as caught:
        accepted(desk, sent, returned, expected, **changes)
    assert caught.value.message_fr == SENTENCES_FR[caught.value.fault]
    assert not caught.value.retry
    return caught.value.fault


@pytest.fixture(scope="module")
def returned(desk: Desk, certified: SignedDocument) -> bytes:
    """The act certified by the secretary here, then signed by the mayor elsewhere."""
    return sign_elsewhere(certified.content, desk.pki)


def test_file_signed_elsewhere_is_accepted_then_raised(
    returned: bytes, certified: SignedDocument, desk: Desk
):
    document = accepted(desk, certified.content, returned)
    assert (document.field_name, document.provider) == ("sig_maire", "upload")
    assert document.certificate == desk.pki.certificate("maire")
    assert abs(document.signed_at - datetime.now(UTC)) < timedelta(minutes=1)
    done = complete(document.content, **desk.means)
    assert done.level == SignatureLevel.B_LTA
    assert [ok for _, _, ok in outside_opinion(done.content, desk.pki)] == [True, True]


def test_file_with_its_own_evidence_is_accepted(desk: Desk):
    long_term = desk.sign("maire", level=SignatureLevel.B_LTA)
    assert accepted(desk, desk.act, long_term.content).level == SignatureLevel.B_LTA


def test_other_name_is_confirmed(desk: Desk):
    back = sign_elsewhere(desk.act, desk.pki, "adjoint")
    with pytest.raises(ReturnedRefused) as caught:
        accepted(desk, desk.act, back)
    assert (caught.value.fault, caught.value.holder) == (Fault.OTHER_HOLDER, "Chloé PETIT")
    confirmed = Expected("sig_maire", "Jeanne MARTIN", confirmed_holder="Chloé PETIT")
    assert accepted(desk, desk.act, back, confirmed).provider == "upload"


# --- what no hash covers


@pytest.mark.parametrize("rest", [b"/Cachet (autre)", b"% ici\n", b" "], ids=["key", "comment", "space"])
def test_gap_that_holds_something_else(returned: bytes, certified: SignedDocument, desk: Desk, rest: bytes):
    _, start, end, _ = byte_range(returned)
    value = returned[start + 1 : end - 1].rstrip(b"0") + b"00"
    value += b"0" * (len(value) % 2)
    assert fault(desk, certified.content, in_gap(returned, value, rest)) is Fault.INVALID


def test_message_that_holds_something_else(desk: Desk):
    back = sign_elsewhere(desk.act, desk.pki)
    padded = edited(back, unsigned(attribute("1.2.3.4", core.Null())))
    assert fault(desk, desk.act, padded) is Fault.INVALID


# --- the bytes


def test_file_not_signed(desk: Desk):
    assert fault(desk, desk.act, desk.act) is Fault.NOT_SIGNED
    assert fault(desk, desk.act, retitled(desk.act, "Délibération 2026-57")) is Fault.NOT_SIGNED


def test_file_rewritten_by_its_program(returned: bytes, certified: SignedDocument, desk: Desk):
    with pikepdf.open(BytesIO(returned)) as document:
        output = BytesIO()
        document.save(output)
    assert fault(desk, certified.content, output.getvalue()) is Fault.OTHER_BYTES


def test_other_file(returned: bytes, desk: Desk):
    assert fault(desk, desk.act[:-1] + b" ", returned) is Fault.OTHER_BYTES
    assert fault(desk, desk.act, b"Bonjour") is Fault.OTHER_BYTES


def test_file_too_large(desk: Desk):
    assert fault(desk, desk.act, desk.act + bytes(MAX_GROWTH + 1)) is Fault.TOO_LARGE


@pytest.mark.parametrize(
    "change",
    [lambda pdf: pdf[:-200], lambda pdf: pdf + b"PK\x03\x04", lambda pdf: pdf + b"\n%%EOF\n"],
    ids=["cut", "archive behind", "second end"],
)
def test_file_damaged(
    change: Callable[[bytes], bytes], returned: bytes, certified: SignedDocument, desk: Desk
):
    assert fault(desk, certified.content, change(returned)) is Fault.UNREADABLE


def test_file_signed_by_poppler(desk: Desk, tmp_path: Path):
    """Its numbers of generation are wrong (poppler 22.12, which Okular uses)."""
    signed = sign_with_poppler(desk.act, desk.pki, tmp_path)
    assert signed.startswith(desk.act)
    assert fault(desk, desk.act, signed) is Fault.UNREADABLE


def sign_with_poppler(pdf: bytes, pki: Pki, folder: Path) -> bytes:
    found = load_pkcs12(pki.pkcs12("maire"), PASSPHRASE.encode())
    protection, others = (
        BestAvailableEncryption(b"essai"),
        [one.certificate for one in found.additional_certs],
    )
    content = serialize_key_and_certificates(b"maire", found.key, found.cert.certificate, others, protection)
    (folder / "maire.p12").write_bytes(content)
    (folder / "racine.der").write_bytes(pki.certificate("racine"))
    (folder / "acte.pdf").write_bytes(pdf)
    (folder / "nss").mkdir()
    store = f"sql:{folder / 'nss'}"
    for command in (
        ["certutil", "-N", "-d", store, "--empty-password"],
        ["certutil", "-A", "-d", store, "-n", "racine", "-t", "CT,C,C", "-i", "racine.der"],
        ["pk12util", "-i", "maire.p12", "-d", store, "-W", "essai"],
        [
            "pdfsig",
            "-nssdir",
            store,
            "-nss-pwd",
            "",
            "-nick",
            "maire",
            "-sign",
            "sig_maire",
            "acte.pdf",
            "signé.pdf",
        ],
    ):
        subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return (folder / "signé.pdf").read_bytes()


# --- one signature, in its place


def test_two_signatures(desk: Desk):
    first = sign_elsewhere(desk.act, desk.pki, "secretaire", "sig_secretaire")
    assert fault(desk, desk.act, sign_elsewhere(first, desk.pki)) is Fault.SEVERAL_SIGNATURES


@pytest.mark.parametrize("field", ["sig_secretaire", "Signature1"])
def test_other_place(field: str, desk: Desk):
    assert fault(desk, desk.act, sign_elsewhere(desk.act, desk.pki, field=field)) is Fault.OTHER_PLACE


# --- nothing else changed


def retitled(pdf: bytes, title: str) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.set_info(DictionaryObject({pdf_name("/Title"): TextStringObject(title)}))
    return written(writer)


def with_other_text(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)
    return written(writer)


def with_note(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    note = {
        "/Type": pdf_name("/Annot"),
        "/Subtype": pdf_name("/FreeText"),
        "/Contents": TextStringObject("Non"),
    }
    annotation = DictionaryObject({pdf_name(key): value for key, value in note.items()})
    page["/Annots"] = ArrayObject([*page["/Annots"], writer.add_object(annotation)])
    writer.update_container(page)
    return written(writer)


def written(writer: IncrementalPdfFileWriter) -> bytes:
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


@pytest.mark.parametrize("change", [with_other_text, with_note])
def test_content_changed_before_signing(change: Callable[[bytes], bytes], desk: Desk):
    assert fault(desk, desk.act, sign_elsewhere(change(desk.act), desk.pki)) is Fault.CONTENT_CHANGED


@pytest.mark.parametrize("change", [with_other_text, with_note])
def test_content_changed_after_signing(
    change: Callable[[bytes], bytes], returned: bytes, certified: SignedDocument, desk: Desk
):
    assert fault(desk, certified.content, change(returned)) is Fault.CONTENT_CHANGED


def test_title_changed(desk: Desk):
    back = sign_elsewhere(retitled(desk.act, "Délibération 2026-58"), desk.pki)
    assert fault(desk, desk.act, back) is Fault.METADATA_CHANGED
    after = retitled(sign_elsewhere(desk.act, desk.pki), "Délibération 2026-58")
    assert fault(desk, desk.act, after) is Fault.METADATA_CHANGED


# --- a sound signature, of an accepted person


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("intrus", Fault.UNKNOWN_AUTHORITY),
        ("expire", Fault.OUT_OF_DATE),
        ("futur", Fault.OUT_OF_DATE),
        ("revoque", Fault.REVOKED),
        ("sans-engagement", Fault.UNSUITABLE),
        ("secretaire", Fault.OTHER_HOLDER),
    ],
)
def test_certificate_that_is_refused(who: str, expected: Fault, desk: Desk):
    assert fault(desk, desk.act, sign_elsewhere(desk.act, desk.pki, who)) is expected


def test_digest_abandoned(desk: Desk):
    assert fault(desk, desk.act, sign_elsewhere(desk.act, desk.pki, md_algorithm="sha1")) is Fault.WEAK_DIGEST


def test_format_of_old_programs(desk: Desk):
    back = sign_elsewhere(desk.act, desk.pki, subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
    assert fault(desk, desk.act, back) is Fault.WRONG_FORMAT


def test_computer_ahead_of_time(desk: Desk):
    back = sign_elsewhere(desk.act, desk.pki)
    assert fault(desk, desk.act, back, at=datetime.now(UTC) - timedelta(hours=1)) is Fault.IN_FUTURE


def test_signature_damaged(desk: Desk):
    back = sign_elsewhere(desk.act, desk.pki)
    assert fault(desk, desk.act, flip(back, back.index(b"Bon pour accord"))) is Fault.INVALID


def test_hour_of_reception_is_aware(desk: Desk):
    with pytest.raises(ValueError, match="aware"):
        accepted(desk, desk.act, desk.act, at=datetime(2026, 11, 23))  # noqa: DTZ001  that is the point


def test_every_fault_has_its_sentence():
    assert set(SENTENCES_FR) == set(Fault)
