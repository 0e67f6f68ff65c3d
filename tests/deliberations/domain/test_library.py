"""The built-in subjects are sound data, and what they propose follows from the day."""

import json
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest

from deliberations.domain.library import (
    ItemProposal,
    built_in_subjects,
    comes_back,
    found_by,
    is_transmitted_by_kind,
    one_year_later,
    proposed_for,
    under_single_statement,
    without_years,
)
from deliberations.domain.matters import matter_of, matters, read_matter, shown_matter
from deliberations.domain.sittings import ItemKind, Subject
from deliberations.domain.texts import PLACEHOLDER
from deliberations.domain.votes import NominationBasis

pytestmark = pytest.mark.unit

SUBJECTS = {subject.key: subject for subject in built_in_subjects()}
WINTER, SPRING = date(2025, 12, 9), date(2026, 3, 27)


def test_library_has_its_subjects_each_once():
    entries = json.loads(
        (files("deliberations.domain") / "data" / "recurring_subjects.json").read_text("utf-8")
    )
    assert 40 <= len(entries) == len(SUBJECTS)
    assert [title for title, count in Counter(entry["title"] for entry in entries).items() if count > 1] == []


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_subject_is_filed_under_a_matter_that_exists(subject):
    assert subject.matter_code in {matter.code for matter in matters()}
    assert set(subject.months) <= set(range(1, 13))
    assert list(subject.months) == sorted(set(subject.months))


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_title_has_no_year_left_and_its_gaps_are_seen_by_the_text_checks(subject):
    title = proposed_for(subject, SPRING).title_html
    assert "{" not in title
    assert title == " ".join(title.split())
    assert subject.has_gaps == bool(PLACEHOLDER.search(title))


@pytest.mark.parametrize(
    ("key", "day", "title", "year"),
    [
        ("budget-primitif", SPRING, "Budget primitif 2026", 2026),
        ("budget-primitif", WINTER, "Budget primitif 2026", 2026),
        ("compte-administratif", SPRING, "Compte administratif 2025", 2025),
        ("decision-modificative", WINTER, "Décision modificative n° [numéro] du budget 2025", 2025),
        ("affectation-du-resultat", SPRING, "Affectation du résultat de l'exercice 2025", None),
        (
            "taux-imposition",
            SPRING,
            "Taux d'imposition des taxes directes locales pour 2026",
            None,
        ),
        (
            "tarifs-periscolaires",
            date(2026, 6, 1),
            "Tarifs de la restauration scolaire et de l'accueil périscolaire pour 2026-2027",
            None,
        ),
        (
            "tarifs-periscolaires",
            date(2026, 1, 15),
            "Tarifs de la restauration scolaire et de l'accueil périscolaire pour 2025-2026",
            None,
        ),
        ("coupe-de-bois", WINTER, "Programme des coupes de bois en forêt communale pour 2026", None),
    ],
)
def test_years_follow_from_the_day(key, day, title, year):
    proposal = proposed_for(SUBJECTS[key], day)
    assert (proposal.title_html, proposal.financial_year) == (title, year)


@pytest.mark.parametrize(
    ("key", "kind", "subject", "basis"),
    [
        ("election-maire", ItemKind.ELECTION, Subject.OFFICERS, NominationBasis.IMPOSED),
        ("membres-ccas", ItemKind.ELECTION, Subject.SOCIAL_BOARD, NominationBasis.IMPOSED),
        ("designation-delegues", ItemKind.DELIBERATION, Subject.NONE, NominationBasis.WAIVABLE),
        ("compte-financier-unique", ItemKind.ACCOUNTS, Subject.ACCOUNTS, None),
        ("decisions-du-maire", ItemKind.INFORMATION, Subject.DELEGATED_DECISIONS, None),
        ("marche-travaux", ItemKind.DELIBERATION, Subject.PROCUREMENT, None),
        ("nombre-adjoints", ItemKind.DELIBERATION, Subject.NONE, None),
    ],
)
def test_subject_knows_its_rules(key, kind, subject, basis):
    found = SUBJECTS[key]
    assert (found.kind, found.subject, found.nomination) == (kind, subject, basis)


def test_season_is_that_of_the_months():
    assert comes_back(SUBJECTS["budget-primitif"], SPRING)
    assert not comes_back(SUBJECTS["budget-primitif"], date(2026, 7, 1))
    assert not comes_back(SUBJECTS["emprunt"], SPRING)


