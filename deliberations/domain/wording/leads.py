"""The decision of an act: what the vote said, then what it decides, as the house look words it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from councils.domain.look_variants import DecisionMark, DecisionWording, VerbPlace
from councils.domain.looks import HouseLook
from deliberations.domain.acts import OperativeLayout, OperativePart
from deliberations.domain.ballots import VoteCount
from deliberations.domain.majority import Verdict
from deliberations.domain.record import Record
from deliberations.domain.votes import Choice, Vote, VoteMethod
from deliberations.domain.wording import sentences, tallies
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.bodies import capitalised
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.names import join_list
from deliberations.domain.wording.numbers import article_label

_BLOCK_TAGS = ("<p", "<ul", "<ol", "<table", "<h3")
_LOOSE_COMMA = re.compile(r", :$")
"""Where no verb follows, the colon comes at once."""


@dataclass(frozen=True, slots=True)
class DecisionText:
    """One decision: ``label`` is « Article 1er : », « APPROUVE », or empty."""

    label: str
    html: str


@dataclass(frozen=True, slots=True)
class PartText:
    """``lead`` is plain text. ``is_sentence``: one sentence, lead and decisions together, in the only decision."""

    lead: str
    layout: OperativeLayout
    decisions: tuple[DecisionText, ...] = ()
    is_marked: bool = True
    is_sentence: bool = False


@dataclass
class DecisionWords:
    """The decision of one act. Articles are numbered from part to part."""

    record: Record
    members: MemberWords
    vote: Vote | None
    articles: int = field(default=0, init=False)

    @property
    def look(self) -> HouseLook:
        return self.record.council.look

    def parts(self, operative: Sequence[OperativePart]) -> tuple[PartText, ...]:
        if not operative:
            return ()
        if self._is_adopted and self.look.verbs is VerbPlace.SENTENCE and _are_sentences(operative):
            return (self._sentence(operative),)
        if self._is_adopted and self.look.verbs is VerbPlace.CAPITALS:
            return tuple(self._in_capitals(operative))
        return tuple(self._led(operative))

    @property
    def _is_adopted(self) -> bool:
        return sentences.printed_verb(self.record, "", self.vote) == ""

    def _led(self, operative: Sequence[OperativePart]) -> Iterator[PartText]:
        """The first part says who decides and how, each later one only its own verb."""
        for index, part in enumerate(operative):
            if index:
                lead = sentences.further_lead(self.record, part, self.vote)
            else:
                verb = sentences.printed_verb(self.record, part.verb or "décide", self.vote)
                lead = self._lead(verb)
            yield self._part(lead, part)

    def _in_capitals(self, operative: Sequence[OperativePart]) -> Iterator[PartText]:
        """« APPROUVE le projet… »: a part of one decision begins with its verb; one of several stands under it."""
        body = self.members.body
        yield PartText(self._lead(""), OperativeLayout.BULLETS)
        for part in operative:
            verb = body.heading(part.verb or "décide")
            if len(part.blocks_html) != 1 or part.layout is OperativeLayout.ARTICLES:
                yield self._part(f"{verb} :", part)
                continue
            text = sentences.ended(part.blocks_html[0])
            yield PartText("", OperativeLayout.BULLETS, (DecisionText(verb, text),), self._is_marked)

    def _sentence(self, operative: Sequence[OperativePart]) -> PartText:
        """« Après en avoir délibéré, le conseil municipal, à l'unanimité, approuve … et autorise …. »"""
        clauses = [
            f"{escape(part.verb or 'décide', quote=False)} {sentences.bare(part.blocks_html[0])}"
            for part in operative
        ]
        lead = escape(self._lead("").removesuffix(" :").rstrip(","), quote=False)
        joint = ", " if self.look.decision is not DecisionWording.VERDICT_THEN_ASSEMBLY else " "
        text = sentences.ended(f"{lead}{joint}{join_list(clauses)}")
        return PartText("", OperativeLayout.BULLETS, (DecisionText("", text),), False, True)

    def _part(self, lead: str, part: OperativePart) -> PartText:
        layout = part.layout
        if self.look.decision_mark is DecisionMark.ARTICLE:
            layout = OperativeLayout.ARTICLES
        decisions = [
            DecisionText(self._label() if layout is OperativeLayout.ARTICLES else "", html)
            for html in sentences.punctuated(part.blocks_html, layout)
        ]
        return PartText(lead, layout, tuple(decisions), self._is_marked)

    def _label(self) -> str:
        self.articles += 1
        return f"{article_label(self.articles)} :"

    @property
    def _is_marked(self) -> bool:
        return self.look.decision_mark is not DecisionMark.NONE

    # The lead ------------------------------------------------------------------------------------------------

    def _lead(self, verb: str) -> str:
        """The lead with its verb and its colon; without a verb, only its colon."""
        lead = self._lead_with_colon(verb)
        return lead if self.look.lead_colon else lead.removesuffix(" :")

    def _lead_with_colon(self, verb: str) -> str:
        if self.look.decision is DecisionWording.COUNTS:
            return sentences.lead_with_counts(self.record, self.members, verb, self.vote)
        subject = self.members.body.the_assembly
        clause = self._verdict()
        said = f" {verb}" if verb else ""
        return _LOOSE_COMMA.sub(" :", self._worded(subject, clause, said))

    def _worded(self, subject: str, clause: str, said: str) -> str:
        match self.look.decision:
            case DecisionWording.VERDICT:
                start, end = self._cased(capitalised(subject), clause)
                return f"{start}, après en avoir délibéré{_after(end)}{said} :"
            case DecisionWording.VERDICT_THEN_ASSEMBLY:
                start, end = self._cased(subject, clause)
                return f"Après en avoir délibéré{_after(end)} {start}{said} :"
            case DecisionWording.PRESENT_AND_REPRESENTED:
                start, end = self._cased(subject, self._of_the_present(clause))
                return f"Après en avoir délibéré{f' et {end},' if end else ','} {start}{said} :"
            case DecisionWording.INFORMED:
                start, end = self._cased(subject, clause)
                return f"Ainsi informé et après en avoir délibéré, {start}{_after(end)}{said} :"
        start, end = self._cased(subject, clause)
        return f"Après en avoir délibéré, {start}{_after(end)}{said} :"

    def _cased(self, subject: str, clause: str) -> tuple[str, str]:
        if not self.look.lead_in_capitals:
            return subject, clause
        heading = self.members.body.heading
        return heading(subject), heading(clause)

    def _verdict(self) -> str:
        """« à l'unanimité », « à la majorité (12 voix pour - 02 voix contre) », with the form of another vote than
        the ordinary one, and every name of a public one (CGCT art. L. 2121-21)."""
        vote = self.vote
        if vote is None:
            return ""
        outcome = self.record.outcome(vote)
        form = sentences.FORMS[vote.method]
        if vote.method is VoteMethod.PUBLIC or outcome.casting_vote:
            return sentences.vote_clause(self.record, self.members, vote)
        prefix = "" if vote.method is VoteMethod.ORDINARY else f"{form}, "
        said = self._majority(vote, outcome.count)
        if said:
            return f"{prefix}{said}"
        return f"{prefix}{sentences.STATED[vote.stated]}" if vote.stated else prefix.removesuffix(", ")

    def _majority(self, vote: Vote, count: VoteCount) -> str:
        """Empty when the counts are not known."""
        if count.in_favour is None or count.against is None or count.abstentions is None:
            return ""
        look = self.look
        digits = tallies.vote_digits(look)
        abstained = counted(count.abstentions, "abstention", digits=digits)
        abstained += tallies.names_of(look, self.members, vote, Choice.ABSTENTION)
        if not count.against and count.in_favour:
            if not any((count.abstentions, count.blank, count.null)):
                return "à l'unanimité"
            of_those = f" ({abstained})" if count.abstentions else ""
            return f"à l'unanimité des suffrages exprimés{of_those}"
        in_favour = counted(count.in_favour, "voix pour", "voix pour", digits=digits)
        against = counted(count.against, "voix contre", "voix contre", digits=digits)
        against += tallies.names_of(look, self.members, vote, Choice.AGAINST)
        said = f"{in_favour}, {against}" + (f", {abstained}" if count.abstentions else "")
        is_adopted = self.record.verdict(vote) is Verdict.ADOPTED
        return f"à la majorité ({said})" if is_adopted else f"par {said}"

    def _of_the_present(self, clause: str) -> str:
        """« à l'unanimité des membres présents et représentés », where everyone who could vote voted for."""
        vote = self.vote
        if vote is None or clause != "à l'unanimité":
            return clause
        count = self.record.count(vote)
        is_everyone = count.voters is not None and count.in_favour == count.voters
        return f"{clause} des membres présents et représentés" if is_everyone else clause


def _after(clause: str) -> str:
    return f", {clause}," if clause else ","


def _are_sentences(operative: Sequence[OperativePart]) -> bool:
    """Whether each part is one decision of one line, to be joined with « et »."""
    return all(
        len(part.blocks_html) == 1
        and part.layout is not OperativeLayout.ARTICLES
        and not any(tag in part.blocks_html[0] for tag in _BLOCK_TAGS)
        for part in operative
    )
