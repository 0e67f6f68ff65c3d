"""Stores the delegations and decisions of a dossier: rows, public facts, and the sittings that heard of them."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from councils.models import Council, Mandate
from councils.services.writing import Writer, known
from deliberations.domain import acts, delegated
from deliberations.domain.delegated import DEFAULT_PATTERN
from deliberations.models import (
    DecisionAnnex,
    DecisionArticle,
    DecisionClause,
    DecisionLink,
    DecisionNumbering,
    DecisionPublication,
    DecisionReport,
    DecisionTransmission,
    DelegatedPower,
    MayorDecision,
    MayorDelegation,
    Sitting,
)
from deliberations.services.act_facts import give_file
from deliberations.services.decision_changes import announce_decision
from deliberations.services.decision_delegations import deliberation_of
from deliberations.services.sequences import free_slug


def write_decisions(
    writer: Writer,
    council: Council,
    mandates: Mapping[str, Mandate],
    *,
    delegations: Sequence[delegated.CouncilDelegation],
    decisions: Sequence[delegated.MayorDecision],
    pattern: str,
) -> None:
    """Write all of them, once the sittings of ``council`` are stored. Raises ``RowRefused`` with the JSON path."""
    if pattern and pattern != DEFAULT_PATTERN:
        writer.write(DecisionNumbering(council=council, pattern=pattern), "$.decision_pattern")
    given = {
        each.uid: _delegation(writer, council, each, f"$.delegations[{index}]")
        for index, each in enumerate(delegations)
    }
    sittings = {row.uid: row for row in Sitting.objects.filter(council=council)}
    target = _Target(writer, council, mandates, given, sittings, pattern or DEFAULT_PATTERN)
    for index, decision in enumerate(decisions):
        target.write(decision, f"$.decisions[{index}]")


def forget_decisions(council: Council) -> None:
    """Remove the decisions and delegations of a council whose facts are replaced: nothing was issued from them."""
    MayorDecision.objects.filter(council=council).delete()
    MayorDelegation.objects.filter(council=council).delete()
    DecisionNumbering.objects.filter(council=council).delete()


def _delegation(
    writer: Writer, council: Council, facts: delegated.CouncilDelegation, path: str
) -> MayorDelegation:
    row = MayorDelegation(
        council=council,
        uid=facts.uid,
        deliberation=deliberation_of(council, facts.number),
        number=facts.number,
        decided_on=facts.decided_on,
        since=facts.since,
        until=facts.until,
        allows_signature=facts.allows_signature,
        allows_replacement=facts.allows_replacement,
    )
    writer.write(row, path)
    for index, power in enumerate(facts.powers):
        line = DelegatedPower(
            delegation=row, paragraph=power.paragraph, limit=power.limit, limit_cents=power.limit_cents
        )
        writer.write(line, f"{path}.powers[{index}]")
    return row


class _Target:
    """Where the decisions of one dossier go."""

    def __init__(
        self,
        writer: Writer,
        council: Council,
        mandates: Mapping[str, Mandate],
        delegations: Mapping[str, MayorDelegation],
        sittings: Mapping[str, Sitting],
        pattern: str,
    ) -> None:
        self.writer, self.council, self.mandates = writer, council, mandates
        self.delegations, self.sittings, self.pattern = delegations, sittings, pattern

    def write(self, facts: delegated.MayorDecision, path: str) -> None:
        row = self._row(facts, path)
        row.slug = free_slug(MayorDecision, self.council.pk, row.number)
        self.writer.write(row, path)
        self._text(row, facts, path)
        self._public_facts(row, facts, path)
        if facts.reported_in:
            sitting = known(self.sittings, facts.reported_in, f"{path}.reported_in", "Séance")
            place = DecisionReport.objects.filter(sitting=sitting).count() + 1
            self.writer.write(
                DecisionReport(sitting=sitting, decision=row, position=place), f"{path}.reported_in"
            )
        announce_decision(row)

    def _row(self, facts: delegated.MayorDecision, path: str) -> MayorDecision:
        signatory, part = facts.signatory, (facts.operative or (acts.OperativePart(()),))[0]
        known_id = {"public_id": facts.public_id, "public_id_is_known": True} if facts.public_id else {}
        is_numbered = facts.year is not None and facts.sequence is not None
        return MayorDecision(
            council=self.council,
            uid=facts.uid,
            printed_number=facts.printed_number,
            year=facts.year,
            sequence=facts.sequence,
            pattern=self.pattern if is_numbered else "",
            decided_on=facts.decided_on,
            numbered_at=timezone.now() if facts.is_signed or facts.is_to_sign else None,
            given_up=facts.given_up,
            signed_at=timezone.now() if facts.is_signed else None,
            title_html=facts.title_html,
            statement_html=facts.statement_html,
            verb=part.verb,
            layout=part.layout if facts.operative else acts.OperativeLayout.ARTICLES,
            signatory_member=(
                known(self.mandates, signatory.member, f"{path}.signatory.member", "Membre")
                if signatory
                else None
            ),
            signatory_capacity=signatory.capacity if signatory else "",
            delegation=(
                known(self.delegations, facts.delegation, f"{path}.delegation", "Délégation")
                if facts.delegation is not None
                else None
            ),
            paragraph=facts.paragraph,
            theme=facts.theme,
            matter_code=facts.matter_code,
            amount_cents=facts.amount_cents,
            contractor=facts.contractor,
            mentions_report=facts.mentions_report,
            is_transmissible=facts.is_transmissible,
            is_individual=facts.is_individual,
            nature=facts.nature,
            actes_number=facts.actes_number,
            state=facts.state,
            **known_id,
        )

    def _text(self, row: MayorDecision, facts: delegated.MayorDecision, path: str) -> None:
        for index, clause in enumerate(facts.clauses):
            line = DecisionClause(decision=row, position=index, kind=clause.kind, text_html=clause.text_html)
            self.writer.write(line, f"{path}.clauses[{index}]")
        blocks = facts.operative[0].blocks_html if facts.operative else ()
        for index, html in enumerate(blocks):
            self.writer.write(
                DecisionArticle(decision=row, position=index, text_html=html),
                f"{path}.operative[0].blocks_html[{index}]",
            )
        for index, title in enumerate(facts.annexes):
            is_hidden = index + 1 in facts.hidden_annexes
            annex = DecisionAnnex(decision=row, position=index, title=title, is_hidden=is_hidden)
            give_file(annex, row.council_id, facts.annex_files, index + 1)
            self.writer.write(annex, f"{path}.annexes[{index}]")
        for index, link in enumerate(facts.links):
            made = DecisionLink(decision=row, kind=link.kind, number=link.number, adopted_on=link.adopted_on)
            self.writer.write(made, f"{path}.links[{index}]")

    def _public_facts(self, row: MayorDecision, facts: delegated.MayorDecision, path: str) -> None:
        if facts.transmission is not None:
            self._fact(DecisionTransmission(decision=row), facts.transmission, f"{path}.transmission")
        for index, fact in enumerate(facts.publications):
            self._fact(DecisionPublication(decision=row), fact, f"{path}.publications[{index}]")

    def _fact(
        self, row: DecisionTransmission | DecisionPublication, fact: acts.PublicFact, path: str
    ) -> None:
        row.effective_on, row.source = fact.effective_on, fact.source
        row.channel, row.reference = fact.channel, fact.reference
        row.recorded_at = fact.recorded_at
        row.declared_by = self.writer.by if fact.source == acts.Source.DECLARED else None
        self.writer.write(row, path)
