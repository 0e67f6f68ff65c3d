"""Finding: what answers a question, scoped by council and by what the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, Q, QuerySet, Value, When

from councils.models import Council
from deliberations.domain.search import EntryKind, Question, read_question
from deliberations.models import SearchEntry, Sitting
from deliberations.queries.search_engines import search_engine
from deliberations.queries.search_words import number_key, phrases_of, spans_of

WIDTH = 260
"""Characters of an excerpt."""


def entries_of(council: Council, *, with_drafts: bool) -> QuerySet[SearchEntry]:
    """What a reader of ``council`` may find. Drafts are for those who may read them."""
    rows = SearchEntry.objects.filter(council=council)
    return rows if with_drafts else rows.filter(is_draft=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """``rows`` are ordered, the best first; ``roots`` are to be marked; ``is_wider``: beginnings of words count."""

    rows: QuerySet[SearchEntry]
    roots: frozenset[str]
    is_wider: bool = False


def find(entries: QuerySet[SearchEntry], text: str) -> Answer:
    """The entries that answer ``text``: its number, else every word of it, and the date if it holds one.

    When nothing holds every word, beginnings of words count: « délib » finds « délibération ». An empty question
    gives no row.
    """
    question = read_question(text)
    phrases = phrases_of(question.text)
    if not phrases:
        return Answer(entries.none(), frozenset())
    roots = frozenset(root for phrase in phrases for root in phrase)
    exact = _ordered(entries, question, prefixes=False)
    if exact.exists():
        return Answer(exact, roots)
    return Answer(_ordered(entries, question, prefixes=True), roots, is_wider=True)


def _ordered(entries: QuerySet[SearchEntry], question: Question, *, prefixes: bool) -> QuerySet[SearchEntry]:
    """The number asked, then words in the title, then the rest; the latest first."""
    engine = search_engine()
    key, phrases = number_key(question.text), phrases_of(question.text)
    rest = phrases_of(question.rest) if question.said else phrases
    holds = Q(number_key=key) | Q(pk__in=engine.matching(phrases, prefixes=prefixes))
    ranks = [When(number_key=key, then=Value(0))]
    if rest:
        ranks.append(When(pk__in=engine.matching(rest, in_title=True, prefixes=prefixes), then=Value(1)))
    if question.since is not None:
        dated = Q(held_on__range=(question.since, question.until))
        holds |= dated & Q(pk__in=engine.matching(rest, prefixes=prefixes)) if rest else dated
    ranked = entries.filter(holds).annotate(rank=Case(*ranks, default=Value(2)))
    return ranked.order_by("rank", "-held_on", "kind", "order", "pk")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt; ``is_hit`` when it is a word that was asked."""

    text: str
    is_hit: bool


def marked(text: str, roots: frozenset[str]) -> tuple[Piece, ...]:
    """The whole text cut where words were asked."""
    return tuple(_pieces(text, spans_of(text, roots)))


def excerpt(text: str, roots: frozenset[str], width: int = WIDTH) -> tuple[Piece, ...]:
    """The part of ``text`` where most of the words asked stand together, cut at words; its start when there is none."""
    line = " · ".join(" ".join(part.split()) for part in text.splitlines() if part.strip())
    spans = spans_of(line, roots)
    start = _best_start(spans, width)
    start = line.rfind(" ", 0, start + 1) + 1 if start else 0
    end = len(line) if start + width >= len(line) else max(line.rfind(" ", start, start + width), start + 1)
    shifted = [(left - start, right - start) for left, right in spans if left >= start and right <= end]
    pieces = list(_pieces(line[start:end], shifted))
    before, after = [Piece("… ", False)] if start else [], [Piece(" …", False)] if end < len(line) else []
    return (*before, *pieces, *after)


def _best_start(spans: Sequence[tuple[int, int]], width: int) -> int:
    """Where the window of ``width`` characters that holds the most words begins, a little before the first."""
    best, start, last = 0, 0, 0
    for first, (left, _) in enumerate(spans):
        last = max(last, first)
        while last < len(spans) and spans[last][1] <= left + width - width // 4:
            last += 1
        if last - first > best:
            best, start = last - first, left
    return max(0, start - width // 4)


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces, place = [], 0
    for left, right in spans:
        pieces += [Piece(text[place:left], False), Piece(text[left:right], True)]
        place = right
    pieces.append(Piece(text[place:], False))
    return [piece for piece in pieces if piece.text]


MOST_VALUES = 300
"""Values offered by one filter."""


def values_of(council: Council, column: str, *, with_drafts: bool) -> list[str]:
    """The different values of ``column`` (theme or matter_code) in a council, sorted.

    Each value is reached through the index from the one before it: the time grows with the values, not with the
    archive, which « SELECT DISTINCT » would read whole.
    """
    if column not in {"theme", "matter_code"}:
        raise ValueError(column)
    found: set[str] = set()
    for is_draft in (False, True) if with_drafts else (False,):
        found |= _values(council.pk, column, is_draft=is_draft)
    return sorted(found, key=str.casefold)


def _values(council_id: int, column: str, *, is_draft: bool) -> set[str]:
    where = f"council_id = %s AND is_draft = %s AND {column} >"
    sql = (
        f"WITH RECURSIVE steps(value) AS (SELECT MIN({column}) FROM deliberations_searchentry WHERE {where} ''"  # noqa: S608
        f" UNION ALL SELECT (SELECT MIN({column}) FROM deliberations_searchentry WHERE {where} steps.value)"
        f" FROM steps WHERE steps.value IS NOT NULL) SELECT value FROM steps WHERE value IS NOT NULL LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [council_id, is_draft, council_id, is_draft, MOST_VALUES])
        return {value for (value,) in cursor.fetchall()}


def years_of(council: Council) -> list[int]:
    """The years from the last sitting to the first."""
    days = Sitting.objects.filter(council=council).values_list("held_on", flat=True)
    first, last = days.order_by("held_on").first(), days.order_by("-held_on").first()
    return list(range(last.year, first.year - 1, -1)) if first and last else []


def members_of(council: Council) -> list[tuple[str, str]]:
    """Uid and name of every member, by name."""
    rows = SearchEntry.objects.filter(council=council, kind=EntryKind.MEMBER).values_list("uid", "title")
    return sorted(rows, key=lambda row: row[1].casefold())
