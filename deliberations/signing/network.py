"""How signing reaches others: bounded answers, and no way into the private network for an address found in a file."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from aiohttp import (
    AddrInfoType,
    ClientPayloadError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    TCPConnector,
)

CHUNK = 64 << 10
NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Network:
    """Limits of one exchange: seconds, bytes of an answer (some revocation lists are large).

    ``allow_private`` is for demonstrations and tests, whose authorities are on loopback: addresses written in
    certificates may then lead to this machine or its private network.
    """

    timeout: float = 10.0
    max_bytes: int = 10 << 20
    allow_private: bool = False


class PrivateAddress(OSError):
    """An address written in a certificate leads inside."""


@asynccontextmanager
async def session_to_others(network: Network) -> AsyncIterator[ClientSession]:
    """For addresses written in certificates. Every connection is checked, redirections included."""
    async with _session(network, None if network.allow_private else _public_socket) as session:
        yield session


@asynccontextmanager
async def session_to_service(network: Network) -> AsyncIterator[ClientSession]:
    """For an address that the administrator chose."""
    async with _session(network, None) as session:
        yield session


@asynccontextmanager
async def _session(
    network: Network, socket_factory: Callable[[AddrInfoType], socket.socket] | None
) -> AsyncIterator[ClientSession]:
    connector = TCPConnector(socket_factory=socket_factory)
    async with ClientSession(
        connector=connector,
        response_class=_bounded(network.max_bytes),
        timeout=ClientTimeout(total=network.timeout),
    ) as session:
        yield session


def _public_socket(address: AddrInfoType) -> socket.socket:
    """The address is resolved: checking it here leaves no moment to change it."""
    family, kind, protocol, _, target = address
    if not is_public(str(target[0])):
        raise PrivateAddress(f"private address refused: {target[0]}")
    return socket.socket(family, kind, protocol)


def is_public(host: str) -> bool:
    """Whether a numeric address is one of the open Internet."""
    address: IPv4Address | IPv6Address = ip_address(host.split("%")[0])
    if isinstance(address, IPv6Address):
        address = _hidden(address) or address
    return address.is_global and not address.is_multicast


def _hidden(address: IPv6Address) -> IPv4Address | None:
    """The address that a translating network would reach."""
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _bounded(max_bytes: int) -> type[ClientResponse]:
    class BoundedResponse(ClientResponse):
        async def read(self) -> bytes:
            if self._body is None:
                body = bytearray()
                async for chunk in self.content.iter_chunked(CHUNK):
                    body += chunk
                    if len(body) > max_bytes:
                        self.close()
                        raise ClientPayloadError(f"more than {max_bytes} bytes")
                self._body = bytes(body)
            return self._body

    return BoundedResponse
