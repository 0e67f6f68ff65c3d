"""The certificates that an act, or a paper of the sitting, was made known (CGCT art. L. 2131-1, L. 2121-15, -25).

Nothing is certified that the publication log does not hold. The day on which a posted paper is taken off is written by
hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deliberations.documents.composed.view import (
    Blank,
    Block,
    ComposedView,
    Grid,
    Signatures,
    Text,
    TextRole,
    Together,
)
from deliberations.documents.sitting.common import paper_view, place_and_date, public_title
from deliberations.documents.view import Signature
from deliberations.domain.acts import Deliberation, PublicFact
from deliberations.domain.heads import head_on
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.domain.sitting_documents import EVERYBODY
from deliberations.domain.sittings import SittingPaper
from deliberations.domain.wording import certificates as words
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.names import join_list
from deliberations.domain.wording.typography import typeset

_SHARES = (15, 45, 40)


@dataclass(frozen=True, slots=True)
class _Content:
    """``what`` is certified, by the ``facts`` of the log; ``table`` tells them act by act where there are many."""

    what: str
    facts: tuple[PublicFact, ...]
    article: str
    table: tuple[Block, ...] = ()


def view_act_certificate(record: Record, *, edited_on: date, subject: str) -> ComposedView:
    """The certificate of the act ``subject`` (its uid), or of all those that were made known."""
    acts = _made_known(record) if subject == EVERYBODY else (record.act(subject),)
    facts = tuple(fact for act in acts for fact in _in_order(act.publications))
    article = words.article(record.council)
    if subject == EVERYBODY:
        content = _Content(words.of_acts(record, BodyWords(record.council)), facts, article, _table(record))
    else:
        content = _Content(_of_act(record, *acts), facts, article)
    blocks = tuple(_certificate(record, content, edited_on))
    return paper_view(record, title=words.title(facts), blocks=blocks, edited_on=edited_on)


def view_paper_certificate(record: Record, *, edited_on: date, subject: str) -> ComposedView:
    """The certificate of the list or of the minutes (``subject``: one of ``SLUGS``)."""
    paper = next(paper for paper, slug in words.SLUGS.items() if slug == subject)
    what, facts = words.of_paper(record, BodyWords(record.council), paper), _facts_of(record, paper)
    told = _told(record, what, facts, is_feminine=paper is SittingPaper.DECISION_LIST)
    article = words.article(record.council, paper)
    blocks = tuple(_certificate(record, _Content(told, facts, article), edited_on))
    return paper_view(record, title=words.title(facts), blocks=blocks, edited_on=edited_on)


def _certificate(record: Record, content: _Content, day: date) -> Iterator[Block]:
    """What is certified, how each day is known, the signature; under it, room for who takes off what is posted."""
    members, head = MemberWords(record, BodyWords(record.council), day), head_on(record.council, day)
    yield Text(typeset(f"{words.undersigned(members, head)} {content.what}"))
    yield from content.table
    for source in dict.fromkeys(words.known_by(record.council, fact) for fact in content.facts):
        yield Text(typeset(source), TextRole.NOTE)
    signature = Signature(typeset(f"{members.capacity(head)},"), members.name(head)) if head else _NO_HEAD
    if content.article:
        yield Text(typeset(content.article), TextRole.NOTE)
    yield Together((place_and_date(record, day), Signatures((signature,))))
    if any(words.is_posted(fact) for fact in content.facts):
        yield Together(tuple(Blank(typeset(label)) for label in words.TAKEN_OFF))


_NO_HEAD = Signature(typeset("Signature :"), "")


def _of_act(record: Record, act: Deliberation) -> str:
    what = words.of_act(record, BodyWords(record.council), act, public_title(record, act))
    return _told(record, what, _in_order(act.publications), is_feminine=True)


def _told(record: Record, what: str, facts: tuple[PublicFact, ...], *, is_feminine: bool) -> str:
    """What was made known, how and when, in one sentence."""
    body = BodyWords(record.council)
    ways = [words.made_known(body, fact, is_feminine=is_feminine) for fact in facts]
    return f"{what} {join_list(ways)}."


def _table(record: Record) -> tuple[Block, ...]:
    """Each act made known, and how."""
    pattern, body = record.council.number_pattern, BodyWords(record.council)
    rows = tuple(
        (
            typeset(number_of(act, pattern)),
            typeset(public_title(record, act)),
            typeset(capitalised(join_list([words.way_of(body, f) for f in _in_order(act.publications)]))),
        )
        for act in _made_known(record)
    )
    return (Grid(words.HEADERS, rows, shares=_SHARES),)


def _made_known(record: Record) -> tuple[Deliberation, ...]:
    acts = (act for act in record.sitting.deliberations if act.publications)
    return tuple(sorted(acts, key=lambda act: record.item(act.item).order))


def _in_order(facts: tuple[PublicFact, ...]) -> tuple[PublicFact, ...]:
    return tuple(sorted(facts, key=lambda fact: fact.effective_on))


def _facts_of(record: Record, paper: SittingPaper) -> tuple[PublicFact, ...]:
    return _in_order(tuple(p.fact for p in record.sitting.publications if p.paper is paper))


def act_subjects(record: Record) -> tuple[tuple[str, str], ...]:
    """All the acts made known, then each of them."""
    pattern, acts = record.council.number_pattern, _made_known(record)
    each = tuple((act.uid, _label(record, act, pattern)) for act in acts)
    return ((EVERYBODY, words.ALL_ACTS), *each) if len(each) > 1 else each


def _label(record: Record, act: Deliberation, pattern: str) -> str:
    return f"{number_of(act, pattern)} {public_title(record, act)}".strip()


def paper_subjects(record: Record) -> tuple[tuple[str, str], ...]:
    """The list and the minutes, where a publication of them is recorded."""
    return tuple(
        (words.SLUGS[paper], words.LABELS[paper]) for paper in SittingPaper if _facts_of(record, paper)
    )


def why_no_act_certificate(record: Record) -> str:
    return "" if _made_known(record) else words.NO_FACT


def why_no_paper_certificate(record: Record) -> str:
    return "" if paper_subjects(record) else words.NO_FACT
