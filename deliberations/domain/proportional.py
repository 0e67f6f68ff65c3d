"""Sharing seats between lists: quotient, then highest remainder.

CGCT art. L. 1411-5 (tender board) and L. 2121-22 (commissions), CASF art. R. 123-8 (board of the CCAS).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

BirthDate = Callable[[int, int], date | None]
"""Given a list and a place on it, both from 0: the birth date of the candidate there, when it is known."""


@dataclass(frozen=True, slots=True)
class Apportionment:
    """Seats of each list, in the order of the lists.

    ``unshared`` are the seats that nobody can be given without a guess: no vote was cast, or the candidates who
    would tell two equal lists apart have no known birth date, or the same one (``is_same_age``). ``by_age`` tells
    that age decided.
    """

    seats: tuple[int, ...]
    unshared: int = 0
    by_age: bool = False
    is_same_age: bool = False


def share_seats(votes: Sequence[int], seats: int, birth_date: BirthDate) -> Apportionment:
    """Seats of lists that obtained ``votes``, by whole numbers only.

    A list first gets one seat for each electoral quotient (votes cast / seats) that its votes hold, then the
    seats left go to the highest remainders. Of equal remainders the list with more votes comes first, then the
    one whose next candidate is the oldest. Raises ``ValueError`` for a negative number.
    """
    if seats < 0 or any(v < 0 for v in votes):
        raise ValueError("votes and seats cannot be negative")
    cast = sum(votes)
    if not cast:
        return Apportionment((0,) * len(votes), unshared=seats)
    # Votes × seats / votes cast is votes / quotient: the remainders compare as integers over the same divisor.
    whole = [v * seats // cast for v in votes]
    remainders = [(v * seats % cast, v) for v in votes]
    return _share_rest(whole, remainders, seats - sum(whole), birth_date)


def _share_rest(
    whole: list[int], remainders: Sequence[tuple[int, int]], left: int, birth_date: BirthDate
) -> Apportionment:
    """One more seat to each of the ``left`` best remainders: they are fewer than the lists that have one."""
    seats = list(whole)
    for key in sorted(set(remainders), reverse=True):
        equals = [i for i, each in enumerate(remainders) if each == key]
        if len(equals) > left:
            return _share_by_age(seats, equals, left, birth_date)
        for index in equals:
            seats[index] += 1
        left -= len(equals)
    return Apportionment(tuple(seats))


def _share_by_age(seats: list[int], equals: Sequence[int], left: int, birth_date: BirthDate) -> Apportionment:
    """``left`` seats for more lists than that, equal in all: to those whose next candidate is the oldest."""
    if not left:
        return Apportionment(tuple(seats))
    born = [(birth, i) for i in equals if (birth := birth_date(i, seats[i])) is not None]
    born.sort()
    if len(born) < len(equals):
        return Apportionment(tuple(seats), unshared=left)
    if born[left - 1][0] == born[left][0]:
        return Apportionment(tuple(seats), unshared=left, is_same_age=True)
    for _, index in born[:left]:
        seats[index] += 1
    return Apportionment(tuple(seats), by_age=True)
