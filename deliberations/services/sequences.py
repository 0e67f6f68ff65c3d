"""The numbers of a year, and the addresses made of them: the same rule for deliberations and for decisions.

Each kind has a sequence and addresses of its own in a council. A number is given with the council locked
(``changing`` and ``changing_decision`` lock it).
"""

from collections.abc import Iterator
from itertools import count

from django.db.models import Max

from councils.domain.errors import Refusal
from deliberations.models import Deliberation, MayorDecision
from deliberations.queries.lists import slug_of

Kind = type[Deliberation] | type[MayorDecision]


def last_sequence(kind: Kind, council_id: int, year: int) -> int:
    """The greatest number known of that year, given by us, given up, or taken over from paper; 0 when there is none."""
    known = kind.objects.filter(council=council_id, year=year, sequence__isnull=False)
    last: int | None = known.aggregate(last=Max("sequence"))["last"]
    return last or 0


def next_sequence(kind: Kind, council_id: int, year: int, *, first: int | None, code: str) -> int:
    """The number that follows the last one of the year; ``first`` is told for a year of which none is known.

    Raises ``Refusal`` with ``code`` when ``first`` comes too late.
    """
    last = last_sequence(kind, council_id, year)
    if first is not None and last and first != last + 1:
        raise Refusal(
            code,
            f"Des numéros de {year} sont déjà donnés : la suite est le n° {last + 1}. Laissez ce champ vide.",
        )
    return first or last + 1


def free_slug(kind: Kind, council_id: int, number: str) -> str:
    """The last part of the address of a numbered act, unique among its kind; empty while there is no number.

    A number doubled on recorded acts gives « 2023-57 », then « 2023-57-2 ».
    """
    base = slug_of(number)
    if not base:
        return ""
    rows = kind.objects.filter(council=council_id, slug__startswith=base)
    taken = set(rows.values_list("slug", flat=True))
    return next(slug for slug in _candidates(base) if slug not in taken)


def _candidates(base: str) -> Iterator[str]:
    yield base
    for figure in count(2):
        yield f"{base}-{figure}"
