"""Erasing the proof of convocations at the date told to the members (``CouncilPreferences.proof_months``)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from councils.domain.days import council_day
from councils.queries import preferences_of
from deliberations.domain.wording.agreement import counted
from deliberations.models import Answer, LinkEvent, Mailing, OneTimeCode, PersonalLink, ProxyGrant, Sitting
from deliberations.queries.convening import purge_day


def purge_proofs(now: datetime) -> str:
    """Erase links, events, answers, codes and the list of e-mails of the sittings whose time has come.

    The dispatches and the proxies in force stay: they are facts and papers of the sitting. What is purged already is
    not looked at again.
    """
    purged = 0
    for sitting in _with_proofs().select_related("council"):
        today = council_day(sitting.council, now)
        if today >= purge_day(sitting, preferences_of(sitting.council).proof_months):
            _purge(sitting)
            purged += 1
    return f"Preuves de convocation effacées : {counted(purged, 'séance')}." if purged else ""


def _with_proofs() -> QuerySet[Sitting]:
    kept = (PersonalLink, LinkEvent, Answer, Mailing)
    rows = Sitting.objects.none()
    for model in kept:
        rows = rows | Sitting.objects.filter(Exists(model.objects.filter(sitting=OuterRef("pk"))))
    return rows.order_by("pk")


@transaction.atomic
def _purge(sitting: Sitting) -> None:
    PersonalLink.objects.filter(sitting=sitting).delete()
    LinkEvent.objects.filter(sitting=sitting).purge()
    Answer.objects.filter(sitting=sitting).delete()
    Mailing.objects.filter(sitting=sitting).delete()
    OneTimeCode.objects.filter(grant__sitting=sitting).delete()
    ProxyGrant.objects.filter(sitting=sitting, confirmed_at__isnull=True).delete()
