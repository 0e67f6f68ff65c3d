"""Checks that look at the sittings before this one: lasting proxies, long absences, the paper of a proxy."""

from collections.abc import Iterator, Mapping

from councils.domain.bodies import Territory
from deliberations.domain.articles import Topic
from deliberations.domain.attendance import SeatState
from deliberations.domain.checks.common import (
    article,
    has_begun,
    is_over,
    is_recorded,
    names_of,
    remedy,
    under_exceptional_laws,
)
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, Certainty, Rule
from deliberations.domain.wording.agreement import EXCUSED, agree
from deliberations.domain.wording.names import join_list

CONSECUTIVE_SITTINGS = 3
ABSENCES = 5


def check_lasting_proxies(record: Record) -> Iterator[Finding]:
    """The same proxy is not used at more than three sittings in a row, but for certified illness (art. L. 2121-20).

    The same is one paper, of one date, used at each of them: a proxy given anew each time is another one.
    """
    before = record.earlier[-CONSECUTIVE_SITTINGS:]
    if len(before) < CONSECUTIVE_SITTINGS or under_exceptional_laws(record):
        return
    records = [*(Record(record.council, sitting) for sitting in before), record]
    given = [_given(each) for each in records]
    for pair, movement in _given(record).items():
        papers = [proxies[pair] for proxies in given if pair in proxies]
        is_everywhere = len(papers) == len(records) and not movement.paper.is_for_illness
        dates = {paper.paper.dated_on for paper in papers}
        if is_everywhere and len(dates - {None}) < 2 and all(_is_used(each, *pair) for each in records):
            yield _lasting(record, *pair, is_dated=None not in dates)


def _is_used(record: Record, grantor: str, holder: str) -> bool:
    """Whether the holder votes for the giver at one item at least: who came himself did not use his proxy."""
    rooms = (record.attendance_at(item.uid) for item in record.sitting.agenda)
    seats = (room.seat_of(grantor) for room in rooms)
    return any(s is not None and s.state is SeatState.REPRESENTED and s.by == holder for s in seats)


def _given(record: Record) -> Mapping[tuple[str, str], Movement]:
    """Proxies of one sitting, giver and holder."""
    moves = (m for m in record.sitting.movements if m.kind is MovementKind.GIVES_PROXY)
    return {(m.member, m.other): m for m in moves if m.other is not None}


def _lasting(record: Record, grantor: str, holder: str, *, is_dated: bool) -> Finding:
    """An alarm where the same date is on the four papers; without dates, a notice: they may be four papers."""
    names = names_of(record)
    undated = "" if is_dated else " ; sans date, rien ne dit si c'est le même"
    return Finding(
        code="proxy.fourth_sitting",
        severity=Severity.WARNING if is_dated else Severity.NOTICE,
        article=article(record, Topic.PROXIES),
        message=f"Le pouvoir donné par {names.name(grantor)} à {names.name(holder)} sert à une "
        f"quatrième séance de suite{undated}.",
        where="pouvoirs",
        consequence="Au-delà de trois séances, ce pouvoir ne vaut plus, sauf maladie dûment constatée.",
        remedy=remedy(
            record,
            "Noter le certificat médical s'il y en a un, ou faire donner un pouvoir à un autre membre.",
            "Vérifier s'il y avait un certificat médical ; si le résultat d'un vote en dépend, délibérer à nouveau.",
        ),
    )


def check_proxy_papers(record: Record) -> Iterator[Finding]:
    """A proxy is written, dated and signed, and how it was received is noted. Nothing is asked of an old paper."""
    if is_recorded(record):
        return
    for (grantor, _), movement in _given(record).items():
        paper = movement.paper
        missing = [
            word
            for word, is_missing in (
                ("la date", paper.dated_on is None),
                ("la signature", paper.is_signed is False),
                ("la mention de sa signature", paper.is_signed is None),
                ("la façon dont il a été reçu", not paper.received_by.strip()),
            )
            if is_missing
        ]
        if missing:
            yield _incomplete(record, grantor, missing)


def _incomplete(record: Record, grantor: str, missing: list[str]) -> Finding:
    return Finding(
        code="proxy.paper",
        severity=Severity.NOTICE if is_over(record) else Severity.WARNING,
        article=article(record, Topic.PROXIES),
        message=f"Pouvoir {names_of(record).of(grantor)} : il manque {join_list(missing)}.",
        where="pouvoirs",
        consequence="Un pouvoir dont on ne peut montrer ni la date, ni la signature, ni la réception "
        "peut être contesté.",
        remedy="Relire le pouvoir écrit, et noter ce qui manque.",
    )


