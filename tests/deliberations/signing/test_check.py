import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberations.signing.blocking import run_blocking
from deliberations.signing.check import check_signatures
from deliberations.signing.demo_authority import DemoKeys
from deliberations.signing.pkcs12 import Pkcs12Key, open_pkcs12
from deliberations.signing.ports import SignedDocument
from deliberations.signing.problems import (
    MESSAGES_FR,
    CheckedSignature,
    Problem,
    ProblemCode,
    SignatureReport,
)
from tests.deliberations.signing import attacks
from tests.deliberations.signing.certificates import issue_pkcs12
from tests.deliberations.signing.helpers import codes
from tests.deliberations.signing.samples import NOW, PASSPHRASE, make_request

pytestmark = pytest.mark.integration


# --- accepted


def test_signed_file_is_accepted(signed: SignedDocument, roots: list[bytes], keys: DemoKeys):
    report = check_signatures(signed.content, trusted_roots=roots, at=NOW)
    assert report == SignatureReport(
        problems=(),
        signatures=(
            CheckedSignature(
                field_name="sig_maire",
                signer="Claire DURAND (DÉMONSTRATION)",
                certificate_serial=signed.certificate_serial,
                certificate_not_after=keys.certificate_not_after,
                signed_at=NOW,
            ),
        ),
    )
    assert report.ok
    assert report.signatures[0].ok


def test_two_signatures_are_accepted(twice_signed: SignedDocument, roots: list[bytes]):
    report = check_signatures(twice_signed.content, trusted_roots=roots, at=NOW)
    assert report.ok
    assert [signature.field_name for signature in report.signatures] == ["sig_secretaire", "sig_maire"]


def test_root_is_accepted_in_der_and_among_others(
    signed: SignedDocument, keys: DemoKeys, other_keys: DemoKeys
):
    root = keys.root.read_bytes()
    der = x509.load_pem_x509_certificate(root).public_bytes(Encoding.DER)
    bundle = other_keys.root.read_bytes() + root
    for trusted in ([der], [bundle], [other_keys.root.read_bytes(), root]):
        assert check_signatures(signed.content, trusted_roots=trusted, at=NOW).ok


def test_check_works_inside_a_running_loop(signed: SignedDocument, roots: list[bytes]):
    async def view() -> SignatureReport:
        return check_signatures(signed.content, trusted_roots=roots, at=NOW)

    assert run_blocking(view()).ok


# --- altered bytes


@settings(max_examples=60, deadline=None)
@given(share=st.floats(min_value=0, max_value=1, exclude_max=True))
def test_any_changed_byte_of_the_signed_range_is_noticed(
    share: float, signed: SignedDocument, roots: list[bytes]
):
    _, first, second, last = attacks.byte_range(signed.content)
    rank = int(share * (first + last))
    position = rank if rank < first else second + rank - first
    report = check_signatures(attacks.flip(signed.content, position), trusted_roots=roots, at=NOW)
    assert not report.ok
    assert report.problems


def test_changed_byte_of_a_page_alters_the_content(signed: SignedDocument, roots: list[bytes]):
    start = signed.content.index(b"/Length1")  # inside the embedded font: the structure stays readable
    position = signed.content.index(b"stream\n", start) + 200
    report = check_signatures(attacks.flip(signed.content, position), trusted_roots=roots, at=NOW)
    assert codes(report) == {"content_altered"}


def test_bytes_hidden_behind_the_signature_are_noticed(signed: SignedDocument, roots: list[bytes]):
    _, _, second, _ = attacks.byte_range(signed.content)
    report = check_signatures(attacks.flip(signed.content, second - 3), trusted_roots=roots, at=NOW)
    assert codes(report) == {"signature_unreadable"}


def test_changed_byte_of_the_signature_value_is_noticed(signed: SignedDocument, roots: list[bytes]):
    _, _, second, _ = attacks.byte_range(signed.content)
    end = len(signed.content[:second].rstrip(b"0>")) - 100  # the value of the signature closes its message
    digit = max(signed.content.rfind(b"%d" % number, 0, end) for number in range(10))
    report = check_signatures(attacks.flip(signed.content, digit), trusted_roots=roots, at=NOW)
    assert codes(report) == {"signature_invalid"}


