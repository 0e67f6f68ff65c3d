"""The agenda of a case: each item with its nature, its votes, its elections and its act."""

from dataclasses import dataclass
from typing import Any

from deliberations.domain.acts import (
    ActState,
    Clause,
    ClauseKind,
    Deliberation,
    Identifier,
    LegalityEvent,
    LegalityStep,
    OperativePart,
    PublicFact,
    Signatory,
    Source,
)
from deliberations.domain.sittings import AgendaItem, Bar, BarGround, ItemKind, ItemOutcome, Subject
from deliberations.domain.votes import Election, Nomination, NominationBasis, Vote
from tests.law.case_reader import YES_NO, Fields, is_number, only, reading
from tests.law.case_votes import BASES, Names, election_of, vote_of

KINDS = {
    "délibération": ItemKind.DELIBERATION,
    "information": ItemKind.INFORMATION,
    "prise d'acte": ItemKind.ACKNOWLEDGEMENT,
    "vœu": ItemKind.MOTION,
    "élection": ItemKind.ELECTION,
    "comptes": ItemKind.ACCOUNTS,
    "question": ItemKind.QUESTION,
}
OUTCOMES = {
    "examiné": ItemOutcome.EXAMINED,
    "ajourné": ItemOutcome.ADJOURNED,
    "retiré": ItemOutcome.WITHDRAWN,
}
SUBJECTS = {
    "installation": Subject.INSTALLATION,
    "débat d'orientation budgétaire": Subject.BUDGET_DEBATE,
    "budget": Subject.BUDGET,
    "comptes": Subject.ACCOUNTS,
    "règlement intérieur": Subject.RULES_OF_PROCEDURE,
    "décisions du maire": Subject.DELEGATED_DECISIONS,
    "procès-verbal": Subject.MINUTES,
    "conseil d'administration du CCAS": Subject.SOCIAL_BOARD,
    "commande publique": Subject.PROCUREMENT,
    "président et bureau": Subject.OFFICERS,
}
GROUNDS = {
    "ordonnateur": BarGround.AUTHORISING_OFFICER,
    "intérêt": BarGround.INTEREST,
    "représentant": BarGround.REPRESENTATIVE,
}
STATES = {
    "en vigueur": ActState.IN_FORCE,
    "déféré": ActState.REFERRED,
    "suspendu": ActState.SUSPENDED,
    "annulé": ActState.ANNULLED,
}
STEPS = {
    "demande de pièces": LegalityStep.PAPERS_REQUESTED,
    "lettre d'observations": LegalityStep.OBSERVATIONS,
    "déféré": LegalityStep.REFERRAL,
    "demande de suspension": LegalityStep.SUSPENSION_REQUESTED,
}


_VISA = "le code général des collectivités territoriales"


@dataclass(frozen=True, slots=True)
class Points:
    """The agenda, with what was voted, elected and written on each item (uids p1, p2…)."""

    agenda: tuple[AgendaItem, ...]
    votes: tuple[Vote, ...]
    elections: tuple[Election, ...]
    acts: tuple[Deliberation, ...]


def points_of(fields: Fields, names: Names, year: int) -> Points:
    """« points »: how many (one unless told), or the list of them."""
    given = fields.raw("points")
    listed = [None] * int(given or "1") if given is None or is_number(given) else given
    if not isinstance(listed, list):
        fields.refuse("« points » : un nombre ou une liste est attendu")
    found = [
        _point(each, f"{fields.place}, point {n}", n, names, year) for n, each in enumerate(listed, start=1)
    ]
    return Points(
        tuple(p.agenda[0] for p in found),
        tuple(vote for p in found for vote in p.votes),
        tuple(election for p in found for election in p.elections),
        tuple(act for p in found for act in p.acts),
    )


def _point(data: Any, place: str, number: int, names: Names, year: int) -> Points:
    uid = f"p{number}"
    with reading(data, place) as fields:
        votes = [*fields.items("vote"), *fields.items("votes")]
        elections = [*fields.items("élection"), *fields.items("élections")]
        act = fields.raw("acte")
        return Points(
            (_item(fields, uid, number, names),),
            tuple(vote_of(each, place, uid, n, names) for n, each in enumerate(votes, start=1)),
            tuple(election_of(each, place, uid, n, names) for n, each in enumerate(elections, start=1)),
            () if act is None else (_act(act, place, uid, (year, number), names),),
        )


