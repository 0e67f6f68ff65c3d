"""More certificates and messages that say what they should not."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier
from pyhanko.sign.general import as_signing_certificate_v2

from tests.deliberations.signing.attacks.kinds import ALTERED, UNREADABLE, UNTRUSTED, Attack, Builder, Target
from tests.deliberations.signing.attacks.messages import attribute, edited, resigned, roomy
from tests.deliberations.signing.attacks.signers import issue, key_of, named, sign_with, signed_by
from tests.deliberations.signing.chain import DAY, Authority, Held, with_evidence

_UNSAFE = UNTRUSTED | ALTERED | UNREADABLE


def _leaf(*extensions: x509.ExtensionType, **means: object) -> Builder:
    return lambda target: signed_by(
        issue("Jeanne MARTIN", target.by.root, extensions=extensions, **means),
        target,  # type: ignore[arg-type]
    )


def _for(*usages: ObjectIdentifier) -> x509.ExtendedKeyUsage:
    return x509.ExtendedKeyUsage(usages)


def _constrained(
    permitted: Sequence[x509.GeneralName] | None, excluded: Sequence[x509.GeneralName] | None
) -> Builder:
    """An authority whose names are bounded, and a person beyond the bound."""

    def build(target: Target) -> bytes:
        bound = x509.NameConstraints(permitted, excluded)
        between = issue("Contraint", target.by.root, authority=True, extensions=[bound])
        names = x509.SubjectAlternativeName(
            [x509.RFC822Name("jeanne@ailleurs.example"), x509.DNSName("ailleurs.example"),
             x509.UniformResourceIdentifier("https://ailleurs.example/jeanne")]
        )  # fmt: skip
        return signed_by(issue("Jeanne MARTIN", between, extensions=[names]), target, between)

    return build


def _by_no_authority(target: Target) -> bytes:
    """« CA: false », and a usage that says the contrary."""
    between = issue("Fausse autorité", target.by.root, authority=False, usage=False, extensions=[_issuing()])
    return signed_by(issue("Jeanne MARTIN", between), target, between)


def _by_idle_authority(target: Target) -> bytes:
    """« CA: true », without the usage that issues."""
    between = issue(
        "Autorité sans usage", target.by.root, authority=True, usage=False, extensions=[_committing()]
    )
    return signed_by(issue("Jeanne MARTIN", between), target, between)


def _usage(*, issues: bool) -> x509.KeyUsage:
    flags = dict.fromkeys(
        ("digital_signature", "key_encipherment", "data_encipherment", "key_agreement", "crl_sign"), False
    )
    return x509.KeyUsage(
        content_commitment=not issues, key_cert_sign=issues, encipher_only=False, decipher_only=False, **flags
    )


def _issuing() -> x509.KeyUsage:
    return _usage(issues=True)


def _committing() -> x509.KeyUsage:
    return _usage(issues=False)


def _revoked_between(target: Target) -> bytes:
    """The authority between is revoked by the list that the file brings."""
    between = issue("Révoquée", target.by.root, authority=True)
    leaf = issue("Jeanne MARTIN", between)
    now = target.now
    revoked = x509.RevokedCertificateBuilder().serial_number(between.certificate.serial_number)
    built = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(target.by.root.certificate.subject)
        .last_update(now - DAY)
        .next_update(now + 7 * DAY)
        .add_revoked_certificate(revoked.revocation_date(now - 2 * DAY).build())
        .sign(target.by.root.key, SHA256())
    )
    signed = signed_by(leaf, target, between, stamper=target.by.stamper(now))
    return target.stamped(with_evidence(signed, target.by, built.public_bytes(Encoding.DER)))


def _forged_list(target: Target) -> bytes:
    """A list of nobody's hand, under the name of the authority, that says that nobody is revoked."""
    false = Authority("Autorité des essais")
    between = issue("Intermédiaire", target.by.root, authority=True)
    leaf = issue("Jeanne MARTIN", between)
    forged = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(between.certificate.subject)
        .last_update(target.now - DAY)
        .next_update(target.now + 7 * DAY)
        .sign(false.root.key, SHA256())
    )
    signed = signed_by(leaf, target, between, stamper=target.by.stamper(target.now))
    return target.stamped(with_evidence(signed, target.by, forged.public_bytes(Encoding.DER)))


def _stale_list(target: Target) -> bytes:
    """The only list is older than the signature by a year."""
    between = issue("Intermédiaire", target.by.root, authority=True)
    old = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(between.certificate.subject)
        .last_update(target.now - 300 * DAY)
        .next_update(target.now - 290 * DAY)
        .sign(between.key, SHA256())
    )
    signed = signed_by(
        issue("Jeanne MARTIN", between), target, between, stamper=target.by.stamper(target.now)
    )
    return target.stamped(with_evidence(signed, target.by, old.public_bytes(Encoding.DER)))


def _copied_identifier(target: Target) -> bytes:
    """Our root's name, number and identifier of key; another key."""
    root, key = target.by.root.certificate, ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder(
        root.subject, root.subject, key.public_key(), root.serial_number, root.not_valid_before_utc,
        root.not_valid_after_utc,
    )  # fmt: skip
    for each in root.extensions:
        builder = builder.add_extension(each.value, each.critical)
    false = Held(builder.sign(key, SHA256()), key)
    return signed_by(issue("Jeanne MARTIN", false), target, false)


