"""A real OpenID Connect provider on this machine, like ProConnect: user data is a signed token.

``lie`` changes what it answers, so that a test plays an attacker: each key of ``Lies`` is one lie.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "conforme", "un secret de test"
AGENT = {
    "sub": "agent-1",
    "email": "Secretaire@exemple.test",
    "given_name": "Claire",
    "usual_name": "Petit",
}


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


KEY, OTHER_KEY = _new_key(), _new_key()


@dataclass
class Lies:
    """What the provider says that is not so; all empty when it is honest."""

    identity: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    identity_key: Any = None
    person_key: Any = None
    algorithm: str = "RS256"
    plain_person: bool = False
    other_keys: bool = False
    config: dict[str, Any] = field(default_factory=dict)
    silent: bool = False


class Provider(ThreadingHTTPServer):
    """The server and what it remembers: questions by code, people by access token."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.lies = Lies()
        self.agent: dict[str, Any] = dict(AGENT)
        self.questions: dict[str, dict[str, str]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def config(self) -> dict[str, Any]:
        pages = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
            "jwks_uri": "jwks",
            "end_session_endpoint": "logout",
        }
        told = {name: f"{self.url}/{page}" for name, page in pages.items()}
        return {"issuer": self.url, **told, **self.lies.config}

    def keys(self) -> dict[str, Any]:
        key = OTHER_KEY if self.lies.other_keys else KEY
        told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
        return {"keys": [{**told, "kid": "k1", "alg": "RS256", "use": "sig"}]}

    def sign(self, claims: dict[str, Any], key: Any) -> str:
        now = int(time.time())
        told = {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 60, **claims}
        told = {name: value for name, value in told.items() if value is not None}
        if self.lies.algorithm == "none":
            return jwt.encode(told, None, algorithm="none", headers={"kid": "k1"})
        if self.lies.algorithm == "HS256":
            return _signed_by_public_key(told, self.keys())
        return jwt.encode(told, key or KEY, algorithm="RS256", headers={"kid": "k1"})


def _signed_by_public_key(claims: dict[str, Any], keys: dict[str, Any]) -> str:
    """The old attack: the public key, which everybody knows, taken for a secret."""

    def part(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    head = part(json.dumps({"alg": "HS256", "typ": "JWT", "kid": "k1"}).encode())
    body = f"{head}.{part(json.dumps(claims).encode())}"
    secret = json.dumps(keys["keys"][0]).encode()
    return f"{body}.{part(hmac.digest(secret, body.encode(), 'sha256'))}"


class Handler(BaseHTTPRequestHandler):
    """The five addresses of a provider."""

    server: Provider

    def log_message(self, *args: Any) -> None:
        """Say nothing: the tests read what was asked in ``asked``."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.server.asked.append((parts.path, given))
        if self.server.lies.silent:
            self._answer(b"", "text/plain", 503)
        elif parts.path == "/.well-known/openid-configuration":
            self._json(self.server.config())
        elif parts.path == "/jwks":
            self._json(self.server.keys())
        elif parts.path == "/authorize":
            self._authorize(given)
        elif parts.path == "/userinfo":
            self._person()
        else:
            self._answer(b"", "text/plain", 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        self.server.asked.append((self.path, given))
        question = self.server.questions.pop(given.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        secret = (given.get("client_id"), given.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        if not question or not secret or proof.rstrip(b"=").decode() != question["code_challenge"]:
            self._json({"error": "invalid_grant"}, 400)
            return
        claims = {"sub": self.server.agent["sub"], "nonce": question["nonce"], **self.server.lies.identity}
        token = self.server.sign(claims, self.server.lies.identity_key)
        self._json({"access_token": "access", "token_type": "Bearer", "expires_in": 60, "id_token": token})

    def _authorize(self, given: dict[str, str]) -> None:
        code = secrets.token_urlsafe(8)
        self.server.questions[code] = given
        query = urlencode({"code": code, "state": given["state"]})
        self.send_response(302)
        self.send_header("Location", f"{given['redirect_uri']}?{query}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _person(self) -> None:
        claims = {**self.server.agent, **self.server.lies.person}
        if self.server.lies.plain_person:
            self._json({**claims, "iss": self.server.url, "aud": CLIENT_ID})
        elif self.headers["Authorization"] != "Bearer access":
            self._answer(b"", "text/plain", 401)
        else:
            token = self.server.sign(claims, self.server.lies.person_key)
            self._answer(token.encode(), "application/jwt", 200)

    def _json(self, told: dict[str, Any], status: int = 200) -> None:
        self._answer(json.dumps(told).encode(), "application/json", status)

    def _answer(self, body: bytes, media_type: str, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider that answers until the end of the block."""
    with Provider() as provider:
        thread = threading.Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield provider
        finally:
            provider.shutdown()
            thread.join()
