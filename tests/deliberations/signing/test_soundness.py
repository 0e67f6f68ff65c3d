"""What must never be recorded as a signed copy."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from deliberations.signing.demo_authority import DemoKeys
from deliberations.signing.pkcs12 import Pkcs12Key
from deliberations.signing.ports import SignedDocument, UnsoundSignature
from deliberations.signing.soundness import require_sound
from tests.deliberations.signing.attacks import flip
from tests.deliberations.signing.certificates import certificate_of
from tests.deliberations.signing.samples import make_request

pytestmark = pytest.mark.integration


def test_signature_just_made_is_sound(master: bytes, signed: SignedDocument, appearance: bytes) -> None:
    require_sound(master, signed, make_request(appearance))


def test_second_signature_is_sound(two_fields: bytes, signer: Pkcs12Key, appearance: bytes) -> None:
    first = signer.sign(two_fields, make_request(appearance, field="sig_secretaire"))
    second = signer.sign(first.content, make_request(appearance))
    require_sound(first.content, second, make_request(appearance))


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda pdf: flip(pdf, 2000), id="altered"),
        pytest.param(lambda pdf: pdf + b"% more\n%%EOF\n", id="lengthened"),
        pytest.param(lambda pdf: pdf[:-300], id="cut"),
        pytest.param(lambda pdf: b"", id="empty"),
    ],
)
def test_spoilt_file_is_unsound(master: bytes, signed: SignedDocument, appearance: bytes, spoil) -> None:
    with pytest.raises(UnsoundSignature):
        require_sound(master, replace(signed, content=spoil(signed.content)), make_request(appearance))


def test_file_never_signed_is_unsound(master: bytes, signed: SignedDocument, appearance: bytes) -> None:
    with pytest.raises(UnsoundSignature):
        require_sound(master, replace(signed, content=master), make_request(appearance))


def test_signature_of_another_document_is_unsound(
    two_fields: bytes, signed: SignedDocument, appearance: bytes
) -> None:
    with pytest.raises(UnsoundSignature):
        require_sound(two_fields, signed, make_request(appearance))


def test_signature_in_another_field_is_unsound(
    two_fields: bytes, signer: Pkcs12Key, appearance: bytes
) -> None:
    done = signer.sign(two_fields, make_request(appearance, field="sig_secretaire"))
    with pytest.raises(UnsoundSignature):
        require_sound(two_fields, done, make_request(appearance))


def test_signature_by_another_key_than_announced_is_unsound(
    master: bytes, signed: SignedDocument, other_keys: DemoKeys, appearance: bytes
) -> None:
    other = certificate_of(other_keys.pkcs12.read_bytes()).public_bytes(Encoding.DER)
    with pytest.raises(UnsoundSignature):
        require_sound(master, replace(signed, certificate=other), make_request(appearance))
