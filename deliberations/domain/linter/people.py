"""The persons a text names with an office: strangers left from a model, and offices the record does not know."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from councils.domain.bodies import BodyType
from councils.domain.membership import offices_held
from councils.domain.people import Office
from councils.domain.ranks import DEPUTIES
from deliberations.domain.checks.common import follows_local_law, names_of
from deliberations.domain.findings import Finding
from deliberations.domain.linter import rolls, speakers, told_rolls
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.persons import CIVILITY, NAME, PERSON, People, is_a_name, name_words
from deliberations.domain.linter.places import is_own_place
from deliberations.domain.linter.reading import Advice, Line, extract, lines_of, remark
from deliberations.domain.linter.speakers import named_secretaries
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, Certainty, Rule
from deliberations.domain.wording.agreement import DEPUTY, agree
from deliberations.domain.wording.names import full_name, join_list

_ORDER = r"(?P<order>\d{1,2}\ ?(?:er|ère|re|ème|e|nde?)|premi[eè]re?|deuxième|seconde?|troisième|quatrième|cinquième)"
_PLACE = (
    r"(?:\ (?:de\ la\ (?:commune|ville)\ )?(?:de\ la\ |de\ l['’]|d['’]|du\ |des\ |de\ )"
    r"(?P<place>[A-ZÀ-Ý][\w'’-]{1,40}+(?:\ [A-ZÀ-Ý][\w'’-]{1,40}+){0,4}))?"
)
_OFFICE = rf"""
    (?:le\ |la\ |l['’]|en\ qualité\ de\ |en\ tant\ que\ )?
    (?:(?P<mayor>(?i:maire))(?![\s-]+(?i:adjointe?|déléguée?|honoraire|sortante?|par\ intérim|suppléante?|d['’]arrond))
     | (?P<deputy>(?i:(?:{_ORDER}\ )?(?:maire[\s-])?adjointe?))
       (?![\s-]+(?i:administrat|techni|d['’]animation|territorial|à\ la\ direct|au\ (?:direct|chef)|de\ direction))
     | (?P<member>(?i:conseill(?:er|ère)\ municipale?))
     | (?P<rapporteur>(?i:rapporteure?))(?!\ (?i:public|spécial|général|de\ la\ (?:c|s)))
    )\b{_PLACE}
"""
_CLAIM = re.compile(rf"(?<!ancien\ ){PERSON},?\ {_OFFICE}", re.VERBOSE)
_TITLED = re.compile(
    rf"(?P<person>(?:Monsieur|Madame|M\.|Mme)\ (?i:le|la)\ (?P<mayor>(?i:maire)),?\ "
    rf"(?!(?:Le|La|Les|L['’]|Vu|Après|Considérant)\b)(?P<name>(?={NAME}(?:[,.;:)]|$))[^\s,.;:)]+\ {NAME}))",
    re.VERBOSE,
)
_NAMED_RAPPORTEUR = re.compile(
    rf"\b(?i:rapporteure?)\ ?:\ (?P<person>(?P<civility>{CIVILITY}\ )(?P<name>{NAME}))", re.VERBOSE
)
_FORMER = re.compile(r"\b(?:ancien(?:ne)?s?|feu|ex)[ -]$", re.IGNORECASE)
_ORDINALS = ("premi", "deuxi", "troisi", "quatri", "cinqui")
_DOUBT = "Un nom resté d'un modèle, ou mal écrit, fait douter de l'acte."
_NOT_A_SECRETARY = (
    "Le secrétaire de séance est un membre du conseil : un agent peut l'assister, non le remplacer."
)


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a text says of someone: the words, the name, and the office claimed."""

    start: int
    end: int
    person: str
    name: str
    office: str
    order: int | None = None


def _claims(text: str) -> Iterator[_Claim]:
    for pattern in (_CLAIM, _TITLED, _NAMED_RAPPORTEUR):
        for match in pattern.finditer(text):
            yield _claim(match)


def _claim(match: re.Match[str]) -> _Claim:
    groups = match.groupdict()
    offices = ("mayor", "deputy", "member")
    office = next((o for o in offices if groups.get(o)), "rapporteur")
    order = groups.get("order")
    return _Claim(*match.span(), match["person"], match["name"], office, _rank(order) if order else None)


def _rank(order: str) -> int | None:
    """1 of « 1er » and « première »."""
    figures = re.match(r"\d{1,2}", order)
    if figures:
        return int(figures.group())
    word = fold(order)
    if word.startswith("second"):
        return 2
    return next((n for n, stem in enumerate(_ORDINALS, start=1) if word.startswith(stem)), None)


@told_once
def check_persons(record: Record) -> Iterator[Finding]:
    """Whoever the text calls mayor, deputy, councillor or rapporteur is a member in office."""
    people = People.of(record)
    if not people.is_complete:
        return
    for line, claim in _own_claims(record):
        if is_a_name(claim.name) and not people.members_called(claim.name):
            yield _unknown(record, people, line, claim)
    yield from _unknown_secretaries(record, people)


def _own_claims(record: Record) -> Iterator[tuple[Line, _Claim]]:
    """The claims about this council: « maire de Voisine », « ancien maire » are of others."""
    for line in lines_of(record):
        seen: set[tuple[tuple[str, ...], str]] = set()
        for claim in _claims(line.text):
            key = (name_words(claim.name), claim.office)
            if key not in seen and not _is_of_another(record, line.text, claim):
                seen.add(key)
                yield line, claim


def _is_of_another(record: Record, text: str, claim: _Claim) -> bool:
    match = _CLAIM.match(text, claim.start)
    place = match["place"] if match else None
    is_elsewhere = place is not None and not is_own_place(record, place)
    return is_elsewhere or bool(_FORMER.search(text[max(0, claim.start - 10) : claim.start]))


def _unknown_secretaries(record: Record, people: People) -> Iterator[Finding]:
    """In Alsace-Moselle and on the board of a CCAS an agent may keep the minutes."""
    if follows_local_law(record) or record.council.body_type is BodyType.CCAS:
        return
    helpers = {name_words(a.name) for a in record.sitting.auxiliaries}
    for line in lines_of(record):
        for match in named_secretaries(line.text):
            is_helper = name_words(match["name"]) in helpers
            if _is_somebody(match) and not is_helper and not people.members_called(match["name"]):
                claim = _Claim(*match.span(), match["person"], match["name"], "secretary")
                yield _unknown(record, people, line, claim)


def _is_somebody(match: re.Match[str]) -> bool:
    """A civility or two names: « Secrétaire de séance : Néant » names nobody."""
    has_civility = match["person"] != match["name"]
    return is_a_name(match["name"]) and (has_civility or len(name_words(match["name"])) > 1)


def _unknown(record: Record, people: People, line: Line, claim: _Claim) -> Finding:
    former = people.called(claim.name)
    near = None if former else people.nearest(claim.name)
    right = full_name(near.person.given_name, near.person.family_name) if near else ""
    fault = (
        "n'est plus, ou pas encore, membre du conseil à cette date"
        if former
        else "n'est pas membre du conseil"
    )
    hint = f" Est-ce {right} ?" if right else ""
    is_secretary = claim.office == "secretary"
    advice = Advice(
        code="text.unknown_person",
        message=f"« {extract(line.text, claim.start, claim.end)} » : {claim.person} {fault}.{hint}",
        consequence=_NOT_A_SECRETARY if is_secretary else _DOUBT,
        remedy="Écrire le nom du membre dont il s'agit.",
        article="CGCT art. L. 2121-15" if is_secretary else "",
        correction=right,
    )
    return remark(record, line, advice)


@told_once
def check_offices(record: Record) -> Iterator[Finding]:
    """The office that the text gives a member is the one he holds that day."""
    people = People.of(record)
    for line, claim in _own_claims(record):
        members = people.members_called(claim.name)
        if len(members) == 1:
            yield from _wrong_office(record, line, claim, members[0])
    yield from _wrong_secretaries(record, people)


def _wrong_office(record: Record, line: Line, claim: _Claim, member: str) -> Iterator[Finding]:
    held = offices_held(record.mandates[member], record.sitting.held_on)
    if claim.office == "mayor" and record.heads and member not in record.heads:
        yield _office(record, line, claim, member, "n'est pas maire")
    if claim.office == "deputy" and _records_deputies(record):
        agreed = agree(DEPUTY, [names_of(record).gender(member)])
        deputy = next((o for o in held if o.kind in DEPUTIES), None)
        if deputy is None:
            yield _office(record, line, claim, member, f"n'est pas {agreed}")
        elif _is_another_rank(deputy, claim):
            yield _office(record, line, claim, member, f"est {agreed} de rang {deputy.order}")


def _records_deputies(record: Record) -> bool:
    """Whether the record knows who is a deputy: an old act seldom says it."""
    on = record.sitting.held_on
    return any(o.kind in DEPUTIES for uid in record.members for o in offices_held(record.mandates[uid], on))


def _is_another_rank(deputy: Office, claim: _Claim) -> bool:
    return claim.order is not None and deputy.order is not None and claim.order != deputy.order


def _office(record: Record, line: Line, claim: _Claim, member: str, fault: str) -> Finding:
    names = names_of(record)
    advice = Advice(
        code="text.wrong_office",
        message=f"« {extract(line.text, claim.start, claim.end)} » : d'après le conseil enregistré, "
        f"{names.name(member)} {fault} à cette date.",
        consequence="La qualité du signataire ou du rapporteur est inexacte, ou le conseil est mal enregistré.",
        remedy="Écrire la fonction de ce jour-là, ou corriger le conseil.",
        correction=names.with_title(member),
    )
    return remark(record, line, advice)


def _wrong_secretaries(record: Record, people: People) -> Iterator[Finding]:
    """Someone else is recorded as the secretary of that item."""
    for line in lines_of(record):
        recorded = record.secretaries(line.act.item)
        for match in named_secretaries(line.text) if recorded else ():
            members = people.members_called(match["name"])
            if members and not set(members) & set(recorded):
                yield _secretary(record, line, match, recorded)


def _secretary(record: Record, line: Line, match: re.Match[str], recorded: tuple[str, ...]) -> Finding:
    names = join_list([names_of(record).name(m) for m in recorded])
    advice = Advice(
        code="text.wrong_office",
        message=f"« {match['person']} » est secrétaire d'après le texte ; c'est {names} d'après les faits enregistrés.",
        consequence="Le texte et le procès-verbal ne nomment pas le même secrétaire.",
        remedy="Nommer le secrétaire de la séance, ou corriger celui qui est enregistré.",
        correction=names,
    )
    return remark(record, line, advice)


RULES = (
    Rule(
        codes=("text.unknown_person",),
        title="Personne qui n'est pas du conseil",
        article="",
        says="Le maire, l'adjoint, le rapporteur, le secrétaire que le texte nomme sont membres du conseil ce jour-là.",
        check=check_persons,
        bodies=COMMUNES,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("text.wrong_office",),
        title="Fonction inexacte",
        article="",
        says="La fonction que le texte donne à un membre est celle qu'il exerce ce jour-là.",
        check=check_offices,
        bodies=COMMUNES,
        certainty=Certainty.HOUSE,
    ),
    *speakers.RULES,
    *rolls.RULES,
    *told_rolls.RULES,
)
