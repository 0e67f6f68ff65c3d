"""What a user ticked to sign: kept in the session under a key of its own, never in the address of a page.

Two tabs have two choices. One lasts an hour, long enough to read, to prove who one is and to wait for a code; with it
what became of each document once signed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from secrets import token_hex
from typing import Any, Self

from django.utils import timezone

from councils.models import Council
from councils.views.access import MemberRequest
from deliberations.queries.signatures import ToSign, awaiting
from deliberations.services.signing_desk import Chosen, Outcome

CHOICES = "signing_choices"
"""Key of the session: key of each choice → what was chosen."""
LASTS = timedelta(hours=1)
MOST = 10
"""Choices kept for one browser: the oldest makes room."""
_TICKED = re.compile(r"[\w-]{1,64}\.\d{1,4}\.[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Choice:
    """``ticked`` names each document left to sign, with the file that was read: ``uid.order.sha256``.

    ``lot`` is how many documents one use of the key may sign, 0 while that is not known or nothing limits it;
    ``lots_done`` how many lots are over, ``told`` what became of their documents. ``back`` is the page to go back to.
    """

    council: str
    until: str
    ticked: tuple[str, ...]
    lot: int = 0
    lots_done: int = 0
    told: tuple[tuple[str, str, str], ...] = ()
    back: str = ""

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """As the session holds it."""
        told = tuple((title, message, article) for title, message, article in kept["told"])
        return cls(**kept | {"ticked": tuple(kept["ticked"]), "told": told})

    def written(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def digests(self) -> dict[str, str]:
        """Place (``uid.order``) → digest of the file that the list showed."""
        return {name: sha for name, _, sha in (each.rpartition(".") for each in self.ticked)}

    @property
    def outcomes(self) -> list[Outcome]:
        """What became of the documents of the lots that are over."""
        return [Outcome(title, message, article) for title, message, article in self.told]

    @property
    def lots(self) -> int:
        """How many lots there are in all; 1 while no limit is known."""
        return self.lots_done + (ceil(len(self.ticked) / self.lot) if self.lot else 1)

    @property
    def in_lot(self) -> tuple[str, ...]:
        """What the next use of the key signs."""
        return self.ticked[: self.lot] if self.lot else self.ticked

    def limited(self, limit: int | None) -> "Choice":
        """The same once it is known how many documents one code signs, where they are more."""
        is_cut = limit is not None and limit < len(self.ticked)
        return replace(self, lot=limit or 0) if is_cut else self

    def after(self, outcomes: list[Outcome], limit: int | None) -> "Choice":
        """The same once its lot was signed: what waits for another code is left, the rest is told."""
        done = [each for each in outcomes if not each.is_put_off]
        lot = self.in_lot
        put_off = tuple(name for name, each in zip(lot, outcomes, strict=True) if each.is_put_off)
        told = tuple((each.title, each.message, each.article) for each in done)
        return replace(
            self,
            ticked=put_off + self.ticked[len(lot) :],
            lot=(limit or 0) if put_off else self.lot,
            lots_done=self.lots_done + 1,
            told=self.told + told,
        )


@dataclass(frozen=True, slots=True)
class Left:
    """A choice against what waits now: ``lot`` is what is signed next, ``gone`` how many documents wait no more."""

    choice: Choice
    lot: tuple[ToSign, ...]
    gone: int

    def has_moved(self, each: ToSign) -> bool:
        """Whether its file is no longer the one that was read: it will not be signed."""
        return self.choice.digests[each.name] != each.paper.sha256

    def chosen(self) -> list[Chosen]:
        """The places of the lot, each with the digest of the file that was read there."""
        return [Chosen(each.place, self.choice.digests[each.name]) for each in self.lot]


def keep_choice(request: MemberRequest, council: Council, ticked: Iterable[str], *, back: str = "") -> str:
    """Keep what was ticked, and return its key; empty when nothing was. What is not the name of a file is left out."""
    names = tuple(dict.fromkeys(value for value in ticked if _TICKED.fullmatch(value)))
    if not names:
        return ""
    key, until = token_hex(8), (timezone.now() + LASTS).isoformat()
    save_choice(request, key, Choice(council.uid, until, names, back=back))
    return key


def choice_at(request: MemberRequest, council: Council, key: str) -> Choice | None:
    """The choice of that key, while it lasts, in that council."""
    kept = request.session.get(CHOICES, {}).get(key)
    if kept is None or not _lasts(kept) or kept["council"] != council.uid:
        return None
    return Choice.read(kept)


def save_choice(request: MemberRequest, key: str, choice: Choice) -> None:
    """Keep ``choice`` under ``key``, beside those that another tab made while this one was signing."""
    stored = type(request.session)(request.session.session_key).load()
    others = {name: kept for name, kept in stored.get(CHOICES, {}).items() if name != key and _lasts(kept)}
    latest = sorted(others.items(), key=lambda item: item[1]["until"])[-(MOST - 1) :]
    request.session[CHOICES] = dict(latest) | {key: choice.written()}


def _lasts(kept: dict[str, Any]) -> bool:
    return datetime.fromisoformat(kept["until"]) > timezone.now()


def left_of(request: MemberRequest, council: Council, choice: Choice) -> Left:
    """What the next use of the key signs: what was ticked and still waits for this user, in the order shown."""
    waiting = {each.name: each for each in awaiting(request.user, council)}
    names = [value.rpartition(".")[0] for value in choice.ticked]
    still = tuple(value for value, name in zip(choice.ticked, names, strict=True) if name in waiting)
    kept = replace(choice, ticked=still)
    lot = tuple(waiting[value.rpartition(".")[0]] for value in kept.in_lot)
    return Left(kept, lot, len(choice.ticked) - len(still))
