"""A share said in a sentence: « 30 % de 10 000 €, soit 3 000 € »."""

import re
from collections.abc import Iterator
from decimal import Decimal

from deliberations.domain.linter.amounts import are_swapped, figures_of
from deliberations.domain.linter.figures import DIGITS, figures_in, is_whole, value_of
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.reading import Advice
from deliberations.domain.linter.taxes import HUNDRED, advice_of, euros, is_hedged, step_of

_EURO = r"\s?(?:euros?\b|EUR\b|€)"
_TAX = r"(?:\s?(?P<{}>H\.?T\b\.?|T\.?T\.?C\b\.?|hors\staxes?\b|toutes\staxes\scomprises\b))?"
_OF = (
    r"\s(?:(?:de|du|des|sur|un|une|la|le|les|total|totale|montant|coût|cout|dépenses?|prix|somme|travaux|opération"
    r"|projet|prêts?|emprunts?|estimé|estimée|éligibles?|subventionnables?|prévisionnel|prévisionnelle|global|globale|HT|TTC)\s"
    r"|[ld]['’]\s?){1,12}(?:à\s|:\s)?"
)
"""From a percentage to what it is taken of: these words only, so that « 30 % de la population » is not read."""

_EQUALS = (
    r"(?:\s?,?\s?\(?\s?soit\s|\s?=\s?|\s?,?\sreprésentant\s)"
    r"(?:la\ssomme\sde\s|un\smontant\sde\s|une\saide\sde\s)?"
)
_PART = rf"(?P<part>{DIGITS}){_EURO}{_TAX.format('part_tax')}"
_BASE = rf"(?P<base>{DIGITS}){_EURO}{_TAX.format('base_tax')}"
_RATE = rf"(?P<rate>{DIGITS})\s?%"
_REPRESENTS = r"\s(?:représente(?:nt|ra|rait)?|correspond(?:ent|ant)?\sà|équivaut\sà)\s"
_SOIT = r"\s?,?\ssoit\s(?:la\ssomme\sde\s|un\smontant\sde\s|une\saide\sde\s)?"
_LENT = (
    r"\s(?:contracté|souscrit|consenti|accordé|réalisé|conclu|émis|garanti|destiné|pour|relatif|concernant)"
    r"[^\d%€;.:()]{0,100}?"
)
"""« d'un prêt de 1 246 000 € contracté auprès de la Caisse des dépôts »."""
_SPENT = (
    r"\s(?:pour|sur)\s(?:une?|le|la|des)\s(?:dépenses?|coût|montant|devis|facture|travaux|investissement|budget|prix"
    r"|projet|opération)(?:\s[^\W\d_]{1,20}){0,5}?\s(?:d['’]un\smontant\s)?(?:de|à|:)\s"
)
"""« pour une dépense de 8 480 € »."""
_ON = r"\ssur\s(?:un\s(?:montant|total|coût)\sde\s)?"
_RELATIONS = (
    re.compile(rf"{_RATE}{_OF}{_BASE}{_EQUALS}{_PART}", re.IGNORECASE),
    re.compile(rf"{_PART}(?:\s?\(|,?\s(?:soit|représentant)\s){_RATE}\s?\)?{_OF}{_BASE}", re.IGNORECASE),
    re.compile(rf"{_PART}{_REPRESENTS}{_RATE}{_OF}{_BASE}", re.IGNORECASE),
    re.compile(rf"{_PART}{_ON}{_BASE}\s?(?:,?\ssoit\s|\(){_RATE}", re.IGNORECASE),
    re.compile(rf"{_RATE}{_OF}{_BASE}(?P<told>{_LENT}){_SOIT}{_PART}", re.IGNORECASE),
    re.compile(rf"{_RATE}(?P<told>[^\d%€;.()]{{1,90}}?{_SOIT}{_PART}{_SPENT}){_BASE}", re.IGNORECASE),
)
OF_A_PART = re.compile(
    r"\b(?:eligibles?|subventionn\w+|plafon\w+|retenu\w*|limit\w+|totale?|globale?|reste|solde|maxim\w+|minim\w+|moins"
    r"|ajout\w+|dedui\w+|dedu\w+|plus|chacune?|chaque|moitie|tiers|quart|part|repart\w+|rembours\w+|deux|trois|quatre"
    r"|cinq|ans?|annees?|annuel\w*|mois|mensuel\w*|trimestr\w*|puis|avance|acompte|hors|tva|taxes?|augment\w+|haus\w+"
    r"|baiss\w+|remise|rabais|major\w+|minor\w+|supplement\w*|bonus|autres?)\b"
)
"""What makes of the share, far from its amount, that of something else."""
_HEDGED = re.compile(
    r"\s?(?:/|par\b|l['’]an\b|annuel|mensuel|maxim|minim|\w{0,12}\s?plafon|environ|au plus|arrondi)",
    re.IGNORECASE,
)


def shares_of(text: str) -> Iterator[Advice]:
    """Each share that is not the one of its amounts."""
    for figure in figures_in(text) if "%" in text else ():
        for relation in _RELATIONS:
            found = relation.match(text, figure.start)
            if found and _is_sure(text, found):
                yield from _wrong_share(found)


def _is_sure(text: str, found: re.Match[str]) -> bool:
    if not all(is_whole(text, *found.span(group)) for group in ("rate", "base", "part")):
        return False
    is_doubtful = is_hedged(text, found.start()) or _HEDGED.match(text, found.end())
    told = found.groupdict().get("told")
    taxes = {_tax(found[group]) for group in ("part_tax", "base_tax")}
    if told and (OF_A_PART.search(fold(told)) or not _is_near(found)):
        return False
    return not is_doubtful and taxes != {"HT", "TTC"}


def _is_near(found: re.Match[str]) -> bool:
    rate, base, part = (value_of(found[group]) for group in ("rate", "base", "part"))
    return base * rate < 2 * part * HUNDRED < 4 * base * rate


def _tax(words: str | None) -> str:
    bare = (words or "").upper().replace(".", "")
    return "TTC" if bare.startswith(("TT", "TOUTES")) else bare and "HT"


def _wrong_share(found: re.Match[str]) -> Iterator[Advice]:
    rate, base, part = (value_of(found[group]) for group in ("rate", "base", "part"))
    right = base * rate / HUNDRED
    is_far = abs(right - part) > share_slack(found["rate"], base) + step_of(found["part"])
    if rate <= HUNDRED and (is_far or are_swapped(*figures_of(right, part))):
        words = f"{found['rate']} %"
        shown = euros(right, found["part"])
        yield advice_of(
            f"« {found.group().rstrip('.')} » : {words} de {found['base']} € font {shown}.", shown
        )


def share_slack(rate: str, base: Decimal) -> Decimal:
    """What the rounding of the rate may hide: half a point for « 30 % », less for « 33,33 % »."""
    return base * step_of(rate) / 2 / HUNDRED
