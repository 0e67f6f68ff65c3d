"""The mayor's decisions taken by delegation of the council (CGCT art. L. 2122-22, L. 2122-23), as recorded facts.

A decision is an act of its own: no sitting, no vote. It is recorded and published as a deliberation is
(art. R. 2122-7-1, L. 2131-1), and the mayor reports it to the council. Amounts are whole cents of euro.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from councils.domain.bodies import BodyType, Council
from councils.domain.membership import is_in_force, offices_held
from councils.domain.numbering import format_number
from councils.domain.people import Mandate
from councils.domain.ranks import HEADS
from deliberations.domain.acts import (
    ActState,
    AnnexFile,
    Clause,
    Link,
    OperativePart,
    PublicFact,
    Signatory,
)
from deliberations.domain.certifying import certification_day, certifier_on
from deliberations.domain.enforceability import enforceable_from, first_publication
from deliberations.domain.profile import Mask, masked_titles, shown_files

DEFAULT_PATTERN = "DEC{year}-{sequence:02d}"
CONCERNED = frozenset({BodyType.COMMUNE})
"""Bodies whose head decides by the delegation of art. L. 2122-22; the others have texts of their own."""


@dataclass(frozen=True, slots=True)
class Power:
    """One paragraph delegated; ``limit`` is as the deliberation writes it, ``limit_cents`` what can be compared."""

    paragraph: int
    limit: str = ""
    limit_cents: int | None = None


@dataclass(frozen=True, slots=True)
class CouncilDelegation:
    """What the council delegated to its mayor, by the deliberation of that ``number`` and day.

    ``since`` and ``until`` are the first and last days; without ``until`` it ends with the mayor's office.
    ``allows_signature`` is false where the deliberation forbids the mayor to pass it on (art. L. 2122-23);
    ``allows_replacement`` is true where it lets who replaces the mayor decide: otherwise the council does.
    """

    uid: str
    number: str = ""
    decided_on: date | None = None
    since: date | None = None
    until: date | None = None
    powers: tuple[Power, ...] = ()
    allows_signature: bool = True
    allows_replacement: bool = False

    @property
    def starts_on(self) -> date | None:
        return self.since or self.decided_on

    def covers(self, on: date) -> bool:
        """Whether it is in force that day; an unknown bound is taken as open."""
        starts, ends = self.starts_on, self.until
        return (starts is None or starts <= on) and (ends is None or on <= ends)

    def power(self, paragraph: int | None) -> Power | None:
        """What is delegated under that paragraph, or ``None``."""
        return next((power for power in self.powers if power.paragraph == paragraph), None)


@dataclass(frozen=True, slots=True)
class MayorDecision:
    """One decision. ``is_signed`` freezes its text and its number; ``decided_on`` is then the day of its signature.

    ``is_to_sign``: its number and its day are on the paper to sign, and its text stays as it is. ``given_up`` is why
    its number will never be signed.

    ``delegation`` is the uid of the council's delegation, ``paragraph`` that of art. L. 2122-22. ``reported_in`` is
    the uid of the sitting to which it was reported. ``nature`` is the code of @CTES, ``None`` until somebody chose it.
    ``mentions_report``: it says in print that the council will hear of it (art. L. 2122-23).
    ``hidden_annexes`` are the places, from 1, of the annexes whose title the public does not read;
    ``annex_files`` are those that the PDF of the decision holds.
    """

    uid: str
    printed_number: str = ""
    year: int | None = None
    sequence: int | None = None
    decided_on: date | None = None
    is_to_sign: bool = False
    given_up: str = ""
    is_signed: bool = False
    title_html: str = ""
    statement_html: str = ""
    clauses: tuple[Clause, ...] = ()
    operative: tuple[OperativePart, ...] = ()
    annexes: tuple[str, ...] = ()
    hidden_annexes: tuple[int, ...] = ()
    annex_files: tuple[AnnexFile, ...] = ()
    signatory: Signatory | None = None
    delegation: str | None = None
    paragraph: int | None = None
    theme: str = ""
    matter_code: str = ""
    amount_cents: int | None = None
    contractor: str = ""
    mentions_report: bool = False
    is_transmissible: bool = True
    is_individual: bool = False
    nature: int | None = None
    actes_number: str = ""
    links: tuple[Link, ...] = ()
    state: ActState = ActState.IN_FORCE
    transmission: PublicFact | None = None
    publications: tuple[PublicFact, ...] = ()
    reported_in: str = ""
    public_id: str = ""


class DecisionStage(StrEnum):
    """How far a decision is; computed from its facts, in the order of its life."""

    DRAFT = "DRAFT"
    TO_SIGN = "TO_SIGN"
    GIVEN_UP = "GIVEN_UP"
    SIGNED = "SIGNED"
    TRANSMITTED = "TRANSMITTED"
    MADE_KNOWN = "MADE_KNOWN"
    EXECUTORY = "EXECUTORY"
    SUSPENDED = "SUSPENDED"
    ANNULLED = "ANNULLED"


class DecisionObstacle(StrEnum):
    """What keeps a decision from being executory."""

    NOT_SIGNED = "NOT_SIGNED"
    NO_DECISION = "NO_DECISION"
    SUSPENDED = "SUSPENDED"
    ANNULLED = "ANNULLED"
    NOT_PUBLISHED = "NOT_PUBLISHED"
    NOT_TRANSMITTED = "NOT_TRANSMITTED"


def decision_number(decision: MayorDecision, pattern: str) -> str:
    """As printed when it was recorded so, else built from year and sequence; empty while none is given."""
    if decision.printed_number or decision.year is None or decision.sequence is None:
        return decision.printed_number
    return format_number(pattern, year=decision.year, sequence=decision.sequence)


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A decision with all that it prints. ``pattern`` writes its number."""

    council: Council
    decision: MayorDecision
    delegations: tuple[CouncilDelegation, ...] = ()
    pattern: str = ""

    @property
    def number(self) -> str:
        return decision_number(self.decision, self.pattern)


