"""The test dossiers read, are canonical, and give by computation the figures printed on their papers."""

from functools import cache
from pathlib import Path

import pytest

from councils.domain.ranks import RankBasis
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.ballots import VoteCount
from deliberations.domain.majority import Reason, Verdict
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.nominations import NominationFault, nomination_fault
from deliberations.domain.proxies import ProxyFault, proxies_of
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemOutcome, Origin, SourceStatement
from deliberations.domain.texts import placeholders
from deliberations.domain.votes import Vote, VoteMethod
from deliberations.dossier.reader import read_dossier
from deliberations.dossier.schema import canonical_json

pytestmark = pytest.mark.unit

FOLDER = Path(__file__).parents[2] / "dossiers"
AIGLUN = "aiglun-2023-02-27"
ARTHUN = "arthun-liste-2022-12-09"
BAGNEUX = "bagneux-2022-06-28"
BAILLY = "bailly-2024-06"
BOISMORAND = "boismorand-2023-03-17-ca"
BRENNE = "coeur-de-brenne-2020-01-20"
COUTHENANS = "couthenans-2021-04-09"
GOSIER = "le-gosier-2015-11-30"
GRUSON = "gruson-2023-12-19"
GUINGAMP = "guingamp-paimpol-bureau-2023-02-12"
IBOS = "ibos-2023-009"
MAZERES = "mazeres-2022-7-4"
MONTREVERD = "montreverd-2022-03-31"
NEUILLY = "neuilly-sur-marne-2022-03-16"
POISSONS = "poissons-2022-41"
SEBAZAC = "sebazac-concoures-2023-03-27"
SELONCOURT = "seloncourt-liste-2026-07-27"
SIAEP = "siaep-condom-caussens-2021-03-03"
TRONGET = "tronget-36-2023"
UNIAS = "unias-2024-03"
VARENNES = "varennes-sur-allier-2026-06-05"
VILLENEUVE = "villeneuve-sur-yonne-2023-02-23"
LISTS = (ARTHUN, SELONCOURT)
REAL = (
    *(AIGLUN, BAGNEUX, BRENNE, COUTHENANS, GRUSON, NEUILLY, VILLENEUVE),
    *(GOSIER, GUINGAMP, MONTREVERD, SEBAZAC, VARENNES, *LISTS),
    *(BAILLY, BOISMORAND, IBOS, MAZERES, POISSONS, SIAEP, TRONGET, UNIAS),
)
FICTIONAL = "commune-exemple-2024-06-28"
INVENTED = (FICTIONAL, "seance-mouvementee", "installation")
ALL = (*REAL, *INVENTED)
MATTER_CODES = {MAZERES: "8.8"}
"""Those that the paper prints."""


@cache
def record_of(name: str) -> Record:
    dossier = read_dossier((FOLDER / f"{name}.json").read_bytes())
    (sitting,) = dossier.sittings
    return Record(dossier.council, sitting)


def vote_of(name: str, uid: str) -> Vote:
    return next(v for v in record_of(name).sitting.votes if v.uid == uid)


def people(attendance: Attendance) -> tuple[int, int, int, int]:
    """In office, present, represented, voters."""
    return (attendance.in_office, attendance.present, attendance.represented, attendance.voters)


def choices(count: VoteCount) -> tuple[int | None, ...]:
    return (count.in_favour, count.against, count.abstentions, count.blank, count.null, count.not_voting)


def test_samples_are_all_listed() -> None:
    assert sorted(p.stem for p in FOLDER.glob("*.json")) == sorted(ALL)


@pytest.mark.parametrize("name", ALL)
def test_sample_is_canonical(name: str) -> None:
    content = (FOLDER / f"{name}.json").read_bytes()
    assert canonical_json(read_dossier(content)) == content.decode()


@pytest.mark.parametrize("name", ALL)
def test_sample_keeps_typography_for_the_engine(name: str) -> None:
    text = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert not set(text) & {"\u2019", "\u00a0", "\u202f"}


@pytest.mark.parametrize("name", REAL)
def test_sample_of_a_real_council_invents_nothing(name: str) -> None:
    record = record_of(name)
    assert record.sitting.origin is Origin.RECORDED
    assert (record.council.siret, record.council.insee_code, record.council.populations) == ("", "", ())
    assert {p.birth_date for p in record.council.persons} == {None}
    assert {m.votes_obtained for m in record.council.mandates} == {None}
    assert {i.matter_code for i in record.sitting.agenda} == {MATTER_CODES.get(name, "")}


