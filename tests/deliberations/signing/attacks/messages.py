"""What a signature's value (CMS, RFC 5652) may hold beside or in place of what it should."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm
from pyhanko.sign.fields import SigSeedSubFilter

from tests.deliberations.signing.attacks.kinds import (
    ALTERED,
    ELSEWHERE,
    UNREADABLE,
    UNTRUSTED,
    Attack,
    Builder,
    Target,
)
from tests.deliberations.signing.attacks.raw import byte_range
from tests.deliberations.signing.attacks.signers import asn1_sid, issue, key_of, sign_with
from tests.deliberations.signing.chain import Held

Change = Callable[[cms.ContentInfo], bytes]
_COVERED = ("version", "sid", "digest_algorithm", "signed_attrs", "signature_algorithm", "signature")
_BEFORE_SIGNERS = ("version", "digest_algorithms", "encap_content_info", "certificates")
_ODD = ALTERED | UNREADABLE | UNTRUSTED
LARGE, RESERVED = 600_000, 20_000


def edited(pdf: bytes, change: Change) -> bytes:
    """``pdf`` with its last signature's value changed, in the room that was left for it."""
    _, start, end, _ = byte_range(pdf)
    message = cms.ContentInfo.load(bytes.fromhex(pdf[start + 1 : end - 1].decode()))
    made = change(message).hex().encode()
    assert len(made) <= end - start - 2
    return pdf[: start + 1] + made.ljust(end - start - 2, b"0") + pdf[end - 1 :]


def roomy(target: Target, held: Held, *, stamp: bool = False, room: int = RESERVED) -> bytes:
    """The act signed by ``held`` (B-B, or B-T), with room for more."""
    stamper = target.by.stamper(target.now) if stamp else None
    return sign_with(target.single, held.der, key_of(held), reserved=room, stamper=stamper)


def _edited(change: Change, *, room: int = RESERVED) -> Builder:
    return lambda target: edited(roomy(target, target.by.issue("Jeanne MARTIN"), room=room), change)


def _dumped(change: Callable[[cms.SignedData], None]) -> Change:
    def apply(message: cms.ContentInfo) -> bytes:
        change(message["content"])
        return bytes(message.dump(force=True))

    return apply


def attribute(kind: str, *values: Any) -> cms.CMSAttribute:
    """An attribute of a message."""
    return cms.CMSAttribute({"type": kind, "values": values})


def resigned(
    change: Callable[[list[cms.CMSAttribute]], list[cms.CMSAttribute]],
    *,
    signer: Callable[[cms.SignerInfo], None] = lambda _: None,
    digest: HashAlgorithm | None = None,
    room: int = RESERVED,
) -> Builder:
    """The attributes changed, and signed again by the same key."""

    def build(target: Target) -> bytes:
        held = target.by.issue("Jeanne MARTIN")

        def apply(message: cms.ContentInfo) -> bytes:
            info = message["content"]["signer_infos"][0]
            info["signed_attrs"] = cms.CMSAttributes(change(list(info["signed_attrs"])))
            signer(info)
            assert isinstance(held.key, ec.EllipticCurvePrivateKey)
            covered = info["signed_attrs"].untag().dump(force=True)
            info["signature"] = held.key.sign(covered, ec.ECDSA(digest or SHA256()))
            return bytes(message.dump(force=True))

        return edited(roomy(target, held, room=room), apply)

    return build


def _without(*kinds: str) -> Builder:
    return resigned(lambda found: [each for each in found if each["type"].native not in kinds])


def _with(*more: cms.CMSAttribute, room: int = RESERVED) -> Builder:
    return resigned(lambda found: [*found, *more], room=room)


def _replaced(kind: str, value: Any) -> Builder:
    return resigned(
        lambda found: [each if each["type"].native != kind else attribute(kind, value) for each in found]
    )


def tlv(tag: int, body: bytes) -> bytes:
    """One value in DER."""
    size = len(body)
    head = bytes([size]) if size < 128 else b"\x84" + size.to_bytes(4, "big")
    return bytes([tag]) + head + body


