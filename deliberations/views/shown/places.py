"""Where what is said of a sitting is corrected: the page, and the row on it, that hold the fact."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode

from deliberations.domain.closing import Lack, LackKind
from deliberations.domain.findings import Finding
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemKind, Origin
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.models import Sitting


class Matter(StrEnum):
    """What is to be corrected."""

    CALL = "CALL"
    AGENDA = "AGENDA"
    ITEM = "ITEM"
    SITTING = "SITTING"
    COUNCIL = "COUNCIL"
    OFFICERS = "OFFICERS"
    MEMBER = "MEMBER"
    VOTE = "VOTE"
    ELECTION = "ELECTION"
    TEXT = "TEXT"
    ACT = "ACT"
    PUBLICATION = "PUBLICATION"


_MATTERS: tuple[tuple[str, Matter], ...] = (
    ("notice.no_note", Matter.ITEM),
    ("notice.urgency_not_voted", Matter.VOTE),
    ("notice.urgency_refused", Matter.VOTE),
    ("notice.urgency_reason", Matter.SITTING),
    ("notice.", Matter.CALL),
    ("convocation.amended", Matter.CALL),
    ("convocation.", Matter.SITTING),
    ("second_call.recall", Matter.CALL),
    ("second_call.", Matter.SITTING),
    ("agenda.no_delegated_decisions", Matter.AGENDA),
    ("agenda.", Matter.ITEM),
    ("sitting.closed_doors_not_voted", Matter.VOTE),
    ("sitting.", Matter.SITTING),
    ("derogation.", Matter.SITTING),
    ("composition.", Matter.COUNCIL),
    ("territory.", Matter.COUNCIL),
    ("setting.", Matter.COUNCIL),
    ("chair.", Matter.OFFICERS),
    ("secretary.", Matter.OFFICERS),
    ("hours.", Matter.OFFICERS),
    ("quorum.", Matter.MEMBER),
    ("attendance.", Matter.MEMBER),
    ("proxy.", Matter.MEMBER),
    ("substitute.", Matter.MEMBER),
    ("interest.written", Matter.TEXT),
    ("interest.", Matter.MEMBER),
    ("accounts.officer_", Matter.MEMBER),
    ("accounts.chair_not_elected", Matter.OFFICERS),
    ("accounts.not_voted", Matter.VOTE),
    ("accounts.", Matter.ITEM),
    ("budget.", Matter.ITEM),
    ("rapporteur.", Matter.ITEM),
    ("nomination.unmarked", Matter.ITEM),
    ("nomination.", Matter.VOTE),
    ("vote.", Matter.VOTE),
    ("election.", Matter.ELECTION),
    ("minutes.", Matter.PUBLICATION),
    ("act.", Matter.ACT),
    ("number.", Matter.ACT),
    ("publication.", Matter.ACT),
    ("transmission.", Matter.ACT),
    ("text.", Matter.TEXT),
    ("paper.", Matter.MEMBER),
)
"""The first prefix that fits the code of a finding tells what it speaks of."""

_LACKS = {
    LackKind.NOT_HELD: Matter.SITTING,
    LackKind.UNDETERMINED: Matter.VOTE,
    LackKind.NOT_VOTED: Matter.VOTE,
    LackKind.NO_DECISION: Matter.TEXT,
    LackKind.NO_ACT: Matter.TEXT,
}


def matter_of_code(code: str) -> Matter | None:
    """What the finding of that code asks to correct; ``None`` for a code of no known chapter."""
    return next((matter for prefix, matter in _MATTERS if code.startswith(prefix)), None)


@dataclass(frozen=True)
class Places:
    """The addresses of one sitting."""

    row: Sitting
    record: Record

    @cached_property
    def words(self) -> MemberWords:
        return MemberWords(self.record, BodyWords(self.record.council))

    def of_finding(self, finding: Finding) -> str:
        """Where ``finding`` is corrected; the overview where nothing better is known."""
        matter = matter_of_code(finding.code)
        if matter is None:
            return self._overview(finding.item)
        return _WAYS[matter](self, finding.item, self._member_named(finding.message))

    def of_lack(self, lack: Lack) -> str:
        """Where what is missing to close the sitting is done."""
        if lack.finding is not None:
            return self.of_finding(lack.finding)
        return _WAYS[_LACKS[lack.kind]](self, lack.item, "")

    def _member_named(self, message: str) -> str:
        """The member of whom a sentence speaks first; empty when it names nobody."""
        said = {uid: message.find(self.words.name(uid)) for uid in self.record.members}
        return min((uid for uid in said if said[uid] >= 0), key=lambda uid: said[uid], default="")

    def page(self, name: str, anchor: str = "", query: dict[str, str] | None = None, **more: str) -> str:
        url = reverse(name, kwargs={"council": self.row.council.uid, "sitting": self.row.uid, **more})
        asked = f"?{urlencode(query)}" if query else ""
        return url + asked + (f"#{anchor}" if anchor else "")

    def _overview(self, item: str | None) -> str:
        return self.page("sitting", item or "")

    def _agenda(self, item: str | None, member: str) -> str:
        return self.page("sitting_agenda", item or "")

    def _item(self, item: str | None, member: str) -> str:
        return self.page("item_edit", item=item) if item else self._agenda(item, member)

    def _council(self, item: str | None, member: str) -> str:
        return reverse("settings", kwargs={"council": self.row.council.uid})

    @property
    def _is_on_paper(self) -> bool:
        return self.record.sitting.origin is Origin.RECORDED

    def _officers(self, item: str | None, member: str) -> str:
        if self._is_on_paper:
            return self.page("sitting_sheet", "seance")
        return self.page("sitting_hold", "president", {"voir": item} if item else None)

    def _member(self, item: str | None, member: str) -> str:
        if self._is_on_paper:
            return self.page("sitting_sheet", f"m-{member}" if member else "presences")
        viewed = {"voir": item} if item else {}
        if member:
            return self.page("sitting_hold", "qui", {**viewed, "membre": member})
        return self.page("sitting_hold", "membres", viewed)

    def _vote(self, item: str | None, member: str) -> str:
        if item is None:
            return self.page("sitting_hold", "points")
        if self.record.item(item).kind is ItemKind.ELECTION:
            return self.page("election", item=item)
        if self._is_on_paper:
            return self.page("sitting_sheet", f"p-{item}")
        vote = self.record.deciding_vote(item)
        corrected = {"corriger": vote.uid} if vote else {}
        return self.page("sitting_hold", "vote", {"voir": item, **corrected})

    def _election(self, item: str | None, member: str) -> str:
        return self.page("election", item=item) if item else self._agenda(item, member)

    def _text(self, item: str | None, member: str) -> str:
        acts = self.record.acts_on(item) if item else ()
        return self.page("act_write", act=acts[0].uid) if acts else self._overview(item)

    def _act(self, item: str | None, member: str) -> str:
        acts = self.record.acts_on(item) if item else ()
        return self.page("act", act=acts[0].uid) if acts else self._overview(item)


_WAYS: dict[Matter, Callable[[Places, str | None, str], str]] = {
    Matter.CALL: lambda places, item, member: places.page("sitting_convocation"),
    Matter.AGENDA: Places._agenda,
    Matter.ITEM: Places._item,
    Matter.SITTING: lambda places, item, member: places.page("sitting_edit"),
    Matter.COUNCIL: Places._council,
    Matter.OFFICERS: Places._officers,
    Matter.MEMBER: Places._member,
    Matter.VOTE: Places._vote,
    Matter.ELECTION: Places._election,
    Matter.TEXT: Places._text,
    Matter.ACT: Places._act,
    Matter.PUBLICATION: lambda places, item, member: places.page("sitting_publication"),
}
