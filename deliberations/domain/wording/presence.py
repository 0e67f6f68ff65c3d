"""Who was there and who was not, as the house look lists them.

The sentence and the groups of the reference act stay in ``members``; the other ways of listing are here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from councils.domain.look_blocks import ActBlock
from councils.domain.look_variants import (
    AbsenceWording,
    LeadPlace,
    NameForm,
    NameOrder,
    NameSeparator,
    PresentWording,
    ProxyWording,
)
from councils.domain.looks import HouseLook
from councils.domain.names import strip_accents
from councils.domain.people import Civility, Gender
from deliberations.domain.attendance import Attendance, Seat, SeatState
from deliberations.domain.wording import agreement
from deliberations.domain.wording.agreement import Forms
from deliberations.domain.wording.members import AbsenceLines, MemberWords
from deliberations.domain.wording.names import family_capitals, full_name, join_list, with_civility

_ABSENT_EXCUSED = Forms(
    *("absent excusé", "absente excusée", "absents excusés", "absentes excusées"),
    *("absent(e) excusé(e)", "absents excusés"),
)
_GROUPS_BY_CIVILITY = (
    (Civility.MONSIEUR, "M.", "MM."),
    (Civility.MADAME, "Mme", "Mmes"),
)


@dataclass(frozen=True, slots=True)
class NameList:
    """``lead`` ends with its colon or is empty. ``in_columns`` asks for one name on each line, side by side."""

    lead: str = ""
    lines: tuple[str, ...] = ()
    is_run_in: bool = False
    in_columns: bool = False


@dataclass(frozen=True)
class PresenceWords:
    """The lists of names of one act."""

    members: MemberWords
    look: HouseLook = field(default_factory=HouseLook)

    def present(self, attendance: Attendance) -> NameList:
        """Everyone in the room, in the order of the table."""
        if self.look.present is PresentWording.SENTENCE:
            return self._present_sentence(attendance)
        here = self._in_order(attendance.having(SeatState.PRESENT, SeatState.SUBSTITUTED))
        if not here:
            return NameList()
        are = "Était" if len(here) == 1 else "Étaient"
        usual = self.members.body.capital(f"{are} {self._agreed(agreement.PRESENT, here)}")
        lead = self._lead(self.look.title(ActBlock.PRESENT, usual), len(here))
        in_columns = self.look.present is PresentWording.COLUMNS
        return NameList(lead, self._present_lines(here), self._is_run_in and not in_columns, in_columns)

    def _present_sentence(self, attendance: Attendance) -> NameList:
        """The sentence says by itself that they were there; a title of the council's own comes before it."""
        sentence = self.members.present_sentence(attendance)
        if not sentence:
            return NameList()
        lead = self._lead(self.look.title(ActBlock.PRESENT, ""), attendance.present)
        return NameList(lead, (sentence,), self._is_run_in)

    def _present_lines(self, here: Sequence[Seat]) -> tuple[str, ...]:
        match self.look.present:
            case PresentWording.COLUMNS:
                return tuple(self._titled(seat) for seat in here)
            case PresentWording.TITLES:
                return (f"{' ; '.join(self._titled(seat) for seat in here)}.",)
            case PresentWording.MEN_AND_WOMEN:
                return tuple(self._by_civility(here))
        return (self._ended([self._seated(seat) for seat in here]),)

    def _titled(self, seat: Seat) -> str:
        title = "" if seat.state is SeatState.SUBSTITUTED else self.members.title(seat.member)
        return f"{self._seated(seat)}, {title}" if title else self._seated(seat)

    def _by_civility(self, here: Sequence[Seat]) -> list[str]:
        """« MM. A et B. », « Mmes C et D. », then those whose civility is not known, without any."""
        lines: list[str] = []
        told: set[str] = set()
        for civility, one, several in _GROUPS_BY_CIVILITY:
            group = [s for s in here if s.state is SeatState.PRESENT and self._civility(s.member) is civility]
            if group:
                names = [self._bare(seat.member) for seat in group]
                lines.append(f"{one if len(group) == 1 else several} {self._ended(names)}")
                told.update(seat.member for seat in group)
        others = [self._seated(seat) for seat in here if seat.member not in told]
        return [*lines, self._ended(others)] if others else lines

    def absences(self, attendance: Attendance, debate: Attendance) -> tuple[AbsenceLines, ...]:
        """Those away, as ``MemberWords.absences`` groups them or as the look lists them.

        At a distance, gone and standing aside are told in the same words under every look.
        """
        groups = self.members.absences(attendance, debate=debate)
        if self.look.absences is AbsenceWording.GROUPS:
            return groups
        seats = attendance.having(SeatState.REPRESENTED, SeatState.EXCUSED, SeatState.ABSENT)
        away = self._in_order([s for s in seats if not s.has_left])
        listed = {
            AbsenceWording.PROXY_LIST: self._proxy_list,
            AbsenceWording.EXCUSED_THEN_PROXIES: self._excused_then_proxies,
            AbsenceWording.BRACKETS: self._brackets,
        }[self.look.absences](away)
        clauses = tuple(group for group in groups if group.is_clause)
        return (*[group for group in listed if group is not None], *clauses)

    def _proxy_list(self, away: Sequence[Seat]) -> list[AbsenceLines | None]:
        gave = [s for s in away if s.state is SeatState.REPRESENTED]
        others = [s for s in away if s not in gave]
        return [
            AbsenceLines(self._lead(self._proxy_label(len(gave)), len(gave)), tuple(map(self._proxy, gave)))
            if gave
            else None,
            *self._excused_and_absent(others, _ABSENT_EXCUSED),
        ]

    def _excused_then_proxies(self, away: Sequence[Seat]) -> list[AbsenceLines | None]:
        gave = [s for s in away if s.state is SeatState.REPRESENTED]
        proxies = self._names(self._proxy_label(len(gave)), [self._proxy(s) for s in gave]) if gave else None
        return [*self._excused_and_absent(away, agreement.EXCUSED), proxies]

    def _brackets(self, away: Sequence[Seat]) -> list[AbsenceLines | None]:
        return self._excused_and_absent(away, _ABSENT_EXCUSED, in_brackets=True)

    def _excused_and_absent(
        self, seats: Sequence[Seat], forms: Forms, *, in_brackets: bool = False
    ) -> list[AbsenceLines | None]:
        excused = [s for s in seats if s.is_excused or s.state is SeatState.EXCUSED]
        absent = [s for s in seats if s not in excused]
        said = self._with_proxy if in_brackets else lambda seat: self._listed(seat.member)
        return [
            self._names(self.members.body.capital(self._agreed(words, group)), [said(s) for s in group])
            if group
            else None
            for words, group in ((forms, excused), (agreement.ABSENT, absent))
        ]

    def _names(self, label: str, names: Sequence[str]) -> AbsenceLines:
        return AbsenceLines(self._lead(label, len(names)), (self._ended(names),), is_run_in=self._is_run_in)

    def _proxy_label(self, count: int) -> str:
        match self.look.proxies:
            case ProxyWording.POWERS:
                return "Pouvoir" if count == 1 else "Pouvoirs"
            case ProxyWording.PROCURATIONS:
                return "Procuration" if count == 1 else "Procurations"
        return "A donné pouvoir" if count == 1 else "Ont donné pouvoir"

    def _proxy(self, seat: Seat) -> str:
        """« X à Y »."""
        holder = self._listed(seat.by) if seat.by else "un mandataire non précisé"
        return f"{self._listed(seat.member)} à {holder}"

    def _with_proxy(self, seat: Seat) -> str:
        """« X (pouvoir à Y) » of who gave one, else « X »."""
        if seat.state is not SeatState.REPRESENTED:
            return self._listed(seat.member)
        noun = "procuration" if self.look.proxies is ProxyWording.PROCURATIONS else "pouvoir"
        holder = self._listed(seat.by) if seat.by else "un mandataire non précisé"
        return f"{self._listed(seat.member)} ({noun} à {holder})"

    def _in_order(self, seats: Sequence[Seat]) -> list[Seat]:
        """As they come, in the order of the table, or by family name, accents aside; namesakes as they come."""
        if self.look.name_order is NameOrder.TABLE:
            return list(seats)
        return sorted(seats, key=lambda seat: self._sorting(seat.member))

    def _sorting(self, mandate: str) -> str:
        person = self.members.record.person_of(mandate)
        return strip_accents(person.family_name if person else self.members.name(mandate)).casefold()

    @property
    def _is_run_in(self) -> bool:
        return self.look.lead_place is LeadPlace.RUN_IN

    def _lead(self, label: str, count: int) -> str:
        label = label.removesuffix(":").strip()
        if not label:
            return ""
        if not self.look.counts_in_leads:
            return f"{label} :"
        return f"{label} ({count}) :" if self._is_run_in else f"{label} : {count}"

    def _agreed(self, forms: Forms, seats: Sequence[Seat]) -> str:
        """In the plural the masculine is the generic form; of one person of unknown gender the neutral one."""
        genders = [self.members.gender(seat.member) for seat in seats]
        is_guess = None in genders and len(genders) > 1
        return agreement.agree(forms, [Gender.MASCULINE] * len(genders) if is_guess else genders)

    def _ended(self, names: Sequence[str]) -> str:
        match self.look.separator:
            case NameSeparator.SEMICOLON:
                return f"{' ; '.join(names)}."
            case NameSeparator.COMMA:
                return f"{', '.join(names)}."
        return f"{join_list(names)}."

    def _civility(self, mandate: str) -> Civility | None:
        person = self.members.record.person_of(mandate)
        return person.civility if person else None

    def _seated(self, seat: Seat) -> str:
        if seat.state is SeatState.SUBSTITUTED:
            return self.members.seated(seat)
        return self._listed(seat.member)

    def _listed(self, mandate: str) -> str:
        """A name in the form of the look; a family name alone has its civility, where it is known."""
        name = self._bare(mandate)
        is_alone = self.look.names is NameForm.FAMILY_ONLY
        return with_civility(name, self._civility(mandate)) if is_alone else name

    def _bare(self, mandate: str) -> str:
        person = self.members.record.person_of(mandate)
        if person is None or self.look.names is NameForm.GIVEN_FIRST:
            return self.members.name(mandate)
        family = family_capitals(person.family_name)
        if not family or (self.look.names is NameForm.FAMILY_ONLY and not self._shares(person.family_name)):
            return family or full_name(person.given_name, "")
        return f"{family} {person.given_name}".strip()

    def _shares(self, family: str) -> bool:
        """Whether two members bear that name: the given name then tells them apart."""
        record = self.members.record
        persons = [record.person_of(mandate) for mandate in record.mandates]
        return sum(1 for p in persons if p and p.family_name.casefold() == family.casefold()) > 1
