"""Counts told by the prose of an act against the facts: the room, the vote, and the names printed beside a number."""

import re
from collections.abc import Iterator

from deliberations.domain.acts import Deliberation
from deliberations.domain.attendance import SeatState
from deliberations.domain.checks.paper_words import FIGURES
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.counts import VOICES, said_in
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.persons import CIVILITY, NAME, People
from deliberations.domain.linter.reading import Advice, Line, remark
from deliberations.domain.linter.said import Said
from deliberations.domain.linter.scope import (
    after,
    before,
    is_of_another_room,
    is_of_another_vote,
    own_lines,
)
from deliberations.domain.linter.senses import Facts
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule

_ELECTS = re.compile(
    r"tours?\sde\sscrutin|dépouill|urnes?\b|bulletins?\s(?:blanc|nul|de\svote)|nombre\sde\sbulletins"
    r"|majorité\sabsolue|\bobt(?:enu|ien)|\brecueill|\bcandidate?s?\b",
    re.IGNORECASE,
)
"""Words of an election, whose voices go to candidates."""
_OPENING = re.compile(
    r"l['’]ouverture|\bl['’]appel\b(?!\sd['’])|appel\snominal|début\sde\s(?:la\s)?séance(?!\s?:)",
    re.IGNORECASE,
)
"""The room when the members were called over: others may have come or left since."""
_ALL_ALONG = ("in_office", "quorum")
_PAPER = {"absent_excused": "absent", "not_excused": "absent"}
"""Counts of the prose that go by another name among those of a paper."""
_FIX_ROOM = "Corriger le texte, ou les présences si elles sont mal notées."
_FIX_VOTE = "Corriger le texte, ou le vote enregistré s'il est mal noté."


@told_once
def check_counts(record: Record) -> Iterator[Finding]:
    """A number of the room or of the vote that the text gives is that of the facts, and of the names beside it."""
    people = People.of(record)
    for act in record.sitting.deliberations:
        told, facts = _told(record, act), Facts(record, act.item)
        yield from (_difference(record, facts, *wrong) for wrong in _wrong(act, facts, told))
        yield from _names(record, people, facts, told)


def miscounted(record: Record, act: Deliberation) -> frozenset[tuple[str, str]]:
    """What is counted, and in which words, where ``text.count`` says that the act is not right."""
    wrong = _wrong(act, Facts(record, act.item), _told(record, act))
    return frozenset((said.about, said.words) for _, said, _ in wrong)


def _told(record: Record, act: Deliberation) -> list[tuple[Line, Said]]:
    return [
        (line, said) for line in own_lines(act) for said in said_in(line.text) if _is_own(record, line, said)
    ]


def _is_own(record: Record, line: Line, said: Said) -> bool:
    if said.about in VOICES:
        return not is_of_another_vote(record, line.text, said.start, said.end)
    is_of_opening = _OPENING.search(before(line.text, said.start) + after(line.text, said.end))
    if is_of_opening and said.about not in _ALL_ALONG:
        return False
    return not is_of_another_room(record, line.text, said.start, said.end)


def _wrong(
    act: Deliberation, facts: Facts, told: list[tuple[Line, Said]]
) -> Iterator[tuple[Line, Said, int]]:
    """The figures that are not those of the facts, with the one that is meant."""
    elects = bool(facts.record.elections_on(act.item)) or any(
        _ELECTS.search(line.text) for line in own_lines(act)
    )
    right = {_where(line, said) for line, said in told if facts.allows(said.about, said.value)}
    for line, said in told:
        # A figure told right nearby: this other number is that of another vote, or of another part of the sitting.
        if _where(line, said) in right or (said.about in VOICES and elects):
            continue
        meant = facts.meant(said.about)
        if meant is not None and not facts.allows(said.about, said.value):
            yield line, said, meant


def _where(line: Line, said: Said) -> tuple[str, str]:
    """Where a figure may be told again: the act for one of the vote, its own line for one of the room."""
    return (said.about, "" if said.about in VOICES else line.text)


