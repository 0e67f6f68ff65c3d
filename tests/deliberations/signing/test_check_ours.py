"""What we sign, complete and renew, with the test authorities on loopback, as our own check judges it offline."""

from datetime import UTC, datetime, timedelta

import pytest

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.check import check_signatures
from deliberations.signing.completing import CompletedDocument
from deliberations.signing.ports import SignedDocument
from deliberations.signing.problems import SignatureReport
from tests.deliberations.signing.certificates import sign_carelessly
from tests.deliberations.signing.desk import Desk
from tests.deliberations.signing.helpers import codes

pytestmark = pytest.mark.integration

BOTH = {"sig_secretaire": "", "sig_maire": ""}


def check(pdf: bytes, desk: Desk, *, after: timedelta = timedelta(), **more) -> SignatureReport:
    return check_signatures(pdf, trust=desk.pki.trust, at=datetime.now(UTC) + after, **more)


@pytest.mark.parametrize("days", [0, 200])
def test_register_act_is_accepted_offline(register_act: SignedDocument, desk: Desk, days: int):
    report = check(register_act.content, desk, after=timedelta(days=days), expected=BOTH)
    assert codes(report) == set()
    assert report.level is SignatureLevel.B_LTA


def test_completed_act_is_accepted(completed: CompletedDocument, desk: Desk):
    report = check(completed.content, desk, expected=BOTH)
    assert codes(report) == set()
    assert report.level is SignatureLevel.B_LTA
    assert all(signature.timestamped_at for signature in report.signatures)


def test_renewed_act_outlives_its_first_timestamp(
    completed: CompletedDocument, renewed: CompletedDocument, desk: Desk
):
    assert "timestamp_expired" in codes(check(completed.content, desk, after=timedelta(days=60)))
    assert codes(check(renewed.content, desk, after=timedelta(days=60))) == set()


@pytest.mark.parametrize("level", list(SignatureLevel))
def test_every_level_is_recognised(level: SignatureLevel, desk: Desk):
    signed = desk.sign("maire", level=level)
    report = check_signatures(
        signed.content, trust=desk.pki.trust_with_crls, at=datetime.now(UTC), is_unfinished=True
    )
    assert (report.level, codes(report)) == (level, set())


def test_revoked_and_foreign_signers_are_refused(desk: Desk):
    for label, cause in (("revoque", "certificate_revoked"), ("intrus", "unknown_authority")):
        signed = sign_carelessly(desk.act, desk.pki.pkcs12(label))
        report = check_signatures(signed, trust=desk.pki.trust_with_crls, at=datetime.now(UTC))
        assert cause in codes(report), label
