"""Signatures of those whose certificates say too much, too little, or lies."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO

from asn1crypto import algos as asn1_algos
from asn1crypto import core
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from deliberations.signing.blocking import run_blocking
from tests.deliberations.signing.attacks.kinds import (
    ALTERED,
    UNREADABLE,
    UNTRUSTED,
    Attack,
    Builder,
    Target,
)
from tests.deliberations.signing.chain import DAY, Authority, Held, stamped

_CRITICAL = x509.NameConstraints | x509.KeyUsage
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
RESERVED = 400_000
_UNSAFE = UNTRUSTED | ALTERED | UNREADABLE


def sign_with(
    pdf: bytes,
    certificate: bytes,
    key: bytes,
    *,
    others: Sequence[bytes] = (),
    stamper: DummyTimeStamper | None = None,
    reserved: int | None = None,
    digest: str = "sha256",
    pss: bool = False,
    subfilter: SigSeedSubFilter = SigSeedSubFilter.PADES,
    place: tuple[int, int, int, int] | None = None,
    certifies: MDPPerm | None = None,
) -> bytes:
    """Sign the mayor's field with a certificate (DER) and a key (PKCS#8), whatever they say of themselves.

    With ``place``, a new field there on the first page; ``certifies`` says what may still be done afterwards.
    """
    field = "sig_autre" if place else "sig_maire"
    store = SimpleCertificateStore()
    store.register_multiple([asn1.Certificate.load(each) for each in others])
    loaded = asn1.Certificate.load(certificate)
    signer = SimpleSigner(loaded, asn1_keys.PrivateKeyInfo.load(key), store, prefer_pss=pss)
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=digest,
        subfilter=subfilter,
        certify=certifies is not None,
        docmdp_permissions=certifies or MDPPerm.FILL_FORMS,
        signer_key_usage=set(),
    )
    added = SigFieldSpec(field, box=place) if place else None
    signing = PdfSigner(metadata, signer, timestamper=stamper, new_field_spec=added).async_sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), existing_fields_only=not place, bytes_reserved=reserved
    )
    return bytes(run_blocking(signing).getvalue())


def key_of(held: Held) -> bytes:
    """The key in PKCS#8."""
    return held.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def named(name: str) -> x509.Name:
    """A name of one part."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def issue(
    name: str,
    by: Held,
    *,
    authority: bool = False,
    usage: bool = True,
    extensions: Sequence[x509.ExtensionType] = (),
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None,
    public: rsa.RSAPublicKey | None = None,
    path_length: int | None = None,
    start: datetime | None = None,
    critical: bool = False,
) -> Held:
    """A certificate of ``by``, whatever ``by`` may issue; ``public`` is the key of nobody."""
    own = key or ec.generate_private_key(ec.SECP256R1())
    start = start or by.certificate.not_valid_before_utc
    builder = x509.CertificateBuilder(
        by.certificate.subject,
        named(name),
        public or own.public_key(),
        x509.random_serial_number(),
        start,
        start + 4_000 * DAY,
    ).add_extension(x509.BasicConstraints(authority, path_length), critical=True)
    if usage:
        builder = builder.add_extension(key_usage(authority=authority), critical=True)
    for extension in extensions:
        builder = builder.add_extension(extension, critical=critical or isinstance(extension, _CRITICAL))
    return Held(builder.sign(by.key, SHA256()), own)


def key_usage(*, authority: bool) -> x509.KeyUsage:
    """To commit, or to issue."""
    others = dict.fromkeys(
        ("digital_signature", "key_encipherment", "data_encipherment", "key_agreement"), False
    )
    return x509.KeyUsage(
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
        **others,
    )


def signed_by(held: Held, target: Target, *others: Held, stamper: DummyTimeStamper | None = None) -> bytes:
    """The act with one field, signed, the certificates of ``others`` beside."""
    return sign_with(
        target.single, held.der, key_of(held), others=[each.der for each in others], stamper=stamper
    )


def _person(label: str) -> Builder:
    """Somebody of the test authorities, whose signing program asks nothing."""

    def build(target: Target) -> bytes:
        pki = target.desk.pki
        return sign_with(
            target.single,
            pki.certificate(label),
            pki.private_key(label),
            others=[pki.certificate("ac")],
            stamper=target.by.stamper(target.now),
        )

    return build


def _same_root_name(target: Target) -> bytes:
    """The whole hierarchy of the intruder bears the names of ours."""
    false = Authority("Autorité des essais")
    return signed_by(false.issue("Jeanne MARTIN"), target, false.root)


def _no_chain(target: Target) -> bytes:
    """The certificate of the authority between is at an address of the forger's choice."""
    access = [
        x509.AccessDescription(method, x509.UniformResourceIdentifier(f"{target.listener}/{path}"))
        for method, path in (
            (AuthorityInformationAccessOID.CA_ISSUERS, "issuer"),
            (AuthorityInformationAccessOID.OCSP, "ocsp"),
        )
    ]
    point = x509.DistributionPoint(
        [x509.UniformResourceIdentifier(f"{target.listener}/crl")], None, None, None
    )
    extensions = [x509.AuthorityInformationAccess(access), x509.CRLDistributionPoints([point])]
    between = issue("Intermédiaire", target.by.root, authority=True, extensions=extensions)
    leaf = issue("Jeanne MARTIN", between, extensions=extensions)
    return signed_by(leaf, target, stamper=target.by.stamper(target.now))


