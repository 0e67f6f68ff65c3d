"""The price that the statement tells and the one that is decided: « acquérir pour 45 000 € », « au prix de 54 000 € ».

Two amounts are often both right: asked and granted, old and new, before and after tax, by the month and by the year.
Where each part of the act gives a single amount, of the same thing, and no such word stands by, it is asked about;
where there are several, only a slip: two figures in each other's place, or another figure in a list otherwise repeated.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.amounts import are_swapped, differ_by_one, figures_of, look_alike
from deliberations.domain.linter.figures import Figure, figures_in, is_whole
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.reading import Advice, Line, remark
from deliberations.domain.linter.retold_alike import CHANGED, MOST_DECIDED, Parts, only_alike, parts_of
from deliberations.domain.linter.scope import after, before
from deliberations.domain.record import Record
from deliberations.domain.rulebook import house_rule
from deliberations.domain.texts import Passage

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
    """The single amount that the statement presents is the single one that is decided, or one of several is a slip."""
    for act in record.sitting.deliberations:
        parts = parts_of(act)
        presented, kept = _only(parts.told), _only(parts.decided)
        is_of_one_thing = presented and kept and _is_of_one_thing(presented, kept)
        if presented and kept and is_of_one_thing and _is_plain(parts.told, parts.decided):
            yield from _difference(record, presented, kept)
        else:
            yield from (remark(record, line, advice) for line, advice in _slips(parts))


def _only(lines: Sequence[Line]) -> _Told | None:
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


def _is_plain(told: Sequence[Line], decided: Sequence[Line]) -> bool:
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


# --- one of several


_TAX = re.compile(r"\s?(?:H\.?T|T\.?T\.?C|hors\staxes?|hors\sTVA|toutes\staxes)\b", re.IGNORECASE)
_ALLOWED = frozenset({"soit", "ht", "ttc", "hors", "hors taxe", "hors taxes", "taxe", "taxes", "tva"})
"""Words of doubt that leave none where both amounts are told with the same tax."""
_TOTAL = re.compile(r"\btotal\b")
_LEAST_ALIKE = 1_000
"""An amount that another figure makes another one: below, two amounts are alike by chance."""
_SURE, _LISTED = 4, 3
"""Figures of two amounts that a swap makes one another: enough whatever they are of, or within a list repeated."""
_LIKELY_LIST = 2
_MOST_SAID = 4
"""Times that an amount is said, of which the words around are read."""


def _slips(parts: Parts) -> Iterator[tuple[Line, Advice]]:
    """Amounts of the decision that the statement gives with a slip, where either side gives several."""
    told, decided = _by_value(parts.told), _by_value(parts.decided)
    known, repeated = _values((*parts.told, *parts.annexed)), _values(parts.decided)
    left = [value for value in decided if value not in known]
    alone = [value for value in told if value not in repeated]
    if not left or len(left) > MOST_DECIDED:
        return
    reading = _Reading(parts, len(decided) - len(left), is_last=len(left) == 1, is_only=len(alone) == 1)
    for one, other in only_alike(alone, left, _is_slip):
        presented, kept = ([_told(*place) for place in places] for places in (told[one], decided[other]))
        if severity := reading.severity_of(presented, kept):
            shown, chosen = _with_noun(presented), _with_noun(kept)
            yield chosen.line, _advice(shown, chosen, is_slip=severity is Severity.WARNING)


def _by_value(lines: Sequence[Line]) -> Mapping[Decimal, list[tuple[Line, Figure]]]:
    """Each amount in euros with the first places where it stands."""
    found: dict[Decimal, list[tuple[Line, Figure]]] = {}
    for line in lines:
        for figure in _amounts(line.passage):
            places = found.setdefault(figure.value, [])
            if len(places) < _MOST_SAID:
                places.append((line, figure))
    return found


def _values(lines: Sequence[Line]) -> frozenset[Decimal]:
    """Every number, with its unit or without: the amounts of a table have none."""
    return frozenset(figure.value for line in lines for figure in figures_in(line.text))


def _is_slip(one: Decimal, other: Decimal) -> bool:
    """Two figures in each other's place, or another one; neither a rounding nor another way of counting."""
    if not one or not other or _is_a_multiple(one, other) or _is_rounded(one, other):
        return False
    figures = figures_of(one, other)
    is_another = min(one, other) >= _LEAST_ALIKE and abs(one - other) >= 1 and differ_by_one(*figures)
    return is_another or are_swapped(*figures)


