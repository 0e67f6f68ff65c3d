"""What is asked of a certificate: to commit a person, or, at the place of the council's seal, to sign at all."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding

from deliberations.services.signing_engine import ToPut, put_signatures
from deliberations.signing.check import MAX_BYTES, check_signatures
from deliberations.signing.fields import prepare_signature_fields
from deliberations.signing.keys import open_pkcs12
from deliberations.signing.ports import UnsuitableCertificate
from deliberations.signing.problems import ProblemCode
from deliberations.signing.trust import Trust
from deliberations.signing.usages import COMMITMENT, SEALING, usage_asked
from tests.deliberations.signing.certificates import certificate_of, issue_pkcs12
from tests.deliberations.signing.samples import PASSPHRASE, make_request, render_act, render_appearance
from tests.deliberations.signing.test_certificates import certificate, statements

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime.now(UTC)


@pytest.mark.parametrize(
    ("field", "commits", "is_known", "asked"),
    [
        ("sig_cachet", False, True, SEALING),
        ("sig_cachet", False, False, COMMITMENT),
        ("sig_cachet", True, True, COMMITMENT),
        ("sig_maire", False, True, COMMITMENT),
        ("sig_secretaire", False, True, COMMITMENT),
    ],
)
def test_to_sign_is_enough_for_a_known_seal_at_its_place(
    field: str, commits: bool, is_known: bool, asked: frozenset[str]
) -> None:
    read = x509.Certificate.load(
        certificate_of(issue_pkcs12(NOW, commitment=commits)[0]).public_bytes(Encoding.DER)
    )
    assert usage_asked(read, field, (read.dump(),) if is_known else ()) == asked


def test_certificate_that_says_it_is_a_seal_is_one_wherever_it_comes_from() -> None:
    said = x509.Certificate.load(certificate(statements(seal=True), commits=False))
    assert usage_asked(said, "sig_cachet") == SEALING
    assert usage_asked(said, "sig_maire") == COMMITMENT


def test_seal_is_put_on_a_file_larger_than_what_is_checked_of_strangers() -> None:
    pkcs12, root = issue_pkcs12(NOW - timedelta(hours=1), commitment=False)
    large = with_ballast(prepare_signature_fields(render_act("sig_cachet")))
    request = make_request(render_appearance(), field="sig_cachet", at=datetime.now(UTC))
    with open_pkcs12(pkcs12, PASSPHRASE) as key:
        (signed,) = put_signatures([ToPut(large, request)], key)
        at_persons = prepare_signature_fields(render_act("sig_maire"))
        with pytest.raises(UnsuitableCertificate):
            put_signatures([ToPut(at_persons, make_request(b"", at=datetime.now(UTC)))], key)
    refused = check_signatures(signed.content, trust=Trust(roots=(root,)), at=datetime.now(UTC))
    assert {problem.code for problem in refused.problems} == {ProblemCode.TOO_LARGE}


def with_ballast(content: bytes) -> bytes:
    """``content`` with one more object, that nothing draws."""
    target = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.Root.Ballast = pdf.make_stream(bytes(MAX_BYTES))
        pdf.save(target, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()
