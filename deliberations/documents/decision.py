"""From the facts of a mayor's decision to the frozen view that every rendition prints.

The view is that of an act: the renderers of deliberations make its PDF, DOCX, HTML and text. What only a sitting has
(members, votes, secretary) is empty, and an empty block is not printed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import count

from django.utils.text import slugify

from councils.domain.bodies import Council
from councils.domain.tribunals import tribunal_of
from deliberations.documents.builder import SIGNATURE_FIELD
from deliberations.documents.letterhead import letterhead_of
from deliberations.documents.verification import verification_of
from deliberations.documents.view import (
    DecisionLayout,
    DecisionLine,
    DeliberationView,
    DocumentData,
    OperativeView,
    Profile,
    Rendition,
    Signature,
)
from deliberations.domain.acts import OperativeLayout, OperativePart
from deliberations.domain.delegated import (
    DecisionFacts,
    MayorDecision,
    certifier_of_decision,
    decision_executory_since,
    delegation_of,
    head_on,
)
from deliberations.domain.delegated_profile import decision_profile
from deliberations.domain.enforceability import Appeal, first_publication
from deliberations.domain.texts import text_of
from deliberations.domain.wording import decisions as wording
from deliberations.domain.wording import endings, sentences
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.numbers import article_label
from deliberations.domain.wording.typography import typeset, typeset_html
from deliberations.dossier.schema import Dossier, canonical_json
from deliberations.richtext import without_private


def view_decision(
    facts: DecisionFacts,
    *,
    rendition: Rendition,
    edited_on: date,
    is_draft: bool = False,
    public_base_url: str = "",
    certified_on: date | None = None,
    is_to_sign: bool = False,
) -> DeliberationView:
    """The view of one decision. ``edited_on`` is the date of edition written in the file's metadata.

    ``public_base_url`` is that of the public pages: the foot of each page that is no draft leads to the decision.
    ``certified_on`` is the day on which a certified copy is issued, that of its last fact unless told: it says who
    certifies. ``is_to_sign`` makes a place for an electronic signature.

    REGISTER is the decision itself, which the mayor signs; EXTRACT the copy that is transmitted; CERTIFIED adds the
    executory blocks, printed only when they are true (CGCT art. L. 2131-1).
    """
    return _Builder(
        facts, rendition, edited_on, is_draft, public_base_url, certified_on or edited_on, is_to_sign
    ).build()


@dataclass(frozen=True)
class _Builder:
    facts: DecisionFacts
    rendition: Rendition
    edited_on: date
    is_draft: bool
    public_base_url: str
    certified_on: date
    is_to_sign: bool = False

    @property
    def decision(self) -> MayorDecision:
        return self.facts.decision

    @property
    def council(self) -> Council:
        return self.facts.council

    @property
    def body(self) -> BodyWords:
        return BodyWords(self.council)

    @property
    def words(self) -> MemberWords:
        return wording.words_on(self.council, self.decision.decided_on or self.edited_on)

    @property
    def title(self) -> str:
        return text_of(self.decision.title_html)

    def build(self) -> DeliberationView:
        decision, body = self.decision, self.body
        is_certified = self.rendition is Rendition.CERTIFIED
        address = "" if self.is_draft else self.public_base_url
        return DeliberationView(
            rendition=self.rendition,
            is_draft=self.is_draft,
            document=self._document(),
            letterhead=letterhead_of(self.council, f"Décision du {self.body.head}"),
            running_head=typeset(self._running_head()),
            opening=typeset(
                wording.taken_by(body, decision, delegation_of(decision, self.facts.delegations))
            ),
            officers=(),
            convocation="",
            members=None,
            present_sentence="",
            absences=(),
            votes=None,
            other_votes=(),
            object_heading=body.heading("Objet de la décision"),
            object_line=typeset(wording.object_line(self.facts.number, decision.theme, self.title)),
            statement_heading=body.heading("Exposé") if decision.statement_html else "",
            statement_html=typeset_html(decision.statement_html),
            preamble_lead=typeset(self._who_decides()),
            clauses_html=tuple(typeset_html(sentences.clause_html(c)) for c in decision.clauses),
            decision_heading=body.heading("Décision") if decision.operative else "",
            operative=self._operative(),
            closing=tuple(typeset(line) for line in self._closing()),
            signatures=self._signatures(),
            annexes_heading=typeset("Annexes :") if decision.annexes else "",
            annexes=tuple(typeset(sentences.ended(a)) for a in decision.annexes),
            certification=self._certification() if is_certified else "",
            dates=tuple(typeset(line) for line in self._dates()) if is_certified else (),
            verification=verification_of(address, decision.public_id),
        )

    def _document(self) -> DocumentData:
        number = self.facts.number
        label = (
            f"Décision du {self.body.head} n° {number}"
            if number
            else f"Projet de décision du {self.body.head}"
        )
        return DocumentData(
            title=typeset(label),
            author=typeset(self.body.authority),
            subject=typeset(self.title),
            keywords=tuple(k for k in (self.decision.theme, number) if k),
            edited_on=self.edited_on,
            profile=None if self.is_draft else self._profile(),
            category="Décision",
            profile_description="Données de la décision",
        )

    def _profile(self) -> Profile:
        """What the decision prints, as data without the private passages."""
        council, decision, given = decision_profile(
            self.council, self.decision, self.facts.delegations, mask=without_private
        )
        name = slugify(self.facts.number.replace("/", "-")) or decision.uid
        dossier = Dossier.of(council, (), profile="ACT", decisions=(decision,), delegations=given)
        return Profile(f"{name}.json", canonical_json(dossier))

    def _running_head(self) -> str:
        number, day = self.facts.number, self.decision.decided_on
        parts = [capitalised(self.body.authority)]
        parts.append(f"Décision n° {number}" if number else "Projet de décision")
        parts += [long_date(day)] if day else []
        return " – ".join(parts)

    def _who_decides(self) -> str:
        head = head_on(self.council, self.decision.decided_on or self.edited_on)
        return wording.who_decides(self.words, head.uid if head else None)

    def _operative(self) -> tuple[OperativeView, ...]:
        numbers = count(1)
        return tuple(
            OperativeView(
                typeset_html(escape(wording.lead(part.verb), quote=False)),
                DecisionLayout(part.layout.value),
                tuple(_decision_lines(part, numbers)),
            )
            for part in self.decision.operative
        )

    def _closing(self) -> Iterator[str]:
        if self.decision.mentions_report:
            yield wording.will_be_reported(self.body)
        if self.decision.is_individual and self.rendition is not Rendition.CERTIFIED:
            yield endings.notified_appeal(self.body, self._tribunal, "La présente décision")
        if not self.decision.given_up:
            yield wording.done_at(self.body.place, self.decision.decided_on)
        if self.rendition is not Rendition.REGISTER and not self.is_draft and self.decision.signatory:
            yield sentences.TRUE_COPY

    def _signatures(self) -> tuple[Signature, ...]:
        """By hand, unless a place to sign electronically is asked for. A certified copy is signed by who certifies
        it, and nobody signs what was given up.
        """
        signatory, certifier = self.decision.signatory, self._certifier
        if signatory is None or self.decision.given_up:
            return ()
        if certifier not in (None, signatory.member) and self.rendition is Rendition.CERTIFIED:
            words = wording.words_on(self.council, self.certified_on)
            return (Signature(typeset(f"{words.capacity(certifier)},"), words.name(certifier)),)
        title = self.words.capacity(signatory.member, signatory.capacity)
        field = SIGNATURE_FIELD if self.is_to_sign and not self.is_draft else ""
        return (Signature(typeset(f"{title},"), self.words.name(signatory.member), field),)

    @property
    def _certifier(self) -> str | None:
        return certifier_of_decision(self.council, self.decision, self.certified_on)

    @property
    def _tribunal(self) -> str:
        return self.council.tribunal or tribunal_of(self.council.department_code)

    def _certification(self) -> str:
        certifier = self._certifier
        if certifier is None or decision_executory_since(self.council, self.decision) is None:
            return ""
        appeal = Appeal.NOTIFIED if self.decision.is_individual else Appeal.ORDINARY
        words = wording.words_on(self.council, self.certified_on)
        told = sentences.certification(self.body, words, certifier, self._tribunal, appeal)
        return typeset(told)

    def _dates(self) -> Iterable[str]:
        if self.decision.transmission:
            yield sentences.transmitted(self.decision.transmission)
        publication = first_publication(self.council, self.decision)
        if publication:
            yield sentences.published(publication)


def _decision_lines(part: OperativePart, numbers: Iterator[int]) -> Iterator[DecisionLine]:
    """What a part decides, line by line, typeset. ``numbers`` gives the next article's, whatever the part."""
    is_numbered = part.layout is OperativeLayout.ARTICLES
    for html in sentences.punctuated(part.blocks_html, part.layout):
        label = f"{article_label(next(numbers))} :" if is_numbered else ""
        yield DecisionLine(typeset(label), typeset_html(html))