def _many_attributes(count: int) -> list[cms.CMSAttribute]:
    """Attributes of a kind that nobody knows, each of a dozen bytes."""
    kinds = (b"\x06\x04\x2a\x03" + bytes([0x80 | rank >> 7, rank & 0x7F]) for rank in range(count))
    return [cms.CMSAttribute.load(tlv(0x30, kind + b"\x31\x02\x05\x00")) for kind in kinds]


def unsigned(*attributes: cms.CMSAttribute) -> Change:
    """With more attributes that no signature covers."""

    def change(content: cms.SignedData) -> None:
        info = content["signer_infos"][0]
        known = [] if isinstance(info["unsigned_attrs"], core.Void) else list(info["unsigned_attrs"])
        info["unsigned_attrs"] = cms.CMSAttributes([*known, *attributes])

    return _dumped(change)


def _countersigned(depth: int) -> Change:
    """Countersignatures of countersignatures."""

    def change(message: cms.ContentInfo) -> bytes:
        info = message["content"]["signer_infos"][0]
        body = b"".join(bytes(info[field].dump()) for field in _COVERED)
        kind = bytes(cms.CMSAttributeType("counter_signature").dump())
        inner, attributes = tlv(0x30, body), b""
        for _ in range(depth):
            attributes = tlv(0x30, kind + tlv(0x31, inner))
            inner = tlv(0x30, body + tlv(0xA1, attributes))
        old, new = bytes(info.dump()), tlv(0x30, body + tlv(0xA1, attributes))
        content = message["content"]
        fields = b"".join(bytes(content[name].dump()) for name in _BEFORE_SIGNERS)
        assert content["signer_infos"].contents == old
        signed = tlv(0xA0, tlv(0x30, fields + tlv(0x31, new)))
        return tlv(0x30, bytes(message["content_type"].dump()) + signed)

    return change


def _digests_unread(message: cms.ContentInfo) -> bytes:
    """A part that nothing covers, of a kind that does not exist."""
    data, part = bytes(message.dump()), bytes(message["content"]["digest_algorithms"].dump())
    place = data.index(part) + 2
    return data[:place] + b"\xf0" + data[place + 1 :]


def _no_digests(content: cms.SignedData) -> None:
    content["digest_algorithms"] = []


def _two_signers(content: cms.SignedData) -> None:
    content["signer_infos"] = [*content["signer_infos"], content["signer_infos"][0].copy()]


def _no_signer(content: cms.SignedData) -> None:
    content["signer_infos"] = []


def _no_certificate(content: cms.SignedData) -> None:
    content["certificates"] = []


def _attached(content: cms.SignedData) -> None:
    content["encap_content_info"]["content"] = b"autre chose"


def _many_lists(content: cms.SignedData) -> None:
    other = {"other_rev_info_format": "1.2.3", "other_rev_info": core.OctetString(bytes(200))}
    content["crls"] = [cms.RevocationInfoChoice("other", other)] * 1_000


def _indefinite(message: cms.ContentInfo) -> bytes:
    """BER where DER is due: a length that is not told."""
    return b"\x30\x80" + bytes(message.contents) + b"\0\0"


def _indefinite_within(message: cms.ContentInfo) -> bytes:
    content = message["content"].untag().dump()
    _, _, _, _, inner, _ = _parsed(content)
    kind = message["content_type"].dump()
    body = kind + b"\xa0\x80\x30\x80" + inner + b"\0\0\0\0"
    return b"\x30\x80" + body + b"\0\0"


def _parsed(data: bytes) -> Any:
    from asn1crypto import parser

    return parser.parse(data)


def _long_length(message: cms.ContentInfo) -> bytes:
    """A length told in more bytes than it needs."""
    body = bytes(message.contents)
    return b"\x30\x88" + len(body).to_bytes(8, "big") + body


