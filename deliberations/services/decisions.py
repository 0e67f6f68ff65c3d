"""The mayor's decisions: drafted, dated and signed, numbered (CGCT art. L. 2122-22, L. 2122-23, R. 2122-7-1)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.domain.numbering import read_number
from councils.models import Council, Mandate, User
from councils.permissions import may_sign_as, may_write
from councils.services.writing import Writer
from deliberations.domain.actes import actes_number
from deliberations.domain.acts import Clause, OperativeLayout
from deliberations.domain.delegated_signing import Powers, SigningPower, require_power
from deliberations.domain.wording.decisions import signing_capacity, words_on
from deliberations.dossier.schema import Dossier, canonical_json
from deliberations.models import (
    DecisionArticle,
    DecisionClause,
    DecisionLink,
    DecisionNumbering,
    DecisionSignature,
    MayorDecision,
    MayorDelegation,
    StoredFile,
)
from deliberations.queries.decisions import decision_facts, orders_on, pattern_of, powers_on
from deliberations.queries.lists import slug_of
from deliberations.services.actes_numbers import lock_numbers, taken_numbers
from deliberations.services.decision_changes import DecisionChange, announce_decision, changing_decision
from deliberations.services.decision_documents import follow_decision
from deliberations.services.decision_freezing import freeze_decision
from deliberations.services.storage import receive_file
from deliberations.services.uploads import CheckedFile

SAVED, SIGNED, DELETED = "decision.saved", "decision.signed", "decision.deleted"
NUMBERING = "decision.numbering"


class DecisionChanged(Refusal):
    """Somebody else changed the draft since the page was shown. Nothing is written."""

    def __init__(self) -> None:
        super().__init__(
            "decision.changed",
            "Quelqu'un a modifié cette décision entre-temps. Votre texte est toujours ici : comparez-le avec la "
            "décision, puis enregistrez à nouveau.",
        )


@dataclass(frozen=True, slots=True)
class LinkTold:
    """The decision that this one modifies, replaces or withdraws; ``number`` empty: none."""

    kind: str = ""
    number: str = ""
    adopted_on: date | None = None


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """All that is typed of a decision before its signature. Texts are restricted HTML; amounts are cents."""

    title_html: str
    statement_html: str = ""
    clauses: tuple[Clause, ...] = ()
    verb: str = ""
    layout: OperativeLayout = OperativeLayout.ARTICLES
    articles_html: tuple[str, ...] = ()
    decided_on: date | None = None
    signatory: Mandate | None = None
    delegation: MayorDelegation | None = None
    paragraph: int | None = None
    theme: str = ""
    matter_code: str = ""
    amount_cents: int | None = None
    contractor: str = ""
    is_transmissible: bool = True
    is_individual: bool = False
    link: LinkTold = LinkTold()


@dataclass(frozen=True, slots=True)
class SignatureTold:
    """What the town hall tells of the signature. ``first`` is the first number of a year of which none is known;
    ``printed_number`` a number already given on paper, kept as it is. ``scan`` is the signed paper.

    In what capacity somebody signs is computed, never told.
    """

    signed_on: date
    signatory: Mandate
    printed_number: str = ""
    first: int | None = None
    scan: CheckedFile | None = None


def text_mark(row: MayorDecision) -> str:
    """What tells whether somebody changed the decision since a page was shown."""
    facts = decision_facts(row)
    dossier = Dossier.of(facts.council, (), decisions=(facts.decision,))
    return hashlib.sha256(canonical_json(dossier).encode()).hexdigest()[:16]


def create_decision(*, council: Council, draft: DecisionDraft, by: User | None) -> MayorDecision:
    """A new draft. Raises ``RowRefused``. History ``decision.saved``."""
    with transaction.atomic():
        row = MayorDecision(council=council)
        _write(DecisionChange(row, Writer(by=by, reason=SAVED)), draft)
        announce_decision(row)
        return row


def save_decision(
    *, row: MayorDecision, draft: DecisionDraft, by: User | None, mark: str = ""
) -> MayorDecision:
    """Replace the draft. ``mark`` is the ``text_mark`` of what the page showed.

    Raises ``DecisionSigned``, ``RowRefused`` or ``DecisionChanged``.
    """
    with changing_decision(row, by=by, reason=SAVED) as change:
        if mark and mark != text_mark(change.row):
            raise DecisionChanged
        _write(change, draft)
        return change.row


def _write(change: DecisionChange, draft: DecisionDraft) -> None:
    row = change.row
    row.title_html, row.statement_html = draft.title_html, draft.statement_html
    row.verb, row.layout = draft.verb, draft.layout.value
    row.decided_on = draft.decided_on
    row.signatory_member = draft.signatory
    row.delegation, row.paragraph = draft.delegation, draft.paragraph
    row.signatory_capacity = _proposed_capacity(row)
    row.theme, row.matter_code = draft.theme, draft.matter_code
    row.amount_cents, row.contractor = draft.amount_cents, draft.contractor
    row.is_transmissible, row.is_individual = draft.is_transmissible, draft.is_individual
    change.writer.write(row, "")
    _write_clauses(change, draft.clauses)
    _write_articles(change, draft.articles_html)
    _write_link(change, draft.link)


def _write_clauses(change: DecisionChange, clauses: Sequence[Clause]) -> None:
    rows = list(change.row.clauses.all())
    for old in rows[len(clauses) :]:
        change.writer.delete(old)
    for position, clause in enumerate(clauses):
        row = rows[position] if position < len(rows) else DecisionClause(decision=change.row)
        told = (position, clause.kind.value, clause.text_html)
        if row.pk is None or (row.position, row.kind, row.text_html) != told:
            row.position, row.kind, row.text_html = told
            change.writer.write(row, "")


def _write_articles(change: DecisionChange, articles: Sequence[str]) -> None:
    rows = list(change.row.articles.all())
    for old in rows[len(articles) :]:
        change.writer.delete(old)
    for position, html in enumerate(articles):
        row = rows[position] if position < len(rows) else DecisionArticle(decision=change.row)
        if row.pk is None or (row.position, row.text_html) != (position, html):
            row.position, row.text_html = position, html
            change.writer.write(row, "")


def _write_link(change: DecisionChange, link: LinkTold) -> None:
    """The form tells one link; others, taken over from a dossier, are left alone."""
    row = change.row.links.order_by("pk").first()
    if not link.number:
        if row is not None:
            change.writer.delete(row)
        return
    row = row or DecisionLink(decision=change.row)
    if row.pk is None or (row.kind, row.number, row.adopted_on) != (link.kind, link.number, link.adopted_on):
        row.kind, row.number, row.adopted_on = link.kind, link.number, link.adopted_on
        change.writer.write(row, "")


def delete_draft(*, row: MayorDecision, by: User | None) -> None:
    """Erase a draft entered by mistake; its history stays. Raises ``DecisionSigned``: a number is never given up."""
    with changing_decision(row, by=by, reason=DELETED) as change:
        for part in (change.row.clauses, change.row.articles, change.row.annexes, change.row.links):
            for each in part.all():
                change.writer.delete(each)
        change.writer.delete(change.row)


# --- signature and number


def next_number(council: Council, day: date) -> int:
    """The next sequence of the year of ``day``; another signature may take it meanwhile."""
    return _last_sequence(council, day.year) + 1


def _last_sequence(council: Council, year: int) -> int:
    """The greatest number known of that year, given by us or taken over from paper; 0 when there is none."""
    known = MayorDecision.objects.filter(council=council, year=year, sequence__isnull=False)
    last: int | None = known.aggregate(last=Max("sequence"))["last"]
    return last or 0


def sign_decision(*, row: MayorDecision, told: SignatureTold, by: User | None, at: datetime) -> MayorDecision:
    """Note the day and who signs: the decision gets its number and is frozen, so that the paper signed by hand bears
    both. A second click changes nothing.

    Numbers follow the council's last one of the year, without a gap: the council is locked while one is given.
    Raises ``Refusal``: text missing, day to come, number taken, ``first`` too late; who may not sign that day
    (``require_power``); a deputy who notes the signature of somebody else. Side effects: number, address, frozen facts,
    history ``decision.signed``; after the commit, the sheet of the register, the search and the duties.
    """
    require_own_signature(by, told.signatory)
    with changing_decision(row, by=by, reason=SIGNED, even_signed=True) as change:
        if change.row.is_signed:
            return change.row
        council = lock_numbers(change.row.council_id)
        _require_signable(change.row, told, council, at)
        powers = powers_on(change.row, told.signed_on)
        power = require_power(powers, told.signatory.uid, str(told.signatory))
        change.row.decided_on, change.row.signatory_member = told.signed_on, told.signatory
        change.row.signatory_capacity = _capacity(powers, told.signatory)
        _give_number(change.row, council, told)
        change.row.signed_at = at
        change.writer.write(change.row, "")
        _keep_signature(change, told, power, at)
        freeze_decision(change.row, decision_facts(change.row), at)
        follow_decision(change.row, by=by, at=at)
        return change.row


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


def _capacity(powers: Powers, signatory: Mandate) -> str:
    """In what capacity ``signatory`` signs, printed instead of the usual title; empty for the mayor."""
    head = powers.head.uid if powers.head else None
    words = words_on(powers.council, powers.on)
    return signing_capacity(words, head, signatory.uid, powers.of(signatory.uid))


def _proposed_capacity(row: MayorDecision) -> str:
    """That of a draft, on its day or today: it is computed again on the day of the signature."""
    if row.signatory_member is None:
        return ""
    day = row.decided_on or council_day(row.council, timezone.now())
    return _capacity(powers_on(row, day), row.signatory_member)


def _require_signable(row: MayorDecision, told: SignatureTold, council: Council, at: datetime) -> None:
    if not row.title:
        raise Refusal("decision.title", "Écrivez l'objet de la décision avant de la signer.")
    if not row.articles.exists():
        raise Refusal("decision.empty", "Cette décision ne décide rien : écrivez au moins un article.")
    if told.signed_on > council_day(council, at):
        raise Refusal("decision.future", "Cette date est dans l'avenir : vérifiez-la.")


def _give_number(row: MayorDecision, council: Council, told: SignatureTold) -> None:
    if told.printed_number.strip():
        row.printed_number = told.printed_number.strip()
        read = read_number(pattern_of(council), row.printed_number)
        row.year, row.sequence = read or (told.signed_on.year, None)
        _require_free_number(row)
    else:
        _allocate(row, council, told)
    row.slug = free_decision_slug(council, row.number)
    row.actes_number = row.actes_number or actes_number(
        row.number,
        year=told.signed_on.year,
        sequence=row.sequence or row.pk,
        taken=taken_numbers(council),
    )


def _allocate(row: MayorDecision, council: Council, told: SignatureTold) -> None:
    year = told.signed_on.year
    last = _last_sequence(council, year)
    if told.first is not None and last and told.first != last + 1:
        raise Refusal(
            "decision.first_number",
            f"Des numéros de {year} sont déjà donnés : la suite est le n° {last + 1}. Laissez ce champ vide.",
        )
    row.year, row.sequence, row.is_allocated = year, told.first or last + 1, True
    row.pattern = pattern_of(council)
    _require_free_number(row)


def _require_free_number(row: MayorDecision) -> None:
    """Two decisions never print the same number, whatever the pattern of each."""
    others = MayorDecision.objects.filter(council=row.council, signed_at__isnull=False).exclude(pk=row.pk)
    slug = slug_of(row.number)
    near = others.filter(slug__startswith=slug).select_related("council")
    if any(other.number == row.number for other in near):
        raise Refusal(
            "decision.number_taken",
            f"Le n° {row.number} est déjà celui d'une autre décision. Vérifiez-le, ou changez le motif des numéros.",
        )


def free_decision_slug(council: Council, number: str) -> str:
    """The last part of the public address of a numbered decision, unique in its council; empty without a number."""
    base = slug_of(number)
    if not base:
        return ""
    rows = MayorDecision.objects.filter(council=council, slug__startswith=base)
    taken = set(rows.values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for figure in count(2) if (slug := f"{base}-{figure}") not in taken)


def _keep_signature(
    change: DecisionChange, told: SignatureTold, power: SigningPower | None, at: datetime
) -> None:
    row, writer = change.row, change.writer
    words = words_on(decision_facts(row).council, told.signed_on)
    signature = DecisionSignature(
        decision=row,
        signed_on=told.signed_on,
        signatory=told.signatory,
        capacity=words.capacity(told.signatory.uid, row.signatory_capacity),
        power=power.value if power else "",
        order_number=_order_of(row, told) if power is SigningPower.ORDER else "",
        at=at,
        by=writer.by,
    )
    writer.check(signature, "")
    if told.scan is not None:
        signature.file = stored_scan(row, told.scan, writer.by)
    writer.write(signature, "")


def stored_scan(row: MayorDecision, scan: CheckedFile, by: User | None) -> StoredFile:
    """Keep the scan of a signed decision among the files of its council."""
    return receive_file(
        council=row.council,
        content=scan.content,
        name=scan.name,
        media_type=scan.media_type,
        by=by,
        pages=scan.pages,
    )


def _order_of(row: MayorDecision, told: SignatureTold) -> str:
    return orders_on(row.council, told.signed_on).get(told.signatory.uid, "")


def set_pattern(*, council: Council, pattern: str, by: User | None) -> DecisionNumbering:
    """How the numbers to come are written; those already given keep theirs. Raises ``RowRefused``."""
    with transaction.atomic():
        row = DecisionNumbering.objects.select_for_update().filter(council=council).first()
        row = row or DecisionNumbering(council=council)
        row.pattern = pattern
        return Writer(by=by, reason=NUMBERING).write(row, "")