def _own_certificate(target: Target) -> bytes:
    """Signed by a certificate that nobody issued, under the name of a person of ours."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = named("Jeanne MARTIN")
    start = target.now - DAY
    built = x509.CertificateBuilder(name, name, key.public_key(), 1, start, start + 300 * DAY)
    held = Held(built.add_extension(_committing(), critical=True).sign(key, SHA256()), key)
    return signed_by(held, target)


def _wrong_curve(target: Target) -> bytes:
    key = ed25519.Ed25519PrivateKey.generate()
    held = issue("Jeanne MARTIN", Authority("Autre").root, key=key)  # type: ignore[arg-type]
    return sign_with(target.single, held.der, key_of(held), digest="sha512")


def _psychic(target: Target) -> bytes:
    """An ECDSA signature of zeros (CVE-2022-21449)."""

    def change(message: cms.ContentInfo) -> bytes:
        message["content"]["signer_infos"][0]["signature"] = bytes.fromhex("3006020100020100")
        return bytes(message.dump(force=True))

    return edited(roomy(target, target.by.issue("Jeanne MARTIN")), change)


def _told_of_another(target: Target) -> bytes:
    """The certificate that the signer tells (ESS) is not the one that comes with the signature."""
    other = asn1.Certificate.load(target.by.issue("Paul DURAND").der)
    told = as_signing_certificate_v2(other)

    def change(found: list[cms.CMSAttribute]) -> list[cms.CMSAttribute]:
        kept = [each for each in found if each["type"].native != "signing_certificate_v2"]
        return [*kept, attribute("signing_certificate_v2", tsp.SigningCertificateV2.load(told.dump()))]

    return resigned(change)(target)


def _late(target: Target) -> bytes:
    """The certificate had ended; nothing proves the day that the signer tells."""
    held = target.by.issue("Jeanne MARTIN", start=target.now - 700 * DAY, end=target.now - timedelta(hours=1))
    return sign_with(target.single, held.der, key_of(held))


def _late_but_stamped(target: Target) -> bytes:
    held = target.by.issue("Jeanne MARTIN", start=target.now - 700 * DAY, end=target.now - timedelta(hours=1))
    return sign_with(target.single, held.der, key_of(held), stamper=target.by.stamper(target.now))


def _of_512(target: Target) -> bytes:
    """A public key of 512 bits, that anybody can break; its signature is of no matter."""
    public = rsa.RSAPublicNumbers(65537, (1 << 511) | 0xABCDEF01).public_key()
    leaf = issue("Jeanne MARTIN", target.by.root, public=public)
    held = target.by.issue("Jeanne MARTIN")

    def change(message: cms.ContentInfo) -> bytes:
        content = message["content"]
        content["certificates"] = [asn1.Certificate.load(leaf.der)]
        return bytes(message.dump(force=True))

    return edited(roomy(target, held), change)


_OTHER_USES: Mapping[str, Callable[[], x509.ExtendedKeyUsage]] = {
    "timestamps": lambda: _for(ExtendedKeyUsageOID.TIME_STAMPING),
    "web servers": lambda: _for(ExtendedKeyUsageOID.SERVER_AUTH),
    "answers on revocation": lambda: _for(ExtendedKeyUsageOID.OCSP_SIGNING),
    "programs": lambda: _for(ExtendedKeyUsageOID.CODE_SIGNING),
}
ATTACKS: Mapping[str, Attack] = {
    **{
        f"certificate made for {use}": Attack(lambda t, m=made: _leaf(m())(t), _UNSAFE)  # type: ignore[misc]
        for use, made in _OTHER_USES.items()
    },
    "certificate without a usage": Attack(_leaf(usage=False), _UNSAFE),
    "certificate that may only issue": Attack(lambda t: _leaf(_issuing(), usage=False)(t), _UNSAFE),
    "certificate with a critical word": Attack(
        _leaf(x509.UnrecognizedExtension(ObjectIdentifier("1.2.3.4.5"), b"\x05\x00"), critical=True), _UNSAFE
    ),
    "names of mail beyond the bound": Attack(
        _constrained([x509.RFC822Name("mairie.example")], None), _UNSAFE
    ),
    "names of machines beyond the bound": Attack(
        _constrained([x509.DNSName("mairie.example")], None), _UNSAFE
    ),
    "addresses beyond the bound": Attack(
        _constrained([x509.UniformResourceIdentifier("mairie.example")], None), _UNSAFE
    ),
    "name that is excluded": Attack(
        _constrained(
            None, [x509.DirectoryName(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Jeanne MARTIN")]))]
        ),
        _UNSAFE,
    ),
    "issued by no authority": Attack(_by_no_authority, _UNSAFE),
    "issued by an idle authority": Attack(_by_idle_authority, _UNSAFE),
    "authority between revoked": Attack(_revoked_between, _UNSAFE),
    "list forged": Attack(_forged_list, _UNSAFE),
    "list a year old": Attack(_stale_list, _UNSAFE),
    "root with our identifier": Attack(_copied_identifier, _UNSAFE),
    "certificate of one's own": Attack(_own_certificate, _UNSAFE),
    "key of another kind": Attack(_wrong_curve, _UNSAFE),
    "key of 512 bits": Attack(_of_512, _UNSAFE),
    "signature of zeros": Attack(_psychic, _UNSAFE),
    "certificate told of another": Attack(_told_of_another, _UNSAFE),
    "certificate that had ended": Attack(_late, _UNSAFE),
    "certificate that had ended, timestamped": Attack(_late_but_stamped, _UNSAFE),
}
