"""A deliberation as plain text, blocks in the order of the view, to read without a layout and to compare.

The letterhead and the page numbers are set around the text, not in it: they are left out.
"""

from collections.abc import Callable, Iterable, Iterator

from councils.domain.look_blocks import ActBlock
from councils.domain.look_variants import CountsLayout
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
    for block in view.order:
        yield from _WRITTEN[block](view)


def _present(view: DeliberationView) -> Iterator[str]:
    if view.present_is_run_in:
        yield f"{view.present_lead} {view.present_sentence}".strip()
        return
    yield view.present_lead
    yield _lines(view.present_lines)
    yield view.present_sentence


def _absences(view: DeliberationView) -> Iterator[str]:
    for group in view.absences:
        if group.is_run_in:
            yield from (f"{group.heading} {line}" for line in group.lines)
            continue
        yield _items([group.heading]) if group.is_item else group.heading
        yield from group.lines


def _votes(view: DeliberationView) -> Iterator[str]:
    for counts in (view.votes, *view.other_votes):
        yield from _counts(counts)


def _decision(view: DeliberationView) -> Iterator[str]:
    yield view.decision_heading
    for part in view.operative:
        yield plain_text(part.lead_html)
        yield from _decisions(part)


def _decisions(part: OperativeView) -> Iterator[str]:
    texts = [f"{line.label} {plain_text(line.html)}".strip() for line in part.decisions]
    if part.layout is DecisionLayout.BULLETS:
        yield _items(_indented(text) for text in texts)
    else:
        yield from texts


def _closing(view: DeliberationView) -> Iterator[str]:
    yield _lines(view.closing)
    yield from (_lines(text for _, text in signature.lines) for signature in view.signatures)


def _counts(counts: Counts | None) -> Iterator[str]:
    if counts:
        yield counts.lead
        yield _lines(counts.lines) if counts.layout is CountsLayout.LINE else _items(counts.lines)
        yield counts.after


_WRITTEN: dict[ActBlock, Callable[[DeliberationView], Iterable[str]]] = {
    ActBlock.NUMBER: lambda view: (view.number_line,),
    ActBlock.OPENING: lambda view: (view.sitting_line, view.opening),
    ActBlock.OFFICERS: lambda view: (_lines(view.officers),),
    ActBlock.CONVOCATION: lambda view: (view.convocation,),
    ActBlock.MEMBERS: lambda view: _counts(view.members),
    ActBlock.PRESENT: _present,
    ActBlock.ABSENCES: _absences,
    ActBlock.VOTES: _votes,
    ActBlock.OBJECT: lambda view: (view.object_heading, view.object_line),
    ActBlock.STATEMENT: lambda view: (view.statement_heading, plain_text(view.statement_html)),
    ActBlock.PREAMBLE: lambda view: (view.preamble_lead, *map(plain_text, view.clauses_html)),
    ActBlock.DECISION: _decision,
    ActBlock.CLOSING: _closing,
    ActBlock.ANNEXES: lambda view: (view.annexes_heading, _items(view.annexes)),
    ActBlock.EXECUTORY: lambda view: (view.executory_heading, view.certification, _lines(view.dates)),
}


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _indented(text: str) -> str:
    """Further blocks of an item, under its first line and without empty lines."""
    return text.replace("\n\n", "\n").replace("\n", "\n  ")
