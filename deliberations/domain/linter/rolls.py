"""A member counted twice: present and represented, or named twice among the present, in the text or the facts."""

import re
from collections import Counter
from collections.abc import Iterator

from deliberations.domain.acts import Deliberation
from deliberations.domain.checks.common import names_of
from deliberations.domain.checks.common import remedy as remedy_of
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.folding import folded_words
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.persons import Known, People
from deliberations.domain.linter.reading import Advice, Line, remark
from deliberations.domain.movements import MovementKind
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.texts import Passage, text_of
from deliberations.domain.wording.agreement import PRESENT, REPRESENTED, Forms, agree
from deliberations.domain.wording.members import MemberWords

_PRESENT = re.compile(
    r"\W*(?:membres |élus |conseillers )?(?:étaient |etaient |sont )?présents?\b"
    r"(?![^:]{0,60}(?:représent|pouvoir|procuration|absent|excus))[^:]{0,60}:",
    re.IGNORECASE,
)
"""« Présents : »; « Présents ou représentés : » names both."""
_AWAY = re.compile(
    r"\W*(?:membres |élus |conseillers )?(?:étaient |etaient |ont |a |avaient )?"
    r"(?:absente?s?|excusée?s?|représentée?s?|pouvoirs?|procurations?|donné)\b[^:]{0,60}:",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()]{0,120}\)")
_HOLDER = re.compile(r"\b(?:à|(?:donne|donné|donnant)\ (?:pouvoir|procuration)|par)\s")
_SEPARATOR = re.compile(r"[,;\n]|\bet\b|\s[-–—]\s")
_PARTICLES = frozenset("de la le du des d' l' von van".split())
_CIVILITIES = frozenset("m mme mmes mm mr mrs monsieur madame messieurs mesdames mlle".split())
_RECORDED = Forms.regular("enregistré")
_COUNTS_ONCE = "La même personne ne compte pas deux fois, ni pour le quorum ni pour le vote."
_LONGEST_NAME = 7
"""Words of a piece of a roll that names someone."""


@told_once
def check_rolls(record: Record) -> Iterator[Finding]:
    """Nobody is both present and represented, or twice in one roll."""
    yield from _facts(record)
    members = members_of(record)
    for act in record.sitting.deliberations:
        yield from _roll_faults(record, act, members)


def members_of(record: Record) -> list[Known]:
    """Those in office whom a roll may name."""
    in_office = set(record.members)
    return [k for k in People.of(record).known if in_office.intersection(k.mandates)]


def _facts(record: Record) -> Iterator[Finding]:
    """A member recorded present and giving a proxy at the same moment: the presence wins, and the proxy is lost."""
    moves: dict[str, set[tuple[MovementKind, object]]] = {}
    for movement in record.sitting.movements:
        moves.setdefault(movement.member, set()).add((movement.kind, movement.moment))
    for member, made in moves.items():
        if (
            (MovementKind.PRESENT, None) in made
            and (MovementKind.GIVES_PROXY, None) in made
            and len(made) == 2
        ):
            yield Finding(
                code="text.present_and_represented",
                severity=Severity.WARNING,
                article="",
                message=_present_and_represented(names_of(record), member),
                where="présences",
                consequence=_COUNTS_ONCE,
                remedy=remedy_of(
                    record,
                    "Supprimer la présence ou le pouvoir.",
                    "Vérifier au procès-verbal si ce membre était présent.",
                ),
            )


def _present_and_represented(names: MemberWords, member: str) -> str:
    recorded, present, represented = (
        agree(f, [names.gender(member)]) for f in (_RECORDED, PRESENT, REPRESENTED)
    )
    return f"{names.name(member)} est {recorded} à la fois comme {present} et comme {represented}."


def _roll_faults(record: Record, act: Deliberation, members: list[Known]) -> Iterator[Finding]:
    rolls = _rolls(act, members)
    if [is_present for is_present, _ in rolls].count(True) != 1:
        return
    here = Counter(uid for is_present, names in rolls if is_present for uid in names)
    away = {uid for is_present, names in rolls if not is_present for uid in names}
    for known in members:
        if here[known.person.uid] and known.person.uid in away:
            yield _twice(
                record, act, known, "à la fois parmi les présents et parmi les absents ou représentés"
            )
        elif here[known.person.uid] > 1:
            yield _twice(record, act, known, "deux fois parmi les présents")


def _rolls(act: Deliberation, members: list[Known]) -> list[tuple[bool, list[str]]]:
    """The persons that each roll names, present or away."""
    return [(is_present, list(named_in(text, members))) for is_present, text in rolls_of(act)]


def rolls_of(act: Deliberation) -> list[tuple[bool, str]]:
    """The rolls of the statement, present or away: one ends at the first line of prose."""
    rolls: list[tuple[bool, str]] = []
    is_open = False
    for line in text_of(act.statement_html).split("\n"):
        if _PRESENT.match(line) or _AWAY.match(line):
            rolls.append((bool(_PRESENT.match(line)), line.partition(":")[2]))
            is_open = True
        elif is_open and _holds_a_name(line):
            rolls[-1] = (rolls[-1][0], f"{rolls[-1][1]}\n{line}")
        else:
            is_open = False
    return rolls


def _holds_a_name(line: str) -> bool:
    pieces = _SEPARATOR.split(_HOLDER.sub(", ", _ASIDE.sub("", f"{line} "))) if len(line) < 2_000 else ()
    return any(_is_a_name(piece) for piece in pieces)


def _is_a_name(piece: str) -> bool:
    """Capitalised words only: « Mme UN demande » is prose."""
    words = [w for w in piece.replace(".", ". ").split() if w not in _PARTICLES]
    return 0 < len(words) <= _LONGEST_NAME and all(w[0].isupper() for w in words if w[0].isalpha())


def named_in(text: str, members: list[Known]) -> Iterator[str]:
    """Persons named in a roll, proxy holders left out: « Mme UN (pouvoir à M. DEUX) », « Mme UN à M. DEUX »."""
    glued = re.sub(r"\b(à|par)\s+", r"\1 ", re.sub(r"\s*\n\s*(?=à\b)", " ", _ASIDE.sub("", text)))
    for piece in _SEPARATOR.split(glued):
        giver = _HOLDER.split(f"{piece} ", maxsplit=1)[0].strip()
        known = called_alone(giver, members) if _is_a_name(giver) else None
        if known:
            yield known.person.uid


def called_alone(name: str, members: list[Known]) -> Known | None:
    """The one member whom ``name`` may be, its civility left out."""
    words = tuple(w for w in folded_words(name) if w not in _CIVILITIES)
    called = [k for k in members if k.is_called(words)] if words else []
    return called[0] if len(called) == 1 else None


def _twice(record: Record, act: Deliberation, known: Known, fault: str) -> Finding:
    name = next(names_of(record).name(uid) for uid in known.mandates)
    advice = Advice(
        code="text.present_and_represented",
        message=f"{name} figure {fault} dans le texte.",
        consequence=_COUNTS_ONCE,
        remedy="Ne nommer chacun qu'une fois, présent ou absent.",
    )
    return remark(record, Line(act, Passage("exposé", "")), advice)


RULES = (
    Rule(
        codes=("text.present_and_represented",),
        title="Membre nommé deux fois",
        article="",
        says="Un membre est présent ou représenté, jamais les deux, et n'est nommé qu'une fois dans une liste.",
        check=check_rolls,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
