"""Acts, drawings, authorities and signed files, made once: RSA keys, rendering and signing are slow."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.completing import CompletedDocument, complete, renew
from deliberations.signing.demo_authority import DemoKeys
from deliberations.signing.fields import prepare_signature_fields
from deliberations.signing.hashing import finish, prepare
from deliberations.signing.pkcs12 import Pkcs12Key, open_pkcs12
from deliberations.signing.ports import SignedDocument
from tests.deliberations.signing.desk import LOOPBACK, Desk
from tests.deliberations.signing.helpers import make_keys
from tests.deliberations.signing.samples import PASSPHRASE, make_request, render_act, render_appearance
from tests.support.pki import Pki
from tests.support.tokens import RemoteSigning, make_token, remote_signing, sign_with_token


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


# --- with the authorities on loopback


@pytest.fixture(scope="session")
def desk(pki: Pki, two_fields: bytes, appearance: bytes) -> Desk:
    """Where people sign the act, at any level."""
    return Desk(pki, two_fields, appearance)


@pytest.fixture(scope="session")
def certified(desk: Desk) -> SignedDocument:
    """The act certified by the secretary (B-LT)."""
    return desk.sign("secretaire", field="sig_secretaire", level=SignatureLevel.B_LT, certifies=True)


@pytest.fixture(scope="session")
def register_act(desk: Desk, certified: SignedDocument) -> SignedDocument:
    """The same, approved and locked by the mayor (B-LTA)."""
    return desk.sign("maire", certified.content, level=SignatureLevel.B_LTA)


@pytest.fixture(scope="session")
def waiting(desk: Desk) -> SignedDocument:
    """The act signed by both while the timestamp server was down (B-B)."""
    first = desk.sign("secretaire", field="sig_secretaire", certifies=True)
    return desk.sign("maire", first.content)


@pytest.fixture(scope="session")
def completed(desk: Desk, waiting: SignedDocument) -> CompletedDocument:
    """The same, completed by a timestamp server whose certificate ends in 30 days."""
    return complete(
        waiting.content, trust=desk.pki.trust, timestamps=desk.timestamps("tsa-courte"), network=LOOPBACK
    )


@pytest.fixture(scope="session")
def renewed(desk: Desk, completed: CompletedDocument) -> CompletedDocument:
    return renew(completed.content, trust=desk.pki.trust, timestamps=desk.timestamps(), network=LOOPBACK)


@pytest.fixture(scope="session")
def sealed(desk: Desk, master: bytes) -> SignedDocument:
    """A copy with the council's seal (B-LTA)."""
    return desk.sign("cachet", master, level=SignatureLevel.B_LTA)


@pytest.fixture(scope="session")
def token(pki: Pki, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a software token that holds the keys of ``cachet`` (1) and ``maire`` (2)."""
    folder = tmp_path_factory.mktemp("token")
    make_token(folder, pki, "cachet", "maire")
    return folder


@pytest.fixture(scope="session")
def hash_signed(desk: Desk, token: Path) -> SignedDocument:
    """The act whose hash the mayor's token signed (B-LTA)."""
    prepared = prepare(
        desk.act, desk.pki.certificate("maire"), desk.request(level=SignatureLevel.B_LTA), **desk.means
    )
    raw = sign_with_token(prepared.to_be_signed, token, 2, mechanism="SHA256-RSA-PKCS")
    return finish(prepared, raw, **desk.means)


@pytest.fixture(scope="session")
def remote(pki: Pki) -> Iterator[RemoteSigning]:
    """A remote signing service on loopback."""
    with remote_signing(pki) as service:
        yield service
