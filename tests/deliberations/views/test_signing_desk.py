"""The signing desk by its pages: one gesture for a whole sitting, places noted, the seal in the settings."""

import re
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.internal.flows import login
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councils.domain.roles import RoleKind
from councils.models import CouncilRole, Mandate, User
from deliberations.domain.signing_order import PaperState, SignedKind
from deliberations.models import PlaceSignature, SigningMeans, SigningPaper, SigningPlace, Sitting
from deliberations.services import signing_desk
from deliberations.services.signing_drafts import is_still_made
from deliberations.services.signing_heads import USUAL
from deliberations.services.signing_papers import prepare_sitting
from deliberations.views.signing_choices import CHOICES, MOST, keep_choice
from tests.builders import make_user
from tests.deliberations.finishing import closed_evening
from tests.deliberations.signing.certificates import issue_pkcs12
from tests.deliberations.signing.samples import PASSPHRASE
from tests.deliberations.views.world import text_of_page
from tests.support.identity import prove_identity

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

COUNCIL = {"council": "exemple"}


@pytest.fixture
def sitting() -> Sitting:
    row = closed_evening(secretaries=("m3",))
    prepare_sitting(sitting=row, kinds=[SignedKind.REGISTER_ACT], by=None, at=timezone.now(), head=USUAL)
    return row


def logged_in(user: User, *, seconds_ago: float = 10) -> Client:
    """A browser whose user proved who they are that long ago."""
    return prove_identity(Client(), user, seconds_ago=seconds_ago)


def account(sitting: Sitting, member: str = "", kind: RoleKind = RoleKind.MEMBER) -> User:
    user = make_user(f"{member or kind.lower()}@exemple.test")
    person = Mandate.objects.get(council=sitting.council, uid=member).person if member else None
    CouncilRole.objects.create(user=user, council=sitting.council, kind=kind, person=person)
    return user


def ticked(client: Client) -> list[str]:
    page = client.get(reverse("council_to_sign", kwargs=COUNCIL)).content.decode()
    return re.findall(r'name="choix" value="([^"]+)"', page)


def chosen(client: Client, choices: list[str]) -> str:
    """The address of the page that signs what was ticked."""
    answer = client.post(reverse("signing_choose", kwargs=COUNCIL), {"choix": choices})
    assert answer.status_code == 302
    return answer.url


def confirm(client: Client, choices: list[str], **changes: object):
    return confirm_at(client, chosen(client, choices), **changes)


def confirm_at(client: Client, url: str, **changes: object):
    pkcs12, _ = issue_pkcs12(timezone.now() - timedelta(hours=1))
    data = {
        "source": "fichier",
        "certificate": SimpleUploadedFile("cle.p12", pkcs12),
        "passphrase": PASSPHRASE,
        "consent": "on",
        "asked_holder": "Intrus",
        "holder_confirmed": "on",
        **changes,
    }
    return client.post(url, {name: value for name, value in data.items() if value is not None})


def prove_again(client: Client) -> Client:
    """The same browser and the same session, once its user has proved again who they are."""
    session = client.session
    (record,) = session[login.AUTHENTICATION_METHODS_SESSION_KEY]
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [record | {"at": time.time()}]
    session.save()
    return client


def test_member_who_was_secretary_signs_the_whole_sitting_in_one_gesture(sitting):
    client = logged_in(account(sitting, "m3"))
    choices = ticked(client)
    assert len(choices) == 3
    response = confirm(client, choices)
    assert response.status_code == 302
    page = text_of_page(client.get(response.url))
    assert "3 documents signés" in page
    assert {paper.state for paper in SigningPaper.objects.all()} == {PaperState.TO_HEAD}
    ages = [timezone.now() - row.reauthenticated_at for row in PlaceSignature.objects.all()]
    assert all(timedelta(seconds=5) < age < timedelta(minutes=1) for age in ages)
    assert ticked(client) == []
    again = client.post(response.url.removesuffix("resultat/"), {"consent": "on"})
    assert (again.status_code, again.url) == (302, response.url), "a second click signs nothing twice"


def test_council_page_says_what_waits_for_this_user_alone(sitting):
    url = reverse("council", kwargs=COUNCIL)
    said = [
        "3 documents attendent votre signature" in text_of_page(logged_in(account(sitting, uid)).get(url))
        for uid in ("m3", "m5")
    ]
    assert said == [True, False]


def test_unticked_document_is_not_signed(sitting):
    client = logged_in(account(sitting, "m3"))
    confirm(client, ticked(client)[:1])
    assert PlaceSignature.objects.count() == 1


