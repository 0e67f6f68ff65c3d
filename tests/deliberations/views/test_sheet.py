"""The sheet typed afterwards: the same facts as the page of the sitting, errors beside their field, nothing lost."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deliberations.documents.builder import view_deliberation
from deliberations.documents.html import render_body
from deliberations.documents.view import Rendition
from deliberations.domain.examination import examine
from deliberations.domain.gestures import SITTING, GestureKind
from deliberations.domain.movements import MovementKind
from deliberations.domain.sheets import Sheet
from deliberations.domain.sittings import ItemOutcome, Origin
from deliberations.domain.votes import Ballot, Choice, Tally, VotePurpose
from deliberations.domain.wording.typography import plain
from deliberations.models import Ballot as BallotRow
from deliberations.models import Movement, Sitting, SittingSecretary, Vote, VoteItem
from deliberations.models import Tally as TallyRow
from deliberations.queries import record_of
from deliberations.services.dossiers import store_dossier
from deliberations.services.gestures import Asked, Call, perform
from deliberations.services.proxies import PaperProxy, record_paper_proxy
from deliberations.services.sheets import SheetOutdated, save_sheet
from tests.builders import BACKEND
from tests.deliberations.holding_world import courses, secretary_of, store_tonight, today
from tests.deliberations.views.test_holding import Evening
from tests.deliberations.views.world import add_user, load, text_of_page
from tests.facts import make_council, make_sitting

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
MEMBERS = (
    "turpin", "dazin-deslandes", "masquelier", "heroguer", "simoens", "tison", "gaillet", "hautcoeur",
    "watrelot", "carette", "duquenne", "durieu", "dufrene", "havret", "descamps",
)  # fmt: skip


class Paper:
    """Somebody who types the sheet of a sitting."""

    def __init__(self, client, sitting: Sitting) -> None:
        self.client, self.sitting = client, sitting
        self.url = reverse("sitting_sheet", kwargs={"council": sitting.council.uid, "sitting": sitting.uid})

    def typed(self, **fields):
        """A sheet where everybody is there and nothing was voted, with what ``fields`` say instead."""
        basics = {f"s-{uid}": "PRESENT" for uid in MEMBERS}
        return {**basics, "chair": "turpin", "secretary": "dazin-deslandes", **fields}

    def save(self, **fields):
        response = self.client.post(self.url, self.typed(**fields))
        assert response.status_code == 302, text_of_page(response).partition("error-summary")[2][:800]
        return record_of(self.sitting)

    def again(self):
        """What the page would send if nothing was changed on it."""
        form = self.client.get(self.url).context["form"]
        found = {}
        for field in form:
            value = field.value()
            if value not in (None, "", False):
                found[field.html_name] = value.strftime("%H:%M") if hasattr(value, "strftime") else value
        return found


@pytest.fixture
def paper(client, db) -> Paper:
    sitting = store_tonight(held_on=today() - timedelta(days=1))
    client.force_login(secretary_of(sitting), backend=BACKEND)
    return Paper(client, sitting)


def line(n, who, kind, item, when="BEFORE", **more):
    cells = {"who": who, "kind": kind, "item": item, "when": when, **more}
    return {f"m-{n}-{name}": value for name, value in cells.items()}


EVENING = {
    "s-havret": "EXCUSED", "p-havret": "Dazin-Deslandes",
    "s-descamps": "ABSENT",
    **line(0, "Descamps", "ARRIVES", "tarifs", "DURING"),
    **line(1, "Gaillet", "STEPS_ASIDE", "tarifs"),
    **line(2, "Carette", "LEAVES", "tarifs", "AFTER", holder="Durieu"),
    "i-budget-form": "ORDINARY", "i-budget-AGAINST": "Tison", "i-budget-ABSTENTION": "Simoens, Masquelier",
    "i-tarifs-form": "ORDINARY",
    "i-delegue-form": "SECRET", "i-delegue-t-in_favour": "11", "i-delegue-t-against": "2", "i-delegue-t-blank": "2",
    "i-delegue-waiver": "no",
}  # fmt: skip


def hold_the_same(evening: Evening) -> None:
    """The evening of ``EVENING``, gesture by gesture."""
    evening.do("ROLL descamps ABSENT")
    evening.do(kind="PROXY", member="havret", holder="dazin-deslandes")
    evening.do(kind="ALL_PRESENT")
    evening.do(kind="OPEN", chair="turpin", secretaries=["dazin-deslandes"])
    evening.do("OPEN_ITEM budget")
    choices = {"c-tison": "AGAINST", "c-simoens": "ABSTENTION", "c-masquelier": "ABSTENTION"}
    evening.do(kind="VOTE", item="budget", method="ORDINARY", **choices)
    evening.do("OPEN_ITEM tarifs")
    evening.do("MOVE descamps ARRIVES")
    evening.do(kind="ASIDE", member="gaillet", item="tarifs")
    evening.do(kind="VOTE", item="tarifs", method="ORDINARY", quick="FOR")
    evening.do(kind="PROXY", member="carette", holder="durieu")
    evening.do("OPEN_ITEM delegue")
    totals = {"t-in_favour": "11", "t-against": "2", "t-blank": "2"}
    evening.do(kind="VOTE", item="delegue", method="SECRET", waiver="no", **totals)


def facts_of(record):
    """What is compared: all but hours, ranks and identifiers drawn at random."""
    sitting = record.sitting
    votes = [
        replace(v, uid="", ballots=tuple(sorted(v.ballots, key=lambda b: b.member or "")))
        for v in sitting.votes
    ]
    moves = [(m.kind, m.member, m.other, m.until, m.moment) for m in sitting.movements]
    rooms = [record.attendance_at(item.uid) for item in sitting.agenda]
    return sitting.agenda, sitting.chair, sitting.secretaries, sorted(moves, key=str), votes, rooms


def test_same_evening_by_both_ways_gives_the_same_facts(paper, client):
    typed = paper.save(**EVENING)
    first = facts_of(typed)
    assert [kind for kind, *_ in courses(paper.sitting)].count("PRESENT") == 13
    assert (typed.sitting.opened_at, typed.sitting.closed_at) == (None, None)
    assert {movement.at for movement in typed.sitting.movements} == {None}
    user = paper.sitting.council.roles.get().user
    for model in (TallyRow, BallotRow, VoteItem, Vote, Movement, SittingSecretary):
        model._base_manager.all().delete()
    Sitting._base_manager.update(held_on=today(), chair=None)
    held = Evening(client, paper.sitting, user)
    hold_the_same(held)
    second = facts_of(held.record)
    for one, other in zip(first, second, strict=True):
        assert one == other
    verdicts = [
        [(item.verdict, item.votes, item.room) for item in examine(r).items] for r in (typed, held.record)
    ]
    votes = [[replace(vote, uid="") for _, found, _ in each for vote in found] for each in verdicts]
    assert votes[0] == votes[1]
    assert [v for v, *_ in verdicts[0]] == [v for v, *_ in verdicts[1]]


def test_sheet_reads_back_what_it_wrote(paper):
    before = paper.save(**EVENING)
    sent = paper.again()
    rows = [row.history.count() for row in Movement._base_manager.order_by("pk")]
    response = paper.client.post(paper.url, sent)
    assert response.status_code == 302
    assert record_of(paper.sitting) == before
    assert [row.history.count() for row in Movement._base_manager.order_by("pk")] == rows


def test_sheet_is_corrected_where_it_was_wrong(paper):
    paper.save(**EVENING)
    kept = paper.sitting.movements.get(member__uid="turpin").pk
    record = paper.save(
        **{
            **EVENING, "s-havret": "PRESENT", "p-havret": "", "s-tison": "EXCUSED",
            **line(0, "", "", ""), "i-budget-AGAINST": "2", "i-budget-ABSTENTION": "",
            "i-tarifs-form": "", "i-tarifs-outcome": "ADJOURNED",
        }
    )  # fmt: skip
    assert paper.sitting.movements.get(member__uid="turpin").pk == kept
    assert [m[:3] for m in courses(paper.sitting) if m[1] in ("havret", "tison", "descamps")] == [
        ("EXCUSED", "tison", None), ("PRESENT", "havret", None), ("ABSENT", "descamps", None)
    ]  # fmt: skip
    assert record.deciding_vote("budget").ballots == (Ballot(Choice.AGAINST, count=2),)
    assert record.deciding_vote("tarifs") is None
    assert record.item("tarifs").outcome is ItemOutcome.ADJOURNED
    assert record.deciding_vote("delegue").tally == Tally(11, 2, blank=2)


def test_items_voted_together_are_one_vote_and_part_again(paper):
    together = {"i-budget-form": "ORDINARY", "i-budget-AGAINST": "Tison", "i-tarifs-form": "TOGETHER"}
    paper.save(**{**EVENING, "i-budget-ABSTENTION": ""})
    record = paper.save(**together)
    (vote,) = record.votes_on("budget")
    assert (vote.items, vote.ballot, record.votes_on("tarifs")) == (("budget", "tarifs"), 1, (vote,))
    assert paper.again()["i-tarifs-form"] == "TOGETHER"
    assert paper.save(**together) == record
    record = paper.save(**{**together, "i-tarifs-form": "ORDINARY"})
    assert [vote.items for vote in record.sitting.votes] == [("budget",), ("tarifs",)]
    assert record.votes_on("tarifs")[0].ballots == ()


def test_hours_are_those_of_the_sheet(paper):
    record = paper.save(opened="18:30", closed="00:10", **line(0, "Tison", "LEAVES", "tarifs", at="23:55"))
    sitting = record.sitting
    assert (sitting.opened_at.strftime("%H:%M"), sitting.opened_at.date()) == ("18:30", sitting.held_on)
    assert (sitting.closed_at.strftime("%H:%M"), sitting.closed_at.date()) == ("00:10", today())
    assert max(sitting.movements, key=lambda m: m.position).at.strftime("%H:%M") == "23:55"


def test_what_has_no_line_on_the_sheet_is_kept(paper, client):
    Sitting._base_manager.update(held_on=today())
    evening = Evening(client, paper.sitting, paper.sitting.council.roles.get().user).held()
    evening.do(kind="CHAIR", member="durieu", item="tarifs", from_now_on="on")
    evening.do(kind="VOTE", item="budget", method="ORDINARY", quick="FOR", purpose="AMENDMENT")
    evening.do(kind="PROXY", member="tison", holder="gaillet", start="delegue", dated_on="2026-01-05")
    page = text_of_page(client.get(paper.url))
    assert "Jacques DURIEU : Prend la présidence, point 2" in page
    record = paper.save()
    kinds = [m.kind for m in record.sitting.movements if m.moment]
    assert kinds == [MovementKind.CHAIR_TAKEN, MovementKind.GIVES_PROXY]
    assert [vote.purpose for vote in record.votes_on("budget")] == [VotePurpose.AMENDMENT]


@pytest.mark.parametrize(
    ("fields", "name", "message"),
    [
        ({"s-tison": ""}, "s-tison", "Dites si Thibault TISON était là."),
        ({"s-havret": "ABSENT", "p-havret": "Dupont"}, "p-havret", "« Dupont » : aucun membre ne porte ce nom."),
        ({"s-havret": "ABSENT", "p-havret": "Hélène"}, "p-havret", "précisez, Hélène HÉROGUER ou Hélène HAVRET ?"),
        ({"s-havret": "ABSENT", "p-havret": "havret"}, "p-havret", "ne se donne pas pouvoir à lui-même"),
        ({"p-havret": "Durieu"}, "p-havret", "Hélène HAVRET est noté présent : un pouvoir suppose"),
        ({"m-0-who": "Tison"}, "m-0-kind", "Choisissez s'il arrive, part, revient ou se déporte."),
        ({"m-1-kind": "LEAVES", "m-1-item": "budget"}, "m-1-who", "Écrivez le nom du membre."),
        (line(0, "Tison", "ARRIVES", "budget", holder="Durieu"), "m-0-holder", "se donne en partant"),
        (line(0, "Tison", "LEAVES", "budget", at="25:00"), "m-0-at", "Écrivez l'heure ainsi : 20:14."),
        ({"opened": "bientôt"}, "opened", "Écrivez l'heure ainsi : 20:14."),
        ({"i-budget-form": "ORDINARY", "i-budget-AGAINST": "Tison, X"}, "i-budget-AGAINST", "« X » : aucun membre"),
        ({"i-budget-form": "SECRET"}, "i-budget-t-in_favour", "Écrivez les totaux du dépouillement."),
        ({"i-tarifs-form": "TOGETHER"}, "i-tarifs-form", "Le point précédent n'a pas de vote"),
        ({"i-budget-form": "ORDINARY", "i-tarifs-form": "TOGETHER"}, "i-tarifs-AGAINST", "Un vote en bloc n'a qu'un"),
        (
            {"i-budget-form": "PUBLIC", "i-budget-AGAINST": "Tison", "i-budget-ABSTENTION": "Tison"},
            "i-budget-ABSTENTION", "Thibault TISON a déjà un autre choix sur ce point.",
        ),
    ],
)  # fmt: skip
def test_error_is_beside_its_field_and_nothing_is_lost(paper, fields, name, message):
    response = paper.client.post(paper.url, paper.typed(**{"i-tarifs-AGAINST": "Durieu", **fields}))
    page = text_of_page(response)
    assert response.status_code == 422
    assert message in plain(" ".join(response.context["form"].errors[name]))
    assert page.count(message) == 2
    assert 'value="Durieu"' in page
    assert courses(paper.sitting) == []


def test_sheet_changed_by_somebody_else_is_not_overwritten_unseen(paper, client):
    other = secretary_of(paper.sitting, "paul@exemple.test")
    Evening(client, paper.sitting, other).do("ROLL havret EXCUSED")
    response = client.post(paper.url, paper.typed(revision="0", **{"p-turpin": ""}))
    page = text_of_page(response)
    assert response.status_code == 409
    assert "<li>paul@exemple.test : Hélène HAVRET est excusée.</li>" in page
    assert [m[:2] for m in courses(paper.sitting)] == [("EXCUSED", "havret")]
    paper.save(revision="0", anyway="1")
    assert len(courses(paper.sitting)) == 15


def test_change_made_while_the_sheet_arrives_is_seen_with_the_sitting_locked(paper, client):
    stale = Sitting.objects.get(pk=paper.sitting.pk)
    other = secretary_of(paper.sitting, "paul@exemple.test")
    Evening(client, paper.sitting, other).do("ROLL havret EXCUSED")
    sheet = Sheet(attendance_recorded=False)

    def save(floor):
        return save_sheet(floor, sheet=sheet, seen=stale.revision)

    with pytest.raises(SheetOutdated) as outdated:
        perform(stale, Asked(GestureKind.SHEET, SITTING, save), Call(uuid4(), timezone.now()), by=other)
    assert outdated.value.others == ["paul@exemple.test : Hélène HAVRET est excusée."]


@pytest.mark.parametrize("revision", ["²", "9" * 5000])
def test_sheet_with_a_revision_that_no_page_says_is_saved(paper, revision):
    assert paper.client.post(paper.url, paper.typed(revision=revision)).status_code == 302


def test_save_and_continue_comes_back_to_the_sheet(paper):
    response = paper.client.post(paper.url, paper.typed(**{"continue": "1"}))
    assert response.url == paper.url
    assert "La feuille de séance est enregistrée." in text_of_page(paper.client.get(paper.url))


def test_shortcuts_fill_what_is_empty(paper):
    form = paper.client.get(paper.url, {"presents": "1", "pour": "1"}).context["form"]
    assert {form[f"s-{uid}"].value() for uid in MEMBERS} == {"PRESENT"}
    assert form["i-budget-form"].value() == "ORDINARY"
    assert courses(paper.sitting) == []


def test_old_act_that_does_not_say_who_was_there(client):
    sitting = store_tonight(origin=Origin.RECORDED, held_on=today() - timedelta(days=900))
    client.force_login(secretary_of(sitting), backend=BACKEND)
    record = Paper(client, sitting).save(not_recorded="on")
    assert (record.sitting.attendance_recorded, record.sitting.movements) == (False, ())


def test_reference_sitting_by_forms_alone_gives_the_same_text(client):
    """Gruson, 19 December 2023: the same attendance, counts, verdict and sentences as the seed."""
    council = load("gruson-2023-12-19")
    sitting = Sitting.objects.get()
    before = record_of(sitting)
    seed = _rendered(before)
    for model in (VoteItem, Vote, Movement, SittingSecretary):
        model._base_manager.all().delete()
    Sitting._base_manager.update(chair=None)
    client.force_login(add_user("s@exemple.test", council, "SECRETARY"), backend=BACKEND)
    record = Paper(client, sitting).save(
        **{
            "s-havret": "EXCUSED", "p-havret": "Dazin-Deslandes", "s-descamps": "EXCUSED", "p-descamps": "Durieu",
            "i-point-1-form": "ORDINARY",
        }
    )  # fmt: skip
    assert replace(record.sitting, votes=()) == replace(before.sitting, votes=())
    assert [replace(v, uid="") for v in record.sitting.votes] == [
        replace(v, uid="") for v in before.sitting.votes
    ]
    assert _rendered(record) == seed


def _rendered(record):
    (act,) = record.sitting.deliberations
    edited = record.sitting.held_on
    return render_body(
        view_deliberation(record, act, rendition=Rendition.CERTIFIED, edited_on=edited, is_draft=False)
    )


def test_sheet_costs_the_same_for_sixty_nine_members(client):
    counts = []
    for members, items in ((5, 1), (69, 60)):
        sitting = make_sitting(present=members, members=members, items=items, uid=f"s{members}")
        council = store_dossier(
            council=make_council(members, uid=f"c{members}"), sittings=(sitting,), by=None
        )
        client.force_login(add_user(f"s{members}@exemple.test", council, "SECRETARY"), backend=BACKEND)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse("sitting_sheet", args=[f"c{members}", f"s{members}"]))
        assert response.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


FIELDS = st.sampled_from(
    ["opened", "closed", "chair", "secretary", "rows", "revision", "key", "anyway", "s-turpin", "p-havret", "m-0-who",
     "m-0-kind", "m-0-item", "m-0-at", "i-budget-form", "i-budget-AGAINST", "i-budget-t-blank", "i-budget-outcome"]
)  # fmt: skip
TEXT = st.text(max_size=40)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(FIELDS, TEXT, max_size=6))
def test_hostile_sheet(paper, fields):
    response = paper.client.post(paper.url, paper.typed(**fields))
    assert response.status_code in (302, 409, 422)


def test_sheet_proposes_what_the_members_answered(client, db):
    sitting = store_tonight(held_on=today() + timedelta(days=1))
    user = secretary_of(sitting)
    mandates = sitting.council.mandates
    told = PaperProxy(mandates.get(uid="durieu"), dated_on=today(), is_signed=True, received_by="accueil")
    record_paper_proxy(sitting, grantor=mandates.get(uid="havret"), told=told, by=user, at=timezone.now())
    client.force_login(user, backend=BACKEND)
    url = reverse("sitting_sheet", kwargs={"council": "gruson", "sitting": "ce-soir"})
    shown = {
        field.html_name: field.value() for field in client.get(f"{url}?presents=1&pour=1").context["form"]
    }
    assert (shown["s-havret"], shown["p-havret"], shown["s-tison"]) == (
        "EXCUSED",
        "Jacques DURIEU",
        "PRESENT",
    )
    data = {name: value for name, value in shown.items() if value not in (None, "")}
    assert client.post(url, {**data, "key": str(uuid4())}).status_code == 302
    proxy = sitting.movements.get(kind="GIVES_PROXY")
    assert (proxy.paper_dated_on, proxy.paper_is_signed, proxy.paper_received_by) == (
        today(),
        True,
        "accueil",
    )
