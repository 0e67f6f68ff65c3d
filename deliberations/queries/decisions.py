"""The mayor's decisions: lists, facts, and what a sitting hears of them. Scoped by council; nothing is written."""

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from councils.domain.membership import is_in_force
from councils.models import Council, Delegation, User
from councils.queries import council_facts, visible_councils
from councils.related import attach
from deliberations.domain import acts, delegated
from deliberations.domain.delegated import (
    DEFAULT_PATTERN,
    DecisionFacts,
    DecisionStage,
    stage_of_unsigned,
)
from deliberations.domain.delegated_checks import DecisionCase, HeldSitting
from deliberations.domain.delegated_signing import Powers
from deliberations.domain.issued import DocumentKind
from deliberations.domain.sittings import ItemOutcome, Origin, ReportedDecision, Subject
from deliberations.domain.texts import text_of
from deliberations.models import (
    DecisionLink,
    DecisionNumbering,
    DecisionPublication,
    DecisionReport,
    DecisionUnpublication,
    MayorDecision,
    MayorDelegation,
    Sitting,
)
from deliberations.queries.acts import annex_files, public_fact
from deliberations.queries.lists import slug_of
from deliberations.queries.names import Names
from deliberations.queries.published import PREFIX
from deliberations.richtext import without_private

DECISION_FACTS = (
    "clauses",
    "articles",
    "annexes__file",
    "links",
    "transmissions",
    "publications",
    "copies",
    "report__sitting",
    "delegation",
    "signatory_member",
)
"""All that the facts of a decision read beside its own row."""


def visible_decisions(user: User) -> QuerySet[MayorDecision]:
    """The decisions of every council that ``user`` may see, drafts included."""
    return MayorDecision.objects.filter(council__in=visible_councils(user)).select_related("council")


def decisions_of(council: Council, *, with_drafts: bool) -> QuerySet[MayorDecision]:
    """The decisions of a council, the latest first; a draft without a day is before them all."""
    rows = MayorDecision.objects.filter(council=council)
    kept = rows if with_drafts else rows.filter(signed_at__isnull=False)
    return kept.order_by(F("decided_on").desc(nulls_first=True), "-sequence", "-pk")


def pattern_of(council: Council) -> str:
    """How the numbers of its decisions are written."""
    found = DecisionNumbering.objects.filter(council=council).values_list("pattern", flat=True).first()
    return found or DEFAULT_PATTERN


def decisions_followed(council: Council) -> list[MayorDecision]:
    """The decisions signed here that still wait for the State or the public, with all that their facts read.

    One taken over from elsewhere asks for nothing: what became of it is often not known.
    """
    rows = MayorDecision.objects.filter(council=council, hand_signatures__isnull=False)
    waits = Q(publications__isnull=True) | Q(transmissions__isnull=True, is_transmissible=True)
    return list(rows.filter(waits).distinct().prefetch_related(*DECISION_FACTS).order_by("pk"))


def decisions_to_sign(council: Council) -> QuerySet[MayorDecision]:
    """The decisions whose paper bears a number and waits for its signature, the oldest first."""
    rows = MayorDecision.objects.filter(council=council, numbered_at__isnull=False, signed_at__isnull=True)
    return rows.filter(given_up="").order_by("decided_on", "pk")


def stages_of_unsigned(council: Council, uids: Iterable[str]) -> dict[str, DecisionStage]:
    """How far each of the decisions named is, by uid; the signed ones are left out."""
    rows = MayorDecision.objects.filter(council=council, uid__in=list(uids), signed_at__isnull=True)
    return {row.uid: stage_of_unsigned(is_to_sign=row.is_to_sign, given_up=row.given_up) for row in rows}


# --- facts


def delegation_facts(council: Council) -> tuple[delegated.CouncilDelegation, ...]:
    """What the council delegated, in the order it was entered."""
    rows = MayorDelegation.objects.filter(council=council).prefetch_related("powers").order_by("pk")
    return tuple(
        delegated.CouncilDelegation(
            uid=row.uid,
            number=row.number,
            decided_on=row.decided_on,
            since=row.since,
            until=row.until,
            powers=tuple(
                delegated.Power(power.paragraph, power.limit, power.limit_cents) for power in row.powers.all()
            ),
            allows_signature=row.allows_signature,
            allows_replacement=row.allows_replacement,
        )
        for row in rows
    )


def facts_of_decisions(
    council: Council, rows: Iterable[MayorDecision], *, all_public_ids: bool = False
) -> tuple[delegated.MayorDecision, ...]:
    """The facts of these rows, whose related rows are prefetched (``DECISION_FACTS``)."""
    pattern, zone = pattern_of(council), ZoneInfo(council.time_zone)
    names = Names(mandates={}, items={}, zone=zone)
    return tuple(_facts(row, names, pattern, all_public_ids=all_public_ids) for row in rows)


