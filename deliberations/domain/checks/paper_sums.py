"""The figures of one paper added up: do they contradict each other, whatever the facts say?"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from deliberations.domain.checks.paper_readings import Reading, accepted
from deliberations.domain.checks.paper_words import FIGURES, figures_of, is_unanimous, name_of
from deliberations.domain.elections import absolute_majority
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.sittings import Confidence, ItemOutcome, SourceStatement

Figures = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Sum:
    """``parts`` make ``total``; silent unless all are printed.

    A part ``within`` may already be counted in another one. ``maybe`` are added, ``less`` taken off, when a paper that
    prints them counts them so: any way that balances is taken to be the paper's. A sum ``of_the_room`` may mix the
    roll of the opening with the room of the vote: it contradicts nothing where the facts give each of its figures.
    """

    parts: tuple[str, ...]
    total: str
    within: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    of_the_room: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        return (*self.parts, self.total)

    def balances(self, figures: Figures) -> bool:
        totals = {sum(figures[part] for part in self.parts if part not in self.within)}
        for name in (*self.within, *self.maybe):
            totals |= {total + figures.get(name, 0) for total in totals}
        for name in self.less:
            totals |= {total - figures.get(name, 0) for total in totals}
        return figures[self.total] in totals

    def shown(self, figures: Figures) -> tuple[str, ...]:
        """The figures added up for the reader: all the parts, and what else is printed and not nil."""
        return (*self.parts, *(name for name in self.maybe if figures.get(name)))


_SUMS = (
    _Sum(
        ("present", "represented"),
        "voters",
        maybe=("substituted", "remote"),
        less=("stepped_aside", "not_voting"),
        of_the_room=True,
    ),
    _Sum(
        ("present", "represented", "absent"),
        "in_office",
        within=("represented",),
        maybe=("excused", "substituted", "remote", "stepped_aside"),
        of_the_room=True,
    ),
    _Sum(
        ("in_favour", "against", "abstentions"),
        "voters",
        maybe=("blank", "null", "not_voting", "stepped_aside"),
    ),
    _Sum(("in_favour", "against"), "votes_cast"),
)
_AT_MOST = (("in_office", "seats"), ("quorum", "in_office"))
"""A figure, and the one it cannot exceed."""


def check_paper_arithmetic(record: Record) -> Iterator[Finding]:
    """The figures of one item, or of the opening, that do not add up. A figure not printed says nothing."""
    statements = record.sitting.statements
    for item in dict.fromkeys(s.item for s in statements):
        printed = figures_of(statements, item)
        figures = {about: s.number for about, s in printed.items() if s.number is not None}
        given = partial(_is_given, Reading(record, item), printed)
        limits = _limits(figures, needs_quorum=_needs_quorum(record, item))
        for message, names in (*_sums(figures, given), *limits):
            yield _finding(message, [printed[name] for name in names])
        yield from _majority(figures, printed)
        yield from _unanimity(printed, (s for s in statements if s.item == item))


def _is_given(reading: Reading, printed: Mapping[str, SourceStatement], name: str) -> bool:
    """Whether the facts give that figure, in one of the senses that papers give to its word."""
    return printed[name].number in accepted(printed[name], reading)


def _sums(figures: Figures, given: Callable[[str], bool]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for rule in _SUMS:
        if not all(name in figures for name in rule.needed) or rule.balances(figures):
            continue
        if rule.of_the_room and all(given(name) for name in rule.needed):
            continue
        shown = rule.shown(figures)
        added = " + ".join(_counted(figures, name) for name in shown)
        total = sum(figures[name] for name in shown)
        message = f"{added} = {total}, mais l'acte indique {_counted(figures, rule.total)}."
        yield message, (*shown, rule.total)


def _needs_quorum(record: Record, item: str | None) -> bool:
    """False of what was put off, and of a sitting where all was: the paper may well tell that the quorum lacked."""
    outcomes = [each.outcome for each in record.sitting.agenda if item in (None, each.uid)]
    return not outcomes or ItemOutcome.EXAMINED in outcomes


def _limits(figures: Figures, *, needs_quorum: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, limit in _AT_MOST:
        if name in figures and limit in figures and figures[name] > figures[limit]:
            yield f"L'acte indique {_counted(figures, name)}, pour {_counted(figures, limit)}.", (name, limit)
    if needs_quorum and {"present", "quorum"} <= figures.keys():
        here = figures["present"] + figures.get("remote", 0) + figures.get("substituted", 0)
        if here < figures["quorum"]:
            message = f"L'acte indique {_counted(figures, 'present')}, pour un quorum de {figures['quorum']}."
            yield message, ("present", "quorum")


def _majority(figures: Figures, printed: Mapping[str, SourceStatement]) -> Iterator[Finding]:
    """The absolute majority is more than half of the votes cast; among voters alone, some may be blank or null."""
    base = "votes_cast" if "votes_cast" in figures else "voters"
    if not {"majority", base} <= figures.keys():
        return
    idle = ("blank", "null", "abstentions", "not_voting") if base == "voters" else ()
    cast = figures[base] - sum(figures.get(name, 0) for name in idle)
    is_sure = base == "votes_cast" or any(name in figures for name in idle)
    if figures["majority"] != absolute_majority(max(0, cast)):
        message = (
            f"L'acte indique une majorité absolue de {figures['majority']}, pour {_counted(figures, base)} : "
        )
        message += f"elle est de {absolute_majority(max(0, cast))}."
        if not is_sure:
            message = message.replace("elle est", "s'ils sont tous exprimés, elle est")
        severity = Severity.WARNING if is_sure else Severity.NOTICE
        yield _finding(message, [printed["majority"], printed[base]], severity)


def _unanimity(
    printed: Mapping[str, SourceStatement], statements: Iterable[SourceStatement]
) -> Iterator[Finding]:
    """« À l'unanimité », with voices against."""
    against = printed.get("against")
    said = next((s for s in statements if _says_unanimous(s)), None)
    if said and against and against.number:
        message = f"L'acte indique « {said.text} » et {FIGURES['against'].counted(against.number)}."
        yield _finding(message, [said, against])


def _says_unanimous(statement: SourceStatement) -> bool:
    is_read = statement.confidence is not Confidence.ILLEGIBLE
    return name_of(statement) == "verdict" and is_read and is_unanimous(statement.text)


def _counted(figures: Figures, name: str) -> str:
    return FIGURES[name].counted(figures[name])


def _finding(
    message: str, statements: list[SourceStatement], severity: Severity = Severity.WARNING
) -> Finding:
    places = dict.fromkeys(s.place for s in statements if s.place)
    return Finding(
        code="paper.arithmetic",
        severity=severity,
        article="",
        message=message,
        where=" ; ".join(places) or "acte d'origine",
        item=statements[0].item,
        consequence="L'acte se contredit : l'un de ces nombres est faux, et la preuve du quorum ou du vote en "
        "est affaiblie.",
        remedy="Relire l'acte d'origine et le registre : rectifier l'erreur de plume, ou faire constater le "
        "nombre exact par le conseil.",
    )
