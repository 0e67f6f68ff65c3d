"""Saving what is typed: versions, automatic ones that give way, conflicts in which nothing is lost, the library."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from councils.domain.errors import Refusal
from councils.models import Council
from deliberations.domain.act_text import ActText
from deliberations.domain.acts import ActLink, Clause, ClauseKind
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.text_versions import VersionKind, digest_of, text_from_json
from deliberations.models import LibraryClause, Override, TextModel
from deliberations.queries.texts import acts_found, text_stored
from deliberations.services.act_details import ActDetails, link_acts, save_details, unlink_acts
from deliberations.services.changes import SittingFinished
from deliberations.services.clauses_library import (
    clause_named,
    learn_clauses,
    search_clauses,
    set_clause_hidden,
)
from deliberations.services.corrections import NotSetAside, set_finding_aside
from deliberations.services.starting_points import drop_model, keep_as_model, start_from, starting_point
from deliberations.services.versions import (
    COALESCED,
    Saving,
    TextConflict,
    restore_version,
    save_typed_text,
    set_aside,
)
from tests.builders import make_user, store_act

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = timezone.now()
ONE = ActText(title_html="Un", clauses=(Clause(ClauseKind.VU, "le Code électoral"),))
TWO = ActText(
    title_html="Deux", clauses=(Clause(ClauseKind.VU, "le Code électoral"), Clause(ClauseKind.VU, "la loi"))
)


@pytest.fixture
def act():
    return store_act()


@pytest.fixture
def user():
    return make_user()


def kinds(act):
    return [(version.number, version.kind) for version in act.versions.order_by("number")]


def test_saving_keeps_a_version_of_the_very_text(act, user):
    assert save_typed_text(act, ONE, Saving(by=user, at=NOW)) == digest_of(ONE)
    version = act.versions.get()
    assert (version.number, version.kind, version.by, version.at) == (1, "SAVED", user, NOW)
    assert text_from_json(version.content) == ONE
    assert version.sha256 == digest_of(ONE)


def test_same_text_saved_again_makes_no_version(act, user):
    for _ in range(2):
        save_typed_text(act, ONE, Saving(by=user, at=NOW))
    assert kinds(act) == [(1, "SAVED")]


def test_text_written_before_versions_is_the_first_one(user):
    act = store_act(statement_html="<p>Ancien.</p>")
    save_typed_text(act, ONE, Saving(by=user, at=NOW))
    first = act.versions.get(number=1)
    assert (first.kind, first.label) == ("STARTED", "Texte d'origine")
    assert text_from_json(first.content).statement_html == "<p>Ancien.</p>"


def auto(user, at=NOW, base=""):
    return Saving(by=user, at=at, base=base, kind=VersionKind.AUTOSAVE)


def test_automatic_version_gives_way_to_the_next_of_the_same_author(act, user):
    save_typed_text(act, ONE, auto(user))
    save_typed_text(act, TWO, auto(user, NOW + timedelta(minutes=9)))
    version = act.versions.get()
    assert text_from_json(version.content) == TWO


@pytest.mark.parametrize("later", [COALESCED, COALESCED + timedelta(minutes=1)])
def test_automatic_version_stays_after_ten_minutes(act, user, later):
    save_typed_text(act, ONE, auto(user))
    save_typed_text(act, TWO, auto(user, NOW + later))
    assert kinds(act) == [(1, "AUTOSAVE"), (2, "AUTOSAVE")]


def test_automatic_version_of_another_stays(act, user):
    save_typed_text(act, ONE, auto(user))
    save_typed_text(act, TWO, auto(make_user("autre@exemple.test")))
    assert kinds(act) == [(1, "AUTOSAVE"), (2, "AUTOSAVE")]


def test_conflict_writes_nothing_and_gives_the_other_text(act, user):
    base = digest_of(text_stored(act))
    save_typed_text(act, ONE, Saving(by=user, at=NOW, base=base))
    with pytest.raises(TextConflict) as conflict:
        save_typed_text(act, TWO, Saving(by=make_user("autre@exemple.test"), at=NOW, base=base))
    assert conflict.value.stored == ONE
    assert text_stored(act) == ONE
    assert kinds(act) == [(1, "SAVED")]


def test_same_text_typed_by_two_is_no_conflict(act, user):
    base = digest_of(text_stored(act))
    for _ in range(2):
        save_typed_text(act, ONE, Saving(by=user, at=NOW, base=base))
    assert text_stored(act) == ONE


def test_text_set_aside_is_kept_and_not_stored(act, user):
    before = text_stored(act)
    set_aside(act, TWO, by=user, at=NOW)
    assert text_stored(act) == before
    assert text_from_json(act.versions.get(kind="SET_ASIDE").content) == TWO


def test_version_restored_is_a_new_one(act, user):
    save_typed_text(act, ONE, Saving(by=user, at=NOW))
    save_typed_text(act, TWO, Saving(by=user, at=NOW))
    restore_version(act.versions.get(number=1), by=user, at=NOW)
    assert text_stored(act) == ONE
    assert kinds(act) == [(1, "SAVED"), (2, "SAVED"), (3, "RESTORED")]
    assert act.versions.first().label == "Version 1 rétablie"


def test_finished_sitting_keeps_its_text_and_makes_no_version(act, user):
    act.sitting.finished_at = NOW
    act.sitting.save()
    with pytest.raises(SittingFinished):
        save_typed_text(act, ONE, Saving(by=user, at=NOW))
    assert kinds(act) == []


# --- the library


def entries(council):
    return sorted(LibraryClause.objects.filter(council=council).values_list("key", "uses"))


def test_library_learns_what_is_saved_by_hand_once_per_act(act, user):
    save_typed_text(act, ONE, auto(user))
    assert entries(act.council) == []
    save_typed_text(act, ONE, Saving(by=user, at=NOW))
    save_typed_text(act, TWO, Saving(by=user, at=NOW))
    save_typed_text(act, TWO, Saving(by=user, at=NOW))
    assert entries(act.council) == [("la loi", 1), ("le code electoral", 1)]


def test_library_counts_each_act_and_the_last_day(act):
    learn_clauses(act.council, ONE.clauses, on=date(2024, 5, 1), by=None)
    learn_clauses(act.council, ONE.clauses, on=date(2023, 5, 1), by=None)
    row = LibraryClause.objects.get()
    assert (row.uses, row.last_used_on) == (2, date(2024, 5, 1))


def test_dossier_imported_teaches_its_clauses():
    act = store_act(clauses=(Clause(ClauseKind.VU, "le code"),))
    assert entries(act.council) == [("le code", 1)]


def test_search_ignores_accents_and_shows_the_most_used_first(act):
    for _ in range(2):
        learn_clauses(act.council, ONE.clauses, on=date(2024, 5, 1), by=None)
    learn_clauses(act.council, TWO.clauses[1:], on=date(2024, 5, 1), by=None)
    assert [(c.text_html, c.about) for c in search_clauses(act.council, "CODE ÉLECTORAL")] == [
        ("le Code électoral", "dans 2 délibérations du conseil")
    ]
    assert [c.text_html for c in search_clauses(act.council, "")][:2] == ["le Code électoral", "la loi"]


def test_search_proposes_the_common_visas_too(act):
    found = search_clauses(act.council, "délégations maire")
    assert [clause.uid for clause in found] == ["cgct-l2122-22"]
    assert clause_named(act.council, "cgct-l2122-22").text_html == found[0].text_html


def test_hidden_clause_is_no_longer_proposed_nor_used(act):
    learn_clauses(act.council, ONE.clauses, on=date(2024, 5, 1), by=None)
    row = LibraryClause.objects.get()
    set_clause_hidden(row, hidden=True, by=None)
    assert search_clauses(act.council, "electoral") == []
    assert clause_named(act.council, str(row.pk)) is None


def test_library_of_another_council_is_unknown(act):
    learn_clauses(act.council, ONE.clauses, on=date(2024, 5, 1), by=None)
    other = Council.objects.create(uid="ailleurs", place_name="Ailleurs")
    assert search_clauses(other, "electoral") == []
    assert clause_named(other, str(LibraryClause.objects.get().pk)) is None
    assert clause_named(other, "²") is None


@pytest.mark.parametrize("count", [1, 30])
def test_search_and_learning_cost_the_same_in_a_large_library(act, count, django_assert_num_queries):
    many = [Clause(ClauseKind.VU, f"le visa numéro {n}") for n in range(count)]
    learn_clauses(act.council, many, on=date(2024, 5, 1), by=None)
    with django_assert_num_queries(1):
        search_clauses(act.council, "visa")
    with django_assert_num_queries(5):
        learn_clauses(act.council, [Clause(ClauseKind.VU, "nouveau")], on=date(2024, 5, 1), by=None)


# --- starting points, details, findings set aside


def test_start_keeps_the_copy_then_what_was_accepted(act, user):
    source = ActText(title_html="Tarifs 2023", statement_html="<p>Prix : 10 €.</p>")
    save_typed_text(act, source, Saving(by=user, at=NOW))
    point = starting_point(act.council, f"acte-{act.pk}")
    suggested = [each for each in point.suggested(date(2025, 1, 1)) if each.proposed]
    target = act
    start_from(target, point, tuple((each, each.proposed) for each in suggested), by=user, at=NOW)
    assert (
        act.versions.filter(kind="STARTED").get().label.startswith("Copie de la délibération n° 2024-1 du ")
    )


def test_starting_point_of_another_council_is_unknown(act):
    other = Council.objects.create(uid="ailleurs", place_name="Ailleurs")
    assert starting_point(other, f"acte-{act.pk}") is None
    assert [
        starting_point(act.council, name) for name in ("", "acte-", "acte-x", "autre-1", "acte-999999")
    ] == [None] * 5


def test_model_is_kept_replaced_and_dropped(act, user):
    save_typed_text(act, ONE, Saving(by=user, at=NOW))
    model = keep_as_model(act, "Élections", by=user)
    save_typed_text(act, TWO, Saving(by=user, at=NOW))
    assert keep_as_model(act, "Élections", by=user) == model
    point = starting_point(act.council, f"modele-{model.pk}")
    assert (point.name, point.text, point.adopted_on) == ("le modèle « Élections »", TWO, None)
    drop_model(act.council, str(model.pk), by=user)
    assert TextModel.objects.count() == 0
    assert model.history.first().history_change_reason == "text.model_dropped"
    with pytest.raises(Refusal, match="n'existe plus"):
        drop_model(act.council, str(model.pk), by=user)


def test_acts_are_found_by_words_and_number(act):
    act.title_html = "Tarifs de la cantine"
    act.save()
    assert list(acts_found(act.council, "cantine tarifs")) == [act]
    assert list(acts_found(act.council, "2024-1")) == [act]
    assert list(acts_found(act.council, "piscine")) == []
    assert list(acts_found(act.council, "", but=act)) == []


def test_details_are_stored_and_emptied(act, user):
    mayor = act.council.mandates.first()
    save_details(act, ActDetails(mayor, "L'adjointe", True, (("Registre", "12"), ("Interne", "A1"))), by=user)
    act.refresh_from_db()
    assert (act.signatory_member, act.signatory_capacity, act.is_individual) == (mayor, "L'adjointe", True)
    assert [(each.kind, each.value) for each in act.identifiers.all()] == [
        ("Registre", "12"),
        ("Interne", "A1"),
    ]
    save_details(act, ActDetails(), by=user)
    act.refresh_from_db()
    assert (act.signatory_member, act.signatory_capacity, act.is_individual) == (None, "", False)
    assert act.identifiers.count() == 0


def test_link_is_made_once_and_removed(act, user):
    link = link_acts(act, ActLink.REPLACES, number="2019-4", adopted_on=date(2019, 5, 2), by=user)
    assert link_acts(act, ActLink.REPLACES, number="2019-4", by=user) == link
    assert (link.kind, link.number, link.adopted_on) == ("REPLACES", "2019-4", date(2019, 5, 2))
    unlink_acts(link, by=user)
    assert act.links.count() == 0
    with pytest.raises(Refusal, match="elle-même"):
        link_acts(act, ActLink.AMENDS, other=act, by=user)


FINDING = Finding("text.citation", Severity.WARNING, "", "« X »", where="exposé", item="p1")


def test_finding_is_set_aside_at_its_place_with_its_reason(act, user):
    set_finding_aside(act, FINDING, reason=" c'est voulu ", by=user, at=NOW)
    row = Override.objects.get()
    assert (row.code, row.reason, row.where, row.item, row.by) == (
        "text.citation", "c'est voulu", "exposé", act.item, str(user),
    )  # fmt: skip


@pytest.mark.parametrize(("severity", "reason"), [(Severity.REFUSAL, "motif"), (Severity.WARNING, "  ")])
def test_refusal_or_no_reason_is_not_set_aside(act, user, severity, reason):
    finding = Finding("x", severity, "", "m", item="p1")
    with pytest.raises(NotSetAside):
        set_finding_aside(act, finding, reason=reason, by=user, at=NOW)
    assert Override.objects.count() == 0