def _facts(
    row: MayorDecision, names: Names, pattern: str, *, all_public_ids: bool
) -> delegated.MayorDecision:
    """A number written by an older pattern is told as printed.

    The public identifier is told once some certified copy bears it, or when a document is being made.
    """
    is_older = bool(row.pattern) and row.pattern != pattern
    transmissions = list(row.transmissions.all())
    report = getattr(row, "report", None)
    is_told = row.public_id_is_known or any(copy.kind == DocumentKind.CERTIFIED for copy in row.copies.all())
    return delegated.MayorDecision(
        uid=row.uid,
        printed_number=row.number if is_older else row.printed_number,
        year=row.year,
        sequence=row.sequence,
        decided_on=row.decided_on,
        is_to_sign=row.is_to_sign,
        given_up=row.given_up,
        is_signed=row.is_signed,
        title_html=row.title_html,
        statement_html=row.statement_html,
        clauses=tuple(acts.Clause(acts.ClauseKind(each.kind), each.text_html) for each in row.clauses.all()),
        operative=_operative(row),
        annexes=tuple(annex.title for annex in row.annexes.all()),
        hidden_annexes=tuple(n for n, annex in enumerate(row.annexes.all(), 1) if annex.is_hidden),
        annex_files=annex_files(row.annexes.all()),
        signatory=(
            acts.Signatory(row.signatory_member.uid, row.signatory_capacity) if row.signatory_member else None
        ),
        delegation=row.delegation.uid if row.delegation else None,
        paragraph=row.paragraph,
        theme=row.theme,
        matter_code=row.matter_code,
        amount_cents=row.amount_cents,
        contractor=row.contractor,
        mentions_report=row.mentions_report,
        is_transmissible=row.is_transmissible,
        is_individual=row.is_individual,
        nature=row.nature,
        actes_number=row.actes_number,
        links=tuple(
            acts.Link(acts.ActLink(link.kind), link.number, link.adopted_on) for link in row.links.all()
        ),
        state=acts.ActState(row.state),
        transmission=public_fact(transmissions[-1], names) if transmissions else None,
        publications=tuple(public_fact(fact, names) for fact in row.publications.all()),
        reported_in=report.sitting.uid if report else "",
        public_id=row.public_id if all_public_ids or is_told else "",
    )


def _operative(row: MayorDecision) -> tuple[acts.OperativePart, ...]:
    blocks = tuple(article.text_html for article in row.articles.all())
    if not blocks and not row.verb:
        return ()
    return (acts.OperativePart(blocks, row.verb, acts.OperativeLayout(row.layout)),)


def decision_facts(row: MayorDecision) -> DecisionFacts:
    """A decision with all that its documents print."""
    stored = MayorDecision.objects.get(pk=row.pk)
    attach([stored], DECISION_FACTS)
    (facts,) = facts_of_decisions(row.council, [stored], all_public_ids=True)
    return DecisionFacts(
        council_facts(row.council), facts, delegation_facts(row.council), pattern_of(row.council)
    )


def decision_case(row: MayorDecision, facts: DecisionFacts) -> DecisionCase:
    """What the checks of a decision read."""
    was_held = Q(opened_at__isnull=False) | Q(finished_at__isnull=False) | Q(origin=Origin.RECORDED)
    held = Sitting.objects.filter(was_held, council=row.council)
    days = held.order_by("held_on", "pk").values_list("uid", "held_on")
    return DecisionCase(
        council=facts.council,
        decision=facts.decision,
        delegations=facts.delegations,
        held=tuple(HeldSitting(uid, day) for uid, day in days),
        ordered=frozenset(orders_on(row.council, facts.decision.decided_on)),
    )


def orders_on(council: Council, on: date | None) -> dict[str, str]:
    """The mandates delegated that day by an order of the mayor (CGCT art. L. 2122-18): its number, by uid."""
    if on is None:
        return {}
    rows = Delegation.objects.filter(council=council).select_related("mandate").order_by("pk")
    return {row.mandate.uid: row.order_number for row in rows if is_in_force(row, on)}


def powers_on(row: MayorDecision, on: date) -> Powers:
    """Who may sign ``row`` on a day, as the table, the orders of the mayor and the delegation of the council tell."""
    given = row.delegation.uid if row.delegation else None
    found = next((each for each in delegation_facts(row.council) if each.uid == given), None)
    return Powers(council_facts(row.council), on, found, frozenset(orders_on(row.council, on)))


