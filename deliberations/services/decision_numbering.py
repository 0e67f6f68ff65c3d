"""The number of a mayor's decision: put on the paper to sign with its day, kept while the text is taken up again, given
up with a reason (CGCT art. R. 2122-7-1 wants the decisions kept in order; no number is ever given twice)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.domain.numbering import read_number
from councils.models import Council, Mandate, User
from councils.permissions import may_sign_as, may_write
from councils.services.locking import lock_council
from councils.services.writing import Writer
from deliberations.domain.actes import actes_number
from deliberations.domain.delegated_signing import Powers, require_power
from deliberations.domain.wording.decisions import signing_capacity, words_on
from deliberations.models import DecisionNumbering, MayorDecision
from deliberations.queries.decisions import pattern_of, powers_on
from deliberations.queries.lists import slug_of
from deliberations.services.actes_numbers import taken_numbers
from deliberations.services.decision_changes import (
    DecisionChange,
    DecisionGivenUp,
    DecisionSigned,
    changing_decision,
)
from deliberations.services.sequences import free_slug, last_sequence, next_sequence
from deliberations.services.signing_aside import set_aside_papers

NUMBERED, REOPENED, GIVEN_UP = "decision.numbered", "decision.reopened", "decision.given_up"
NUMBERING = "decision.numbering"
DAYS_AHEAD = 31
"""A paper is prepared for the day on which it will be signed; a later one is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class NumberTold:
    """The day of the decision and who signs it. ``first`` is the first number of a year of which none is known;
    ``printed_number`` a number already given on paper, kept as it is.

    In what capacity somebody signs is computed, never told.
    """

    signed_on: date
    signatory: Mandate
    printed_number: str = ""
    first: int | None = None


def next_number(council: Council, day: date) -> int:
    """The next sequence of the year of ``day``; another decision may take it meanwhile."""
    return last_sequence(MayorDecision, council.pk, day.year) + 1


def number_decision(*, row: MayorDecision, told: NumberTold, by: User | None, at: datetime) -> MayorDecision:
    """Put on the decision its number, its day and who signs it: its text stays as it is, for the paper to be signed.

    A second click changes nothing. Numbers follow the council's last one of the year, without a gap: the council is
    locked while one is given. Raises ``DecisionSigned``, ``DecisionGivenUp``, or ``Refusal``: text missing, day
    more than a month ahead or of another year than the number kept, number taken, ``first`` too late; who may not
    sign that day (``require_power``); a deputy who would sign for somebody else. History ``decision.numbered``.
    """
    require_own_signature(by, told.signatory)
    with changing_decision(row, by=by, reason=NUMBERED, even_fixed=True) as change:
        if change.row.is_signed:
            raise DecisionSigned
        if not change.row.is_to_sign:
            put_number(change, told, at)
        return change.row


def put_number(change: DecisionChange, told: NumberTold, at: datetime) -> None:
    """Within a change: the number, the day and the signatory of ``told``. Raises as ``number_decision``."""
    row = change.row
    if row.given_up:
        raise DecisionGivenUp
    council = row.council
    _require_signable(row, told, council, at)
    powers = powers_on(row, told.signed_on)
    require_power(powers, told.signatory.uid, str(told.signatory))
    row.decided_on, row.signatory_member = told.signed_on, told.signatory
    row.signatory_capacity = capacity_of(powers, told.signatory)
    if row.number:
        _require_same_year(row)
    else:
        _give_number(row, council, told)
    row.numbered_at = at
    change.writer.write(row, "")


def reopen_decision(*, row: MayorDecision, by: User | None) -> MayorDecision:
    """Take up the text of a decision that waits for its signature; it keeps its number. One already open stays so.

    Raises ``DecisionSigned`` or ``DecisionGivenUp``. History ``decision.reopened``.
    """
    with changing_decision(row, by=by, reason=REOPENED, even_fixed=True) as change:
        _require_unsigned(change.row)
        if change.row.numbered_at is None:
            return change.row
        set_aside_papers(change.row, timezone.now())
        change.row.numbered_at = None
        return change.writer.write(change.row, "")


