"""The envelope of a backup: a file that only its passphrase opens, with us or without us.

Two layers of the public format age (age-encryption.org). The content is encrypted for a key made for the occasion,
piece by piece, so that nothing has to fit in memory; the key is encrypted by the passphrase. With age alone:
``tar -xf FILE`` then ``age -d -i cle.age contenu.tar.gz.age > contenu.tar.gz``, which asks for the passphrase.
"""

import hashlib
import io
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import IO, BinaryIO, cast

import pyrage
from pyrage import passphrase as age_passphrase
from pyrage import x25519

from councils.domain.errors import Refusal

NOTICE, KEY, CONTENT = "LISEZ-MOI.txt", "cle.age", "contenu.tar.gz.age"
_PARTS = (NOTICE, CONTENT, KEY)
LONGEST_KEY = 10_000
"""Bytes of the encrypted key: a real one has about three hundred."""
NOTICE_TEXT = """Sauvegarde chiffrée d'un conseil, faite par Conforme.

Ce fichier ne s'ouvre qu'avec la phrase secrète choisie le jour de la sauvegarde. Personne ne peut la retrouver.

Pour la restaurer, sur une installation de Conforme :
    manage.py restore NOM-DU-FICHIER.tar

Sans Conforme, avec le programme libre age (age-encryption.org) :
    tar -xf NOM-DU-FICHIER.tar
    age -d -i cle.age contenu.tar.gz.age > contenu.tar.gz
"""


class BackupRefused(Refusal):
    """A file that is not restored, and why. Nothing was written."""

    def __init__(self, code: str, message_fr: str) -> None:
        super().__init__(f"backup.{code}", message_fr)


NOT_A_BACKUP = "Ce fichier n'est pas une sauvegarde de Conforme."
DAMAGED = (
    "Cette sauvegarde est incomplète ou altérée : rien n'a été restauré. Reprenez le fichier d'origine, ou une "
    "sauvegarde plus ancienne."
)


class _Pipe:
    """Runs ``work`` beside, then closes its ``end`` of a pipe; what stopped it is known before the end is seen."""

    def __init__(self, work: Callable[[], None], end: IO[bytes]) -> None:
        self.failure: Exception | None = None
        self._work, self._end = work, end
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._work()
        except (OSError, pyrage.EncryptError, pyrage.DecryptError) as failure:
            self.failure = failure
        finally:
            # A reader that has gone away cannot take the last bytes: it no longer wants them.
            with suppress(BrokenPipeError):
                self._end.close()

    def join(self) -> None:
        self._thread.join()


@contextmanager
def sealed(target: BinaryIO, passphrase: str) -> Iterator[BinaryIO]:
    """A stream whose bytes go encrypted to ``target``, a file open for writing that can be rewound.

    The key is forgotten with the stream. Raises ``OSError`` when ``target`` cannot be written.
    """
    identity = x25519.Identity.generate()
    _add(target, NOTICE, NOTICE_TEXT.encode())
    place = target.tell()
    target.write(bytes(tarfile.BLOCKSIZE))
    with _encrypting(target, identity) as stream:
        yield stream
    size = target.tell() - place - tarfile.BLOCKSIZE
    target.write(bytes(-size % tarfile.BLOCKSIZE))
    # The slow step, on purpose (scrypt): taken once everything else has gone well.
    _add(target, KEY, age_passphrase.encrypt(str(identity).encode(), passphrase))
    target.write(bytes(2 * tarfile.BLOCKSIZE))
    target.seek(place)
    target.write(_head(CONTENT, size))
    target.seek(0, os.SEEK_END)


def _head(name: str, size: int) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry.tobuf(tarfile.GNU_FORMAT)


def _add(target: BinaryIO, name: str, content: bytes) -> None:
    target.write(_head(name, len(content)) + content + bytes(-len(content) % tarfile.BLOCKSIZE))