# --- bytes and revisions added


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        (b"\n", "bytes_appended"),
        (b"% commentaire\n", "bytes_appended"),
        (b"99 0 obj\n(texte)\nendobj\n", "bytes_appended"),
        (b"%%EOF\n", "unreadable"),
    ],
    ids=["newline", "comment", "orphan object", "second end"],
)
def test_appended_bytes_are_noticed(tail: bytes, expected: str, signed: SignedDocument, roots: list[bytes]):
    report = check_signatures(signed.content + tail, trusted_roots=roots, at=NOW)
    assert codes(report) == {expected}


@pytest.mark.parametrize(
    ("forge", "expected"),
    [
        (attacks.replace_content, {"bytes_appended", "content_changed"}),
        (attacks.replace_title, {"bytes_appended", "metadata_changed"}),
        (attacks.resave, {"bytes_appended", "content_altered"}),
    ],
    ids=["other words", "other title", "rewritten"],
)
def test_update_after_the_last_signature_is_noticed(
    forge, expected: set[str], signed: SignedDocument, roots: list[bytes]
):
    forged = forge(signed.content)
    assert forged != signed.content
    assert codes(check_signatures(forged, trusted_roots=roots, at=NOW)) == expected


@pytest.mark.parametrize(
    ("forge", "expected"),
    [(attacks.replace_content, {"content_changed"}), (attacks.replace_title, {"metadata_changed"})],
    ids=["other words", "other title"],
)
def test_update_between_two_signatures_is_noticed(
    forge,
    expected: set[str],
    two_fields: bytes,
    signer: Pkcs12Key,
    appearance: bytes,
    roots: list[bytes],
):
    first = signer.sign(two_fields, make_request(appearance, field="sig_secretaire"))
    last = signer.sign(forge(first.content), make_request(appearance))
    report = check_signatures(last.content, trusted_roots=roots, at=NOW)
    assert codes(report) == expected
    assert {problem.field_name for problem in report.problems} <= {"", "sig_secretaire"}


def test_file_cut_after_its_first_signature_shows_one_signature(
    twice_signed: SignedDocument, roots: list[bytes]
):
    cut = twice_signed.content[: twice_signed.content.index(b"%%EOF\n", first_end(twice_signed.content)) + 6]
    report = check_signatures(cut, trusted_roots=roots, at=NOW)
    assert [signature.field_name for signature in report.signatures] == ["sig_secretaire"]
    assert report.ok


def first_end(pdf: bytes) -> int:
    """Where the first signature's own value ends."""
    return int(pdf.split(b"/ByteRange [")[1].split(b"]")[0].split()[2])


def test_foreign_signature_on_top_is_noticed(
    two_fields: bytes, signer: Pkcs12Key, appearance: bytes, roots: list[bytes]
):
    first = signer.sign(two_fields, make_request(appearance, field="sig_secretaire"))
    intruder = open_pkcs12(issue_pkcs12(NOW)[0], PASSPHRASE)
    forged = intruder.sign(first.content, make_request(appearance))
    report = check_signatures(forged.content, trusted_roots=roots, at=NOW)
    assert report.problems == (Problem(ProblemCode.UNKNOWN_AUTHORITY, "sig_maire"),)
    assert report.signatures[0].ok


# --- wrong arguments


def test_naive_instant_is_refused(signed: SignedDocument, roots: list[bytes]):
    with pytest.raises(ValueError, match="aware"):
        check_signatures(signed.content, trusted_roots=roots, at=NOW.replace(tzinfo=None))


def test_root_that_is_no_certificate_is_refused(signed: SignedDocument):
    with pytest.raises(ValueError):  # noqa: PT011  the words are the library's
        check_signatures(signed.content, trusted_roots=[b"racine"], at=NOW)


def test_every_problem_has_its_sentence():
    assert set(MESSAGES_FR) == set(ProblemCode)
    assert all(sentence.endswith(".") for sentence in MESSAGES_FR.values())
