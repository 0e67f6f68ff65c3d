from datetime import UTC, datetime

import pytest
from asn1crypto.algos import HmacAlgorithm, KdfAlgorithm, Pbkdf2Params, Pbmac1Params
from asn1crypto.cms import ContentInfo
from asn1crypto.core import OctetString
from asn1crypto.pkcs12 import AuthenticatedSafe, BagId, Pfx, SafeContents
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from deliberations.forms.certificates import MAX_BYTES, clean_pkcs12, demo_certificate
from deliberations.signing.demo_authority import create_demo_authority

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    keys = create_demo_authority(
        tmp_path_factory.mktemp("keys"),
        common_name="Ada Imaginaire",
        organisation="Commune",
        now=datetime.now(UTC),
        passphrase="secret",
    )
    return keys.pkcs12.read_bytes()


def upload(content):
    return SimpleUploadedFile("maire.p12", content)


def test_certificate_is_given_back_whole(content):
    assert clean_pkcs12(upload(content)) == content


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b"", "not_pkcs12"),
        (b"-----BEGIN CERTIFICATE-----", "not_pkcs12"),
        (b"\x30\x80" * 40_000, "not_pkcs12"),
        (b"\x30\x03\x02\x01\x03", "not_pkcs12"),
        (b"\xff" * MAX_BYTES, "not_pkcs12"),
        (b"\xff" * (MAX_BYTES + 1), "too_large"),
    ],
)
def test_certificate_refused(bad, code):
    with pytest.raises(ValidationError) as refused:
        clean_pkcs12(upload(bad))
    assert refused.value.code == code


@pytest.mark.parametrize("cut", [1, 10, 500])
def test_certificate_cut_or_lengthened_is_refused(content, cut):
    for bad in (content[:-cut], content + b"\0" * cut):
        with pytest.raises(ValidationError):
            clean_pkcs12(upload(bad))


# --- how long it would take to open


BOX = BagId("safe_contents").dump()


def parts_of(envelope):
    return AuthenticatedSafe.load(envelope["auth_safe"]["content"].native)


def rebuilt(envelope, parts):
    envelope["auth_safe"]["content"] = OctetString(parts.dump(force=True))
    return envelope.dump(force=True)


def with_mac(content, count):
    envelope = Pfx.load(content)
    envelope["mac_data"]["iterations"] = count
    return envelope.dump(force=True)


def with_pbmac1(content, count):
    """RFC 9579: the MAC key comes from PBKDF2 too."""
    envelope = Pfx.load(content)
    parameters = Pbmac1Params(
        {"key_derivation_func": pbkdf2(count), "message_auth_scheme": HmacAlgorithm({"algorithm": "sha256"})}
    )
    algorithm = envelope["mac_data"]["mac"]["digest_algorithm"]
    algorithm["algorithm"] = "1.2.840.113549.1.5.14"
    algorithm["parameters"] = parameters
    return envelope.dump(force=True)


def pbkdf2(count):
    return KdfAlgorithm(
        {
            "algorithm": "pbkdf2",
            "parameters": Pbkdf2Params({"salt": OctetString(b"sel"), "iteration_count": count}),
        }
    )


def with_certificates(content, function):
    """The certificates' part, encrypted with a key that ``function`` derives."""
    envelope = Pfx.load(content)
    parts = parts_of(envelope)
    (part,) = (part for part in parts if part["content_type"].native == "encrypted_data")
    scheme = part["content"]["encrypted_content_info"]["content_encryption_algorithm"]
    scheme["parameters"]["key_derivation_func"] = function
    return rebuilt(envelope, parts)


def with_key_bags(content, count, *, copies=1, depth=0):
    """The key's part, with that count and as many copies of it, inside ``depth`` boxes."""
    envelope = Pfx.load(content)
    parts = parts_of(envelope)
    (part,) = (part for part in parts if part["content_type"].native == "data")
    (bag,) = SafeContents.load(part["content"].native)
    scheme = bag["bag_value"]["encryption_algorithm"]
    scheme["parameters"]["key_derivation_func"] = pbkdf2(count)
    bags = SafeContents([bag] * copies).dump(force=True)
    for _ in range(depth):
        bags = tlv(0x30, tlv(0x30, BOX + tlv(0xA0, bags)))
    part["content"] = OctetString(bags)
    return rebuilt(envelope, parts)


def tlv(tag, body):
    """One DER value; asn1crypto takes exponential time to write boxes in boxes."""
    size = len(body)
    if size < 0x80:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


MOST = 1_000_000


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda content: with_mac(content, MOST), id="mac"),
        pytest.param(lambda content: with_pbmac1(content, MOST), id="mac by PBKDF2"),
        pytest.param(lambda content: with_certificates(content, pbkdf2(MOST)), id="certificates"),
        pytest.param(lambda content: with_key_bags(content, MOST), id="key"),
        pytest.param(lambda content: with_key_bags(content, MOST, copies=8, depth=3), id="keys in boxes"),
    ],
)
def test_certificate_slow_but_bearable_is_taken(content, build):
    assert clean_pkcs12(upload(build(content))) == build(content)


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda content: with_mac(content, MOST + 1), id="mac"),
        pytest.param(lambda content: with_mac(content, 0), id="mac without iteration"),
        pytest.param(lambda content: with_pbmac1(content, MOST + 1), id="mac by PBKDF2"),
        pytest.param(lambda content: with_certificates(content, pbkdf2(2**31 - 1)), id="certificates"),
        pytest.param(lambda content: with_certificates(content, pbkdf2(-1)), id="negative"),
        pytest.param(
            lambda content: with_certificates(content, KdfAlgorithm({"algorithm": "1.3.6.1.4.1.11591.4.11"})),
            id="scrypt",
        ),
        pytest.param(lambda content: with_key_bags(content, MOST + 1), id="key"),
        pytest.param(lambda content: with_key_bags(content, MOST + 1, depth=3), id="key in boxes"),
        pytest.param(lambda content: with_key_bags(content, 1, copies=9), id="too many keys"),
    ],
)
def test_certificate_too_slow_to_open_is_refused(content, build):
    with pytest.raises(ValidationError, match="un million d'itérations au plus") as refused:
        clean_pkcs12(upload(build(content)))
    assert refused.value.code == "too_slow"


@pytest.mark.parametrize("depth", [6, 3000])
def test_certificate_in_too_many_boxes_is_refused(content, depth):
    with pytest.raises(ValidationError) as refused:
        clean_pkcs12(upload(with_key_bags(content, 1, depth=depth)))
    assert refused.value.code == "not_pkcs12"


def test_certificate_protected_by_a_public_key_is_refused(content):
    envelope = Pfx.load(content)
    envelope["auth_safe"] = ContentInfo({"content_type": "signed_data"})
    with pytest.raises(ValidationError) as refused:
        clean_pkcs12(upload(envelope.dump(force=True)))
    assert refused.value.code == "not_pkcs12"


@pytest.mark.parametrize(
    ("allowed", "made", "found"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_demo_certificate_needs_a_demonstration(settings, tmp_path, allowed, made, found):
    settings.DATA_DIR, settings.DEMO_ALLOWED = tmp_path, allowed
    if made:
        (tmp_path / "demo").mkdir()
        (tmp_path / "demo" / "demo-signer.p12").touch()
    assert (demo_certificate() is not None) is found
