"""Test authorities on loopback: two roots, a timestamp server, an OCSP responder, CRLs, and people of all kinds.

Keys are made for the session and kept nowhere. The people (labels are those of certificates): ``maire`` (RSA),
``secretaire`` (EC), ``adjoint``, ``cachet`` (the council's seal), ``expire``, ``futur`` (not yet valid),
``revoque``, ``revoque-apres`` (in 60 days), ``sans-engagement`` (may not commit anybody), and ``intrus``, who bears
the mayor's name under a root that nobody trusts. Timestamp servers: ``tsa`` (10 years), ``tsa-courte`` (ends in
30 days) and, under the unknown root, ``tsa-inconnue``.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

from asn1crypto import tsp
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, PKIArchitecture, ServiceLabel
from certomancer.registry.issued.general import RevocationStatus
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from werkzeug.serving import WSGIRequestHandler, make_server

from deliberations.signing.trust import Trust

PASSPHRASE = "phrase d'essai – é"
KNOWN, UNKNOWN = "psco", "autre"
RSA_PEOPLE = frozenset({"maire", "revoque"})
PEOPLE = {
    "maire": ("Jeanne MARTIN", -365, 730),
    "secretaire": ("Paul DURAND", -365, 730),
    "adjoint": ("Chloé PETIT", -365, 730),
    "cachet": ("Cachet Commune de Testville", -365, 730),
    "expire": ("Ancien MAIRE", -1500, -400),
    "futur": ("Future MAIRE", 200, 900),
    "revoque": ("Claude REVOQUE", -365, 730),
    "revoque-apres": ("Camille PLUSTARD", -365, 730),
    "sans-engagement": ("Sans ENGAGEMENT", -365, 730),
}
"""Label → common name, first and last day of validity counted from today."""
AUTHORITIES = ("racine", "ac", "tsa", "tsa-courte", "ocsp", "autre-racine", "tsa-inconnue", "intrus")


class Pki:
    """The authorities, which answer until ``close``. Certificates and keys are given in DER."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime.now(UTC).replace(microsecond=0)
        self.requests: list[str] = []
        self._faults: dict[str, Callable[[bytes], Answer | None]] = {}
        self._server = make_server(
            "127.0.0.1", 0, self._answer, threaded=True, request_handler=_SilentHandler
        )
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        _write_keys(folder)
        self.config = CertomancerConfig(_settings(folder, self.address, self.now), key_search_dir=str(folder))
        self._animator = Animator(AnimatorArchStore(self.config.pki_archs), with_web_ui=False)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def pkcs12(self, label: str) -> bytes:
        """A file that ``PASSPHRASE`` opens, with the certificate of its authority."""
        content: bytes = self._of(label).package_pkcs12(CertLabel(label), password=PASSPHRASE.encode())
        return content

    def certificate(self, label: str) -> bytes:
        content: bytes = self._of(label).get_cert(CertLabel(label)).dump()
        return content

    def private_key(self, label: str) -> bytes:
        """PKCS#8, not encrypted."""
        architecture = self._of(label)
        key_label = architecture.get_cert_spec(CertLabel(label)).subject_key
        content: bytes = architecture.key_set.get_private_key(key_label).dump()
        return content

    def crl(self, label: str, at: datetime | None = None) -> bytes:
        """The revocation list of ``racine`` or ``ac`` on that day (aware; now when ``None``)."""
        services = self.config.get_pki_arch(ArchLabel(KNOWN)).service_registry
        content: bytes = services.get_crl(ServiceLabel(label), at or datetime.now(UTC)).dump()
        return content

    def timestamp_url(self, label: str = "tsa") -> str:
        return f"{self.address}/{UNKNOWN if label == 'tsa-inconnue' else KNOWN}/tsa/{label}"

    @property
    def trust(self) -> Trust:
        """What a production setting would hold: the root and its authority, no revocation list."""
        return Trust(roots=(self.certificate("racine"),), intermediates=(self.certificate("ac"),))

    @property
    def trust_with_crls(self) -> Trust:
        """The same, with the lists that the daily duty would have stored."""
        return Trust(self.trust.roots, self.trust.intermediates, (self.crl("racine"), self.crl("ac")))

    @contextmanager
    def down(self, *services: str) -> Iterator[None]:
        """Have ``tsa``, ``ocsp`` or ``crls`` answer 503."""
        with self.answering(lambda _: Answer(503, "text/plain", b"down"), *services):
            yield

    @contextmanager
    def slow(self, seconds: float, *services: str) -> Iterator[None]:
        """Have services wait before they answer."""
        with self.answering(lambda _: time.sleep(seconds), *services):
            yield

    @contextmanager
    def answering(self, asked: "Callable[[bytes], Answer | None]", *services: str) -> Iterator[None]:
        """Have ``asked`` called first, with the body received; at ``None`` the service answers as usual."""
        self._faults.update(dict.fromkeys(services, asked))
        try:
            yield
        finally:
            for service in services:
                del self._faults[service]

    def timestamp(self, request: bytes) -> bytes:
        """The answer of ``tsa`` to a request (RFC 3161), both in DER."""
        services = self.config.get_pki_arch(ArchLabel(KNOWN)).service_registry
        server = services.summon_timestamper(ServiceLabel("tsa"), datetime.now(UTC))
        content: bytes = server.request_tsa_response(tsp.TimeStampReq.load(request)).dump()
        return content

    @contextmanager
    def clock(self, at: datetime) -> Iterator[None]:
        """Have every service believe that it is ``at`` (aware)."""
        self._animator.fixed_time = at
        try:
            yield
        finally:
            self._animator.fixed_time = None

    @contextmanager
    def revoked(self, label: str) -> Iterator[None]:
        """Have the certificate revoked from now on."""
        specification = self._of(label).get_cert_spec(CertLabel(label))
        before = specification.revocation
        object.__setattr__(specification, "revocation", RevocationStatus(datetime.now(UTC)))
        try:
            yield
        finally:
            object.__setattr__(specification, "revocation", before)

    def _of(self, label: str) -> PKIArchitecture:
        unknown = label in {"autre-racine", "tsa-inconnue", "intrus"}
        return self.config.get_pki_arch(ArchLabel(UNKNOWN if unknown else KNOWN))

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        self.requests.append(path)
        asked = self._faults.get(path.split("/")[2]) if path.count("/") > 1 else None
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        answer = asked(body) if asked else None
        if answer is None:
            usual: Iterable[bytes] = self._animator({**environ, "wsgi.input": BytesIO(body)}, start_response)
            return usual
        start_response(f"{answer.status} Answer", [("Content-Type", answer.kind)])
        return [answer.body]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service says over HTTP; ``kind`` is its media type."""

    status: int
    kind: str
    body: bytes


class _SilentHandler(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing on the console of the tests."""


