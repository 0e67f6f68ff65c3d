from datetime import UTC, date, datetime, timedelta

import pytest
from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID, ObjectIdentifier

from deliberations.domain.signing_weight import (
    CertificateFacts,
    Weight,
    ends_soon,
    weight_of,
    weight_told,
)
from deliberations.signing.certificates import certificate_facts
from deliberations.signing.demo_authority import AUTHORITY_NAME

pytestmark = pytest.mark.unit

NOW = datetime(2026, 3, 1, tzinfo=UTC)
STATEMENTS = ObjectIdentifier("1.3.6.1.5.5.7.1.3")


class Statement(core.Sequence):
    _fields = [("id", core.ObjectIdentifier), ("info", core.Any, {"optional": True})]


class Statements(core.SequenceOf):
    _child_spec = Statement


class Types(core.SequenceOf):
    _child_spec = core.ObjectIdentifier


def certificate(statements: bytes = b"", *, issuer: str = "Autorité", commits: bool = True) -> bytes:
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)])
    usage = x509.KeyUsage(True, commits, *[False] * 7)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, NOW, NOW + timedelta(days=9))
    builder = builder.add_extension(usage, critical=True)
    if statements:
        builder = builder.add_extension(x509.UnrecognizedExtension(STATEMENTS, statements), critical=False)
    return builder.sign(key, SHA256()).public_bytes(Encoding.DER)


def statements(*names: str, seal: bool = False) -> bytes:
    rows = [{"id": name} for name in names]
    if seal:
        rows.append({"id": "0.4.0.1862.1.6", "info": core.Any(Types(["0.4.0.1862.1.6.2"]))})
    return Statements(rows).dump()


COMPLIANCE, DEVICE = "0.4.0.1862.1.1", "0.4.0.1862.1.4"


@pytest.mark.parametrize(
    ("der", "facts"),
    [
        (certificate(), CertificateFacts(commits=True)),
        (certificate(commits=False), CertificateFacts()),
        (certificate(statements(COMPLIANCE)), CertificateFacts(says_qualified=True, commits=True)),
        (
            certificate(statements(COMPLIANCE, DEVICE, seal=True)),
            CertificateFacts(says_qualified=True, in_device=True, is_for_seal=True, commits=True),
        ),
        (certificate(b"\x30\x03\x02\x01\x05"), CertificateFacts(commits=True)),
        (
            certificate(issuer=AUTHORITY_NAME),
            CertificateFacts(is_demonstration=True, commits=True),
        ),
    ],
    ids=["plain", "no commitment", "compliant", "device and seal", "unreadable", "demonstration"],
)
def test_certificate_tells_its_statements_etsi_319_412_5(der, facts):
    assert certificate_facts(der) == facts


@pytest.mark.parametrize(
    ("facts", "weight"),
    [
        ({"is_demonstration": True, "says_qualified": True, "is_listed": True}, Weight.DEMONSTRATION),
        ({"says_qualified": True, "in_device": True, "is_listed": True}, Weight.QUALIFIED),
        ({"says_qualified": True, "is_listed": True}, Weight.ADVANCED),
        ({"says_qualified": True, "in_device": True, "in_file": True, "is_listed": True}, Weight.ADVANCED),
        ({"says_qualified": True, "in_device": True, "is_listed": False}, Weight.DECLARED),
        ({"says_qualified": True, "in_device": True, "is_listed": None}, Weight.DECLARED),
        ({"is_listed": True}, Weight.SIMPLE),
        ({"says_qualified": True, "in_device": True, "is_listed": True, "commits": False}, Weight.SIMPLE),
    ],
)
def test_weight_claims_only_what_is_established_eidas_25_26(facts, weight):
    assert weight_of(CertificateFacts(**{"commits": True, **facts})) is weight


def test_seal_is_said_to_be_nobodys_signature_eidas_35():
    facts = CertificateFacts(commits=True)
    seal, person = weight_told(facts, is_seal=True), weight_told(facts, is_seal=False)
    assert ("art. 35" in seal[0], "n'est la signature de personne" in seal[1]) == (True, True)
    assert ("art. 25" in person[0], "L. 212-3" in person[1]) == (True, True)


@pytest.mark.parametrize("listed", [True, False], ids=["on a list", "on no list"])
def test_qualified_certificate_is_not_said_to_meet_the_rgs_crpa_l212_3(listed):
    facts = CertificateFacts(commits=True, says_qualified=True, in_device=True, is_listed=listed)
    assert "L. 212-3). Le logiciel ne le vérifie pas" in weight_told(facts, is_seal=False)[-1]
    assert not any("L. 212-3" in told for told in weight_told(facts, is_seal=True))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (61, ""),
        (60, "dans 60 jours"),
        (7, "dans 7 jours"),
        (1, "dans 1 jour,"),
        (0, "aujourd'hui"),
        (-1, "a expiré"),
    ],
)
def test_end_is_told_sixty_days_before(days, said):
    told = ends_soon(date(2026, 3, 1) + timedelta(days=days), date(2026, 3, 1))
    assert said in told
    assert bool(told) == bool(said)