def give_number_up(*, row: MayorDecision, reason: str, by: User | None) -> MayorDecision:
    """Say why the number of a decision will never be signed: the decision keeps it, and nobody gets it again.

    A second click changes nothing. Raises ``DecisionSigned``, or ``Refusal`` without a number or a reason. History
    ``decision.given_up``.
    """
    with changing_decision(row, by=by, reason=GIVEN_UP, even_fixed=True) as change:
        if change.row.given_up:
            return change.row
        _require_unsigned(change.row)
        if not change.row.number:
            raise Refusal(
                "decision.unnumbered", "Ce projet n'a pas de numéro : supprimez-le s'il ne sert plus."
            )
        if not reason.strip():
            raise Refusal(
                "decision.reason", "Dites pourquoi ce numéro est abandonné : le motif est conservé."
            )
        set_aside_papers(change.row, timezone.now())
        change.row.given_up = reason.strip()
        return change.writer.write(change.row, "")


def _require_unsigned(row: MayorDecision) -> None:
    if row.is_signed:
        raise DecisionSigned
    if row.given_up:
        raise DecisionGivenUp


def require_own_signature(by: User | None, signatory: Mandate) -> None:
    """Raise ``Refusal`` where ``by`` notes the signature of somebody else without being the secretary."""
    person = signatory.person.uid if signatory.person else None
    if by is None or may_write(by, signatory.council) or may_sign_as(by, signatory.council, person):
        return
    raise Refusal(
        "decision.not_own_signature",
        f"Vous ne pouvez noter que votre propre signature, et votre compte n'est pas celui de {signatory}. Demandez au "
        "secrétariat de noter cette signature, ou à l'administrateur de relier votre compte à votre fiche.",
    )


def capacity_of(powers: Powers, signatory: Mandate) -> str:
    """In what capacity ``signatory`` signs, printed instead of the usual title; empty for the mayor."""
    head = powers.head.uid if powers.head else None
    words = words_on(powers.council, powers.on)
    return signing_capacity(words, head, signatory.uid, powers.of(signatory.uid))


def _require_signable(row: MayorDecision, told: NumberTold, council: Council, at: datetime) -> None:
    if not row.title:
        raise Refusal("decision.title", "Écrivez l'objet de la décision avant de la numéroter.")
    if not row.articles.exists():
        raise Refusal("decision.empty", "Cette décision ne décide rien : écrivez au moins un article.")
    if told.signed_on > council_day(council, at) + timedelta(days=DAYS_AHEAD):
        raise Refusal("decision.future", "Cette date est à plus d'un mois d'ici : vérifiez-la.")


def _require_same_year(row: MayorDecision) -> None:
    """A number already given on paper is kept as it is: those of December may be signed in January."""
    if row.printed_number or row.decided_on is None:
        return
    if row.year not in (None, row.decided_on.year):
        raise Refusal(
            "decision.other_year",
            f"Le n° {row.number} est de {row.year} : choisissez une date de {row.year}, ou abandonnez ce numéro.",
        )


def _give_number(row: MayorDecision, council: Council, told: NumberTold) -> None:
    year = told.signed_on.year
    if told.printed_number.strip():
        row.printed_number = told.printed_number.strip()
        row.year, row.sequence = read_number(pattern_of(council), row.printed_number) or (year, None)
    else:
        row.year, row.is_allocated, row.pattern = year, True, pattern_of(council)
        row.sequence = next_sequence(
            MayorDecision, council.pk, year, first=told.first, code="decision.first_number"
        )
    _require_free_number(row)
    row.slug = free_slug(MayorDecision, council.pk, row.number)
    row.actes_number = row.actes_number or actes_number(
        row.number, year=year, sequence=row.sequence or row.pk, taken=taken_numbers(council)
    )


def _require_free_number(row: MayorDecision) -> None:
    """Two decisions never print the same number, whatever the pattern of each."""
    others = MayorDecision.objects.filter(council=row.council).exclude(pk=row.pk).exclude(slug="")
    near = others.filter(slug__startswith=slug_of(row.number)).select_related("council")
    if any(other.number == row.number for other in near):
        raise Refusal(
            "decision.number_taken",
            f"Le n° {row.number} est déjà celui d'une autre décision. Vérifiez-le, ou changez le motif des numéros.",
        )


def set_pattern(*, council: Council, pattern: str, by: User | None) -> DecisionNumbering:
    """How the numbers to come are written; those already given keep theirs. Raises ``RowRefused``."""
    with transaction.atomic():
        lock_council(council.pk)
        row = DecisionNumbering.objects.filter(council=council).first()
        row = row or DecisionNumbering(council=council)
        row.pattern = pattern
        return Writer(by=by, reason=NUMBERING).write(row, "")
