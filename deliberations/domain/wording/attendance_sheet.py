"""The words of the sheet that the members sign when they come in.

Plain spaces and straight apostrophes here: French typography is applied once, when the view is made.
"""

from councils.domain.people import SeatKind
from deliberations.domain.articles import Topic, article_of
from deliberations.domain.known_proxies import KnownProxy
from deliberations.domain.notices import is_freed_from_quorum, last_sent_on
from deliberations.domain.quorum import Quorum
from deliberations.domain.record import Record
from deliberations.domain.wording.agreement import Forms, agree
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.convening import points_named, when
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.members import MemberWords

TITLE = "Feuille d'émargement"
HEADERS = ("N°", "Membre", "Pouvoir donné à", "Signature", "Arrivée, départ")
OPENED, CLOSED = "Séance ouverte à", "Séance levée à"
PRESENT, REPRESENTED = "Membres présents à l'ouverture :", "Membres représentés à l'ouverture :"
ORDER = (
    "Les membres, inscrits dans l'ordre du tableau, signent en entrant. L'heure n'est portée que pour une arrivée ou "
    "un départ en cours de séance."
)
_SUBSTITUTE = Forms.regular("suppléant")


def about(record: Record, body: BodyWords) -> str:
    """« Séance du conseil municipal du mardi 19 décembre 2023 à 18 h »."""
    return f"Séance {body.of_the_assembly} du {when(record)}"


def facts(record: Record) -> tuple[tuple[str, str], ...]:
    """The place, the day of the call, the members in office and the quorum."""
    sent_on = last_sent_on(record)
    pairs = (
        ("Date de la convocation :", long_date(sent_on) if sent_on else ""),
        ("Membres en exercice :", str(len(record.members))),
        ("Quorum :", _quorum(record)),
    )
    return tuple(pair for pair in pairs if pair[1])


def _quorum(record: Record) -> str:
    article = article_of(record.council, Topic.QUORUM)
    if not article:
        return ""
    if is_freed_from_quorum(record):
        return "sans condition, après seconde convocation"
    quorum = Quorum(len(record.members), 0, bool(record.sitting.derogation.quorum_of_third))
    return f"{quorum.required} membres présents ({article})"


def member(record: Record, members: MemberWords, mandate: str) -> str:
    """« Anne DURAND, Maire »; in a group of communes, what the member stands for and the substitute."""
    facts = record.mandates[mandate]
    named = ", ".join(part for part in (members.with_title(mandate), facts.represents) if part)
    substitutes = (
        f"{agree(_SUBSTITUTE, [members.gender(m.uid)])} : {members.name(m.uid)}"
        for m in record.council.mandates
        if m.seat is SeatKind.SUBSTITUTE and m.substitute_for == mandate
    )
    told = " ; ".join(substitutes)
    return f"{named} ({told})" if told else named


def proxy(record: Record, members: MemberWords, given: KnownProxy | None) -> str:
    """« Bruno PETIT », « Bruno PETIT (les points 2 et 3) », or nothing."""
    if given is None:
        return ""
    holder = members.name(given.holder) if given.holder else "mandataire non précisé"
    points = covered_points(record, given)
    return f"{holder} ({points})" if points else holder


def covered_points(record: Record, given: KnownProxy) -> str:
    """« les points 2 et 3 », « à partir du point 6 »; nothing when the proxy covers the whole sitting."""
    numbers = covered_numbers(record, given)
    if numbers:
        return points_named(numbers)
    return f"à partir du point {record.item(given.since).order}" if given.since else ""


def covered_numbers(record: Record, given: KnownProxy) -> tuple[int, ...]:
    """The numbers of the points, where the proxy has an end."""
    if not given.until:
        return ()
    order = [item.uid for item in sorted(record.sitting.agenda, key=lambda i: i.examination_order)]
    first = order.index(given.since) if given.since else 0
    covered = order[first : order.index(given.until) + 1]
    return tuple(sorted(record.item(uid).order for uid in covered))
