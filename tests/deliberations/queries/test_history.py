"""The history of an object and of what hangs on it: who, what, when, before and after, in few queries."""

import ast
from pathlib import Path

import pytest

from councils.domain.actions import ACTIONS
from councils.domain.roles import RoleKind
from councils.models import Contact, Council, Interest, Mandate, Office, Person
from councils.services.accounts import give_role, take_role
from deliberations.domain.act_text import ActText
from deliberations.domain.acts import Clause as ClauseFacts
from deliberations.domain.acts import ClauseKind
from deliberations.models import (
    AgendaItem,
    Ballot,
    CandidateMember,
    Clause,
    Deliberation,
    Movement,
    OperativeBlock,
    Signature,
    Sitting,
    SourceStatement,
    Transmission,
    Vote,
    VoteItem,
)
from deliberations.queries.history import history_of
from deliberations.queries.history_tables import tables_of
from deliberations.services.changes import changing
from deliberations.services.texts import save_text
from deliberations.views.shown.history import shown_history
from tests.builders import first_sitting, make_issued, make_publication, make_user, store_act, store_council
from tests.deliberations.views.world import load

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ROOT = Path(__file__).resolve().parents[3]


def entries(root):
    past = history_of(root)
    return past.entries(past.references)


def shown(root):
    return shown_history(entries(root), time_zone="Europe/Paris")


