"""How an act ends: the formulae, who signs, its executory character, as the house look words them."""

from collections.abc import Iterator
from datetime import date

from councils.domain.bodies import PublicationMode
from councils.domain.look_variants import (
    CopyWording,
    DeliberatedWording,
    DoneAt,
    DoneForm,
    ExecutoryWording,
    SignedBy,
)
from deliberations.domain.acts import PublicFact
from deliberations.domain.enforceability import is_notification, publication_mode
from deliberations.domain.wording import sentences
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import numeric_date
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.openings import house_date

_DELIBERATED = {
    DeliberatedWording.IN_SITTING: sentences.DELIBERATED,
    DeliberatedWording.SHORT: "Fait et délibéré, les jour, mois et an susdits.",
    DeliberatedWording.NONE: "",
}
_COPIES = {
    CopyWording.CERTIFIED: sentences.TRUE_COPY,
    CopyWording.TRUE_COPY: "Pour copie conforme,",
    CopyWording.EXTRACT: "Pour extrait conforme au registre des délibérations {assembly},",
    CopyWording.CERTIFIED_EXTRACT: "Extrait certifié conforme{executory} :",
    CopyWording.REGISTER_SIGNED: "Pour copie conforme, au registre sont les signatures,",
    CopyWording.EXECUTORY: "Certifié exécutoire",
    CopyWording.NONE: "",
}
_SAY_EXECUTORY = frozenset({CopyWording.CERTIFIED_EXTRACT, CopyWording.EXECUTORY})
_SIGNED_BY = {
    SignedBy.NONE: "",
    SignedBy.FOLLOWS: "Suivent les signatures au registre.",
    SignedBy.ASSEMBLY: "L'assemblée délibérante",
}
_KNOWN_BY = {
    PublicationMode.ELECTRONIC: "publication",
    PublicationMode.POSTING: "affichage",
    PublicationMode.PAPER: "mise à la disposition du public",
}


def deliberated(body: BodyWords) -> str:
    return _DELIBERATED[body.council.look.deliberated]


def true_copy(body: BodyWords, *, is_executory: bool) -> str:
    """What makes the paper a copy; « exécutoire » only where it is, else the plain formula."""
    copy = body.council.look.copy
    if copy is CopyWording.EXECUTORY and not is_executory:
        copy = CopyWording.TRUE_COPY
    executory = " et exécutoire" if is_executory else ""
    return _COPIES[copy].format(assembly=body.of_the_assembly, executory=executory)


def signed_by(body: BodyWords) -> str:
    """« Suivent les signatures au registre. » before the formula of the copy, or nothing."""
    return _SIGNED_BY[body.council.look.signed_by]


def done_at(
    body: BodyWords, held_on: date, edited_on: date, *, is_executory: bool = False
) -> tuple[str, str]:
    """« Fait à Gruson, le 19 décembre 2023 »: what goes above the formula of the copy, then what goes under it.

    A formula that certifies the act executory is of the day of the document under every look: on that of the sitting
    nothing was transmitted nor published yet (CGCT art. L. 2131-1).
    """
    look = body.council.look
    if look.done_at is DoneAt.NONE:
        return "", ""
    is_of_the_sitting = look.done_at is DoneAt.SITTING and not (is_executory and look.copy in _SAY_EXECUTORY)
    day = house_date(held_on if is_of_the_sitting else edited_on, look)
    place = body.heading(body.place) if look.place_in_capitals else body.place
    match look.done_form:
        case DoneForm.PLACE_AND_DAY:
            return "", f"{place}, le {day}"
        case DoneForm.AROUND:
            return f"{body.capital('à')} {place}", f"Le {day}"
    return "", f"Fait à {place}, le {day}"


def full_title(members: MemberWords, mandate: str, recorded: str = "") -> str:
    """« Maire de Bailly », as it stands under a name; another capacity as it is."""
    title = recorded or members.title(mandate)
    if not title:
        return capitalised(members.body.member(members.gender(mandate)))
    of_place = "" if recorded else members.of_place(mandate)
    return f"{capitalised(title)} {of_place}".strip()


def notified_appeal(body: BodyWords, tribunal: str, act: str) -> str:
    """How, and until when, the person to whom ``act`` (« La présente délibération ») is notified may appeal against it.

    A notification that does not say it lets no time run (CJA art. R. 421-5).
    """
    court = sentences.court_of(body, tribunal)
    return (
        f"{act} peut faire l'objet d'un recours devant le {court} dans un délai de deux mois à compter de sa "
        f"notification. {sentences.TELERECOURS}"
    )


def executory_line(body: BodyWords, transmission: PublicFact | None, publication: PublicFact | None) -> str:
    """« Acte rendu exécutoire après … », « Reçu par le représentant de l'État le … et publié le … ».

    Empty under a look that prints the dates one by one, or when nothing is known.
    """
    match body.council.look.executory:
        case ExecutoryWording.MADE_EXECUTORY:
            steps = list(_steps(transmission, publication))
            return f"Acte rendu exécutoire après {' et '.join(steps)}." if steps else ""
        case ExecutoryWording.RECEIVED_AND_PUBLISHED:
            told = list(_told(body, transmission, publication))
            return body.capital(" et ".join(told)) if told else ""
    return ""


def _steps(transmission: PublicFact | None, publication: PublicFact | None) -> Iterator[str]:
    if transmission:
        yield f"transmission au représentant de l'État le {numeric_date(transmission.effective_on)}"
    if publication:
        mode = publication_mode(publication)
        noun = "notification" if is_notification(publication) else _KNOWN_BY[mode] if mode else "publication"
        yield f"{noun} le {numeric_date(publication.effective_on)}"


def _told(body: BodyWords, transmission: PublicFact | None, publication: PublicFact | None) -> Iterator[str]:
    if transmission:
        state = "l'État" if body.council.style.accented_capitals else "l'Etat"
        yield f"reçu par le représentant de {state} le {numeric_date(transmission.effective_on)}"
    if publication:
        said = sentences.published(publication)
        yield f"{said[:1].lower()}{said[1:]}"
