"""Checks on who makes up the council: seats, members in office, head (CGCT art. L. 2121-2, L. 2121-1)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from councils.domain.membership import number_at, offices_held
from councils.domain.people import Office, OfficeKind
from councils.domain.seats import legal_seats
from deliberations.domain.checks.common import names_of, remedy
from deliberations.domain.clear_days import term_start
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.legal_number import accepted_seats, term_day
from deliberations.domain.linter.folding import fold
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, EVERY_BODY, Certainty, Rule
from deliberations.domain.wording.agreement import Forms, agree, counted
from deliberations.domain.wording.names import join_list

_WHERE = "composition"
_RECORDED = Forms.regular("enregistré")
_POSTS = {OfficeKind.DEPUTY: "adjoints", OfficeKind.VICE_PRESIDENT: "vice-présidents"}
_FIGURE = re.compile(r"(\d{1,2})\s?(?:er|[èe]?re|[èe]?me|e|nde?)\b", re.IGNORECASE)
_ORDINALS = ("premi", "deuxi", "troisi", "quatri", "cinqui", "sixi", "septi", "huiti", "neuvi", "dixi")


def check_members_and_seats(record: Record) -> Iterator[Finding]:
    """No more members in office than seats."""
    seats = number_at(record.council.seats, record.sitting.held_on)
    if seats is None or len(record.members) <= seats:
        return
    yield Finding(
        code="composition.too_many_members",
        severity=Severity.WARNING,
        article="CGCT art. L. 2121-2" if record.council.body_type in COMMUNES else "",
        message=f"{counted(len(record.members), 'membre')} en exercice pour {counted(seats, 'siège')}.",
        where=_WHERE,
        consequence="Le quorum et les majorités sont calculés sur un nombre faux.",
        remedy="Vérifier la date de fin des mandats qui ont cessé, et le nombre de sièges.",
    )


def check_legal_seats(record: Record) -> Iterator[Finding]:
    """The seats recorded are those of the population when the term began.

    Where a council is deemed complete with fewer members, their number may stand for the seats (art. L. 2121-2-1).
    """
    start = term_start(record.council, record.sitting.held_on)
    seats = number_at(record.council.seats, record.sitting.held_on)
    population = number_at(record.council.populations, start)
    if seats is None or population is None or seats in accepted_seats(population, term_day(record)):
        return
    yield Finding(
        code="composition.other_seats",
        severity=Severity.NOTICE,
        article="CGCT art. L. 2121-2",
        message=f"{counted(seats, 'siège')} enregistrés ; la loi en donne {legal_seats(population)} à une commune de "
        f"{population} habitants.",
        where=_WHERE,
        consequence="Un nombre de sièges faux change le nombre d'adjoints permis et l'élection du maire.",
        remedy="Vérifier la population à la dernière élection générale ; une commune nouvelle, "
        "Paris, Lyon et Marseille "
        "ont un nombre de sièges à part.",
    )


def check_one_head(record: Record) -> Iterator[Finding]:
    """One mayor, or one president, at a time."""
    if len(record.heads) < 2:
        return
    names = names_of(record)
    who = join_list([names.name(uid) for uid in record.heads])
    recorded = agree(_RECORDED, [names.gender(uid) for uid in record.heads])
    yield Finding(
        code="composition.several_heads",
        severity=Severity.WARNING,
        article="",
        message=f"{who} sont {recorded} ensemble à la tête de l'assemblée à cette date.",
        where=_WHERE,
        consequence="La présidence et la signature des actes peuvent être attribuées à tort.",
        remedy=remedy(
            record,
            "Enregistrer le jour où la fonction de l'ancien titulaire a pris fin.",
            "Vérifier au registre qui était en fonction ce jour-là, et corriger les dates.",
        ),
    )


def check_one_holder_a_post(record: Record) -> Iterator[Finding]:
    """One first deputy at a time, one third vice-president: the table and who stands in for the head depend on it.

    The day on which one follows another belongs to both: two mayors would chair that day, two deputies change nothing.
    """
    posts: dict[tuple[OfficeKind, int], list[tuple[str, Office]]] = {}
    for uid in record.members:
        for office in offices_held(record.mandates[uid], record.sitting.held_on):
            rank = _rank(office)
            if office.kind in _POSTS and rank is not None:
                posts.setdefault((office.kind, rank), []).append((uid, office))
    for (kind, rank), held in sorted(posts.items()):
        members = _at_once(record, held)
        if len(members) > 1:
            yield _same_post(record, members, f"au rang {rank} des {_POSTS[kind]}")


def _at_once(record: Record, held: Iterable[tuple[str, Office]]) -> tuple[str, ...]:
    """The members who hold one post together: not the one who leaves it on the day on which another takes it."""
    on, offices = record.sitting.held_on, tuple(held)
    is_handed_over = any(office.since == on for _, office in offices)
    staying = (uid for uid, office in offices if not (is_handed_over and _ends(office, on)))
    return tuple({record.mandates[uid].person or uid: uid for uid in staying}.values())


def _ends(office: Office, on: date) -> bool:
    """Whether that day is its last, and not its first as well."""
    return office.until == on and office.since != on


def _rank(office: Office) -> int | None:
    """The order recorded, else that of the title: 1 of « 1re adjointe » and of « Premier vice-président »."""
    if office.order is not None:
        return office.order
    figure = _FIGURE.match(office.title.strip())
    if figure:
        return int(figure.group(1))
    word = fold(office.title).replace("second", "deuxi", 1)
    return next((n for n, stem in enumerate(_ORDINALS, start=1) if word.startswith(stem)), None)


def _same_post(record: Record, members: Sequence[str], post: str) -> Finding:
    names = names_of(record)
    who = join_list([names.name(uid) for uid in members])
    recorded = agree(_RECORDED, [names.gender(uid) for uid in members])
    return Finding(
        code="composition.same_post",
        severity=Severity.WARNING,
        article="",
        message=f"{who} sont {recorded} ensemble {post} à cette date.",
        where=_WHERE,
        consequence="L'ordre du tableau et le remplacement de la tête de l'assemblée peuvent être faux.",
        remedy=remedy(
            record,
            "Corriger le rang, ou enregistrer le jour où la fonction de l'ancien titulaire a pris fin.",
            "Vérifier au registre qui occupait ce poste ce jour-là, et corriger le rang ou les dates.",
        ),
    )


RULES = (
    Rule(
        codes=("composition.too_many_members",),
        title="Membres en exercice et sièges",
        article="CGCT art. L. 2121-2",
        says="Le conseil n'a pas plus de membres en exercice que de sièges.",
        check=check_members_and_seats,
    ),
    Rule(
        codes=("composition.other_seats",),
        title="Effectif légal du conseil municipal",
        article="CGCT art. L. 2121-2",
        says="Le nombre de sièges est celui de la population municipale à la dernière élection générale, pour tout le "
        "mandat.",
        check=check_legal_seats,
        bodies=COMMUNES,
    ),
    Rule(
        codes=("composition.several_heads",),
        title="Un seul maire, un seul président",
        article="",
        says="Une seule personne est à la tête de l'assemblée à une date donnée.",
        check=check_one_head,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("composition.same_post",),
        title="Un seul membre par poste",
        article="",
        says="Deux adjoints, ou deux vice-présidents, n'ont pas le même rang à une date donnée.",
        check=check_one_holder_a_post,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