def _item(fields: Fields, uid: str, number: int, names: Names) -> AgendaItem:
    has_note = fields.choice("note de synthèse", YES_NO, True)
    chair, secretary, rapporteur = (
        _one(fields, key, names) for key in ("président", "secrétaire", "rapporteur")
    )
    return AgendaItem(
        uid,
        fields.number("numéro") or number,
        fields.text("objet", f"Objet {number}"),
        kind=fields.choice("nature", KINDS, ItemKind.DELIBERATION),
        outcome=fields.choice("issue", OUTCOMES, ItemOutcome.EXAMINED),
        examined=fields.number("examiné au rang"),
        rapporteur=rapporteur,
        chair=chair,
        secretary=secretary,
        note_html="<p>Note de synthèse.</p>" if has_note else "",
        is_transmissible=fields.choice("transmissible", YES_NO, True),
        added_in_sitting=bool(fields.flag("ajouté en séance")),
        nomination=_nomination(fields),
        subject=fields.choice("sujet", SUBJECTS, Subject.NONE),
        financial_year=fields.number("exercice"),
        treasurer_account_received=fields.flag("compte de gestion reçu"),
        bars=_bars(fields, names),
    )


def _one(fields: Fields, key: str, names: Names) -> str | None:
    value = fields.raw(key)
    place = f"{fields.place}, {key}"
    return None if value is None else only(names(value, place), place)


def _bars(fields: Fields, names: Names) -> tuple[Bar, ...]:
    """« écartés »: who, and on which ground."""
    bars = []
    for each in fields.items("écartés"):
        with reading(each, f"{fields.place}, écartés") as bar:
            for name in list(bar.rest()):
                ground = bar.choice(name, GROUNDS, None)
                bars += [Bar(member, ground) for member in names(name, bar.place)]
    return tuple(bars)


def _nomination(fields: Fields) -> Nomination | None:
    """« nomination »: « oui », or what is known of the secrecy."""
    data = fields.raw("nomination")
    if data is None:
        return None
    with reading({} if data == "oui" else data, f"{fields.place}, nomination") as told:
        return Nomination(
            told.choice("secret", BASES, NominationBasis.UNKNOWN),
            unanimous_waiver=told.flag("renonciation unanime"),
            single_candidacy=told.flag("candidature unique"),
        )


def _act(data: Any, place: str, item: str, number: tuple[int, int], names: Names) -> Deliberation:
    """« acte »: « oui », or its transmission, its publications, its letters from the prefect."""
    with reading({} if data == "oui" else data, f"{place}, acte") as fields:
        signatory = _one(fields, "signataire", names)
        blocks = tuple(fields.items("décisions")) or ("d'adopter les tarifs",)
        decides = fields.choice("décide", YES_NO, True)
        return Deliberation(
            uid=f"acte-{item}",
            item=item,
            year=number[0],
            sequence=number[1],
            title_html=fields.text("titre", "Tarifs de la cantine"),
            statement_html=fields.text("exposé"),
            clauses=tuple(Clause(ClauseKind.VU, text) for text in fields.items("visas") or [_VISA]),
            operative=(OperativePart(blocks),) if decides else (),
            signatory=Signatory(signatory, fields.text("qualité")) if signatory else None,
            printed_number=fields.text("numéro"),
            actes_number=fields.text("numéro @CTES"),
            identifiers=tuple(Identifier("@CTES", text) for text in fields.items("identifiant")),
            state=fields.choice("état", STATES, ActState.IN_FORCE),
            transmission=_transmission(fields),
            publications=_publications(fields),
            is_individual=bool(fields.flag("individuel")),
            legality=_letters(fields),
        )


def _transmission(fields: Fields) -> PublicFact | None:
    """« transmis le », by « transmis par »."""
    on, channel = fields.day("transmis le"), fields.text("transmis par")
    return PublicFact(on, Source.DECLARED, channel=channel) if on else None


def _publications(fields: Fields) -> tuple[PublicFact, ...]:
    """« publié le »: a date, or several « le » with their « mode »."""
    facts = []
    for each in fields.items("publié le"):
        data = {"le": each} if isinstance(each, str) else each
        with reading(data, f"{fields.place}, publié le") as told:
            on = told.day("le")
            if on is None:
                told.refuse("« le » manque")
            else:
                facts.append(PublicFact(on, Source.DECLARED, channel=told.text("mode")))
    return tuple(facts)


def _letters(fields: Fields) -> tuple[LegalityEvent, ...]:
    """« courriers du préfet »: which letter, received when, answered when."""
    letters = []
    for each in fields.items("courriers du préfet"):
        with reading(each, f"{fields.place}, courriers du préfet") as told:
            step, on = told.choice("courrier", STEPS, None), told.day("reçu le")
            if step is None or on is None:
                told.refuse("« courrier » et « reçu le » sont nécessaires")
            else:
                letters.append(LegalityEvent(step, on, answered_on=told.day("répondu le")))
    return tuple(letters)
