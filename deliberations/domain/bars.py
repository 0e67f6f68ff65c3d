"""Members whom the law keeps out of one item (CGCT art. L. 2121-14, L. 2131-11, L. 1111-6)."""

from collections.abc import Iterable

from deliberations.domain.sittings import AgendaItem, Bar, BarGround, ItemKind, Subject


def is_on_accounts(item: AgendaItem) -> bool:
    """Whether the item is the vote of the accounts (compte administratif or compte financier unique)."""
    return item.kind is ItemKind.ACCOUNTS or item.subject is Subject.ACCOUNTS


def officers_of(bars: Iterable[Bar]) -> tuple[str, ...]:
    """The authorising officers among them, who leave the vote of their accounts (CGCT art. L. 2121-14)."""
    return tuple(bar.member for bar in bars if bar.ground is BarGround.AUTHORISING_OFFICER)


def bars_of(item: AgendaItem, heads: Iterable[str]) -> tuple[Bar, ...]:
    """Those recorded on the item; on accounts, the ``heads`` of the body where no authorising officer is named.

    Give no ``heads`` where article L. 2121-14 does not apply (CCAS, open syndicate, other assembly).

    The law aims at the authorising officer of the year voted, who may no longer be the mayor: the record prevails.
    """
    named = any(bar.ground is BarGround.AUTHORISING_OFFICER for bar in item.bars)
    if named or not is_on_accounts(item):
        return item.bars
    return (*item.bars, *(Bar(uid, BarGround.AUTHORISING_OFFICER) for uid in heads))
