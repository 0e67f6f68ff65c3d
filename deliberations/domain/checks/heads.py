"""Checks on how the mayor and the deputies come to be elected (CGCT art. L. 2122-8)."""

from collections.abc import Iterator
from datetime import date

from councils.domain.seats import complete_from
from deliberations.domain.attendance import SeatState
from deliberations.domain.checks.ballot import VOID
from deliberations.domain.checks.common import is_over, names_of, remedy
from deliberations.domain.clear_days import population_of_term
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.legal_number import legal_number, term_day
from deliberations.domain.moments import Moment
from deliberations.domain.posts import COMMUNAL_HEADS, PostKind, elections_to, kind_of_item
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, Certainty, Rule
from deliberations.domain.sittings import AgendaItem, ItemKind, ItemOutcome
from deliberations.domain.wording.agreement import Forms, agree, counted

_OLDER = Forms.regular("âgé")


def _items(record: Record, *kinds: PostKind) -> Iterator[AgendaItem]:
    """Items examined that elect to such posts, by their elections or, marked as elections, by their title."""
    elected = {e.item for e in record.sitting.elections}
    named = {e.item for e in elections_to(record, *kinds)}
    for item in record.sitting.agenda:
        is_marked = item.kind is ItemKind.ELECTION and item.uid not in elected
        by_title = is_marked and kind_of_item(record.council, item) in kinds
        if item.outcome is ItemOutcome.EXAMINED and (item.uid in named or by_title):
            yield item


def check_announced(record: Record) -> Iterator[Finding]:
    """The convocation mentions the election of the mayor or of deputies (CGCT art. L. 2122-8)."""
    for item in _items(record, *COMMUNAL_HEADS):
        if item.added_in_sitting:
            yield Finding(
                code="election.not_announced",
                severity=Severity.WARNING,
                article="CGCT art. L. 2122-8",
                message="Cette élection a été ajoutée en séance : la convocation ne l'annonçait pas.",
                where="convocation",
                item=item.uid,
                consequence=VOID,
                remedy=remedy(
                    record,
                    "Convoquer à nouveau en annonçant l'élection.",
                    "Relire la convocation ; si elle n'annonçait rien, refaire l'élection après une autre convocation.",
                ),
            )


def check_complete_council(record: Record) -> Iterator[Finding]:
    """The council is complete when it elects the mayor (CGCT art. L. 2122-8), with exceptions."""
    seats = legal_number(record)
    vacant = 0 if seats is None else seats - len(record.members)
    if vacant <= 0 or not record.members or _is_deemed_complete(record):
        return
    for item in _items(record, PostKind.MAYOR):
        yield Finding(
            code="election.council_incomplete",
            severity=Severity.WARNING,
            article="CGCT art. L. 2122-8",
            message=f"{counted(vacant, 'siège vacant', 'sièges vacants')} sur {seats} : le conseil doit être complet "
            "pour élire le maire, sauf exceptions.",
            where="composition",
            item=item.uid,
            consequence=VOID,
            remedy=remedy(
                record,
                "Vérifier qu'une exception s'applique ; sinon faire compléter le conseil avant l'élection.",
                "Vérifier l'effectif du jour et l'exception qui a été appliquée.",
            ),
        )


def _is_deemed_complete(record: Record) -> bool:
    """Small communes are complete with fewer members (CGCT art. L. 2121-2-1), by their size at the election."""
    population = population_of_term(record.council, record.sitting.held_on)
    least = None if population is None else complete_from(population, term_day(record))
    return least is not None and len(record.members) >= least


def check_oldest_chairs(record: Record) -> Iterator[Finding]:
    """The oldest member chairs while the mayor is elected (CGCT art. L. 2122-8), as far as birth dates are known."""
    for item in _items(record, PostKind.MAYOR):
        chair, born = record.chair(Moment(item.uid)), _births(record, item)
        own = _birth(record, chair) if chair else None
        if chair and own and born and min(born)[0] < own:
            yield _younger_chair(record, item, chair, min(born)[1])


