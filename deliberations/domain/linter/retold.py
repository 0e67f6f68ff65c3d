"""The price that the statement tells and the one that is decided: « acquérir pour 45 000 € », « au prix de 54 000 € ».

Two amounts are often both right: asked and granted, old and new, before and after tax, by the month and by the year.
Only where each part of the act gives a single amount, of the same thing, and no such word stands by, is it asked about.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from deliberations.domain.acts import Deliberation
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.amounts import look_alike
from deliberations.domain.linter.figures import Figure, figures_in, is_whole
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.reading import Advice, Line, remark
from deliberations.domain.linter.scope import after, before
from deliberations.domain.record import Record
from deliberations.domain.rulebook import house_rule
from deliberations.domain.texts import Passage, passages

_UNIT = re.compile(r"\s?(?:€|(?:euros?|EUR)\b)", re.IGNORECASE)
_NOUNS: Mapping[str, str] = {
    "prix": r"\bprix\b|\b(?:acqui|ach[ae]t|vend|vente|cession|ced|cede)\w{0,8}\b",
    "loyer": r"\bloyers?\b",
    "subvention": r"\bsubventions?\b",
    "indemnité": r"\bindemnites?\b",
    "participation": r"\bparticipations?\b",
    "redevance": r"\bredevances?\b",
    "cotisation": r"\bcotisations?\b",
    "emprunt": r"\b(?:emprunts?|prets?)\b",
}
_OF_THE_THING = {noun: re.compile(pattern) for noun, pattern in _NOUNS.items()}
"""What an amount is that of, read in folded words."""
_FARTHEST = 80
"""Characters between the noun and its amount."""
_SIGNS = "/%×"
_DOUBTFUL = re.compile(
    rf"""
    \b(?:ht|ttc|hors|tva|taxes?|net|brut|dont|soit|environ|sur|maxim\w+|minim\w+|plafon\w+|jusqu|au\ plus|au\ moins|par
    |mois|mensuel\w*|ans?|annuel\w*|annee|trimestr\w+|semestr\w+|hebdo\w+|journee?s?|jours?|heures?|nuits?|chacune?s?
    |chaque|m2|metres?|hectares?|kilo\w*|unitaire|unite|habitants?|eleves|enfants?|personnes?|agents?|acompte|solde
    |avance|reste|tranche|phase|lots?|parts?|moitie|tiers|quart|pourcent\w+|taux|financ\w+|plan|budget\w*|credits?
    |frais|charges|(?:19|20)\d\d
    |(?:a|ont)\ (?:ete|fixe|acquis|achete|vendu|accorde|attribue|vote|decide|approuve|paye|regle|verse|obtenu)e?s?)\b
    |[{_SIGNS}]
    """,
    re.VERBOSE,
)
"""Words by which the same thing has two amounts, or had another one, in the sentence of either."""
_CHANGES = re.compile(
    r"""
    \b(?:ancien\w*|actuel\w*|avenants?|revis\w+|augment\w+|diminu\w+|baiss\w+|hauss\w+|reduit\w*|reduction|negoci\w+
    |estim\w+|evalu\w+|domaines?|initial\w*|preceden\w+|anterieur\w*|dernier\w*|demand\w+|sollicit\w+|souhait\w+
    |offre\w*|devis|encher\w+|mise\ a\ prix|modifi\w+|rectifi\w+|erreur|amend\w+|debat\w*|discussion|au\ lieu|porte[rs]?
    |passe[rs]?|passant|complement\w*|supplement\w*|exceptionnel\w*|previsionnel\w*|prevu\w*|revalori\w+|indices?
    |indexe\w*|remise|rabais|ht|ttc|tva|hors\ taxes?|deja|avai(?:t|ent)|etai(?:t|ent)|avis|percu\w*|recu\w*
    |vers(?:e|ait)\w*\ (?:par|en)|echange\w*|soulte|tarifs?|gardien\w*|circulaire|bareme\w*|reglement\w*|legal\w*)\b
    """,
    re.VERBOSE,
)
"""Words of an amount that is not that of the decision, anywhere in the act."""
_GENERIC = re.compile(
    r"(?:commun|conseil|municip|montant|euros|somme|decid|approuv|autoris|maire|accord|attribu|verse|fixe|present|expos"
    r"|propos|deliber|pour|cette|celle|entre|total|prix|loyer|subvention|indemnit|participation|redevance|cotisation|emprunt"
    r"|madame|monsieur|avec|dans|cadre|signer|annee)\w*"
)
"""What two sentences share without speaking of the same thing."""
_SHORTEST = 4
_MOST = 20
"""Times that an act repeats an amount: beyond, it is a table."""
_VAT = {Decimal(rate) for rate in ("1.2", "1.1", "1.055", "1.021", "1.085")}


@dataclass(frozen=True, slots=True)
class _Told:
    """The only amount of a part of an act; ``noun`` is what it is the amount of, ``things`` the words around."""

    line: Line
    figure: Figure
    written: str
    noun: str
    sentence: str

    @property
    def things(self) -> frozenset[str]:
        """What the sentence speaks of, beside the noun and the words of every act."""
        words = self.sentence.split()
        return frozenset(w for w in words if len(w) >= _SHORTEST and not _GENERIC.fullmatch(w))


@told_once
def check_decided_amount(record: Record) -> Iterator[Finding]:
    """The single amount that the statement presents is the single one that is decided."""
    for act in record.sitting.deliberations:
        told, decided = _parts(act)
        presented, kept = _only(told), _only(decided)
        if presented and kept and _is_of_one_thing(presented, kept) and _is_plain(told, decided):
            yield from _difference(record, presented, kept)


def _parts(act: Deliberation) -> tuple[list[Line], list[Line]]:
    """What is told before the decision, and the decision; annexes are details."""
    told: list[Line] = []
    decided: list[Line] = []
    for passage in passages(act):
        if not passage.where.startswith("annexe"):
            (decided if passage.where.startswith("décision") else told).append(Line(act, passage))
    return told, decided


def _only(lines: list[Line]) -> _Told | None:
    """The amount that these passages give, once or several times; none when they give two."""
    amounts = [(line, figure) for line in lines for figure in _amounts(line.passage)]
    if len({figure.value for _, figure in amounts}) != 1 or len(amounts) > _MOST:
        return None
    said = (_told(line, figure) for line, figure in amounts)
    return next((one for one in said if one.noun), None)


def _amounts(passage: Passage) -> Iterator[Figure]:
    for figure in figures_in(passage.text):
        if _UNIT.match(passage.text, figure.end) and is_whole(passage.text, figure.start, figure.end):
            yield figure


def _told(line: Line, figure: Figure) -> _Told:
    unit = _UNIT.match(line.text, figure.end)
    end = unit.end() if unit else figure.end
    head = before(line.text, figure.start)
    said = f"{head} {after(line.text, end)}"
    sentence = f"{fold(said)} {''.join(c for c in said if c in _SIGNS)}"
    near = fold(head[-_FARTHEST:])
    return _Told(line, figure, line.text[figure.start : end], _noun(near), sentence)


def _noun(near: str) -> str:
    """What is named last before the amount: « la subvention pour l'acquisition » is a price no more."""
    found = {noun for noun, pattern in _OF_THE_THING.items() if pattern.search(near)}
    return found.pop() if len(found) == 1 else ""


