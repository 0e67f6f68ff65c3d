"""How the members of a sitting are named: full names, capacities, present and absent lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from councils.domain.membership import offices_held
from councils.domain.people import Civility, Gender, Office, OfficeKind
from councils.domain.ranks import DEPUTIES, HEADS
from deliberations.domain.attendance import Attendance, Seat, SeatState
from deliberations.domain.record import Record
from deliberations.domain.wording import agreement
from deliberations.domain.wording.agreement import Forms
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.elision import de
from deliberations.domain.wording.names import full_name, join_list, with_civility



@dataclass(frozen=True, slots=True)
class AbsenceLines:
    """« Excusées : 2 » and one line per person."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class MemberWords:
    """Names and titles of the members of one record, as they were on the day of the sitting."""

    record: Record
    body: BodyWords

    def name(self, mandate: str) -> str:
        """« Prénom NOM », or the office when the person is not known."""
        person = self.record.person_of(mandate)
        if person is None:
            return self.record.mandates[mandate].label
        return full_name(person.given_name, person.family_name)

    def gender(self, mandate: str) -> Gender | None:
        person = self.record.person_of(mandate)
        return person.gender if person else None

    def office(self, mandate: str, kinds: frozenset[OfficeKind] | None = None) -> Office | None:
        held = offices_held(self.record.mandates[mandate], self.record.sitting.held_on)
        return next((o for o in held if kinds is None or o.kind in kinds), None)

    def title(self, mandate: str) -> str:
        """The printed title of the member's first office, or nothing for a plain member."""
        office = self.office(mandate)
        if office is None:
            return ""
        default = self.body.head if office.kind in HEADS else ""
        return capitalised(office.title or default)

    def with_title(self, mandate: str) -> str:
        title = self.title(mandate)
        return f"{self.name(mandate)}, {title}" if title else self.name(mandate)

    def addressed(self, mandate: str) -> str:
        """« Monsieur le Maire, Prénom NOM » when the form of address is recorded, else name and title."""
        office = self.office(mandate)
        if office is not None and office.address:
            return f"{office.address}, {self.name(mandate)}"
        person = self.record.person_of(mandate)
        civility: Civility | None = person.civility if person else None
        return with_civility(self.with_title(mandate), civility, long=True)

    def present_sentence(self, attendance: Attendance) -> str:
        """Everyone in the room in table order: the head, the deputies, then the members, each with titles."""
        here = [s for s in attendance.seats if s.state in (SeatState.PRESENT, SeatState.SUBSTITUTED)]
        groups = [
            self._head_group([s for s in here if self.office(s.member, HEADS)]),
            self._plain_group([s for s in here if self._is_deputy(s)], deputies=True),
            self._plain_group([s for s in here if self._is_plain(s)], deputies=False),
        ]
        filled = [g for g in groups if g]
        if not filled:
            return ""
        return ", ".join([*filled[:-1], f"et {filled[-1]}" if len(filled) > 1 else filled[0]]) + "."

    def _is_deputy(self, seat: Seat) -> bool:
        return self.office(seat.member, HEADS) is None and self.office(seat.member, DEPUTIES) is not None

    def _is_plain(self, seat: Seat) -> bool:
        return self.office(seat.member, HEADS | DEPUTIES) is None

    def _head_group(self, seats: Sequence[Seat]) -> str:
        return ", ".join(
            self._seated(s) if s.state is SeatState.SUBSTITUTED else self.with_title(s.member) for s in seats
        )

    def _plain_group(self, seats: Sequence[Seat], *, deputies: bool) -> str:
        if not seats:
            return ""
        names = join_list([self._seated(s) for s in seats])
        genders = tuple(self.gender(s.member) for s in seats)
        return f"{names}, {self._deputies(genders) if deputies else self.body.members(len(seats), genders)}"

    def _deputies(self, genders: tuple[Gender | None, ...]) -> str:
        known = genders if None not in genders else (Gender.MASCULINE,) * len(genders)
        is_presided = self.body.head.lower() == "président"
        forms = agreement.VICE_PRESIDENT if is_presided else agreement.DEPUTY
        return self.body.cased(capitalised(agreement.agree(forms, known)))

    def _seated(self, seat: Seat) -> str:
        """A substitute is in the room in the place of the titular."""
        if seat.state is not SeatState.SUBSTITUTED or seat.by is None:
            return self.name(seat.member)
        substitute = agreement.agree(Forms.regular("suppléant"), [self.gender(seat.by)])
        return f"{self.name(seat.by)} ({substitute} {de(self.name(seat.member))})"

    def absences(self, attendance: Attendance) -> tuple[AbsenceLines, ...]:
        """Excused and represented members, then absent ones, then those who stepped aside."""
        excused = attendance.having(SeatState.REPRESENTED, SeatState.EXCUSED)
        absent = attendance.having(SeatState.ABSENT)
        aside = attendance.having(SeatState.STEPPED_ASIDE)
        groups = [
            self._group(agreement.EXCUSED, excused, [self._excused_line(s) for s in excused]),
            self._group(agreement.ABSENT, absent, self._in_one_line(absent)),
        ]
        if aside:
            heading = f"Ne prennent part ni au débat ni au vote : {len(aside)}"
            if len(aside) == 1:
                heading = "Ne prend part ni au débat ni au vote : 1"
            groups.append(AbsenceLines(heading, tuple(self._in_one_line(aside))))
        return tuple(g for g in groups if g is not None)

    def _group(self, forms: Forms, seats: Sequence[Seat], lines: list[str]) -> AbsenceLines | None:
        if not seats:
            return None
        word = capitalised(agreement.agree(forms, [self.gender(s.member) for s in seats]))
        return AbsenceLines(f"{word} : {len(seats)}", tuple(lines))

    def _excused_line(self, seat: Seat) -> str:
        if seat.state is SeatState.EXCUSED:
            return self.name(seat.member)
        if seat.by is None:
            return f"{self.name(seat.member)}, qui donne pouvoir"
        return f"{self.name(seat.member)}, qui donne pouvoir à {self.name(seat.by)}"

    def _in_one_line(self, seats: Sequence[Seat]) -> list[str]:
        return [join_list([self.name(s.member) for s in seats])] if seats else []
