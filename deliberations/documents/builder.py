"""From the facts of a sitting to the frozen view of one deliberation.

Every sentence comes from ``deliberations.domain.wording``; typography is applied here, once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from html import escape

from django.utils.text import slugify

from councils.domain.bodies import Council
from councils.domain.look_blocks import ActBlock
from councils.domain.look_variants import (
    LeadPlace,
    ObjectWording,
    Signatories,
    SignatureForm,
)
from councils.domain.looks import HouseLook
from councils.domain.tribunals import tribunal_of
from deliberations.documents.builder_attendance import AttendanceBlocks, typeset_all
from deliberations.documents.letterhead import letterhead_of
from deliberations.documents.verification import verification_of
from deliberations.documents.view import (
    DecisionLayout,
    DecisionLine,
    DeliberationView,
    DocumentData,
    ElectronicPlaces,
    HeadReplaced,
    OperativeView,
    Profile,
    Rendition,
    Signature,
    Verification,
)
from deliberations.domain.acts import Deliberation, OperativeLayout
from deliberations.domain.before_sitting import as_known_at
from deliberations.domain.certifying import certification_day, certifier
from deliberations.domain.enforceability import Appeal, appeal_of, first_publication, is_enforceable
from deliberations.domain.numbering import number_of
from deliberations.domain.profile import act_profile
from deliberations.domain.record import Record
from deliberations.domain.signing_order import SEAL_FIELD
from deliberations.domain.texts import text_of
from deliberations.domain.wording import endings, sentences
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.leads import DecisionWords, PartText
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.openings import sitting_line
from deliberations.domain.wording.typography import typeset, typeset_html
from deliberations.dossier.schema import Dossier, canonical_json
from deliberations.richtext import without_private

SIGNATURE_FIELD, SECRETARY_FIELD = "sig_maire", "sig_secretaire"
"""That of the head, of the first secretary (the others are numbered)."""


def secretary_field(number: int) -> str:
    """The signature field of the n-th secretary, from 1: « sig_secretaire », « sig_secretaire_2 »."""
    return SECRETARY_FIELD if number == 1 else f"{SECRETARY_FIELD}_{number}"


def view_deliberation(
    record: Record,
    deliberation: Deliberation,
    *,
    rendition: Rendition,
    edited_on: date,
    is_draft: bool = False,
    public_base_url: str = "",
    certified_on: date | None = None,
    places: ElectronicPlaces = ElectronicPlaces.USUAL,
    replaced: HeadReplaced | None = None,
) -> DeliberationView:
    """The view of one act. ``edited_on`` is the date of edition written in the file's metadata.

    ``public_base_url`` is that of the public pages (« https://actes.exemple.fr »): the foot of each page leads to the
    act, unless it is a draft. ``certified_on`` is the day on which a certified copy is issued, that of its last fact
    unless told: who heads the body that day signs it. ``places`` says who signs the master electronically, and
    ``replaced`` who signs it for the signatory that the act names. Raises ``KeyError`` when the act names an item that
    is not on the sitting's agenda.
    """
    return _Builder(
        record, deliberation, rendition, edited_on, is_draft, public_base_url, certified_on, places, replaced
    ).build()


@dataclass(frozen=True)
class _Builder:
    record: Record
    act: Deliberation
    rendition: Rendition
    edited_on: date
    is_draft: bool
    public_base_url: str
    certified_on: date | None
    places: ElectronicPlaces = ElectronicPlaces.USUAL
    replaced: HeadReplaced | None = None

    @property
    def council(self) -> Council:
        return self.record.council

    @property
    def look(self) -> HouseLook:
        return self.council.look

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

    @cached_property
    def signatory(self) -> str | None:
        """Who signs this paper: a certified copy is signed by who certifies it."""
        if self._is_certified:
            return certifier(self.record, self.act, self.certified_on)
        return self.record.signatory(self.act)

    @property
    def _signing_words(self) -> MemberWords:
        """The names and titles of the day on which this paper is signed."""
        if self.signatory == self.record.signatory(self.act):
            return self.members
        day = self.certified_on or certification_day(self.council, self.act, self.record.sitting.held_on)
        return MemberWords(self.record, self.body, day)

    @property
    def _is_certified(self) -> bool:
        return self.rendition is Rendition.CERTIFIED

    def build(self) -> DeliberationView:
        sitting, item = self.record.sitting, self.act.item
        told = as_known_at(self.record, item)
        body, members = self.body, MemberWords(told, self.body)
        attendance = AttendanceBlocks(told, self.act, body, members)
        present = attendance.present()
        is_several = present.in_columns or len(present.lines) > 1
        heading, object_line = self._object()
        certification, dates = self._executory()
        return DeliberationView(
            rendition=self.rendition,
            is_draft=self.is_draft,
            document=self._document(),
            letterhead=letterhead_of(self.council, self._document_title()),
            running_head=typeset(self._running_head()),
            sitting_line=typeset(sitting_line(self.record, body)),
            opening=typeset(sentences.opening(self.record, members, body, item)),
            officers=typeset_all(sentences.officers(self.record, members, item)),
            convocation=typeset(sentences.convocation(sitting.convocation.sent_on, self.look)),
            members=attendance.counts_of_members(),
            present_sentence="" if is_several else "".join(present.lines),
            absences=attendance.absences(),
            votes=attendance.votes(),
            other_votes=attendance.elections(),
            object_heading=heading,
            object_line=object_line,
            statement_heading=self._heading(ActBlock.STATEMENT, "Exposé") if self.act.statement_html else "",
            statement_html=typeset_html(self.act.statement_html),
            preamble_lead=self._title(ActBlock.PREAMBLE, body.the_authority) if self.act.clauses else "",
            clauses_html=self._clauses(),
            decision_heading=self._heading(ActBlock.DECISION, "Décision") if self.act.operative else "",
            operative=self._operative(),
            closing=typeset_all(line for line in self._closing() if line),
            signatures=tuple(self._signatures()),
            annexes_heading=self._title(ActBlock.ANNEXES, "Annexes :") if self.act.annexes else "",
            annexes=tuple(typeset(sentences.ended(a)) for a in self.act.annexes),
            certification=certification,
            dates=dates,
            order=self._order(),
            number_line=self._number_line(),
            present_lead=present.lead,
            present_lines=present.lines if is_several else (),
            present_is_run_in=present.is_run_in and not is_several,
            present_in_columns=present.in_columns,
            executory_heading=self._title(ActBlock.EXECUTORY, "") if certification or dates else "",
            verification=self._verification(),
        )

    def _order(self) -> tuple[ActBlock, ...]:
        """The blocks printed. The register mentions the convocation (CGCT art. L. 2121-10) and the result of the vote,
        even where the council hides them on the copies that leave the town hall.
        """
        if self.rendition is not Rendition.REGISTER:
            return self.look.printed
        kept = (ActBlock.CONVOCATION, ActBlock.VOTES)
        return replace(self.look, hidden=tuple(b for b in self.look.hidden if b not in kept)).printed

    def _title(self, block: ActBlock, usual: str) -> str:
        return typeset(self.look.title(block, usual))

    def _heading(self, block: ActBlock, usual: str) -> str:
        """The usual heading in the capitals of the house; the council's own as it was typed."""
        return self._title(block, self.body.heading(usual))

    def _document_title(self) -> str:
        if self.act.original is not None:
            return f"Transcription d'une délibération {self.body.of_the_assembly}"
        usual = "Registre" if self.rendition is Rendition.REGISTER else "Extrait du registre"
        return self.look.document_title or f"{usual} des délibérations {self.body.of_the_assembly}"

    def _document(self) -> DocumentData:
        label = f"Délibération n° {self.number}" if self.number else "Projet de délibération"
        return DocumentData(
            title=typeset(f"{self._document_title()} — {label}"),
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

    def _running_head(self) -> str:
        parts = [
            capitalised(self.body.authority),
            f"Séance du {long_date(self.record.sitting.held_on)}",
            f"Délibération n° {self.number}" if self.number else "Projet de délibération",
        ]
        return " – ".join(parts)

    def _number_line(self) -> str:
        lead = self.look.title(ActBlock.NUMBER, "Délibération n°")
        return typeset(f"{lead} {self.printed_number}".strip()) if self.printed_number else ""

    def _object(self) -> tuple[str, str]:
        """Heading and line of the object; run in, the heading begins the line."""
        theme = self.record.item(self.act.item).theme
        match self.look.object:
            case ObjectWording.NUMBER_THEME_TITLE:
                line = sentences.object_line(self.printed_number, theme, self.title)
            case ObjectWording.THEME_TITLE:
                line = " - ".join(part for part in (theme, self.title) if part)
            case ObjectWording.TITLE:
                line = self.title
        line = self.body.heading(line) if self.look.object_in_capitals else line
        heading = self._heading(ActBlock.OBJECT, "Objet de la délibération")
        runs_in = self.look.lead_place is LeadPlace.RUN_IN and self.look.has_own_title(ActBlock.OBJECT)
        if not runs_in and not self.look.object_run_in:
            return heading, typeset(line)
        lead = f"{heading.removesuffix(':').strip()} :" if heading and self.look.object_run_in else heading
        return "", typeset(f"{lead} {line}".strip())

    def _clauses(self) -> tuple[str, ...]:
        opener = self.body.heading if self.look.openers_in_capitals else str
        return tuple(typeset_html(sentences.clause_html(clause, opener)) for clause in self.act.clauses)

    def _operative(self) -> tuple[OperativeView, ...]:
        vote = self.record.deciding_vote(self.act.item)
        parts = DecisionWords(self.record, self.members, vote).parts(self.act.operative)
        return tuple(
            OperativeView(
                typeset_html(escape(part.lead, quote=False)),
                _layout(part),
                tuple(DecisionLine(typeset(d.label), typeset_html(d.html)) for d in part.decisions),
            )
            for part in parts
        )

    def _closing(self) -> Iterator[str]:
        if self.act.original is not None:
            yield sentences.transcription(self.act.original)
            return
        if self.act.operative or self.record.elections_on(self.act.item):
            yield endings.deliberated(self.body)
        if not self._is_certified:
            yield self._notified_appeal
        is_copy = self.rendition is not Rendition.REGISTER and not self.is_draft
        is_signed = is_copy and self.signatory is not None
        is_executory = is_signed and self._is_certified and self._is_enforceable
        held_on = self.record.sitting.held_on
        above, under = endings.done_at(self.body, held_on, self.edited_on, is_executory=is_executory)
        if is_signed:
            yield endings.signed_by(self.body)
        yield above
        if is_signed:
            yield endings.true_copy(self.body, is_executory=is_executory)
        yield under

    @property
    def _is_enforceable(self) -> bool:
        """A transcription of an old paper certifies nothing."""
        return self.act.original is None and is_enforceable(self.record, self.act)

    def _signatures(self) -> Iterator[Signature]:
        """The signatory's; the secretary's too in the register, and on the copies of a look that asks for it."""
        if self.signatory is None or self.act.original is not None:
            return  # a transcription is not signed: its paper was
        signed = self._signature(self.signatory)
        secretaries = tuple(self._secretaries()) if self._has_secretary else ()
        is_secretary_first = self.look.signatories is Signatories.SECRETARY_FIRST
        yield from (*secretaries, signed) if is_secretary_first else (signed, *secretaries)

    @property
    def _has_secretary(self) -> bool:
        """A certified copy is signed by the head alone: the secretary is named there under a look that says so."""
        if self.rendition is Rendition.REGISTER:
            return True
        is_asked = self.look.signatories is not Signatories.SIGNATORY
        return is_asked and (self.look.certified_with_secretary or not self._is_certified)

    def _secretaries(self) -> Iterator[Signature]:
        """With a place to sign electronically where it was asked for: a copy is signed by the head alone."""
        has_field = self.places is ElectronicPlaces.EVERYBODY and self.rendition is Rendition.REGISTER
        for number, secretary in enumerate(self.record.secretaries(self.act.item), start=1):
            field = secretary_field(number) if has_field and not self.is_draft else ""
            yield self._placed(self.members.as_secretary(secretary), secretary, field)

    def _signature(self, signatory: str) -> Signature:
        field = self._head_field
        words, told = self._signing_words, self.act.signatory
        capacity = told.capacity if told and told.member == signatory else ""
        if self.replaced is not None:
            return self._titled(self.replaced.title, self.replaced.name, field)
        if self._name_first:
            title = endings.full_title(words, signatory, capacity)
            signature = Signature(typeset(title), words.name(signatory), field, name_first=True)
        else:
            signature = self._placed(words.capacity(signatory, capacity), signatory, field)
        is_sealed = self.places is ElectronicPlaces.SEAL
        return replace(signature, seal=typeset(capitalised(self.body.authority))) if is_sealed else signature

    @property
    def _head_field(self) -> str:
        """The act for the register is signed by hand unless somebody asks for places in it."""
        is_by_hand = self.rendition is Rendition.REGISTER and self.places is ElectronicPlaces.USUAL
        if self.is_draft or is_by_hand:
            return ""
        return SEAL_FIELD if self.places is ElectronicPlaces.SEAL else SIGNATURE_FIELD

    def _placed(self, title: str, member: str, field: str = "") -> Signature:
        return self._titled(title, self.members.name(member), field)

    def _titled(self, title: str, name: str, field: str) -> Signature:
        comma = "" if self._name_first else ","
        return Signature(typeset(f"{title}{comma}"), name, field, name_first=self._name_first)

    @property
    def _name_first(self) -> bool:
        return self.look.signature is SignatureForm.NAME_FIRST

    def _executory(self) -> tuple[str, tuple[str, ...]]:
        """The certificate of the executory character, and the dates; nothing but on a certified copy."""
        if not self._is_certified:
            return "", ()
        publication = first_publication(self.council, self.act)
        line = endings.executory_line(self.body, self.act.transmission, publication)
        if line and self.signatory is not None and self._is_enforceable:
            return "", typeset_all(told for told in (line, self._notified_appeal) if told)
        return self._certification(), typeset_all(self._dates())

    def _certification(self) -> str:
        if self.signatory is None or not self._is_enforceable:
            return ""  # the certificate is printed only when it is true
        words, appeal = self._signing_words, appeal_of(self.record, self.act)
        return typeset(sentences.certification(self.body, words, self.signatory, self._tribunal, appeal))

    @property
    def _tribunal(self) -> str:
        return self.council.tribunal or tribunal_of(self.council.department_code)

    @property
    def _notified_appeal(self) -> str:
        """The appeal against an act that is notified, on every copy that may be handed to the person; else empty."""
        if appeal_of(self.record, self.act) is not Appeal.NOTIFIED:
            return ""
        return endings.notified_appeal(self.body, self._tribunal, "La présente délibération")

    def _dates(self) -> Iterator[str]:
        if self.act.transmission:
            yield sentences.transmitted(self.act.transmission)
        publication = first_publication(self.council, self.act)
        if publication:
            yield sentences.published(publication)

    def _verification(self) -> Verification | None:
        if self.is_draft:
            return None
        return verification_of(self.public_base_url, self.act.public_id)


def _layout(part: PartText) -> DecisionLayout:
    if part.is_sentence:
        return DecisionLayout.SENTENCE
    if part.layout is OperativeLayout.BULLETS and not part.is_marked:
        return DecisionLayout.LINES
    return DecisionLayout(part.layout.value)