def test_page_says_what_is_signed_with_its_digest(sitting):
    client = logged_in(account(sitting, "m3"))
    choices = ticked(client)
    page = text_of_page(client.get(chosen(client, choices)))
    assert "Vous signez 3 documents" in page
    for paper in SigningPaper.objects.all():
        assert (paper.title in page, paper.sha256 in page) == (True, True)


@pytest.mark.parametrize("seconds_ago", [301, 3600])
def test_identity_is_proved_again_after_five_minutes(sitting, seconds_ago):
    client = logged_in(account(sitting, "m3"), seconds_ago=seconds_ago)
    url = chosen(client, ticked(client))
    response = client.get(url)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_reauthenticate"))
    assert parse_qs(urlsplit(response.url).query)["next"] == [url], "the choice is found again"
    response = client.post(url, {"passphrase": PASSPHRASE, "consent": "on"})
    assert response.url == url, "what was typed is kept nowhere"
    assert PASSPHRASE not in str(dict(client.session.items()))
    assert not PlaceSignature.objects.exists()


def test_file_that_moved_since_it_was_read_is_told_and_the_others_signed(sitting):
    client = logged_in(account(sitting, "m3"))
    first, *others = ticked(client)
    stale = first.rpartition(".")[0] + "." + "0" * 64
    url = chosen(client, [stale, *others])
    page = text_of_page(client.get(url))
    assert page.count("Ce document a changé depuis que vous l'avez coché") == 1
    page = text_of_page(client.get(confirm_at(client, url).url))
    assert "2 documents signés, 1 non signé" in page
    assert "Le texte a changé depuis votre lecture" in page


def test_wrong_passphrase_and_missing_consent_sign_nothing(sitting):
    client = logged_in(account(sitting, "m3"))
    choices = ticked(client)
    for changes, said in (({"passphrase": "faux"}, "n'ouvre pas"), ({"consent": ""}, "Cochez la case")):
        response = confirm(client, choices, **changes)
        assert (response.status_code, said in text_of_page(response)) == (422, True)
    assert not PlaceSignature.objects.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"certificate": None}, "Choisissez le fichier de votre certificat."),
        (
            {"certificate": SimpleUploadedFile("cle.p12", b"%PDF-1.7 not a key")},
            "n'est pas un certificat .p12",
        ),
        ({"certificate": SimpleUploadedFile("cle.p12", b"0" * (100 * 1024 + 1))}, "100 Ko au plus."),
        ({"certificate": SimpleUploadedFile("cle.p12", b"")}, "Le fichier soumis est vide."),
        ({"passphrase": ""}, "Saisissez le mot de passe du certificat."),
    ],
    ids=["no file", "another kind", "too large", "empty", "no passphrase"],
)
def test_refused_form_says_why_twice_and_signs_nothing(sitting, changes, message):
    client = logged_in(account(sitting, "m3"))
    response = confirm(client, ticked(client), **changes)
    page = text_of_page(response)
    assert response.status_code == 422
    assert page.count(message) == 2 + (message == "100 Ko au plus."), "in the summary, and beside its field"
    assert not PlaceSignature.objects.exists()


def test_refused_form_keeps_the_consent_and_forgets_the_passphrase(sitting):
    client = logged_in(account(sitting, "m3"))
    page = confirm(client, ticked(client), passphrase="faux secret").content.decode()
    assert "faux secret" not in page
    assert "checked" in page.partition('name="consent"')[2][:120]


def test_confirmation_holds_for_one_certificate_alone(sitting):
    client = logged_in(account(sitting, "m3"))
    page = confirm(client, ticked(client), asked_holder="Un autre").content.decode()
    assert 'name="asked_holder" value="Intrus"' in page
    assert "checked" not in page.partition('name="holder_confirmed"')[2][:120]
    assert not PlaceSignature.objects.exists()


def test_certificate_of_another_name_is_to_be_confirmed(sitting):
    client = logged_in(account(sitting, "m3"))
    response = confirm(client, ticked(client), asked_holder="", holder_confirmed="")
    assert response.status_code == 422
    assert "Le certificat est au nom de « Intrus »" in text_of_page(response)


