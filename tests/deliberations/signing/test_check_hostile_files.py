import logging
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberations.signing.check import check_signatures
from deliberations.signing.ports import SignedDocument
from deliberations.signing.trust import trusting
from tests.deliberations.signing import attacks
from tests.deliberations.signing.helpers import codes
from tests.deliberations.signing.samples import NOW

pytestmark = pytest.mark.integration


def test_unsigned_file_is_not_ok(master: bytes, roots: list[bytes]):
    assert codes(check_signatures(master, trust=trusting(*roots), at=NOW)) == {"no_signature"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "not_a_pdf"),
        (b"Bonjour", "not_a_pdf"),
        (b"%PDF-1.7\n", "not_a_pdf"),
        (b"%PDF-1.7\n%%EOF\n", "unreadable"),
        (bytes(20 * 2**20 + 1), "too_large"),
        (attacks.nested_arrays(200_000), "unreadable"),
        (attacks.looping_table(), "unreadable"),
    ],
    ids=["empty", "text", "head", "head and end", "20 MiB", "nested arrays", "loop"],
)
def test_hostile_file_gets_a_report(content: bytes, expected: str, roots: list[bytes]):
    assert codes(check_signatures(content, trust=trusting(*roots), at=NOW)) == {expected}


def test_bomb_is_refused_before_it_is_inflated(roots: list[bytes], caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO, logger="deliberations.signing")
    report = check_signatures(attacks.xref_bomb(65 * 2**20), trust=trusting(*roots), at=NOW)
    assert codes(report) == {"unreadable"}
    assert "PdfDecodeLimitError" in caplog.text


def test_bytes_before_the_head_are_refused(signed: SignedDocument, roots: list[bytes]):
    report = check_signatures(b"\n" + signed.content, trust=trusting(*roots), at=NOW)
    assert codes(report) == {"not_a_pdf"}


def test_long_tail_is_refused_without_reading(signed: SignedDocument, roots: list[bytes]):
    report = check_signatures(signed.content + b"\n" * 1100, trust=trusting(*roots), at=NOW)
    assert codes(report) == {"not_a_pdf"}


def test_encrypted_file_is_refused(signed: SignedDocument, roots: list[bytes]):
    report = check_signatures(attacks.encrypt(signed.content), trust=trusting(*roots), at=NOW)
    assert codes(report) == {"encrypted"}


def test_swarm_of_signatures_is_refused(signed: SignedDocument, roots: list[bytes]):
    swarm = attacks.multiply_signatures(signed.content, 25)
    assert codes(check_signatures(swarm, trust=trusting(*roots), at=NOW)) == {"too_many_signatures"}


def test_signature_without_value_is_reported(signed: SignedDocument, roots: list[bytes]):
    target = BytesIO()
    with pikepdf.open(BytesIO(signed.content)) as document:
        del document.Root.AcroForm.Fields[0].V["/Contents"]
        document.save(target)
    report = check_signatures(target.getvalue(), trust=trusting(*roots), at=NOW)
    assert codes(report) == {"unreadable"}


@settings(max_examples=40, deadline=None)
@given(cut=st.floats(min_value=0, max_value=1, exclude_max=True))
def test_truncated_file_never_passes(cut: float, signed: SignedDocument, roots: list[bytes]):
    content = signed.content[: int(cut * len(signed.content))]
    assert not check_signatures(content, trust=trusting(*roots), at=NOW).ok