@pytest.mark.parametrize(
    ("name", "moment", "expected"),
    [
        (GRUSON, Moment("point-1"), (15, 13, 2, 15)),
        (BAGNEUX, Moment("point-1", Phase.VOTE), (43, 30, 11, 41)),
        (BAGNEUX, Moment("point-26", Phase.VOTE), (43, 31, 11, 42)),
        (BRENNE, Moment("point-3", Phase.DEBATE), (22, 19, 2, 21)),
        (BRENNE, Moment("point-3", Phase.VOTE), (22, 18, 2, 20)),
        (COUTHENANS, Moment("point-3", Phase.VOTE), (16, 16, 0, 16)),
        (COUTHENANS, Moment("point-5"), (16, 14, 0, 14)),
        (NEUILLY, Moment("point-4", Phase.VOTE), (39, 35, 4, 39)),
        (VILLENEUVE, Moment("point-4", Phase.VOTE), (29, 21, 5, 26)),
        (BAILLY, Moment("point-1", Phase.VOTE), (27, 19, 8, 27)),
        (BOISMORAND, Moment("point-1"), (15, 13, 0, 13)),
        (IBOS, Moment("point-1", Phase.VOTE), (23, 18, 2, 20)),
        (MAZERES, Moment("point-1", Phase.VOTE), (27, 20, 3, 23)),
        (POISSONS, Moment("point-1"), (15, 15, 0, 15)),
        (SIAEP, Moment("point-1", Phase.VOTE), (27, 21, 0, 21)),
        (TRONGET, Moment("point-1", Phase.VOTE), (14, 10, 4, 14)),
        (UNIAS, Moment("point-1", Phase.VOTE), (9, 8, 1, 9)),
        (GOSIER, None, (35, 28, 0, 28)),
        (GUINGAMP, Moment("point-1", Phase.VOTE), (25, 22, 0, 22)),
        (MONTREVERD, Moment("point-2", Phase.VOTE), (29, 21, 3, 24)),
        (SEBAZAC, Moment("point-1", Phase.VOTE), (23, 15, 5, 20)),
        (SEBAZAC, Moment("point-2", Phase.VOTE), (23, 14, 5, 19)),
        (SEBAZAC, Moment("point-18", Phase.VOTE), (23, 15, 5, 20)),
        (VARENNES, None, (27, 25, 2, 27)),
        (FICTIONAL, None, (11, 7, 3, 10)),
        (FICTIONAL, Moment("president-comptes"), (11, 8, 2, 10)),
        (FICTIONAL, Moment("compte-administratif", Phase.DEBATE), (11, 8, 2, 10)),
        (FICTIONAL, Moment("compte-administratif", Phase.VOTE), (11, 7, 1, 8)),
        (FICTIONAL, Moment("subvention", Phase.VOTE), (11, 7, 2, 9)),
        (FICTIONAL, Moment("salle"), (11, 8, 2, 10)),
        (FICTIONAL, Moment("voeu"), (11, 7, 2, 9)),
    ],
)
def test_sample_attendance_is_that_of_the_paper(
    name: str, moment: Moment | None, expected: tuple[int, int, int, int]
) -> None:
    assert people(record_of(name).attendance(moment)) == expected


@pytest.mark.parametrize(
    ("name", "vote", "expected"),
    [
        (GRUSON, "vote-1", (15, 0, 0, 0, 0, 0)),
        (BAGNEUX, "vote-1", (41, 0, 0, 0, 0, 0)),
        (BAGNEUX, "vote-26", (42, 0, 0, 0, 0, 0)),
        (BRENNE, "vote-1", (21, 0, 0, 0, 0, 0)),
        (BRENNE, "vote-5", (20, 0, 0, 0, 0, 0)),
        (COUTHENANS, "vote-1-6", (15, 0, 0, 0, 0, 0)),
        (NEUILLY, "vote-4", (35, 0, 4, 0, 0, 0)),
        (VILLENEUVE, "vote-4", (22, 2, 2, 0, 0, 0)),
        (TRONGET, "vote-1", (14, 0, 0, 0, 0, 0)),
        (SEBAZAC, "vote-1", (20, 0, 0, 0, 0, 0)),
        (SEBAZAC, "vote-2", (19, 0, 0, 0, 0, 0)),
        (GUINGAMP, "vote-1", (22, 0, 0, 0, 0, 0)),
        (ARTHUN, "vote-1", (None, None, None, None, None, None)),
        (AIGLUN, "vote-1", (None, 3, 0, 0, 0, 0)),
        (AIGLUN, "vote-10", (None, 0, 3, 0, 0, 0)),
        (AIGLUN, "vote-12", (None, 1, 0, 0, 0, 0)),
        (FICTIONAL, "vote-proces-verbal", (9, 0, 1, 0, 0, 0)),
        (FICTIONAL, "vote-compte-administratif", (7, 0, 1, 0, 0, 0)),
        (FICTIONAL, "vote-affectation", (8, 1, 1, 0, 0, 0)),
        (FICTIONAL, "vote-subvention", (9, 0, 0, 0, 0, 0)),
        (FICTIONAL, "vote-salle", (6, 3, 0, 1, 0, 0)),
        (FICTIONAL, "vote-eclairage", (3, 6, 1, 0, 0, 0)),
        (FICTIONAL, "vote-voeu", (8, 0, 0, 0, 0, 1)),
    ],
)
def test_sample_votes_are_those_of_the_paper(name: str, vote: str, expected: tuple[int | None, ...]) -> None:
    assert choices(record_of(name).count(vote_of(name, vote))) == expected