def test_secretariat_prepares_and_notes_but_never_signs(sitting):
    client = logged_in(account(sitting, kind=RoleKind.SECRETARY))
    assert ticked(client) == []
    place = SigningPaper.objects.first().places.get(order=1)
    url = reverse("signing_place", kwargs={**COUNCIL, "paper": place.paper.uid, "order": 1})
    assert client.post(url, {"kind": "HAND"}).status_code == 422
    response = client.post(url, {"kind": "HAND", "on": str(timezone.localdate())})
    assert response.status_code == 302
    page = text_of_page(client.get(response.url))
    assert "Signé à la main par" in page
    response = client.post(url, {"kind": "TAKEN_BACK", "reason": "Mauvais document"})
    assert (response.status_code, place.events.count()) == (302, 2)


def test_signatory_refuses_for_himself_alone(sitting):
    client = logged_in(account(sitting, "m3"))
    paper = SigningPaper.objects.first()
    place = {**COUNCIL, "paper": paper.uid}
    response = client.post(
        reverse("signing_place", kwargs={**place, "order": 1}), {"kind": "REFUSED", "reason": "Faux"}
    )
    assert response.status_code == 302
    other = client.post(
        reverse("signing_place", kwargs={**place, "order": 2}), {"kind": "REFUSED", "reason": "Faux"}
    )
    assert other.status_code == 422
    assert [each.reason for each in paper.places.get(order=1).events.all()] == ["Faux"]


def test_file_is_read_by_its_signatories_and_the_staff(sitting):
    paper = SigningPaper.objects.first()
    url = reverse("signing_file", kwargs={**COUNCIL, "paper": paper.uid})
    statuses = [
        logged_in(account(sitting, member, kind)).get(url).status_code
        for member, kind in (("m3", RoleKind.MEMBER), ("m5", RoleKind.MEMBER), ("", RoleKind.CLERK))
    ]
    assert statuses == [200, 403, 200]


def test_sitting_page_puts_to_signature_and_shows_states(sitting):
    client = logged_in(account(sitting, kind=RoleKind.SECRETARY))
    url = reverse("sitting_signatures", kwargs={**COUNCIL, "sitting": sitting.uid})
    assert client.post(url, {}).status_code == 422
    response = client.post(url, {"kinds": ["EXTRACT"], "member": "", "replaces": ""})
    assert (response.status_code, SigningPaper.objects.count()) == (302, 6)
    page = text_of_page(client.get(url))
    assert "À signer par le secrétaire de séance" in page
    assert "À signer par le maire ou le président" in page


def test_replacement_who_is_not_the_first_of_the_table_is_warned_of_not_refused(sitting):
    client = logged_in(account(sitting, kind=RoleKind.SECRETARY))
    url = reverse("sitting_signatures", kwargs={**COUNCIL, "sitting": sitting.uid})
    away = {"kinds": ["EXTRACT"], "replaces": "maire et premier adjoint en congé"}
    warned = [
        "un autre membre vient avant ce remplaçant"
        in text_of_page(client.post(url, {**away, "member": uid}, follow=True))
        for uid in ("m2", "m5")
    ]
    assert warned == [False, True]
    rights = SigningPaper.objects.filter(kind=SignedKind.EXTRACT, set_aside_at=None).values_list(
        "places__right", flat=True
    )
    assert set(rights) == {
        "en remplacement du maire ou du président empêché : maire et premier adjoint en congé"
    }


def test_seal_is_added_shown_with_its_weight_and_stopped(sitting):
    client = logged_in(account(sitting, kind=RoleKind.ADMINISTRATOR))
    pkcs12, _ = issue_pkcs12(timezone.now() - timedelta(hours=1))
    url = reverse("settings_seal", kwargs=COUNCIL)
    file = SimpleUploadedFile("cachet.p12", pkcs12)
    assert client.post(url, {"label": "Cachet", "secret": "faux", "certificate": file}).status_code == 422
    file = SimpleUploadedFile("cachet.p12", pkcs12)
    response = client.post(url, {"label": "Cachet", "secret": PASSPHRASE, "certificate": file})
    assert response.status_code == 302
    page = text_of_page(client.get(response.url))
    assert "n'est la signature de personne" in page
    assert "le registre papier coté et paraphé reste l'original" in page
    assert "expire" in page
    assert PASSPHRASE not in page
    means = SigningMeans.objects.get()
    client.post(reverse("settings_means_stop", kwargs={**COUNCIL, "means": means.uid}))
    means.refresh_from_db()
    assert means.secret is None
    assert "Hors service" in text_of_page(client.get(response.url))


