"""Keys that are not files: a software token (SoftHSM2) and a remote signing service (CSC API), on this machine."""

import asyncio
import json
import os
import subprocess
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from csc_dummy.csc_dummy_server import CSCWithCertomancer, DummyServiceParams

from tests.support.pki import Pki

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN, WRONG_PIN = "4821", "0000"
TOKEN = "commune"


def make_token(folder: Path, pki: Pki, *labels: str) -> None:
    """A token that holds the keys and certificates of ``labels``, and the certificate of their authority.

    The module reads ``SOFTHSM2_CONF`` once in the life of the process.
    """
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    _tool("softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", PIN)
    for number, label in enumerate(labels, start=1):
        _write(folder, "privkey", label, number, pki.private_key(label))
        _write(folder, "cert", label, number, pki.certificate(label))
    _write(folder, "cert", "ac", len(labels) + 1, pki.certificate("ac"))


def _write(folder: Path, kind: str, label: str, number: int, content: bytes) -> None:
    path = folder / f"{label}.{kind}.der"
    path.write_bytes(_traditional(content) if kind == "privkey" else content)
    usage = ["--usage-sign"] if kind == "privkey" else []
    name = ["--write-object", str(path), "--type", kind, "--label", label, "--id", f"{number:02x}"]
    _tool("pkcs11-tool", "--module", MODULE, "--token-label", TOKEN, "--login", "--pin", PIN, *name, *usage)


def _traditional(content: bytes) -> bytes:
    key = load_der_private_key(content, None)
    return key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())


def sign_with_token(message: bytes, folder: Path, number: int, *, mechanism: str) -> bytes:
    """What the signer does at home: one command with their own token."""
    (folder / "message").write_bytes(message)
    files = ["--input-file", str(folder / "message"), "--output-file", str(folder / "signature")]
    how = ["--sign", "--mechanism", mechanism, "--id", f"{number:02x}", *files]
    _tool("pkcs11-tool", "--module", MODULE, "--token-label", TOKEN, "--login", "--pin", PIN, *how)
    return (folder / "signature").read_bytes()


def _tool(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"


@dataclass
class RemoteSigning:
    """A signing service on loopback: any key of the test authorities, hashes pinned (SCAL2), 10 at once.

    ``calls`` are the paths asked, with what was sent; ``answers`` replace what the service would say for a path.
    """

    address: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    fails: Callable[[str], bool] = field(default=lambda _: False)

    @web.middleware
    async def watch(self, request: web.Request, handler: Any) -> web.StreamResponse:
        name = request.path.removeprefix("/csc/v1/")
        self.calls.append((name, await request.json()))
        if self.fails(name):
            return web.json_response({}, status=503)
        if name in self.answers:
            status, body = self.answers[name]
            return web.json_response(body, status=status)
        response = await handler(request)
        if name in self.changes:
            return web.json_response(json.loads(response.text) | self.changes[name])
        return response

    @contextmanager
    def changing(self, name: str, **changes: Any) -> Iterator[None]:
        """Have the service say something else in its answer for ``name``."""
        self.changes[name] = changes
        try:
            yield
        finally:
            del self.changes[name]

    @contextmanager
    def failing(self, fails: Callable[[str], bool]) -> Iterator[None]:
        """Have the service answer 503 to each call of which ``fails`` says so, once asked of each."""
        self.fails, before = fails, self.fails
        try:
            yield
        finally:
            self.fails = before

    @contextmanager
    def saying(self, name: str, status: int, body: Any = None) -> Iterator[None]:
        self.answers[name] = (status, body)
        try:
            yield
        finally:
            del self.answers[name]


@contextmanager
def remote_signing(pki: Pki) -> Iterator[RemoteSigning]:
    service, ready, stop = RemoteSigning(), Event(), Event()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", web.NotAppKeyWarning)  # how that program keeps its settings
        csc = CSCWithCertomancer(pki.config, service_params=DummyServiceParams())
    csc.app.middlewares.append(service.watch)
    csc.register_routes()

    async def serve() -> None:
        runner = web.AppRunner(csc.app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        service.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        ready.set()
        await asyncio.to_thread(stop.wait)
        await runner.cleanup()

    thread = Thread(target=asyncio.run, args=[serve()], daemon=True)
    thread.start()
    assert ready.wait(10)
    yield service
    stop.set()
    thread.join(10)
