"""The sheet of a sitting typed afterwards: one form for the whole evening, every error beside its field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms

from councils.forms.inputs import hour
from deliberations.domain.movements import Movement, MovementKind
from deliberations.domain.record import Record
from deliberations.domain.sheets import (
    MOVE_KINDS,
    ROLL_KINDS,
    NotFound,
    Sheet,
    SheetMember,
    SheetMove,
    When,
    find_member,
    is_on_sheet,
    when_of,
)
from deliberations.domain.sittings import Origin
from deliberations.domain.texts import text_of
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.forms.sheet_fields import choice_field, name_field, not_found
from deliberations.forms.sheet_items import ItemLine, SheetItems

_STATES = {
    MovementKind.PRESENT: "Présent",
    MovementKind.EXCUSED: "Excusé",
    MovementKind.ABSENT: "Absent",
}
_REMOTE = {MovementKind.ATTENDS_REMOTELY: "À distance"}
_MOVES = {
    MovementKind.ARRIVES: "Arrive",
    MovementKind.LEAVES: "Part",
    MovementKind.RETURNS: "Revient",
    MovementKind.STEPS_ASIDE: "Se déporte",
}
_WHEN = {
    When.BEFORE: "avant ce point",
    When.DURING: "pendant, avant le vote",
    When.AFTER: "après ce point",
}
_SPARE = 4
_MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class RollLine:
    """One member: his uid, his name, his title, and the two fields of his line."""

    uid: str
    name: str
    title: str
    state: forms.BoundField
    holder: forms.BoundField


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One arrival, departure or déport."""

    number: int
    who: forms.BoundField
    kind: forms.BoundField
    item: forms.BoundField
    when: forms.BoundField
    at: forms.BoundField
    holder: forms.BoundField

    @property
    def fields(self) -> tuple[forms.BoundField, ...]:
        return (self.who, self.kind, self.item, self.when, self.at, self.holder)


