"""Comparing what the paper of a recorded act says with what its facts give."""

from collections.abc import Callable, Iterator

from deliberations.domain.attendance import SeatState
from deliberations.domain.ballots import voting_moment
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.moments import Moment
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.sittings import Confidence, SourceStatement

_LABELS = {
    "in_office": "membres en exercice",
    "present": "présents",
    "represented": "représentés",
    "absent": "absents",
    "voters": "votants",
    "in_favour": "voix pour",
    "against": "voix contre",
    "abstentions": "abstentions",
    "not_voting": "ne prennent pas part au vote",
}


def check_statements(record: Record) -> Iterator[Finding]:
    """Each figure of the paper against the same figure computed; illegible ones are left alone."""
    for statement in record.sitting.statements:
        if statement.number is None or statement.confidence is Confidence.ILLEGIBLE:
            continue
        computed = _computed(record, statement)
        if computed is not None and computed != statement.number:
            yield Finding(
                code=f"paper.{statement.about}",
                severity=Severity.WARNING,
                article="",
                message=f"L'acte indique « {_LABELS[statement.about]} : {statement.number} » ; les faits "
                f"enregistrés donnent {computed}.",
                where=statement.place or "acte d'origine",
                item=statement.item,
                consequence="L'un des deux est faux : le quorum ou le résultat du vote peut en dépendre.",
                remedy="Relire l'acte d'origine : les documents produits ici reprennent les faits enregistrés.",
            )


def _computed(record: Record, statement: SourceStatement) -> int | None:
    readers = _vote_readers(record, statement.item) | _room_readers(record, statement.item)
    reader = readers.get(statement.about)
    return reader() if reader else None


def _room_readers(record: Record, item: str | None) -> dict[str, Callable[[], int | None]]:
    vote = record.deciding_vote(item) if item else None
    moment = voting_moment(vote) if vote else Moment(item) if item else None
    room = record.attendance(moment)
    if not room.is_known:
        return {}
    return {
        "in_office": lambda: room.in_office,
        "present": lambda: room.present,
        "represented": lambda: room.represented,
        "absent": lambda: len(room.having(SeatState.ABSENT, SeatState.EXCUSED)),
        "voters": lambda: room.voters,
    }


def _vote_readers(record: Record, item: str | None) -> dict[str, Callable[[], int | None]]:
    vote = record.deciding_vote(item) if item else None
    if vote is None:
        return {}
    count = record.count(vote)
    return {
        "in_favour": lambda: count.in_favour,
        "against": lambda: count.against,
        "abstentions": lambda: count.abstentions,
        "not_voting": lambda: count.not_voting,
    }


RULES = (
    Rule(
        codes=tuple(f"paper.{about}" for about in _LABELS),
        title="Ce que dit le papier",
        article="",
        says="Chaque nombre lu sur un acte ancien est comparé au même nombre calculé.",
        check=check_statements,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