def dossier_decisions(
    council: Council,
) -> tuple[tuple[delegated.CouncilDelegation, ...], tuple[delegated.MayorDecision, ...], str]:
    """The delegations, decisions and pattern of a council, as its dossier holds them; no pattern is the usual one."""
    rows = list(MayorDecision.objects.filter(council=council).order_by("pk"))
    attach(rows, DECISION_FACTS)
    pattern = pattern_of(council)
    told = "" if pattern == DEFAULT_PATTERN else pattern
    return delegation_facts(council), facts_of_decisions(council, rows), told


# --- the report to the council (CGCT art. L. 2122-23)


def decisions_waiting(sitting: Sitting) -> list[MayorDecision]:
    """The signed decisions, up to the day of ``sitting``, that no other sitting has heard of."""
    elsewhere = DecisionReport.objects.filter(decision=OuterRef("pk")).exclude(sitting=sitting)
    rows = MayorDecision.objects.filter(
        council=sitting.council, signed_at__isnull=False, decided_on__lte=sitting.held_on
    )
    found = rows.exclude(Exists(elsewhere)).select_related("council")
    return list(found.order_by("decided_on", "year", "sequence", "pk"))


def reported_by_sitting(rows: Sequence[Sitting]) -> dict[int, tuple[ReportedDecision, ...]]:
    """What each of ``rows`` hears, or heard, by key; nothing where the report is not on the agenda, which is fetched.

    One query for all the closed ones, one for each that is still open: there are few of these.
    """
    concerned = [row for row in rows if _hears_of_decisions(row)]
    closed = {row.pk for row in concerned if row.finished_at is not None}
    heard: dict[int, list[MayorDecision]] = {row.pk: [] for row in concerned}
    if closed:
        reports = DecisionReport.objects.filter(sitting__in=closed).select_related("decision")
        for report in reports.order_by("position", "pk"):
            heard[report.sitting_id].append(report.decision)
    for row in concerned:
        if row.pk not in closed:
            heard[row.pk] = decisions_waiting(row)
    return {key: tuple(_reported(each) for each in found) for key, found in heard.items()}


def _hears_of_decisions(row: Sitting) -> bool:
    put_off = (ItemOutcome.ADJOURNED, ItemOutcome.WITHDRAWN)
    return any(
        item.subject == Subject.DELEGATED_DECISIONS and item.outcome not in put_off
        for item in row.agenda.all()
    )


def _reported(row: MayorDecision) -> ReportedDecision:
    return ReportedDecision(row.number, text_of(without_private(row.title_html)), row.decided_on)


def how_many_wait(council: Council, until: date) -> int:
    """How many signed decisions wait for a report to the council, up to that day."""
    rows = MayorDecision.objects.filter(
        council=council, signed_at__isnull=False, decided_on__lte=until, report__isnull=True
    )
    return rows.count()


# --- the public pages


def decisions_put_online(council: Council) -> QuerySet[MayorDecision]:
    """Every decision that was ever put online on our pages, whether it was taken off or withdrawn since."""
    ours = DecisionPublication.objects.filter(
        decision=OuterRef("pk"), source=acts.Source.MACHINE, reference__startswith=PREFIX
    )
    rows = MayorDecision.objects.filter(council=council, is_individual=False).exclude(slug="")
    return rows.filter(Exists(ours)).select_related("council")


def published_decisions(council: Council) -> QuerySet[MayorDecision]:
    """The decisions that anybody may read today, the latest first."""
    gone = DecisionUnpublication.objects.filter(decision=OuterRef("pk"))
    withdrawn = DecisionLink.objects.filter(
        kind=acts.ActLink.WITHDRAWS, decision__in=decisions_put_online(council).values("pk")
    ).values_list("number", flat=True)
    numbers = set(withdrawn)
    named = decisions_put_online(council).filter(_slugs_begin(numbers)) if numbers else ()
    hidden = [row.pk for row in named if row.number in numbers]
    rows = decisions_put_online(council).exclude(Exists(gone)).exclude(pk__in=hidden)
    return rows.order_by("-decided_on", "-year", "-sequence", "-pk")


def _slugs_begin(numbers: Iterable[str]) -> Q:
    """Whose address begins as a number does: two numbers alike once written in an address end differently."""
    found = Q(pk__in=())
    for number in numbers:
        found |= Q(slug__startswith=slug_of(number))
    return found


def is_taken_off(row: MayorDecision) -> bool:
    """Whether ``row`` was taken off our pages."""
    return DecisionUnpublication.objects.filter(decision=row).exists()


def decision_withdrawn_by(row: MayorDecision) -> MayorDecision | None:
    """The published decision that withdrew ``row``, or ``None``."""
    link = (
        DecisionLink.objects.filter(
            kind=acts.ActLink.WITHDRAWS,
            number=row.number,
            decision__in=decisions_put_online(row.council).values("pk"),
        )
        .select_related("decision__council")
        .order_by("pk")
        .first()
    )
    return link.decision if link else None
