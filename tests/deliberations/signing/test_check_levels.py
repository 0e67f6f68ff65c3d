"""Files of every level, timestamps and revocation: the causes that a file of level B cannot have."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.check import check_signatures
from deliberations.signing.problems import ProblemCode, SignatureReport
from deliberations.signing.trust import Trust
from tests.deliberations.signing import attacks
from tests.deliberations.signing.chain import (
    DAY,
    TODAY,
    Authority,
    Held,
    archived,
    authority,
    sign,
    stamped,
    with_evidence,
)
from tests.deliberations.signing.helpers import codes

pytestmark = pytest.mark.integration

NOW = TODAY + timedelta(minutes=2)
LATER = TODAY + 40 * DAY
"""Weeks after the lists of that day, embedded in the file, have ended."""


@pytest.fixture(scope="session")
def mayor() -> Held:
    return authority().issue("Jeanne MARTIN")


@pytest.fixture(scope="session")
def lta(master: bytes, mayor: Held) -> bytes:
    return archived(master, mayor, authority())


def check(
    pdf: bytes, at: datetime = NOW, *crls: bytes, by: Authority | None = None, **more
) -> SignatureReport:
    return check_signatures(pdf, trust=(by or authority()).trust(*crls), at=at, **more)


# --- accepted


@pytest.mark.parametrize("at", [NOW, LATER], ids=["that day", "weeks later, offline"])
def test_archived_file_is_accepted(lta: bytes, at: datetime):
    report = check(lta, at)
    assert codes(report) == set()
    assert report.level is SignatureLevel.B_LTA
    assert report.signatures[0].timestamped_at == TODAY
    assert report.timestamped_at == TODAY + timedelta(seconds=30)
    assert [(stamp.is_of_file, stamp.authority) for stamp in report.timestamps] == [
        (True, "Horodatage d'essai"),
        (False, "Horodatage d'essai"),
    ]
    assert not report.is_demonstration


def test_each_level_is_told(master: bytes, mayor: Held):
    by, signed = authority(), sign(master, mayor)
    dated = sign(master, mayor, stamper=by.stamper())
    proven = with_evidence(dated, by)
    found = {
        SignatureLevel.B_B: check(signed),
        SignatureLevel.B_T: check(dated, NOW, by.crl()),
        SignatureLevel.B_LT: check(proven),
    }
    assert {level: (report.level, codes(report)) for level, report in found.items()} == {
        SignatureLevel.B_B: (SignatureLevel.B_B, set()),
        SignatureLevel.B_T: (SignatureLevel.B_T, set()),
        SignatureLevel.B_LT: (SignatureLevel.B_LT, {"bytes_appended"}),
    }


def test_file_that_waits_for_its_timestamp_may_end_by_evidence(master: bytes, mayor: Held):
    by = authority()
    waiting = with_evidence(sign(master, mayor, stamper=by.stamper()), by)
    assert codes(check(waiting, is_unfinished=True)) == set()
    assert codes(check(attacks.replace_content(waiting), is_unfinished=True)) >= {"content_changed"}


def test_two_signers_weeks_apart_are_accepted_offline(two_fields: bytes, mayor: Held):
    """Hole 5: what proved the first signer had grown stale before the second signed."""
    by = authority()
    secretary = by.issue("Paul DURAND")
    early, late = TODAY - 30 * DAY, TODAY
    first = sign(two_fields, secretary, field="sig_secretaire", stamper=by.stamper(early), certify=True)
    first = with_evidence(first, by, by.crl(early), certificates=(secretary,))
    both = archived(first, mayor, by, by.crl(early), by.crl(late), at=late)
    report = check(both, LATER, expected={"sig_secretaire": "Paul Durand", "sig_maire": ""})
    # the library signs at the machine's time, after the stamp that the secretary's file bears
    assert codes(report) <= {"clock_wrong"}
    assert [signature.timestamped_at for signature in report.signatures] == [early, late]


def test_renewed_file_outlives_its_first_timestamp(master: bytes, mayor: Held):
    by = authority()
    short = by.issue("Horodatage d'un an", timestamp=True, end=TODAY + 60 * DAY)
    dated = with_evidence(sign(master, mayor, stamper=by.stamper()), by)
    once = stamped(dated, by.stamper(TODAY + timedelta(seconds=30), tsa=short))
    renewed = stamped(once, by.stamper(TODAY + 50 * DAY))
    after = TODAY + 90 * DAY
    assert codes(check(once, after)) == {"timestamp_expired"} - set()
    assert codes(check(renewed, after)) == set()


def test_revoked_later_is_accepted_and_told(master: bytes):
    by = Authority()
    mayor = by.issue("Camille PLUSTARD")
    pdf = archived(master, mayor, by)
    by.revoked[mayor.certificate.serial_number] = TODAY + 20 * DAY
    report = check(pdf, LATER, by.crl(LATER), by=by)
    assert codes(report) == set()
    assert report.signatures[0].revoked_at == TODAY + 20 * DAY


# --- certificates


def test_expired_certificate_timestamped_after_its_end_is_refused(master: bytes):
    """Hole 1: pyHanko's validation with time accepts it."""
    ended = authority().issue("Ancien MAIRE", end=TODAY - 30 * DAY)
    for pdf in (sign(master, ended), archived(master, ended, authority())):
        assert "certificate_out_of_date" in codes(check(pdf))


