"""Every address × every role × GET and POST: its status, and nothing of another council in its body."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from councils.models import Reading, User
from deliberations.models import Deliberation
from tests.access import ROLES
from tests.access.conftest import SECRET, World
from tests.access.table import TABLE, WITHOUT_COUNCIL, address, routes

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once]


def enter(client, world: World, user: User) -> None:
    """As a browser that is already logged in: the session was opened with the world, once for the table."""
    leave(client)
    client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[user.pk]


def leave(client) -> None:
    client.cookies.clear()


def body_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def statuses(client, world: World, ask) -> Iterator[tuple[int, str]]:
    """Status and body of what ``ask`` gets, for each role in turn."""
    for role in ROLES:
        leave(client)
        if role != "anonymous":
            enter(client, world, getattr(world.cast, role))
        response = ask()
        yield response.status_code, body_of(response)


def test_every_address_is_in_the_table():
    assert set(routes()) - WITHOUT_COUNCIL == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_page_by_role(client, world, name):
    url = address(name, TABLE[name], world.council)
    found = list(statuses(client, world, lambda: client.get(url)))
    assert tuple(status for status, _ in found) == TABLE[name].get
    assert [role for role, (_, body) in zip(ROLES, found, strict=True) if SECRET in body] == []


@pytest.mark.parametrize("name", TABLE)
def test_empty_post_by_role(client, world, name):
    expected = TABLE[name].post
    url = address(name, TABLE[name], world.council)
    found = tuple(status for status, _ in statuses(client, world, lambda: client.post(url)))
    if expected is not None:
        assert found == expected
    else:
        assert set(found[2:]) <= {405, 403}


@pytest.mark.parametrize("name", TABLE)
def test_secretary_of_both_sees_one_council_at_a_time(client, world, name):
    """Somebody who serves two communes finds nothing of one in the pages of the other."""
    enter(client, world, world.both)
    assert SECRET not in body_of(client.get(address(name, TABLE[name], world.council)))


SHOWS_NO_PRIVATE_TEXT = {
    *("act_autosave", "act_details", "act_start", "act_keep_model", "act_versions", "clause_search"),
    *("act_transmission", "act_receipt", "act_publication", "act_unpublish"),
    *("act_error", "act_follow", "act_rectify", "act_hide", "act_hand_signature", "act_hand_signature_undo"),
}
"""Addresses of an act that show its number, its title and what was done of it, never its text."""
NOTED = {
    *("sitting_convocation", "convocation_answer", "convocation_proxy_pdf", "convocation_proxy_scan"),
    *("minutes_debate", "minutes_scan", "members", "member", "council_table_prefecture"),
    *("word_template", "word_template_last_act"),
}
"""Other addresses that show what is not public: proofs, drafts of the minutes, papers signed, birth dates."""


def test_every_page_that_shows_what_is_not_public_notes_its_reader(client, world):
    """An act that only its addressee may read, opened through each of its addresses, and all that is not public."""
    Deliberation.objects.filter(council=world.council).update(is_individual=True)
    of_act = {name for name, route in routes().items() if "<uid:act>" in route}
    silent = []
    for name in sorted((of_act - SHOWS_NO_PRIVATE_TEXT) | NOTED):
        with transaction.atomic():
            enter(client, world, world.cast.secretary)
            url = address(name, TABLE[name], world.council)
            response = client.post(url) if name == "act_preview" else client.get(url)
            if response.status_code in {200, 422} and not Reading.objects.exists():
                silent.append(name)
            transaction.set_rollback(True)
    assert silent == []


def test_export_of_everything_notes_who_took_it(client, world):
    enter(client, world, world.cast.secretary)
    url = address("council_export", TABLE["council_export"], world.council)
    assert client.post(url).status_code == 422
    assert not Reading.objects.exists()
    response = client.post(url, {"understood": "on"})
    assert b"".join(response.streaming_content).startswith(b"PK")
    line = Reading.objects.get()
    assert (line.user, line.label) == (world.cast.secretary, "Export complet du conseil")


EXPORTED = {
    "members": "Situation;Rang;Nom;Fonction;Liste;Élection;Suffrages;Mandat;Naissance;Courriel;Téléphone",
    "users": "Nom;Courriel;Rôle;Fiche;État",
    "item_models": "Origine;Objet;Thème;Nature;Matière;Mois",
    "clause_library": "Nature;Texte;Emplois;Dernier emploi;Proposé",
    "sitting_convocation": "Membre;Fonction;Voie;État;Envoi;Difficulté;Page demandée;Réponse;Pouvoir",
    "council": (
        "Conseil;Échéance;Au plus tard le;Urgence;Séance;Délibération;Décision du maire;À faire;Texte;Conséquence"
    ),
    "council_to_sign": "Numéro;Date de la séance;Objet",
    "sitting_transmission": "Numéro;Numéro @CTES;Objet;Déposée le;Matière;Reçue en préfecture le;Référence de l'accusé",
    "sitting_publication": "Numéro;Objet;Publié le;Voie;Adresse ou référence;Source;Déclaré par",
}
"""Lists with their first line; the others have tests of their own."""


@pytest.mark.parametrize("name", EXPORTED)
def test_list_is_exported(client, world, name):
    enter(client, world, world.cast.administrator if name == "users" else world.cast.secretary)
    url = address(name, TABLE[name], world.council)
    page = body_of(client.get(url))
    assert name in {"council", "council_to_sign"} or "?format=csv" in page
    lines = body_of(client.get(f"{url}?format=csv")).splitlines()
    assert lines[0] == "\ufeff" + EXPORTED[name]
    assert body_of(client.get(f"{url}?format=xlsx")).startswith("PK")


def test_private_facts_of_members_stay_out_of_the_export_of_others(client, world):
    enter(client, world, world.cast.member)
    told = body_of(client.get(f"{address('members', TABLE['members'], world.council)}?format=csv"))
    assert "Havret" in told
    assert "Naissance" not in told


def test_secret_would_be_seen_where_it_is(client, world):
    """What the table looks for does show in the other council's own page."""
    enter(client, world, world.both)
    sitting = world.secret.sittings.get()
    place = {"council": world.secret.uid, "sitting": sitting.uid}
    assert SECRET in body_of(client.get(reverse("sitting", kwargs=place)))