def _own_stamp_of_another(target: Target) -> bytes:
    """The timestamp of another signature."""
    other = roomy(target, target.by.issue("Paul DURAND"), stamp=True)
    _, start, end, _ = byte_range(other)
    donor = cms.ContentInfo.load(bytes.fromhex(other[start + 1 : end - 1].decode()))

    def change(content: cms.SignedData) -> None:
        given = donor["content"]["signer_infos"][0]["unsigned_attrs"]
        content["signer_infos"][0]["unsigned_attrs"] = given.copy()

    return edited(roomy(target, target.by.issue("Jeanne MARTIN"), stamp=True), _dumped(change))


def _other_certificate(target: Target) -> bytes:
    """The certificate of the signer replaced by another of the same name, number and authority."""
    held = target.by.issue("Jeanne MARTIN")
    other = target.by.issue("Jeanne MARTIN")

    def change(content: cms.SignedData) -> None:
        content["certificates"] = [asn1.Certificate.load(other.der)]
        content["signer_infos"][0]["sid"] = asn1_sid(other)

    return edited(roomy(target, held), _dumped(change))


def _digest(name: str) -> Builder:
    """An abandoned digest."""

    def build(target: Target) -> bytes:
        held = issue("Jeanne MARTIN", target.by.root, key=rsa.generate_private_key(65537, 2048))
        return sign_with(target.single, held.der, key_of(held), digest=name)

    return build


def _pss(**changes: Any) -> Builder:
    """RSA-PSS, its parameters changed and signed anew accordingly or not."""

    def build(target: Target) -> bytes:
        key = rsa.generate_private_key(65537, 2048)
        held = issue("Jeanne MARTIN", target.by.root, key=key)
        pdf = sign_with(target.single, held.der, key_of(held), pss=True, reserved=30_000)

        def change(content: cms.SignedData) -> None:
            info = content["signer_infos"][0]
            parameters = info["signature_algorithm"]["parameters"]
            for name, value in changes.items():
                parameters[name] = value

        return edited(pdf, _dumped(change))

    return build


def _pss_signed_sha1(target: Target) -> bytes:
    """RSA-PSS over SHA-1, signed accordingly."""
    key = rsa.generate_private_key(65537, 2048)
    held = issue("Jeanne MARTIN", target.by.root, key=key)
    pdf = sign_with(target.single, held.der, key_of(held), pss=True, reserved=30_000)

    def change(content: cms.SignedData) -> None:
        info = content["signer_infos"][0]
        parameters = info["signature_algorithm"]["parameters"]
        sha1 = algos.DigestAlgorithm({"algorithm": "sha1"})
        parameters["hash_algorithm"] = sha1
        parameters["mask_gen_algorithm"] = {"algorithm": "mgf1", "parameters": sha1}
        parameters["salt_length"] = 0
        covered = info["signed_attrs"].untag().dump(force=True)
        info["signature"] = key.sign(covered, padding.PSS(padding.MGF1(SHA1()), 0), SHA1())

    return edited(pdf, _dumped(change))


def _claimed(**shift: float) -> Builder:
    """The signer's clock tells another day."""

    def build(target: Target) -> bytes:
        at = cms.Time("utc_time", core.UTCTime(target.now + timedelta(**shift)))
        return _with(attribute("signing_time", at))(target)

    return build


def _claimed_weird(target: Target) -> bytes:
    at = cms.Time("generalized_time", core.GeneralizedTime.load(b"\x18\x0f99991231235959Z"))
    return _with(attribute("signing_time", at))(target)


def _subfilter(kind: SigSeedSubFilter) -> Builder:
    def build(target: Target) -> bytes:
        held = target.by.issue("Jeanne MARTIN")
        return sign_with(target.single, held.der, key_of(held), subfilter=kind)

    return build


def _weak_signer(name: str) -> Callable[[cms.SignerInfo], None]:
    def change(info: cms.SignerInfo) -> None:
        info["signature_algorithm"] = {"algorithm": name}

    return change


def _raw(change: Callable[[bytes], bytes]) -> Change:
    return lambda message: change(bytes(message.dump()))


