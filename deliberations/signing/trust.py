"""Whom a signature is checked against."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trust:
    """Authorities that we rely on; every item is DER.

    ``roots`` issue signers' certificates, through ``intermediates``; ``timestamp_roots`` those of timestamp
    servers, which ``roots`` may also do. ``crls`` are the revocation lists that we hold.
    """

    roots: tuple[bytes, ...]
    intermediates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    timestamp_roots: tuple[bytes, ...] = ()