@pytest.mark.parametrize("name", ALL)
def test_sample_votes_are_balanced_except_at_couthenans(name: str) -> None:
    record = record_of(name)
    balanced = {record.count(v).is_balanced for v in record.sitting.votes}
    not_counted = {AIGLUN: {None}, ARTHUN: {None}, BOISMORAND: {None}, SELONCOURT: {None}, POISSONS: set()}
    secretary_named_without_count = {MONTREVERD: {None, True}, SEBAZAC: {None, True}}
    expected = {COUTHENANS: {False}} | not_counted | secretary_named_without_count
    assert balanced == expected.get(name, {True})


CHOICES = ("in_favour", "against", "abstentions", "not_voting")


def computed(record: Record, statement: SourceStatement) -> int | None:
    """What the facts give for a figure that the paper states."""
    if statement.item and statement.about in CHOICES:
        count = record.count(record.votes_on(statement.item)[0])
        return int(getattr(count, statement.about))
    attendance = record.attendance_at(statement.item) if statement.item else record.attendance()
    return {
        "in_office": attendance.in_office,
        "present": attendance.present,
        "represented": attendance.represented,
        "excused": sum(s.is_excused for s in attendance.seats),
        "absent": len(attendance.having(SeatState.ABSENT, SeatState.EXCUSED)),
        "voters": attendance.voters,
    }[statement.about]


FIGURES = [
    *[(BAGNEUX, 16), (COUTHENANS, 9), (NEUILLY, 2), (VILLENEUVE, 5), (AIGLUN, 3), (GRUSON, 10)],
    *[(GOSIER, 5), (MONTREVERD, 4), (SEBAZAC, 5), (VARENNES, 1)],
    *[(BAILLY, 6), (IBOS, 1), (MAZERES, 4), (POISSONS, 3), (TRONGET, 6), (UNIAS, 3)],
]


@pytest.mark.parametrize(("name", "figures"), FIGURES)
def test_sample_figures_stated_by_the_paper_are_computed(name: str, figures: int) -> None:
    record = record_of(name)
    stated = [s for s in record.sitting.statements if s.number is not None]
    assert len(stated) == figures
    assert [computed(record, s) for s in stated] == [s.number for s in stated]


def test_couthenans_contradiction_is_visible() -> None:
    record = record_of(COUTHENANS)
    counts = [record.count(v) for v in record.sitting.votes]
    assert [(c.voters, c.total) for c in counts] == [(16, 15)] * 8
    assert [p.given_name for p in record.council.persons].count("Nelly") == 2


def test_gruson_shows_its_two_anomalies() -> None:
    record = record_of(GRUSON)
    (act,) = record.sitting.deliberations
    nomination = record.item("point-1").nomination
    assert nomination is not None
    assert nomination_fault(nomination, vote_of(GRUSON, "vote-1")) is NominationFault.NO_WAIVER
    assert [(p.where, p.found) for p in placeholders(act)] == [("décision, point 2", "XX")]


def test_gruson_order_is_recorded_then_listed() -> None:
    table = record_of(GRUSON).table
    assert [r.mandate.uid for r in table[:3]] == ["turpin", "dazin-deslandes", "masquelier"]
    bases = [RankBasis.LEGAL, *[RankBasis.RECORDED] * 12, *[RankBasis.LISTED] * 2]
    assert [r.basis for r in table] == bases
    assert [r.mandate.uid for r in table[13:]] == ["havret", "descamps"]


def test_brenne_substitute_sits_and_adds_no_seat() -> None:
    attendance = record_of(BRENNE).attendance()
    seat = attendance.seat_of("barre")
    assert seat is not None
    assert (seat.state, seat.by) == (SeatState.SUBSTITUTED, "rochet")
    assert attendance.seat_of("rochet") is None


def test_aiglun_attendance_and_adjourned_items_stay_unknown() -> None:
    record = record_of(AIGLUN)
    adjourned = [i.uid for i in record.sitting.agenda if i.outcome is ItemOutcome.ADJOURNED]
    assert adjourned == ["point-11", "point-13"]
    assert not {d.item for d in record.sitting.deliberations} & set(adjourned)
    assert record.quorum("point-1") is None
    assert record.outcome(vote_of(AIGLUN, "vote-1")).verdict is Verdict.UNDETERMINED


