"""How a finding speaks of an election: its posts, its article, its round."""

from deliberations.domain.checks.common import point, remedy
from deliberations.domain.elections import article_of_election
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.texts import text_of
from deliberations.domain.votes import Election, Round
from deliberations.domain.wording.bodies import capitalised

VOID = "L'élection peut être annulée."


def ballot_finding(
    record: Record,
    election: Election,
    code: str,
    message: str,
    gestures: tuple[str, str],
    *,
    severity: Severity = Severity.WARNING,
    turn: Round | None = None,
    consequence: str = VOID,
    text: str | None = None,
) -> Finding:
    """A finding on one election. ``gestures`` are what can be done during the sitting, then after it.

    ``text`` is the article where it is not that of the ballot itself.
    """
    return Finding(
        code=f"election.{code}",
        severity=severity,
        article=article_of_election(election, record) if text is None else text,
        message=f"{_subject(record, election)} : {message}",
        where=f"tour n° {turn.number}" if turn else "élection",
        item=election.item,
        consequence=consequence,
        remedy=remedy(record, *gestures),
    )


def _subject(record: Record, election: Election) -> str:
    """The posts, else what the item is about."""
    item = record.item(election.item)
    return capitalised(election.posts.strip() or text_of(item.title_html) or point(record, item.uid))


def ordinal(number: int) -> str:
    """« 1er », « 3e »: the rounds are masculine."""
    return "1er" if number == 1 else f"{number}e"
