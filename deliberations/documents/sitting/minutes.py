"""The minutes of a sitting: every mandatory mention in the order of the law, from the facts (CGCT art. L. 2121-15).

The public copy leaves out the private passages of every text, what was said behind closed doors, and all of an
individual decision but its result: see ``domain.public_sitting``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from itertools import count

from deliberations.documents.builder import SIGNATURE_FIELD, secretary_field
from deliberations.documents.composed import (
    Block,
    Bullets,
    ComposedView,
    Facts,
    Grid,
    Heading,
    Rich,
    Signatures,
    Text,
    TextRole,
    Together,
)
from deliberations.documents.letterhead import letterhead_of
from deliberations.documents.sitting.common import member_signature, secretary_signature
from deliberations.documents.view import DocumentData, HeadReplaced, Signature
from deliberations.domain.acts import Deliberation, OperativeLayout, OperativePart
from deliberations.domain.before_sitting import as_called
from deliberations.domain.majority import Verdict
from deliberations.domain.minutes import Completion, Incident, Minutes, MinutesRemark
from deliberations.domain.minutes_completing import completed, used_completions
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.numbering import number_of
from deliberations.domain.public_sitting import public_sitting
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, ItemOutcome, Subject
from deliberations.domain.wording import decisions as decision_words
from deliberations.domain.wording import minutes as words
from deliberations.domain.wording import minutes_votes as vote_words
from deliberations.domain.wording import sentences
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.minutes_moves import Narration
from deliberations.domain.wording.numbers import article_label
from deliberations.domain.wording.typography import typeset, typeset_html
from deliberations.richtext import without_private

KIND = "Procès-verbal"
PUBLIC = "publique"
"""The copy that anybody reads."""


def copies(_: Record) -> tuple[tuple[str, str], ...]:
    """The copies of the minutes, as (subject, label)."""
    return (("", "Exemplaire de la mairie"), (PUBLIC, "Version publique, passages privés occultés"))


def view_minutes(
    record: Record,
    *,
    edited_on: date,
    subject: str = "",
    is_to_sign: bool = False,
    replaced: HeadReplaced | None = None,
) -> ComposedView:
    """The minutes of the sitting of ``record``; a draft until the assembly has settled them.

    ``subject`` is ``PUBLIC`` for the copy without private passages. ``is_to_sign`` makes places for electronic
    signatures, ``replaced`` says who signs for the head. ``edited_on`` is the date of edition in the file's metadata.
    """
    is_public = subject == PUBLIC
    completions, record = used_completions(record), completed(record)
    told = public_sitting(record, mask=without_private) if is_public else record
    return _Builder(told, edited_on, is_public, completions, is_to_sign, replaced).build()


@dataclass(frozen=True)
class _Builder:
    record: Record
    edited_on: date
    is_public: bool
    completions: tuple[Completion, ...] = ()
    is_to_sign: bool = False
    replaced: HeadReplaced | None = None

    @property
    def settled_on(self) -> date | None:
        return self.minutes.settled_on

    @property
    def minutes(self) -> Minutes:
        return self.record.sitting.minutes

    @property
    def body(self) -> BodyWords:
        return BodyWords(self.record.council)

    @property
    def members(self) -> MemberWords:
        return MemberWords(self.record, self.body)

    def build(self) -> ComposedView:
        title = words.title(self.record, self.body)
        return ComposedView(
            document=self._document(title),
            letterhead=letterhead_of(self.record.council, KIND),
            title=typeset(title),
            blocks=tuple(self._blocks()),
            running_head=typeset(words.running_head(self.record, self.body)),
            is_draft=self.settled_on is None,
        )

    def _document(self, title: str) -> DocumentData:
        return DocumentData(
            title=typeset(title),
            author=typeset(capitalised(self.body.authority)),
            subject=typeset(words.status(self.settled_on)),
            keywords=(KIND,),
            edited_on=self.edited_on,
        )

    def _blocks(self) -> Iterator[Block]:
        yield Text(typeset(words.status(self.settled_on)), TextRole.NOTE)
        yield from self._opening()
        yield from self._agenda()
        narration = Narration(self.record, self.members)
        for item in sorted(self.record.sitting.agenda, key=lambda each: each.examination_order):
            yield from _Item(self, item, narration).blocks()
        yield from self._end()
        yield from self._completed()
        yield from self._remarks()
        yield self._signatures()

    def _opening(self) -> Iterator[Block]:
        record, members = self.record, words.words_before(self.record, self.body)
        yield Heading(typeset("Ouverture de la séance"))
        yield from _texts(words.opening(record, members, self.body))
        yield from _texts([sentences.convocation(record.sitting.convocation.sent_on)])
        yield from self._roll()
        yield from _texts([words.quorum(record, self.body), words.secretaries(record, members)])
        yield from _texts([words.auxiliaries(record.sitting.auxiliaries)])
        yield from _texts(Narration(record, members).at_opening())
        yield from self._incidents(self.minutes.incidents_on(None))
        yield from _rich(self.minutes.introduction_html)

    def _roll(self) -> Iterator[Block]:
        called = as_called(self.record)  # in the order of the table as it stood before it elected anybody
        room = called.attendance()
        if not room.is_known or not room.seats:
            yield Text(typeset("Les présences n'ont pas été notées."))
            return
        yield Facts(tuple((typeset(term), figure) for term, figure in words.roll_counts(room)))
        members = words.words_before(called, self.body)
        names = [("Présents :", members.present_sentence(room))]
        names += [(words.absence_term(group), words.absence_names(group)) for group in members.absences(room)]
        yield Facts(tuple((typeset(term), typeset(told)) for term, told in names if told))

    def _agenda(self) -> Iterator[Block]:
        agenda = sorted(self.record.sitting.agenda, key=lambda item: item.order)
        if not agenda:
            return
        yield Heading("Ordre du jour")
        if [item.order for item in agenda] == list(range(1, len(agenda) + 1)):
            lines = (f"<li>{escape(words.agenda_title(item), quote=False)}</li>" for item in agenda)
            yield Rich(typeset_html(f"<ol>{''.join(lines)}</ol>"))
        else:
            yield Bullets(tuple(typeset(words.agenda_line(item)) for item in agenda))

    def _incidents(self, incidents: Iterable[Incident]) -> Iterator[Block]:
        for incident in incidents:
            yield Text(typeset(words.incident_lead(incident.at, self.record)), TextRole.LEAD)
            yield from _rich(incident.incident_html)

    def _end(self) -> Iterator[Block]:
        closing = words.closing(self.record)
        if closing or self.minutes.closing_html.strip():
            yield Heading(typeset("Clôture de la séance"))
            yield from _rich(self.minutes.closing_html)
            yield from _texts([closing])

    def _completed(self) -> Iterator[Block]:
        """What the record lacked, told as such: nobody takes it for a fact noted that evening."""
        if self.completions:
            yield Heading(typeset(words.COMPLETIONS))
            yield from _texts(words.completion(each, self.members) for each in self.completions)

    def _remarks(self) -> Iterator[Block]:
        if self.minutes.remarks:
            yield Heading(typeset(words.REMARKS))
            for remark in self.minutes.remarks:
                yield from self._remark(remark)

    def _remark(self, remark: MinutesRemark) -> Iterator[Block]:
        yield Text(typeset(words.remark_lead(remark, self.members)), TextRole.LEAD)
        yield from _rich(remark.remark_html)
        yield from _texts([words.remark_outcome(remark)])
        yield from _rich(remark.rectification_html)

    def _signatures(self) -> Block:
        lead = [Text(typeset(words.status(self.settled_on)))] if self.settled_on else []
        return Together((*lead, Signatures(tuple(self._each_signature()))))

    def _each_signature(self) -> Iterator[Signature]:
        secretaries = count(1)
        for member, is_secretary in words.signatories(self.record):
            if is_secretary:
                signature, field = (
                    secretary_signature(self.record, member),
                    secretary_field(next(secretaries)),
                )
            else:
                signature, field = self._head_signature(member), SIGNATURE_FIELD
            is_placed = self.is_to_sign and signature.name
            yield replace(signature, field_name=field) if is_placed else signature

    def _head_signature(self, member: str) -> Signature:
        if self.replaced is None:
            return member_signature(self.record, member)
        return Signature(typeset(f"{self.replaced.title},"), self.replaced.name)


@dataclass(frozen=True)
class _Item:
    """One item of the agenda, told in the order things happened."""

    builder: _Builder
    item: AgendaItem
    narration: Narration

    @property
    def record(self) -> Record:
        return self.builder.record

    @property
    def members(self) -> MemberWords:
        return self.builder.members

    @property
    def minutes(self) -> Minutes:
        return self.builder.minutes

    def blocks(self) -> Iterator[Block]:
        item = self.item
        yield Heading(typeset(words.item_heading(item)))
        yield from _texts(words.item_lead(item, self.members))
        yield from self._moved(Moment(item.uid))
        yield from _texts([words.rapporteur(self.members, item)])
        yield from self._report()
        yield from self._debate()
        yield from self.builder._incidents(self.minutes.incidents_on(item.uid))
        yield from _texts(vote_words.requests(self.record, self.members, self.minutes, item))
        yield from self._decided()
        yield from _texts([words.outcome(item)])
        yield from self._told_after()

    def _moved(self, moment: Moment) -> Iterator[Block]:
        told = self.narration.before(moment)
        yield from _texts(told)
        if told:
            yield from _texts(self._room_now(moment))

    def _room_now(self, moment: Moment) -> Iterator[str]:
        """The figures after somebody came or went, and the quorum read again when a debate opens."""
        room = self.record.attendance(moment)
        if not room.is_known or not self.narration.is_room_changed(moment):
            return
        quorum = self.record.quorum(moment.item) if moment.phase is Phase.DEBATE else None
        yield words.room_told(room) + (f" {words.quorum_again(quorum)}" if quorum else "")

    def _report(self) -> Iterator[Block]:
        """The report on which it was adopted: the statement of the act, else the explanatory note."""
        statements = [
            act.statement_html for act in self.record.acts_on(self.item.uid) if act.statement_html.strip()
        ]
        for html in statements or [self.item.note_html]:
            yield from _rich(html)
        if self.item.subject is Subject.DELEGATED_DECISIONS:
            yield from self._reported_decisions()

    def _reported_decisions(self) -> Iterator[Block]:
        """What the mayor decided by delegation since the last report (CGCT art. L. 2122-23).

        That there was nothing is never said of itself: none may only not be recorded.
        """
        reported = self.builder.record.sitting.reported_decisions
        if reported:
            yield Text(typeset(decision_words.report_intro(self.builder.body, len(reported), self.members)))
            yield Bullets(tuple(typeset(line) for line in decision_words.report_lines(reported)))

    def _debate(self) -> Iterator[Block]:
        if self.builder.is_public and words.is_behind_closed_doors(self.record, self.item):
            yield Text(typeset(words.BEHIND_CLOSED_DOORS))
            return
        debate = self.minutes.debate_on(self.item.uid)
        if debate.is_told:
            yield Heading(typeset("Discussion"), 3)
            yield from _rich(debate.debate_html)
            yield from _texts([words.debate_told(self.minutes, self.item)])

    def _decided(self) -> Iterator[Block]:
        if self.item.outcome is not ItemOutcome.EXAMINED and not self.record.votes_on(self.item.uid):
            return
        told: set[Moment] = set()
        for vote in self.record.votes_on(self.item.uid):
            moment = Moment(self.item.uid, Phase.VOTE, vote.ballot)
            if moment not in told and vote.items[0] == self.item.uid:
                yield from self._moved(moment)
            told.add(moment)
            yield from _vote(vote_words.vote_told(self.record, self.members, self.minutes, vote))
        yield from self._elections(told)
        yield from _texts(vote_words.named_told(self.record, self.members, self.item))
        for act in self.record.acts_on(self.item.uid):
            yield from self._act(act)

    def _elections(self, told: set[Moment]) -> Iterator[Block]:
        for election in self.record.elections_on(self.item.uid):
            yield from _texts([vote_words.unopposed_told(self.record, self.members, election)])
            turns = sorted(election.rounds, key=lambda turn: turn.number)
            found = vote_words.rounds_told(self.record, self.members, election)
            for turn, each in zip(turns, found, strict=True):
                moment = Moment(self.item.uid, Phase.VOTE, turn.number)
                if moment not in told:
                    yield from self._moved(moment)
                told.add(moment)
                yield from self._round(each)

    def _round(self, told: vote_words.RoundTold) -> Iterator[Block]:
        facts = Facts(tuple((typeset(term), figure) for term, figure in told.figures))
        rows = tuple((typeset(name), votes) for name, votes in told.candidates)
        grid = (
            [Grid(("Candidat ou liste", "Voix"), rows, shares=(4, 1), has_row_headers=True)] if rows else []
        )
        yield Together((Heading(typeset(told.title), 3), facts, *grid, *_texts([told.conclusion])))

    def _act(self, act: Deliberation) -> Iterator[Block]:
        if not act.operative:
            return
        number = number_of(act, self.record.council.number_pattern)
        yield Heading(typeset(f"Délibération n° {number}" if number else "Délibération"), 3)
        numbers = count(1)
        for place, part in enumerate(act.operative):
            lead = self._lead(part, is_first=not place)
            before = f"<p>{escape(lead, quote=False)}</p>" if lead else ""
            yield Rich(typeset_html(f"{before}{_operative(part, numbers)}"))

    def _lead(self, part: OperativePart, *, is_first: bool) -> str:
        """The words before the decisions; the figures of a vote that adopted them are told above already."""
        vote = self.record.deciding_vote(self.item.uid)
        if not is_first:
            return sentences.further_lead(self.record, part, vote)
        is_adopted = vote is not None and self.record.verdict(vote) is Verdict.ADOPTED
        return sentences.decision_lead(self.record, self.members, part, None if is_adopted else vote)

    def _told_after(self) -> Iterator[Block]:
        """What took effect after the vote, and at ballots that no vote recorded."""
        known = {Moment(self.item.uid)} | {
            Moment(self.item.uid, Phase.VOTE, vote.ballot) for vote in self.record.votes_on(self.item.uid)
        }
        known |= {
            Moment(self.item.uid, Phase.VOTE, turn.number)
            for election in self.record.elections_on(self.item.uid)
            for turn in election.rounds
        }
        for moment in self.narration.moments_of(self.item.uid):
            if moment not in known:
                yield from self._moved(moment)


def _vote(told: vote_words.VoteTold) -> Iterator[Block]:
    head = (Heading(typeset(told.title), 3), *_texts(told.lines))
    if not told.names:
        yield Together((*head, *_texts([told.verdict])))
        return
    yield Together(head)
    yield Facts(tuple((typeset(term), typeset(names)) for term, names in told.names))
    yield from _texts([told.verdict])


def _operative(part: OperativePart, numbers: Iterator[int]) -> str:
    """The decisions of one part: bullets in a list, articles each with its number."""
    lines = sentences.punctuated(part.blocks_html, part.layout)
    if part.layout is OperativeLayout.ARTICLES:
        return "".join(f"<p><strong>{article_label(next(numbers))} :</strong> {line}</p>" for line in lines)
    return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"


def _texts(lines: Iterable[str]) -> Iterator[Block]:
    return (Text(typeset(line)) for line in lines if line)


def _rich(html: str) -> Iterator[Block]:
    if html.strip():
        yield Rich(typeset_html(html))
