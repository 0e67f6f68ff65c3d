"""The theme that some town halls print before the object, or on a line of its own, told apart from it."""

import re
from collections.abc import Sequence

from deliberations.domain.linter.folding import fold
from deliberations.domain.sittings import Confidence
from deliberations.pastacts import words
from deliberations.pastacts.lines import Paragraph
from deliberations.pastacts.model import Found

_LABELLED = re.compile(
    r"(?:th[èe]me|rubrique|domaine|secteur|p[ôo]le|service|mati[èe]re|nomenclature(?:\s+actes)?)\s*(?::|[-–—]\s)\s*"
    r"(?:\d(?:[.\d])*\.?\s*[-–—:]?\s*)?(?P<theme>[^\W\d].{2,80})",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?P<theme>[A-ZÀ-Ý][\w'’,/&() -]{2,70}?)\s*(?P<mark>[:–—]|\s-|-\s|/\s|\.\s)\s*(?=[\"«A-ZÀ-Ý])"
)
_FIELDS = frozenset(
    """
    finance finances financier financieres budget budgets budgetaire budgetaires fiscalite comptabilite
    affaire affaires administration administrative administratives general generale generales scolaire
    scolaires extrascolaire extrascolaires periscolaire periscolaires culture culturel culturelle
    culturelles sport sports sportif sportive sportives enfance petite jeunesse education ressource
    ressources humaine humaines personnel personnels rh urbanisme urbain urbaine amenagement territoire
    foncier fonciere foncieres patrimoine domaine travaux voirie reseau reseaux batiment batiments
    environnement energie transition ecologique ecologie developpement durable economique economie
    commerce artisanat agriculture tourisme commande commandes publique publiques publics public marche
    marches juridique juridiques institution institutions institutionnel institutionnelle
    institutionnelles assemblee assemblees intercommunalite intercommunal intercommunale intercommunales
    vie municipale municipales democratie locale citoyennete associative associations association social
    sociale sociales solidarite solidarites sante action logement habitat securite police tranquillite
    prevention mobilite mobilites transport transports eau assainissement dechets communication
    numerique informatique fonction elections election elus conseil libertes pouvoirs pouvoir competence
    competences theme ville politique cadre services service technique techniques
    """.split()
)
_SMALL = frozenset("et de du des la le les l d aux au a en".split())


def is_theme(text: str) -> bool:
    """Whether ``text`` only names fields of what a local assembly deals with."""
    kept = [word for word in fold(text).split() if word not in _SMALL]
    return 0 < len(kept) <= 6 and all(word in _FIELDS for word in kept)


def theme_in(title: Found[str] | None) -> tuple[Found[str] | None, Found[str] | None]:
    """« FINANCES - Aide exceptionnelle… » → the theme and the object, apart. A title that is all object stays whole.

    Before an object in small letters, capitals are a theme; otherwise the words must name a field.
    """
    found = _BEFORE.match(title.value) if title else None
    if title is None or found is None:
        return None, title
    theme, rest = found["theme"].strip(" -"), title.value[found.end() :].strip()
    if len(rest) < 8:
        return None, title
    is_apart = words.is_capitals(theme) and not words.is_capitals(rest) and found["mark"] != "."
    if not is_theme(theme) and not (is_apart and len(theme) <= 60 and "(" not in theme):
        return None, title
    second, kept = theme_in(Found(rest, title.confidence, title.first, title.last))
    told = f"{theme} - {second.value}" if second else theme
    named = Found(told, Confidence.DOUBTFUL, title.first, title.last)
    return named, kept


def labelled_theme(parts: Sequence[Paragraph]) -> Found[str] | None:
    """« Thème : FINANCES », « Domaine : 5.7 Intercommunalité » on a line of its own."""
    for part in parts[:60]:
        if words.opens_clause(part.text) or words.is_lead(part.text):
            return None
        found = _LABELLED.fullmatch(part.text)
        if found:
            return Found(found["theme"].strip(" .;"), Confidence.CLEAR, part.first, part.last)
    return None
