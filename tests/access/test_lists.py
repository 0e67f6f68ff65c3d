"""No page asks the database more because there is more to show: every address, with one row and with three."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councils.domain.readings import ReadingKind
from councils.domain.roles import RoleKind
from councils.models import Contact, Council, Delegation, Interest, Invitation
from councils.models.invitation import digest_of
from councils.services.readings import note_reading
from deliberations.domain.acts import Clause, ClauseKind
from deliberations.domain.delegated import Power
from deliberations.domain.publishing import Way
from deliberations.models import AgendaItem, Backup, Election, ItemModel, ItemPaper, Round, Sitting, TextModel
from deliberations.queries.texts import text_stored
from deliberations.services.closing import close_sitting
from deliberations.services.decision_delegations import DelegationTold, save_mayor_delegation
from deliberations.services.decision_details import add_annex
from deliberations.services.decision_numbering import NumberTold
from deliberations.services.decision_signing import sign_decision
from deliberations.services.decisions import DecisionDraft, create_decision
from deliberations.services.dossiers import store_dossier
from deliberations.services.dues import refresh_council
from deliberations.services.publishing import publish_act
from deliberations.services.searching import rebuild_index
from deliberations.services.storage import receive_file
from deliberations.services.versions import Saving, save_typed_text
from tests.access.states import give_every_role, pages_of
from tests.builders import make_user
from tests.deliberations.finishing import another_sitting, make_draft, recent
from tests.deliberations.views.world import add_user
from tests.facts import make_council, make_item, make_sitting, make_vote
from tests.support.convening import link_of
from tests.support.identity import prove_identity

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once, pytest.mark.long]

FEW = 1


def crowd(uid: str, many: int, *, is_closed: bool) -> Sitting:
    """A council where there are ``many`` of each thing that a page lists."""
    items = [f"p{n}" for n in range(1, many + 1)]
    facts = make_sitting(
        4 * many,
        members=4 * many,
        held_on=recent(),
        agenda=tuple(make_item(item, n, matter_code="7.5") for n, item in enumerate(items, 1)),
        votes=tuple(make_vote(item, uid=f"v{item}") for item in items),
        deliberations=tuple(make_draft(item) for item in items),
    )
    council = store_dossier(council=make_council(4 * many, uid=uid), sittings=(facts,), by=None)
    sitting = Sitting.objects.select_related("council").get(council=council)
    fill_council(council, many)
    fill_sitting(sitting, many)
    fill_decisions(council, many)
    if is_closed:
        close_sitting(sitting=sitting, by=None, at=timezone.now(), reason="Vérifié.")
    for number in range(many):
        another_sitting(council, recent() + timedelta(days=20 + number), uid=f"plus-tard-{number}")
    rebuild_index(council)
    refresh_council(council, at=timezone.now())
    return sitting


def fill_council(council: Council, many: int) -> None:
    mandates = list(council.mandates.select_related("person").order_by("pk"))
    for mandate in mandates:
        Contact.objects.create(person=mandate.person, email=f"{mandate.uid}@{council.uid}.test")
    for number, mandate in enumerate(mandates[:many]):
        Interest.objects.create(mandate=mandate, topic=f"Club {number}")
        Delegation.objects.create(council=council, mandate=mandate, scope=f"Domaine {number}", since=recent())
        user = add_user(f"{number}@{council.uid}.test", council, RoleKind.MEMBER, person=mandate.person)
        note_reading(
            council=council,
            user=user,
            kind=ReadingKind.DRAFT,
            uid=f"a{number}",
            label="Projet",
            at=timezone.now(),
        )
        Invitation.objects.create(
            council=council,
            email=f"invite{number}@{council.uid}.test",
            kind="MEMBER",
            person=mandates[-1 - number].person,
            token_sha256=digest_of(f"{council.uid}{number}"),
            expires_at=timezone.now() + timedelta(days=1),
            created_by=user,
        )
        Backup.objects.create(
            council=council, file_name=f"{number}.tar", size=1, sha256="a" * 64, rows=1, files=0, made_by=user
        )
        ItemModel.objects.create(council=council, uid=f"m{number}", title_html=f"Modèle {number}")


def fill_sitting(sitting: Sitting, many: int) -> None:
    item = sitting.agenda.order_by("order").first()
    act = item.deliberations.get()
    for number in range(many):
        file = receive_file(
            council=sitting.council,
            content=b"%d" % number,
            name=f"{number}.png",
            media_type="image/png",
            by=None,
        )
        ItemPaper.objects.create(item=item, position=number, title=f"Plan {number}", file=file)
        save_typed_text(act, text_stored(act), Saving(by=None, at=timezone.now() + timedelta(minutes=number)))
        TextModel.objects.create(council=sitting.council, name=f"Texte {number}", content="{}")
    election = AgendaItem.objects.create(
        sitting=sitting, uid="election", order=99, title_html="Élection", kind="ELECTION"
    )
    row = Election.objects.create(sitting=sitting, item=election, uid="scrutin", posts="Maire")
    for number in range(1, many + 1):
        Round.objects.create(election=row, number=number)


def fill_decisions(council: Council, many: int) -> None:
    """Decisions of the mayor, each with as many articles, visas, annexes and lines of the log; the first is opened."""
    lines = tuple(f"Article {number}" for number in range(many))
    visas = tuple(Clause(ClauseKind.VU, f"le texte {number}") for number in range(many))
    mayor = council.mandates.order_by("pk")[0]
    for number in range(many):
        powers = tuple(Power(paragraph) for paragraph in range(1, many + 1))
        given = save_mayor_delegation(council=council, told=DelegationTold(powers=powers), by=None)
        draft = DecisionDraft(f"Prêt {number}", articles_html=lines, clauses=visas, delegation=given)
        row = create_decision(council=council, draft=draft, by=None)
        for place in range(many):
            add_annex(row=row, title=f"Plan {place}", is_hidden=False, file=None, by=None)
        told = NumberTold(recent(), mayor)
        row = sign_decision(row=row, told=told, by=None, at=timezone.now())
        for place in range(many):
            way = {"way": Way.POSTING, "effective_on": recent(), "reference": f"lieu {place}"}
            publish_act(act=row, by=None, at=timezone.now(), **way)
        publish_act(act=row, way=Way.OWN_PAGE, by=None, at=timezone.now())


ARCHIVES = {"sitting_pack"}
"""Files made of the document of each row: they read each of them."""


@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
def test_pages_cost_the_same_with_three_times_the_rows(client, is_closed):
    user = make_user("tout@exemple.test")
    prove_identity(client, user)
    counts: dict[str, list[int]] = {}
    for uid, many in (("peu", FEW), ("beaucoup", 3 * FEW)):
        sitting = crowd(uid, many, is_closed=is_closed)
        give_every_role(user, sitting.council)
        member = sitting.council.mandates.order_by("pk").first().uid
        decided = sitting.council.mayor_decisions.order_by("pk").first()
        given = {
            "decision": decided.uid,
            "mandate": member,
            "member": member,
            "token": link_of(sitting, member),
            "kind": "seance",
        }
        for page in pages_of(sitting, **given, uid=sitting.uid):
            with CaptureQueriesContext(connection) as captured:
                response = client.get(page.path)
            if response.status_code == 200 and page.name not in ARCHIVES:
                counts.setdefault(page.name, []).append(len(captured))
    assert len(counts) > 70
    assert {name: found for name, found in counts.items() if found[-1] > found[0]} == {}
