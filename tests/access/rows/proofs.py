"""The proof register, its heads for anybody, and the evidence file of an act."""

from collections.abc import Mapping

from councils.models import Council
from deliberations.domain.proof_kinds import ProofKind
from deliberations.models import Deliberation, EvidenceWork, ProofCheckWork, ProofEntry, ProofHead
from deliberations.services.proof import prove
from deliberations.services.proof_heads import seal_head
from tests.access import ROLES, STAFF, Row, only
from tests.builders import AT
from tests.deliberations.views.world import ACT

CONTROLLERS = ("auditor", "secretary", "mayor", "administrator")
ANYBODY = (200,) * len(ROLES)


def sealed(council: Council) -> Mapping[str, object]:
    """An entry, the head over it, and a control that waits."""
    entry = prove(council, ProofKind.ISSUED, {"a": 1}, AT)
    head = seal_head(council, at=AT)
    work = ProofCheckWork.objects.create(council=council, uid="controle-1")
    told = head or ProofHead.objects.latest("day")
    day = told.day.isoformat()
    first = ProofEntry.objects.get(council=council, seq=1)
    return {"seq": entry.seq, "entry": first.hash, "day": day, "first": day, "second": day, "work": work.uid}


def evidence(council: Council) -> Mapping[str, object]:
    """An evidence file asked for and not yet made."""
    act = Deliberation.objects.filter(council=council).get(uid=ACT["act"])
    return {"work": EvidenceWork.objects.create(deliberation=act, uid="dossier-1").uid}


ROWS = {
    "proof_register": Row(only(*CONTROLLERS), prepare=sealed),
    "proof_inclusion": Row(only(*CONTROLLERS), prepare=sealed),
    "proof_check": Row((302, *[405] * 8), post=only(*CONTROLLERS, status=302)),
    "proof_check_work": Row(only(*CONTROLLERS), prepare=sealed),
    "proof_recipients": Row(
        only("secretary", "administrator"), post=only("secretary", "administrator", status=302)
    ),
    "proof_erase": Row(only("administrator"), post=only("administrator", status=422), prepare=sealed),
    "public_consistency": Row(ANYBODY, prepare=sealed),
    "public_proofs": Row(ANYBODY, prepare=sealed),
    "public_proofs_file": Row(ANYBODY, prepare=sealed),
    "public_proof_head": Row(ANYBODY, prepare=sealed),
    "public_inclusion": Row(ANYBODY, prepare=sealed),
    "act_evidence_ask": Row((302, *[405] * 8), post=only(*STAFF, status=302)),
    "act_evidence_work": Row(only(*STAFF), prepare=evidence),
    "act_evidence_file": Row(only(*STAFF, status=302), prepare=evidence),
}
