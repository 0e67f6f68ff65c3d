"""The papers of a sitting in the other bodies, and the edges of their facts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from councils.domain.bodies import BodyType, Territory
from councils.domain.look_blocks import ActBlock
from councils.domain.looks import HouseLook
from councils.domain.people import Civility, Gender, Office, OfficeKind, Person
from deliberations.documents.composed import render_text
from deliberations.documents.council_table import view_council_table
from deliberations.documents.sitting import BY_KIND
from deliberations.domain.acts import PublicFact, Source
from deliberations.domain.elections import result_of
from deliberations.domain.missing_quorum import missing_quorum
from deliberations.domain.moments import Moment
from deliberations.domain.movements import MovementKind
from deliberations.domain.record import Record
from deliberations.domain.sitting_documents import NOBODY
from deliberations.domain.sitting_documents import SittingDocumentKind as Kind
from deliberations.domain.sittings import (
    Convocation,
    Derogation,
    ItemOutcome,
    PaperPublication,
    Sitting,
    SittingPaper,
    Subject,
)
from deliberations.domain.votes import CandidateTally, Election, Round
from deliberations.domain.wording import convening
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.election_result import results
from deliberations.domain.wording.members import MemberWords
from tests.facts import make_act, make_council, make_item, make_mandate, move, timeline

pytestmark = pytest.mark.unit

HELD_ON = date(2026, 6, 26)
OTHERS: Mapping[str, dict[str, Any]] = {
    "epci": {"body_type": BodyType.EPCI, "authority_name": "Communauté de communes d'Exemple"},
    "ccas": {"body_type": BodyType.CCAS, "authority_name": "CCAS d'Exemple"},
    "open": {"body_type": BodyType.OPEN_SYNDICATE, "authority_name": "Syndicat d'Exemple"},
    "moselle": {"territory": Territory.ALSACE_MOSELLE},
}


def record(present: int = 9, body: str = "", **facts: Any) -> Record:
    """A sitting of fifteen members, of whom the first ``present`` came."""
    moves = [move(MovementKind.PRESENT, f"m{n}") for n in range(1, present + 1)]
    told = {
        "held_on": HELD_ON,
        "agenda": (make_item("p1", 1), make_item("p2", 2)),
        "movements": timeline(moves),
        "chair": "m1",
        "convocation": Convocation(sent_on=HELD_ON - timedelta(days=8)),
        **facts,
    }
    return Record(make_council(15, **OTHERS.get(body, {})), Sitting("seance", **told))


def text_of(record: Record, kind: Kind, **more: Any) -> str:
    shown = render_text(BY_KIND[kind].view_of(record, edited_on=HELD_ON, **more))
    return shown.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


def why_not(record: Record, kind: Kind) -> str:
    return BY_KIND[kind].why_not(record)


# Quorum -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("present", "is_missing"), [(7, True), (8, False)])
def test_quorum_at_the_opening_l2121_17(present: int, is_missing: bool) -> None:
    assert (missing_quorum(record(present)) is not None) is is_missing


def test_quorum_lost_at_an_item_l2121_17() -> None:
    leaves = [move(MovementKind.LEAVES, f"m{n}", on=Moment("p2")) for n in (8, 9)]
    base = record()
    moves = timeline([*base.sitting.movements, *leaves])
    text = text_of(replace(base, sitting=replace(base.sitting, movements=moves)), Kind.NO_QUORUM)
    assert "À l'examen du point 2 de l'ordre du jour (Objet p2), le quorum n'est plus réuni." in text
    assert "ne peut donc pas délibérer valablement sur ce point (CGCT art. L. 2121-17)." in text


def test_second_call_has_no_quorum_to_miss() -> None:
    base = record(3, convocation=Convocation(sent_on=HELD_ON - timedelta(days=8), second_of="premiere"))
    assert "n'avait pas de condition de quorum" in why_not(base, Kind.NO_QUORUM)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("epci", "(CGCT art. L. 5211-1 et L. 2121-17, al. 2)."),
        ("ccas", "(CASF art. R. 123-17)."),
        ("moselle", "(CGCT art. L. 2541-4)."),
    ],
)
def test_second_call_cites_the_article_of_the_body(body: str, told: str) -> None:
    assert told in text_of(record(5, body), Kind.NO_QUORUM)


@pytest.mark.parametrize(
    ("body", "is_told"), [("", True), ("epci", True), ("ccas", False), ("moselle", False)]
)
def test_day_of_the_second_sitting_where_days_are_clear_ones(body: str, is_told: bool) -> None:
    assert ("à compter du mardi 30 juin 2026" in text_of(record(5, body), Kind.NO_QUORUM)) is is_told


def test_rules_of_an_open_syndicate_are_not_known() -> None:
    assert "ne connaît pas" in why_not(record(1, "open"), Kind.NO_QUORUM)


def test_attendance_that_nobody_noted_tells_nothing() -> None:
    assert "ne sont pas enregistrées" in why_not(record(attendance_recorded=False), Kind.NO_QUORUM)


# Who calls ----------------------------------------------------------------------------------------------------


def installation(*, former_until: date) -> Record:
    """A sitting that installs: m1 is mayor until that day, m2 from the sitting on."""
    base = record(agenda=(make_item("p1", 1, subject=Subject.INSTALLATION),))
    former, elected, *rest = base.council.mandates
    before = tuple(replace(office, until=former_until) for office in former.offices)
    after = Office(OfficeKind.MAYOR, "Maire", address="Madame la Maire", since=HELD_ON)
    mandates = (replace(former, offices=before), replace(elected, offices=(after,)), *rest)
    return replace(base, council=replace(base.council, mandates=mandates))


def test_mayor_who_leaves_calls_to_the_installation_l2121_10() -> None:
    told = installation(former_until=HELD_ON - timedelta(days=1))
    text = text_of(told, Kind.CONVOCATION, subject="m2")
    assert "La Maire,\nPrénom M1" in text
    assert "Madame la Maire" not in text  # m2 is not mayor yet
    assert "La Maire,\nPrénom M1" in text_of(told, Kind.POSTED_AGENDA)


def test_installation_whose_caller_is_not_known_is_signed_by_hand() -> None:
    told = installation(former_until=HELD_ON - timedelta(days=30))
    assert "Signature :\n\nRÉPUBLIQUE FRANÇAISE" in text_of(told, Kind.CONVOCATION, subject="m3")


def test_sheet_of_an_installation_has_the_table_before_the_vote() -> None:
    lines = text_of(installation(former_until=HELD_ON), Kind.ATTENDANCE_SHEET).splitlines()
    assert [line.rstrip(" |") for line in lines if line.startswith(("1 |", "2 |"))] == [
        "1 | Prénom M1, Maire",
        "2 | Prénom M2",
    ]


# What is posted -----------------------------------------------------------------------------------------------


def test_social_board_is_not_said_to_be_public() -> None:
    assert "La séance est publique." in text_of(record(), Kind.POSTED_AGENDA)
    assert "La séance est publique." not in text_of(record(body="ccas"), Kind.POSTED_AGENDA)


def test_posted_agenda_hides_private_passages_and_what_was_added_in_sitting() -> None:
    agenda = (
        make_item("p1", 1, title_html="Aide à <mark data-private>Madame Confidence</mark>"),
        make_item("p2", 2, added_in_sitting=True),
    )
    text = text_of(record(agenda=agenda), Kind.POSTED_AGENDA)
    assert ("Confidence" in text, "Objet p2" in text) == (False, False)
    assert "1. Aide à" in text


@pytest.mark.parametrize(
    ("body", "seat"), [("", "à la mairie"), ("epci", "au siège"), ("ccas", "au siège"), ("open", "au siège")]
)
def test_papers_are_handed_and_read_at_the_seat_of_the_body(body: str, seat: str) -> None:
    proxy = text_of(record(body=body), Kind.BLANK_PROXY, subject=NOBODY)
    assert f"faire parvenir {seat} avant la séance" in proxy
    assert f"consultées {seat}." in text_of(record(body=body), Kind.DECISION_LIST)


def published(channel: str, **more: Any) -> PublicFact:
    return PublicFact(HELD_ON + timedelta(days=3), Source.DECLARED, channel, **more)


@pytest.mark.parametrize(
    ("channel", "told"),
    [
        ("affichage", "a été affichée à la mairie à compter du 29 juin 2026."),
        ("site Internet", "a été publiée sur le site Internet le 29 juin 2026."),
        ("papier", "a été publiée sous forme papier le 29 juin 2026."),
        ("notification", "a été notifiée le 29 juin 2026."),
        ("tambour", "a été publiée (tambour) le 29 juin 2026."),
    ],
)
def test_certificate_says_how_l2131_1(channel: str, told: str) -> None:
    act = replace(make_act("p1"), publications=(published(channel),))
    text = text_of(record(deliberations=(act,)), Kind.ACT_CERTIFICATE, subject=act.uid)
    assert told in text
    until = text.find("Affichage retiré le\n\nSignature :")
    assert (until > text.find("Fait à Exemple")) is (channel == "affichage")


@pytest.mark.parametrize(
    ("channels", "title"),
    [
        (("affichage", "site Internet"), "Certificat d'affichage et de publication"),
        (("affichage", "notification"), "Certificat d'affichage"),
        (("affichage",), "Certificat d'affichage"),
        (("papier",), "Certificat de publication"),
        (("notification",), "Certificat de notification"),
    ],
)
def test_certificate_is_named_after_its_facts(channels: tuple[str, ...], title: str) -> None:
    act = replace(make_act("p1"), publications=tuple(published(channel) for channel in channels))
    text = text_of(record(deliberations=(act,)), Kind.ACT_CERTIFICATE, subject=act.uid)
    assert title in text.splitlines()


def test_certificate_is_signed_by_the_head_of_that_day() -> None:
    act = replace(make_act("p1"), publications=(published("affichage"),))
    base = record(deliberations=(act,))
    later = HELD_ON + timedelta(days=30)
    former, other, *rest = base.council.mandates
    offices = tuple(replace(office, until=HELD_ON) for office in former.offices)
    successor = Office(OfficeKind.MAYOR, "Maire", since=HELD_ON + timedelta(days=1))
    mandates = (replace(former, offices=offices), replace(other, offices=(successor,)), *rest)
    changed = replace(base, council=replace(base.council, mandates=mandates))
    view = BY_KIND[Kind.ACT_CERTIFICATE].view_of(changed, edited_on=later, subject=act.uid)
    assert "Je soussigné(e), Prénom M2, Maire d’Exemple, certifie" in render_text(view)


def test_certificate_of_the_list_cites_nothing_for_a_social_board() -> None:
    facts = (PaperPublication(SittingPaper.DECISION_LIST, published("affichage")),)
    of_board = text_of(record(body="ccas", publications=facts), Kind.PAPER_CERTIFICATE, subject="liste")
    assert "En application" not in of_board
    assert "date constatée par nos services" in of_board
    told = text_of(record(body="epci", publications=facts), Kind.PAPER_CERTIFICATE, subject="liste")
    assert "En application des articles L. 5211-1 et L. 2121-25 du Code général" in told


# Elections ----------------------------------------------------------------------------------------------------


def election(*tallies: CandidateTally, **facts: Any) -> Record:
    turn = Round(1, tallies, blank=0, null=0)
    held = Election("e1", "p1", "délégué au syndicat", rounds=(turn,), **facts)
    return record(elections=(held,))


def test_election_of_somebody_whose_gender_is_not_known() -> None:
    told = election(CandidateTally("Prénom M4", 8, ("m4",)), CandidateTally("Prénom M5", 1, ("m5",)))
    text = text_of(told, Kind.ELECTION_RESULT, subject="e1")
    assert "Élu(e) au 1er tour, à la majorité absolue : Prénom M4." in text
    assert "procès-verbal officiel" not in text
    assert "1 |  | Objet p1 | Élu(e) : Prénom M4" in text_of(told, Kind.DECISION_LIST)


def test_election_without_majority_elects_nobody() -> None:
    told = election(*(CandidateTally(f"Prénom M{n}", 3, (f"m{n}",)) for n in (4, 5, 6)))
    text = text_of(told, Kind.ELECTION_RESULT, subject="e1")
    assert "Personne n'a obtenu la majorité absolue." in text
    assert "Personne n'est élu" in text_of(told, Kind.DECISION_LIST)


# Table of the council -----------------------------------------------------------------------------------------


def table_text(*, on: date = HELD_ON, body: str = "", with_birth_dates: bool = False) -> list[str]:
    people = (
        Person(
            "m1",
            "Anne",
            "Durand",
            gender=Gender.FEMININE,
            civility=Civility.MADAME,
            birth_date=date(1961, 2, 3),
        ),
        Person("m2", "Sam", "Petit"),
    )
    later = make_mandate("m3", since=date(2027, 1, 1))
    council = make_council(2, people=people, more=(later,), **OTHERS.get(body, {}))
    view = view_council_table(council, on, edited_on=HELD_ON, with_birth_dates=with_birth_dates)
    return render_text(view).replace("\u00a0", " ").splitlines()


def test_table_for_anybody_has_no_birth_date_r2121_2() -> None:
    lines = table_text()
    assert "N° | Fonction | Nom | Élection la plus récente | Voix" in lines
    assert "1 | Maire | Mme Anne DURAND |  |" in lines
    assert "2 | Conseiller(ère) municipal(e) | Sam PETIT |  |" in lines
    assert not any("1961" in line for line in lines)


def test_table_for_the_prefect_tells_what_is_known() -> None:
    lines = table_text(with_birth_dates=True)
    assert "1 | Maire | Mme Anne DURAND | 03/02/1961 |  |" in lines
    assert "CGCT art. L. 2121-1 et R. 2121-2" in lines


def test_table_is_that_of_its_day() -> None:
    assert [line[0] for line in table_text(on=date(2027, 2, 1)) if " | " in line] == ["N", "1", "2", "3"]


def test_table_of_another_body_cites_no_article() -> None:
    lines = table_text(body="epci")
    assert lines[0] == "Tableau du conseil communautaire"
    assert not any("CGCT" in line for line in lines)


# Who signs as secretary ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("secretary", "is_printed"), [("m9", True), ("m10", False)], ids=["in-the-room", "away"]
)
@pytest.mark.parametrize("kind", [Kind.CLOSING_SHEET, Kind.MINUTES, Kind.ATTENDANCE_SHEET], ids=str)
def test_secretary_who_was_not_there_has_a_blank_l2121_15(
    kind: Kind, secretary: str, is_printed: bool
) -> None:
    base = record()
    away = [move(MovementKind.ABSENT, f"m{n}") for n in range(10, 16)]
    moves = timeline([*base.sitting.movements, *away])
    held = replace(base.sitting, movements=moves, secretaries=(secretary,))
    text = text_of(replace(base, sitting=held), kind)
    assert (f"Secrétaire de séance,\nPrénom {secretary.upper()}" in text) is is_printed
    assert "Secrétaire de séance," in text


def test_secretary_of_one_item_signs_the_closing_sheet_r2121_9() -> None:
    items = (make_item("p1", 1), make_item("p2", 2, secretary="m3"))
    text = text_of(record(agenda=items, secretaries=("m2",)), Kind.CLOSING_SHEET)
    assert text.endswith("Secrétaire de séance,\nPrénom M2\n\nSecrétaire de séance,\nPrénom M3\n")


@pytest.mark.parametrize(
    ("body", "sent_on", "told"),
    [
        ("", date(2026, 6, 18), "Convocation du 18 juin 2026 (CGCT art. L. 2121-10)."),
        ("moselle", date(2026, 6, 18), "Convocation du 18 juin 2026 (CGCT art. L. 2541-1 et s.)."),
        ("ccas", date(2026, 6, 18), "Convocation du 18 juin 2026."),
        ("", None, f"Convocation du {'…' * 15} (CGCT art. L. 2121-10)."),
    ],
)
def test_closing_sheet_mentions_the_convocation_l2121_10(body: str, sent_on: date | None, told: str) -> None:
    found = record(body=body, convocation=Convocation(sent_on=sent_on))
    hidden = HouseLook(hidden=(ActBlock.NUMBER, ActBlock.CONVOCATION))
    found = replace(found, council=replace(found.council, look=hidden))
    assert told in text_of(found, Kind.CLOSING_SHEET)


@pytest.mark.parametrize(("held_on", "has_room"), [(date(2022, 6, 30), True), (date(2022, 7, 1), False)])
@pytest.mark.parametrize("is_known", [True, False])
def test_every_member_signs_the_closing_sheet_of_old(held_on: date, has_room: bool, is_known: bool) -> None:
    moves = () if is_known else {"movements": (), "attendance_recorded": False}
    found = record(held_on=held_on, **dict(moves))
    assert ("Signature, ou cause qui empêche de signer" in text_of(found, Kind.CLOSING_SHEET)) is has_room


def test_items_not_examined_are_listed_apart_l2121_25() -> None:
    items = (
        make_item("p1", 1),
        replace(make_item("p2", 2), outcome=ItemOutcome.ADJOURNED, title_html="Vente du moulin"),
    )
    examined, _, apart = text_of(record(agenda=items), Kind.DECISION_LIST).partition("non examinés")
    assert "Vente du moulin" not in examined
    assert "Vente du moulin" in apart
    assert "Ajourné" in apart


@pytest.mark.parametrize(("body", "is_told"), [("epci", True), ("", False)])
def test_member_at_a_distance_is_present_where_the_law_allows_it_l5211_11_1(body: str, is_told: bool) -> None:
    base = record(body=body)
    moves = timeline([*base.sitting.movements, move(MovementKind.ATTENDS_REMOTELY, "m10")])
    text = text_of(replace(base, sitting=replace(base.sitting, movements=moves)), Kind.CLOSING_SHEET)
    assert ("- Prénom M10 (à distance)\n" in text) is is_told


def test_decisions_not_recorded_are_not_said_to_be_none_l2122_23() -> None:
    items = (make_item("p1", 1, subject=Subject.DELEGATED_DECISIONS),)
    assert "délégation" not in text_of(record(agenda=items), Kind.MINUTES)


# Proxies, salutations, candidacies -----------------------------------------------------------------------------


@pytest.mark.parametrize(("allowed", "told"), [(None, "qu'un seul pouvoir"), (2, "que 2 pouvoirs")])
def test_proxies_held_are_those_that_day_allowed_l2121_20(allowed: int | None, told: str) -> None:
    day = record(derogation=Derogation("loi", proxies_per_holder=allowed))
    assert convening.proxy_warning(day) == (
        f"Chaque membre ne peut détenir {told}. Le pouvoir est toujours révocable (CGCT art. L. 2121-20) ; il prend "
        "fin si son auteur rejoint la séance."
    )


def test_salutation_follows_the_gender_where_the_civility_is_not_known() -> None:
    people = (Person("", "Ada", "Un", Gender.FEMININE), Person("", "Ada", "Deux"))
    council = make_council(2, people=people)
    mandates = tuple(replace(mandate, offices=()) for mandate in council.mandates)
    day = replace(record(), council=replace(council, mandates=mandates))
    words = MemberWords(day, BodyWords(day.council))
    assert [convening.salutation(day, words, m) for m in ("m1", "m2")] == ["Madame,", "Madame, Monsieur,"]


@pytest.mark.parametrize(
    ("by_list", "told"), [(False, "la candidature étant unique"), (True, "la liste étant unique")]
)
def test_single_candidacy_is_elected_without_ballot_l2121_21(by_list: bool, told: str) -> None:
    only = Round(1, (CandidateTally("Liste Un", 0, ("m1", "m2")),))
    election = Election("e", "p1", "Membres", seats=2, rounds=(only,), by_list=by_list, is_unopposed=True)
    day = record(elections=(election,))
    words = MemberWords(day, BodyWords(day.council))
    (line,) = results(words, election, result_of(election, day))
    assert f"sans scrutin (art. L. 2121-21), {told}" in line