_DEEP = b"".join(b"\x30\x84" + (200_000 - 6 * (n + 1)).to_bytes(4, "big") for n in range(30_000))
ATTACKS: Mapping[str, Attack] = {
    "bytes after the message": Attack(_edited(_raw(lambda data: data + b"suite")), ALTERED),
    "two messages": Attack(_edited(_raw(lambda data: data + data)), ALTERED),
    "length that is not told": Attack(_edited(_indefinite), _ODD | ELSEWHERE),
    "lengths that are not told": Attack(_edited(_indefinite_within), _ODD | ELSEWHERE),
    "length told at length": Attack(_edited(_long_length), _ODD | ELSEWHERE),
    "message cut": Attack(_edited(_raw(lambda data: data[:-50])), _ODD),
    "message of deep sequences": Attack(_edited(lambda _: _DEEP, room=LARGE), _ODD),
    "digests of another kind": Attack(_edited(_digests_unread), _ODD),
    "no digest announced": Attack(_edited(_dumped(_no_digests)), _ODD),
    "two signers": Attack(_edited(_dumped(_two_signers)), _ODD),
    "no signer": Attack(_edited(_dumped(_no_signer)), _ODD),
    "no certificate": Attack(_edited(_dumped(_no_certificate)), _ODD),
    "content inside": Attack(_edited(_dumped(_attached)), _ODD),
    "1 000 lists inside": Attack(_edited(_dumped(_many_lists), room=LARGE), _ODD),
    "other certificate": Attack(_other_certificate, _ODD),
    "timestamp of another signature": Attack(_own_stamp_of_another, _ODD),
    "1 000 attributes that nothing covers": Attack(
        _edited(unsigned(*_many_attributes(1_000)), room=LARGE), _ODD
    ),
    "attribute that nothing covers": Attack(_edited(unsigned(attribute("1.2.3.4", core.Null()))), _ODD),
    "1 000 attributes": Attack(_with(*_many_attributes(1_000), room=LARGE), _ODD),
    "countersignature": Attack(_edited(_countersigned(1)), _ODD),
    "40 countersignatures deep": Attack(_edited(_countersigned(40), room=LARGE), _ODD),
    "no digest of the file": Attack(_without("message_digest"), _ODD),
    "no kind of content": Attack(_without("content_type"), _ODD),
    "no certificate told": Attack(_without("signing_certificate_v2"), _ODD),
    "no attribute": Attack(resigned(lambda _: []), _ODD),
    "two digests of the file": Attack(_with(attribute("message_digest", core.OctetString(bytes(32)))), _ODD),
    "digest of something else": Attack(_replaced("message_digest", core.OctetString(bytes(32))), _ODD),
    "kind of something else": Attack(_replaced("content_type", cms.ContentType("tst_info")), _ODD),
    "next century": Attack(_claimed_weird, UNTRUSTED | ALTERED),
    "tomorrow": Attack(_claimed(days=1), UNTRUSTED),
    "before the certificate": Attack(_claimed(days=-3_000), UNTRUSTED),
    "SHA-1": Attack(_digest("sha1"), _ODD),
    "MD5": Attack(_digest("md5"), _ODD),
    "PSS without salt": Attack(_pss(salt_length=0), _ODD),
    "PSS of a huge salt": Attack(_pss(salt_length=2**62), _ODD),
    "PSS of a negative salt": Attack(_pss(salt_length=-1), _ODD),
    "PSS of another trailer": Attack(_pss(trailer_field=7), _ODD | ELSEWHERE),
    "PSS over SHA-1": Attack(_pss_signed_sha1, _ODD),
    "other way of signing told": Attack(
        resigned(lambda found: found, signer=_weak_signer("rsassa_pkcs1v15")), _ODD
    ),
    "weaker way of signing": Attack(
        resigned(lambda found: found, signer=_weak_signer("sha1_ecdsa"), digest=SHA1()), _ODD
    ),
    "format of Adobe": Attack(_subfilter(SigSeedSubFilter.ADOBE_PKCS7_DETACHED), UNTRUSTED),
}
