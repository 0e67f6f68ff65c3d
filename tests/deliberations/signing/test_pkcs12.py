import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.serialization import Encoding

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.blocking import run_blocking
from deliberations.signing.check import check_signatures
from deliberations.signing.demo_authority import DemoKeys
from deliberations.signing.pkcs12 import Pkcs12Key, open_pkcs12
from deliberations.signing.ports import (
    BadPassphrase,
    CertificateOutOfDate,
    DocumentLocked,
    FieldAlreadySigned,
    SignedDocument,
    UnknownField,
    UnknownProvider,
    UnreadableDocument,
    UnsuitableCertificate,
    UnusableAppearance,
)
from deliberations.signing.registry import PROVIDERS, open_signer
from deliberations.signing.trust import trusting
from tests.deliberations.signing.attacks import flip
from tests.deliberations.signing.certificates import (
    certificate_of,
    issue_pkcs12,
    with_dsa_key,
    without_key,
)
from tests.deliberations.signing.helpers import opened, text_of
from tests.deliberations.signing.samples import NOW, PASSPHRASE, make_request, render, render_act

pytestmark = pytest.mark.integration

STAMP = "Signé électroniquement par Claire DURAND, maire le 23/11/2026 à 19:30"


def pdfsig(pdf: bytes, directory: Path) -> str:
    """The opinion of poppler, which shares no code with our library."""
    path = directory / "signed.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False)
    return done.stdout


def words(pdf: bytes) -> str:
    return " ".join(text_of(pdf).split())


def test_signed_document_describes_the_signature(master: bytes, signed: SignedDocument, keys: DemoKeys):
    certificate = certificate_of(keys.pkcs12.read_bytes())
    assert signed == SignedDocument(
        content=signed.content,
        sha256_before=sha256(master).hexdigest(),
        sha256_after=sha256(signed.content).hexdigest(),
        field_name="sig_maire",
        certificate=certificate.public_bytes(Encoding.DER),
        certificate_subject=certificate.subject.rfc4514_string(),
        certificate_serial=f"{certificate.serial_number:X}",
        certificate_not_after=keys.certificate_not_after,
        signed_at=NOW,
        provider="pkcs12",
        level=SignatureLevel.B_B,
    )


def test_signature_is_appended_to_the_bytes_received(master: bytes, signed: SignedDocument):
    assert signed.content.startswith(master)
    assert len(signed.content) > len(master)


def test_signature_adds_its_drawing_and_changes_no_word(master: bytes, signed: SignedDocument):
    assert words(signed.content) == f"{words(master)} {STAMP}"


def test_poppler_finds_the_signature_valid(signed: SignedDocument, tmp_path: Path):
    report = pdfsig(signed.content, tmp_path)
    assert report.count("Signature Field Name:") == 1
    for line in (
        "Signature Field Name: sig_maire",
        "Signer Certificate Common Name: Claire DURAND (DÉMONSTRATION)",
        "Signing Hash Algorithm: SHA-256",
        "Signature Type: ETSI.CAdES.detached",
        "Total document signed",
        "Signature Validation: Signature is Valid.",
    ):
        assert f"- {line}\n" in report


def test_poppler_finds_both_signatures_valid(twice_signed: SignedDocument, tmp_path: Path):
    assert pdfsig(twice_signed.content, tmp_path).count("Signature Validation: Signature is Valid.") == 2


def test_poppler_finds_a_changed_byte(signed: SignedDocument, tmp_path: Path):
    assert "Signature Validation: Digest Mismatch." in pdfsig(flip(signed.content, 2000), tmp_path)


def signature_dictionary(pdf: bytes) -> dict[str, str]:
    with opened(pdf) as document:
        value = document.Root.AcroForm.Fields[0].V
        return {key: str(value[key]) for key in ("/Name", "/Reason", "/Location", "/M", "/SubFilter")}


def test_dictionary_carries_the_request(signed: SignedDocument):
    assert signature_dictionary(signed.content) == {
        "/Name": "Claire DURAND, maire",
        "/Reason": "Délibération 2026-57",
        "/Location": "Ville d'essai",
        "/M": "D:20261123183000Z",
        "/SubFilter": "/ETSI.CAdES.detached",
    }


def test_signature_carries_the_signer_but_not_the_root(signed: SignedDocument):
    with opened(signed.content) as document:
        message = cms.ContentInfo.load(bytes(document.Root.AcroForm.Fields[0].V.Contents))
    serials = [f"{entry.chosen.serial_number:X}" for entry in message["content"]["certificates"]]
    assert serials == [signed.certificate_serial]


def test_signing_time_keeps_its_zone(master: bytes, signer: Pkcs12Key, appearance: bytes, roots: list[bytes]):
    paris = NOW.astimezone(timezone(timedelta(hours=1))).replace(microsecond=987)
    done = signer.sign(master, make_request(appearance, at=paris))
    assert signature_dictionary(done.content)["/M"] == "D:20261123193000+01'00'"
    assert check_signatures(done.content, trust=trusting(*roots), at=NOW).signatures[0].signed_at == NOW
    assert done.signed_at == NOW


def test_naive_signing_time_is_refused(appearance: bytes):
    with pytest.raises(ValueError, match="aware"):
        make_request(appearance, at=datetime(2026, 11, 23))  # noqa: DTZ001  that is the point


