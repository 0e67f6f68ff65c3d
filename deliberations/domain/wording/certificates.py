"""The sentences by which the head certifies that an act, or a paper of the sitting, was made known.

CGCT art. L. 2131-1 and R. 2131-1 for an act, L. 2121-25 for the list, L. 2121-15 for the minutes. Plain spaces and
straight apostrophes here: French typography is applied once, when the view is made.
"""

import re
from collections.abc import Iterable

from councils.domain.bodies import BodyType, Council, PublicationMode
from councils.domain.days import council_day
from councils.domain.people import Gender
from deliberations.domain.acts import Deliberation, PublicFact, Source
from deliberations.domain.articles import WITHOUT_RULES, lent
from deliberations.domain.enforceability import is_notification, publication_mode
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.domain.sittings import SittingPaper
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.elision import du
from deliberations.domain.wording.members import MemberWords

NO_FACT = "Aucune publication n'est inscrite au journal : notez-la d'abord à la page « Publication »."
ALL_ACTS = "Toutes les délibérations de la séance"
SLUGS = {SittingPaper.DECISION_LIST: "liste", SittingPaper.MINUTES: "proces-verbal"}
"""How each paper is named in an address."""
LABELS = {
    SittingPaper.DECISION_LIST: "Liste des délibérations examinées",
    SittingPaper.MINUTES: "Procès-verbal de la séance",
}
HEADERS = ("Numéro", "Objet", "Publication")
TAKEN_OFF = ("Affichage retiré le", "Signature :")
"""The statement made later, under the signature, when what is posted comes off the wall."""
_SIGNED = {Gender.FEMININE: "soussignée", Gender.MASCULINE: "soussigné"}
_ARTICLES = {
    None: "CGCT art. L. 2131-1 et R. 2131-1",
    SittingPaper.DECISION_LIST: "CGCT art. L. 2121-25",
    SittingPaper.MINUTES: "CGCT art. L. 2121-15",
}


def title(facts: Iterable[PublicFact]) -> str:
    """The title by what is certified: posted, published in another way, or both; notified, where nothing else is."""
    known = tuple(facts)
    is_wall = any(is_posted(fact) for fact in known)
    is_elsewhere = any(not is_posted(fact) and not is_notification(fact) for fact in known)
    if is_wall:
        return "Certificat d'affichage et de publication" if is_elsewhere else "Certificat d'affichage"
    is_notified = bool(known) and not is_elsewhere
    return "Certificat de notification" if is_notified else "Certificat de publication"


def article(council: Council, paper: SittingPaper | None = None) -> str:
    """« En application de l'article … » of that publication for this body; empty where none is established."""
    if council.body_type in WITHOUT_RULES or (council.body_type is BodyType.CCAS and paper is not None):
        return ""
    numbers = lent(council, _ARTICLES[paper]).partition("art. ")[2]
    of = "des articles" if " et " in numbers else "de l'article"
    return f"En application {of} {numbers} du Code général des collectivités territoriales."


def undersigned(members: MemberWords, head: str | None) -> str:
    """« Je soussignée, Anne DURAND, Maire d'Exemple, certifie »; blanks for a head that is not known."""
    if head is None:
        return f"Je soussigné(e) {'…' * 33}, certifie"
    gender, council = members.gender(head), members.record.council
    signed = _SIGNED[gender] if gender else "soussigné(e)"
    title = members.title(head) or members.body.head
    is_commune = council.body_type is BodyType.COMMUNE
    office = f"{title} {du(members.body.place)}" if is_commune else f"{title} ({members.body.authority})"
    return f"Je {signed}, {members.name(head)}, {office}, certifie"


def of_act(record: Record, body: BodyWords, act: Deliberation, title: str) -> str:
    """« que la délibération n° 2023-57 du conseil municipal, du 19 décembre 2023, ayant pour objet « Tarifs », »."""
    number = number_of(act, record.council.number_pattern)
    named = f"la délibération n° {number}" if number else "la délibération"
    day = long_date(record.sitting.held_on)
    return f"que {named} {body.of_the_assembly}, en date du {day}, ayant pour objet « {_quoted(title)} »,"


def _quoted(title: str) -> str:
    """A title that stands between quotation marks: its own become the inner ones."""
    return re.sub(r"«\s*(.*?)\s*»", r"“\1”", title)


def of_acts(record: Record, body: BodyWords) -> str:
    day = long_date(record.sitting.held_on)
    return (
        f"que les délibérations {body.of_the_assembly} prises en sa séance du {day} ont été rendues publiques comme il "
        "est dit ci-dessous."
    )


def of_paper(record: Record, body: BodyWords, paper: SittingPaper) -> str:
    """« que la liste des délibérations examinées par le conseil municipal en sa séance du 19 décembre 2023 »."""
    day = long_date(record.sitting.held_on)
    if paper is SittingPaper.MINUTES:
        return f"que le procès-verbal de la séance {body.of_the_assembly} du {day}"
    return f"que la liste des délibérations examinées par {body.the_assembly} en sa séance du {day}"


def made_known(body: BodyWords, fact: PublicFact, *, is_feminine: bool = True) -> str:
    """« a été publiée sur le site Internet le 28 décembre 2023 », « a été affichée à la mairie à compter du … »."""
    e, day, mode = "e" if is_feminine else "", long_date(fact.effective_on), publication_mode(fact)
    if is_notification(fact):
        return f"a été notifié{e} le {day}"
    if mode is PublicationMode.POSTING:
        return f"a été affiché{e} {body.at_the_seat}{_where(fact)} à compter du {day}"
    if mode is PublicationMode.PAPER:
        return f"a été publié{e} sous forme papier le {day}"
    if mode is PublicationMode.ELECTRONIC:
        return f"a été publié{e} sur le site Internet{_at(fact)} le {day}"
    return f"a été publié{e} ({fact.channel.strip()}) le {day}"


def way_of(body: BodyWords, fact: PublicFact) -> str:
    """« publiée sur le site Internet le 28 décembre 2023 », for a cell of a table."""
    return made_known(body, fact).removeprefix("a été ")


def _where(fact: PublicFact) -> str:
    place = fact.reference.strip()
    return f" ({place})" if place else ""


def _at(fact: PublicFact) -> str:
    return (
        f", à l'adresse {fact.reference.strip()},"
        if fact.reference.startswith(("http://", "https://"))
        else ""
    )


def is_posted(fact: PublicFact) -> bool:
    """Whether it hangs on a wall, from which somebody takes it off on a day that is written by hand."""
    return publication_mode(fact) is PublicationMode.POSTING and not is_notification(fact)


def known_by(council: Council, fact: PublicFact) -> str:
    """How the day is known: recorded when it went online, or seen by the body, which wrote it down."""
    way = capitalised(fact.channel.strip() or "publication")
    if fact.source is Source.MACHINE:
        return f"{way} : date enregistrée automatiquement lors de la mise en ligne."
    by = "la commune" if council.body_type is BodyType.COMMUNE else "nos services"
    if fact.recorded_at is None:
        return f"{way} : date constatée par {by}."
    noted = long_date(council_day(council, fact.recorded_at))
    return f"{way} : date constatée par {by}, consignée le {noted}."
