"""Stores what surrounds a sitting: suspensions, papers made public, warnings set aside."""

from deliberations.domain import acts, findings, sittings
from deliberations.models import Override, PaperPublication, Suspension
from deliberations.services.sitting_facts import SittingWriter


def write_papers(target: SittingWriter, facts: sittings.Sitting, path: str) -> None:
    """The rows of one sitting that mean nothing without its agenda. Raises ``RowRefused``."""
    for index, suspension in enumerate(facts.suspensions):
        place = f"{path}.suspensions[{index}]"
        target.writer.write(_suspension(target, suspension, place), place)
    for index, published in enumerate(facts.publications):
        row = _publication(target, published.paper, published.fact)
        target.writer.write(row, f"{path}.publications[{index}]")
    for index, override in enumerate(facts.overrides):
        place = f"{path}.overrides[{index}]"
        target.writer.write(_override(target, override, place), place)


def _suspension(target: SittingWriter, suspension: sittings.Suspension, path: str) -> Suspension:
    moment = suspension.moment
    return Suspension(
        sitting=target.sitting,
        moment_item=target.item(moment.item, f"{path}.moment.item"),
        moment_phase=moment.phase,
        moment_ballot=moment.ballot,
        starts_at=suspension.starts_at,
        ends_at=suspension.ends_at,
    )


def _publication(
    target: SittingWriter, paper: sittings.SittingPaper, fact: acts.PublicFact
) -> PaperPublication:
    return PaperPublication(
        sitting=target.sitting,
        paper=paper,
        effective_on=fact.effective_on,
        source=fact.source,
        channel=fact.channel,
        reference=fact.reference,
        recorded_at=fact.recorded_at,
        declared_by=target.writer.by if fact.source == acts.Source.DECLARED else None,
    )


def _override(target: SittingWriter, override: findings.Override, path: str) -> Override:
    return Override(
        sitting=target.sitting,
        code=override.code,
        reason=override.reason,
        by=override.by,
        at=override.at,
        item=target.optional_item(override.item, f"{path}.item"),
        where=override.where,
    )
