"""A sitting of a large city: 69 members, 60 items, long names, proxies, an election, publications. All invented."""

from datetime import UTC, date, datetime, time

from councils.domain.bodies import Council, DatedNumber
from councils.domain.people import Civility, Gender, Mandate, Office, OfficeKind, Person
from deliberations.domain.acts import Deliberation, OperativePart, PublicFact, Source
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.record import Record
from deliberations.domain.sittings import (
    AgendaItem,
    Convocation,
    ItemKind,
    ItemOutcome,
    PaperPublication,
    Sitting,
    SittingPaper,
)
from deliberations.domain.votes import CandidateTally, Choice, Election, Round, Vote

HELD_ON = date(2026, 6, 25)
MEMBERS, ITEMS, DEPUTIES, AWAY = 69, 60, 20, 9
GIVEN = ("Anne", "Jean-Christophe", "Chloé", "Denis", "Marie-Emmanuelle", "Idriss", "Léa", "Maximilien")
FAMILY = (
    "Roy",
    "de la Rochefoucauld-Exemple",
    "Petit",
    "N’Guyen",
    "Charpentier-Vandenbroucke",
    "Faure",
    "Ça",
)
THEMES = ("Finances", "Aménagement et urbanisme", "Vie scolaire", "Personnel municipal", "Culture", "Voirie")
LONG = (
    "Convention pluriannuelle d’objectifs et de moyens avec l’association gestionnaire des équipements de quartier, "
    "avenant n° 2 et attribution de la subvention d’investissement correspondante"
)
NOTE = (
    "<p>La convention arrive à son terme. Il est proposé de la reconduire pour trois ans, aux mêmes conditions.</p>"
    "<ul><li>Dépense : 12 500 € par an</li><li>Imputation : chapitre 65</li></ul>"
)
BY_MACHINE = datetime(2026, 6, 29, 8, 0, tzinfo=UTC)


def large_record() -> Record:
    """The record of that sitting, with all that its papers may tell."""
    return Record(_council(), _sitting())


def _council() -> Council:
    numbers = range(1, MEMBERS + 1)
    return Council(
        uid="grande-ville",
        place_name="Grande-Ville-sur-Exemple",
        department_name="Exemple-et-Loire",
        populations=(DatedNumber(310_000),),
        seats=(DatedNumber(MEMBERS),),
        persons=tuple(_person(n) for n in numbers),
        mandates=tuple(_mandate(n) for n in numbers),
    )


def _person(n: int) -> Person:
    gender, civility = (Gender.FEMININE, Civility.MADAME) if n % 2 else (Gender.MASCULINE, Civility.MONSIEUR)
    return Person(
        f"m{n}",
        GIVEN[(2 * n + (0 if n % 2 else 1)) % len(GIVEN)],
        f"{FAMILY[n % len(FAMILY)]} {'Dupont' if n % 5 == 0 else ''}".strip(),
        gender=gender,
        civility=civility,
        birth_date=date(1950 + n % 50, 1 + n % 12, 1 + n % 28),
    )


def _mandate(n: int) -> Mandate:
    offices: tuple[Office, ...] = ()
    since = date(2026, 3, 21)
    if n == 1:
        offices = (Office(OfficeKind.MAYOR, "Maire", "Madame la Maire", since=since),)
    elif n <= DEPUTIES + 1:
        title = f"{n - 1}{'er' if n == 2 else 'e'} {'adjointe' if n % 2 else 'adjoint'} au maire"
        offices = (Office(OfficeKind.DEPUTY, title, order=n - 1, since=since),)
    return Mandate(
        f"m{n}", f"m{n}", offices=offices, elected_on=date(2026, 3, 15), votes_obtained=41_250, since=since
    )


def _sitting() -> Sitting:
    numbers = range(1, ITEMS + 1)
    return Sitting(
        uid="grande-seance",
        held_on=HELD_ON,
        starts_at=time(18, 0),
        opened_at=datetime(2026, 6, 25, 16, 5, tzinfo=UTC),
        closed_at=datetime(2026, 6, 25, 22, 40, tzinfo=UTC),
        place="à l’hôtel de ville, dans la salle des séances",
        chair="m1",
        secretaries=("m3",),
        convocation=Convocation(sent_on=date(2026, 6, 18)),
        agenda=tuple(_item(n) for n in numbers),
        movements=tuple(_movements()),
        votes=tuple(Vote(f"v{n}", (f"p{n}",), everyone=Choice.FOR) for n in numbers if _is_voted(n)),
        elections=(_election(),),
        deliberations=tuple(_act(n) for n in numbers if _is_voted(n) or n == ITEMS),
        publications=(
            PaperPublication(SittingPaper.DECISION_LIST, _fact("affichage", date(2026, 6, 29))),
            PaperPublication(SittingPaper.DECISION_LIST, _fact("site Internet", date(2026, 6, 30))),
            PaperPublication(SittingPaper.MINUTES, _fact("site Internet", date(2026, 7, 30))),
        ),
    )


def _item(n: int) -> AgendaItem:
    outcomes = {7: ItemOutcome.ADJOURNED, 8: ItemOutcome.WITHDRAWN}
    kinds = {9: ItemKind.ACKNOWLEDGEMENT, ITEMS: ItemKind.ELECTION}
    return AgendaItem(
        f"p{n}",
        n,
        LONG if n % 3 == 0 else f"Tarifs municipaux, tranche {n}",
        theme=THEMES[(n - 1) // 10],
        kind=kinds.get(n, ItemKind.DELIBERATION),
        outcome=outcomes.get(n, ItemOutcome.EXAMINED),
        rapporteur=f"m{n % DEPUTIES + 2}",
        note_html=NOTE,
    )


def _is_voted(n: int) -> bool:
    return n not in (7, 8, 9, ITEMS)


def _movements() -> list[Movement]:
    here, away = range(1, MEMBERS - AWAY + 1), range(MEMBERS - AWAY + 1, MEMBERS + 1)
    moves = [(MovementKind.PRESENT, f"m{n}", None) for n in here]
    moves += [(MovementKind.GIVES_PROXY, f"m{n}", f"m{n - 50}") for n in away if n % 3]
    moves += [(MovementKind.EXCUSED, f"m{n}", None) for n in away if not n % 3]
    return [Movement(place, *move) for place, move in enumerate(moves, start=1)]


def _act(n: int) -> Deliberation:
    return Deliberation(
        f"d{n}",
        f"p{n}",
        year=2026,
        sequence=100 + n,
        title_html=LONG if n % 3 == 0 else f"Tarifs municipaux, tranche {n}",
        operative=(OperativePart(("La proposition est adoptée",)),),
        publications=(
            PublicFact(date(2026, 6, 29), Source.MACHINE, "site Internet", "/public/x/", BY_MACHINE),
            *((_fact("affichage", date(2026, 6, 30)),) if n % 10 == 0 else ()),
        ),
    )


def _fact(channel: str, day: date) -> PublicFact:
    return PublicFact(day, Source.DECLARED, channel, recorded_at=datetime(2026, 7, 1, 9, 0, tzinfo=UTC))


def _election() -> Election:
    first, second = (tuple(f"m{n}" for n in range(start, start + 5)) for start in (2, 30))
    tallies = (
        CandidateTally("Liste « Ensemble pour Grande-Ville »", 41, first),
        CandidateTally("Liste « Grande-Ville autrement »", 22, second),
    )
    turn = Round(1, tallies, blank=2, null=1, envelopes=66)
    return Election(
        "e1",
        f"p{ITEMS}",
        "membres de la commission d’appel d’offres",
        seats=5,
        proportional=True,
        rounds=(turn,),
    )
