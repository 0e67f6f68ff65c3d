"""What anybody may read of a whole sitting: its public minutes and its public list are made from this alone.

Private passages are masked, and what an individual decision says is left out, for a page that everybody reads is no
place for it.

Of an item debated behind closed doors (CGCT art. L. 2121-18), the substance of the discussion, the incidents, the note
and the remarks are left out. Article L. 2121-15 asks minutes for the substance of the discussions and speaks of no
closed doors; no text was found that settles whether what the public was kept from hearing is then published. This house
leaves it out of the public copy, which says so, and keeps it whole in the minutes that the assembly settles and signs,
where the town hall may give it. Everything else that the article asks for remains in both: the object, the requests for
a ballot, the votes with their figures and, in a public ballot, the names, the result, the text of the deliberation.
"""

from collections.abc import Collection
from dataclasses import replace

from deliberations.domain.acts import Deliberation
from deliberations.domain.minutes import Minutes
from deliberations.domain.profile import Mask, masked
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem
from deliberations.domain.votes import Vote, VotePurpose
from deliberations.domain.wording.minutes import is_behind_closed_doors

INDIVIDUAL = "Décision individuelle"
"""The only title that anybody reads of an individual decision."""


def public_sitting(record: Record, *, mask: Mask) -> Record:
    """The same facts without what nobody but the town hall may read, every text put through ``mask``."""
    sitting = record.sitting
    individual = frozenset(act.item for act in sitting.deliberations if act.is_individual)
    closed = frozenset(item.uid for item in sitting.agenda if is_behind_closed_doors(record, item))
    quiet = individual | closed
    return replace(
        record,
        sitting=replace(
            sitting,
            convocation=replace(sitting.convocation, urgency_reason=""),
            agenda=tuple(_item(record, item, individual, quiet, mask) for item in sitting.agenda),
            votes=tuple(_vote(vote, quiet) for vote in sitting.votes),
            deliberations=tuple(_act(act, individual, mask) for act in sitting.deliberations),
            minutes=_minutes(sitting.minutes, quiet, is_open=sitting.is_public, mask=mask),
        ),
    )


def _item(
    record: Record, item: AgendaItem, individual: Collection[str], quiet: Collection[str], mask: Mask
) -> AgendaItem:
    if item.uid in individual:
        return replace(item, title_html=INDIVIDUAL, theme="", note_html="")
    title = _title(record, item, mask)
    note = "" if item.uid in quiet else mask(item.note_html)
    return replace(item, title_html=title, note_html=note)


def _title(record: Record, item: AgendaItem, mask: Mask) -> str:
    """The item's title was written before anything was hidden in the act's: only the latter is shown."""
    own = [act.title_html for act in record.acts_on(item.uid) if act.title_html.strip()]
    return " ; ".join(dict.fromkeys(mask(html) for html in own)) or mask(item.title_html)


def with_public_titles(record: Record, *, mask: Mask) -> Record:
    """The same facts, the titles of the agenda as anybody may read them."""
    agenda = tuple(replace(item, title_html=_title(record, item, mask)) for item in record.sitting.agenda)
    return replace(record, sitting=replace(record.sitting, agenda=agenda))


def _act(act: Deliberation, individual: Collection[str], mask: Mask) -> Deliberation:
    if act.item not in individual:
        return masked(act, mask)
    bare = replace(act, title_html=INDIVIDUAL, statement_html="", clauses=(), operative=(), original=None)
    return replace(bare, annexes=(), hidden_annexes=(), annex_files=())


def _vote(vote: Vote, quiet: Collection[str]) -> Vote:
    """A note is free text: only that of an amendment stays, without which nobody knows what was voted."""
    is_told = vote.purpose is VotePurpose.AMENDMENT and not set(quiet).intersection(vote.items)
    return vote if is_told else replace(vote, note="")


def _minutes(minutes: Minutes, quiet: Collection[str], *, is_open: bool, mask: Mask) -> Minutes:
    """A remark names no item: once one was discussed apart, none is told, for it may be about that one."""
    told = minutes.remarks if is_open and not quiet else ()
    return replace(
        minutes,
        introduction_html=mask(minutes.introduction_html) if is_open else "",
        closing_html=mask(minutes.closing_html) if is_open else "",
        debates=tuple(
            replace(d, debate_html=mask(d.debate_html)) for d in minutes.debates if d.item not in quiet
        ),
        incidents=tuple(
            replace(i, incident_html=mask(i.incident_html))
            for i in minutes.incidents
            if i.item not in quiet and (is_open or i.item is not None)
        ),
        remarks=tuple(
            replace(r, remark_html=mask(r.remark_html), rectification_html=mask(r.rectification_html))
            for r in told
        ),
    )
