"""One act, one drawing and two demonstration authorities, made once: RSA keys and rendering are slow."""

import pytest

from deliberations.signing.demo_authority import DemoKeys
from deliberations.signing.fields import prepare_signature_fields
from deliberations.signing.pkcs12 import Pkcs12Key, open_pkcs12
from deliberations.signing.ports import SignedDocument
from tests.deliberations.signing.helpers import make_keys
from tests.deliberations.signing.samples import PASSPHRASE, make_request, render_act, render_appearance


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> DemoKeys:
    return make_keys(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def other_keys(tmp_path_factory: pytest.TempPathFactory) -> DemoKeys:
    """An authority of the same name that nobody trusts."""
    return make_keys(tmp_path_factory.mktemp("other_authority"))


@pytest.fixture(scope="session")
def roots(keys: DemoKeys) -> list[bytes]:
    return [keys.root.read_bytes()]


@pytest.fixture(scope="session")
def signer(keys: DemoKeys) -> Pkcs12Key:
    return open_pkcs12(keys.pkcs12.read_bytes(), PASSPHRASE)


@pytest.fixture(scope="session")
def appearance() -> bytes:
    return render_appearance()


@pytest.fixture(scope="session")
def master() -> bytes:
    """The act ready for the mayor's signature."""
    return prepare_signature_fields(render_act("sig_maire"))


@pytest.fixture(scope="session")
def two_fields() -> bytes:
    """The act ready for two signatures, the mayor's last."""
    return prepare_signature_fields(render_act("sig_secretaire", "sig_maire"))


@pytest.fixture(scope="session")
def signed(master: bytes, signer: Pkcs12Key, appearance: bytes) -> SignedDocument:
    return signer.sign(master, make_request(appearance))


@pytest.fixture(scope="session")
def twice_signed(two_fields: bytes, signer: Pkcs12Key, appearance: bytes) -> SignedDocument:
    """Signed by the secretary, then by the mayor (the same key does for both)."""
    first = signer.sign(two_fields, make_request(appearance, field="sig_secretaire"))
    return signer.sign(first.content, make_request(appearance))