class SheetForm(forms.Form):
    """Everything on the paper sheet. Members are named as on it: a family name is enough when nobody else bears it."""

    opened = hour("Ouverte à")
    closed = hour("Levée à")
    chair = forms.ChoiceField(label="Président de séance", required=False)
    secretary = forms.ChoiceField(label="Secrétaire de séance", required=False)
    second_secretary = forms.ChoiceField(label="Second secrétaire", required=False)
    not_recorded = forms.BooleanField(label="La feuille ne dit pas qui était là", required=False)
    rows = forms.IntegerField(required=False, min_value=0, max_value=_MOST_ROWS, widget=forms.HiddenInput)

    def __init__(self, record: Record, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        self.record = record
        words = MemberWords(record, BodyWords(record.council))
        self.names = {uid: words.name(uid) for uid in record.members}
        self.titles = {uid: words.title(uid) for uid in record.members}
        self.points = SheetItems(record, self.names)
        self.moves = _moves_on_sheet(record)
        super().__init__(data, initial={**self._start(), **(initial or {})})
        self.row_count = self._count_rows()
        self._fill_officers()
        self._add_members()
        self._add_rows()
        self.fields.update(self.points.fields())

    # --- fields

    def _fill_officers(self) -> None:
        people = [("", "Non renseigné"), *self.names.items()]
        for name in ("chair", "secretary", "second_secretary"):
            self.fields[name].choices = people  # type: ignore[attr-defined]
        if self.record.sitting.origin is not Origin.RECORDED and self.record.sitting.attendance_recorded:
            del self.fields["not_recorded"]

    def _count_rows(self) -> int:
        try:
            typed = int(self.data.get("rows") or 0)
        except ValueError:
            typed = 0
        return min(max(typed, len(self.moves) + _SPARE), _MOST_ROWS)

    def _add_members(self) -> None:
        for uid, name in self.names.items():
            self.fields[f"s-{uid}"] = forms.ChoiceField(
                label=f"{name} : présence",
                choices=[(kind.value, label) for kind, label in self._states().items()],
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"p-{uid}"] = name_field(f"{name} : pouvoir à")

    def _states(self) -> Mapping[MovementKind, str]:
        """« À distance » where it is allowed, or already noted."""
        noted = any(each.kind is MovementKind.ATTENDS_REMOTELY for each in self.record.sitting.movements)
        return _STATES | _REMOTE if self.record.is_remote_allowed or noted else _STATES

    def _add_rows(self) -> None:
        points = [
            ("", "Point…"),
            *((i.uid, f"{i.order}. {text_of(i.title_html)[:60]}") for i in self.points.items),
        ]
        for n in range(self.row_count):
            self.fields[f"m-{n}-who"] = name_field(f"Ligne {n + 1} : membre")
            self.fields[f"m-{n}-kind"] = choice_field(
                f"Ligne {n + 1} : mouvement", _MOVES, first="Mouvement…"
            )
            self.fields[f"m-{n}-item"] = forms.ChoiceField(
                label=f"Ligne {n + 1} : point", choices=points, required=False
            )
            self.fields[f"m-{n}-when"] = choice_field(f"Ligne {n + 1} : moment", _WHEN)
            self.fields[f"m-{n}-at"] = hour(f"Ligne {n + 1} : heure")
            self.fields[f"m-{n}-holder"] = name_field(f"Ligne {n + 1} : pouvoir à")

    # --- what is already noted

    def _start(self) -> dict[str, Any]:
        sitting = self.record.sitting
        secretaries = (*sitting.secretaries, "", "")
        start: dict[str, Any] = {
            "opened": sitting.opened_at.time() if sitting.opened_at else None,
            "closed": sitting.closed_at.time() if sitting.closed_at else None,
            "chair": sitting.chair or next(iter(self.record.heads), ""),
            "secretary": secretaries[0],
            "second_secretary": secretaries[1],
            "not_recorded": not sitting.attendance_recorded,
        }
        return start | dict(self._start_roll()) | dict(self._start_rows()) | dict(self.points.start())

    def _start_roll(self) -> Iterator[tuple[str, Any]]:
        for movement in sorted(self.record.sitting.movements, key=lambda m: m.position):
            if movement.moment is None and movement.kind in ROLL_KINDS:
                yield f"s-{movement.member}", movement.kind.value
            elif movement.moment is None and movement.kind is MovementKind.GIVES_PROXY:
                yield f"p-{movement.member}", self.names.get(movement.other or "", "")

    def _start_rows(self) -> Iterator[tuple[str, Any]]:
        for n, (movement, holder) in enumerate(self.moves):
            yield f"m-{n}-who", self.names.get(movement.member, "")
            yield f"m-{n}-kind", movement.kind.value
            yield f"m-{n}-item", movement.moment.item if movement.moment else ""
            yield f"m-{n}-when", when_of(movement.moment).value
            yield f"m-{n}-at", movement.at.time() if movement.at else None
            yield f"m-{n}-holder", self.names.get(holder or "", "")

    # --- lines of the page

    @property
    def asks_attendance(self) -> bool:
        """Whether nobody may have noted who was there: the act of an old sitting, entered again."""
        return "not_recorded" in self.fields

    @property
    def officers(self) -> list[forms.BoundField]:
        return [self[name] for name in ("opened", "closed", "chair", "secretary", "second_secretary")]

    @property
    def roll(self) -> list[RollLine]:
        return [
            RollLine(uid, name, self.titles[uid], self[f"s-{uid}"], self[f"p-{uid}"])
            for uid, name in self.names.items()
        ]

    @property
    def move_lines(self) -> list[MoveLine]:
        names = ("who", "kind", "item", "when", "at", "holder")
        return [
            MoveLine(n + 1, *(self[f"m-{n}-{name}"] for name in names))  # type: ignore[arg-type]
            for n in range(self.row_count)
        ]

    @property
    def item_lines(self) -> list[ItemLine]:
        return self.points.lines(self)

    # --- what was typed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_known = not data.get("not_recorded")
        members = tuple(self._clean_members()) if is_known else ()
        moves = tuple(self._clean_moves()) if is_known else ()
        items = self.points.clean(self)
        named = [data.get("secretary"), data.get("second_secretary")]
        self.sheet = Sheet(
            opened=data.get("opened"),
            closed=data.get("closed"),
            chair=data.get("chair") or "",
            secretaries=tuple(dict.fromkeys(uid for uid in named if uid)),
            attendance_recorded=is_known,
            members=members,
            moves=moves,
            items=items,
        )
        return data

    def _clean_members(self) -> Iterator[SheetMember]:
        for uid, name in self.names.items():
            state = self.cleaned_data.get(f"s-{uid}")
            holder = self._member(f"p-{uid}", not_oneself=uid)
            if not state and f"s-{uid}" not in self.errors:
                self.add_error(f"s-{uid}", f"Dites si {name} était là.")
            elif state in (MovementKind.PRESENT, MovementKind.ATTENDS_REMOTELY) and holder:
                self.add_error(f"p-{uid}", f"{name} est noté présent : un pouvoir suppose qu'il soit absent.")
            elif state:
                yield SheetMember(uid, MovementKind(state), holder)

    def _clean_moves(self) -> Iterator[SheetMove]:
        for n in range(self.row_count):
            typed = {
                name: self.cleaned_data.get(f"m-{n}-{name}") for name in ("who", "kind", "item", "holder")
            }
            if any(typed.values()):
                move = self._clean_move(n)
                if move is not None:
                    yield move

    def _clean_move(self, n: int) -> SheetMove | None:
        member, holder = self._member(f"m-{n}-who"), self._member(f"m-{n}-holder")
        kind, item = self.cleaned_data.get(f"m-{n}-kind"), self.cleaned_data.get(f"m-{n}-item")
        said = {
            "who": (self.cleaned_data.get(f"m-{n}-who"), "Écrivez le nom du membre."),
            "kind": (kind, "Choisissez s'il arrive, part, revient ou se déporte."),
            "item": (item, "Choisissez le point."),
        }
        for name, (value, message) in said.items():
            if not value and f"m-{n}-{name}" not in self.errors:
                self.add_error(f"m-{n}-{name}", message)
        if holder and kind and kind != MovementKind.LEAVES:
            self.add_error(f"m-{n}-holder", "Un pouvoir en cours de séance se donne en partant.")
        if not (member and kind and item):
            return None
        when = When(self.cleaned_data.get(f"m-{n}-when") or When.BEFORE)
        at: time | None = self.cleaned_data.get(f"m-{n}-at")
        return SheetMove(member, MovementKind(kind), item, when, at, holder)

    def _member(self, field: str, *, not_oneself: str = "") -> str | None:
        text = self.cleaned_data.get(field) or ""
        if not text.strip():
            return None
        try:
            found = find_member(text, self.names)
        except NotFound as unknown:
            self.add_error(field, not_found(unknown))
            return None
        if found == not_oneself:
            self.add_error(field, "Un membre ne se donne pas pouvoir à lui-même.")
            return None
        return found


def _moves_on_sheet(record: Record) -> list[tuple[Movement, str | None]]:
    """Arrivals, departures and déports that the sheet has a line for, with the proxy given on leaving."""
    moves = sorted(record.sitting.movements, key=lambda m: m.position)
    given = {(m.member, m.moment): m.other for m in moves if m.kind is MovementKind.GIVES_PROXY and m.moment}
    return [
        (m, given.get((m.member, m.moment)) if m.kind is MovementKind.LEAVES else None)
        for m in moves
        if m.moment is not None and m.kind in MOVE_KINDS and is_on_sheet(m, moves)
    ]