def _write_keys(folder: Path) -> None:
    for label in (*PEOPLE, *AUTHORITIES):
        key = (
            rsa.generate_private_key(65537, 2048)
            if label in RSA_PEOPLE
            else ec.generate_private_key(ec.SECP256R1())
        )
        content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{label}.pem").write_bytes(content)


def _settings(folder: Path, address: str, now: datetime) -> dict[str, Any]:
    keys = {label: {"path": f"{label}.pem"} for label in (*PEOPLE, *AUTHORITIES)}
    return {
        "external-url-prefix": address,
        "plugin-modules": ["pyhanko.sign.ades.qualified_asn1"],
        "keysets": {"session": {"path-prefix": str(folder), "keys": keys}},
        "pki-architectures": {KNOWN: _known(now), UNKNOWN: _unknown(now)},
    }


def _known(now: datetime) -> dict[str, Any]:
    people = {label: {"common-name": name, "organization-name": "Commune de Testville"}
              for label, (name, _, _) in PEOPLE.items()}  # fmt: skip
    return {
        "keyset": "session",
        "entity-defaults": {"country-name": "FR", "organization-name": "PSCo de test"},
        "entities": {
            "racine": {"common-name": "AC Racine de test"},
            "ac": {"common-name": "AC Agents de test"},
            "ocsp": {"common-name": "Répondeur OCSP de test"},
            "tsa": {"common-name": "Horodatage de test"},
            "tsa-courte": {"common-name": "Horodatage de test finissant"},
            **people,
        },
        "certs": {**_authorities(now), **{label: _person(label, now) for label in PEOPLE}},
        "services": {
            "ocsp": {"ac": {"for-issuer": "ac", "responder-cert": "ocsp", "signing-key": "ocsp"}},
            "crl-repo": {
                "racine": {
                    "for-issuer": "racine",
                    "signing-key": "racine",
                    "simulated-update-schedule": "P90D",
                },
                "ac": {"for-issuer": "ac", "signing-key": "ac", "simulated-update-schedule": "P7D"},
            },
            "cert-repo": {"ac": {"for-issuer": "ac", "publish-issued-certs": True},
                          "racine": {"for-issuer": "racine", "publish-issued-certs": True}},
            "time-stamping": {label: {"signing-key": label, "signing-cert": label} for label in ("tsa", "tsa-courte")},
        },
    }  # fmt: skip