def check_ages_known(record: Record) -> Iterator[Finding]:
    """Whoever chairs the election of the mayor is known to be the oldest only if ages are (CGCT art. L. 2122-8)."""
    for item in _items(record, PostKind.MAYOR):
        chair = record.chair(Moment(item.uid))
        if chair and is_over(record) and _may_be_older(record, item, chair):
            yield Finding(
                code="election.ages_unknown",
                severity=Severity.NOTICE,
                article="CGCT art. L. 2122-8",
                message="Des dates de naissance ne sont pas enregistrées : rien ne dit si "
                f"{names_of(record).name(chair)}, qui "
                "préside l'élection du maire, est le membre le plus âgé.",
                where="présidence",
                item=item.uid,
                consequence="La présidence de l'élection n'a pas pu être vérifiée.",
                remedy="Enregistrer les dates de naissance, ou vérifier au procès-verbal que le doyen d'âge a présidé.",
            )


def _may_be_older(record: Record, item: AgendaItem, chair: str) -> bool:
    """Whether a birth date is missing, in the room, to tell that the chair is the oldest; none is once he is not."""
    room = record.attendance(Moment(item.uid)).having(SeatState.PRESENT)
    own, born = _birth(record, chair), _births(record, item)
    is_told = own is not None and bool(born) and min(born)[0] < own
    is_complete = own is not None and len(born) == len(room)
    return not is_told and not is_complete


def _births(record: Record, item: AgendaItem) -> list[tuple[date, str]]:
    """Birth dates known of those who are in the room when the item opens."""
    room = record.attendance(Moment(item.uid)).having(SeatState.PRESENT)
    return [(birth, seat.member) for seat in room if (birth := _birth(record, seat.member))]


def _birth(record: Record, member: str) -> date | None:
    person = record.person_of(member)
    return person.birth_date if person else None


def _younger_chair(record: Record, item: AgendaItem, chair: str, oldest: str) -> Finding:
    names = names_of(record)
    older = agree(_OLDER, [names.gender(oldest)])
    return Finding(
        code="election.chair_not_oldest",
        severity=Severity.WARNING,
        article="CGCT art. L. 2122-8",
        message=f"{names.name(chair)} préside l'élection du maire d'après les faits enregistrés, alors que "
        f"{names.name(oldest)}, plus {older}, est dans la salle.",
        where="présidence",
        item=item.uid,
        consequence="La présidence de l'élection est irrégulière, ou mal enregistrée.",
        remedy=remedy(
            record,
            "Confier la présidence au doyen d'âge jusqu'à l'élection du maire, et l'enregistrer sur ce point.",
            "Relever au procès-verbal qui a présidé l'élection, et l'enregistrer sur ce point.",
        ),
    )


RULES: tuple[Rule, ...] = (
    Rule(
        codes=("election.not_announced",),
        title="Élection annoncée par la convocation",
        article="CGCT art. L. 2122-8",
        says="La convocation annonce l'élection du maire ou des adjoints.",
        check=check_announced,
        bodies=COMMUNES,
    ),
    Rule(
        codes=("election.council_incomplete",),
        title="Conseil complet pour élire le maire",
        article="CGCT art. L. 2122-8 ; L. 2121-2-1",
        says="Le conseil est complet quand il élit le maire, sauf exceptions.",
        check=check_complete_council,
        certainty=Certainty.COMMON_KNOWLEDGE,
        bodies=COMMUNES,
    ),
    Rule(
        codes=("election.chair_not_oldest",),
        title="Présidence du doyen d'âge",
        article="CGCT art. L. 2122-8",
        says="Le plus âgé des membres préside la séance jusqu'à l'élection du maire.",
        check=check_oldest_chairs,
        bodies=COMMUNES,
    ),
    Rule(
        codes=("election.ages_unknown",),
        title="Âge de qui préside l'élection du maire",
        article="CGCT art. L. 2122-8",
        says="Les dates de naissance disent si le plus âgé des membres a présidé l'élection du maire.",
        check=check_ages_known,
        bodies=COMMUNES,
    ),
)
