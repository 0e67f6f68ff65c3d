"""Plain builders of facts. Members are called m1 (the mayor), m2…, agenda items p1, p2…; nobody is real."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from councils.domain.bodies import Council
from councils.domain.people import Mandate, Office, OfficeKind, Person
from deliberations.domain.acts import Clause, ClauseKind, Deliberation, OperativePart
from deliberations.domain.checks.book import RULE_BOOK
from deliberations.domain.findings import Finding
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.record import Record
from deliberations.domain.rulebook import Check
from deliberations.domain.sittings import AgendaItem, Convocation, Sitting
from deliberations.domain.votes import Ballot, Choice, Vote

HELD_ON = date(2024, 6, 28)
MAYOR = Office(OfficeKind.MAYOR, title="Maire", address="Madame la Maire")


def member_names(count: int) -> tuple[str, ...]:
    """Uids of the first members: m1, m2…"""
    return tuple(f"m{n}" for n in range(1, count + 1))


def make_person(uid: str, **facts: Any) -> Person:
    """A person called « Prénom UID » unless names are given; gender and civility unknown."""
    return Person(uid, **{"given_name": "Prénom", "family_name": uid, **facts})


def make_mandate(uid: str, **facts: Any) -> Mandate:
    """The mandate of the person with the same uid."""
    return Mandate(uid, **{"person": uid, **facts})


def make_council(
    members: int = 15,
    *,
    people: Sequence[Person] = (),
    more: Sequence[Mandate] = (),
    **facts: Any,
) -> Council:
    """A council whose m1 is the mayor. ``people`` take the place of the first members, ``more`` are added.

    Each added mandate gets a person of its own; ``facts`` are fields of ``Council``.
    """
    named = {uid: make_person(uid) for uid in (*member_names(members), *(m.uid for m in more))}
    for uid, person in zip(member_names(members), people, strict=False):
        named[uid] = replace(person, uid=uid)
    mandates = [make_mandate(uid) for uid in member_names(members)]
    mandates[:1] = [replace(m, offices=(MAYOR,)) for m in mandates[:1]]
    numbered = [replace(m, recorded_rank=n) for n, m in enumerate(mandates, start=1)]
    basics = {"uid": "exemple", "place_name": "Exemple"}
    return Council(**{**basics, "persons": tuple(named.values()), "mandates": (*numbered, *more), **facts})


def make_item(uid: str = "p1", order: int = 1, **facts: Any) -> AgendaItem:
    return AgendaItem(uid, order, **{"title_html": f"Objet {uid}", **facts})


def move(
    kind: MovementKind,
    member: str,
    other: str | None = None,
    *,
    on: Moment | None = None,
    until: Moment | None = None,
) -> Movement:
    """A movement not yet placed: ``timeline`` gives its position."""
    return Movement(0, kind, member, other, moment=on, until=until)


def timeline(moves: Iterable[Movement]) -> tuple[Movement, ...]:
    """The movements in the order given, with their positions from 1."""
    return tuple(replace(m, position=n) for n, m in enumerate(moves, start=1))


def debate(item: str) -> Moment:
    return Moment(item)


def voting(item: str, ballot: int = 1) -> Moment:
    return Moment(item, Phase.VOTE, ballot)


def make_sitting(
    present: int = 8, *, members: int = 15, items: int = 1, moves: Sequence[Movement] = (), **facts: Any
) -> Sitting:
    """A sitting opened with m1…m{present} in the room and the others absent, then ``moves``.

    Items p1…p{items} unless ``agenda`` is given; m1 chairs, m2 is secretary; notice left seven days before.
    """
    names = member_names(members)
    opening = [move(MovementKind.PRESENT, uid) for uid in names[:present]]
    opening += [move(MovementKind.ABSENT, uid) for uid in names[present:]]
    basics = {
        "uid": "seance",
        "held_on": HELD_ON,
        "chair": "m1",
        "secretaries": ("m2",),
        "convocation": Convocation(sent_on=date(2024, 6, 21)),
        "agenda": tuple(make_item(f"p{n}", n) for n in range(1, items + 1)),
        "movements": timeline([*opening, *moves]),
    }
    return Sitting(**{**basics, **facts})


def make_vote(*items: str, against: Sequence[str] = (), abstaining: Sequence[str] = (), **facts: Any) -> Vote:
    """« Tous pour », save the members named. Item p1 unless items are given."""
    ballots = [Ballot(Choice.AGAINST, uid) for uid in against]
    ballots += [Ballot(Choice.ABSTENTION, uid) for uid in abstaining]
    basics = {"uid": "vote", "items": items or ("p1",), "everyone": Choice.FOR, "ballots": tuple(ballots)}
    return Vote(**{**basics, **facts})


def make_act(item: str = "p1", **facts: Any) -> Deliberation:
    """Deliberation 2024-1 on that item: a title, one visa and two decisions."""
    basics = {
        "uid": f"acte-{item}",
        "year": 2024,
        "sequence": 1,
        "title_html": "Tarifs de la cantine",
        "clauses": (Clause(ClauseKind.VU, "le code général des collectivités territoriales"),),
        "operative": (OperativePart(("d'adopter les tarifs", "d'inscrire la recette")),),
    }
    return Deliberation(item=item, **{**basics, **facts})


def make_record(council: Council | None = None, sitting: Sitting | None = None) -> Record:
    return Record(council or make_council(), sitting or make_sitting())


def applied(check: Check, record: Record) -> list[Finding]:
    """What a check finds where its rules apply, as the rule book asks it."""
    return [finding for rule in RULE_BOOK if rule.check is check for finding in rule.findings(record)]
