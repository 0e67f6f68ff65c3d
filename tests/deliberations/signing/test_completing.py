"""Files completed after a service came back, and timestamps renewed before they end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from deliberations.domain.issued import SignatureLevel
from deliberations.signing import failures
from deliberations.signing.blocking import run_blocking
from deliberations.signing.completing import ArchiveState, CompletedDocument, archive_state, complete, renew
from deliberations.signing.fields import prepare_signature_fields
from deliberations.signing.levels import with_evidence
from deliberations.signing.ports import SignedDocument, SigningFailed, UnreadableDocument
from deliberations.signing.writing import Means, open_tools
from tests.deliberations.signing.attacks import flip
from tests.deliberations.signing.chain import DAY, TODAY, Authority, Held, sign
from tests.deliberations.signing.chain import with_evidence as with_proofs
from tests.deliberations.signing.desk import Desk, last_signature, outside_opinion
from tests.deliberations.signing.samples import act_html, render, sign_input

pytestmark = pytest.mark.integration


def test_completed_file_keeps_its_bytes_and_ends_by_a_timestamp(
    waiting: SignedDocument, completed: CompletedDocument
):
    assert archive_state(waiting.content) == ArchiveState(SignatureLevel.B_B)
    assert completed.level == SignatureLevel.B_LTA
    assert completed.content.startswith(waiting.content)
    assert completed.sha256_before == waiting.sha256_after
    assert last_signature(completed.content) == ("/ETSI.RFC3161", True)


def test_completed_file_holds_all_its_proofs(completed: CompletedDocument, desk: Desk):
    """pyHanko wants a timestamp in the signature too: it says « constraints » where EN 319 142-1 is satisfied."""
    assert outside_opinion(completed.content, desk.pki) == [
        ("sig_secretaire", "SIG_CONSTRAINTS_FAILURE", True),
        ("sig_maire", "SIG_CONSTRAINTS_FAILURE", True),
    ]


def test_state_tells_when_the_last_timestamp_ends(completed: CompletedDocument, renewed: CompletedDocument):
    now = datetime.now(UTC)
    assert timedelta(days=28) < completed.state.ends_at - now < timedelta(days=31)
    assert renewed.state.ends_at - now > timedelta(days=3600)
    assert completed.state.timestamped_at < renewed.state.timestamped_at


def test_renewed_file_keeps_its_bytes(completed: CompletedDocument, renewed: CompletedDocument):
    assert renewed.content.startswith(completed.content)
    assert renewed.level == SignatureLevel.B_LTA
    assert last_signature(renewed.content) == ("/ETSI.RFC3161", True)


def test_renewed_register_act_stays_valid(register_act: SignedDocument, desk: Desk):
    renewed = renew(register_act.content, **desk.means)
    assert outside_opinion(renewed.content, desk.pki) == [
        ("sig_secretaire", "OK", True),
        ("sig_maire", "OK", True),
    ]


@pytest.mark.parametrize("level", [SignatureLevel.B_T, SignatureLevel.B_LT])
def test_timestamped_file_is_completed_by_one_timestamp_more(level: SignatureLevel, desk: Desk):
    signed = desk.sign("maire", level=level)
    completed = complete(signed.content, **desk.means)
    assert completed.level == SignatureLevel.B_LTA
    assert outside_opinion(completed.content, desk.pki) == [("sig_maire", "OK", True)]


def test_service_still_down_leaves_the_file(waiting: SignedDocument, desk: Desk):
    with desk.pki.down("tsa"), pytest.raises(failures.TimestampUnavailable):
        complete(waiting.content, **desk.means)
    with desk.pki.down("ocsp", "crls"), pytest.raises(failures.RevocationUnavailable):
        complete(waiting.content, **desk.means)


@pytest.mark.parametrize(
    "change",
    [lambda pdf: flip(pdf, 2000), lambda pdf: pdf[:-900], lambda pdf: b""],
    ids=["byte", "cut", "empty"],
)
def test_altered_file_is_not_completed(change, waiting: SignedDocument, desk: Desk):
    with pytest.raises((failures.ArchiveBroken, UnreadableDocument)):
        complete(change(waiting.content), **desk.means)


def test_certificate_revoked_meanwhile_is_told(desk: Desk):
    with desk.pki.down("ocsp", "crls"):
        signed = desk.sign("revoque")
    with pytest.raises(failures.CertificateRevoked):
        complete(signed.content, **desk.means)


@pytest.mark.parametrize("level", [SignatureLevel.B_T, SignatureLevel.B_LT])
def test_certificate_revoked_after_a_timestamp_lets_the_file_be_completed(level: SignatureLevel, desk: Desk):
    signed = desk.sign("adjoint", level=level)
    with desk.pki.revoked("adjoint"):
        completed = complete(signed.content, **desk.means)
    assert completed.level == SignatureLevel.B_LTA


def test_secretary_revoked_since_does_not_hold_the_mayor_back(certified: SignedDocument, desk: Desk):
    signed = desk.sign("maire", certified.content)
    with desk.pki.revoked("secretaire"):
        completed = complete(signed.content, **desk.means)
    assert completed.level == SignatureLevel.B_LTA


def test_revocation_before_the_first_timestamp_is_told(desk: Desk):
    signed = desk.sign("adjoint")
    with desk.pki.revoked("adjoint"), pytest.raises(failures.CertificateRevoked):
        complete(signed.content, **desk.means)


@pytest.fixture(scope="module")
def by() -> Authority:
    return Authority("Autorité de l'horodatage")


def old_file(by: Authority, tsa: Held) -> bytes:
    """Of level B-LT, timestamped by ``tsa`` twenty days ago, and never completed."""
    pdf = prepare_signature_fields(render(act_html(inputs=sign_input("sig_maire"))))
    then = TODAY - 20 * DAY
    signed = sign(pdf, by.issue("Jeanne MARTIN"), stamper=by.stamper(then, tsa=tsa), at=then)
    return with_proofs(signed, by)


def refusal_of_completion(pdf: bytes, by: Authority, desk: Desk) -> str:
    trust = replace(desk.pki.trust, roots=(*desk.pki.trust.roots, by.root.der), crls=(by.crl(),))
    with pytest.raises(SigningFailed) as caught:
        complete(pdf, **(desk.means | {"trust": trust}))
    return caught.value.message_fr


def test_timestamp_whose_certificate_has_ended_says_when(by: Authority, desk: Desk):
    ended = by.issue("Horodatage fini", timestamp=True, start=TODAY - 300 * DAY, end=TODAY - 10 * DAY)
    said = refusal_of_completion(old_file(by, ended), by, desk)
    assert f"a pris fin le {TODAY - 10 * DAY:%d/%m/%Y}" in said
    assert "ne peut plus être complété" in said


def test_timestamp_whose_certificate_is_revoked_says_since_when(by: Authority, desk: Desk):
    revoked = by.issue("Horodatage révoqué", timestamp=True)
    by.revoked[int(revoked.certificate.serial_number)] = TODAY - 30 * DAY
    said = refusal_of_completion(old_file(by, revoked), by, desk)
    assert f"a été révoqué le {TODAY - 30 * DAY:%d/%m/%Y}" in said


def test_timestamp_service_revoked_since_lets_the_file_be_completed(by: Authority, desk: Desk):
    revoked = by.issue("Horodatage révoqué depuis", timestamp=True)
    by.revoked[int(revoked.certificate.serial_number)] = TODAY - 5 * DAY
    trust = replace(desk.pki.trust, roots=(*desk.pki.trust.roots, by.root.der), crls=(by.crl(),))
    completed = complete(old_file(by, revoked), **(desk.means | {"trust": trust}))
    assert completed.level == SignatureLevel.B_LTA


def test_file_already_complete_is_given_back(completed: CompletedDocument, desk: Desk):
    again = complete(completed.content, **desk.means)
    assert (again.content, again.state) == (completed.content, completed.state)


def test_evidence_of_an_earlier_signature_is_not_that_of_the_last(certified: SignedDocument, desk: Desk):
    signed = desk.sign("maire", certified.content, level=SignatureLevel.B_T)
    assert archive_state(signed.content).level == SignatureLevel.B_T


@pytest.mark.parametrize("operation", [complete, renew])
def test_unsigned_file_is_neither_completed_nor_renewed(operation, desk: Desk):
    with pytest.raises(failures.NotSigned):
        operation(desk.act, **desk.means)


def test_file_without_document_timestamp_is_not_renewed(certified: SignedDocument, desk: Desk):
    with pytest.raises(failures.NotSigned):
        renew(certified.content, **desk.means)


def refusal_of_renewal(pdf: bytes, desk: Desk) -> type[SigningFailed]:
    with pytest.raises(SigningFailed) as caught:
        renew(pdf, **desk.means)
    return type(caught.value)


def test_file_changed_since_its_timestamp_is_not_renewed(register_act: SignedDocument, desk: Desk):
    assert refusal_of_renewal(flip(register_act.content, 2000), desk) is failures.ArchiveBroken

    async def extended() -> bytes:
        async with open_tools(Means(SignatureLevel.B_LTA, **desk.means)) as tools:
            await tools.stamper.async_dummy_response("sha256")
            return with_evidence(register_act.content, tools.evidence)

    assert refusal_of_renewal(run_blocking(extended()), desk) is failures.ArchiveBroken


def test_state_of_rubbish_is_refused():
    with pytest.raises(UnreadableDocument):
        archive_state(b"%PDF-1.7\nrubbish\n%%EOF\n")


def test_state_of_an_unsigned_file(desk: Desk):
    assert archive_state(desk.act) == ArchiveState(None)