@pytest.mark.parametrize("make", [sign, None], ids=["without timestamp", "archived"])
def test_revoked_certificate_is_refused(make: Callable[..., bytes] | None, master: bytes):
    by = Authority()
    revoked = by.issue("Claude RÉVOQUÉ")
    honest = by.crl()
    by.revoked[revoked.certificate.serial_number] = TODAY - 10 * DAY
    pdf = make(master, revoked) if make else archived(master, revoked, by, honest)
    assert codes(check(pdf, NOW, by.crl(), by=by)) == {"certificate_revoked"}


def test_revocation_told_by_the_file_itself_is_believed(master: bytes):
    by = Authority()
    revoked = by.issue("Claude RÉVOQUÉ")
    by.revoked[revoked.certificate.serial_number] = TODAY - 10 * DAY
    assert codes(check(archived(master, revoked, by), by=by)) == {"certificate_revoked"}


def test_timestamped_signature_without_news_of_revocation_is_refused(master: bytes, mayor: Held):
    dated = sign(master, mayor, stamper=authority().stamper())
    assert codes(check(dated)) == {"revocation_unknown"}


def test_list_of_another_authority_proves_nothing(master: bytes, mayor: Held):
    dated = sign(master, mayor, stamper=authority().stamper())
    assert codes(check(dated, NOW, Authority("Autre").crl())) == {"revocation_unknown"}


def test_unsuitable_certificate_is_refused(master: bytes):
    unsuited = authority().issue("Messagerie", commits=False)
    assert codes(check(archived(master, unsuited, authority()))) == {"certificate_refused"}


def test_unknown_root_is_refused_whatever_the_file_brings(master: bytes):
    other = Authority("Autre")
    pdf = archived(master, other.issue("Jeanne MARTIN"), other)
    assert codes(check(pdf)) == {"unknown_authority", "timestamp_untrusted"}


# --- timestamps and clocks


def test_foreign_timestamp_is_refused(master: bytes, mayor: Held):
    by, other = authority(), Authority("Autre")
    signed = with_evidence(sign(master, mayor, stamper=by.stamper()), by)
    report = check(stamped(signed, other.stamper(TODAY + timedelta(seconds=30))))
    assert codes(report) == {"timestamp_untrusted"}
    assert report.timestamped_at is None


def test_authority_of_timestamps_vouches_for_nobody(lta: bytes):
    trust = Trust(timestamp_roots=(authority().root.der,))
    assert codes(check_signatures(lta, trust=trust, at=NOW)) == {"unknown_authority"}


def test_revoked_timestamp_service_is_refused(master: bytes):
    by = Authority()
    pdf = archived(master, by.issue("Jeanne MARTIN"), by)
    by.revoked[by.tsa.certificate.serial_number] = TODAY - DAY
    assert "timestamp_untrusted" in codes(check(pdf, NOW, by.crl(), by=by))


