"""A whole paper read: its acts, each with its number, day, object, clauses, decisions, vote and roll."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from deliberations.domain.sittings import Confidence
from deliberations.pastacts import head, numbers, roll, themes, when, words
from deliberations.pastacts.body import read_body
from deliberations.pastacts.cutting import MOST_ACTS, cut
from deliberations.pastacts.doubts import doubts_of
from deliberations.pastacts.kinds import kind_of
from deliberations.pastacts.lines import Paragraph, paragraphs, prepared
from deliberations.pastacts.model import Found, PaperKind, ReadAct, ReadPaper, ReadVote, SourceLine
from deliberations.pastacts.segments import Segment
from deliberations.pastacts.votes import read_table, read_vote, with_table

_REMARKS = {
    PaperKind.CONVOCATION: "Ce document annonce une séance : il ne contient aucune délibération.",
    PaperKind.MINUTES: "Procès-verbal ou compte rendu : seuls les points décidés sont proposés comme actes.",
    PaperKind.LIST: "Liste de délibérations : le texte de chaque acte n'y est pas.",
}
_TOO_MANY = (
    f"Seuls les {MOST_ACTS} premiers actes de ce fichier sont proposés : séparez-le, puis déposez la suite."
)
_HEAD = 60


def read_paper(source: Iterable[SourceLine], *, file_name: str = "") -> ReadPaper:
    """Read the lines of one paper. Never raises for what it says; a paper that says nothing has no act.

    ``file_name`` only helps with a number or a day that nothing else gives, and makes them doubtful.
    """
    text, apart = prepared(source)
    whole = paragraphs(text)
    kind = kind_of(whole)
    found = cut(whole, kind)
    if not found:
        return ReadPaper(kind, (), (_REMARKS[kind],) if kind in _REMARKS else ())
    shared = _shared(whole, found, apart)
    acts = tuple(_act(segment, kind, shared, apart, file_name, alone=len(found) == 1) for segment in found)
    _share_day(acts)
    for act in acts:
        act.doubts = doubts_of(act)
    kept = tuple(act for act in acts if act.title or act.decisions or act.clauses or act.number)
    told = (_REMARKS[kind],) if kind in _REMARKS else ()
    return ReadPaper(kind, kept, (*told, _TOO_MANY) if len(found) == MOST_ACTS else told)


def _share_day(acts: Sequence[ReadAct]) -> None:
    """An act of a collection that prints no day was taken on that of the act before it, as far as one can tell."""
    is_only = len({act.held_on.value for act in acts if act.held_on}) == 1
    for before, act in pairwise(acts):
        if act.held_on is None and before.held_on is not None:
            sure = before.held_on.confidence if is_only else Confidence.DOUBTFUL
            act.held_on = replace(before.held_on, confidence=sure)


def _shared(
    whole: Sequence[Paragraph], found: Sequence[Segment], apart: Sequence[SourceLine]
) -> list[Paragraph]:
    """The first lines of the paper, before its first act: what they say of the sitting is said of every act."""
    first = found[0].paragraphs[0].first if found[0].paragraphs else 0
    before = [part for part in whole if part.last < first][:_HEAD]
    return [*before, *(Paragraph(line.text, line.number, line.number) for line in apart if line.is_margin)]


def _act(
    segment: Segment,
    kind: PaperKind,
    shared: list[Paragraph],
    apart: list[SourceLine],
    name: str,
    *,
    alone: bool,
) -> ReadAct:
    parts = segment.paragraphs
    title, after = head.title_of(segment)
    own_head = parts[:after] if not segment.is_line else []
    both = [*shared, *own_head]
    act = ReadAct(first=parts[0].first, last=parts[-1].last, is_line_of_list=segment.is_line)
    act.theme, act.title = themes.theme_in(title)
    act.theme = themes.labelled_theme(parts) or act.theme
    _read_text(act, segment, after, kind)
    stamps = [line for line in apart if alone or act.first - 12 <= line.number <= act.last + 6]
    lines = [*stamps, *_as_lines(parts)]
    legal = when.legal_id(lines)
    act.number = _number(segment, own_head, legal, name if alone else "", stamps if alone else [])
    told = [*both, *_opening(parts[after:])] if not segment.is_line else [*shared, *parts]
    act.held_on = _day(told, stamps, act.number, legal, name)
    act.counts, act.names = roll.read_counts(_roll(both, parts)), roll.read_names(_roll(both, parts))
    act.dates = when.other_dates([*both, *lines])
    act.authority = head.authority_of([*both, *parts[:5]])
    act.matter_code = head.matter_of(lines)
    return act


def _opening(parts: list[Paragraph]) -> list[Paragraph]:
    """Where the object is printed first: the sentences after it that say when the assembly met."""
    made: list[Paragraph] = []
    for part in parts[:_HEAD]:
        if words.opens_clause(part.text) or words.is_lead(part.text):
            break
        is_meeting = words.YEAR_FIRST.search(part.text[:200]) or words.MET.search(part.text[:600])
        if is_meeting or words.is_day_line(part.text):
            made.append(part)
    return made


def _roll(both: list[Paragraph], parts: list[Paragraph]) -> list[Paragraph]:
    """The head, and what follows the object as long as it is the roll: some acts print the object first."""
    known = {id(part) for part in both}
    after = [part for part in parts[: _HEAD // 2] if id(part) not in known]
    rest: list[Paragraph] = []
    for part in after:
        if words.opens_clause(part.text) or words.is_lead(part.text) or len(part.text) > 1500:
            break
        rest.append(part)
    has_roll = any(words.is_fact(part.text) for part in rest)
    return [*both, *rest] if has_roll else both


def _as_lines(parts: Iterable[Paragraph]) -> list[SourceLine]:
    return [SourceLine(part.first, part.text) for part in parts]


def _read_text(act: ReadAct, segment: Segment, after: int, kind: PaperKind) -> None:
    parts = segment.paragraphs
    if act.is_line_of_list:
        act.vote = read_vote(_of_columns(segment), told_apart=False)
        return
    body = read_body(parts[after:], in_minutes=kind is PaperKind.MINUTES)
    act.clauses, act.statement, act.decisions = body.clauses, body.statement, body.decisions
    act.vote = _vote(body.told, parts, after, act, told_apart=not segment.is_sentence)


def _vote(
    told: list[Paragraph], parts: list[Paragraph], after: int, act: ReadAct, *, told_apart: bool
) -> Found[ReadVote] | None:
    """What the lead says of the vote, else the lines beside the decisions, else a table printed elsewhere."""
    found = read_vote(told, told_apart=told_apart)
    if found is not None and (found.value.stated or found.value.in_favour is not None):
        return found if found.value.in_favour is not None else with_table(found, parts)
    beside = read_vote(_around_decision(parts[after:], act), told_apart=told_apart)
    chosen = beside or found
    if chosen is None:
        return read_table(parts)
    return chosen if chosen.value.in_favour is not None else with_table(chosen, parts)


def _of_columns(segment: Segment) -> list[Paragraph]:
    """The vote of a row stands in its last column."""
    first = segment.paragraphs[0]
    if segment.heading is None or numbers.row(first.text) is None:
        return segment.paragraphs
    _, right = head.columns(segment.heading, segment.paragraphs)
    return [replace(first, text=right, last=segment.paragraphs[-1].last)]


def _around_decision(parts: list[Paragraph], act: ReadAct) -> list[Paragraph]:
    """Without a vote in the lead: the lines just beside the decisions."""
    if not act.decisions:
        return parts[-6:]
    first, last = act.decisions[0].first, act.decisions[-1].last
    return [part for part in parts if first - 4 <= part.first <= last + 6]


def _number(
    segment: Segment,
    own_head: list[Paragraph],
    legal: Found[tuple[str, date | None]] | None,
    name: str,
    stamps: Sequence[SourceLine],
) -> Found[str] | None:
    """The number of the heading, or of the margins; else one of the head that the State's identifier or the file's
    name confirms; else these two alone, which are doubtful."""
    parts = segment.paragraphs
    if segment.heading is not None:
        place = parts[0]
        sure = Confidence.DOUBTFUL if segment.heading.is_mended else Confidence.CLEAR
        return Found(segment.heading.number, sure, place.first, place.first)
    told = next((found for part in parts if (found := numbers.labelled_anywhere(part.text))), None)
    told = told or next((found for part in own_head if (found := numbers.after_object(part.text))), None)
    if told:
        return Found(told.number, Confidence.CLEAR, parts[0].first, parts[-1].last)
    # In minutes, the numbers inside of an item are of what it talks about.
    margin = next((h for line in stamps if line.is_margin and (h := numbers.heading(line.text))), None)
    if margin is not None:
        return Found(margin.number, Confidence.CLEAR, stamps[0].number, stamps[-1].number)
    candidates = numbers.inside([] if segment.title else [*own_head, *parts[:20]])
    sent = numbers.without_word(legal.value[0]) if legal else ""
    known = [numbers.squeezed(value) for value in (sent, numbers.in_name(name)) if value]
    for number, part in candidates:
        squeezed = numbers.squeezed(number)
        if any(squeezed and (squeezed in other or other in squeezed) for other in known):
            return Found(number, Confidence.CLEAR, part.first, part.last)
    if sent and legal:
        return Found(sent, Confidence.DOUBTFUL, legal.first, legal.last)
    if candidates:
        number, part = candidates[0]
        return Found(number, Confidence.DOUBTFUL, part.first, part.last)
    return Found(numbers.in_name(name), Confidence.DOUBTFUL) if numbers.in_name(name) else None


def _running_day(stamps: Sequence[SourceLine]) -> Found[date] | None:
    """« Conseil municipal – Séance du 14 avril 2021 » on each page is no part of the act, and tells its day."""
    return when.sitting_day(part for part in map(_as_part, stamps) if words.is_day_line(part.text))


def _as_part(line: SourceLine) -> Paragraph:
    return Paragraph(line.text, line.number, line.number)


def _day(
    parts: list[Paragraph],
    stamps: Sequence[SourceLine],
    number: Found[str] | None,
    legal: Found[tuple[str, date | None]] | None,
    name: str,
) -> Found[date] | None:
    """What the head, or else a running title, prints; a second source that agrees makes it clear, one that differs
    makes it doubtful."""
    printed = when.sitting_day(parts) or _running_day(stamps)
    sent = legal.value[1] if legal else None
    others = [sent, when.day_in_number(number.value) if number else None]
    known = [day for day in others if day is not None]
    if printed is not None:
        if printed.value in known:
            return replace(printed, confidence=Confidence.CLEAR)
        of_month = (printed.value.year, printed.value.month)
        # « 2019.06.03 » may be the third act of June as well as a day; « 20190603 » is a day.
        is_order = number is not None and re.search(r"\d{8}", number.value) is None
        known = [day for day in known if day == sent or not is_order or (day.year, day.month) != of_month]
        return replace(printed, confidence=Confidence.DOUBTFUL) if known else printed
    if known:
        place = legal or number
        sure = Confidence.CLEAR if len(known) > 1 and len(set(known)) == 1 else Confidence.DOUBTFUL
        return Found(known[0], sure, place.first if place else 0, place.last if place else 0)
    named = when.day_in_number(name)
    return Found(named, Confidence.DOUBTFUL) if named else None
