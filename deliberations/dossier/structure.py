"""What no dossier may contain, whatever the law says: dangling references, negative counts, impossible facts."""

import base64
import binascii
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import available_timezones

from councils.coat_of_arms import MEDIA_TYPES, arms_fault
from councils.domain.bodies import CoatOfArms, Council
from councils.domain.identifiers import DEPARTMENT_CODE, INSEE_CODE, SIREN, SIRET, UID
from councils.domain.looks import look_faults
from councils.domain.numbering import is_valid_pattern
from councils.domain.people import Interest, Mandate, Office
from deliberations.domain.movements import NEEDS_OTHER, MovementKind
from deliberations.domain.sittings import Sitting
from deliberations.domain.votes import Vote, VoteMethod
from deliberations.dossier.delegated import annex_file_problems, decision_problems
from deliberations.dossier.markup import markup_fault
from deliberations.dossier.problems import Problem, json_path
from deliberations.dossier.schema import Dossier
from deliberations.dossier.walk import Location, field_of, is_html, leaves

FIRST_YEAR, LAST_YEAR = 1790, 2199
LARGEST_NUMBER = 100_000_000
LARGEST_AMOUNT = 10**13
"""Cents of euro."""
_AMOUNTS = frozenset(("amount_cents", "limit_cents"))
LONGEST_LINE, LONGEST_TEXT = 2_000, 4_000_000
_MEMBER_FIELDS = frozenset("member other chair secretary secretaries rapporteur members".split())
_ITEM_FIELDS = frozenset(("item", "items"))
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def structural_problems(dossier: Dossier) -> list[Problem]:
    """Every structural fault, in the order of the file; none when the facts can be stored."""
    problems = list(_values(dossier))
    problems += _council(dossier.council)
    mandates = {m.uid for m in dossier.council.mandates}
    for index, sitting in enumerate(dossier.sittings):
        problems += _Checker(("sittings", index), sitting, mandates).problems()
    problems += _repeated([s.uid for s in dossier.sittings], ("sittings",), "uid")
    problems += decision_problems(dossier)
    return problems


def storage_problems(dossier: Dossier) -> list[Problem]:
    """What the checks read and the database does not keep: a proxy whose giver is his own holder."""
    return [
        _problem(("sittings", s, "movements", m, "other"), "un pouvoir ne va pas à soi-même")
        for s, sitting in enumerate(dossier.sittings)
        for m, movement in enumerate(sitting.movements)
        if movement.kind is MovementKind.GIVES_PROXY and movement.other == movement.member
    ]


def _problem(location: Location, message: str) -> Problem:
    return Problem(json_path(location), message)


def _values(dossier: Dossier) -> Iterator[Problem]:
    roots: list[tuple[Location, object]] = [
        (("council",), dossier.council),
        (("sittings",), dossier.sittings),
        (("delegations",), dossier.delegations),
        (("decisions",), dossier.decisions),
        (("decision_pattern",), dossier.decision_pattern),
    ]
    for location, root in roots:
        for place, value in leaves(root, location):
            message = _fault_of(place, value)
            if message:
                yield _problem(place, message)


def _fault_of(location: Location, value: object) -> str:
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return _fault_of_number(value, LARGEST_AMOUNT if field_of(location) in _AMOUNTS else LARGEST_NUMBER)
    if isinstance(value, datetime) and value.tzinfo is None:
        return "heure sans fuseau ; écrire par exemple « 2023-12-19T18:00:00+01:00 »"
    if isinstance(value, time) and value.tzinfo is not None:
        return "heure sans fuseau attendue, celle du conseil, sous la forme « HH:MM »"
    if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
        return f"année hors de portée ({FIRST_YEAR} à {LAST_YEAR})"
    return _fault_of_text(location, value) if isinstance(value, str) else ""


def _fault_of_number(value: int, largest: int) -> str:
    if value < 0:
        return f"nombre négatif ({value}) ; zéro ou plus attendu"
    return "nombre trop grand" if value > largest else ""