@pytest.mark.parametrize(
    ("model", "held", "apart"),
    [
        (
            Sitting,
            {AgendaItem, Movement, Vote, VoteItem, Ballot, CandidateMember, SourceStatement},
            {Deliberation},
        ),
        (Deliberation, {Clause, OperativeBlock, Transmission, Signature}, {AgendaItem, Sitting}),
        (Person, {Contact, Mandate, Office, Interest}, {Movement}),
        (
            Council,
            {Council.roles.rel.related_model, Council.invitations.rel.related_model},
            {Person, Sitting},
        ),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_tables_of_an_object_are_those_that_hang_on_it(model, held, apart):
    store_act()
    tables = [table.model for table in tables_of(model.objects.first())]
    assert tables[0] is model
    assert held <= set(tables)
    assert apart.isdisjoint(tables)
    assert len(tables) == len(set(tables))


def test_change_tells_who_what_when_before_and_after():
    sitting = first_sitting(store_council())
    user = make_user(given_name="Claire", family_name="Petit")
    with changing(sitting, by=user, reason="text.saved") as change:
        change.sitting.place = "salle des fêtes"
        change.writer.write(change.sitting, "")
    group = shown(sitting)[0]
    assert (group.sentence, group.by) == ("Texte enregistré", "Claire Petit")
    (row,) = group.rows
    assert (row.gesture, row.kind) == ("Modification", "séance")
    (field,) = row.changes
    assert (field.label, field.before, field.after) == ("Lieu", sitting.place, "salle des fêtes")


def test_change_by_nobody_is_of_the_software():
    assert shown(first_sitting(store_council()))[-1].by == "le logiciel"


def test_related_rows_are_named_and_never_numbered():
    sitting = first_sitting(store_council())
    movement = sitting.movements.first()
    user, other = make_user(), Mandate.objects.exclude(pk=movement.member_id).first()
    with changing(sitting, by=user, reason="text.saved") as change:
        movement.member = other
        before = Mandate.objects.get(pk=sitting.movements.get(pk=movement.pk).member_id)
        change.writer.write(movement, "")
    (row,) = shown(sitting)[0].rows
    assert [(each.label, each.before, each.after) for each in row.changes] == [
        ("Membre", str(before), str(other))
    ]
    assert row.name == str(movement)


def test_deleted_child_and_its_own_children_stay_in_the_history():
    council = load("commune-exemple-2024-06-28")
    vote = Vote.objects.filter(ballots__isnull=False).first()
    sitting, count = vote.sitting, vote.ballots.count()
    vote.delete()
    deleted = [entry for entry in entries(sitting) if entry.gesture == "-"]
    kinds = [type(entry.row) for entry in deleted]
    assert (kinds.count(Vote), kinds.count(Ballot)) == (1, count)
    assert all(entry.changes for entry in deleted if isinstance(entry.row, Ballot))
    assert council.sittings.count() == 1


def test_rich_text_is_shown_as_text_and_long_ones_where_they_change():
    act = store_act()
    start = "Considérant " + "que la commune entretient ses chemins, " * 20
    for end in ("avant.", "après."):
        clauses = (ClauseFacts(ClauseKind.CONSIDERANT, f"<strong>{start}</strong>{end}"),)
        save_text(act, ActText(title_html="Titre", clauses=clauses), by=None)
    row = shown(act)[0].rows[0]
    (field,) = row.changes
    assert (field.label, row.kind) == ("Texte", "visa ou considérant")
    assert field.before.endswith("chemins, avant.")
    assert field.after.endswith("chemins, après.")
    assert field.before.startswith("…")
    assert len(field.before) < 100
    assert "<" not in field.before + row.name


def test_proofs_of_an_act_are_in_its_history():
    act, user = store_act(), make_user()
    make_publication(act)
    make_issued(act, issued_by=user)
    found = {group.sentence: group.by for group in shown(act)}
    assert found["Publication enregistrée"] == "le logiciel"
    assert found["Document émis"] == "secretaire@exemple.test"


def test_roles_are_in_the_history_of_the_council():
    council = store_council()
    admin = make_user("administrateur@exemple.test", council=council, kind=RoleKind.ADMINISTRATOR)
    role = give_role(council=council, user=make_user(), kind=RoleKind.CLERK, by=admin)
    take_role(council=council, role_id=role.pk, by=admin)
    taken, given = shown(council)[:2]
    assert (taken.sentence, given.sentence) == ("Rôle retiré", "Rôle donné")
    (row,) = taken.rows
    assert [(each.label, each.before) for each in row.changes] == [
        ("Utilisateur", "secretaire@exemple.test"),
        ("Rôle", "Agent chargé de la publication"),
    ]


def test_hours_are_those_of_the_council():
    sitting = first_sitting(store_council())
    past = entries(sitting)
    paris, reunion = (
        shown_history(past, time_zone=zone)[0].at for zone in ("Europe/Paris", "Indian/Reunion")
    )
    assert paris != reunion


def test_references_count_every_row_once():
    sitting = first_sitting(store_council())
    past = history_of(sitting)
    total = sum(table.rows.count() for table in past.tables)
    assert past.references.count() == total == len(set(past.references))
    moments = [reference[0] for reference in past.references]
    assert moments == sorted(moments, reverse=True)


def test_queries_do_not_grow_with_the_history(django_assert_max_num_queries):
    sitting = load("commune-exemple-2024-06-28").sittings.get()
    for size in (10, 60):
        past = history_of(sitting)
        with django_assert_max_num_queries(45):
            found = shown_history(past.entries(past.references[:size]), time_zone="Europe/Paris")
        assert sum(len(group.rows) for group in found) == size


def reasons_of(path):
    """Codes given to ``changing`` and ``Writer`` in one file: texts, or names of constants of the file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if getattr(call.func, "id", getattr(call.func, "attr", "")) not in {"changing", "Writer"}:
            continue
        for keyword in call.keywords:
            if keyword.arg == "reason" and isinstance(keyword.value, ast.Constant):
                yield keyword.value.value
            elif keyword.arg == "reason" and getattr(keyword.value, "id", "") in constants:
                yield constants[keyword.value.id]


def test_every_action_has_its_sentence():
    files = [*ROOT.glob("councils/services/*.py"), *ROOT.glob("deliberations/services/**/*.py")]
    used = {reason for path in files for reason in reasons_of(path)}
    assert used >= {"dossier.imported", "text.saved", "account.role_given"}
    assert used - set(ACTIONS) == set()
