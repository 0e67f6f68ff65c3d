"""The sentences of a mayor's decision, and of its report to the council (CGCT art. L. 2122-22, L. 2122-23).

Plain spaces and straight apostrophes here: French typography is applied once, when the view is made.
"""

from collections.abc import Iterable
from datetime import date

from councils.domain.bodies import Council
from councils.domain.people import Gender
from deliberations.domain.delegated import (
    CouncilDelegation,
    DecisionObstacle,
    DecisionStage,
    MayorDecision,
)
from deliberations.domain.delegated_signing import SigningPower
from deliberations.domain.record import Record
from deliberations.domain.sittings import ReportedDecision, Sitting
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.elision import du
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.sentences import ended

STAGES = {
    DecisionStage.DRAFT: "Projet",
    DecisionStage.TO_SIGN: "À signer",
    DecisionStage.GIVEN_UP: "Numéro abandonné",
    DecisionStage.SIGNED: "Signée",
    DecisionStage.TRANSMITTED: "Reçue en préfecture",
    DecisionStage.MADE_KNOWN: "Rendue publique",
    DecisionStage.EXECUTORY: "Exécutoire",
    DecisionStage.SUSPENDED: "Suspendue",
    DecisionStage.ANNULLED: "Annulée",
}
OBSTACLES = {
    DecisionObstacle.NOT_SIGNED: "La décision n'est pas signée.",
    DecisionObstacle.NO_DECISION: "Le texte ne décide rien : complétez-le.",
    DecisionObstacle.SUSPENDED: "La décision est suspendue par le juge.",
    DecisionObstacle.ANNULLED: "La décision est annulée.",
    DecisionObstacle.NOT_PUBLISHED: "Elle n'est ni publiée ni notifiée.",
    DecisionObstacle.NOT_TRANSMITTED: "Elle n'est pas encore reçue en préfecture.",
}


def words_on(council: Council, day: date) -> MemberWords:
    """The names and titles of the members as they were that day."""
    return MemberWords(outside_sitting(council, day), BodyWords(council), day)


def outside_sitting(council: Council, day: date) -> Record:
    """The frame in which members and remarks are told outside any sitting: nothing but its day is read."""
    return Record(council, Sitting("hors-seance", day))


def taken_by(body: BodyWords, decision: MayorDecision, given: CouncilDelegation | None) -> str:
    """« Décision prise par délégation du conseil municipal, en application de l'article L. 2122-22, 4°, … »."""
    place = "article L. 2122-22"
    place += f", {decision.paragraph}°," if decision.paragraph is not None else ""
    told = f"Décision prise par délégation {body.of_the_assembly}, en application de l'{place} du Code général des "
    told += "collectivités territoriales"
    source = _deliberation(given)
    return f"{told} ({source})." if source else f"{told}."


def _deliberation(given: CouncilDelegation | None) -> str:
    if given is None or not (given.number or given.decided_on):
        return ""
    number = f" n° {given.number}" if given.number else ""
    on = f" du {long_date(given.decided_on)}" if given.decided_on else ""
    return f"délibération{number}{on}"


def object_line(number: str, theme: str, title: str) -> str:
    """« Décision n° DEC2026-01 - Thème - Objet. »"""
    parts = [f"Décision n° {number}" if number else "Décision", theme, title]
    return ended(" - ".join(part for part in parts if part))


def who_decides(words: MemberWords, head: str | None) -> str:
    """« Le Maire de la commune d'Exemple, » before the visas."""
    body = words.body
    who = words.capacity(head) if head else f"Le {body.head}"
    authority = body.the_authority
    of = f"de la {authority.removeprefix('La ')}" if authority.startswith("La ") else du(authority)
    return f"{who} {of},"


def signing_capacity(words: MemberWords, head: str | None, member: str, power: SigningPower | None) -> str:
    """« Pour la Maire et par délégation, le Premier adjoint »; nothing for who signs under the usual title."""
    if power in (None, SigningPower.HEAD):
        return ""
    usual = words.capacity(head) if head else f"Le {words.body.head}"
    is_woman = usual.startswith("La ") or (head is not None and words.gender(head) is Gender.FEMININE)
    how = " et par délégation" if power is SigningPower.ORDER else f" empêché{'e' if is_woman else ''}"
    return f"Pour {_lowered(usual)}{how}, {_lowered(words.capacity(member))}"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def lead(verb: str) -> str:
    """« Décide : »."""
    return f"{capitalised(verb or 'décide')} :"


def done_at(place: str, day: date | None) -> str:
    """« Fait à Exemple, le 5 juin 2026. »; the day is left out until it is known."""
    return f"Fait à {place}, le {long_date(day)}." if day else f"Fait à {place}."


def will_be_reported(body: BodyWords) -> str:
    """« Il sera rendu compte de la présente décision au conseil municipal, … »: what town halls print.

    Art. L. 2122-23 asks for the report, not for the decision to say it.
    """
    return (
        f"Il sera rendu compte de la présente décision {body_to(body)}, en application de l'article L. 2122-23 du Code "
        "général des collectivités territoriales."
    )


def reported_line(number: str, day: date | None, title: str) -> str:
    """« Décision n° DEC2026-01 du 5 juin 2026 : mise à disposition d'une salle »: one line of the report."""
    on = f" du {long_date(day)}" if day else ""
    return f"Décision n° {number}{on} : {title}"


def report_lines(reported: Iterable[ReportedDecision]) -> tuple[str, ...]:
    """The report to the council, one line a decision."""
    return tuple(reported_line(each.number, each.decided_on, each.title or "sans objet") for each in reported)


def report_intro(body: BodyWords, count: int, members: MemberWords | None = None) -> str:
    """The sentence of the minutes or of the note before the list of one decision at least.

    ``members`` tells whether « la maire » reports; the masculine where nobody is known in that office.
    """
    what = "de la décision suivante, prise" if count == 1 else "des décisions suivantes, prises"
    heads = members.record.heads if members else ()
    article = "la" if members and heads and members.capacity(heads[0]).startswith("La ") else "le"
    return (
        f"En application de l'article L. 2122-23 du Code général des collectivités territoriales, {article} "
        f"{body.head} rend compte {body_to(body)} {what} par délégation :"
    )


def body_to(body: BodyWords) -> str:
    """« au conseil municipal », « à l'assemblée »."""
    the = body.the_assembly
    return f"au {the.removeprefix('le ')}" if the.startswith("le ") else f"à {the}"
