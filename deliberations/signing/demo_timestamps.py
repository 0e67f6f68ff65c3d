"""A timestamp server for demonstrations (RFC 3161 over HTTP), on this machine and worth nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from deliberations.signing.demo_authority import DemoKeys
from deliberations.signing.drafting import to_asn1
from deliberations.signing.pkcs12 import open_pkcs12
from deliberations.signing.timestamps import TimestampService

MAX_REQUEST = 4096
REPLY = "application/timestamp-reply"


@contextmanager
def demo_timestamp_server(keys: DemoKeys, passphrase: str) -> Iterator[TimestampService]:
    """Serve timestamps on a free port of the loopback while the context lasts. Raises ``BadPassphrase``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(_stamper(keys, passphrase)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield TimestampService(f"http://127.0.0.1:{server.server_port}/")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _stamper(keys: DemoKeys, passphrase: str) -> DummyTimeStamper:
    key = open_pkcs12(keys.timestamps.read_bytes(), passphrase)
    encoded = key.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(to_asn1(key.certificate), asn1_keys.PrivateKeyInfo.load(encoded))


def _handler(stamper: DummyTimeStamper) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            try:
                if size > MAX_REQUEST:
                    raise ValueError("too large")
                request = tsp.TimeStampReq.load(self.rfile.read(size), strict=True)
                answer = stamper.request_tsa_response(request).dump()
            except (ValueError, KeyError, TypeError):
                self.send_error(400)
                return
            self.send_response(200)
            self.send_header("Content-Type", REPLY)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on the console of the demonstration."""

    return Handler
