"""The mayor's decisions as entries of the search, not yet stored."""

from dataclasses import replace

from deliberations.domain.delegated import MayorDecision as Facts
from deliberations.domain.delegated import masked_decision
from deliberations.domain.delegated_powers import shown_power
from deliberations.domain.search import EntryKind
from deliberations.domain.texts import text_of
from deliberations.models import MayorDecision, SearchEntry
from deliberations.queries.search_entries import date_words
from deliberations.queries.search_words import number_key, stems_of
from deliberations.richtext import without_private


def entry_of_decision(row: MayorDecision, facts: Facts) -> SearchEntry:
    """The entry of one decision, without its private passages; a draft is for the staff alone."""
    public = masked_decision(facts, without_private)
    title = text_of(public.title_html) or "Sans objet"
    texts = [public.statement_html, *(clause.text_html for clause in public.clauses)]
    texts += [block for part in public.operative for block in part.blocks_html]
    power = shown_power(facts.paragraph) if facts.paragraph is not None else ""
    told = [text_of(text) for text in texts]
    # Where the text hides somebody, the contractor may well be the one.
    contractor = facts.contractor if public == replace(facts, hidden_annexes=()) else ""
    body = "\n".join(part for part in (*told, *public.annexes, contractor, facts.theme, power) if part)
    day = date_words(facts.decided_on) if facts.decided_on else ""
    signatory = facts.signatory.member if facts.signatory else ""
    return SearchEntry(
        council_id=row.council_id,
        kind=EntryKind.DECISION,
        uid=row.uid,
        title=title,
        number=row.number,
        number_key=number_key(row.number),
        held_on=facts.decided_on,
        theme=facts.theme,
        matter_code=facts.matter_code,
        people=f" {signatory} " if signatory else "",
        body=body,
        state=facts.state,
        title_stems=stems_of(title, row.number),
        stems=stems_of(title, row.number, day, body),
        is_draft=not row.is_signed,
    )
