"""What a search finds, in which order, and what it never finds."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from councils.models import Council, Person
from deliberations.domain.search import read_question
from deliberations.models import AgendaItem, Deliberation, SearchEntry, Sitting
from deliberations.queries.search_engines import ensure_index, search_engine
from deliberations.queries.search_words import number_key, phrases_of, stem, stems_of
from deliberations.queries.searching import entries_of, excerpt, find, marked, values_of, years_of
from deliberations.services import searching
from deliberations.services.changes import announce
from deliberations.services.dossiers import store_dossier
from deliberations.services.searching import index_sitting, rebuild_index, refresh_index
from tests.deliberations.views.world import load
from tests.facts import make_act, make_council, make_item, make_sitting, make_vote

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def gruson(db) -> Council:
    council = load("gruson-2023-12-19")
    rebuild_index(council)
    return council


def found(council: Council, text: str, *, with_drafts: bool = True) -> list[tuple[str, str]]:
    answer = find(entries_of(council, with_drafts=with_drafts), text)
    return [(entry.kind, entry.uid) for entry in answer.rows]


ACT, ITEM, SITTING = (
    ("ACT", "deliberation-2023-57"),
    ("ITEM", "point-1"),
    ("SITTING", "seance-2023-12-19"),
)


@pytest.mark.parametrize(
    "family",
    [
        "adopté adoptée adoptées adopter adoption ADOPTE",
        "délibération délibérations deliberation DÉLIBÉRATIONS délibéré",
        "cantine cantines",
        "communal communaux communale communales",
        "école écoles ecole",
        "œuvre oeuvre œuvres",
    ],
)
def test_stem_is_one_for_a_family_of_words(family):
    assert len(set(stems_of(family).split())) == 1


def test_phrases_drop_little_words_unless_alone():
    assert phrases_of("la subvention de l'école") == [("subvent",), ("ecol",)]
    assert phrases_of("de la") == [("de",), ("la",)]
    assert phrases_of("2023-57") == [("2023", "57")]
    assert phrases_of("« !? »") == []


def test_number_key_forgets_punctuation_and_zeros():
    assert {number_key(text) for text in ("2023-57", "2023/057", " 2023 57 ")} == {"2023-57"}


@pytest.mark.parametrize(
    ("text", "rest", "since", "until"),
    [
        ("19/12/2023", "", date(2023, 12, 19), date(2023, 12, 19)),
        ("le 1er mars 2024", "le", date(2024, 3, 1), date(2024, 3, 1)),
        ("budget MARS 2023", "budget", date(2023, 3, 1), date(2023, 3, 31)),
        ("fevrier 2024 école", "école", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-12-19", "", date(2023, 12, 19), date(2023, 12, 19)),
        ("31/02/2023", "31/02/2023", None, None),
        ("budget 2023", "budget 2023", None, None),
        ("", "", None, None),
    ],
)
def test_question_holds_a_date(text, rest, since, until):
    question = read_question(text)
    assert (question.rest, question.since, question.until) == (rest, since, until)


@pytest.mark.parametrize("text", ["2023-57", "2023/57", "19/12/2023", "décembre 2023", "19 decembre 2023"])
def test_number_and_date_find_the_act(gruson, text):
    assert found(gruson, text)[0] == (SITTING if "cembre" in text or "/12/" in text else ACT) or ACT in found(
        gruson, text
    )
    assert ACT in found(gruson, text)


def test_number_comes_first(gruson):
    assert found(gruson, "2023-57")[0] == ACT


def test_date_without_sitting_finds_nothing(gruson):
    assert found(gruson, "20/12/2023") == []


def test_person_is_found_with_the_acts_that_name_them(gruson):
    kinds = {kind for kind, _ in found(gruson, "turpin")}
    assert kinds >= {"MEMBER", "ACT", "SITTING"}
    assert found(gruson, "Dazin Deslandes")[0][0] == "MEMBER"


def test_every_word_must_be_there(gruson):
    assert found(gruson, "turpin patinoire") == []


def test_beginnings_of_words_count_when_nothing_else_does(gruson):
    answer = find(entries_of(gruson, with_drafts=True), "masquel")
    assert answer.is_wider
    assert [entry.uid for entry in answer.rows if entry.kind == "MEMBER"] != []


def test_empty_question_finds_nothing(gruson):
    assert found(gruson, "") == found(gruson, " ?! ") == []


def test_other_council_is_never_found(gruson):
    other = load("couthenans-2021-04-09")
    rebuild_index(other)
    words = " ".join(SearchEntry.objects.filter(council=other, kind="ITEM").first().title.split()[:2])
    assert found(other, words) != []
    assert [
        entry
        for entry in find(entries_of(gruson, with_drafts=True), words).rows
        if entry.council_id != gruson.pk
    ] == []


def test_draft_is_for_the_staff(gruson):
    Deliberation.objects.filter(council=gruson).update(year=None, sequence=None, printed_number="")
    rebuild_index(gruson)
    assert ACT in found(gruson, "19/12/2023")
    assert ACT not in found(gruson, "19/12/2023", with_drafts=False)


def test_sitting_not_called_yet_is_for_the_staff():
    sitting = replace(
        make_sitting(deliberations=()), convocation=replace(make_sitting().convocation, sent_on=None)
    )
    council = store_dossier(council=make_council(), sittings=(sitting,), by=None)
    rebuild_index(council)
    assert [kind for kind, _ in found(council, "28/06/2024")] == ["ITEM", "SITTING"]
    assert found(council, "28/06/2024", with_drafts=False) == []


def test_private_passage_is_not_found():
    act = make_act(statement_html="<p>Aide à <mark data-private>Zébulon Secretan</mark> accordée</p>")
    council = store_dossier(council=make_council(), sittings=(make_sitting(deliberations=(act,)),), by=None)
    rebuild_index(council)
    assert ("ACT", "acte-p1") in found(council, "aide accordée")
    assert found(council, "secretan") == []
    assert not SearchEntry.objects.filter(body__contains="Secretan").exists()


def test_verdict_and_theme_are_kept_for_the_lists():
    sitting = make_sitting(
        agenda=(make_item(theme="Finances", matter_code="7.1"),),
        votes=(make_vote(),),
        deliberations=(make_act(),),
    )
    council = store_dossier(council=make_council(), sittings=(sitting,), by=None)
    rebuild_index(council)
    entry = SearchEntry.objects.get(council=council, kind="ACT")
    assert (entry.theme, entry.matter_code, entry.verdict) == ("Finances", "7.1", "ADOPTED")
    assert values_of(council, "theme", with_drafts=False) == ["Finances"]
    assert values_of(council, "matter_code", with_drafts=True) == ["7.1"]
    assert years_of(council) == [2024]


def test_values_are_of_two_columns_only(gruson):
    with pytest.raises(ValueError, match="body"):
        values_of(gruson, "body", with_drafts=True)


# --- keeping current


def test_change_of_a_sitting_changes_only_what_differs(gruson, django_capture_on_commit_callbacks):
    before = dict(SearchEntry.objects.filter(council=gruson).values_list("uid", "pk"))
    item = AgendaItem.objects.get(sitting__council=gruson)
    with django_capture_on_commit_callbacks(execute=True):
        AgendaItem.objects.filter(pk=item.pk).update(theme="Patinoire municipale")
        announce(item.sitting)
    assert ITEM in found(gruson, "patinoires")
    assert dict(SearchEntry.objects.filter(council=gruson).values_list("uid", "pk")) == before


def test_sitting_going_on_is_read_again_when_somebody_searches(gruson, django_capture_on_commit_callbacks):
    rows = Sitting.objects.filter(council=gruson)
    rows.update(origin="LIVE", opened_at=datetime(2023, 12, 19, 17, tzinfo=UTC), finished_at=None)
    item = AgendaItem.objects.get(sitting__council=gruson)
    with django_capture_on_commit_callbacks(execute=True):
        AgendaItem.objects.filter(pk=item.pk).update(theme="Patinoire municipale")
        announce(item.sitting)
    assert found(gruson, "patinoire") == []
    refresh_index(gruson)
    assert ITEM in found(gruson, "patinoire")
    assert not SearchEntry.objects.filter(is_stale=True).exists()


def test_what_is_gone_is_no_longer_found(gruson):
    sitting = Sitting.objects.get(council=gruson)
    Deliberation.objects.get(council=gruson).issued.all()
    index_sitting(sitting.pk)
    SearchEntry.objects.create(
        council=gruson, kind="ITEM", sitting=sitting, sitting_uid=sitting.uid, uid="parti"
    )
    index_sitting(sitting.pk)
    assert not SearchEntry.objects.filter(uid="parti").exists()
    index_sitting(10**9)


def test_new_sitting_and_renamed_person_are_indexed(gruson, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        Sitting.objects.create(council=gruson, uid="neuve", held_on=date(2024, 5, 14), place="Salle Zola")
        person = Person.objects.get(council=gruson, uid="turpin")
        person.family_name = "ZWINGLI"
        person.save()
    assert found(gruson, "salle zola") == [("SITTING", "neuve")]
    assert [kind for kind, _ in found(gruson, "zwingli")] == ["MEMBER"]


def commit_while_awaited(monkeypatch, name, change):
    """Somebody else commits ``change`` while that lock of ``searching`` is awaited."""
    asked = getattr(searching, name)

    def awaited(what):
        change()
        return asked(what)

    monkeypatch.setattr(searching, name, awaited)


def test_item_changed_while_its_sitting_is_awaited_is_found(gruson, monkeypatch):
    item = AgendaItem.objects.filter(sitting__council=gruson, uid="point-1")
    commit_while_awaited(monkeypatch, "lock", lambda: item.update(title_html="Un toboggan"))
    rebuild_index(gruson)
    assert ITEM in found(gruson, "toboggan")


def test_person_renamed_again_while_the_council_is_awaited_is_found(
    gruson, monkeypatch, django_capture_on_commit_callbacks
):
    person = Person.objects.filter(council=gruson, uid="turpin")
    with django_capture_on_commit_callbacks(execute=True):
        person.get().save()
        commit_while_awaited(monkeypatch, "lock_council", lambda: person.update(family_name="ZWINGLI"))
    assert [kind for kind, _ in found(gruson, "zwingli")] == ["MEMBER"]


def test_mandate_deleted_is_no_longer_found(gruson):
    mandate = gruson.mandates.create(uid="en-trop", label="Le doyen")
    rebuild_index(gruson)
    assert found(gruson, "doyen") == [("MEMBER", "en-trop")]
    mandate.delete()
    assert found(gruson, "doyen") == []


def test_command_rebuilds(gruson, capsys):
    SearchEntry.objects.all().delete()
    call_command("search_index", "gruson")
    assert capsys.readouterr().out == "gruson : 18 entrées.\n"
    assert ACT in found(gruson, "2023-57")


# --- excerpts


def test_excerpt_shows_where_the_words_are():
    text = (
        "Introduction sans intérêt. " * 30
        + "La subvention de l'école est fixée à 300 euros."
        + " Suite." * 60
    )
    pieces = excerpt(text, frozenset({stem("subvention"), stem("ecole")}))
    assert [piece.text for piece in pieces if piece.is_hit] == ["subvention", "école"]
    assert pieces[0].text == "… "
    assert len("".join(piece.text for piece in pieces)) < 300


def test_excerpt_without_hit_is_the_start_of_the_text():
    assert "".join(piece.text for piece in excerpt("Un texte court", frozenset({"rien"}))) == "Un texte court"
    assert excerpt("", frozenset({"rien"})) == ()


def test_marked_keeps_the_whole_text():
    pieces = marked("Budget & <b>écoles</b>", frozenset({"ecol"}))
    assert "".join(piece.text for piece in pieces) == "Budget & <b>écoles</b>"
    assert [piece.text for piece in pieces if piece.is_hit] == ["écoles"]


class AnythingCanBeAsked(TestCase):
    @settings(max_examples=25)
    @given(st.text(max_size=60))
    def test_any_question_is_answered(self, text):
        council = Council.objects.first() or Council.objects.create(uid="vide", place_name="Vide")
        assert list(find(entries_of(council, with_drafts=True), text).rows) == []
        assert "".join(piece.text for piece in marked(text, frozenset({"a"}))) == text


def test_index_that_a_migration_lost_is_made_again():
    engine = search_engine()
    with connection.cursor() as cursor:
        for statement in engine.drop:
            cursor.execute(statement)
    assert [ensure_index("default"), ensure_index("default")] == [True, False]
    with connection.cursor() as cursor:
        cursor.execute(engine.listing)
        assert {*engine.names} <= {name for (name,) in cursor.fetchall()}
