"""The mayor's decisions: the secretary writes, the mayor signs, the clerk publishes, the others read."""

from collections.abc import Mapping

from django.utils import timezone

from councils.domain.days import council_day
from councils.models import Council
from deliberations.domain.delegated import Power
from deliberations.models import DecisionAnnex, DecisionEvidenceWork, MayorDecision, MayorDelegation
from deliberations.services.decision_delegations import DelegationTold, save_mayor_delegation
from deliberations.services.decision_numbering import NumberTold
from deliberations.services.decision_signing import sign_decision
from deliberations.services.decisions import DecisionDraft, create_decision
from deliberations.services.storage import receive_file
from tests.access import ROLES, STAFF, Row, everyone, only

WRITER = ("secretary",)
PUBLISHERS = ("secretary", "clerk")
SIGNERS = ("secretary", "mayor", "deputy")
MANAGERS = ("secretary", "administrator")
GONE_TO_NOBODY = tuple(404 for _ in ROLES)
REFUSED = only(*WRITER, status=422)


def drafted(council: Council) -> Mapping[str, object]:
    """A draft with an annex that has a file."""
    draft = DecisionDraft("Prêt d'une salle", articles_html=("La salle est prêtée",))
    row = create_decision(council=council, draft=draft, by=None)
    file = receive_file(council=council, content=b"plan", name="plan.png", media_type="image/png", by=None)
    annex = DecisionAnnex.objects.create(decision=row, position=0, title="Plan", file=file)
    return {"decision": row.uid, "annex": annex.pk}


def signed(council: Council) -> Mapping[str, object]:
    """A signed decision."""
    row = MayorDecision.objects.get(uid=drafted(council)["decision"])
    now = timezone.now()
    told = NumberTold(council_day(council, now), council.mandates.order_by("pk")[0])
    return {"decision": sign_decision(row=row, told=told, by=None, at=now).uid}


def evidence(council: Council) -> Mapping[str, object]:
    """The evidence file of a signed decision, asked for and not yet made."""
    told = signed(council)
    decision = MayorDecision.objects.get(uid=told["decision"])
    return {**told, "work": DecisionEvidenceWork.objects.create(decision=decision, uid="dossier-1").uid}


def delegation(council: Council) -> Mapping[str, object]:
    """What the council delegated."""
    told = DelegationTold(number="1", powers=(Power(4),))
    row: MayorDelegation = save_mayor_delegation(council=council, told=told, by=None)
    return {"delegation": row.uid}


ROWS = {
    "mayor_decisions": Row(everyone(200)),
    "decision_new": Row(only(*WRITER), post=REFUSED),
    "mayor_delegations": Row(only(*STAFF)),
    "mayor_delegation_new": Row(only(*WRITER), post=REFUSED),
    "mayor_delegation": Row(only(*WRITER), post=REFUSED, prepare=delegation),
    "decision_numbering": Row(only(*MANAGERS), post=only(*MANAGERS, status=422)),
    "decision": Row(everyone(200), prepare=signed),
    "decision_download": Row(
        everyone(200), more={"rendition": "registre", "file_format": "txt"}, prepare=signed
    ),
    "decision_edit": Row(only(*WRITER), post=REFUSED, prepare=drafted),
    "decision_delete": Row((302, *[405] * 8), post=only(*WRITER, status=302), prepare=signed),
    "decision_annexes": Row(only(*WRITER), post=REFUSED, prepare=drafted),
    "decision_annex": Row(only(*STAFF), prepare=drafted),
    "decision_sign": Row(only(*SIGNERS), post=only(*SIGNERS, status=422), prepare=drafted),
    "decision_to_signature": Row((302, *[405] * 8), post=only(*WRITER, status=302), prepare=signed),
    "decision_reopen": Row((302, *[405] * 8), post=only(*WRITER, status=302), prepare=signed),
    "decision_give_up": Row(only(*WRITER), post=REFUSED, prepare=signed),
    "decision_state": Row(only(*PUBLISHERS), post=only(*PUBLISHERS, status=422), prepare=signed),
    "decision_report": Row(only(*WRITER), post=REFUSED, prepare=signed),
    "decision_transmission": Row(only(*PUBLISHERS), post=only(*PUBLISHERS, status=422), prepare=signed),
    "decision_pack": Row(only(*PUBLISHERS), prepare=signed),
    "decision_receipt": Row(only(*PUBLISHERS), post=only(*PUBLISHERS, status=422), prepare=signed),
    "decision_publication": Row(only(*PUBLISHERS), post=only(*PUBLISHERS, status=422), prepare=signed),
    "decision_hide": Row(only(*PUBLISHERS), post=only(*PUBLISHERS, status=422), prepare=signed),
    "decision_unpublish": Row(only(*PUBLISHERS), post=only(*PUBLISHERS, status=422), prepare=signed),
    "decision_evidence": Row(only(*STAFF), prepare=signed),
    "decision_evidence_ask": Row((302, *[405] * 8), post=only(*STAFF, status=302), prepare=signed),
    "decision_evidence_work": Row(only(*STAFF), prepare=evidence),
    "decision_evidence_file": Row(only(*STAFF, status=302), prepare=evidence),
    "public_decisions": Row(GONE_TO_NOBODY),
    "public_decision": Row(GONE_TO_NOBODY, more={"year": 2024, "slug": "dec2024-01"}),
    "public_decision_file": Row(GONE_TO_NOBODY, more={"year": 2024, "slug": "dec2024-01"}),
}
