"""The conversation with the town hall's site: JSON over HTTPS, at the address that the page shows.

The address holds a secret that works once, for a few minutes, for the documents that the signatory chose there.
"""

import json
import ssl
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from ipaddress import ip_address
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from conforme_signer.errors import OtherName, Stopped

VERSION = 1
SECONDS = 120
"""The site asks for timestamps before it answers the last request."""
MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Document:
    """One document to sign: ``sha256`` and ``size`` (bytes) are those of the file shown by the page."""

    title: str
    pages: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked: whose signature, on what."""

    council: str
    signatory: str
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """``message`` is what the token signs; the signature goes between ``start`` and ``end`` of the file.

    ``document`` is the rank of the document among those shown, from 1.
    """

    document: int
    message: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one document."""

    title: str
    is_done: bool
    message: str


class _NoRedirect(HTTPRedirectHandler):
    """A signature goes to the address given and to no other."""

    def redirect_request(self, *arguments: Any, **named: Any) -> None:
        return None


class Site:
    """The address of one signature. Raises ``Stopped`` for one that is not safe."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address.strip())
        if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(parts.hostname or "")):
            raise Stopped("L'adresse doit commencer par https:// : recopiez celle que la page affiche.")
        self._address = address.strip().rstrip("/") + "/"
        self._opener = build_opener(_NoRedirect(), HTTPSHandler(context=ssl.create_default_context()))

    def read(self) -> Task:
        """What there is to sign."""
        told = self._asked("", None)
        if told.get("version") != VERSION:
            raise Stopped("Ce programme n'est pas de la version du site : téléchargez-le à nouveau.")
        documents = tuple(
            Document(_shown(each["title"]), int(each["pages"]), int(each["size"]), str(each["sha256"])[:64])
            for each in told["documents"]
        )
        return Task(_shown(told["council"]), _shown(told["signatory"]), documents)

    def announce(self, certificate: bytes, confirmed: str = "") -> list[Prepared]:
        """Say with which certificate; what the token is to sign, document by document.

        Raises ``OtherName`` when it is not in the signatory's name and ``confirmed`` is not that name.
        """
        told = self._asked("certificat/", {"certificate": _text(certificate), "confirmed": confirmed})
        return [
            Prepared(
                int(each["document"]),
                b64decode(each["message"], validate=True),
                int(each["start"]),
                int(each["end"]),
            )
            for each in told["prepared"]
        ]

    def file(self, place: int) -> bytes:
        """The file prepared at ``place``, counted from 1, its signature still empty."""
        return self._answer(f"documents/{place}.pdf", None)

    def give(self, signatures: Sequence[bytes]) -> tuple[Result, ...]:
        """Hand over the signatures; what became of each document."""
        told = self._asked("signatures/", {"signatures": [_text(each) for each in signatures]})
        return tuple(
            Result(_shown(each["title"]), bool(each["done"]), _shown(each["message"]))
            for each in told["results"]
        )

    def _asked(self, step: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        try:
            told = json.loads(self._answer(step, body))
        except ValueError as error:
            raise Stopped("Le site n'a pas répondu comme prévu : vérifiez l'adresse.") from error
        if not isinstance(told, dict):
            raise Stopped("Le site n'a pas répondu comme prévu : vérifiez l'adresse.")
        return told

    def _answer(self, step: str, body: Mapping[str, Any] | None) -> bytes:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        request = Request(self._address + step, data=data, headers=headers)  # noqa: S310  (checked above)
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                content: bytes = answer.read(MOST_BYTES + 1)
        except HTTPError as error:
            raise _refusal(error) from error
        except (URLError, HTTPException, OSError) as error:
            raise Stopped(f"Le site ne répond pas ({error}) : rien n'a été signé. Recommencez.") from error
        if len(content) > MOST_BYTES:
            raise Stopped("Le site envoie un fichier trop gros : rien n'a été signé.")
        return content


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _refusal(error: HTTPError) -> Stopped:
    """What the site answered, in its own words where it has any."""
    try:
        told = json.loads(error.read(MOST_BYTES))
        message, holder = _shown(told["error"]), told.get("holder")
    except (ValueError, KeyError, TypeError, AttributeError):
        return Stopped(
            f"Le site refuse ({error.code}) : rouvrez la page de signature, recopiez la nouvelle adresse."
        )
    return OtherName(message, _shown(holder)) if holder else Stopped(message)


def _text(content: bytes) -> str:
    return b64encode(content).decode("ascii")


def _shown(told: Any) -> str:
    """On one line, without what could drive a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in str(told))