@contextmanager
def _encrypting(target: BinaryIO, identity: x25519.Identity) -> Iterator[BinaryIO]:
    reading, writing = os.pipe()
    source = os.fdopen(reading, "rb")
    recipient = identity.to_public()

    def encrypt() -> None:
        pyrage.encrypt_io(source, target, [recipient])

    pipe = _Pipe(encrypt, source)
    try:
        with os.fdopen(writing, "wb") as stream:
            yield cast("BinaryIO", stream)
    except BrokenPipeError:
        pipe.join()
        raise (pipe.failure or OSError("the backup could not be written")) from None
    finally:
        pipe.join()
    if pipe.failure is not None:
        raise pipe.failure


@dataclass(frozen=True, slots=True)
class Envelope:
    """The parts of a backup: its encrypted key, and where its content stands in the file."""

    source: BinaryIO
    key: bytes
    start: int
    size: int

    def identity(self, passphrase: str) -> x25519.Identity:
        """The key, opened. Raises ``BackupRefused`` for a wrong passphrase."""
        try:
            text = age_passphrase.decrypt(self.key, passphrase)
            return x25519.Identity.from_str(text.decode().strip())
        except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError):
            raise BackupRefused(
                "passphrase",
                "La phrase secrète n'est pas la bonne : vérifiez les majuscules et les espaces. Sans elle, personne ne "
                "peut ouvrir cette sauvegarde.",
            ) from None


def open_envelope(source: BinaryIO) -> Envelope:
    """The parts of a file, read without believing it. Raises ``BackupRefused``."""
    members: list[tarfile.TarInfo] = []
    try:
        source.seek(0)
        with tarfile.open(fileobj=source, mode="r:") as archive:
            while len(members) <= len(_PARTS) and (member := archive.next()):
                members.append(member)
            if [member.name for member in members] != list(_PARTS):
                raise tarfile.ReadError
            _, content, key = members
            stream = archive.extractfile(key) if key.isreg() and key.size <= LONGEST_KEY else None
            if stream is None or not content.isreg():
                raise tarfile.ReadError
            return Envelope(source, stream.read(), content.offset_data, content.size)
    except (tarfile.TarError, OSError, EOFError, ValueError):
        is_ours = bool(members) and members[0].name == NOTICE
        code, message = ("damaged", DAMAGED) if is_ours else ("unknown", NOT_A_BACKUP)
        raise BackupRefused(code, message) from None


@contextmanager
def unsealed(envelope: Envelope, identity: x25519.Identity) -> Iterator[BinaryIO]:
    """The content as a stream. ``BackupRefused`` when it is truncated or altered, at the latest at the end."""
    envelope.source.seek(envelope.start)
    reading, writing = os.pipe()
    sink = os.fdopen(writing, "wb")
    limited = _Limited(envelope.source, envelope.size)

    def decrypt() -> None:
        pyrage.decrypt_io(io.BufferedReader(limited), sink, [identity])
        sink.flush()

    pipe = _Pipe(decrypt, sink)
    stream = os.fdopen(reading, "rb")
    try:
        yield cast("BinaryIO", stream)
        while stream.read(1 << 16):
            pass
    except BackupRefused:
        if pipe.failure is not None:
            raise BackupRefused("damaged", DAMAGED) from None
        raise
    finally:
        stream.close()
        pipe.join()
    if pipe.failure is not None:
        raise BackupRefused("damaged", DAMAGED)


class _Limited(io.RawIOBase):
    """The next ``size`` bytes of a file."""

    def __init__(self, source: BinaryIO, size: int) -> None:
        self.source, self.left = source, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        found = self.source.read(min(len(buffer), self.left))
        buffer[: len(found)] = found
        self.left -= len(found)
        return len(found)


def sha256_of(source: BinaryIO) -> tuple[str, int]:
    """Digest and size of a whole file, read piece by piece; it is left at its start."""
    source.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := source.read(1 << 20):
        digest.update(piece)
        size += len(piece)
    source.seek(0)
    return digest.hexdigest(), size
