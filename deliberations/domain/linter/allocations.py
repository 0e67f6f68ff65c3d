"""What becomes of the result of a year: « 300 € au compte 1068, 200 € au compte 002 », of 500 € to allocate."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, combinations

from deliberations.domain.acts import Deliberation
from deliberations.domain.linter.figures import figures_in, is_whole
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.reading import Advice
from deliberations.domain.linter.tables import Table, pieces_of
from deliberations.domain.linter.taxes import euros

_RESERVE, _CARRIED = "1068", "002"
_ACCOUNT = re.compile(rf"(?<![\d.,])(?:{_RESERVE}|{_CARRIED})(?![\d/]|[.,]\d|[ \u00a0\u202f]\d{{3}}\b|\s?€)")
_UNIT = re.compile(r"\s?(?:€|euros?\b|EUR\b)", re.IGNORECASE)
_MONEY = re.compile(r"\d{1,15}[.,]\d\d|\d{1,3}(?:[ \u00a0\u202f.]\d{3}){1,4}(?:[.,]\d\d)?")
"""An amount even without its unit."""
_LISTED = re.compile(r":|comme suit|ainsi|suivant|répart", re.IGNORECASE)
"""Between the result and the accounts: « affecter l'excédent de 500 € comme suit : 1068 : 300 € ; 002 : 200 € »."""
_LONGEST_LABEL = 160
_RESULT = re.compile(r"\b(?:excedents?|resultats?|soldes?)\b")
_OF_RUNNING = re.compile(r"\b(?:fonctionnement|exploitation)\b")
_TO_ALLOCATE = re.compile(r"\b(?:a affecter|(?:de|d|total|affect\w+) (?:la )?cloture|cumule\w*|globale?)\b")
"""The result that is allocated, where others are told too: it takes up the years before."""
_OF_ANOTHER = re.compile(
    r"\b(?:exercice|annee|anterieur\w*|precedent\w*|n 1|rest\w+|investissement|besoin|prev\w+|recettes?|depenses?"
    r"|deficit\w*|dont|moins|apres|avant|environ|report(?:e|es|s)?)\b"
)
"""What the result of the year alone, of another year or of another section is told with."""
_OF_ANOTHER_SECTION = re.compile(r"\b(?:investissement|deficit\w*|dont)\b")
_OTHER_USES = re.compile(
    r"\b(?:1064|10682?2|1069|revers\w+|dissol\w+|dissou\w+|integr\w+|transf\w+|plus values?|budgets? annexes?"
    r"|(?:deux|chaque|chacun des) budgets?)\b"
)
"""Where else a part of a result may go, or from where it may come."""
_MOST_AMOUNTS = 60
"""Amounts of an act whose sums are tried two by two."""
_NEAREST = 10
"""A difference of less than a tenth may be a slip; a larger one comes from another result."""


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount with the folded words before it; ``account`` is where it goes, empty when it goes to neither."""

    where: str
    start: int
    label: str
    written: str
    value: Decimal
    account: str = ""


def wrong_allocations(act: Deliberation) -> Iterator[tuple[str, Advice]]:
    """The only amount put in reserve and the only one carried forward, when they do not make the result allocated.

    Nothing is said when their sum is told anywhere, or is made by two other amounts: other results may be allocated.
    """
    lines = tuple(_lines_of(act))
    if not any(_ACCOUNT.search(text) for _, text in lines):
        return
    told = tuple(chain.from_iterable(_amounts_in(where, text) for where, text in lines))
    reserve, carried = (_only(t for t in told if t.account == name) for name in (_RESERVE, _CARRIED))
    result = _result_of(told)
    if not reserve or not carried or not result or len(told) > _MOST_AMOUNTS:
        return
    made = reserve.value + carried.value
    is_near = abs(made - result.value) * _NEAREST < result.value
    is_of_one = not any(_OTHER_USES.search(fold(text)) for _, text in lines)
    if is_near and is_of_one and not _is_told(made, told):
        yield carried.where, _advice(reserve, carried, result, made)


def _lines_of(act: Deliberation) -> Iterator[tuple[str, str]]:
    """The lines of the text, and the rows of the tables read as lines."""
    for piece in chain.from_iterable(pieces_of(act)):
        if isinstance(piece.content, Table):
            yield from ((piece.where, " : ".join(filter(None, row))) for row in piece.content.rows)
        else:
            yield piece.where, piece.content


def _amounts_in(where: str, text: str) -> Iterator[_Amount]:
    """Each amount of a line, with its account: « 300 € au compte 1068 », « compte 1068 : 300 € »."""
    amounts: list[_Amount] = []
    end = 0
    for figure in figures_in(text):
        unit = _UNIT.match(text, figure.end)
        is_money = (unit or _MONEY.fullmatch(figure.words)) and is_whole(text, figure.start, figure.end)
        if is_money:
            label = fold(text[max(end, figure.start - _LONGEST_LABEL) : figure.start])
            end = unit.end() if unit else figure.end
            written = text[figure.start : end]
            amounts.append(_Amount(where, figure.start, label, written, figure.value))
    yield from _with_accounts(text, amounts) if amounts else ()


def _with_accounts(text: str, amounts: Sequence[_Amount]) -> Iterator[_Amount]:
    """The amounts of a line that names as many accounts, each before its amount or each after it.

    Amounts before all of them are those of a result; where the line may be read in two ways, no account is given.
    """
    accounts = [(found.start(), found.group()) for found in _ACCOUNT.finditer(text)]
    before = len(amounts) - len(accounts)
    first, alone = amounts[max(0, before) :], amounts[: max(0, before)]
    places = {amount.start: name for amount, (_, name) in zip(first, accounts, strict=False)}
    starts = [start for pair in zip(first, accounts, strict=False) for start in (pair[0].start, pair[1][0])]
    swapped = [start for pair in zip(first, accounts, strict=False) for start in (pair[1][0], pair[0].start)]
    is_after = starts == sorted(starts)
    is_before = swapped == sorted(swapped)
    if alone and accounts and is_before:
        is_before = bool(_LISTED.search(text[alone[-1].start : accounts[0][0]]))
    is_sure = (
        before >= 0 and (is_after or is_before) and (not alone or alone[-1].start < min(starts, default=0))
    )
    for amount in amounts:
        yield replace(amount, account=places.get(amount.start, "")) if is_sure else amount


def _only(amounts: Iterable[_Amount]) -> _Amount | None:
    """The amount, told once or several times; ``None`` when there are two."""
    found = {amount.value: amount for amount in amounts}
    return next(iter(found.values())) if len(found) == 1 else None


def _result_of(told: Sequence[_Amount]) -> _Amount | None:
    """The only result of the running section, as it is allocated."""
    results = [(a, named) for a in told if not a.account and (named := _named(a.label))]
    allocated = [(a, named) for a, named in results if _TO_ALLOCATE.search(named)]
    running = [(a, n) for a, n in allocated or results if _OF_RUNNING.search(n) or "a affecter" in n]
    doubtful = _OF_ANOTHER_SECTION if allocated else _OF_ANOTHER
    return _only(amount for amount, named in running if not doubtful.search(named))


def _named(label: str) -> str:
    """What an amount is the result of: the words since the last « résultat », with « dont » before it."""
    places = [found.start() for found in _RESULT.finditer(label)]
    return label[max(0, places[-1] - len("dont un ")) :] if places else ""


def _is_told(made: Decimal, told: Sequence[_Amount]) -> bool:
    """Whether the sum is an amount of the act, or what two others make, to the euro when it has no cents."""
    slack = Decimal(1) if made == made.to_integral_value() else Decimal(0)
    values = {amount.value for amount in told}
    others = {amount.value for amount in told if not amount.account}
    made_by_two = (value for a, b in combinations(others, 2) for value in (a + b, abs(a - b)))
    return any(abs(made - value) <= slack for value in chain(values, made_by_two))


def _advice(reserve: _Amount, carried: _Amount, result: _Amount, made: Decimal) -> Advice:
    shown = euros(made, "0")
    return Advice(
        code="text.account_result",
        message=f"{reserve.written} au compte 1068 et {carried.written} au compte 002 font {shown}, pour un résultat à "
        f"affecter de {result.written}.",
        consequence="Le conseil n'affecte pas le résultat qu'il constate : la reprise au budget est fausse.",
        remedy="Refaire le calcul et corriger le montant qui est faux.",
    )
