"""What a certificate must be made for: to commit a person, or, where the council's seal goes, to sign at all.

A person's signature needs the key usage nonRepudiation (contentCommitment): it says that the holder commits himself. A
seal commits nobody, it shows where a file comes from and that it did not change (eIDAS, art. 3, 25): many seals of the
general security framework (RGS, « cachet ») have the usage digitalSignature alone. It is enough at the place of the
seal, for a certificate that is known here as a council's seal or that says it is one (ETSI EN 319 412-5, QcType eseal).
At a person's place, or from anybody else's certificate, it is refused as before.
"""

from collections.abc import Collection

from asn1crypto import x509

from deliberations.domain.signing_order import SEAL_FIELD
from deliberations.signing.certificates import certificate_facts

COMMITMENT = frozenset({"non_repudiation"})
SEALING = frozenset({"digital_signature"})
_OF_MACHINES = frozenset({"server_auth", "time_stamping", "ocsp_signing", "code_signing"})


def has_usage(certificate: x509.Certificate, usage: frozenset[str]) -> bool:
    """Whether ``certificate`` says that its key may be used so, and is not made for machines alone.

    One that says nothing of it may not.
    """
    told, purposes = certificate.key_usage_value, certificate.extended_key_usage_value
    is_for_machines = purposes is not None and set(purposes.native) <= _OF_MACHINES
    return told is not None and usage <= told.native and not is_for_machines


def usage_asked(
    certificate: x509.Certificate, field_name: str, seals: Collection[bytes] = ()
) -> frozenset[str]:
    """What is asked of the certificate of a signature put in ``field_name``; ``seals`` are those known here (DER)."""
    if field_name != SEAL_FIELD or has_usage(certificate, COMMITMENT):
        return COMMITMENT
    der = certificate.dump()
    is_seal = der in seals or certificate_facts(der).is_for_seal
    return SEALING if is_seal else COMMITMENT
