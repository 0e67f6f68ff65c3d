"""Every address × every role × GET and POST: its status, and nothing of another council in its body."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from councils.domain.roles import RoleKind
from councils.models import Council, Reading, User
from deliberations.models import AgendaItem, Deliberation
from tests.access import ROLES, Row
from tests.deliberations.views.world import ACT, Cast, add_user, load, make_cast

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once]

WITHOUT_COUNCIL = {
    *("home", "login", "logout", "account_login", "account_logout", "mfa_index", "socialaccount_connections"),
    *("openid_connect_login", "openid_connect_callback", "invitation", "mfa_authenticate"),
    *("start", "number_example", "help", "help_page", "help_picture"),
}
"""Addresses that no council owns; each has tests of its own."""

MODULES = sorted(path.stem for path in Path(__file__).parent.glob("rows/[a-z]*.py"))
TABLE: dict[str, Row] = {
    name: row for module in MODULES for name, row in import_module(f"tests.access.rows.{module}").ROWS.items()
}
SECRET = "Affaire secrète de Prouvy"
"""Title of an item of another council: no page of this one may say it."""


def names(patterns, prefix=""):
    """Names and parameters of our own addresses."""
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from names(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.startswith(
            ("councils.", "deliberations.")
        ):
            yield pattern.name, route


def address(name: str, row: Row, council) -> str:
    given = {**ACT, **row.more, **row.prepare(council)}
    route = dict(names(get_resolver().url_patterns))[name]
    return reverse(name, kwargs={key: value for key, value in given.items() if f":{key}>" in route})


@dataclass(frozen=True, slots=True)
class World:
    """``secret`` is another council, with a sitting whose agenda nobody here may read; ``both`` serves the two."""

    council: Council
    cast: Cast
    secret: Council
    both: User


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Made once for the whole table: each test works in a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        council = load("gruson-2023-12-19")
        cast = make_cast(council)
        secret = load("couthenans-2021-04-09")
        AgendaItem.objects.filter(sitting__council=secret).update(title_html=SECRET)
        both = add_user("deux@exemple.test", council, RoleKind.SECRETARY)
        secret.roles.create(user=both, kind=RoleKind.SECRETARY)
        yield World(council, cast, secret, both)
        transaction.set_rollback(True)


def enter(client, user) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def body_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def statuses(client, cast: Cast, ask) -> Iterator[tuple[int, str]]:
    """Status and body of what ``ask`` gets, for each role in turn."""
    for role in ROLES:
        client.logout()
        if role != "anonymous":
            enter(client, getattr(cast, role))
        response = ask()
        yield response.status_code, body_of(response)


def test_every_address_is_in_the_table():
    ours = {name for name, _ in names(get_resolver().url_patterns)}
    assert ours - WITHOUT_COUNCIL == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_page_by_role(client, world, name):
    url = address(name, TABLE[name], world.council)
    found = list(statuses(client, world.cast, lambda: client.get(url)))
    assert tuple(status for status, _ in found) == TABLE[name].get
    assert [role for role, (_, body) in zip(ROLES, found, strict=True) if SECRET in body] == []


@pytest.mark.parametrize("name", TABLE)
def test_empty_post_by_role(client, world, name):
    expected = TABLE[name].post
    url = address(name, TABLE[name], world.council)
    found = tuple(status for status, _ in statuses(client, world.cast, lambda: client.post(url)))
    if expected is not None:
        assert found == expected
    else:
        assert set(found[2:]) <= {405, 403}


@pytest.mark.parametrize("name", TABLE)
def test_secretary_of_both_sees_one_council_at_a_time(client, world, name):
    """Somebody who serves two communes finds nothing of one in the pages of the other."""
    enter(client, world.both)
    assert SECRET not in body_of(client.get(address(name, TABLE[name], world.council)))


SHOWS_NO_PRIVATE_TEXT = {
    *("act_autosave", "act_details", "act_start", "act_keep_model", "act_versions", "clause_search"),
    *("act_transmission", "act_receipt", "act_publication", "act_unpublish"),
    *("act_error", "act_follow", "act_rectify", "act_hide", "act_hand_signature", "act_hand_signature_undo"),
}
"""Addresses of an act that show its number, its title and what was done of it, never its text."""
PROOFS = {"sitting_convocation", "convocation_answer", "convocation_proxy_pdf", "convocation_proxy_scan"}


def test_every_page_that_shows_what_is_not_public_notes_its_reader(client, world):
    """An act that only its addressee may read, opened through each of its addresses, and the proofs of a sitting."""
    Deliberation.objects.filter(council=world.council).update(is_individual=True)
    readers = {"sign": world.cast.mayor}
    of_act = {name for name, route in names(get_resolver().url_patterns) if "<uid:act>" in str(route)}
    silent = []
    for name in sorted((of_act - SHOWS_NO_PRIVATE_TEXT) | PROOFS):
        with transaction.atomic():
            enter(client, readers.get(name, world.cast.secretary))
            url = address(name, TABLE[name], world.council)
            response = client.post(url) if name == "act_preview" else client.get(url)
            if response.status_code in {200, 422} and not Reading.objects.exists():
                silent.append(name)
            transaction.set_rollback(True)
    assert silent == []


EXPORTED = {
    "members": "Situation;Rang;Nom;Fonction;Liste;Élection;Suffrages;Mandat;Naissance;Courriel;Téléphone",
    "users": "Nom;Courriel;Rôle;Fiche;État",
    "item_models": "Origine;Objet;Thème;Nature;Matière;Mois",
    "clause_library": "Nature;Texte;Emplois;Dernier emploi;Proposé",
    "sitting_convocation": "Membre;Fonction;Voie;État;Envoi;Difficulté;Page demandée;Réponse;Pouvoir",
    "council": "Conseil;Échéance;Au plus tard le;Urgence;Séance;Délibération;À faire;Texte;Conséquence",
    "council_to_sign": "Numéro;Date de la séance;Objet",
    "sitting_transmission": "Numéro;Numéro @CTES;Objet;Déposée le;Matière;Reçue en préfecture le;Référence de l'accusé",
    "sitting_publication": "Numéro;Objet;Publié le;Voie;Adresse ou référence;Source;Déclaré par",
}
"""Lists with their first line; the others have tests of their own."""


@pytest.mark.parametrize("name", EXPORTED)
def test_list_is_exported(client, world, name):
    enter(client, world.cast.administrator if name == "users" else world.cast.secretary)
    url = address(name, TABLE[name], world.council)
    page = body_of(client.get(url))
    assert name in {"council", "council_to_sign"} or "?format=csv" in page
    lines = body_of(client.get(f"{url}?format=csv")).splitlines()
    assert lines[0] == "\ufeff" + EXPORTED[name]
    assert body_of(client.get(f"{url}?format=xlsx")).startswith("PK")


def test_private_facts_of_members_stay_out_of_the_export_of_others(client, world):
    enter(client, world.cast.member)
    told = body_of(client.get(f"{address('members', TABLE['members'], world.council)}?format=csv"))
    assert "Havret" in told
    assert "Naissance" not in told


def test_secret_would_be_seen_where_it_is(client, world):
    """What the table looks for does show in the other council's own page."""
    enter(client, world.both)
    sitting = world.secret.sittings.get()
    place = {"council": world.secret.uid, "sitting": sitting.uid}
    assert SECRET in body_of(client.get(reverse("sitting", kwargs=place)))