def obstacle_of_decision(council: Council, decision: MayorDecision) -> DecisionObstacle | None:
    """What keeps it from being executory, or ``None``: the rules of a deliberation (CGCT art. L. 2131-1)."""
    holds = {
        DecisionObstacle.NOT_SIGNED: not decision.is_signed or decision.decided_on is None,
        DecisionObstacle.NO_DECISION: not decision.operative,
        DecisionObstacle.SUSPENDED: decision.state is ActState.SUSPENDED,
        DecisionObstacle.ANNULLED: decision.state is ActState.ANNULLED,
        DecisionObstacle.NOT_PUBLISHED: first_publication(council, decision) is None,
        DecisionObstacle.NOT_TRANSMITTED: decision.is_transmissible and decision.transmission is None,
    }
    return next((obstacle for obstacle, is_there in holds.items() if is_there), None)


def decision_executory_since(council: Council, decision: MayorDecision) -> date | None:
    """First day it is executory, or ``None`` while something keeps it from it (CGCT art. L. 2131-1)."""
    published = first_publication(council, decision)
    if obstacle_of_decision(council, decision) is not None or published is None:
        return None
    return enforceable_from(
        published_on=published.effective_on,
        transmitted_on=decision.transmission.effective_on if decision.transmission else None,
        is_transmissible=decision.is_transmissible,
    )


def stage_of(council: Council, decision: MayorDecision) -> DecisionStage:
    """How far ``decision`` is today."""
    if decision.state in (ActState.SUSPENDED, ActState.ANNULLED):
        return DecisionStage(decision.state.value)
    if not decision.is_signed:
        return stage_of_unsigned(is_to_sign=decision.is_to_sign, given_up=decision.given_up)
    if decision_executory_since(council, decision) is not None:
        return DecisionStage.EXECUTORY
    if first_publication(council, decision) is not None:
        return DecisionStage.MADE_KNOWN
    return DecisionStage.TRANSMITTED if decision.transmission else DecisionStage.SIGNED


def stage_of_unsigned(*, is_to_sign: bool, given_up: str) -> DecisionStage:
    """How far a decision that is not signed is; ``given_up`` is why its number will never be."""
    if given_up:
        return DecisionStage.GIVEN_UP
    return DecisionStage.TO_SIGN if is_to_sign else DecisionStage.DRAFT


def head_on(council: Council, on: date) -> Mandate | None:
    """The mayor in office that day, or ``None`` when nobody is recorded."""
    heads = (m for m in council.mandates if any(o.kind in HEADS for o in offices_held(m, on)))
    return next((m for m in heads if is_in_force(m, on)), None)


def delegation_of(
    decision: MayorDecision, delegations: Iterable[CouncilDelegation]
) -> CouncilDelegation | None:
    """The delegation that it names."""
    return next((each for each in delegations if each.uid == decision.delegation), None)


def proposed_delegation(
    delegations: Iterable[CouncilDelegation], paragraph: int | None, on: date
) -> CouncilDelegation | None:
    """The latest delegation in force that day, one that holds ``paragraph`` first."""
    there = [each for each in delegations if each.covers(on)]
    there.sort(key=lambda each: (each.power(paragraph) is not None, each.starts_on or date.min))
    return there[-1] if there else None


def masked_decision(decision: MayorDecision, mask: Mask) -> MayorDecision:
    """``decision`` with every text put through ``mask``: what anybody may read of it."""
    return replace(
        decision,
        title_html=mask(decision.title_html),
        statement_html=mask(decision.statement_html),
        clauses=tuple(replace(c, text_html=mask(c.text_html)) for c in decision.clauses),
        operative=tuple(
            replace(part, blocks_html=tuple(mask(block) for block in part.blocks_html))
            for part in decision.operative
        ),
        annexes=masked_titles(decision.annexes, decision.hidden_annexes, mask),
        hidden_annexes=(),
        annex_files=shown_files(decision.annex_files, decision.hidden_annexes),
    )


def certifier_of_decision(council: Council, decision: MayorDecision, on: date | None = None) -> str | None:
    """The mandate that certifies a decision executory on a day, that of the last fact it prints unless told."""
    if decision.signatory is None or decision.decided_on is None:
        return None
    signed_on = decision.decided_on
    return certifier_on(
        council,
        decision.signatory.member,
        acted_on=signed_on,
        on=on or certification_day(council, decision, signed_on),
    )


def known_people(decision: MayorDecision, council: Council) -> Sequence[Mandate]:
    """The mandates that its documents name: its signatory, who certifies it, and the head of the body that day."""
    wanted = {decision.signatory.member} if decision.signatory else set()
    wanted |= {certifier_of_decision(council, decision) or ""}
    head = head_on(council, decision.decided_on) if decision.decided_on else None
    if head is not None:
        wanted.add(head.uid)
    return tuple(m for m in council.mandates if m.uid in wanted)
