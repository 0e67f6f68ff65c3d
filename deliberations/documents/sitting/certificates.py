"""The certificates that an act, or a paper of the sitting, was made known (CGCT art. L. 2131-1, L. 2121-15, -25).

Nothing is certified that the publication log does not hold. The day on which a posted paper is taken off is written by
hand.
"""

from collections.abc import Iterator, Sequence
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


def view_act_certificate(record: Record, *, edited_on: date, subject: str) -> ComposedView:
    """The certificate of the act ``subject`` (its uid), or of all those that were made known."""
    content = _of_acts(record) if subject == EVERYBODY else _of_act(record, record.act(subject))
    blocks = tuple(_certificate(record, content, edited_on, words.article(record.council)))
    return paper_view(record, title=words.TITLE_OF_ACT, blocks=blocks, edited_on=edited_on)


def view_paper_certificate(record: Record, *, edited_on: date, subject: str) -> ComposedView:
    """The certificate of the list or of the minutes (``subject``: one of ``SLUGS``)."""
    paper = next(paper for paper, slug in words.SLUGS.items() if slug == subject)
    what = words.of_paper(record, BodyWords(record.council), paper)
    content = _told(record, what, _facts_of(record, paper), is_feminine=paper is SittingPaper.DECISION_LIST)
    blocks = tuple(_certificate(record, content, edited_on, words.article(record.council, paper)))
    return paper_view(record, title=words.TITLE_OF_PAPER, blocks=blocks, edited_on=edited_on)


def _certificate(
    record: Record, content: tuple[str, tuple[Block, ...]], day: date, article: str
) -> Iterator[Block]:
    members, head = MemberWords(record, BodyWords(record.council), day), head_on(record.council, day)
    what, rest = content
    yield Text(typeset(f"{words.undersigned(members, head)} {what}"))
    yield from rest
    signature = Signature(typeset(f"{members.capacity(head)},"), members.name(head)) if head else _NO_HEAD
    if article:
        yield Text(typeset(article), TextRole.NOTE)
    yield Together((place_and_date(record, day), Signatures((signature,))))


_NO_HEAD = Signature(typeset("Signature :"), "")


def _of_act(record: Record, act: Deliberation) -> tuple[str, tuple[Block, ...]]:
    what = words.of_act(record, BodyWords(record.council), act, public_title(record, act))
    return _told(record, what, _in_order(act.publications), is_feminine=True)


def _told(
    record: Record, what: str, facts: tuple[PublicFact, ...], *, is_feminine: bool
) -> tuple[str, tuple[Block, ...]]:
    """What was made known, how and when in one sentence, then who says so."""
    body = BodyWords(record.council)
    ways = [words.made_known(body, fact, is_feminine=is_feminine) for fact in facts]
    return f"{what} {join_list(ways)}.", _sources(record, facts)


def _sources(record: Record, facts: Sequence[PublicFact]) -> tuple[Block, ...]:
    """Room for the day on which what is posted comes off, then who says each day."""
    sources = dict.fromkeys(words.known_by(record.council, fact) for fact in facts)
    until = (Blank(typeset(words.BLANK_UNTIL)),) if any(words.is_posted(fact) for fact in facts) else ()
    return (*until, *(Text(typeset(source), TextRole.NOTE) for source in sources))


def _of_acts(record: Record) -> tuple[str, tuple[Block, ...]]:
    pattern, body = record.council.number_pattern, BodyWords(record.council)
    rows = tuple(
        (
            typeset(number_of(act, pattern)),
            typeset(public_title(record, act)),
            typeset(capitalised(join_list([words.way_of(body, f) for f in _in_order(act.publications)]))),
        )
        for act in _made_known(record)
    )
    facts = [fact for act in _made_known(record) for fact in _in_order(act.publications)]
    return words.of_acts(record, body), (Grid(words.HEADERS, rows, shares=_SHARES), *_sources(record, facts))


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
