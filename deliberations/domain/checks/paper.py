"""Comparing what the paper of a recorded act says with what its facts give, and with itself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from councils.domain.membership import number_at
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.ballots import VoteCount
from deliberations.domain.checks.paper_sums import check_paper_arithmetic
from deliberations.domain.checks.paper_words import (
    FIGURES,
    counts_all,
    figures_of,
    is_figure,
    is_unanimous,
    said_verdict,
)
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.majority import Verdict
from deliberations.domain.quorum import quorum_of
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.sittings import Confidence, SourceStatement

_REMEDY = "Relire l'acte d'origine : les documents produits ici reprennent les faits enregistrés."
_VERDICTS = {Verdict.ADOPTED: "adopté", Verdict.REJECTED: "rejeté"}


@dataclass(frozen=True)
class _Reading:
    """What the facts give where a statement stands: on an item, or at the opening of the sitting."""

    record: Record
    item: str | None

    @cached_property
    def room(self) -> Attendance | None:
        """The room as the act prints it; ``None`` where nobody was called over, or no member is listed."""
        moment = self.record.moment_of(self.item) if self.item else None
        room = self.record.attendance(moment)
        return room if room.is_known and room.seats else None

    @cached_property
    def count(self) -> VoteCount | None:
        vote = self.record.deciding_vote(self.item) if self.item else None
        return self.record.count(vote) if vote else None

    def having(self, *states: SeatState) -> int | None:
        return self.room.count(*states) if self.room else None

    def of_room(self, figure: Callable[[Attendance], int]) -> int | None:
        return figure(self.room) if self.room else None

    def of_count(self, figure: Callable[[VoteCount], int | None]) -> int | None:
        return figure(self.count) if self.count else None

    def quorum(self) -> int | None:
        """Members required at the opening of the debate, or of the sitting."""
        if self.room is None:
            return None
        of_third = bool(self.record.sitting.derogation.quorum_of_third)
        opening = quorum_of(self.record.attendance(), of_third=of_third)
        quorum = self.record.quorum(self.item) if self.item else opening
        return quorum.required if quorum else None


_READERS: Mapping[str, Callable[[_Reading], int | None]] = {
    "in_office": lambda r: r.of_room(lambda room: room.in_office),
    "seats": lambda r: number_at(r.record.council.seats, r.record.sitting.held_on),
    "quorum": _Reading.quorum,
    "present": lambda r: r.of_room(lambda room: room.present),
    "represented": lambda r: r.of_room(lambda room: room.represented),
    "excused": lambda r: r.having(SeatState.EXCUSED),
    "absent": lambda r: r.having(SeatState.ABSENT, SeatState.EXCUSED),
    "substituted": lambda r: r.having(SeatState.SUBSTITUTED),
    "stepped_aside": lambda r: r.having(SeatState.STEPPED_ASIDE),
    "remote": lambda r: r.having(SeatState.REMOTE),
    "voters": lambda r: r.of_room(lambda room: room.voters),
    "votes_cast": lambda r: r.of_count(lambda count: count.votes_cast),
    "in_favour": lambda r: r.of_count(lambda count: count.in_favour),
    "against": lambda r: r.of_count(lambda count: count.against),
    "abstentions": lambda r: r.of_count(lambda count: count.abstentions),
    "blank": lambda r: r.of_count(lambda count: count.blank),
    "null": lambda r: r.of_count(lambda count: count.null),
    "not_voting": lambda r: r.of_count(lambda count: count.not_voting),
}


def check_statements(record: Record) -> Iterator[Finding]:
    """Each figure and result of the paper against the one computed; illegible ones are left alone."""
    for statement in record.sitting.statements:
        if statement.confidence is Confidence.ILLEGIBLE:
            continue
        reading = _Reading(record, statement.item)
        if statement.about == "verdict":
            yield from _verdict(statement, reading)
        elif is_figure(statement):
            yield from _figure(statement, statement.number or 0, reading)


def _figure(statement: SourceStatement, number: int, reading: _Reading) -> Iterator[Finding]:
    computed, *others = _readings(statement, reading)
    if computed is not None and number in (computed, *others):
        yield from _nobody_absent(statement, reading)
    elif computed is not None:
        yield from _difference(statement, number, computed)


def _difference(statement: SourceStatement, number: int, computed: int) -> Iterator[Finding]:
    figure = FIGURES[statement.about]
    yield _finding(
        statement,
        message=f"L'acte indique « {figure.many} : {number} » ; les faits enregistrés donnent {computed}.",
        consequence=figure.consequence,
    )


def _nobody_absent(statement: SourceStatement, reading: _Reading) -> Iterator[Finding]:
    """« Absents : / », where some gave a proxy and no figure of the paper sets them apart."""
    printed = figures_of(reading.record.sitting.statements, statement.item)
    represented = reading.having(SeatState.REPRESENTED)
    if statement.about == "absent" and not statement.number and represented and "represented" not in printed:
        yield _finding(
            statement,
            severity=Severity.NOTICE,
            message=f"L'acte n'indique aucun absent, alors qu'il y a {FIGURES['represented'].counted(represented)}.",
            consequence="Un membre représenté n'est pas dans la salle : le quorum ne le compte pas.",
        )


def _readings(statement: SourceStatement, reading: _Reading) -> tuple[int | None, ...]:
    """The figure computed, then the same words counted as other papers do.

    « Absents » are the absent and the excused who gave no proxy, even where the excused are also printed apart;
    « absents non excusés » are the absent alone. A paper may count its represented members among the absent, when it
    says so or when its own figures show it, and among the excused.
    """
    computed = _READERS[statement.about](reading)
    if statement.about == "absent" and "non excus" in statement.text.casefold():
        return (reading.having(SeatState.ABSENT),)
    if statement.about == "absent" and counts_all(statement, reading.record.sitting.statements):
        return (computed, reading.having(SeatState.ABSENT, SeatState.EXCUSED, SeatState.REPRESENTED))
    if statement.about == "excused":
        return (computed, reading.of_room(lambda room: sum(_is_excused(room))))
    return (computed,)


def _is_excused(room: Attendance) -> Iterator[bool]:
    """Which seats are excused, a proxy given or not."""
    away = (SeatState.EXCUSED, SeatState.REPRESENTED)
    return (s.state in away and (s.is_excused or s.state is SeatState.EXCUSED) for s in room.seats)


def _verdict(statement: SourceStatement, reading: _Reading) -> Iterator[Finding]:
    """« Adopté », « rejeté », « à l'unanimité » against the vote that decides the item."""
    computed = reading.record.verdict_on(statement.item) if statement.item else None
    said = said_verdict(statement.text)
    if computed in _VERDICTS and said not in (None, computed):
        yield _finding(
            statement,
            message=f"L'acte indique « {statement.text} » ; d'après les voix enregistrées, le point est "
            f"{_VERDICTS[computed]}.",
            consequence="La décision imprimée n'est pas celle que le vote a prise.",
        )
    elif is_unanimous(statement.text):
        yield from _dissent(statement, reading)