def test_neuilly_proxies_have_no_holder() -> None:
    uses = proxies_of(record_of(NEUILLY).attendance())
    assert [(u.grantor, u.fault) for u in uses] == [
        (member, ProxyFault.NO_HOLDER) for member in ("busolo-pons", "kacher", "martial", "amimer")
    ]


@pytest.mark.parametrize("name", ALL)
def test_sample_quorum_is_met_wherever_attendance_is_known(name: str) -> None:
    record = record_of(name)
    met = {q.is_met for q in map(record.quorum, (i.uid for i in record.sitting.agenda)) if q}
    assert met == (set() if name in (AIGLUN, *LISTS) else {True})


@pytest.mark.parametrize(
    ("vote", "verdict", "reason"),
    [
        ("vote-compte-administratif", Verdict.ADOPTED, Reason.MAJORITY_FOR),
        ("vote-affectation-amendement", Verdict.REJECTED, Reason.MAJORITY_AGAINST),
        ("vote-affectation", Verdict.ADOPTED, Reason.MAJORITY_FOR),
        ("vote-salle", Verdict.ADOPTED, Reason.MAJORITY_FOR),
        ("vote-eclairage", Verdict.REJECTED, Reason.MAJORITY_AGAINST),
        ("vote-voeu", Verdict.ADOPTED, Reason.MAJORITY_FOR),
    ],
)
def test_fictional_verdicts(vote: str, verdict: Verdict, reason: Reason) -> None:
    outcome = record_of(FICTIONAL).outcome(vote_of(FICTIONAL, vote))
    assert (outcome.verdict, outcome.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("moment", "chair"),
    [
        (Moment("president-comptes"), "imaginaire"),
        (Moment("compte-administratif", Phase.VOTE), "fictif"),
        (Moment("affectation"), "imaginaire"),
        (Moment("voeu", Phase.VOTE, 2), "fictif"),
    ],
)
def test_fictional_chair_changes(moment: Moment, chair: str) -> None:
    assert record_of(FICTIONAL).chair(moment) == chair


def test_fictional_proxy_ends_on_arrival_and_idles_without_holder() -> None:
    record = record_of(FICTIONAL)
    before, after = record.attendance(), record.attendance(Moment("president-comptes"))
    states = [a.having(SeatState.REPRESENTED) for a in (before, after)]
    assert [[(s.member, s.by) for s in seats] for seats in states] == [
        [("mirage", "imaginaire"), ("songe", "fictif"), ("hypothese", "utopie")],
        [("mirage", "imaginaire"), ("songe", "fictif")],
    ]
    voting = record.attendance(Moment("compte-administratif", Phase.VOTE))
    assert [u.grantor for u in proxies_of(voting) if u.fault is ProxyFault.HOLDER_NOT_IN_ROOM] == ["mirage"]


def test_fictional_member_steps_aside_for_one_item_only() -> None:
    record = record_of(FICTIONAL)
    moments = [Moment("affectation"), Moment("subvention"), Moment("salle")]
    seats = [record.attendance(m).seat_of("utopie") for m in moments]
    expected = [SeatState.PRESENT, SeatState.STEPPED_ASIDE, SeatState.PRESENT]
    assert [s and s.state for s in seats] == expected


def test_fictional_secret_votes_keep_totals_and_their_requests() -> None:
    record = record_of(FICTIONAL)
    present = record.attendance(Moment("salle", Phase.VOTE)).present
    secret, public = vote_of(FICTIONAL, "vote-salle"), vote_of(FICTIONAL, "vote-eclairage")
    assert (secret.method, secret.requested_by_present, -(-present // 3)) == (VoteMethod.SECRET, 3, 3)
    assert (public.method, public.requested_by_present, -(-present // 4)) == (VoteMethod.PUBLIC, 2, 2)
    assert (secret.ballots, secret.everyone) == ((), None)
    assert len({b.member for b in public.ballots}) == record.count(public).voters == 10


def test_fictional_election_papers_match_voters_in_each_round() -> None:
    record = record_of(FICTIONAL)
    (election,) = record.sitting.elections
    for poll in election.rounds:
        papers = sum(c.votes for c in poll.candidates) + poll.blank + poll.null + poll.scattered
        voters = record.attendance(Moment(election.item, Phase.VOTE, poll.number)).voters
        assert papers + poll.not_voting == voters
    assert [max(c.votes for c in r.candidates) for r in election.rounds] == [4, 4, 6]
    assert [c.members for c in election.rounds[-1].candidates if c.elected] == [("exemple",)]


def test_fictional_sitting_passes_midnight() -> None:
    sitting = record_of(FICTIONAL).sitting
    assert sitting.closed_at is not None
    assert (sitting.closed_at.date() - sitting.held_on).days == 1
