"""Who was there and who was not, as the house look lists them.

The sentence and the groups of the reference act stay in ``members``; the other ways of listing are here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from councils.domain.look_blocks import ActBlock
from councils.domain.look_variants import (
    AbsenceWording,
    CivilityForm,
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
from deliberations.domain.wording.tallies import NOBODY

_ABSENT_EXCUSED = Forms(
    *("absent excusé", "absente excusée", "absents excusés", "absentes excusées"),
    *("absent(e) excusé(e)", "absents excusés"),
)
_GROUPS_BY_CIVILITY = (
    (Civility.MONSIEUR, "M.", "MM."),
    (Civility.MADAME, "Mme", "Mmes"),
)


def _nothing(_: Seat) -> str:
    return ""


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
        return (self._sentence(here),)

    def _titled(self, seat: Seat) -> str:
        title = "" if seat.state is SeatState.SUBSTITUTED else self.members.title(seat.member)
        return f"{self._seated(seat)}, {title}" if title else self._seated(seat)

    def _by_civility(self, here: Sequence[Seat]) -> list[str]:
        """« MM. A et B. », « Mmes C et D. », then those whose civility is not known, without any."""
        return [f"{title} {self._ended(names)}".strip() for title, names in self._groups(here)]

    def _groups(
        self, seats: Sequence[Seat], after: Callable[[Seat], str] = _nothing
    ) -> Iterator[tuple[str, list[str]]]:
        """(« MM. », names) for each civility, then ("", names) of those who sit for another or have none known."""
        told: set[str] = set()
        for civility, one, several in _GROUPS_BY_CIVILITY:
            group = [
                s
                for s in seats
                if s.state is not SeatState.SUBSTITUTED and self._civility(s.member) is civility
            ]
            if group:
                yield (
                    one if len(group) == 1 else several,
                    [f"{self._bare(s.member)}{after(s)}" for s in group],
                )
                told.update(seat.member for seat in group)
        others = [f"{self._seated(seat)}{after(seat)}" for seat in seats if seat.member not in told]
        if others:
            yield "", others

    def _sentence(self, seats: Sequence[Seat], after: Callable[[Seat], str] = _nothing) -> str:
        """Their names in one sentence, each with what comes ``after`` it; civilities grouped where the look does so."""
        if self.look.civility is not CivilityForm.GROUPED:
            return self._ended([f"{self._seated(seat)}{after(seat)}" for seat in seats])
        joined = join_list if self.look.separator is NameSeparator.AND else ", ".join
        groups = [f"{title} {joined(names)}".strip() for title, names in self._groups(seats, after)]
        return f"{(' ; ' if self.look.separator is NameSeparator.SEMICOLON else ', ').join(groups)}."

    def absences(self, attendance: Attendance, debate: Attendance) -> tuple[AbsenceLines, ...]:
        """Those away, as ``MemberWords.absences`` groups them or as the look lists them.

        At a distance, gone and standing aside are told in the same words under every look.
        """
        groups = self.members.absences(attendance, debate=debate)
        seats = attendance.having(SeatState.REPRESENTED, SeatState.EXCUSED, SeatState.ABSENT)
        away = self._in_order([s for s in seats if not s.has_left])
        if not seats and self.look.tells_nobody_absent:  # who left is told below, and is no longer there
            return (self._nobody(), *groups)
        if self.look.absences is AbsenceWording.GROUPS:
            return groups
        listed = {
            AbsenceWording.PROXY_LIST: self._proxy_list,
            AbsenceWording.PROXY_PARAGRAPH: self._proxy_paragraph,
            AbsenceWording.EXCUSED_THEN_PROXIES: self._excused_then_proxies,
            AbsenceWording.BRACKETS: self._brackets,
        }[self.look.absences](away)
        clauses = tuple(group for group in groups if group.is_clause)
        return (*[group for group in listed if group is not None], *clauses)

    def _nobody(self) -> AbsenceLines:
        """« Absents : néant »."""
        label = self.members.body.capital("étaient absents") if self.look.were_absent else "Absents"
        return AbsenceLines(f"{label} : {NOBODY.get(self.look.nothing, '0')}", ())

    def _proxy_list(self, away: Sequence[Seat]) -> list[AbsenceLines | None]:
        gave = [s for s in away if s.state is SeatState.REPRESENTED]
        others = [s for s in away if s not in gave]
        lead = self._lead(self._proxy_label(gave), len(gave))
        proxies = AbsenceLines(lead, tuple(map(self._proxy, gave))) if gave else None
        return [proxies, *self._excused_and_absent(others, _ABSENT_EXCUSED)]

    def _proxy_paragraph(self, away: Sequence[Seat]) -> list[AbsenceLines | None]:
        gave = [s for s in away if s.state is SeatState.REPRESENTED]
        others = [s for s in away if s not in gave]
        return [self._proxies(gave), *self._excused_and_absent(others, _ABSENT_EXCUSED)]

    def _proxies(self, gave: Sequence[Seat]) -> AbsenceLines | None:
        if not gave:
            return None
        return self._names(self._proxy_label(gave), len(gave), self._ended([self._proxy(s) for s in gave]))

    def _excused_then_proxies(self, away: Sequence[Seat]) -> list[AbsenceLines | None]:
        gave = [s for s in away if s.state is SeatState.REPRESENTED]
        return [*self._excused_and_absent(away, agreement.EXCUSED), self._proxies(gave)]

    def _brackets(self, away: Sequence[Seat]) -> list[AbsenceLines | None]:
        return self._excused_and_absent(away, _ABSENT_EXCUSED, in_brackets=True)

    def _excused_and_absent(
        self, seats: Sequence[Seat], forms: Forms, *, in_brackets: bool = False
    ) -> list[AbsenceLines | None]:
        excused = [s for s in seats if s.is_excused or s.state is SeatState.EXCUSED]
        absent = [s for s in seats if s not in excused]
        after = self._proxy_after if in_brackets else _nothing
        return [
            self._names(self._absent_label(words, group), len(group), self._sentence(group, after))
            if group
            else None
            for words, group in ((forms, excused), (agreement.ABSENT, absent))
        ]

    def _absent_label(self, forms: Forms, seats: Sequence[Seat]) -> str:
        """« Absents », or « Étaient absents » under a look that says so."""
        label = self._agreed(forms, seats)
        if self.look.were_absent:
            label = f"{'était' if len(seats) == 1 else 'étaient'} {label}"
        return self.members.body.capital(label)

    def _names(self, label: str, count: int, sentence: str) -> AbsenceLines:
        return AbsenceLines(self._lead(label, count), (sentence,), is_run_in=self._is_run_in)

    def _proxy_label(self, gave: Sequence[Seat]) -> str:
        count = len(gave)
        match self.look.proxies:
            case ProxyWording.POWERS:
                return "Pouvoir" if count == 1 else "Pouvoirs"
            case ProxyWording.PROCURATIONS:
                return "Procuration" if count == 1 else "Procurations"
            case ProxyWording.EXCUSED_GAVE_POWER:
                return f"{self._absent_label(_ABSENT_EXCUSED, gave)} ayant donné pouvoir"
        return "A donné pouvoir" if count == 1 else "Ont donné pouvoir"

    def _proxy(self, seat: Seat) -> str:
        """« X à Y »."""
        holder = self._listed(seat.by) if seat.by else "un mandataire non précisé"
        return f"{self._listed(seat.member)} à {holder}"

    def _proxy_after(self, seat: Seat) -> str:
        """« (pouvoir à Y) » after the name of who gave one."""
        if seat.state is not SeatState.REPRESENTED:
            return ""
        noun = "procuration" if self.look.proxies is ProxyWording.PROCURATIONS else "pouvoir"
        holder = self._listed(seat.by) if seat.by else "un mandataire non précisé"
        return f" ({noun} à {holder})"

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
        """A name in the form of the look, with its civility where the look tells it and it is known."""
        name, form = self._bare(mandate), self.look.civility
        if form is CivilityForm.ALONE and self.look.names is not NameForm.FAMILY_ONLY:
            return name
        return with_civility(name, self._civility(mandate), long=form is CivilityForm.LONG)

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
