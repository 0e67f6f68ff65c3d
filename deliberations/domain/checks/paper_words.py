"""The words of a recorded paper: its figures, by name, and the results it announces."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from councils.domain.names import strip_accents
from deliberations.domain.majority import Verdict
from deliberations.domain.sittings import Confidence, SourceStatement
from deliberations.domain.wording.agreement import counted

_BASE = "Le quorum se calcule sur ce nombre : l'un des deux est faux."
_ROOM = "Le quorum ou le nombre de votants en dépend : l'un des deux nombres est faux."
_VOTE = "Le résultat du vote peut en dépendre : l'un des deux nombres est faux."


@dataclass(frozen=True, slots=True)
class PaperFigure:
    """One number that papers print: its name for one and for several, and what hangs on it."""

    one: str
    many: str
    consequence: str

    def counted(self, number: int) -> str:
        """« 1 présent », « 13 présents »."""
        return counted(number, self.one, self.many)


FIGURES: Mapping[str, PaperFigure] = {
    "in_office": PaperFigure("membre en exercice", "membres en exercice", _BASE),
    "seats": PaperFigure("siège", "sièges", "L'effectif légal sert de base à d'autres règles : le vérifier."),
    "quorum": PaperFigure(
        "présent requis", "présents requis", "La séance a pu s'ouvrir sans quorum, ou à tort."
    ),
    "present": PaperFigure("présent", "présents", _ROOM),
    "represented": PaperFigure("représenté", "représentés", _ROOM),
    "excused": PaperFigure("excusé", "excusés", _ROOM),
    "absent": PaperFigure("absent", "absents", _ROOM),
    "substituted": PaperFigure("titulaire suppléé", "titulaires suppléés", _ROOM),
    "stepped_aside": PaperFigure("membre sorti pour le point", "membres sortis pour le point", _ROOM),
    "remote": PaperFigure("présent à distance", "présents à distance", _ROOM),
    "voters": PaperFigure("votant", "votants", _VOTE),
    "votes_cast": PaperFigure("suffrage exprimé", "suffrages exprimés", _VOTE),
    "in_favour": PaperFigure("voix pour", "voix pour", _VOTE),
    "against": PaperFigure("voix contre", "voix contre", _VOTE),
    "abstentions": PaperFigure("abstention", "abstentions", _VOTE),
    "blank": PaperFigure("bulletin blanc", "bulletins blancs", _VOTE),
    "null": PaperFigure("bulletin nul", "bulletins nuls", _VOTE),
    "not_voting": PaperFigure("ne prend pas part au vote", "ne prennent pas part au vote", _VOTE),
    "majority": PaperFigure("majorité absolue", "majorité absolue", _VOTE),
}
"""What each ``about`` of a statement counts; a number under another name is compared with nothing."""

_SYNONYMS = {
    "en exercice": "in_office",
    "membres en exercice": "in_office",
    "sieges": "seats",
    "presents": "present",
    "representes": "represented",
    "pouvoirs": "represented",
    "procurations": "represented",
    "proxies": "represented",
    "excuses": "excused",
    "absents": "absent",
    "supplees": "substituted",
    "a distance": "remote",
    "votants": "voters",
    "exprimes": "votes_cast",
    "suffrages exprimes": "votes_cast",
    "pour": "in_favour",
    "contre": "against",
    "abstention": "abstentions",
    "blancs": "blank",
    "nuls": "null",
    "nppv": "not_voting",
    "majorite": "majority",
    "majorite absolue": "majority",
    "resultat": "verdict",
    "executory on": "executory",
    "certified on": "executory",
    "certifie executoire": "executory",
    "executoire": "executory",
    "published on": "published",
    "publication": "published",
    "transmitted on": "transmitted",
    "transmission": "transmitted",
    "convocation on": "convocation",
}
"""Plain words for the same names, without accents; « _ » and space are the same."""

_REJECTED = ("rejet", "repouss", "non adopt", "pas adopt", "non approuv", "pas approuv")
_ADOPTED = ("adopt", "approuv", "accept", "unanim", "majorite")


def said_verdict(text: str) -> Verdict | None:
    """The verdict that a paper announces; ``None`` when its words tell none."""
    plain = strip_accents(text).casefold()
    if any(word in plain for word in _REJECTED):
        return Verdict.REJECTED
    return Verdict.ADOPTED if any(word in plain for word in _ADOPTED) else None


def is_unanimous(text: str) -> bool:
    """Whether the paper announces full unanimity: « à l'unanimité moins deux voix » says what it lacks."""
    plain = strip_accents(text).casefold()
    return "unanim" in plain and not any(word in plain for word in ("moins", "sauf", "abst", "contre"))


def is_by_majority(text: str) -> bool:
    """« À la majorité », and no more: « à la majorité absolue » is the rule of the law, that unanimity meets too."""
    plain = strip_accents(text).casefold()
    return "majorite" in plain and not any(word in plain for word in ("unanim", "absolue", "suffrages"))


def name_of(statement: SourceStatement) -> str:
    """The name of what a statement is about: « présents » and « Presents » are ``present``."""
    plain = strip_accents(statement.about).casefold().replace("_", " ").strip()
    return _SYNONYMS.get(plain, plain.replace(" ", "_"))


def is_number(statement: SourceStatement) -> bool:
    """Whether it is a number that can be read."""
    is_read = statement.confidence is not Confidence.ILLEGIBLE
    return is_read and statement.number is not None and statement.number >= 0


def is_figure(statement: SourceStatement) -> bool:
    """Whether it is a number that can be read and compared."""
    return is_number(statement) and name_of(statement) in FIGURES


def printed_in_office(statements: Iterable[SourceStatement], item: str) -> int | None:
    """The members in office that a paper prints on an item, else on the sitting; ``None`` when it tells none."""
    found = tuple(statements)
    printed = (figures_of(found, place).get("in_office") for place in (item, None))
    return next((figure.number for figure in printed if figure), None)


def figures_of(statements: Iterable[SourceStatement], item: str | None) -> Mapping[str, SourceStatement]:
    """The figures printed on one item, by name. One printed twice with two values is not one figure: left out."""
    found: dict[str, list[SourceStatement]] = {}
    for statement in statements:
        if statement.item == item and is_figure(statement):
            found.setdefault(name_of(statement), []).append(statement)
    return {about: same[0] for about, same in found.items() if len({s.number for s in same}) == 1}
