"""The proxies that a record tells, each with what it covers (CGCT art. L. 2121-20)."""

from collections.abc import Iterator
from dataclasses import dataclass

from deliberations.domain.movements import MovementKind, ProxyPaper
from deliberations.domain.record import Record
from deliberations.domain.sittings import Origin


@dataclass(frozen=True, slots=True)
class KnownProxy:
    """One proxy of the record, named by the ``position`` of its movement. ``since`` and ``until`` are items' uids.

    ``is_of_opening`` when it was given before the sitting opened, or nothing says when.
    """

    position: int
    grantor: str
    holder: str | None
    paper: ProxyPaper
    since: str = ""
    until: str = ""
    is_of_opening: bool = True

    @property
    def uid(self) -> str:
        return f"pouvoir-{self.position}"


def known_proxies(record: Record) -> tuple[KnownProxy, ...]:
    """Every proxy of the evening, in its order."""
    return tuple(_proxies(record))


def proxies_at_opening(record: Record) -> dict[str, KnownProxy]:
    """Grantor → the proxy known when the sitting opens; before it opens, every one that was received."""
    is_awaited = record.sitting.origin is Origin.LIVE and record.sitting.opened_at is None
    return {p.grantor: p for p in known_proxies(record) if p.is_of_opening or is_awaited}


def _proxies(record: Record) -> Iterator[KnownProxy]:
    has_begun = False
    for move in sorted(record.sitting.movements, key=lambda m: m.position):
        has_begun = has_begun or move.moment is not None
        if move.kind is MovementKind.GIVES_PROXY:
            yield KnownProxy(
                position=move.position,
                grantor=move.member,
                holder=move.other,
                paper=move.paper,
                since=move.moment.item if move.moment else "",
                until=move.until.item if move.until else "",
                is_of_opening=not has_begun,
            )