def _is_rounded(one: Decimal, other: Decimal) -> bool:
    """« 12 050 € » for « 12 000 € »: apart by less than what the last figures of either are rounded to."""
    return any(
        abs(one - other) < step and step in (_step_of(one, step), _step_of(other, step)) for step in _STEPS
    )


_STEPS = tuple(Decimal(10) ** power for power in range(7))


def _step_of(value: Decimal, step: Decimal) -> Decimal:
    return step if value % step == 0 else Decimal(0)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What an act tells around a slip.

    ``retold`` counts the amounts of the decision that the statement gives too; ``is_last``, that it gives all the
    others; ``is_only``, that the decision gives all those of the statement but one.
    """

    parts: Parts
    retold: int
    is_last: bool
    is_only: bool

    def severity_of(self, presented: Sequence[_Told], kept: Sequence[_Told]) -> Severity | None:
        """How sure the slip is, ``None`` when the two may be two amounts."""
        figures = figures_of(presented[0].figure.value, kept[0].figure.value)
        is_swap, has_changed = are_swapped(*figures), self._has_changed()
        if self._is_of_a_list(len(figures[0]), is_swap=is_swap, has_changed=has_changed):
            return Severity.NOTICE if has_changed else Severity.WARNING
        pairs = [(one, other) for one in presented for other in kept if _tax(one) == _tax(other)]
        has_moved = any(CHANGED.search(told.sentence) for told in (*presented, *kept))
        if is_swap and len(figures[0]) >= _SURE and pairs and not has_moved:
            return Severity.NOTICE if self.parts.says(CHANGED) else Severity.WARNING
        if (is_swap or self.is_last) and not has_changed and any(_is_of_one_total(*pair) for pair in pairs):
            return Severity.WARNING
        return None

    def _is_of_a_list(self, length: int, *, is_swap: bool, has_changed: bool) -> bool:
        """The decision repeats the amounts of the statement, but one, of so many figures."""
        if self.retold < _LIKELY_LIST or not self.is_last:
            return False
        if is_swap:
            return length >= _LISTED
        return self.is_only and not has_changed and not self.parts.tells_another_year()

    def _has_changed(self) -> bool:
        lines = (*self.parts.told, *self.parts.decided)
        return any(found not in _ALLOWED for line in lines for found in _CHANGES.findall(fold(line.text)))


def _is_of_one_total(one: _Told, other: _Told) -> bool:
    """Two amounts of the same thing, or two totals, with no word by which they would be counted otherwise."""
    is_total = all(_TOTAL.search(told.sentence) for told in (one, other))
    is_same = bool(one.noun) and _is_of_one_thing(one, other)
    words = (found for told in (one, other) for found in _DOUBTFUL.findall(told.sentence))
    return (is_same or is_total) and all(word in _ALLOWED for word in words)


def _tax(told: _Told) -> str:
    """« HT », « TTC » or nothing, just after the amount."""
    found = _TAX.match(told.line.text, told.figure.start + len(told.written))
    words = found.group().upper().replace(".", "").strip() if found else ""
    return "TTC" if words.startswith("T") else words and "HT"


def _with_noun(places: Sequence[_Told]) -> _Told:
    return next((told for told in places if told.noun), places[0])


def _advice(presented: _Told, kept: _Told, *, is_slip: bool) -> Advice:
    noun, where = presented.noun or kept.noun or "montant", presented.line.passage.where
    return Advice(
        code="text.decided_amount",
        message=f"{noun.capitalize()} à vérifier : « {presented.written} » ({where}), « {kept.written} » dans la "
        "décision.",
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
