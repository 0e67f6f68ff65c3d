"""A record with the text that somebody is typing: seen in its document and checked before it is stored."""

from dataclasses import replace

from deliberations.domain.act_text import ActText
from deliberations.domain.checks.book import TEXT_RULES, check_sitting
from deliberations.domain.findings import Finding
from deliberations.domain.record import Record


def with_text(record: Record, act: str, text: ActText) -> Record:
    """``record`` where the act of that uid has ``text`` instead of its own. Raises ``KeyError`` for no such act."""
    facts = record.act(act)
    typed = replace(
        facts,
        title_html=text.title_html,
        statement_html=text.statement_html,
        clauses=text.clauses,
        operative=text.operative,
        annexes=text.annexes,
    )
    acts = tuple(typed if each is facts else each for each in record.sitting.deliberations)
    return replace(record, sitting=replace(record.sitting, deliberations=acts))


def text_findings(record: Record, act: str) -> tuple[Finding, ...]:
    """What the rules that read words say of one act."""
    item = record.act(act).item
    return tuple(finding for finding in check_sitting(record, TEXT_RULES) if finding.item == item)


def other_findings(record: Record, act: str) -> tuple[Finding, ...]:
    """What the other rules say of its item: facts to complete, not words to correct."""
    item, told = record.act(act).item, set(text_findings(record, act))
    return tuple(
        finding for finding in check_sitting(record) if finding.concerns(item) and finding not in told
    )
