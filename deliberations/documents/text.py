"""A deliberation as plain text, blocks in the order of the act, to read without a layout and to compare.

The letterhead and the page numbers are set around the text, not in it: they are left out.
"""

from collections.abc import Iterable, Iterator

from deliberations.documents.view import Counts, DecisionLayout, DeliberationView, OperativeView
from deliberations.domain.wording.typography import typeset
from deliberations.richtext import plain_text

DRAFT_NOTICE = typeset("PROJET : document de travail, sans valeur d'acte")


def render_text(view: DeliberationView) -> str:
    """The whole act; an empty line parts the blocks, « - » starts the items of a list.

    Ends with a line feed. A draft starts with its notice, since plain text has no other place for it.
    """
    return "\n\n".join(block for block in _blocks(view) if block) + "\n"


def _blocks(view: DeliberationView) -> Iterator[str]:
    if view.is_draft:
        yield DRAFT_NOTICE
    yield view.opening
    yield _lines(view.officers)
    yield view.convocation
    yield from _attendance(view)
    yield view.object_heading
    yield view.object_line
    yield view.statement_heading
    yield plain_text(view.statement_html)
    yield view.preamble_lead
    yield from (plain_text(clause) for clause in view.clauses_html)
    yield from _decision(view)
    yield from _ending(view)


def _attendance(view: DeliberationView) -> Iterator[str]:
    yield from _counts(view.members)
    yield view.present_sentence
    for group in view.absences:
        yield _items([group.heading])
        yield from group.lines
    for counts in (view.votes, *view.other_votes):
        yield from _counts(counts)


def _decision(view: DeliberationView) -> Iterator[str]:
    yield view.decision_heading
    for part in view.operative:
        yield plain_text(part.lead_html)
        yield from _decisions(part)


def _decisions(part: OperativeView) -> Iterator[str]:
    if part.layout is DecisionLayout.ARTICLES:
        yield from (f"{line.label} {plain_text(line.html)}" for line in part.decisions)
    else:
        yield _items(_indented(plain_text(line.html)) for line in part.decisions)


def _ending(view: DeliberationView) -> Iterator[str]:
    yield _lines(view.closing)
    yield from (_lines((signature.capacity, signature.name)) for signature in view.signatures)
    yield view.annexes_heading
    yield _items(view.annexes)
    yield view.certification
    yield _lines(view.dates)


def _counts(counts: Counts | None) -> Iterator[str]:
    if counts:
        yield counts.lead
        yield _items(counts.lines)


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _indented(text: str) -> str:
    """Further blocks of an item, under its first line and without empty lines."""
    return text.replace("\n\n", "\n").replace("\n", "\n  ")
