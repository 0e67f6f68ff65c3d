import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from cryptography.x509.oid import NameOID

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.archive import archive_state
from deliberations.signing.check import check_signatures
from deliberations.signing.demo_authority import DemoKeys, create_demo_authority
from deliberations.signing.demo_timestamps import demo_timestamp_server
from deliberations.signing.pkcs12 import open_pkcs12
from deliberations.signing.ports import BadPassphrase
from deliberations.signing.trust import trusting
from deliberations.signing.writing import sign_pdf
from tests.deliberations.signing.certificates import certificate_of
from tests.deliberations.signing.helpers import make_keys
from tests.deliberations.signing.samples import NOW, PASSPHRASE, make_request
from tests.support.verapdf import assert_conforms

pytestmark = pytest.mark.integration


def files(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_files_are_private_and_nothing_else_is_left(keys: DemoKeys):
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in keys.pkcs12.parent.iterdir()}
    names = ("demo-root.pem", "demo-root.crl", "demo-signer.p12", "demo-timestamps.p12")
    assert modes == dict.fromkeys(names, 0o600)


def test_certificates_say_that_they_are_a_demonstration(keys: DemoKeys):
    subject = certificate_of(keys.pkcs12.read_bytes()).subject.rfc4514_string()
    assert subject == (
        "CN=Claire DURAND (DÉMONSTRATION),OU=Certificat de démonstration – sans valeur,O=Commune d'essai,C=FR"
    )
    root = x509.load_pem_x509_certificate(keys.root.read_bytes())
    names = root.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert [name.value for name in names] == ["AUTORITÉ DE DÉMONSTRATION – SANS VALEUR"]
    assert certificate_of(keys.pkcs12.read_bytes()).issuer == root.subject


def test_certificate_only_commits_and_does_not_last(keys: DemoKeys):
    certificate = certificate_of(keys.pkcs12.read_bytes())
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.content_commitment, usage.digital_signature, usage.key_cert_sign) == (True, False, False)
    assert certificate.public_key().key_size == 256
    assert (certificate.not_valid_before_utc, certificate.not_valid_after_utc) == (
        NOW,
        NOW + timedelta(days=90),
    )
    assert keys.certificate_not_after == NOW + timedelta(days=90)


def test_private_key_of_the_root_is_not_kept(keys: DemoKeys):
    root = x509.load_pem_x509_certificate(keys.root.read_bytes())
    kept = load_pkcs12(keys.pkcs12.read_bytes(), PASSPHRASE.encode())
    assert kept.key.public_key() != root.public_key()
    assert b"PRIVATE" not in keys.root.read_bytes()


@pytest.mark.parametrize("days", [0, 90], ids=["same day", "last second"])
def test_valid_keys_are_kept(keys: DemoKeys, days: int):
    before = files(keys.root.parent)
    assert make_keys(keys.root.parent, now=NOW + timedelta(days=days)) == keys
    assert files(keys.root.parent) == before


def test_expired_keys_are_replaced_and_old_signatures_still_verify(
    tmp_path: Path, master: bytes, appearance: bytes
):
    old = make_keys(tmp_path)
    signed = open_pkcs12(old.pkcs12.read_bytes(), PASSPHRASE).sign(master, make_request(appearance))
    later = NOW + timedelta(days=91)
    new = make_keys(tmp_path, now=later)
    assert new.certificate_not_after == later + timedelta(days=90)
    assert len(x509.load_pem_x509_certificates(new.root.read_bytes())) == 2
    assert check_signatures(signed.content, trust=trusting(new.root.read_bytes()), at=NOW).ok


def test_keys_of_another_person_are_replaced(tmp_path: Path):
    make_keys(tmp_path)
    keys = create_demo_authority(
        tmp_path, common_name="Paul PETIT", organisation="Commune d'essai", now=NOW, passphrase=PASSPHRASE
    )
    assert (
        "CN=Paul PETIT (DÉMONSTRATION)" in certificate_of(keys.pkcs12.read_bytes()).subject.rfc4514_string()
    )


def test_wrong_passphrase_leaves_the_files(keys: DemoKeys):
    before = files(keys.root.parent)
    with pytest.raises(BadPassphrase):
        create_demo_authority(
            keys.root.parent, common_name="Claire DURAND", organisation="X", now=NOW, passphrase="autre"
        )
    assert files(keys.root.parent) == before


def test_long_names_are_cut_to_what_a_certificate_holds(tmp_path: Path):
    keys = create_demo_authority(
        tmp_path / "new" / "folder",
        common_name="N" * 80,
        organisation="O" * 63 + "É",
        now=NOW,
        passphrase=PASSPHRASE,
    )
    values = [attribute.value for attribute in certificate_of(keys.pkcs12.read_bytes()).subject]
    assert values[1] == "O" * 63
    assert values[3] == "N" * 47 + " (DÉMONSTRATION)"


def test_demonstration_signs_for_the_long_term(tmp_path: Path, two_fields: bytes, appearance: bytes):
    """Secretary then mayor, with a timestamp server on loopback and no other network."""
    now = datetime.now(UTC)
    keys = create_demo_authority(
        tmp_path,
        common_name="Claire DURAND",
        secretary="Paul PETIT",
        organisation="Commune d'essai",
        now=now,
        passphrase=PASSPHRASE,
    )
    secretary, mayor = (open_pkcs12(path.read_bytes(), PASSPHRASE) for path in (keys.secretary, keys.pkcs12))
    first = make_request(appearance, field="sig_secretaire", at=now)
    with demo_timestamp_server(keys, PASSPHRASE) as timestamps:
        means = {"trust": keys.trust(), "timestamps": timestamps}
        certified = sign_pdf(
            two_fields, secretary, replace(first, certifies=True, level=SignatureLevel.B_LT), **means
        )
        request = replace(make_request(appearance, at=now), level=SignatureLevel.B_LTA)
        signed = sign_pdf(certified.content, mayor, request, **means)
    assert (signed.level, signed.shortfall) == (SignatureLevel.B_LTA, None)
    assert secretary.holder == "Paul PETIT (DÉMONSTRATION)"
    assert archive_state(signed.content).level == SignatureLevel.B_LTA
    assert_conforms(signed.content)


def test_demonstration_timestamps_answer_only_what_they_understand(keys: DemoKeys):
    with demo_timestamp_server(keys, PASSPHRASE) as timestamps:
        for body in (b"", b"Bonjour", bytes(5000)):
            with pytest.raises(HTTPError) as caught:
                urlopen(timestamps.url, body)
            caught.value.close()
            assert caught.value.code == 400
