"""The timestamp server of the installation (RFC 3161), and what a timestamp on a digest says."""

from django.conf import settings

from deliberations.signing.stamping import Stamp, read_token, stamp
from deliberations.signing.timestamps import TimestampService


def timestamp_service() -> TimestampService | None:
    """The server of ``TIMESTAMP_URL``, with its ``TIMESTAMP_USERNAME`` and ``TIMESTAMP_PASSWORD``; ``None`` if none."""
    if not settings.TIMESTAMP_URL:
        return None
    return TimestampService(settings.TIMESTAMP_URL, settings.TIMESTAMP_USERNAME, settings.TIMESTAMP_PASSWORD)


def stamp_digest(digest: bytes, service: TimestampService) -> bytes:
    """A token (DER) over a SHA-256, its signature verified. Slow: never within a transaction.

    Raises ``TimestampUnavailable`` (ask again) or ``TokenUnsound``.
    """
    return stamp(digest, service)


def stamp_of(token: bytes, digest: bytes) -> Stamp:
    """When and by whom ``digest`` was timestamped. Raises ``TokenUnsound`` when the token is not of it."""
    return read_token(token, digest)
