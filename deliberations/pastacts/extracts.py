"""Deliberations, alone or bound together, cut at each head."""

from collections.abc import Sequence

from deliberations.pastacts import numbers, words
from deliberations.pastacts.lines import Paragraph
from deliberations.pastacts.segments import Segment


def of_extracts(paragraphs: Sequence[Paragraph]) -> list[Segment]:
    """Each head opens an act, once the one before has decided; a running title opens none, and is left out."""
    made = [Segment()]
    start, decided, ended = 0, False, False
    for place, part in enumerate(paragraphs):
        current = made[-1]
        found = numbers.heading(part.text) or _coded(part, current, decided=decided)
        is_new = _is_new_act(part, current, found, decided=decided, ended=ended) or (
            found is not None and _opens_another(paragraphs, place, current, found)
        )
        if is_new:
            cut = start if ended and start else place
            moved = current.paragraphs[len(current.paragraphs) - (place - cut) :] if cut < place else []
            current.paragraphs = current.paragraphs[: len(current.paragraphs) - len(moved)]
            made.append(Segment(moved))
            current, start, decided, ended = made[-1], 0, False, False
        if found and current.heading is None:
            current.heading = found
        elif found and not is_new and _same(found, current):
            continue  # the running title of the next page
        current.paragraphs.append(part)
        if decided and words.is_end(part.text):
            ended, start = True, 0
        elif ended and not start and words.is_head(part.text):
            start = place
        decided = decided or words.is_lead(part.text) or words.ARTICLE.match(part.text) is not None
    return [segment for segment in made if segment.paragraphs]


def _opens_another(
    paragraphs: Sequence[Paragraph], place: int, current: Segment, found: numbers.Numbered
) -> bool:
    """Another number of the same form as a running title, then the head of the register again: pages are missing."""
    known = current.heading
    if known is None or found.rest or numbers.form_of(known.number) != numbers.form_of(found.number):
        return False
    if numbers.squeezed(known.number) == numbers.squeezed(found.number):
        return False
    following = paragraphs[place + 1 : place + 25]
    return any(words.REGISTER.search(part.text[:120]) and words.is_head(part.text) for part in following)


def _coded(part: Paragraph, current: Segment, *, decided: bool) -> numbers.Numbered | None:
    """A number alone opens a line; after a decision, only one of the form that the paper gave to the act before."""
    found = numbers.code_line(part.text)
    if found is None or not decided:
        return found
    known = current.heading
    is_of_form = known is not None and numbers.form_of(found.number) == numbers.form_of(known.number)
    return found if is_of_form and len(found.rest) > 5 else None


def _same(found: numbers.Numbered, current: Segment) -> bool:
    return current.heading is not None and numbers.squeezed(found.number) == numbers.squeezed(
        current.heading.number
    )


def _is_new_act(
    part: Paragraph, current: Segment, found: numbers.Numbered | None, *, decided: bool, ended: bool
) -> bool:
    if found is not None and current.heading is not None:
        return numbers.squeezed(found.number) != numbers.squeezed(current.heading.number) and (
            decided or ended
        )
    if not decided:
        return False
    return words.OBJECT.match(part.text) is not None or (found is not None and ended)