def _fault_of_text(location: Location, value: str) -> str:
    if location[-1] == "uid" and not re.fullmatch(UID, value):
        return "identifiant invalide ; minuscules sans accent, chiffres et tirets, 64 signes au plus"
    if _CONTROL.search(value):
        return "caractère de contrôle interdit dans un texte"
    is_long = is_html(location) or location[-1] == "base64"
    if len(value) > (LONGEST_TEXT if is_long else LONGEST_LINE):
        return f"texte trop long ({len(value)} signes)"
    if is_html(location):
        return markup_fault(value)
    return ""


def _repeated(values: Iterable[object], location: Location, name: str) -> Iterator[Problem]:
    for value, times in Counter(values).items():
        if times > 1:
            yield _problem(location, f"« {value} » y est {times} fois comme « {name} » ; il doit être unique")


def _council(council: Council) -> Iterator[Problem]:
    here: Location = ("council",)
    if not council.place_name.strip():
        yield _problem((*here, "place_name"), "nom absent")
    yield from _council_codes(council, here)
    yield from _repeated([p.uid for p in council.persons], (*here, "persons"), "uid")
    yield from _repeated([m.uid for m in council.mandates], (*here, "mandates"), "uid")
    for i, person in enumerate(council.persons):
        if not (person.given_name.strip() or person.family_name.strip()):
            yield _problem((*here, "persons", i), "ni prénom ni nom ; l'un des deux est nécessaire")
    persons, mandates = {p.uid for p in council.persons}, {m.uid for m in council.mandates}
    for i, mandate in enumerate(council.mandates):
        yield from _mandate(mandate, (*here, "mandates", i), persons, mandates)


def _council_codes(council: Council, here: Location) -> Iterator[Problem]:
    forms = (
        ("department_code", DEPARTMENT_CODE, "code de département attendu (59, 2A ou 971)"),
        ("siren", SIREN, "neuf chiffres attendus"),
        ("siret", SIRET, "quatorze chiffres attendus"),
        ("insee_code", INSEE_CODE, "code INSEE à cinq signes attendu"),
    )
    for name, pattern, expected in forms:
        value = getattr(council, name)
        if value and not re.fullmatch(pattern, value):
            yield _problem((*here, name), f"{expected} ; lu : « {value} »")
    if council.time_zone not in available_timezones():
        yield _problem((*here, "time_zone"), f"fuseau horaire inconnu : « {council.time_zone} »")
    patterns: tuple[tuple[Location, str], ...] = (
        ((*here, "number_pattern"), council.number_pattern),
        ((*here, "style", "printed_number"), council.style.printed_number or "{sequence}"),
    )
    for location, pattern in patterns:
        if not is_valid_pattern(pattern):
            yield _problem(location, "motif de numéro invalide ; employer {year} et {sequence}")
    for name, message in look_faults(council.look):
        yield _problem((*here, "look", name), f"{message[:1].lower()}{message[1:]}".removesuffix("."))
    if council.coat_of_arms is not None:
        yield from _coat_of_arms(council.coat_of_arms, (*here, "coat_of_arms"))


def _coat_of_arms(arms: CoatOfArms, here: Location) -> Iterator[Problem]:
    if arms.media_type not in MEDIA_TYPES:
        yield _problem((*here, "media_type"), arms_fault(b"", arms.media_type))
        return
    try:
        content = base64.b64decode(arms.base64, validate=True)
    except (binascii.Error, ValueError):
        yield _problem((*here, "base64"), "image illisible : ce n'est pas du base64")
        return
    fault = arms_fault(content, arms.media_type)
    if fault:
        yield _problem((*here, "base64"), fault)


def _mandate(
    mandate: Mandate, here: Location, persons: Collection[str], mandates: Collection[str]
) -> Iterator[Problem]:
    if mandate.person is None and not mandate.label.strip():
        yield _problem(here, "mandat sans personne ni intitulé de fonction (« label »)")
    if mandate.person is not None and mandate.person not in persons:
        yield _problem((*here, "person"), f"personne inconnue : « {mandate.person} »")
    if mandate.substitute_for is not None and mandate.substitute_for not in mandates:
        yield _problem((*here, "substitute_for"), f"mandat inconnu : « {mandate.substitute_for} »")
    if mandate.substitute_for == mandate.uid:
        yield _problem((*here, "substitute_for"), "nul ne se supplée soi-même")
    for i, interest in enumerate(mandate.interests):
        if not interest.topic.strip():
            yield _problem((*here, "interests", i, "topic"), "sujet absent")
    yield from _periods(mandate, here)


