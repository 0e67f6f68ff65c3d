"""Fetches a small public file of an authority: http(s) only, bounded in bytes and seconds, no redirection.

The name is resolved once and the connection made to that very address, so that what was allowed is what is reached.
"""

import socket
import ssl
import time
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from deliberations.signing.ports import SigningFailed

MOST_BYTES = 10 << 20
SECONDS = 20.0
_PIECE = 64 * 1024
_PORTS = {"http": 80, "https": 443}


class NotFetched(SigningFailed):
    """The message says why, for the log and the administrator; a later try may succeed."""

    def __init__(self, message_fr: str) -> None:
        super().__init__(message_fr, retry=True)


def fetch(
    address: str, *, allows_private: bool, most_bytes: int = MOST_BYTES, seconds: float = SECONDS
) -> bytes:
    """The bytes at ``address``. Raises ``NotFetched``; nothing is sent to an address of a private network."""
    parts = _parts(address)
    deadline = time.monotonic() + seconds
    connection = _Pinned(parts, _allowed(parts, allows_private=allows_private), seconds)
    try:
        connection.request("GET", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
        response = connection.getresponse()
        if response.status != 200:
            raise NotFetched(f"Le serveur a répondu {response.status}.")
        pieces, size = [], 0
        while piece := response.read1(_PIECE):
            size += len(piece)
            if size > most_bytes:
                raise NotFetched("Le fichier est trop volumineux.")
            if time.monotonic() > deadline:
                raise NotFetched("Le serveur a été trop lent.")
            pieces.append(piece)
    except (OSError, HTTPException, ValueError) as error:
        raise NotFetched(f"Le serveur n'a pas répondu ({type(error).__name__}).") from error
    finally:
        connection.close()
    return b"".join(pieces)


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address.strip())
        _ = parts.port
    except ValueError as error:
        raise NotFetched("L'adresse est mal écrite.") from error
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        raise NotFetched("L'adresse doit commencer par http:// ou https://.")
    return parts


def _allowed(parts: SplitResult, *, allows_private: bool) -> str:
    """The first address of the host, when all of them are public."""
    addresses = _addresses(parts.hostname or "")
    if not allows_private and not all(_is_public(each) for each in addresses):
        raise NotFetched("Cette adresse est celle d'un réseau privé : elle n'est pas consultée.")
    return addresses[0]


def _addresses(host: str) -> list[str]:
    try:
        return [str(ip_address(host))]
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotFetched("Le serveur est introuvable.") from error
    return [str(entry[4][0]).partition("%")[0] for entry in found]


def _is_public(address: str) -> bool:
    read = ip_address(address)
    mapped = getattr(read, "ipv4_mapped", None)
    return (mapped or read).is_global and not (mapped or read).is_multicast


class _Pinned(HTTPConnection):
    """A connection to one address, that says the name of the host and checks its certificate."""

    def __init__(self, parts: SplitResult, address: str, seconds: float) -> None:
        host = parts.hostname or ""
        super().__init__(host, parts.port or _PORTS[parts.scheme], timeout=seconds)
        self._address, self._is_secure = address, parts.scheme == "https"

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
