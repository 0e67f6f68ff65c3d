"""A sitting of 69 members and 60 items, invented, with its debates: about twenty pages of minutes or many more."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from councils.domain.bodies import Council, DatedNumber
from councils.domain.people import Civility, Gender, Mandate, Office, OfficeKind, Person
from deliberations.domain.acts import Clause, ClauseKind, Deliberation, OperativeLayout, OperativePart
from deliberations.domain.minutes import Debate, Minutes, MinutesRemark, RemarkOutcome
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, Convocation, ItemKind, ItemOutcome, Sitting
from deliberations.domain.votes import Ballot, Choice, Tally, Vote, VoteMethod

HELD_ON = date(2025, 6, 24)
MEMBERS = 69
_GIVEN = ("Bruno", "Anne", "Denis", "Claire", "Fabrice", "Élise", "Hervé", "Gaëlle", "Jules", "Irène")
_FAMILY = ("Alder", "Bréval", "Coudrier", "Desplaines", "Estang", "Fontenoy", "Grandpré-Longueville")
_THEMES = ("Finances", "Urbanisme", "Écoles", "Voirie", "Culture", "Sports", "Personnel communal")
_SPOKEN = (
    "{0} demande si la dépense est couverte et rappelle les réserves exprimées en commission.",
    "{1} répond que le plan de financement est joint au rapport, et que la subvention a été notifiée.",
    "{0} souhaite que les riverains soient informés avant l'ouverture du chantier.",
)


def large_record(items: int = 60, members: int = MEMBERS) -> Record:
    """The record of that sitting, with the minutes written."""
    council = _council(members)
    agenda = tuple(_item(n) for n in range(1, items + 1))
    sitting = Sitting(
        uid="grande-seance",
        held_on=HELD_ON,
        starts_at=time(18, 30),
        opened_at=_at(18, 34),
        closed_at=_at(24, 41),
        place="à l'hôtel de ville, dans la salle des délibérations",
        chair="m1",
        secretaries=("m7",),
        convocation=Convocation(sent_on=HELD_ON - timedelta(days=7)),
        agenda=agenda,
        movements=tuple(_movements(members, items)),
        votes=tuple(_vote(n, members) for n in range(1, items + 1) if _is_voted(n)),
        deliberations=tuple(_act(n) for n in range(1, items + 1) if _is_voted(n)),
        minutes=_minutes(items, members),
    )
    return Record(council, sitting)


def pages_of_twenty() -> Record:
    """A sitting whose minutes take about twenty pages."""
    return large_record(items=34)


def _at(hour: int, minute: int) -> datetime:
    return datetime(HELD_ON.year, HELD_ON.month, HELD_ON.day, tzinfo=UTC) + timedelta(
        hours=hour, minutes=minute
    )


def _name(n: int) -> tuple[str, str]:
    return _GIVEN[n % len(_GIVEN)], f"{_FAMILY[n % len(_FAMILY)]}-{n:02d}"


def _said(n: int) -> str:
    given, family = _name(n)
    return f"{'Mme' if n % 2 else 'M.'} {given} {family.upper()}"


def _council(members: int) -> Council:
    persons = tuple(
        Person(
            f"p{n}",
            *_name(n),
            gender=Gender.FEMININE if n % 2 else Gender.MASCULINE,
            civility=Civility.MADAME if n % 2 else Civility.MONSIEUR,
        )
        for n in range(1, members + 1)
    )
    mandates = tuple(
        Mandate(f"m{n}", f"p{n}", recorded_rank=n, offices=_offices(n)) for n in range(1, members + 1)
    )
    return Council(
        uid="grande-ville",
        place_name="Grande-Ville-Exemple",
        department_name="Département-Exemple",
        populations=(DatedNumber(312_000),),
        seats=(DatedNumber(members),),
        persons=persons,
        mandates=mandates,
    )


def _offices(n: int) -> tuple[Office, ...]:
    if n == 1:
        return (Office(OfficeKind.MAYOR, "Maire", "Madame la Maire", 1),)
    ranks = (
        "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième".split()
    )
    if n > 11:
        return ()
    return (Office(OfficeKind.DEPUTY, f"{ranks[n - 2]} adjoint{'e' if n % 2 else ''}", "", n - 1),)


def _is_voted(n: int) -> bool:
    return n % 10 not in (0, 9)


def _item(n: int) -> AgendaItem:
    outcome = ItemOutcome.ADJOURNED if n % 10 == 9 else ItemOutcome.EXAMINED
    kind = ItemKind.INFORMATION if n % 10 == 0 else ItemKind.DELIBERATION
    return AgendaItem(
        uid=f"p{n}",
        order=n,
        title_html=f"Convention n° {n} avec le syndicat des eaux et de l'assainissement : avenant et programme 2025",
        theme=_THEMES[n % len(_THEMES)],
        kind=kind,
        outcome=outcome,
        rapporteur=f"m{2 + n % 9}",
        note_html="<p>Le rapport retrace l'activité du service et les engagements pris.</p>",
    )


def _movements(members: int, items: int) -> list[Movement]:
    found: list[Movement] = []

    def move(kind: MovementKind, member: int, **told: object) -> None:
        found.append(Movement(len(found) + 1, kind, f"m{member}", **told))  # type: ignore[arg-type]

    for n in range(1, members + 1):
        if n % 12 == 5 and n > 11:
            move(MovementKind.EXCUSED, n)
            move(MovementKind.GIVES_PROXY, n, other=f"m{n + 1}")
        elif n % 23 == 0:
            move(MovementKind.ABSENT, n)
        else:
            move(MovementKind.PRESENT, n)
    for step, item in enumerate(range(3, items, 5)):
        leaving = 20 + 2 * step
        if leaving < members and leaving % 12 not in (5, 6) and leaving % 23:
            at = _at(19 + step // 3, 7 * (step % 8))
            move(MovementKind.LEAVES, leaving, moment=Moment(f"p{item}"), at=at)
            until = Moment(f"p{item + 1}", Phase.AFTER)
            move(MovementKind.STEPS_ASIDE, leaving + 1, moment=Moment(f"p{item + 1}"), until=until)
    return found


def _vote(n: int, members: int) -> Vote:
    uid, items = f"v{n}", (f"p{n}",)
    if n % 10 == 4:
        ballots = tuple(Ballot(Choice.AGAINST, f"m{m}") for m in range(2, members, 5))
        return Vote(
            uid,
            items,
            method=VoteMethod.PUBLIC,
            everyone=Choice.FOR,
            ballots=ballots,
            requested_by_present=18,
        )
    if n % 10 == 7:
        tally = Tally(in_favour=40, against=15, blank=3, null=1)
        return Vote(uid, items, method=VoteMethod.SECRET, tally=tally, requested_by_present=24)
    ballots = tuple(Ballot(Choice.ABSTENTION, f"m{m}") for m in range(13, 13 + n % 6))
    return Vote(uid, items, everyone=Choice.FOR, ballots=ballots)


def _act(n: int) -> Deliberation:
    return Deliberation(
        uid=f"d{n}",
        item=f"p{n}",
        year=HELD_ON.year,
        sequence=n,
        title_html=f"Convention n° {n}",
        statement_html="<p>Le syndicat assure la distribution de l'eau sur l'ensemble du territoire. L'avenant proposé "
        "fixe le programme de renouvellement des canalisations, la participation de la commune et le calendrier des "
        "travaux. La commission réunie le 10 juin a donné un avis favorable.</p>",
        clauses=(Clause(ClauseKind.VU, "le Code général des collectivités territoriales"),),
        operative=(
            OperativePart(
                (
                    "L'avenant à la convention est approuvé",
                    f"La dépense, soit {n * 1250} €, est imputée au chapitre 23 du budget principal",
                    "La maire est autorisée à signer tout document relatif à l'exécution de la présente délibération",
                ),
                layout=OperativeLayout.ARTICLES,
            ),
        ),
    )


def _minutes(items: int, members: int) -> Minutes:
    debates = [_debate(n, members) for n in range(1, items + 1)]
    remark = MinutesRemark(
        "<p>Mon intervention au point 4 visait l'article 2, non l'article 3.</p>",
        member="m14",
        outcome=RemarkOutcome.ACCEPTED,
        rectification_html="<p>Au point 4, lire « article 2 ».</p>",
    )
    return Minutes(debates=tuple(debates), remarks=(remark,), settled_on=HELD_ON + timedelta(days=35))


def _debate(n: int, members: int) -> Debate:
    if n % 4 == 0:
        return Debate(f"p{n}", is_silent=True)
    said = [
        text.format(_said(1 + (n * 7 + k) % members), _said(2 + (n + k) % 9))
        for k, text in enumerate(_SPOKEN)
    ]
    return Debate(f"p{n}", "".join(f"<p>{line}</p>" for line in said))


def draft_of(record: Record) -> Record:
    """The same before it is settled."""
    minutes = replace(record.sitting.minutes, settled_on=None, remarks=())
    return replace(record, sitting=replace(record.sitting, minutes=minutes))
