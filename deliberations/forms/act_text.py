"""The text of an act as it is typed: fields that repeat, in the order of the page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from deliberations.domain.act_text import ActText
from deliberations.domain.acts import Clause, ClauseKind, OperativeLayout, OperativePart
from deliberations.domain.clause_reading import ended, typed_clause
from deliberations.models.choices import CLAUSE_KINDS, OPERATIVE_LAYOUTS
from deliberations.richtext import plain_text, printable, sanitise, sanitise_inline

MOST_PIECES = 300
"""Clauses, decisions and annexes of one text: more than any act, and less than the fields of one request."""
_LONGEST_VERB = 200
_LONGEST_TEXT = 500_000
_KINDS = {kind.value: kind for kind in ClauseKind}
_LAYOUTS = {layout.value: layout for layout in OperativeLayout}
_GESTURE = re.compile(
    r"(?P<what>clause|block|part|annex)-(?P<move>up|down|drop)-(?P<index>\d{1,4})(?:-(?P<part>\d{1,4}))?"
)


@dataclass(slots=True)
class ClauseRow:
    """One clause on the page; ``kind`` is as typed."""

    kind: str
    text: str


@dataclass(slots=True)
class PartRow:
    """One part of the decision on the page: its verb line and its decisions."""

    verb: str = ""
    layout: str = OperativeLayout.BULLETS.value
    blocks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class TextRows:
    """Everything that repeats, blank rows included."""

    clauses: list[ClauseRow]
    parts: list[PartRow]
    annexes: list[str]


class ActTextForm(forms.Form):
    """Title, statement, clauses, parts and annexes; ``base`` is the digest of the text that was on the page.

    The clauses come as ``clause_kind`` and ``clause_text``, repeated; each ``part`` names the suffix of its own
    ``verb_``, ``layout_`` and ``block_``; annexes as ``annex``. Blank rows are no rows. ``gesture`` moves or removes a
    row without JavaScript: « clause-up-3 », « block-drop-2-0 ».
    """

    title_html = forms.CharField(label="Objet de la délibération", required=False, max_length=_LONGEST_TEXT)
    statement_html = forms.CharField(label="Exposé", required=False, max_length=_LONGEST_TEXT, strip=False)
    base = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    gesture = forms.CharField(required=False, max_length=120)

    kinds = [(kind.value, label) for kind, label in CLAUSE_KINDS.items()]
    layouts = [(layout.value, label) for layout, label in OPERATIVE_LAYOUTS.items()]

    def __init__(self, data: Any = None, *, text: ActText | None = None, base: str = "") -> None:
        self.stored = text or ActText()
        super().__init__(
            data,
            initial={
                "title_html": self.stored.title_html,
                "statement_html": self.stored.statement_html,
                "base": base,
            },
        )
        self.rows = _rows_of(self.stored) if data is None else _rows_typed(data)

    def clean(self) -> dict[str, Any]:
        """Give ``text``, the ``ActText`` typed, each piece in its canonical form, once the gesture is made."""
        cleaned = super().clean() or {}
        _move(self.rows, cleaned.get("gesture", ""))
        rows = self.rows
        count = len(rows.clauses) + sum(len(part.blocks) + 1 for part in rows.parts) + len(rows.annexes)
        if count > MOST_PIECES:
            raise forms.ValidationError(
                f"Ce texte compte {count} visas, décisions et annexes ; {MOST_PIECES} au plus sont acceptés."
            )
        if any(len(part.verb) > _LONGEST_VERB for part in rows.parts):
            raise forms.ValidationError(
                f"Le verbe d'une partie de la décision est trop long : {_LONGEST_VERB} signes au plus. "
                "Mettez la suite dans la décision."
            )
        cleaned["text"] = self._text(cleaned)
        return cleaned

    def _text(self, cleaned: dict[str, Any]) -> ActText:
        return ActText(
            title_html=sanitise_inline(cleaned.get("title_html", "")),
            statement_html=sanitise(cleaned.get("statement_html", "")),
            clauses=tuple(_clauses(self.rows.clauses)),
            operative=tuple(_parts(self.rows.parts)),
            annexes=tuple(title for title in map(_plain, self.rows.annexes) if title),
        )


def _rows_of(text: ActText) -> TextRows:
    return TextRows(
        [ClauseRow(clause.kind.value, clause.text_html) for clause in text.clauses],
        [PartRow(part.verb, part.layout.value, list(part.blocks_html)) for part in text.operative],
        list(text.annexes),
    )


def _rows_typed(data: Any) -> TextRows:
    kinds, texts = data.getlist("clause_kind"), data.getlist("clause_text")
    kinds += [ClauseKind.OTHER.value] * (len(texts) - len(kinds))
    parts = [
        PartRow(
            data.get(f"verb_{key}", ""),
            data.get(f"layout_{key}", OperativeLayout.BULLETS.value),
            list(data.getlist(f"block_{key}")),
        )
        for key in dict.fromkeys(data.getlist("part"))
    ]
    return TextRows(
        [ClauseRow(kind, text) for kind, text in zip(kinds, texts, strict=False)],
        parts,
        list(data.getlist("annex")),
    )


def _move(rows: TextRows, gesture: str) -> None:
    """Make a gesture of the page on its rows; one that names no row does nothing."""
    found = _GESTURE.fullmatch(gesture)
    if found is None:
        return
    place = int(found["part"] or 0)
    lists: dict[str, list[Any]] = {"clause": rows.clauses, "part": rows.parts, "annex": rows.annexes}
    if found["what"] == "block":
        lists["block"] = rows.parts[place].blocks if place < len(rows.parts) else []
    _moved(lists[found["what"]], int(found["index"]), found["move"])


def _moved(rows: list[Any], index: int, move: str) -> None:
    if index >= len(rows):
        return
    row = rows.pop(index)
    if move != "drop":
        rows.insert(max(0, index - 1) if move == "up" else index + 1, row)


def _clauses(rows: Sequence[ClauseRow]) -> Iterator[Clause]:
    for row in rows:
        if html := sanitise_inline(row.text):
            kind = _KINDS.get(row.kind, ClauseKind.OTHER)
            yield typed_clause(kind, html)


def _parts(rows: Sequence[PartRow]) -> Iterator[OperativePart]:
    for row in rows:
        blocks = tuple(html for html in (ended(sanitise_inline(block)) for block in row.blocks) if html)
        verb = _verb(row.verb)
        if blocks or verb:
            yield OperativePart(blocks, verb, _LAYOUTS.get(row.layout, OperativeLayout.BULLETS))


def _verb(typed: str) -> str:
    """« DÉCIDE : » → « décide »: the document prints the colon, and « décide » by default."""
    verb = _plain(typed).rstrip(" :").strip()
    verb = verb.lower() if verb.isupper() else verb
    return "" if verb.lower() == "décide" else verb


def _plain(typed: str) -> str:
    return " ".join(plain_text(printable(typed)).split())