def test_signing_works_inside_a_running_loop(master: bytes, signer: Pkcs12Key, appearance: bytes):
    async def view() -> SignedDocument:
        return signer.sign(master, make_request(appearance))

    assert run_blocking(view()).sha256_before == sha256(master).hexdigest()


# --- refusals


def test_wrong_passphrase_can_be_typed_again(keys: DemoKeys):
    with pytest.raises(BadPassphrase) as caught:
        open_pkcs12(keys.pkcs12.read_bytes(), "autre")
    assert caught.value.retry
    assert caught.value.message_fr.startswith("Le mot de passe n'ouvre pas ce certificat.")


def test_damaged_pkcs12_is_refused(keys: DemoKeys):
    with pytest.raises(BadPassphrase):
        open_pkcs12(keys.pkcs12.read_bytes()[:-200], PASSPHRASE)


def test_holder_is_the_common_name(signer: Pkcs12Key):
    assert signer.holder == "Claire DURAND (DÉMONSTRATION)"


@pytest.mark.parametrize(
    "at", [NOW - timedelta(seconds=1), NOW + timedelta(days=90, seconds=1)], ids=["not yet", "no longer"]
)
def test_certificate_out_of_date_does_not_sign(
    master: bytes, signer: Pkcs12Key, appearance: bytes, at: datetime
):
    with pytest.raises(CertificateOutOfDate) as caught:
        signer.sign(master, make_request(appearance, at=at))
    assert "du 23/11/2026 au 21/02/2027" in caught.value.message_fr
    assert not caught.value.retry


def test_certificate_signs_until_its_last_second(master: bytes, signer: Pkcs12Key, appearance: bytes):
    last = NOW + timedelta(days=90)
    assert signer.sign(master, make_request(appearance, at=last)).signed_at == last


def test_certificate_without_commitment_does_not_sign(master: bytes, appearance: bytes):
    signer = open_pkcs12(issue_pkcs12(NOW, commitment=False)[0], PASSPHRASE)
    with pytest.raises(UnsuitableCertificate):
        signer.sign(master, make_request(appearance))


def test_pkcs12_without_key_does_not_open(keys: DemoKeys):
    certificate = certificate_of(keys.pkcs12.read_bytes())
    with pytest.raises(UnsuitableCertificate):
        open_pkcs12(without_key(certificate), PASSPHRASE)


def test_pkcs12_with_a_kind_of_key_unused_does_not_open():
    with pytest.raises(UnsuitableCertificate):
        open_pkcs12(with_dsa_key(NOW), PASSPHRASE)


def test_unknown_field_is_named(master: bytes, signer: Pkcs12Key, appearance: bytes):
    with pytest.raises(UnknownField, match="« sig_prefet »"):
        signer.sign(master, make_request(appearance, field="sig_prefet"))


def test_document_without_form_has_no_such_field(signer: Pkcs12Key, appearance: bytes):
    with pytest.raises(UnknownField):
        signer.sign(render_act(), make_request(appearance))


def test_same_field_is_not_signed_twice(signed: SignedDocument, signer: Pkcs12Key, appearance: bytes):
    with pytest.raises(FieldAlreadySigned, match="« sig_maire »"):
        signer.sign(signed.content, make_request(appearance))


def test_nothing_is_signed_after_the_locking_field(two_fields: bytes, signer: Pkcs12Key, appearance: bytes):
    locked = signer.sign(two_fields, make_request(appearance))
    with pytest.raises(DocumentLocked):
        signer.sign(locked.content, make_request(appearance, field="sig_secretaire"))


def test_document_that_is_no_pdf_is_refused(signer: Pkcs12Key, appearance: bytes):
    with pytest.raises(UnreadableDocument):
        signer.sign(b"Bonjour", make_request(appearance))


@pytest.mark.parametrize("drawing", [b"", b"<svg/>"], ids=["empty", "not a PDF"])
def test_appearance_must_be_a_pdf(master: bytes, signer: Pkcs12Key, appearance: bytes, drawing: bytes):
    with pytest.raises(UnusableAppearance):
        signer.sign(master, replace(make_request(appearance), appearance=drawing))


def test_appearance_must_have_one_page(master: bytes, signer: Pkcs12Key, appearance: bytes):
    two_pages = render("<p>Une</p><p style='break-before: page'>Deux</p>")
    with pytest.raises(UnusableAppearance):
        signer.sign(master, replace(make_request(appearance), appearance=two_pages))


# --- registry


def test_registry_opens_a_signer_by_name(
    master: bytes, keys: DemoKeys, appearance: bytes, roots: list[bytes]
):
    signer = open_signer("pkcs12", content=keys.pkcs12.read_bytes(), passphrase=PASSPHRASE)
    done = signer.sign(master, make_request(appearance))
    assert done.provider == "pkcs12"
    assert check_signatures(done.content, trust=trusting(*roots), at=NOW).ok


def test_registry_names_are_those_stored():
    assert list(PROVIDERS) == ["pkcs12", "pkcs11", "csc"]


def test_registry_refuses_an_unknown_name():
    with pytest.raises(UnknownProvider, match="« fax »"):
        open_signer("fax")


def test_secrets_are_not_shown(signer: Pkcs12Key):
    assert repr(signer) == f"Pkcs12Key(certificate={signer.certificate!r})"


def test_certificate_dates_are_utc(signed: SignedDocument):
    assert signed.certificate_not_after.tzinfo is UTC
