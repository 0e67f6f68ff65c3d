"""What the entries of the proof register are about, in words."""

from collections.abc import Collection

from django.db.models import QuerySet

from councils.models import Council
from deliberations.models import Deliberation, MayorDecision, ProofEntry, RegisterVolume, Sitting


def subjects_of(council: Council, uids: Collection[str]) -> dict[str, str]:
    """« Délibération 2026-12 », « Séance du 3 juin 2026 », by uid; what is gone is not there. Four queries."""
    wanted = [uid for uid in uids if uid]
    found: dict[str, str] = {}
    for volume in RegisterVolume.objects.filter(council=council, uid__in=wanted):
        found[volume.uid] = f"Registre, volume {volume.number}"
    for sitting in Sitting.objects.filter(council=council, uid__in=wanted):
        found[sitting.uid] = f"Séance du {sitting.held_on:%d/%m/%Y}"
    for decision in MayorDecision.objects.filter(council=council, uid__in=wanted).select_related("council"):
        found[decision.uid] = f"Décision {decision.number}".strip()
    acts = Deliberation.objects.filter(council=council, uid__in=wanted)
    for act in acts.select_related("council", "sitting", "item"):
        found[act.uid] = f"Délibération {act.number}" if act.number else f"Délibération « {act.title[:80]} »"
    return found


def entries_about(act: Deliberation | MayorDecision) -> QuerySet[ProofEntry]:
    """The entries that tell ``act`` or the sitting that adopted it, in order."""
    subjects = [act.uid, act.sitting.uid] if isinstance(act, Deliberation) else [act.uid]
    rows = ProofEntry.objects.filter(council=act.council_id, fact__subject__in=subjects)
    return rows.select_related("fact").order_by("seq")
