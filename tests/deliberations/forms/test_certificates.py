from datetime import UTC, datetime

import pytest
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


@pytest.mark.parametrize(
    ("allowed", "made", "found"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_demo_certificate_needs_a_demonstration(settings, tmp_path, allowed, made, found):
    settings.DATA_DIR, settings.DEMO_ALLOWED = tmp_path, allowed
    if made:
        (tmp_path / "demo").mkdir()
        (tmp_path / "demo" / "demo-signer.p12").touch()
    assert (demo_certificate() is not None) is found