def _is_of_one_thing(presented: _Told, kept: _Told) -> bool:
    return presented.noun == kept.noun and bool(presented.things & kept.things)


def _is_plain(told: list[Line], decided: list[Line]) -> bool:
    """Whether nothing in the act tells of a change, nor by an amount of another way of counting."""
    lines = (*told, *decided)
    changes = any(_CHANGES.search(fold(line.text)) for line in lines)
    doubts = any(_DOUBTFUL.search(_told(x, f).sentence) for x in lines for f in _amounts(x.passage))
    return not changes and not doubts


def _difference(record: Record, presented: _Told, kept: _Told) -> Iterator[Finding]:
    one, other = presented.figure.value, kept.figure.value
    if one == other or not one or not other:
        return
    is_slip = look_alike(one, other) or _is_swapped(one, other)
    if is_slip or not _is_a_multiple(one, other):
        yield remark(record, kept.line, _advice(presented, kept, is_slip=is_slip))


def _is_swapped(one: Decimal, other: Decimal) -> bool:
    """« 45 000 € » for « 54 000 € », or for « 4 500 € »; 20 % of tax apart too, but no word of a tax stands there."""
    digits = sorted(str(one).strip("0.")), sorted(str(other).strip("0."))
    return digits[0] == digits[1] and max(one, other) / min(one, other) <= 10


def _is_a_multiple(one: Decimal, other: Decimal) -> bool:
    """By the month and by the year, with or without tax."""
    ratio = max(one, other) / min(one, other)
    return ratio == int(ratio) or ratio in _VAT


def _advice(presented: _Told, kept: _Told, *, is_slip: bool) -> Advice:
    return Advice(
        code="text.decided_amount",
        message=f"{presented.noun.capitalize()} à vérifier : « {presented.written} » ({presented.line.passage.where}), "
        f"« {kept.written} » dans la décision.",
        consequence="Seule la décision s'applique : elle porte un autre montant que celui qui a été présenté.",
        remedy="Vérifier lequel est voulu ; s'il a changé, dire pourquoi dans l'exposé.",
        severity=Severity.WARNING if is_slip else Severity.NOTICE,
    )


RULES = (
    house_rule(
        "text.decided_amount",
        "Montant présenté et montant décidé",
        "Le montant que la décision retient est celui que l'exposé présente, ou l'exposé dit pourquoi il a changé.",
        check_decided_amount,
    ),
)
