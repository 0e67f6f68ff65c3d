"""Each level with each kind of key, judged by pyHanko's long-term validation and by poppler."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.completing import archive_state
from deliberations.signing.failures import CertificationNotFirst, TooManyDocuments
from deliberations.signing.keys import Key, open_csc, open_pkcs11
from deliberations.signing.ports import DocumentLocked, SignedDocument
from deliberations.signing.writing import sign_all, sign_pdf
from tests.deliberations.signing.desk import Desk, last_signature, outside_opinion
from tests.support.tokens import MODULE, PIN, TOKEN, RemoteSigning

pytestmark = pytest.mark.integration

LEVELS = list(SignatureLevel)
PROVIDERS = ("pkcs12", "pkcs11", "csc")


@pytest.fixture(params=PROVIDERS)
def key(request: pytest.FixtureRequest, desk: Desk) -> Key:
    """The mayor's key, wherever it lives."""
    if request.param == "pkcs12":
        return desk.key("maire")
    if request.param == "pkcs11":
        request.getfixturevalue("token")
        return open_pkcs11(MODULE, TOKEN, PIN, "maire")
    remote: RemoteSigning = request.getfixturevalue("remote")
    return open_csc(remote.address, "psco/maire", "jeton")


@pytest.mark.parametrize("level", LEVELS)
def test_each_key_signs_at_each_level(key: Key, level: SignatureLevel, desk: Desk):
    with key:
        signed = desk.sign(key, level=level)
    assert (signed.level, signed.shortfall, signed.provider) == (level, None, key.provider)
    assert archive_state(signed.content).level == level
    assert signed.content.startswith(desk.act)
    stamped = signed.timestamped_at
    if level == SignatureLevel.B_B:
        assert stamped is None
    else:
        assert abs(stamped - datetime.now(UTC)) < timedelta(minutes=1)


def test_secretary_certifies_and_mayor_closes_the_file(register_act: SignedDocument, desk: Desk):
    assert outside_opinion(register_act.content, desk.pki) == [
        ("sig_secretaire", "OK", True),
        ("sig_maire", "OK", True),
    ]
    assert last_signature(register_act.content) == ("/ETSI.RFC3161", True)


def test_certification_allows_signatures_only(certified: SignedDocument):
    (signature,) = PdfFileReader(BytesIO(certified.content)).embedded_regular_signatures
    assert signature.docmdp_level == MDPPerm.FILL_FORMS
    assert archive_state(certified.content).level == SignatureLevel.B_LT


def test_nothing_is_signed_after_the_mayor(desk: Desk):
    locked = desk.sign("maire")
    with pytest.raises(DocumentLocked):
        desk.sign("secretaire", locked.content, field="sig_secretaire")


def test_only_the_first_signature_certifies(certified: SignedDocument, desk: Desk):
    with pytest.raises(CertificationNotFirst, match="ne peut plus être certifié"):
        desk.sign("maire", certified.content, certifies=True)


def test_higher_level_needs_its_means(desk: Desk):
    with pytest.raises(ValueError, match="B-T needs trusted authorities and a timestamp service"):
        sign_pdf(desk.act, desk.key("maire"), desk.request(level=SignatureLevel.B_T), trust=None)


def test_seal_is_not_a_person(sealed: SignedDocument, desk: Desk):
    assert "CN=Cachet Commune de Testville" in sealed.certificate_subject
    assert outside_opinion(sealed.content, desk.pki) == [("sig_maire", "OK", True)]


def test_one_authorisation_signs_a_whole_sitting(desk: Desk, remote: RemoteSigning):
    remote.calls.clear()
    key = open_csc(remote.address, "psco/maire", "jeton", pin="1234", code="567890")
    documents = [(desk.act, desk.request(level=SignatureLevel.B_LTA)) for _ in range(4)]
    signed = sign_all(documents, key, **desk.means)
    assert [one.level for one in signed] == [SignatureLevel.B_LTA] * 4
    names = [name for name, _ in remote.calls]
    assert names == ["credentials/info", "credentials/authorize", "signatures/signHash"]
    authorised, order = remote.calls[1][1], remote.calls[2][1]
    assert (authorised["PIN"], authorised["OTP"], authorised["numSignatures"]) == ("1234", "567890", 4)
    assert authorised["hash"] == order["hash"]


def test_too_many_documents_for_one_authorisation(desk: Desk, remote: RemoteSigning):
    key = open_csc(remote.address, "psco/maire", "jeton")
    with pytest.raises(TooManyDocuments, match="10 documents au plus"):
        sign_all([(desk.act, desk.request())] * 11, key, **desk.means)


def test_a_sitting_asks_the_timestamp_server_twice_by_document_and_once_more(desk: Desk):
    desk.pki.requests.clear()
    documents = [(desk.act, desk.request(level=SignatureLevel.B_LTA)) for _ in range(3)]
    sign_all(documents, desk.key("secretaire"), **desk.means)
    asked = [path.split("/")[2] for path in desk.pki.requests]
    assert {kind: asked.count(kind) for kind in set(asked)} == {"tsa": 7, "ocsp": 1, "crls": 1}


def test_answers_and_roots_are_in_the_file(register_act: SignedDocument, desk: Desk, tmp_path: Path):
    """A validator that knows only the root needs no network (ETSI EN 319 142-1, 6.3)."""
    root = PdfFileReader(BytesIO(register_act.content)).root["/DSS"]
    assert {key: len(root[key]) for key in ("/Certs", "/OCSPs", "/CRLs")} == {
        "/Certs": 6,
        "/OCSPs": 2,
        "/CRLs": 2,
    }
    assert "/VRI" not in root