def _points_to_listener(target: Target) -> bytes:
    """Revocation is asked at an address of the forger's choice, on other doors too."""
    ldap = target.listener.replace("http:", "ldap:")
    names = [x509.UniformResourceIdentifier(each) for each in (f"{target.listener}/crl", f"{ldap}/cn=crl")]
    extensions = [x509.CRLDistributionPoints([x509.DistributionPoint([n], None, None, None) for n in names])]
    leaf = issue("Jeanne MARTIN", Authority("Autre").root, extensions=extensions)
    return signed_by(leaf, target, stamper=target.by.stamper(target.now))


def _issued_by_a_person(target: Target) -> bytes:
    person = target.by.issue("Paul DURAND")
    return signed_by(issue("Jeanne MARTIN", person), target, person)


def _too_deep(target: Target) -> bytes:
    """An authority that may not make others made one."""
    first = issue("Premier", target.by.root, authority=True, path_length=0)
    second = issue("Second", first, authority=True)
    return signed_by(issue("Jeanne MARTIN", second), target, first, second)


def _other_names(target: Target) -> bytes:
    """An authority that may issue to other names alone."""
    allowed = x509.NameConstraints([x509.DirectoryName(named("Commune voisine"))], None)
    between = issue("Contraint", target.by.root, authority=True, extensions=[allowed])
    return signed_by(issue("Jeanne MARTIN", between), target, between)


def _loop(target: Target) -> bytes:
    """Two authorities, each issued by the other."""
    one, two = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    first = Held(issue("Un", Authority("Deux").root, authority=True, key=one).certificate, one)
    second = issue("Deux", first, authority=True, key=two)
    first = issue("Un", second, authority=True, key=one)
    return signed_by(issue("Jeanne MARTIN", first), target, first, second)


def _labyrinth(layers: int, width: int) -> Builder:
    """Authorities that are all issued by each one of the layer above: so many ways, none to a root."""

    def build(target: Target) -> bytes:
        above = [Authority("Étage 0").root]
        every: list[Held] = []
        for layer in range(1, layers + 1):
            key = ec.generate_private_key(ec.SECP256R1())
            above = [
                issue(f"Étage {layer}", above[rank % len(above)], authority=True, key=key)
                for rank in range(width)
            ]
            every += above
        return signed_by(issue("Jeanne MARTIN", above[0]), target, *every)

    return build


def _many_certificates(target: Target) -> bytes:
    held = target.by.issue("Jeanne MARTIN")
    others = [issue(f"Autre {rank}", target.by.root) for rank in range(400)]
    return signed_by(held, target, *others)


def _huge_key(target: Target) -> bytes:
    """A key of 16 384 bits, of the one who signs and of who issued to them."""
    public = rsa.RSAPublicNumbers(
        2**63 + 1, (1 << 16_383) | int.from_bytes(b"\x5a" * 2_040, "big") | 1
    ).public_key()
    between = issue("Immense", target.by.root, authority=True, public=public)
    leaf = issue("Jeanne MARTIN", between, public=public)
    pdf = sign_with(target.single, target.by.tsa.der, key_of(target.by.tsa), reserved=30_000)
    from tests.deliberations.signing.attacks.messages import edited

    def change(message: core.Sequence) -> bytes:
        content = message["content"]
        content["certificates"] = [asn1.Certificate.load(each.der) for each in (leaf, between)]
        signer = content["signer_infos"][0]
        signer["sid"] = asn1_sid(leaf)
        signer["signature"] = b"\x11" * 2_048
        return bytes(message.dump())

    return edited(pdf, change)


def asn1_sid(held: Held) -> object:
    """How a message names its signer."""
    from asn1crypto import cms

    loaded = asn1.Certificate.load(held.der)
    return cms.SignerIdentifier(
        {"issuer_and_serial_number": {"issuer": loaded.issuer, "serial_number": loaded.serial_number}}
    )


def _small_key(target: Target) -> bytes:
    return signed_by(
        issue("Jeanne MARTIN", target.by.root, key=rsa.generate_private_key(65537, 1024)), target
    )