def check_proxies_of_second_call(record: Record) -> Iterator[Finding]:
    """A proxy given for the first call serves at the second one only if it says so (SEN 12942, 2019)."""
    first = record.sitting.convocation.second_of
    earlier = next((s for s in record.earlier if s.uid == first), None) if first else None
    if earlier is None:
        return
    before = _given(Record(record.council, earlier))
    for pair, movement in _given(record).items():
        if pair in before and not movement.paper.covers_second_call and _is_same(before[pair], movement):
            grantor, holder = pair
            names = names_of(record)
            yield Finding(
                code="proxy.second_call",
                severity=Severity.NOTICE if is_recorded(record) else Severity.WARNING,
                article=article(record, Topic.PROXIES),
                message=f"Le pouvoir {names.of(grantor)} à {names.name(holder)} a été donné pour la première "
                "convocation.",
                where="pouvoirs",
                consequence="Il ne vaut à la séance reconvoquée que s'il le dit.",
                remedy=remedy(
                    record,
                    "Relire le pouvoir : s'il vaut aussi pour la seconde convocation, le noter ; "
                    "sinon, en demander un.",
                    "Relire le pouvoir écrit, et noter s'il valait aussi pour la seconde convocation.",
                ),
            )


def _is_same(one: Movement, other: Movement) -> bool:
    """Two papers of different dates are two proxies; unknown dates prove nothing."""
    dates = {one.paper.dated_on, other.paper.dated_on}
    return None in dates or len(dates) == 1


def check_long_absences(record: Record) -> Iterator[Finding]:
    """Under the local law of Alsace-Moselle, absence from five sittings in a row loses the seat (art. L. 2541-1 s.)."""
    before = record.earlier[-(ABSENCES - 1) :]
    if len(before) < ABSENCES - 1 or not has_begun(record):
        return
    records = [*(Record(record.council, sitting) for sitting in before), record]
    for member in record.members:
        if all(_was_away(each, member) for each in records):
            names = names_of(record)
            excused = agree(EXCUSED, [names.gender(member)])
            yield Finding(
                code="attendance.five_absences",
                severity=Severity.WARNING,
                article="CGCT art. L. 2541-1 et s.",
                message=f"{names.name(member)} a manqué cinq séances de suite sans être {excused}.",
                where="présences",
                consequence="Le droit local prévoit la perte du mandat.",
                remedy="Vérifier les présences et les excuses, puis prendre l'avis de la préfecture.",
            )


def _was_away(record: Record, member: str) -> bool:
    """Absent without excuse at the opening and at every item."""
    rooms = [record.attendance(), *(record.attendance_at(item.uid) for item in record.sitting.agenda)]
    seats = [room.seat_of(member) for room in rooms]
    return all(seat is not None and seat.state is SeatState.ABSENT and not seat.has_left for seat in seats)


RULES = (
    Rule(
        codes=("proxy.fourth_sitting",),
        title="Pouvoir de plus de trois séances",
        article="CGCT art. L. 2121-20",
        says="Un même pouvoir n'est pas valable pour plus de trois séances consécutives, sauf "
        "maladie dûment constatée. "
        "Un CCAS n'a pas cette limite.",
        check=check_lasting_proxies,
        softened_by_exceptional_laws=True,
        bodies=COMMUNES | GROUPED,
    ),
    Rule(
        codes=("proxy.paper",),
        title="Écrit du pouvoir",
        article="CGCT art. L. 2121-20",
        says="Le pouvoir est écrit, daté et signé ; la façon dont il a été reçu est notée (TA Lille, 9 février 1993, "
        "Annezin).",
        check=check_proxy_papers,
        softened_by_exceptional_laws=True,
        bodies=COMMUNES | GROUPED,
    ),
    Rule(
        codes=("proxy.second_call",),
        title="Pouvoir et seconde convocation",
        article="CGCT art. L. 2121-20",
        says="Un pouvoir ne vaut à la séance reconvoquée que s'il le dit (réponse à la question Sénat 12942, 2019).",
        check=check_proxies_of_second_call,
        softened_by_exceptional_laws=True,
        bodies=COMMUNES | GROUPED,
    ),
    Rule(
        codes=("attendance.five_absences",),
        title="Absences répétées (Alsace-Moselle)",
        article="CGCT art. L. 2541-1 et s.",
        says="En Alsace-Moselle, qui manque cinq séances de suite perd son mandat.",
        check=check_long_absences,
        bodies=COMMUNES,
        territories=frozenset({Territory.ALSACE_MOSELLE}),
        certainty=Certainty.OLD_TEXT,
    ),
)