def _authorities(now: datetime) -> dict[str, Any]:
    return {
        "racine": _root("racine", now),
        "ac": {"issuer": "racine", "validity": _validity(now, -700, 6000), "extensions": [*_CA, _crl("racine")]},
        "ocsp": {"issuer": "ac", "validity": _validity(now, -600, 3650), "extensions": [
            _usage("digital_signature"), _extended_usage("ocsp_signing"), {"id": "ocsp_no_check"}]},
        "tsa": _timestamper("racine", _validity(now, -600, 3650), _crl("racine")),
        "tsa-courte": _timestamper("racine", _validity(now, -600, 30), _crl("racine")),
    }  # fmt: skip


def _unknown(now: datetime) -> dict[str, Any]:
    validity = _validity(now, -365, 730)
    return {
        "keyset": "session",
        "entity-defaults": {"country-name": "FR", "organization-name": "Inconnue"},
        "entities": {
            "autre-racine": {"common-name": "AC inconnue"},
            "tsa-inconnue": {"common-name": "Horodatage inconnu"},
            "intrus": {"common-name": "Jeanne MARTIN"},
        },
        "certs": {
            "autre-racine": _root("autre-racine", now),
            "tsa-inconnue": _timestamper("autre-racine", validity),
            "intrus": {
                "issuer": "autre-racine",
                "validity": validity,
                "extensions": [_usage("non_repudiation")],
            },
        },
        "services": {
            "time-stamping": {"tsa-inconnue": {"signing-key": "tsa-inconnue", "signing-cert": "tsa-inconnue"}}
        },
    }


def _root(label: str, now: datetime) -> dict[str, Any]:
    return {
        "subject": label,
        "issuer": label,
        "subject-key": label,
        "authority-key": label,
        "validity": _validity(now, -720, 7000),
        "extensions": _CA,
    }


def _timestamper(issuer: str, validity: dict[str, str], *others: dict[str, Any]) -> dict[str, Any]:
    extensions = [_usage("digital_signature"), _extended_usage("time_stamping"), *others]
    return {"issuer": issuer, "validity": validity, "extensions": extensions}


def _person(label: str, now: datetime) -> dict[str, Any]:
    _, first, last = PEOPLE[label]
    usage = "digital_signature" if label == "sans-engagement" else "non_repudiation"
    extensions = [_usage(usage), _POLICY, _crl("ac"), _RESPONDER, _QUALIFIED]
    certificate = {"issuer": "ac", "validity": _validity(now, first, last), "extensions": extensions}
    revoked = {"revoque": -200, "revoque-apres": 60}.get(label)
    if revoked is not None:
        since = _instant(now, revoked)
        certificate["revocation"] = {"revoked-since": since, "reason": "affiliation_changed"}
    return certificate


def _validity(now: datetime, first: int, last: int) -> dict[str, str]:
    return {"valid-from": _instant(now, first), "valid-to": _instant(now, last)}


def _instant(now: datetime, days: int) -> str:
    return (now + timedelta(days=days)).strftime("%Y-%m-%dT00:00:00+0000")


def _usage(*names: str) -> dict[str, Any]:
    value = {"schema": "key-usage", "params": list(names)}
    return {"id": "key_usage", "critical": True, "smart-value": value}


def _extended_usage(name: str) -> dict[str, Any]:
    return {"id": "extended_key_usage", "critical": True, "value": [name]}


def _crl(repository: str) -> dict[str, Any]:
    value = {"schema": "crl-dist-url", "params": {"crl-repo-names": [repository]}}
    return {"id": "crl_distribution_points", "smart-value": value}


_CA = [
    {"id": "basic_constraints", "critical": True, "value": {"ca": True}},
    _usage("digital_signature", "key_cert_sign", "crl_sign"),
]
_RESPONDER = {
    "id": "authority_information_access",
    "smart-value": {
        "schema": "aia-urls",
        "params": {
            "ocsp-responder-names": ["ac"],
            "ca-issuer-links": [{"repo": "ac", "include-repo-authority": True}],
        },
    },
}
_QUALIFIED = {
    "id": "qc_statements",
    "value": [
        {"statement_id": "qc_compliance"},
        {"statement_id": "qc_sscd"},
        {"statement_id": "qc_type", "statement_info": ["qct_esign"]},
    ],
}
_POLICY = {"id": "certificate_policies", "value": [{"policy_identifier": "2.999.250.1"}]}
