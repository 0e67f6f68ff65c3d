"""What waits too long for a signature is told: to the secretary among the duties, to the signatory on his pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councils.domain.roles import RoleKind
from councils.models import CouncilRole, Mandate
from deliberations.domain.signing_order import PlaceEventKind, SignedKind
from deliberations.models import DueRow, SigningPaper, Sitting
from deliberations.services.dues import refresh_sitting
from deliberations.services.signing_heads import USUAL
from deliberations.services.signing_papers import Told, note_place, prepare_sitting
from tests.builders import BACKEND, make_user
from tests.deliberations.finishing import closed_evening
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

CODE = "step.signing_waits"


def waiting_sitting(uid: str = "exemple", *, days: int = 6) -> Sitting:
    """A closed sitting whose acts were put to signature that many days ago."""
    row = closed_evening(uid=uid, secretaries=("m3",))
    prepare_sitting(sitting=row, kinds=[SignedKind.REGISTER_ACT], by=None, at=timezone.now(), head=USUAL)
    since = timezone.now() - timedelta(days=days)
    SigningPaper.objects.filter(sitting=row).update(prepared_at=since)
    return row


def told(sitting: Sitting) -> list[str]:
    refresh_sitting(sitting, at=timezone.now())
    return list(DueRow.objects.filter(sitting=sitting, code=CODE).values_list("next_action", flat=True))


def test_document_that_waits_more_than_five_days_is_a_duty_that_says_who_is_awaited() -> None:
    sitting = waiting_sitting(days=5)
    assert told(sitting) == []
    papers = SigningPaper.objects.order_by("pk")
    papers.update(prepared_at=timezone.now() - timedelta(days=6))
    first, *_ = told(sitting)
    assert first.startswith("Délibération n° 2026-1, registre : à la signature depuis le ")
    assert first.endswith(" ; on attend Prénom M3.")
    by_hand = Told(PlaceEventKind.HAND, timezone.localdate())
    note_place(place=papers[0].places.get(order=1), told=by_hand, by=None, at=timezone.now())
    assert told(sitting)[0].endswith(" ; on attend Prénom M1.")
    note_place(place=papers[0].places.get(order=2), told=by_hand, by=None, at=timezone.now())
    assert len(told(sitting)) == 2


def test_secretary_reads_it_once_for_the_sitting_with_the_page_that_says_who() -> None:
    sitting = waiting_sitting()
    told(sitting)
    client = Client()
    secretary = make_user("secretaire@exemple.test", council=sitting.council, kind=RoleKind.SECRETARY)
    client.force_login(secretary, backend=BACKEND)
    page = text_of_page(client.get(reverse("council", kwargs={"council": "exemple"})))
    assert page.count("Relancer 3 signatures</p>") == 1
    signatures = reverse("sitting_signatures", kwargs={"council": "exemple", "sitting": sitting.uid})
    assert f'href="{signatures}"' in page


def test_signatory_of_several_councils_reads_it_on_one_page_for_the_same_cost() -> None:
    user, client = make_user("elue@exemple.test"), Client()
    client.force_login(user, backend=BACKEND)
    sittings = [waiting_sitting(), waiting_sitting("autre", days=1), waiting_sitting("encore")]
    SigningPaper.objects.filter(pk=SigningPaper.objects.filter(sitting=sittings[2]).first().pk).update(
        prepared_at=timezone.now()
    )
    counts = []
    for number, sitting in enumerate(sittings, start=1):
        person = Mandate.objects.get(council=sitting.council, uid="m3").person
        kind = RoleKind.MEMBER
        CouncilRole.objects.create(user=user, council=sitting.council, kind=kind, person=person)
        if number > 1:
            with CaptureQueriesContext(connection) as captured:
                page = text_of_page(client.get("/"))
            counts.append(len(captured))
    assert counts[0] == counts[1]
    assert page.count("3 documents attendent votre signature, depuis plus de cinq jours.") == 1
    assert page.count("3 documents attendent votre signature.") == 1
    assert page.count("3 documents attendent votre signature, dont 2 depuis plus de cinq jours.") == 1
    own = text_of_page(client.get(reverse("council_to_sign", kwargs={"council": "exemple"})))
    assert own.count("attend depuis le") == 3
