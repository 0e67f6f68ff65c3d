"""A dossier enters whole or not at all, and comes back the same."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from councils.domain.bodies import CoatOfArms, Council, DatedNumber
from councils.domain.looks import HouseLook
from councils.domain.people import Interest, Mandate, Office, OfficeKind, Person, SeatKind
from councils.domain.ready_looks import READY_LOOKS
from councils.models import Council as CouncilRow
from councils.models import CouncilRole
from deliberations.domain import acts, votes
from deliberations.domain.errors import CouncilAlreadyKnown, DossierRefused
from deliberations.domain.findings import Override
from deliberations.domain.issued import DocumentFormat, DocumentKind
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import Movement, MovementKind, ProxyPaper
from deliberations.domain.sittings import (
    AgendaItem,
    Auxiliary,
    Bar,
    BarGround,
    Channel,
    Convocation,
    Derogation,
    Dispatch,
    Origin,
    PaperPublication,
    Requester,
    Sitting,
    SittingPaper,
    SourceStatement,
    Subject,
    Suspension,
)
from deliberations.dossier.normalise import normalised
from deliberations.dossier.reader import read_dossier
from deliberations.dossier.schema import Dossier, canonical_json
from deliberations.models import Deliberation, IssuedDocument
from deliberations.models import Movement as MovementRow
from deliberations.queries import dossier_of, record_of
from deliberations.services.dossiers import store_dossier
from tests.builders import OTHER_SHA, SHA, make_issued, make_user, store_act, store_council
from tests.facts import make_act, make_council, make_sitting, make_vote
from tests.support.sample_looks import BAILLY

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

DOSSIERS = sorted(Path(__file__).parents[2].joinpath("dossiers").glob("*.json"))


def test_dossiers_are_found() -> None:
    assert len(DOSSIERS) >= 7


@pytest.mark.parametrize("path", DOSSIERS, ids=lambda path: path.stem)
def test_store_dossier_round_trip_of_samples(path: Path) -> None:
    dossier = Dossier.model_validate_json(path.read_bytes())
    row = store_dossier(council=dossier.council, sittings=dossier.sittings, by=None)
    stored = dossier_of(row)
    assert stored == dossier
    assert canonical_json(stored) == canonical_json(dossier)


names = st.text("abcdefghijklmnopqrstuvwxyzéœ’- ", min_size=1, max_size=12)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
counts = st.none() | st.integers(0, 1000)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
instants = st.datetimes(datetime(1975, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
members = st.sampled_from(["m1", "m2", "m3"])
items = st.sampled_from(["p1", "p2"])
moments = st.builds(Moment, item=items, phase=st.sampled_from(Phase), ballot=st.integers(1, 3))
kinds = st.sampled_from([kind for kind in MovementKind if kind != MovementKind.SUBSTITUTE_SEATED])
tallies = st.builds(votes.Tally, **dict.fromkeys(["in_favour", "against", "blank"], st.integers(0, 99)))
choices = st.sampled_from(votes.Choice)
ballots = (
    st.builds(votes.Ballot, choice=choices, member=members)
    | st.builds(votes.Ballot, choice=choices, group=names, count=counts)
    | st.builds(votes.Ballot, choice=choices, count=st.integers(0, 99))
)
facts = st.builds(
    acts.PublicFact,
    effective_on=days,
    source=st.sampled_from(acts.Source),
    channel=texts,
    reference=texts,
    recorded_at=st.none() | instants,
)


answers = st.none() | st.booleans()
papers = st.builds(
    ProxyPaper,
    dated_on=st.none() | days,
    is_signed=answers,
    received_by=texts,
    is_for_illness=answers,
    covers_second_call=answers,
)
interests = st.builds(Interest, names.filter(str.strip), st.booleans())
bars = st.builds(Bar, members, st.sampled_from(BarGround))
agenda_items = st.builds(
    AgendaItem,
    uid=items,
    order=st.integers(0, 9),
    title_html=texts,
    subject=st.sampled_from(Subject),
    financial_year=counts,
    treasurer_account_received=answers,
    bars=st.lists(bars, unique=True, max_size=2).map(tuple),
)
overrides = st.builds(
    Override,
    names,
    names.filter(str.strip),
    by=texts,
    at=st.none() | instants,
    item=st.none() | items,
    where=texts,
)
derogations = st.builds(
    Derogation, basis=texts, quorum_of_third=answers, proxies_per_holder=counts, is_remote_allowed=answers
)
suspensions = st.builds(Suspension, moments, st.none() | instants, st.none() | instants)
legality = st.builds(
    acts.LegalityEvent, st.sampled_from(acts.LegalityStep), days, answered_on=st.none() | days
)


looks = st.sampled_from([HouseLook(), *(ready.look for ready in READY_LOOKS.values()), BAILLY])


@st.composite
def councils(draw: Any) -> Council:
    people = tuple(
        Person(f"m{n}", draw(names), draw(texts), birth_date=draw(st.none() | days)) for n in (1, 2, 3)
    )
    office = Office(draw(st.sampled_from(OfficeKind)), title=draw(texts), order=draw(counts))
    mandates = tuple(
        Mandate(
            person.uid,
            person.uid,
            offices=(office,),
            votes_obtained=draw(counts),
            group=draw(texts),
            interests=tuple(draw(st.lists(interests, max_size=2))),
        )
        for person in people
    )
    number = DatedNumber(draw(st.integers(0, 10**6)), draw(st.none() | days))
    return Council(
        "c", draw(names), populations=(number,), look=draw(looks), persons=people, mandates=mandates
    )


@st.composite
def movements(draw: Any) -> tuple[Movement, ...]:
    positions = draw(st.lists(st.integers(0, 500), unique=True, max_size=5))
    return tuple(
        Movement(
            position,
            draw(kinds),
            "m1",
            draw(st.sampled_from([None, "m2", "m3"])),
            moment=draw(st.none() | moments),
            until=draw(st.none() | moments),
            at=draw(st.none() | instants),
            note=draw(texts),
            paper=draw(papers),
        )
        for position in positions
    )


@st.composite
def deliberations(draw: Any, uid: str) -> acts.Deliberation:
    return acts.Deliberation(
        uid,
        draw(items),
        printed_number=draw(texts),
        year=draw(st.none() | st.integers(1900, 2100)),
        sequence=draw(st.none() | st.integers(0, 999)),
        statement_html=draw(texts),
        clauses=tuple(
            draw(st.lists(st.builds(acts.Clause, st.sampled_from(acts.ClauseKind), texts), max_size=3))
        ),
        operative=tuple(
            draw(st.lists(st.builds(acts.OperativePart, st.lists(texts, max_size=3).map(tuple)), max_size=2))
        ),
        annexes=tuple(draw(st.lists(texts, max_size=2))),
        transmission=draw(st.none() | facts),
        publications=tuple(draw(st.lists(facts, max_size=2))),
        signatory=draw(st.none() | st.builds(acts.Signatory, members, texts)),
        is_individual=draw(st.booleans()),
        legality=tuple(draw(st.lists(legality, max_size=2))),
        public_id=draw(st.sampled_from(["", f"ABCDEFGHIJKLMNO{uid.upper()}"])),
    )


@st.composite
def recorded_sittings(draw: Any) -> Sitting:
    open_vote = votes.Vote(
        "v1",
        tuple(draw(st.lists(items, unique=True, max_size=2))),
        method=draw(st.sampled_from([votes.VoteMethod.ORDINARY, votes.VoteMethod.PUBLIC])),
        everyone=draw(st.none() | choices),
        ballots=tuple(draw(st.lists(ballots, max_size=3))),
        tally=draw(st.none() | tallies),
        requested_by_present=draw(counts),
        secret_requested_by=draw(counts),
    )
    secret = votes.Vote("v2", ("p1",), method=votes.VoteMethod.SECRET, tally=draw(tallies))
    candidate = votes.CandidateTally("Liste", draw(st.integers(0, 99)), ("m2", "m1"), 1)
    turn = votes.Round(1, (candidate,), blank=2, envelopes=draw(counts))
    election = votes.Election(
        "e1", "p2", "maire", rounds=(turn,), by_list=draw(st.booleans()), is_unopposed=draw(st.booleans())
    )
    return Sitting(
        "s",
        draw(days),
        origin=Origin.RECORDED,
        starts_at=draw(st.none() | st.times(max_value=time(23, 59, 59))),
        opened_at=draw(st.none() | instants),
        chair=draw(st.none() | members),
        secretaries=tuple(draw(st.lists(members, unique=True, max_size=3))),
        auxiliaries=(Auxiliary(draw(names), draw(texts)),),
        convocation=Convocation(
            dispatches=(Dispatch("m3", Channel.POST, draw(st.none() | instants)),),
            requested_by=draw(st.sampled_from(Requester)),
            requested_on=draw(st.none() | days),
            requesting_members=draw(counts),
        ),
        agenda=tuple(replace(draw(agenda_items), uid=uid) for uid in ("p2", "p1")),
        movements=draw(movements()),
        votes=(open_vote, secret),
        elections=(election,),
        deliberations=(draw(deliberations("a")), draw(deliberations("b"))),
        statements=(
            SourceStatement("present", draw(texts), draw(st.none() | st.integers(-9, 99)), draw(items)),
        ),
        suspensions=tuple(draw(st.lists(suspensions, max_size=2))),
        derogation=draw(derogations),
        minutes_settled_in=draw(texts),
        publications=tuple(
            draw(st.lists(st.builds(PaperPublication, st.sampled_from(SittingPaper), facts), max_size=2))
        ),
        overrides=tuple(draw(st.lists(overrides, max_size=2))),
    )


@settings(max_examples=20)
@given(council=councils(), sitting=recorded_sittings())
def test_store_dossier_round_trip_of_any_facts(council: Council, sitting: Sitting) -> None:
    (sitting,) = normalised(Dossier.of(council, [sitting])).sittings
    with transaction.atomic():
        row = store_dossier(council=council, sittings=(sitting,), by=None)
        stored = dossier_of(row)
        transaction.set_rollback(True)
    assert stored.council == council
    assert stored.sittings == (sitting,)


@pytest.mark.parametrize("hour", [0, 1], ids=["summer time", "winter time"])
def test_store_dossier_keeps_the_hour_that_comes_twice(hour: int) -> None:
    opened = datetime(2024, 10, 27, 0, 30, tzinfo=UTC) + timedelta(hours=hour)
    council = store_dossier(
        council=make_council(2), sittings=(make_sitting(2, members=2, opened_at=opened),), by=None
    )
    [sitting] = dossier_of(council).sittings
    assert sitting.opened_at == opened
    assert sitting.opened_at is not None
    assert sitting.opened_at.isoformat() == f"2024-10-27T02:30:00+0{2 - hour}:00"


def refused_cases() -> list[Any]:
    council, sitting = make_council(3), make_sitting(3, members=3)
    tally = votes.Tally(in_favour=-1)
    secret = votes.Vote(
        "v", ("p1",), method=votes.VoteMethod.SECRET, ballots=(votes.Ballot(votes.Choice.FOR, "m1"),)
    )
    proxy = Movement(90, MovementKind.GIVES_PROXY, "m1", "m1")
    lonely = Movement(90, MovementKind.SUBSTITUTE_SEATED, "m1")
    twice = votes.Ballot(votes.Choice.FOR, member="m1", count=3)
    return [
        pytest.param(replace(council, siren="12"), sitting, "$.council", "neuf chiffres", id="siren"),
        pytest.param(replace(council, place_name=""), sitting, "$.council.place_name", "vide", id="no name"),
        pytest.param(
            replace(council, time_zone="Europe/Lutece"), sitting, "$.council.time_zone", "Fuseau", id="zone"
        ),
        pytest.param(
            replace(council, coat_of_arms=CoatOfArms("image/png", "pas du base64")),
            sitting,
            "$.council.coat_of_arms.base64",
            "base64",
            id="coat of arms",
        ),
        pytest.param(
            replace(council, coat_of_arms=CoatOfArms("image/png", "aGVsbG8=")),
            sitting,
            "$.council",
            "Blason : image illisible : ce n'est pas un fichier PNG.",
            id="coat of arms that is no picture",
        ),
        pytest.param(
            replace(council, coat_of_arms=CoatOfArms("image/gif", "aGVsbG8=")),
            sitting,
            "$.council.coat_of_arms.media_type",
            "choix",
            id="coat of arms of another type",
        ),
        pytest.param(
            replace(council, mandates=(*council.mandates, Mandate("m9"))),
            sitting,
            "$.council.mandates[3]",
            "désignation",
            id="mandate of nobody",
        ),
        pytest.param(
            replace(council, mandates=(*council.mandates, council.mandates[0])),
            sitting,
            "$.council.mandates[3]",
            "déjà cet identifiant",
            id="mandate twice",
        ),
        pytest.param(
            replace(council, persons=(*council.persons, Person("x", "nul\x00"))),
            sitting,
            "$.council.persons[3].given_name",
            "caractère",
            id="null character",
        ),
        pytest.param(
            council,
            replace(sitting, movements=(proxy,)),
            "$.sittings[0].movements[0]",
            "propre",
            id="own proxy",
        ),
        pytest.param(
            council,
            replace(sitting, movements=(lonely,)),
            "$.sittings[0].movements[0]",
            "suppléant",
            id="no other",
        ),
        pytest.param(
            council,
            replace(sitting, movements=(Movement(90, MovementKind.LEAVES, "inconnue"),)),
            "$.sittings[0].movements[0].member",
            "« inconnue »",
            id="unknown member",
        ),
        pytest.param(
            council,
            replace(sitting, movements=(Movement(90, MovementKind.LEAVES, "m1", moment=Moment("p7")),)),
            "$.sittings[0].movements[0].moment.item",
            "« p7 »",
            id="unknown item",
        ),
        pytest.param(
            council,
            replace(
                sitting,
                movements=(Movement(1, MovementKind.LEAVES, "m1"), Movement(1, MovementKind.RETURNS, "m1")),
            ),
            "$.sittings[0].movements[1]",
            "ce rang",
            id="position twice",
        ),
        pytest.param(
            council,
            replace(sitting, votes=(make_vote(uid="v1"), make_vote(tally=tally))),
            "$.sittings[0].votes[1].tally.in_favour",
            "supérieure ou égale à 0",
            id="negative count",
        ),
        pytest.param(
            council,
            replace(sitting, votes=(secret,)),
            "$.sittings[0].votes[0].ballots[0]",
            "scrutin secret",
            id="secret ballot",
        ),
        pytest.param(
            council,
            replace(sitting, votes=(make_vote(ballots=(twice,)),)),
            "$.sittings[0].votes[0].ballots[0]",
            "membre, d'un groupe ou d'un nombre",
            id="two voters",
        ),
        pytest.param(
            council,
            replace(
                sitting,
                deliberations=(make_act(issued=(acts.IssuedFile(DocumentKind.EXTRACT, 1, "abc", 3),)),),
            ),
            "$.sittings[0].deliberations[0].issued[0].sha256",
            "SHA-256",
            id="digest",
        ),
        pytest.param(
            council,
            replace(sitting, deliberations=(make_act(uid="a1"), make_act(uid="a2"))),
            "$.sittings[0].deliberations[1]",
            "déjà attribué",
            id="number allocated twice",
        ),
        pytest.param(
            council,
            replace(
                sitting,
                opened_at=datetime(2024, 6, 28, 20, tzinfo=UTC),
                closed_at=datetime(2024, 6, 28, 19, tzinfo=UTC),
            ),
            "$.sittings[0]",
            "levée avant",
            id="closed before opened",
        ),
    ]


@pytest.mark.parametrize(("council", "sitting", "path", "message"), refused_cases())
def test_store_dossier_refuses_and_writes_nothing(
    council: Council, sitting: Sitting, path: str, message: str
) -> None:
    with pytest.raises(DossierRefused) as refusal:
        store_dossier(council=council, sittings=(sitting,), by=None)
    assert refusal.value.path == path
    assert message in refusal.value.message_fr
    assert not CouncilRow.objects.exists()
    assert not CouncilRow.history.exists()


def test_store_dossier_takes_doubled_numbers_of_recorded_acts() -> None:
    recorded = make_sitting(
        3, members=3, origin=Origin.RECORDED, deliberations=(make_act(uid="a1"), make_act(uid="a2"))
    )
    row = store_dossier(council=make_council(3), sittings=(recorded,), by=None)
    slugs = row.deliberations.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["2024-1", "2024-1-2"]


def test_store_dossier_takes_what_is_merely_unlawful() -> None:
    proxies = [Movement(90 + n, MovementKind.GIVES_PROXY, f"m{n}", "m3") for n in (1, 2)]
    crowded = make_vote(everyone=None, tally=votes.Tally(in_favour=500))
    sitting = make_sitting(3, members=3, votes=(crowded,))
    sitting = replace(sitting, movements=(*sitting.movements, *proxies))
    row = store_dossier(council=make_council(3), sittings=(sitting,), by=None)
    assert dossier_of(row).sittings == (sitting,)


def test_store_dossier_keeps_author_and_reason() -> None:
    user = make_user()
    store_dossier(council=make_council(2), sittings=(make_sitting(2, members=2),), by=user)
    histories = [CouncilRow.history.get(), *MovementRow.history.all()]
    assert {(each.history_user, each.history_change_reason) for each in histories} == {
        (user, "dossier.imported")
    }


def test_store_dossier_known_council_refused_with_the_way_out() -> None:
    row = store_council()
    with pytest.raises(CouncilAlreadyKnown) as refusal:
        store_dossier(council=make_council(2), sittings=(), by=None)
    assert refusal.value.path == "$.council.uid"
    assert "option de remplacement" in refusal.value.message_fr
    assert row.persons.count() == 5


def test_store_dossier_replaces_a_recorded_council_and_keeps_roles() -> None:
    file = acts.IssuedFile(DocumentKind.EXTRACT, 1, SHA, 3)
    old = make_sitting(3, members=3, origin=Origin.RECORDED, deliberations=(make_act(issued=(file,)),))
    row = store_dossier(council=make_council(3), sittings=(old,), by=None)
    user = make_user(council=row)
    CouncilRole.objects.filter(user=user).update(person=row.persons.get(uid="m2"))
    new = make_sitting(2, members=2, uid="autre", origin=Origin.RECORDED)
    replaced = store_dossier(council=make_council(2), sittings=(new,), by=user, replace=True)
    assert replaced.pk == row.pk
    assert dossier_of(replaced) == Dossier.of(make_council(2), (new,))
    assert not IssuedDocument.objects.exists()
    assert user.roles.get().person == replaced.persons.get(uid="m2")


def test_store_dossier_round_trip_of_two_formats_of_one_version() -> None:
    pdf = acts.IssuedFile(DocumentKind.REGISTER, 1, SHA, 3, pages=2)
    files = (pdf, replace(pdf, sha256=OTHER_SHA, pages=None, format=DocumentFormat.DOCX))
    sitting = make_sitting(3, members=3, deliberations=(make_act(issued=files),))
    row = store_dossier(council=make_council(3), sittings=(sitting,), by=None)
    formats = IssuedDocument.objects.order_by("pk").values_list("kind", "format", "version")
    assert list(formats) == [("REGISTER", "PDF", 1), ("REGISTER", "DOCX", 1)]
    stored = dossier_of(row)
    assert stored.sittings[0].deliberations[0].issued == files
    assert read_dossier(canonical_json(stored).encode()).sittings[0].deliberations[0].issued == files


def test_store_dossier_refuses_the_same_format_of_a_version_twice() -> None:
    pdf = acts.IssuedFile(DocumentKind.REGISTER, 1, SHA, 3)
    sitting = make_sitting(3, members=3, deliberations=(make_act(issued=(pdf, pdf)),))
    with pytest.raises(DossierRefused) as refusal:
        store_dossier(council=make_council(3), sittings=(sitting,), by=None)
    assert refusal.value.path == "$.sittings[0].deliberations[0].issued[1]"
    assert refusal.value.message_fr == "Cette version du document est déjà émise."


def test_store_dossier_one_substitute_for_two_titulars() -> None:
    spare = Mandate("s1", "s1", seat=SeatKind.SUBSTITUTE, substitute_for="m1")
    seated = [Movement(90 + n, MovementKind.SUBSTITUTE_SEATED, f"m{n}", "s1") for n in (1, 2)]
    sitting = make_sitting(3, members=3)
    sitting = replace(sitting, movements=(*sitting.movements, *seated))
    council = make_council(3, more=[spare])
    row = store_dossier(council=council, sittings=(sitting,), by=None)
    assert dossier_of(row).sittings[0].movements == sitting.movements


def test_store_dossier_never_replaces_a_live_council() -> None:
    store_council()
    with pytest.raises(CouncilAlreadyKnown, match="séances avec le logiciel"):
        store_dossier(council=make_council(2), sittings=(), by=None, replace=True)


def test_store_dossier_never_replaces_issued_documents() -> None:
    sitting = make_sitting(2, members=2, origin=Origin.RECORDED, deliberations=(make_act(),))
    row = store_dossier(council=make_council(2), sittings=(sitting,), by=None)
    make_issued(row.deliberations.get())
    with pytest.raises(CouncilAlreadyKnown, match="émis des documents"):
        store_dossier(council=make_council(2), sittings=(), by=None, replace=True)
    assert IssuedDocument.objects.count() == 1


def test_public_id_leaves_with_the_facts_once_it_was_told() -> None:
    act = store_act()
    assert dossier_of(act.council).sittings[0].deliberations[0].public_id == ""
    assert record_of(act.sitting).sitting.deliberations[0].public_id == act.public_id
    make_issued(act)
    assert dossier_of(act.council).sittings[0].deliberations[0].public_id == act.public_id


def test_public_ids_differ_and_are_kept() -> None:
    first, second = store_act("un"), store_act("deux", public_id="ABCDEFGHIJKLMNOP")
    assert second.public_id == "ABCDEFGHIJKLMNOP"
    assert first.public_id != second.public_id
    assert Deliberation.objects.get(public_id=first.public_id) == first


def test_canonical_json_of_a_stored_dossier_is_plain_json() -> None:
    assert json.loads(canonical_json(dossier_of(store_council())))["council"]["uid"] == "exemple"