@pytest.mark.parametrize(
    ("search", "keys"),
    [
        ("cantine", {"tarifs-periscolaires", "reglement-periscolaire"}),
        ("DETR", {"detr"}),
        ("tableau effectifs", {"tableau-des-effectifs"}),
        ("compte ADMINISTRATIF", {"compte-administratif", "compte-financier-unique"}),
        ("periscolaire reglement", {"reglement-periscolaire"}),
        ("introuvable", set()),
    ],
)
def test_search_reads_words_without_accents_or_order(search, keys):
    assert {subject.key for subject in found_by(built_in_subjects(), search)} == keys


def test_empty_search_finds_everything():
    assert found_by(built_in_subjects(), "  ") == built_in_subjects()


@pytest.mark.parametrize(
    ("title", "next_year"),
    [
        ("Budget primitif 2023", "Budget primitif 2024"),
        ("Tarifs 2023-2024", "Tarifs 2024-2024"),
        ("Délibération 2023-57", "Délibération 2024-57"),
        ("Convention n° 120230", "Convention n° 120230"),
        ("Parcelle A 12", "Parcelle A 12"),
    ],
)
def test_one_year_later(title, next_year):
    assert one_year_later(title) == next_year


def test_same_business_is_known_without_its_years():
    assert without_years("Budget primitif 2023") == without_years("Budget Primitif – 2024")
    assert without_years("Budget annexe 2023") != without_years("Budget primitif 2023")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ItemKind.DELIBERATION, True),
        (ItemKind.ELECTION, True),
        (ItemKind.ACCOUNTS, True),
        (ItemKind.MOTION, True),
        (ItemKind.ACKNOWLEDGEMENT, True),
        (ItemKind.INFORMATION, False),
        (ItemKind.QUESTION, False),
    ],
)
def test_transmission_follows_from_the_kind(kind, expected):
    assert is_transmitted_by_kind(kind) is expected


def test_proposal_without_gap():
    assert not ItemProposal("x", "Budget primitif 2024").has_gaps


def test_matters_are_those_of_the_second_level():
    assert len(matters()) == 57
    assert all(matter.code.count(".") == 1 for matter in matters())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7.1 – Décisions budgétaires", "7.1"),
        ("7.1", "7.1"),
        ("décisions budgétaires", "7.1"),
        ("7.10", "7.10"),
        ("7.1.2", "7.1.2"),
        ("  ", ""),
    ],
)
def test_matter_is_read(typed, code):
    assert read_matter(typed) == code


@pytest.mark.parametrize("typed", ["budget", "99.1", "7", "7.99", "<script>"])
def test_unknown_matter_is_refused(typed):
    with pytest.raises(ValueError, match="no such matter"):
        read_matter(typed)


@pytest.mark.parametrize(
    ("code", "shown"),
    [("7.1", "7.1 – Décisions budgétaires"), ("7.1.2", "7.1.2 – Décisions budgétaires"), ("88", "88")],
)
def test_matter_is_shown(code, shown):
    assert shown_matter(code) == shown


def test_matter_above_is_found():
    assert matter_of("7.1.2") == matter_of("7.1")
    assert matter_of("88.1") is None


def test_accounts_of_2025_are_still_the_two_of_before():
    proposed = [proposed_for(subject, date(2026, 3, 1)) for subject in built_in_subjects()]
    assert under_single_statement(proposed, date(2026, 3, 1)) == tuple(proposed)


def test_accounts_of_2026_are_a_single_statement_once():
    """The compte financier unique replaces both, at the latest for the accounts of 2026."""
    day = date(2027, 3, 1)
    proposed = under_single_statement([proposed_for(s, day) for s in built_in_subjects()], day)
    titles = [
        each.title_html for each in proposed if "ompte" in each.title_html and "2026" in each.title_html
    ]
    assert titles == ["Compte financier unique 2026"]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Approbation du compte administratif 2026", "Approbation du compte financier unique 2026"),
        ("Compte de gestion 2026 du budget eau", "Compte financier unique 2026 du budget eau"),
        ("Comptes administratifs et de gestion 2026", "Compte financier unique 2026"),
        ("Compte de gestion du comptable public [année]", "Compte financier unique [année]"),
        ("Compte administratif 2025", "Compte administratif 2025"),
        ("Compte rendu des décisions 2026", "Compte rendu des décisions 2026"),
    ],
)
def test_earlier_title_becomes_that_of_the_single_statement(title, told):
    (found,) = under_single_statement([ItemProposal("x", title)], date(2027, 3, 1))
    assert found.title_html == told
    assert (found.kind is ItemKind.ACCOUNTS) == (told != title)
