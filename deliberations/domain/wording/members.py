"""How the members of a sitting are named: full names, capacities, present and absent lists."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from councils.domain.bodies import BodyType
from councils.domain.membership import offices_held
from councils.domain.people import Civility, Gender, Office, OfficeKind
from councils.domain.ranks import DEPUTIES, HEADS
from deliberations.domain.attendance import Attendance, Seat, SeatState
from deliberations.domain.record import Record
from deliberations.domain.wording import agreement
from deliberations.domain.wording.agreement import Forms
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.elision import de, du, elides
from deliberations.domain.wording.names import full_name, join_list, with_civility

_ADDRESS = re.compile(r"\b(?:le |la |l['’]).+$", re.IGNORECASE)
"""« Madame la Maire » → « la Maire »: the form chosen by the person gives the article."""

_WITH_ARTICLE = re.compile(r"(?:le |la |l['’]|pour )", re.IGNORECASE)
_ARTICLES: Mapping[Gender | None, str] = {Gender.FEMININE: "La", Gender.MASCULINE: "Le"}
_FEMININE_TITLE = re.compile(
    r"\b(?:1re|première|adjointe|conseillère|déléguée|(?:vice-)?présidente|administratrice)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class AbsenceLines:
    """« Excusées : 2 » and one line per person.

    ``is_run_in``: heading and names are one line. ``is_clause``: those at a distance, gone, or standing aside.
    """

    heading: str
    lines: tuple[str, ...]
    is_run_in: bool = False
    is_clause: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class MemberWords:
    """Names and titles of the members of one record, as they were ``on`` that day, that of the sitting unless told."""

    record: Record
    body: BodyWords
    on: date | None = None

    def name(self, mandate: str) -> str:
        """« Prénom NOM », or the office when the person is not known."""
        person = self.record.person_of(mandate)
        if person is None:
            return self.record.mandates[mandate].label
        return full_name(person.given_name, person.family_name)

    def of(self, mandate: str) -> str:
        """« d'Olivier TURPIN », « de LE MOIGNE », « du premier adjoint »: an office alone has an article."""
        name = self.name(mandate)
        is_office = self.record.person_of(mandate) is None
        return du(f"{name[:1].lower()}{name[1:]}") if is_office else de(name)

    def gender(self, mandate: str) -> Gender | None:
        person = self.record.person_of(mandate)
        return person.gender if person else None

    def office(self, mandate: str, kinds: frozenset[OfficeKind] | None = None) -> Office | None:
        held = offices_held(self.record.mandates[mandate], self.on or self.record.sitting.held_on)
        return next((o for o in held if kinds is None or o.kind in kinds), None)

    def title(self, mandate: str) -> str:
        """The printed title of the member's first office, or nothing for a plain member."""
        office = self.office(mandate)
        if office is None:
            return ""
        return office.title or (self.body.head if office.kind in HEADS else "")

    def of_place(self, mandate: str) -> str:
        """« de Gruson » to be told after the title of a mayor; empty for whoever heads no commune."""
        is_mayor = self.body.council.body_type is BodyType.COMMUNE and self.office(mandate, HEADS) is not None
        return du(self.body.place) if is_mayor else ""

    def with_title(self, mandate: str) -> str:
        title = self.title(mandate)
        return f"{self.name(mandate)}, {title}" if title else self.name(mandate)

    def capacity(self, mandate: str, recorded: str = "") -> str:
        """« Le Maire », « La première adjointe », as a signature begins; ``recorded`` is the capacity of that day."""
        office = self.office(mandate)
        match = _ADDRESS.search(office.address) if office and not recorded else None
        if match:
            return capitalised(match.group())
        is_woman = self.gender(mandate) is Gender.FEMININE
        title = recorded or self.title(mandate)
        if not title and self.gender(mandate) is None:
            return capitalised(self._plain_capacity(mandate))  # an article would be a guess
        title = title or self._plain_capacity(mandate)
        if _WITH_ARTICLE.match(title):
            return capitalised(title)
        if elides(title):
            return f"L'{title}"
        return f"{'La' if is_woman or _FEMININE_TITLE.search(title) else 'Le'} {title}"

    def capacity_without_office(self, mandate: str) -> str:
        """« présidente de séance »: in what a member signs whom no office names; empty for one whose office does."""
        is_named = self.office(mandate) is not None or bool(self.title(mandate))
        return "" if is_named else self._plain_capacity(mandate)

    def _plain_capacity(self, mandate: str) -> str:
        """Of a member whose office, if any, has no title: he chaired that sitting, he is a deputy, or he sits."""
        gender = self.gender(mandate)
        if mandate in self._chairs():
            chair = agreement.agree(agreement.CHAIR, [gender]) if gender else "présidence de séance"
            return self.body.cased(chair)
        deputy = self.office(mandate, DEPUTIES)
        if deputy is not None:
            forms = agreement.DEPUTY if deputy.kind is OfficeKind.DEPUTY else agreement.VICE_PRESIDENT
            return self.body.cased(agreement.agree(forms, [gender]))
        return self.body.members_word(gender)

    def _chairs(self) -> frozenset[str | None]:
        agenda = (self.record.chair(self.record.moment_of(item.uid)) for item in self.record.sitting.agenda)
        return frozenset({self.record.sitting.chair, *agenda})

    def as_secretary(self, mandate: str) -> str:
        """« La secrétaire de séance » as a signature begins; without an article where the gender is not known."""
        article = _ARTICLES.get(self.gender(mandate))
        return f"{article} secrétaire de séance" if article else "Secrétaire de séance"

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
        if groups[1] and groups[2] and self._is_told_one_by_one([s for s in here if self._is_deputy(s)]):
            head = f"{groups[0]}, " if groups[0] else ""
            return f"{head}{groups[1]} ; {groups[2]}."
        filled = [g for g in groups if g]
        if not filled:
            return ""
        return ", ".join([*filled[:-1], f"et {filled[-1]}" if len(filled) > 1 else filled[0]]) + "."

    def _is_told_one_by_one(self, deputies: Sequence[Seat]) -> bool:
        """Whether several names have each a title, which a comma closes: a semicolon then parts the members."""
        return len(deputies) > 1 and all(self.title(s.member) for s in deputies)

    def _is_deputy(self, seat: Seat) -> bool:
        return self.office(seat.member, HEADS) is None and self.office(seat.member, DEPUTIES) is not None

    def _is_plain(self, seat: Seat) -> bool:
        return self.office(seat.member, HEADS | DEPUTIES) is None

    def _head_group(self, seats: Sequence[Seat]) -> str:
        return ", ".join(
            self.seated(s) if s.state is SeatState.SUBSTITUTED else self.with_title(s.member) for s in seats
        )

    def _plain_group(self, seats: Sequence[Seat], *, deputies: bool) -> str:
        if not seats:
            return ""
        if deputies and all(self.title(s.member) for s in seats):
            told = [f"{self.seated(s)}, {self.title(s.member)}" for s in seats]
            return ", et ".join(part for part in (", ".join(told[:-1]), told[-1]) if part)
        names = join_list([self.seated(s) for s in seats])
        genders = tuple(self.gender(s.member) for s in seats)
        return f"{names}, {self._deputies(genders) if deputies else self.body.members(len(seats), genders)}"

    def _deputies(self, genders: tuple[Gender | None, ...]) -> str:
        # Of one person the masculine would be a guess; of several it is the generic form.
        known = genders if len(genders) == 1 or None not in genders else (Gender.MASCULINE,) * len(genders)
        is_presided = self.body.head.lower() == "président"
        forms = agreement.VICE_PRESIDENT if is_presided else agreement.DEPUTY
        return self.body.cased(capitalised(agreement.agree(forms, known)))

    def seated(self, seat: Seat) -> str:
        """A substitute is in the room in the place of the titular."""
        if seat.state is not SeatState.SUBSTITUTED or seat.by is None:
            return self.name(seat.member)
        substitute = agreement.agree(Forms.regular("suppléant"), [self.gender(seat.by)])
        return f"{self.name(seat.by)} ({substitute} {self.of(seat.member)})"

    def absences(
        self, attendance: Attendance, *, debate: Attendance | None = None
    ) -> tuple[AbsenceLines, ...]:
        """Those away in their groups: at a distance, excused, represented, absent, gone, aside.

        ``debate`` is the room when the debate opened: who was in it took part in it, and stood aside for the vote.
        """
        away = [s for s in attendance.having(SeatState.REPRESENTED, SeatState.EXCUSED) if not s.has_left]
        excused = [s for s in away if s.is_excused]
        represented = [s for s in away if not s.is_excused]
        absent = [s for s in attendance.having(SeatState.ABSENT) if not s.has_left]
        remote = attendance.having(SeatState.REMOTE)
        groups = [
            self._clause_group(("À distance", "À distance"), remote),
            self._group(agreement.EXCUSED, excused, [self._excused_line(s) for s in excused]),
            self._group(agreement.REPRESENTED, represented, [self._excused_line(s) for s in represented]),
            self._group(agreement.ABSENT, absent, self._in_one_line(absent)),
            self._clause_group(
                ("A quitté la salle", "Ont quitté la salle"), [s for s in attendance.seats if s.has_left]
            ),
            *self._aside(attendance, debate or attendance),
        ]
        return tuple(g for g in groups if g is not None)

    def _aside(self, attendance: Attendance, debate: Attendance) -> list[AbsenceLines | None]:
        before = {s.member for s in debate.having(SeatState.STEPPED_ASIDE)}
        aside = attendance.having(SeatState.STEPPED_ASIDE)
        from_both = [s for s in aside if s.member in before]
        from_vote = [s for s in aside if s.member not in before]
        return [
            self._clause_group(
                ("Ne prend part ni au débat ni au vote", "Ne prennent part ni au débat ni au vote"), from_both
            ),
            self._clause_group(("Ne prend pas part au vote", "Ne prennent pas part au vote"), from_vote),
        ]

    def _clause_group(self, forms: tuple[str, str], seats: Sequence[Seat]) -> AbsenceLines | None:
        if not seats:
            return None
        lead = forms[0] if len(seats) == 1 else forms[1]
        return AbsenceLines(f"{lead} : {len(seats)}", tuple(self._in_one_line(seats)), is_clause=True)

    def _group(self, forms: Forms, seats: Sequence[Seat], lines: list[str]) -> AbsenceLines | None:
        if not seats:
            return None
        word = capitalised(agreement.agree(forms, [self.gender(s.member) for s in seats]))
        return AbsenceLines(f"{word} : {len(seats)}", tuple(lines))

    def _excused_line(self, seat: Seat) -> str:
        if seat.state is SeatState.EXCUSED:
            return self.name(seat.member)
        if seat.by is None:
            represented = agreement.agree(agreement.REPRESENTED, [self.gender(seat.member)])
            return f"{self.name(seat.member)}, {represented} (mandataire non précisé)"
        return f"{self.name(seat.member)}, qui donne pouvoir à {self.name(seat.by)}"

    def _in_one_line(self, seats: Sequence[Seat]) -> list[str]:
        return [join_list([self.name(s.member) for s in seats])] if seats else []
