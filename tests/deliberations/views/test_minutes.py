"""The pages of the minutes: what is shown, what is refused, what the public reads."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councils.models import Contact, Mandate
from deliberations.domain.publishing import Way
from deliberations.models import (
    AgendaItem,
    BallotRequest,
    DebateSummary,
    MinutesCompletion,
    MinutesDistribution,
    MinutesRemark,
    MinutesSignature,
    Sitting,
)
from deliberations.services.minutes import add_incident, save_debate, silence_the_rest
from deliberations.services.minutes_life import settle_minutes
from deliberations.services.minutes_publishing import put_minutes_online
from deliberations.services.minutes_remarks import record_remark
from deliberations.services.publishing import publish_act
from deliberations.services.transmitting import record_receipt
from tests.builders import BACKEND, make_user
from tests.deliberations.finishing import (
    SECRET,
    act_of,
    another_sitting,
    closed,
    opened_sitting,
    recent,
    store_evening,
)
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def sitting() -> Sitting:
    return closed(store_evening(held_on=recent(), starts_at=time(20)), at=timezone.now())


@pytest.fixture
def secretary(client: Client, sitting: Sitting) -> Client:
    client.force_login(make_user(council=sitting.council), backend=BACKEND)
    return client


def url(name: str, sitting: Sitting, **more: object) -> str:
    return reverse(name, kwargs={"council": sitting.council.uid, "sitting": sitting.uid, **more})


def settled(sitting: Sitting) -> Sitting:
    silence_the_rest(sitting, by=None)
    later = opened_sitting(sitting.council, timezone.localdate() - timedelta(days=2))
    return settle_minutes(sitting=sitting, settled_in=later, by=None, at=timezone.now())


def test_page_tells_what_is_missing_and_what_comes_next(secretary: Client, sitting: Sitting) -> None:
    page = text_of_page(secretary.get(url("sitting_minutes", sitting)))
    assert "La teneur des discussions n'est pas écrite pour 4 points : 1, 2, 3, 4." in page
    assert "Écrire la discussion du point 1" in page
    silence_the_rest(sitting, by=None)
    page = text_of_page(secretary.get(url("sitting_minutes", sitting)))
    assert "Aucune mention obligatoire ne manque." in page
    assert "Distribuer le projet" in page


def test_debate_is_saved_and_leads_to_the_next_item(secretary: Client, sitting: Sitting) -> None:
    member = Mandate.objects.filter(council=sitting.council).order_by("pk")[2]
    answer = secretary.post(
        url("minutes_debate", sitting, item="p1"),
        {"debate_html": "Un avis.\n\nUn autre.", "public_ballot": [member.uid], "next": "1"},
    )
    assert answer.url == url("minutes_debate", sitting, item="p2")
    assert DebateSummary.objects.get().debate_html == "<p>Un avis.</p><p>Un autre.</p>"
    assert BallotRequest.objects.get().member == member


def test_conflict_shows_both_texts_and_keeps_what_was_typed(secretary: Client, sitting: Sitting) -> None:
    address = url("minutes_debate", sitting, item="p1")
    seen = secretary.get(address).context["form"]["seen"].value()
    item = AgendaItem.objects.get(sitting=sitting, uid="p1")
    save_debate(item, debate_html="<p>De l'autre.</p>", is_silent=False, seen={}, by=None)
    answer = secretary.post(address, {"debate_html": "De moi.", "seen": seen})
    page = text_of_page(answer)
    assert answer.status_code == 422
    assert "a enregistré : « De l'autre. »." in page
    assert answer.context["form"]["debate_html"].value() == "De moi."
    again = secretary.post(
        address, {"debate_html": "Des deux.", "seen": answer.context["form"]["seen"].value()}
    )
    assert (again.status_code, DebateSummary.objects.get().debate_html) == (302, "<p>Des deux.</p>")


def test_silence_with_words_is_refused_with_what_was_typed(secretary: Client, sitting: Sitting) -> None:
    answer = secretary.post(
        url("minutes_debate", sitting, item="p1"), {"debate_html": "Un avis.", "is_silent": "on"}
    )
    assert answer.status_code == 422
    assert "gardez l'un des deux" in text_of_page(answer)
    assert answer.context["form"]["debate_html"].value() == "Un avis."


def test_settling_is_refused_with_the_way_out(secretary: Client, sitting: Sitting) -> None:
    later = opened_sitting(sitting.council, timezone.localdate() - timedelta(days=2))
    address = url("minutes_settle", sitting)
    chosen = {"by": f"seance:{later.uid}"}
    refused = secretary.post(address, {**chosen, "is_sure": "on"})
    assert refused.status_code == 422
    assert "Il manque au procès-verbal des mentions obligatoires" in text_of_page(refused)
    silence_the_rest(sitting, by=None)
    unsure = secretary.post(address, chosen)
    assert "Cochez la case pour arrêter le procès-verbal." in text_of_page(unsure)
    assert (unsure.status_code, Sitting.objects.get(pk=sitting.pk).minutes_settled_in) == (422, "")
    secretary.post(address, {**chosen, "is_sure": "on"})
    assert Sitting.objects.get(pk=sitting.pk).minutes_settled_in == "suivante"


def test_last_sitting_settles_its_own_minutes_only_when_the_term_is_said_to_end(
    secretary: Client, sitting: Sitting
) -> None:
    silence_the_rest(sitting, by=None)
    address = url("minutes_settle", sitting)
    page = text_of_page(secretary.get(address))
    assert "la loi ne le dit pas" in page
    refused = secretary.post(address, {"by": f"seance:{sitting.uid}", "is_sure": "on"})
    assert "Attendez la séance suivante, ou cochez la case" in text_of_page(refused)
    assert (refused.status_code, Sitting.objects.get(pk=sitting.pk).minutes_settled_in) == (422, "")
    assert secretary.post(address, {"ends_term": "on", "is_sure": "on"}).status_code == 302
    assert Sitting.objects.get(pk=sitting.pk).minutes_settled_in == sitting.uid


def test_planned_sitting_warns_and_the_reason_passes_over_it(secretary: Client, sitting: Sitting) -> None:
    silence_the_rest(sitting, by=None)
    another_sitting(sitting.council, timezone.localdate() + timedelta(days=9))
    told = {"ends_term": "on", "is_sure": "on"}
    warned = secretary.post(url("minutes_settle", sitting), told)
    assert warned.status_code == 422
    assert "Une séance est prévue le" in str(warned.context["form"].errors["reason"])
    done = secretary.post(url("minutes_settle", sitting), {**told, "reason": "Dernière du mandat."})
    assert done.status_code == 302
    assert Sitting.objects.get(pk=sitting.pk).overrides.get().reason == "Dernière du mandat."


def test_hour_missing_once_an_act_has_left_is_completed_from_the_page_of_the_minutes(client: Client) -> None:
    sitting = closed(store_evening(held_on=recent()), at=timezone.now())
    client.force_login(make_user(council=sitting.council), backend=BACKEND)
    record_receipt(act=act_of(sitting, "p1"), by=None, at=timezone.now(), received_on=sitting.held_on)
    address = url("minutes_complete", sitting, kind="heure")
    assert f'href="{address}"' in client.get(url("sitting_minutes", sitting)).content.decode()
    unsaid = client.post(address, {"hour": "20:30"})
    assert (unsaid.status_code, unsaid.context["form"]["hour"].value()) == (422, "20:30")
    assert client.post(address, {"hour": "20:30", "reason": "Convocation"}).status_code == 302
    assert MinutesCompletion.objects.get().hour == time(20, 30)
    assert client.get(address).url == url("sitting_minutes", sitting)
    assert client.get(url("minutes_complete", sitting, kind="autre")).status_code == 404


def test_incident_is_taken_out_once_it_was_shown_again(secretary: Client, sitting: Sitting) -> None:
    row = add_incident(sitting, incident_html="<p>Une panne.</p>", by=None)
    address = url("minutes_incident_remove", sitting, incident=row.pk)
    assert "« Une panne. »" in text_of_page(secretary.get(address))
    assert sitting.minutes_incidents.exists()
    assert secretary.post(address).status_code == 302
    assert not sitting.minutes_incidents.exists()


def test_own_sitting_is_no_choice_when_another_follows(secretary: Client, sitting: Sitting) -> None:
    silence_the_rest(sitting, by=None)
    opened_sitting(sitting.council, timezone.localdate() - timedelta(days=2))
    told = {"by": f"seance:{sitting.uid}", "ends_term": "on", "is_sure": "on"}
    assert secretary.post(url("minutes_settle", sitting), told).status_code == 422
    assert Sitting.objects.get(pk=sitting.pk).minutes_settled_in == ""


def test_item_is_added_to_the_next_agenda_in_one_click(secretary: Client, sitting: Sitting) -> None:
    later = another_sitting(sitting.council, timezone.localdate() + timedelta(days=9))
    page = text_of_page(secretary.get(url("minutes_settle", sitting)))
    assert "Ajouter le point à cet ordre du jour" in page
    secretary.post(url("minutes_plan", sitting))
    assert later.agenda.get().subject == "MINUTES"
    assert "point 1." in text_of_page(secretary.get(url("sitting_minutes", sitting)))


def test_steps_from_distribution_to_signature(secretary: Client, sitting: Sitting) -> None:
    day = timezone.localdate().isoformat()
    secretary.post(url("minutes_send", sitting), {"channel": "HAND", "sent_on": day})
    assert MinutesDistribution.objects.get().channel == "HAND"
    secretary.post(
        url("minutes_remark", sitting),
        {"remark_html": "Un mot manque.", "outcome": "ACCEPTED", "rectification_html": "Le mot."},
    )
    assert MinutesRemark.objects.get().answer.rectification_html == "<p>Le mot.</p>"
    early = secretary.post(
        url("minutes_sign", sitting), {"member": "m1", "signed_on": timezone.localdate().isoformat()}
    )
    assert early.status_code == 422
    settled(sitting)
    for member in ("m1", "m2"):
        secretary.post(url("minutes_sign", sitting), {"member": member, "signed_on": day})
    assert MinutesSignature.objects.count() == 2
    page = text_of_page(secretary.get(url("sitting_minutes", sitting)))
    assert "Publier le procès-verbal" in page


def test_mail_goes_to_those_who_have_an_address(
    secretary: Client, sitting: Sitting, django_capture_on_commit_callbacks
) -> None:
    person = Mandate.objects.get(council=sitting.council, uid="m1").person
    Contact.objects.create(person=person, email="m1@exemple.test")
    assert "Envoyer à 1 membre" in text_of_page(secretary.get(url("minutes_send", sitting)))
    with django_capture_on_commit_callbacks(execute=True):
        secretary.post(url("minutes_send", sitting), {"mail": "1"})
    assert MinutesDistribution.objects.get().member.uid == "m1"


def test_settled_minutes_are_read_only_and_kept(secretary: Client, sitting: Sitting) -> None:
    settled(sitting)
    refused = secretary.post(url("minutes_debate", sitting, item="p1"), {"debate_html": "Trop tard."})
    assert refused.status_code == 422
    assert secretary.get(url("minutes_issued", sitting)).content.startswith(b"%PDF-")


def test_public_reads_the_public_copy_at_a_lasting_address(client: Client, sitting: Sitting) -> None:
    address = reverse("public_minutes", args=(sitting.council.uid, sitting.uid))
    file = reverse("public_minutes_file", args=(sitting.council.uid, sitting.uid))
    assert (client.get(address).status_code, client.get(file).status_code) == (404, 404)
    put_minutes_online(sitting=settled(sitting), by=None, at=timezone.now())
    page = client.get(address)
    assert page.status_code == 200
    assert "Procès-verbal de la séance" in text_of_page(page)
    assert SECRET not in text_of_page(page)
    assert client.get(file).content.startswith(b"%PDF-")


def test_putting_online_is_confirmed_with_what_stays_hidden(secretary: Client, sitting: Sitting) -> None:
    address = url("minutes_online", sitting)
    assert secretary.get(address).url == url("sitting_minutes", sitting)
    settled(sitting)
    shown = secretary.post(address)
    page = text_of_page(shown)
    assert "Vérifiez avant de publier" in page
    assert f"Occulté, le public ne le lira pas : « {SECRET} »." in page
    assert f"/proces-verbaux/{sitting.uid}/" in page
    assert not sitting.publications.exists()
    assert secretary.get(shown.context["public_copy"]).content.startswith(b"%PDF-")
    assert secretary.post(address, {"confirmed": "1"}).url == url("sitting_minutes", sitting)
    assert sitting.publications.get().effective_on == timezone.localdate()


def test_public_list_names_the_minutes(client: Client, sitting: Sitting) -> None:
    publish_act(act=act_of(sitting, "p1"), way=Way.OWN_PAGE, by=None, at=timezone.now())
    put_minutes_online(sitting=settled(sitting), by=None, at=timezone.now())
    page = client.get(reverse("public_list", args=(sitting.council.uid,)))
    assert reverse("public_minutes", args=(sitting.council.uid, sitting.uid)) in page.content.decode()


def queries_of(client: Client, sitting: Sitting) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(url("sitting_minutes", sitting))
    return len(queries)


def test_page_takes_no_query_per_item_nor_per_remark(secretary: Client, sitting: Sitting) -> None:
    def grow() -> None:
        record_remark(sitting=sitting, remark_html="<p>Une.</p>", by=None, at=timezone.now())

    grow()
    few = queries_of(secretary, sitting)
    silence_the_rest(sitting, by=None)
    grow()
    grow()
    assert queries_of(secretary, sitting) == few


def test_page_saves_by_itself_while_one_types(secretary: Client, sitting: Sitting) -> None:
    first = sitting.agenda.order_by("order")[0]
    here = url("minutes_debate", sitting, item=first.uid)
    answer = secretary.post(here, {"debate_html": "Une question est posée.", "garder": "1"})
    assert "Enregistré à" in text_of_page(answer)
    first.refresh_from_db()
    assert "Une question est posée." in first.debate.debate_html
    answer = secretary.post(here, {"debate_html": "Une question.", "is_silent": "on", "garder": "1"})
    assert "Non enregistré." in text_of_page(answer)
    first.debate.refresh_from_db()
    assert "Une question est posée." in first.debate.debate_html
