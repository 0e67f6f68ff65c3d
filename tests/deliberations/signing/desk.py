"""Where people of the test authorities sign, and an outside opinion on what comes out."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from asn1crypto import crl, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer

from deliberations.domain.issued import SignatureLevel
from deliberations.signing.blocking import run_blocking
from deliberations.signing.keys import Key, open_pkcs12
from deliberations.signing.network import Network
from deliberations.signing.ports import SignatureRequest, SignedDocument
from deliberations.signing.timestamps import TimestampService
from deliberations.signing.writing import sign_pdf
from tests.deliberations.signing.samples import make_request
from tests.support.pki import PASSPHRASE, Pki

LOOPBACK = Network(timeout=5.0, allow_private=True)


@dataclass(frozen=True)
class Desk:
    """Signs ``act``, which has the fields ``sig_secretaire`` and ``sig_maire`` (the last one locks)."""

    pki: Pki
    act: bytes
    appearance: bytes

    def timestamps(self, label: str = "tsa") -> TimestampService:
        return TimestampService(self.pki.timestamp_url(label), timeout=5.0)

    @property
    def means(self) -> dict[str, Any]:
        return {"trust": self.pki.trust, "timestamps": self.timestamps(), "network": LOOPBACK}

    def key(self, label: str) -> Key:
        return open_pkcs12(self.pki.pkcs12(label), PASSPHRASE)

    def request(self, *, field: str = "sig_maire", **changes: Any) -> SignatureRequest:
        """Now, at level B-B unless told otherwise."""
        return replace(make_request(self.appearance, field=field, at=datetime.now(UTC)), **changes)

    def sign(
        self,
        who: str | Key,
        pdf: bytes | None = None,
        *,
        field: str = "sig_maire",
        level: SignatureLevel = SignatureLevel.B_B,
        certifies: bool = False,
        **means: Any,
    ) -> SignedDocument:
        key = self.key(who) if isinstance(who, str) else who
        request = self.request(field=field, level=level, certifies=certifies)
        return sign_pdf(self.act if pdf is None else pdf, key, request, **(self.means | means))


def outside_opinion(pdf: bytes, pki: Pki) -> list[tuple[str, str, bool]]:
    """By field: pyHanko's long-term verdict (ETSI EN 319 102-1) offline, from the root and lists alone."""
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(
            trust_roots=[x509.Certificate.load(pki.certificate("racine"))]
        ),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
    )
    lists = [CRLContainer(crl.CertificateList.load(encoded)) for encoded in pki.trust_with_crls.crls]
    spec = SignatureValidationSpec(
        cert_validation_policy=policy,
        ts_cert_validation_policy=policy,
        revinfo_gathering_policy=RevocationInfoGatheringSpec(
            online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
            certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
        ),
        local_knowledge=LocalKnowledge(known_crls=lists),
        key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"}),
    )

    async def verdicts() -> list[tuple[str, str, bool]]:
        found = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
        told = [(one, await ades_lta_validation(one, PdfSignatureValidationSpec(spec))) for one in found]
        return [(one.field_name, v.ades_subindic.name, v.api_status.bottom_line) for one, v in told]

    return run_blocking(verdicts())


def last_signature(pdf: bytes) -> tuple[str, bool]:
    """Kind of the last signature of the file, and whether it covers it to its last byte."""
    last = PdfFileReader(BytesIO(pdf)).embedded_signatures[-1]
    kind = str(last.sig_object.get("/SubFilter"))
    _, _, start, length = (int(number) for number in last.byte_range)
    return kind, start + length == len(pdf)
