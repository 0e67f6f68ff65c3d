"""A file signed elsewhere, judged in a process of its own."""

from datetime import UTC, datetime

import pytest

from deliberations.received.returned_asking import read_returned_file
from deliberations.signing.fields import prepare_signature_fields
from deliberations.signing.ports import SignedDocument
from deliberations.signing.returned import Expected, check_returned
from deliberations.signing.returned_faults import Fault, ReturnedRefused
from tests.deliberations.signing.desk import Desk
from tests.deliberations.signing.samples import render_act, render_appearance
from tests.support.pki import Pki

pytestmark = pytest.mark.integration

MAYOR = Expected("sig_maire", "Jeanne MARTIN")


@pytest.fixture(scope="module")
def desk(pki: Pki) -> Desk:
    return Desk(pki, prepare_signature_fields(render_act("sig_maire")), render_appearance())


@pytest.fixture(scope="module")
def returned(desk: Desk) -> bytes:
    return desk.sign("maire").content


def read(desk: Desk, returned: bytes) -> SignedDocument:
    trust = desk.pki.trust_with_crls
    return read_returned_file(desk.act, returned, MAYOR, trust=trust, at=datetime.now(UTC))


def test_the_process_tells_what_the_check_would(desk: Desk, returned: bytes):
    here = check_returned(desk.act, returned, MAYOR, trust=desk.pki.trust, at=datetime.now(UTC))
    assert read(desk, returned) == here


def fault(desk: Desk, returned: bytes) -> tuple[Fault, str]:
    with pytest.raises(ReturnedRefused) as caught:
        read(desk, returned)
    return caught.value.fault, caught.value.holder


def test_refusals_come_back_with_their_sentence(desk: Desk, returned: bytes):
    assert fault(desk, desk.act) == (Fault.NOT_SIGNED, "")
    assert fault(desk, b"%PDF-1.7") == (Fault.OTHER_BYTES, "")
    assert fault(desk, returned[:-300] + b"%%EOF") == (Fault.UNREADABLE, "")
    assert fault(desk, desk.sign("adjoint").content) == (Fault.OTHER_HOLDER, "Chloé PETIT")
    with desk.pki.down("ocsp", "crls"):
        revoked = desk.sign("revoque").content
    assert fault(desk, revoked) == (Fault.REVOKED, "Claude REVOQUE")


def test_long_term_file_is_read_without_network(desk: Desk):
    signed = desk.sign("maire", level=list(type(desk.request().level))[-1])
    desk.pki.requests.clear()
    assert read(desk, signed.content).level == signed.level
    assert desk.pki.requests == []
