"""Why an act read should be looked at, in words: what is missing, what is unsure, what contradicts itself."""

import re
from collections.abc import Iterator
from typing import Any

from deliberations.pastacts.model import Found, ReadAct


def doubts_of(act: ReadAct) -> tuple[str, ...]:
    """Sentences for the reviewer; empty for an act whose number, day, object and decision leave no doubt."""
    return tuple(_doubts(act))


def _doubts(act: ReadAct) -> Iterator[str]:
    yield from _of_fact(act.number, "Aucun numéro n'a été lu.", "Le numéro « {} » est incertain")
    day = f"{act.held_on.value:%d/%m/%Y}" if act.held_on else ""
    yield from _of_fact(
        act.held_on, "La date de la séance n'a pas été lue.", "La date du {} est incertaine", day
    )
    yield from _of_fact(act.title, "L'objet n'a pas été lu.", "L'objet est incertain : vérifiez où il finit")
    if not act.decisions and not (act.is_line_of_list and act.vote is not None):
        yield "Aucune décision n'a été lue."
    if act.vote is not None and not act.vote.is_clear:
        yield f"Les nombres du vote se contredisent ({act.vote.place})."
    yield from _of_sums(act)
    yield from _of_year(act)


def _of_fact(found: Found[Any] | None, missing: str, unsure: str, shown: str = "") -> Iterator[str]:
    if found is None:
        yield missing
    elif not found.is_clear:
        yield f"{unsure.format(shown or found.value)} ({found.place})."


def _of_sums(act: ReadAct) -> Iterator[str]:
    """All the votes counted, against the voters that the paper announces."""
    vote, voters = act.vote.value if act.vote else None, act.counts.get("voters")
    if vote is None or voters is None or vote.in_favour is None or not voters.is_clear:
        return
    told = vote.in_favour + sum(each or 0 for each in (vote.against, vote.abstentions))
    # Some count those who take no part among the voters, others do not.
    if voters.value not in (told, told + (vote.not_voting or 0)):
        yield f"Le vote compte {told} voix, le document annonce {voters.value} votants ({voters.place})."


def _of_year(act: ReadAct) -> Iterator[str]:
    """« 2023-12 » decided in 2022 is one of two faults of reading, or of the paper."""
    found = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", act.number.value) if act.number else None
    if found and act.held_on and int(found.group()) != act.held_on.value.year:
        yield f"Le numéro porte l'année {found.group()}, la séance est de {act.held_on.value.year}."