def _periods(mandate: Mandate, here: Location) -> Iterator[Problem]:
    periods: list[tuple[Location, Mandate | Office | Interest]] = [(here, mandate)]
    periods += [((*here, "offices", i), office) for i, office in enumerate(mandate.offices)]
    periods += [((*here, "interests", i), interest) for i, interest in enumerate(mandate.interests)]
    for place, period in periods:
        if period.since and period.until and period.until < period.since:
            yield _problem((*place, "until"), "fin antérieure au début")


@dataclass(frozen=True, slots=True)
class _Checker:
    """References and structure of one sitting."""

    here: Location
    sitting: Sitting
    mandates: set[str]

    def problems(self) -> Iterator[Problem]:
        yield from self._uids()
        yield from self._references()
        yield from self._movements()
        for i, act in enumerate(self.sitting.deliberations):
            yield from annex_file_problems(act, (*self.here, "deliberations", i))
        for i, override in enumerate(self.sitting.overrides):
            if not override.reason.strip():
                yield _problem((*self.here, "overrides", i, "reason"), "motif absent")
        for i, vote in enumerate(self.sitting.votes):
            yield from self._vote(vote, (*self.here, "votes", i))

    def _uids(self) -> Iterator[Problem]:
        for name in ("agenda", "votes", "elections", "deliberations"):
            yield from _repeated([x.uid for x in getattr(self.sitting, name)], (*self.here, name), "uid")
        positions = [m.position for m in self.sitting.movements]
        yield from _repeated(positions, (*self.here, "movements"), "position")
        yield from _repeated(
            [d.item for d in self.sitting.deliberations], (*self.here, "deliberations"), "item"
        )

    def _references(self) -> Iterator[Problem]:
        """Each name of a member must be a mandate of the council, each name of an item must be on the agenda."""
        items = {i.uid for i in self.sitting.agenda}
        for location, value in leaves(self.sitting, self.here):
            field = field_of(location)
            if field in _MEMBER_FIELDS and value not in self.mandates:
                yield _problem(location, f"membre inconnu : « {value} »")
            elif field in _ITEM_FIELDS and value not in items:
                yield _problem(location, f"point inconnu de l'ordre du jour : « {value} »")

    def _movements(self) -> Iterator[Problem]:
        """A proxy to oneself can be read on a paper: it is a fault that the checks tell, not one of structure."""
        for i, movement in enumerate(self.sitting.movements):
            place = (*self.here, "movements", i)
            is_of_oneself = movement.other is not None and movement.other == movement.member
            if is_of_oneself and movement.kind is not MovementKind.GIVES_PROXY:
                yield _problem((*place, "other"), "un pouvoir ou une suppléance ne va pas au membre lui-même")
            if movement.kind in NEEDS_OTHER and movement.other is None:
                yield _problem((*place, "other"), "suppléant absent")

    def _vote(self, vote: Vote, place: Location) -> Iterator[Problem]:
        if not vote.items:
            yield _problem((*place, "items"), "un vote porte sur un point au moins")
        if vote.method is VoteMethod.SECRET and (vote.ballots or vote.everyone):
            yield _problem(
                place, "un scrutin secret ne garde que des totaux (« tally »), aucun choix personnel"
            )
        if vote.tally is not None and (vote.ballots or vote.everyone):
            yield _problem((*place, "tally"), "des totaux ou des bulletins, pas les deux")
        for i, ballot in enumerate(vote.ballots):
            named = (ballot.member is not None) + bool(ballot.group) + (ballot.count is not None)
            if named != 1 and not (ballot.group and ballot.count is not None and ballot.member is None):
                yield _problem(
                    (*place, "ballots", i), "un membre, un groupe ou un nombre : un seul des trois"
                )
