"""A small file sent and signed, made in memory and worth nothing.

A process that will soon be allowed to load nothing judges it first: all that judging needs is then loaded.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pikepdf import Array, Dictionary, Name

from deliberations.signing.pkcs12 import Pkcs12Key
from deliberations.signing.ports import SignatureRequest
from deliberations.signing.trust import Trust

FIELD, HOLDER = "essai", "Essai"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sample:
    """A trust that accepts ``returned`` as ``sent`` signed, in ``FIELD``, by ``HOLDER``."""

    sent: bytes
    returned: bytes
    trust: Trust


def returned_sample() -> Sample:
    """It is good for a day."""
    private, now = generate_private_key(SECP256R1()), datetime.now(UTC)
    key = Pkcs12Key(_certificate(private, now), (), private)
    sent = _with_field()
    request = SignatureRequest(FIELD, HOLDER, "", "Essai", "", now, _page())
    root = key.certificate.public_bytes(Encoding.DER)
    return Sample(sent, key.sign(sent, request).content, Trust(roots=(root,)))


def _certificate(key: EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOLDER)])
    usage = dict.fromkeys(
        ("digital_signature", "key_encipherment", "data_encipherment", "key_agreement"), False
    ) | dict.fromkeys(("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)
    return (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), now - _DAY, now + _DAY
        )
        .add_extension(x509.KeyUsage(content_commitment=True, **usage), critical=True)
        .sign(key, SHA256())
    )


def _page() -> bytes:
    with pikepdf.new() as pdf, BytesIO() as stream:
        pdf.add_blank_page()
        pdf.save(stream)
        return stream.getvalue()


def _with_field() -> bytes:
    with pikepdf.new() as pdf, BytesIO() as stream:
        page = pdf.add_blank_page().obj
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=FIELD, F=132, P=page, Rect=[0, 0, 99, 99]
        )
        page.Annots = Array([pdf.make_indirect(field)])
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([page.Annots[0]]), SigFlags=3))
        pdf.docinfo["/Title"] = "Essai"
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = "Essai"
        pdf.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return stream.getvalue()