def test_timestamp_of_tomorrow_is_refused(master: bytes, mayor: Held):
    pdf = archived(master, mayor, authority(), at=TODAY + DAY)
    assert "timestamp_in_future" in codes(check(pdf))


def test_clock_ahead_of_the_timestamp_is_told(master: bytes, mayor: Held):
    earlier = TODAY - timedelta(hours=1)
    pdf = archived(master, mayor, authority(), authority().crl(TODAY - DAY), at=earlier, claims=TODAY)
    assert codes(check(pdf)) == {"clock_wrong"}


def test_timestamp_of_another_file_is_noticed(lta: bytes):
    start = lta.rindex(b"/Type /DocTimeStamp") if b"/Type /DocTimeStamp" in lta else 0
    assert start
    position = lta.index(b"/Length1")
    forged = attacks.flip(lta, lta.index(b"stream\n", position) + 200)
    assert codes(check(forged)) >= {"content_altered", "timestamp_unsound"}


# --- the file


def test_title_changed_under_a_new_timestamp_is_noticed(lta: bytes):
    """Hole 3."""
    forged = stamped(attacks.replace_title(lta), authority().stamper(TODAY + timedelta(minutes=1)))
    assert "metadata_changed" in codes(check(forged))


def test_words_changed_under_a_new_timestamp_are_noticed(lta: bytes):
    forged = stamped(attacks.replace_content(lta), authority().stamper(TODAY + timedelta(minutes=1)))
    assert "content_changed" in codes(check(forged))


@pytest.mark.parametrize("tail", [b"\n", b"% commentaire\n", b"99 0 obj\n(texte)\nendobj\n"])
def test_bytes_after_the_last_timestamp_are_noticed(lta: bytes, tail: bytes):
    """Hole 4."""
    assert codes(check(lta + tail)) == {"bytes_appended"}


def test_evidence_after_the_last_timestamp_is_not_covered(lta: bytes):
    assert codes(check(with_evidence(lta, authority(), authority().crl(TODAY + DAY)))) == {"bytes_appended"}


def test_signature_added_after_a_lock_is_noticed(two_fields: bytes, mayor: Held):
    first = archived(two_fields, mayor, authority())
    forged = sign(first, authority().issue("Paul DURAND"), field="sig_secretaire")
    assert "extra_signature" in codes(check(forged))


def test_missing_extra_and_wrong_signers_are_told(lta: bytes):
    def told(expected: dict[str, str]) -> set[tuple[ProblemCode, str]]:
        return {(p.code, p.field_name) for p in check(lta, expected=expected).problems}

    assert told({"sig_maire": "MARTIN Jeanne"}) == set()
    assert told({"sig_maire": "", "sig_secretaire": ""}) == {
        (ProblemCode.MISSING_SIGNATURE, "sig_secretaire")
    }
    assert told({"sig_maire": "Paul DURAND"}) == {(ProblemCode.WRONG_SIGNER, "sig_maire")}
    assert told({}) == {(ProblemCode.EXTRA_SIGNATURE, "sig_maire")}


def test_file_cut_after_the_secretary_is_a_valid_file(two_fields: bytes, mayor: Held):
    by = authority()
    first = archived(two_fields, by.issue("Paul DURAND"), by, field="sig_secretaire")
    whole = archived(first, mayor, by, at=TODAY + timedelta(minutes=1))
    cut = whole[: len(first)]
    assert check(cut).ok
    assert codes(check(cut, expected={"sig_secretaire": "", "sig_maire": ""})) == {"missing_signature"}


def test_huge_evidence_is_refused(lta: bytes):
    writer = IncrementalPdfFileWriter(BytesIO(lta))
    dss = writer.root["/DSS"]
    for _ in range(300):
        dss["/CRLs"].append(dss["/CRLs"].raw_get(0))
    writer.update_container(dss)
    writer.update_root()
    assert codes(check(attacks.written(writer))) == {"unreadable"}
