"""From the facts of a sitting to the frozen view of one deliberation.

Every sentence comes from ``deliberations.domain.wording``; typography is applied here, once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import count

from django.utils.text import slugify

from councils.domain.bodies import Council
from councils.domain.tribunals import tribunal_of
from deliberations.documents.letterhead import letterhead_of
from deliberations.documents.view import (
    AbsenceGroup,
    Counts,
    DecisionLayout,
    DecisionLine,
    DeliberationView,
    DocumentData,
    OperativeView,
    Profile,
    Rendition,
    Signature,
)
from deliberations.domain.acts import Deliberation, OperativeLayout, OperativePart
from deliberations.domain.attendance import Attendance
from deliberations.domain.enforceability import appeal_of, first_publication, is_enforceable
from deliberations.domain.moments import Moment
from deliberations.domain.numbering import number_of
from deliberations.domain.profile import act_profile
from deliberations.domain.record import Record
from deliberations.domain.texts import text_of
from deliberations.domain.wording import sentences
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.numbers import article_label
from deliberations.domain.wording.typography import typeset, typeset_html
from deliberations.dossier.schema import Dossier, canonical_json
from deliberations.richtext import without_private

SIGNATURE_FIELD = "sig_maire"


def view_deliberation(
    record: Record,
    deliberation: Deliberation,
    *,
    rendition: Rendition,
    edited_on: date,
    is_draft: bool = False,
) -> DeliberationView:
    """The view of one act. ``edited_on`` is the date of edition written in the file's metadata.

    Raises ``KeyError`` when the act names an item that is not on the sitting's agenda.
    """
    return _Builder(record, deliberation, rendition, edited_on, is_draft).build()


@dataclass(frozen=True)
class _Builder:
    record: Record
    act: Deliberation
    rendition: Rendition
    edited_on: date
    is_draft: bool

    @property
    def council(self) -> Council:
        return self.record.council

    @property
    def body(self) -> BodyWords:
        return BodyWords(self.council)

    @property
    def members(self) -> MemberWords:
        return MemberWords(self.record, self.body)

    @property
    def number(self) -> str:
        return number_of(self.act, self.council.number_pattern)

    @property
    def printed_number(self) -> str:
        return number_of(self.act, self.council.style.printed_number or self.council.number_pattern)

    @property
    def title(self) -> str:
        return text_of(self.act.title_html) or text_of(self.record.item(self.act.item).title_html)

    @property
    def signatory(self) -> str | None:
        return self.record.signatory(self.act)

    def build(self) -> DeliberationView:
        sitting, item = self.record.sitting, self.act.item
        attendance = self.record.attendance_at(item)
        is_known = attendance.is_known and bool(attendance.seats)
        body, members = self.body, self.members
        is_certified = self.rendition is Rendition.CERTIFIED
        return DeliberationView(
            rendition=self.rendition,
            is_draft=self.is_draft,
            document=self._document(),
            letterhead=letterhead_of(self.council, f"{self._nature()} {self.body.of_the_assembly}"),
            running_head=typeset(self._running_head()),
            opening=typeset(sentences.opening(self.record, members, body, item)),
            officers=_typeset_all(sentences.officers(self.record, members, item)),
            convocation=typeset(sentences.convocation(sitting.convocation.sent_on)),
            members=self._members(attendance) if is_known else None,
            present_sentence=typeset(members.present_sentence(attendance)) if is_known else "",
            absences=tuple(
                AbsenceGroup(typeset(g.heading), _typeset_all(g.lines))
                for g in members.absences(attendance, debate=self.record.attendance(Moment(item)))
            ),
            votes=self._votes(),
            other_votes=self._elections(),
            object_heading=body.heading("Objet de la délibération"),
            object_line=typeset(
                sentences.object_line(self.printed_number, self.record.item(item).theme, self.title)
            ),
            statement_heading=body.heading("Exposé") if self.act.statement_html else "",
            statement_html=typeset_html(self.act.statement_html),
            preamble_lead=typeset(body.the_authority) if self.act.clauses else "",
            clauses_html=tuple(typeset_html(sentences.clause_html(c)) for c in self.act.clauses),
            decision_heading=body.heading("Décision") if self.act.operative else "",
            operative=self._operative(),
            closing=_typeset_all(self._closing()),
            signatures=self._signatures(),
            annexes_heading=typeset("Annexes :") if self.act.annexes else "",
            annexes=tuple(typeset(sentences.ended(a)) for a in self.act.annexes),
            certification=self._certification() if is_certified else "",
            dates=_typeset_all(self._dates()) if is_certified else (),
        )

    def _document(self) -> DocumentData:
        label = f"Délibération n° {self.number}" if self.number else "Projet de délibération"
        return DocumentData(
            title=typeset(f"{self._nature()} {self.body.of_the_assembly} — {label}"),
            author=typeset(self.body.authority),
            subject=typeset(self.title),
            keywords=tuple(k for k in (self.record.item(self.act.item).theme, self.number) if k),
            edited_on=self.edited_on,
            profile=None if self.is_draft else self._profile(),
        )

    def _profile(self) -> Profile:
        """What the act prints, as data without the private passages: an attachment travels further than a page."""
        council, sitting = act_profile(self.record, self.act, mask=without_private)
        name = slugify(self.number.replace("/", "-")) or self.act.uid
        return Profile(f"{name}.json", canonical_json(Dossier.of(council, [sitting], profile="ACT")))

    def _nature(self) -> str:
        if self.act.original is not None:
            return "Transcription d'une délibération"
        return "Extrait du registre des délibérations"

    def _running_head(self) -> str:
        parts = [
            capitalised(self.body.authority),
            f"Séance du {long_date(self.record.sitting.held_on)}",
            f"Délibération n° {self.number}" if self.number else "Projet de délibération",
        ]
        return " – ".join(parts)

    def _members(self, attendance: Attendance) -> Counts:
        lead = typeset(f"Membres {self.body.of_the_assembly} :")
        return Counts(lead, _typeset_all(sentences.member_counts(attendance)))

    def _votes(self) -> Counts | None:
        vote = self.record.deciding_vote(self.act.item)
        if vote is None:
            return None
        count = self.record.count(vote)
        lines = _typeset_all(sentences.vote_counts(count))
        lead = f"Nombre de votants : {count.voters}" if count.voters is not None else ""
        return Counts(typeset(lead), lines) if lead or lines else None

    def _elections(self) -> tuple[Counts, ...]:
        return tuple(
            Counts(typeset(lead), _typeset_all(lines))
            for election in self.record.elections_on(self.act.item)
            for lead, lines in sentences.election_counts(election)
        )

    def _operative(self) -> tuple[OperativeView, ...]:
        """The parts in their order: the first says who decides and how, each later one only its own verb."""
        numbers = count(1)
        record, vote = self.record, self.record.deciding_vote(self.act.item)
        leads = [sentences.decision_lead(record, self.members, p, vote) for p in self.act.operative[:1]]
        leads += [sentences.further_lead(record, part, vote) for part in self.act.operative[1:]]
        return tuple(
            OperativeView(
                typeset_html(escape(lead, quote=False)),
                DecisionLayout(part.layout.value),
                tuple(_decision_lines(part, numbers)),
            )
            for lead, part in zip(leads, self.act.operative, strict=True)
        )

    def _closing(self) -> Iterator[str]:
        if self.act.original is not None:
            yield sentences.transcription(self.act.original)
            return
        if self.act.operative or self.record.elections_on(self.act.item):
            yield sentences.DELIBERATED
        is_copy = self.rendition is not Rendition.REGISTER and not self.is_draft
        if is_copy and self.signatory is not None:
            yield sentences.TRUE_COPY

    def _signatures(self) -> tuple[Signature, ...]:
        if self.signatory is None or self.act.original is not None:
            return ()  # a transcription is not signed: its paper was
        field = "" if self.is_draft or self.rendition is Rendition.REGISTER else SIGNATURE_FIELD
        capacity = self.act.signatory.capacity if self.act.signatory else ""
        title = self.members.capacity(self.signatory, capacity)
        mayor = Signature(typeset(f"{title},"), self.members.name(self.signatory), field)
        return (mayor, *self._secretary_signatures()) if self.rendition is Rendition.REGISTER else (mayor,)

    def _secretary_signatures(self) -> Iterable[Signature]:
        for secretary in self.record.secretaries(self.act.item):
            yield Signature(typeset(f"{self.members.as_secretary(secretary)},"), self.members.name(secretary))

    def _certification(self) -> str:
        if (
            self.act.original is not None
            or self.signatory is None
            or not is_enforceable(self.record, self.act)
        ):
            return ""  # the certificate is printed only when it is true
        tribunal = self.council.tribunal or tribunal_of(self.council.department_code)
        appeal = appeal_of(self.record, self.act)
        return typeset(sentences.certification(self.body, self.members, self.signatory, tribunal, appeal))

    def _dates(self) -> Iterator[str]:
        if self.act.transmission:
            yield sentences.transmitted(self.act.transmission)
        publication = first_publication(self.council, self.act)
        if publication:
            yield sentences.published(publication)


def _decision_lines(part: OperativePart, numbers: Iterator[int]) -> Iterator[DecisionLine]:
    """``numbers`` gives the next article's, whatever the part."""
    is_numbered = part.layout is OperativeLayout.ARTICLES
    for html in sentences.punctuated(part.blocks_html, part.layout):
        label = f"{article_label(next(numbers))} :" if is_numbered else ""
        yield DecisionLine(typeset(label), typeset_html(html))


def _typeset_all(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(typeset(line) for line in lines)