def _difference(record: Record, facts: Facts, line: Line, said: Said, meant: int) -> Finding:
    figure = FIGURES[_PAPER.get(said.about, said.about)]
    is_of_opening = said.about not in VOICES and facts.is_of_opening(said.about, said.value)
    reserve = "c'est le nombre de l'ouverture de la séance ; à ce point, " if is_of_opening else ""
    advice = Advice(
        code="text.count",
        message=f"« {said.words} » : {reserve}les faits enregistrés donnent {figure.counted(meant)}.",
        consequence=figure.consequence,
        remedy=_FIX_VOTE if said.about in VOICES else _FIX_ROOM,
        correction=said.rewritten(meant),
        severity=Severity.NOTICE if is_of_opening else Severity.WARNING,
    )
    return remark(record, line, advice)


_NAMED = ("in_favour", "against", "abstentions")
_PLURAL_CIVILITY = re.compile(r"\s*(?:MM\.?|Mmes\.?|Messieurs|Mesdames)\s", re.IGNORECASE)
_SOMEONE = re.compile(rf"(?:{CIVILITY}\ )?{NAME}")
_CALLED = re.compile(rf"{CIVILITY}\ {NAME}")
_BY_PROXY = re.compile(r"pouvoir|procuration|mandat|représent|\bpour\b|groupe|liste|\bx\s?\d", re.IGNORECASE)
_PIECES = re.compile(r",|;|\bet\b|\s[-–—]\s")


def _names(record: Record, people: People, facts: Facts, told: list[tuple[Line, Said]]) -> Iterator[Finding]:
    """« 3 abstentions (M. UN, Mme DEUX) »: a holder of a proxy gives two voices under one name."""
    for line, said in told:
        names = _persons(people, said.names) if said.about in _NAMED and said.names else ()
        # More voices than names, with a room that is not known: those named may hold proxies.
        is_short = len(names) < said.value
        if not names or len(names) == said.value or (is_short and not facts.rooms):
            continue
        if is_short and said.value <= len(names) + _proxies(people, facts, names):
            continue
        yield _miscounted(record, line, said, len(names))


def _persons(people: People, names: str) -> tuple[str, ...]:
    """The persons that brackets name; none when anything else is written there."""
    if _BY_PROXY.search(names):
        return ()
    is_listed = bool(_PLURAL_CIVILITY.match(names))
    pieces = tuple(" ".join(_PLURAL_CIVILITY.sub("", piece).split()) for piece in _PIECES.split(names))
    persons = tuple(p for p in pieces if _is_someone(people, p, is_listed))
    return persons if len(persons) == len(pieces) else ()


def _is_someone(people: People, piece: str, is_listed: bool) -> bool:
    if not _SOMEONE.fullmatch(piece):
        return False
    return is_listed or bool(_CALLED.fullmatch(piece)) or bool(people.members_called(piece))


def _proxies(people: People, facts: Facts, names: tuple[str, ...]) -> int:
    """Proxies that those named hold; any proxy of the room when one of them is not recognised."""
    room = facts.rooms[0]
    called = [people.members_called(re.sub(rf"^{CIVILITY}\ ", "", name)) for name in names]
    holders = {uid for members in called for uid in members}
    return (
        room.represented
        if not all(called)
        else sum(s.by in holders for s in room.having(SeatState.REPRESENTED))
    )


def _miscounted(record: Record, line: Line, said: Said, number: int) -> Finding:
    advice = Advice(
        code="text.count",
        message=f"« {said.words} » : {number} nom{'s' if number > 1 else ''} entre parenthèses.",
        consequence=FIGURES[said.about].consequence,
        remedy="Corriger le nombre, ou la liste des noms.",
    )
    return remark(record, line, advice)


RULES = (
    Rule(
        codes=("text.count",),
        title="Nombres du texte et faits enregistrés",
        article="",
        says="Les présents, les absents, les pouvoirs, le quorum et les voix que le texte compte sont ceux des faits.",
        check=check_counts,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
