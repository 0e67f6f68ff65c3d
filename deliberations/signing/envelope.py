"""The clear envelope of a PKCS#12 file (RFC 7292), read before its passphrase is put to use.

A file says itself how many times its passphrase must be hashed, so a hostile one could keep a server busy for
hours. What is inside an encrypted part is not seen here.
"""

from collections.abc import Iterator

from asn1crypto.algos import EncryptionAlgorithm, KdfAlgorithm, Pbmac1Params
from asn1crypto.pkcs12 import AuthenticatedSafe, MacData, Pfx, SafeContents

MAX_ITERATIONS = 1_000_000
MAX_DERIVATIONS = 10  # one for the MAC, one for each encrypted part: three in an ordinary file
MAX_DEPTH = 5  # boxes in boxes: none in an ordinary file
PBMAC1 = "1.2.840.113549.1.5.14"
_SEQUENCE = b"\x30"  # spares the parser what begins otherwise: some rubbish takes it seconds
_UNREADABLE = (ValueError, TypeError, KeyError, RecursionError)  # what asn1crypto raises on rubbish


class NotPkcs12(ValueError):
    """The structure is not that of RFC 7292 (PFX, version 3, protected by a passphrase)."""


def is_affordable(content: bytes) -> bool:
    """Whether opening a PKCS#12 file takes few derivations of at most ``MAX_ITERATIONS`` each.

    A way of deriving keys that we do not know is not affordable. Raises ``NotPkcs12``.
    """
    counts = _iteration_counts(content)
    return len(counts) <= MAX_DERIVATIONS and all(0 < count <= MAX_ITERATIONS for count in counts)


def _iteration_counts(content: bytes) -> list[int]:
    """Of every derivation of the clear envelope; 0 for one that we do not know."""
    if not content.startswith(_SEQUENCE):
        raise NotPkcs12
    try:
        envelope = Pfx.load(content, strict=True)
        if envelope["version"].native != "v3" or envelope["auth_safe"]["content_type"].native != "data":
            raise NotPkcs12
        mac = envelope["mac_data"]
        return [*(_of_mac(mac) if isinstance(mac, MacData) else ()), *_of_parts(envelope.authenticated_safe)]
    except _UNREADABLE as error:
        raise NotPkcs12 from error


def _of_mac(mac: MacData) -> Iterator[int]:
    yield int(mac["iterations"].native)
    algorithm = mac["mac"]["digest_algorithm"]
    if algorithm["algorithm"].dotted == PBMAC1:
        parameters = Pbmac1Params.load(algorithm["parameters"].dump())
        yield _of_derivation(parameters["key_derivation_func"])


def _of_parts(parts: AuthenticatedSafe) -> Iterator[int]:
    for part in parts:
        if part["content_type"].native == "encrypted_data":
            yield _of_encryption(part["content"]["encrypted_content_info"]["content_encryption_algorithm"])
        elif part["content_type"].native == "data":
            yield from _of_bags(SafeContents.load(part["content"].native))


def _of_bags(bags: SafeContents, depth: int = 0) -> Iterator[int]:
    if depth > MAX_DEPTH:
        raise NotPkcs12
    for bag in bags:
        if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
            yield _of_encryption(bag["bag_value"]["encryption_algorithm"])
        elif bag["bag_id"].native == "safe_contents":
            yield from _of_bags(bag["bag_value"], depth + 1)


def _of_encryption(algorithm: EncryptionAlgorithm) -> int:
    name, parameters = algorithm["algorithm"].native, algorithm["parameters"]
    if name == "pbes2":
        return _of_derivation(parameters["key_derivation_func"])
    return int(parameters["iterations"].native) if name.startswith(("pbes1_", "pkcs12_")) else 0


def _of_derivation(function: KdfAlgorithm) -> int:
    known = function["algorithm"].native == "pbkdf2"
    return int(function["parameters"]["iteration_count"].native) if known else 0