@pytest.mark.parametrize("page", ["council_to_sign", "sitting_signatures"])
def test_pages_cost_the_same_for_one_document_as_for_three(sitting, page):
    client = logged_in(account(sitting, "m3", RoleKind.SECRETARY))
    place = {**COUNCIL, "sitting": sitting.uid} if page == "sitting_signatures" else COUNCIL
    url = reverse(page, kwargs=place)
    counts = []
    for left in (3, 1):
        kept = SigningPaper.objects.order_by("pk")[:left].values_list("pk", flat=True)
        SigningPaper.objects.exclude(pk__in=list(kept)).update(set_aside_at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- what was ticked is kept in the session


def waiting_papers(how_many: int) -> None:
    """As many documents for the secretary of the sitting, all of one file."""
    told = SigningPaper.objects.values().first()
    place = SigningPlace.objects.filter(paper_id=told["id"], order=1).values().first()
    for number in range(how_many):
        name = f"grande-{number}"
        paper = SigningPaper.objects.create(**told | {"id": None, "uid": name, "subject": name})
        SigningPlace.objects.create(**place | {"id": None, "paper_id": paper.pk})


GUNICORN_REQUEST_LINE = 4094


def test_120_documents_are_chosen_and_told_by_short_addresses(sitting):
    waiting_papers(117)
    client = logged_in(account(sitting, "m3"), seconds_ago=4000)
    choices = ticked(client)
    assert len(choices) == 120
    url = chosen(client, choices)
    journey = [client.get(url).url]
    client = prove_again(client)
    page = client.get(url)
    assert "Vous signez 120 documents" in text_of_page(page)
    journey += re.findall(r'(?:action|href)="(/[^"]+)"', page.content.decode())
    journey += [url, f"{url}resultat/"]
    assert all(len(f"POST {each} HTTP/1.1\r\n") < GUNICORN_REQUEST_LINE // 8 for each in journey)


def test_two_tabs_have_two_choices(sitting):
    client = logged_in(account(sitting, "m3"))
    first, *others = ticked(client)
    urls = [chosen(client, [first]), chosen(client, others)]
    outcome = confirm_at(client, urls[0]).url
    assert "Vous signez 2 documents" in text_of_page(client.get(urls[1]))
    assert "1 document signé" in text_of_page(client.get(outcome))


def test_choice_made_while_another_tab_signs_is_kept(sitting):
    client = logged_in(account(sitting, "m3"))
    first, second, _ = ticked(client)
    signing = RequestFactory().get("/")
    signing.session = type(client.session)(client.session.session_key)
    assert CHOICES not in signing.session, "read before the other tab"
    url = chosen(client, [second])
    assert keep_choice(signing, sitting.council, [first])
    signing.session.save()
    assert client.get(url).status_code == 200


def test_choice_lasts_an_hour_and_only_ten_are_kept(sitting):
    client = logged_in(account(sitting, "m3"))
    choices = ticked(client)
    urls = [chosen(client, choices) for _ in range(MOST + 1)]
    assert [client.get(url).status_code for url in (urls[0], urls[-1])] == [302, 200]
    session = client.session
    for kept in session[CHOICES].values():
        kept["until"] = (timezone.now() - timedelta(seconds=1)).isoformat()
    session.save()
    response = client.get(urls[-1])
    assert response.url == reverse("council_to_sign", kwargs=COUNCIL)
    assert "n'est gardé qu'une heure" in text_of_page(client.get(response.url))


def test_choice_is_that_of_one_browser(sitting):
    client = logged_in(account(sitting, "m3"))
    url = chosen(client, ticked(client))
    other = logged_in(User.objects.get(email="m3@exemple.test"))
    assert other.get(url).url == reverse("council_to_sign", kwargs=COUNCIL)


def test_document_that_waits_no_more_is_counted_and_the_others_signed(sitting):
    client = logged_in(account(sitting, "m3"))
    url = chosen(client, ticked(client))
    paper = SigningPaper.objects.first()
    paper.set_aside_at = timezone.now()
    paper.save()
    page = text_of_page(client.get(url))
    assert "Vous signez 2 documents" in page
    assert "1 document que vous aviez coché n'attend plus votre signature" in page


def test_nothing_ticked_leads_back_to_the_list(sitting):
    client = logged_in(account(sitting, "m3"))
    for values in ([], ["n'importe quoi"], ["x" * 5000]):
        assert chosen(client, values) == reverse("council_to_sign", kwargs=COUNCIL)


def test_documents_of_a_sitting_are_made_again_once_each(sitting, monkeypatch):
    made = []
    monkeypatch.setattr(
        signing_desk, "is_still_made", lambda paper: made.append(paper.pk) or is_still_made(paper)
    )
    client = logged_in(account(sitting, "m3"))
    confirm(client, ticked(client))
    assert (PlaceSignature.objects.count(), len(made)) == (3, 3)
