"""The process that reads a signed file, through the page's own way."""

from datetime import timedelta

import pytest

from councils.untrusted.limits import Limits
from deliberations.received import signed_asking
from deliberations.received.signed_asking import UNREADABLE, read_signed_file
from deliberations.signing.fields import prepare_signature_fields
from deliberations.signing.problems import ProblemCode
from deliberations.signing.trust import Trust
from tests.deliberations.signing.attacks import nested_arrays, replace_content, xref_bomb
from tests.deliberations.signing.attacks.structures import small
from tests.deliberations.signing.chain import TODAY, archived, authority
from tests.deliberations.signing.samples import render_act

pytestmark = pytest.mark.integration

NOW = TODAY + timedelta(minutes=5)
MOST = 20 << 20


@pytest.fixture(scope="module")
def pdf() -> bytes:
    act = prepare_signature_fields(render_act("sig_maire"))
    return archived(act, authority().issue("Jeanne MARTIN"), authority())


def test_same_answer_through_the_page_s_own_way(pdf: bytes):
    trust = authority().trust(authority().crl())
    read = read_signed_file(pdf, trust=trust, at=NOW, max_bytes=MOST)
    assert read.report.ok
    assert read.report.signatures[0].anchor == authority().root.der
    assert read.claims.title
    for forged in (replace_content(pdf), nested_arrays(200_000), xref_bomb(2**29)):
        assert not read_signed_file(forged, trust=trust, at=NOW, max_bytes=MOST).report.ok


def test_place_left_empty_is_told():
    act = prepare_signature_fields(render_act("sig_maire", "sig_secretaire"))
    pdf = archived(act, authority().issue("Jeanne MARTIN"), authority())
    read = read_signed_file(pdf, trust=authority().trust(authority().crl()), at=NOW, max_bytes=MOST)
    assert (read.report.ok, read.report.empty_places) == (True, ("sig_secretaire",))


def test_file_that_takes_too_long_is_unreadable(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        signed_asking, "LIMITS", Limits(seconds=1, wall_seconds=20, memory_mb=1024, output_mb=4)
    )
    slow = small({1: b"9" * 3_000_000})
    assert read_signed_file(slow, trust=Trust(), at=NOW, max_bytes=MOST) == UNREADABLE


def test_size_is_refused_before_anything_is_read(pdf: bytes):
    read = read_signed_file(pdf, trust=Trust(), at=NOW, max_bytes=100)
    assert [problem.code for problem in read.report.problems] == [ProblemCode.TOO_LARGE]
