"""How long the law engine takes on a long evening, beside the time of parsing the dossier's JSON.

``python benchmarks/engine.py``: 69 members, items and movements growing together, up to 120 items and 300
movements (then twice that). The ratio to ``json.loads`` on the same text, run side by side, is what counts; the text
checks are left out, as they read words and not facts. The last column divides by the number of items: it hardly
grows.
"""

import json
import random
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from councils.domain.bodies import Council, DatedNumber
from councils.domain.people import Mandate, Office, OfficeKind, Person
from deliberations.domain.acts import Clause, ClauseKind, Deliberation, OperativePart
from deliberations.domain.checks.book import RULE_BOOK, TEXT_RULES
from deliberations.domain.examination import examine
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, Convocation, Sitting
from deliberations.domain.votes import Ballot, Choice, Vote
from deliberations.dossier.reader import read_dossier
from deliberations.dossier.schema import Dossier, canonical_json

MEMBERS = 69
SIZES = ((30, 75), (60, 150), (120, 300), (240, 600))
AIM = 30
RUNS = 25
FACTS_ONLY = tuple(rule for rule in RULE_BOOK if rule not in TEXT_RULES)


def main() -> None:
    print(f"{'items':>6}{'moves':>7}{'JSON kB':>9}{'parse ms':>10}{'engine':>9}{'read':>9}{'us/item':>9}")
    for items, moves in SIZES:
        show(items, moves)
    print(f"engine and read are ratios to the parsing of the JSON; the aim is {AIM} for 120 items.")


def show(items: int, moves: int) -> None:
    text = canonical_json(evening(items, moves))
    dossier = read_dossier(text.encode())
    council, sitting = dossier.council, dossier.sittings[0]
    parse, engine, read = best_of(
        lambda: json.loads(text),
        lambda: examine(Record(council, sitting), FACTS_ONLY),
        lambda: read_dossier(text.encode()),
    )
    print(
        f"{items:>6}{moves:>7}{len(text) / 1000:>9.0f}{parse * 1000:>10.1f}{engine / parse:>9.1f}"
        f"{read / parse:>9.1f}{engine / items * 1e6:>9.0f}"
    )


def best_of(*calls: Callable[[], object]) -> list[float]:
    """Seconds of each call, the best of several: taken in turn, so that a slow moment of the machine falls on all."""
    times = [[measure(call) for call in calls] for _ in range(RUNS)]
    return [min(column) for column in zip(*times, strict=True)]


def measure(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


def evening(items: int, moves: int) -> Dossier:
    """A long sitting of a large council, the same at each run."""
    chance = random.Random(2121)  # noqa: S311 - a benchmark, the same at each run
    members = [f"m{n}" for n in range(1, MEMBERS + 1)]
    sitting = Sitting(
        uid="longue-seance",
        held_on=date(2024, 6, 28),
        chair="m1",
        secretaries=("m2",),
        convocation=Convocation(sent_on=date(2024, 6, 20)),
        agenda=tuple(
            AgendaItem(f"p{n}", n, f"Objet {n}", note_html=f"Note {n}") for n in range(1, items + 1)
        ),
        movements=tuple(comings(chance, members, items, moves)),
        votes=tuple(vote(chance, members, n) for n in range(1, items + 1)),
        deliberations=tuple(act(n) for n in range(1, items + 1)),
    )
    return Dossier.of(council_of(members), [sitting])


def council_of(members: list[str]) -> Council:
    mandates = [Mandate(uid, person=uid, recorded_rank=n) for n, uid in enumerate(members, start=1)]
    mandates[0] = Mandate("m1", person="m1", offices=(Office(OfficeKind.MAYOR, title="Maire"),))
    return Council(
        uid="grande-ville",
        place_name="Grande-Ville",
        populations=(DatedNumber(310_000),),
        seats=(DatedNumber(MEMBERS),),
        persons=tuple(Person(uid, "Prénom", f"Nom{uid}") for uid in members),
        mandates=tuple(mandates),
    )


def comings(chance: random.Random, members: list[str], items: int, moves: int) -> list[Movement]:
    """The roll, then members who leave with a proxy, come back, or step aside, all through the agenda."""
    found = [Movement(n, MovementKind.PRESENT, uid) for n, uid in enumerate(members, start=1)]
    away: list[str] = []
    for place in sorted(chance.randint(1, items) for _ in range((moves - len(found)) // 2)):
        found.extend(events(chance, members, away, f"p{place}", len(found)))
    return found


def events(
    chance: random.Random, members: list[str], away: list[str], item: str, position: int
) -> Iterator[Movement]:
    """Two movements on one item: a departure and its proxy, two returns, or a déport and its end."""
    here = [uid for uid in members[2:] if uid not in away]
    opens, votes = Moment(item), Moment(item, Phase.VOTE)
    if len(away) > 8:
        for n in (1, 2):
            yield Movement(position + n, MovementKind.RETURNS, away.pop(0), moment=opens)
    elif chance.random() < 0.3:
        member = chance.choice(here)
        yield Movement(position + 1, MovementKind.STEPS_ASIDE, member, moment=opens)
        yield Movement(position + 2, MovementKind.COMES_BACK, member, moment=Moment(item, Phase.AFTER))
    else:
        giver, holder = chance.sample(here, 2)
        away.append(giver)
        yield Movement(position + 1, MovementKind.LEAVES, giver, moment=votes)
        yield Movement(position + 2, MovementKind.GIVES_PROXY, giver, holder, moment=votes)


def vote(chance: random.Random, members: list[str], item: int) -> Vote:
    against = tuple(Ballot(Choice.AGAINST, uid) for uid in chance.sample(members[:2], 1))
    return Vote(f"v{item}", (f"p{item}",), everyone=Choice.FOR, ballots=against)


def act(item: int) -> Deliberation:
    return Deliberation(
        uid=f"acte-{item}",
        item=f"p{item}",
        year=2024,
        sequence=item,
        title_html=f"Objet {item}",
        clauses=(Clause(ClauseKind.VU, "le code général des collectivités territoriales"),),
        operative=(OperativePart(("d'adopter les tarifs", "d'inscrire la recette au budget")),),
    )


if __name__ == "__main__":
    main()