def _dissent(statement: SourceStatement, reading: _Reading) -> Iterator[Finding]:
    """A voice against breaks unanimity; an abstention only that of the voters, which few papers tell apart."""
    against = reading.of_count(lambda count: count.against)
    abstentions = reading.of_count(lambda count: count.abstentions)
    about, number = ("against", against) if against else ("abstentions", abstentions)
    if not number or (about == "abstentions" and "exprim" in statement.text.casefold()):
        return
    yield _finding(
        statement,
        severity=Severity.WARNING if about == "against" else Severity.NOTICE,
        message=f"L'acte indique « {statement.text} » ; les faits enregistrés donnent "
        f"{FIGURES[about].counted(number)}.",
        consequence="L'unanimité n'est pas établie."
        if about == "against"
        else "L'unanimité n'est que celle des suffrages exprimés : l'acte ne le précise pas.",
    )


def _finding(
    statement: SourceStatement, *, message: str, consequence: str, severity: Severity = Severity.WARNING
) -> Finding:
    return Finding(
        code=f"paper.{statement.about}",
        severity=severity,
        article="",
        message=message,
        where=statement.place or "acte d'origine",
        item=statement.item,
        consequence=consequence,
        remedy=_REMEDY,
    )


RULES = (
    Rule(
        codes=(*(f"paper.{about}" for about in FIGURES), "paper.verdict"),
        title="Ce que dit le papier",
        article="",
        says="Chaque nombre et chaque résultat lus sur un acte ancien sont comparés à ceux que donnent les faits.",
        check=check_statements,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("paper.arithmetic",),
        title="Les nombres du papier entre eux",
        article="",
        says="Les nombres imprimés sur un même acte s'accordent : présents, représentés et votants ; membres en "
        "exercice ; voix et suffrages exprimés ; quorum ; unanimité.",
        check=check_paper_arithmetic,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