def _own_curve(target: Target) -> bytes:
    """The root's own public key on a curve whose generator is that key, so that the secret is 1 (CVE-2020-0601)."""
    root = asn1.Certificate.load(target.by.root.der)
    point = root.public_key["public_key"].native
    curve = asn1_keys.SpecifiedECDomain(
        {
            "version": "ecdpVer1",
            "field_id": {"field_type": "prime_field", "parameters": 2**256 - 2**224 + 2**192 + 2**96 - 1},
            "curve": {
                "a": (2**256 - 2**224 + 2**192 + 2**96 - 4).to_bytes(32, "big"),
                "b": bytes.fromhex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"),
            },
            "base": asn1_keys.ECPoint(point),
            "order": P256_ORDER,
            "cofactor": 1,
        }
    )
    false = root.copy()
    false["tbs_certificate"]["subject_public_key_info"]["algorithm"]["parameters"] = (
        asn1_keys.ECDomainParameters("specified", curve)
    )
    x = int.from_bytes(point[1:33], "big") % P256_ORDER

    def sealed(certificate: asn1.Certificate) -> bytes:
        digest = int.from_bytes(sha256(certificate["tbs_certificate"].dump(force=True)).digest(), "big")
        rs = asn1_algos.DSASignature({"r": x, "s": (digest + x) % P256_ORDER})
        certificate["signature_value"] = core.OctetBitString(rs.dump())
        return bytes(certificate.dump(force=True))

    held = target.by.issue("Jeanne MARTIN")
    own = ec.generate_private_key(ec.SECP256R1())
    leaf = asn1.Certificate.load(held.der)
    leaf["tbs_certificate"]["subject_public_key_info"] = asn1_keys.PublicKeyInfo.load(
        Held(issue("x", held, key=own).certificate, own)
        .certificate.public_key()
        .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    )
    leaf["tbs_certificate"]["serial_number"] = 77
    return sign_with(target.single, sealed(leaf), key_of(Held(held.certificate, own)), others=[sealed(false)])


def _stamped_by(make: Callable[[Target], DummyTimeStamper]) -> Builder:
    """A good signature with a bad timestamp."""
    return lambda target: signed_by(target.by.issue("Jeanne MARTIN"), target, stamper=make(target))


def _file_stamped_by(make: Callable[[Target], DummyTimeStamper]) -> Builder:
    """A good file under a bad timestamp."""
    return lambda target: stamped(target.pdf, make(target))


def _later(**shift: float) -> Callable[[Target], DummyTimeStamper]:
    return lambda target: target.by.stamper(target.now + timedelta(**shift))


def _by_another(target: Target) -> DummyTimeStamper:
    return Authority("Autre").stamper(target.now)


def _by_a_revoked(target: Target) -> DummyTimeStamper:
    return target.by.stamper(target.now, tsa=target.revoked_tsa)


def _by_a_person(target: Target) -> DummyTimeStamper:
    key = rsa.generate_private_key(65537, 2048)
    return target.by.stamper(target.now, tsa=issue("Jeanne MARTIN", target.by.root, key=key))


def _by_a_dead(target: Target) -> DummyTimeStamper:
    ended = target.by.issue(
        "Horodatage fini", timestamp=True, start=target.now - 300 * DAY, end=target.now - 10 * DAY
    )
    return target.by.stamper(target.now, tsa=ended)


def _backdated(target: Target) -> DummyTimeStamper:
    """Before the certificate of the service began."""
    return target.by.stamper(target.now - 3_000 * DAY)


_STAMPERS = {
    "of the future": _later(days=400),
    "of another authority": _by_another,
    "of a revoked service": _by_a_revoked,
    "of a person": _by_a_person,
    "of a service that has ended": _by_a_dead,
    "of before the service": _backdated,
}
ATTACKS: Mapping[str, Attack] = {
    **{
        f"signer {label}": Attack(_person(label), UNTRUSTED)
        for label in ("expire", "futur", "revoque", "sans-engagement", "intrus")
    },
    "hierarchy of the same names": Attack(_same_root_name, UNTRUSTED),
    "authority to be fetched": Attack(_no_chain, UNTRUSTED),
    "lists to be fetched": Attack(_points_to_listener, UNTRUSTED),
    "issued by a person": Attack(_issued_by_a_person, UNTRUSTED),
    "issued too deep": Attack(_too_deep, UNTRUSTED),
    "issued to another name": Attack(_other_names, UNTRUSTED),
    "authorities in a loop": Attack(_loop, UNTRUSTED),
    "labyrinth of authorities": Attack(_labyrinth(8, 5), _UNSAFE),
    "deep labyrinth of authorities": Attack(_labyrinth(40, 4), _UNSAFE),
    "400 certificates": Attack(_many_certificates, _UNSAFE),
    "huge key": Attack(_huge_key, _UNSAFE),
    "small key": Attack(_small_key, _UNSAFE),
    "curve of one's own": Attack(_own_curve, _UNSAFE),
    **{
        f"signature under a timestamp {name}": Attack(_stamped_by(make), _UNSAFE)
        for name, make in _STAMPERS.items()
    },
    **{
        f"file under a timestamp {name}": Attack(_file_stamped_by(make), _UNSAFE)
        for name, make in _STAMPERS.items()
    },
}
