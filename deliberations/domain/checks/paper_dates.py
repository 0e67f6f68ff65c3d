"""The dates printed on a recorded act against the recorded ones: convocation, receipt, publication, executory."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from councils.domain.days import council_day
from deliberations.domain.acts import Deliberation
from deliberations.domain.checks.paper_words import name_of
from deliberations.domain.enforceability import first_publication
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.written_dates import WrittenDate, dates_in
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.sittings import Confidence, SourceStatement
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.names import join_list

_EXECUTORY = re.compile(r"ex[ée]cutoire", re.IGNORECASE)
_LONGEST = 2_000


def _acts(record: Record, statement: SourceStatement) -> tuple[Deliberation, ...]:
    return record.acts_on(statement.item) if statement.item else record.sitting.deliberations


def _sent(record: Record, _: SourceStatement) -> set[date]:
    convocation = record.sitting.convocation
    days = {council_day(record.council, d.sent_at) for d in convocation.dispatches if d.sent_at}
    return days | ({convocation.sent_on} if convocation.sent_on else set())


def _received(record: Record, statement: SourceStatement) -> set[date]:
    return {act.transmission.effective_on for act in _acts(record, statement) if act.transmission}


def _published(record: Record, statement: SourceStatement) -> set[date]:
    """Days on which the act was made public; for the whole sitting, those of its papers too."""
    days = {fact.effective_on for act in _acts(record, statement) for fact in act.publications}
    papers = () if statement.item else record.sitting.publications
    return days | {paper.fact.effective_on for paper in papers}


@dataclass(frozen=True, slots=True)
class _PaperDate:
    """A date that papers print: its name in a sentence, and the days that the facts give."""

    what: str
    days: Callable[[Record, SourceStatement], set[date]]
    consequence: str


DATES: Mapping[str, _PaperDate] = {
    "convocation": _PaperDate("la convocation", _sent, "Le délai de convocation en dépend."),
    "transmitted": _PaperDate("la transmission", _received, "L'acte n'est exécutoire qu'une fois transmis."),
    "published": _PaperDate("la publication", _published, "Le délai de recours court de la publication."),
}
"""What ``about`` names a date of the paper, with ``executory``, which is read apart."""


def check_printed_dates(record: Record) -> Iterator[Finding]:
    """A date read on the paper is one of the recorded ones; silent where either is not known."""
    for statement in record.sitting.statements:
        name = name_of(statement)
        if statement.confidence is Confidence.ILLEGIBLE:
            continue
        if name == "executory":
            yield from _executory(record, statement)
        elif name in DATES:
            yield from _compared(record, statement, DATES[name])


def _days_in(statement: SourceStatement) -> dict[date, WrittenDate]:
    written = dates_in(statement.text[:_LONGEST])
    return {found.as_date: found for found in written if found.as_date}


def _compared(record: Record, statement: SourceStatement, printed: _PaperDate) -> Iterator[Finding]:
    """« Convoqué le 12 pour la séance du 18 »: the day of the sitting, printed beside, is no date of the fact."""
    said, known = _days_in(statement), printed.days(record, statement)
    others = [day for day in said if day != record.sitting.held_on]
    if others and known and not known & said.keys():
        yield _finding(
            statement,
            message=f"L'acte indique {printed.what} du {_listed(others)} ; les faits enregistrés donnent "
            f"le {_listed(sorted(known))}.",
            consequence=printed.consequence,
        )


def _listed(days: list[date]) -> str:
    return join_list([long_date(day) for day in days])


def _executory(record: Record, statement: SourceStatement) -> Iterator[Finding]:
    """Nobody can certify an act executory before it is received and published (CGCT art. L. 2131-1)."""
    certified = _certified_on(statement)
    acts = _acts(record, statement)
    if certified is None or len(acts) != 1:
        return
    steps = list(_steps(record, acts[0]))
    step, since = max(steps, key=lambda found: found[1])
    if certified < since:
        yield _finding(
            statement,
            message=f"L'acte est certifié exécutoire le {long_date(certified)}, avant {step}, le {long_date(since)}.",
            consequence="Il n'était pas encore exécutoire ce jour-là : ce qui a été fait entre-temps en application de "
            "l'acte peut être contesté.",
            article="CGCT art. L. 2131-1",
        )


def _steps(record: Record, act: Deliberation) -> Iterator[tuple[str, date]]:
    """What must be done before an act is executory, as far as it is recorded."""
    yield "la séance", record.sitting.held_on
    published = first_publication(record.council, act)
    if published:
        yield "sa publication", published.effective_on
    if act.transmission and record.item(act.item).is_transmissible:
        yield "sa réception par l'État", act.transmission.effective_on


def _certified_on(statement: SourceStatement) -> date | None:
    """The first day written after « exécutoire », else the only one; ``None`` when several could be meant."""
    days = _days_in(statement)
    word = _EXECUTORY.search(statement.text)
    after = [day for day, found in days.items() if word and found.start >= word.end()]
    if after:
        return after[0]
    return next(iter(days)) if len(days) == 1 else None


def _finding(statement: SourceStatement, *, message: str, consequence: str, article: str = "") -> Finding:
    return Finding(
        code=f"paper.{name_of(statement)}",
        severity=Severity.WARNING,
        article=article,
        message=message,
        where=statement.place or "acte d'origine",
        item=statement.item,
        consequence=consequence,
        remedy="Relire l'acte d'origine, l'accusé de réception et le registre : l'une des deux dates est fausse, ou "
        "l'acte se trompe.",
    )


RULES = (
    Rule(
        codes=("paper.executory", *(f"paper.{name}" for name in DATES)),
        title="Les dates du papier",
        article="CGCT art. L. 2131-1",
        says="Les dates lues sur un acte ancien (convocation, transmission, publication) sont celles des faits ; un "
        "acte n'est pas certifié exécutoire avant sa réception et sa publication.",
        check=check_printed_dates,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
