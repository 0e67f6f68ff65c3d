"""The facts of a sitting or of a member as entries of the search, not yet stored."""

from collections.abc import Iterable, Iterator
from datetime import date

from councils.domain.people import OfficeKind
from councils.models import Council, Mandate
from councils.models.choices import OFFICE_KINDS
from deliberations.domain.acts import Deliberation as Act
from deliberations.domain.attendance import SeatState
from deliberations.domain.numbering import number_of
from deliberations.domain.profile import masked_annexes
from deliberations.domain.record import Record
from deliberations.domain.search import EntryKind
from deliberations.domain.sittings import AgendaItem, Origin
from deliberations.domain.texts import text_of
from deliberations.domain.wording.dates import long_date, weekday_name
from deliberations.models import SearchEntry, Sitting
from deliberations.models.choices import ITEM_KINDS
from deliberations.queries.search_words import number_key, stems_of
from deliberations.richtext import PRIVATE_PLACEHOLDER, without_private

_IN_THE_ROOM = (SeatState.PRESENT, SeatState.REMOTE, SeatState.SUBSTITUTED)


def entries_of_sitting(row: Sitting, record: Record) -> list[SearchEntry]:
    """One entry for the sitting, one for each item, one for each act, in that order."""
    maker = _Maker(row, record)
    acts = record.sitting.deliberations
    return [
        maker.sitting(),
        *(maker.item(item) for item in record.sitting.agenda),
        *(maker.act(act) for act in acts),
    ]


def entry_of_member(mandate: Mandate, council: Council) -> SearchEntry:
    """The entry of a member whose person and offices are fetched."""
    name = str(mandate)
    offices = [each.title or OFFICE_KINDS[OfficeKind(each.kind)] for each in mandate.offices.all()]
    body = ", ".join(part for part in (*offices, mandate.represents, mandate.group) if part)
    return SearchEntry(
        council=council,
        kind=EntryKind.MEMBER,
        uid=mandate.uid,
        title=name,
        held_on=mandate.since or mandate.elected_on,
        people=_between_spaces([mandate.uid]),
        body=body,
        state="",
        title_stems=stems_of(name),
        stems=stems_of(name, body),
    )


def _between_spaces(words: Iterable[str | None]) -> str:
    kept = dict.fromkeys(word for word in words if word)
    return f" {' '.join(kept)} " if kept else ""


def _public_text(*sources: str) -> str:
    """The text without its private passages, which nobody finds through a word they hold."""
    texts = (text_of(without_private(source)) for source in sources)
    return "\n".join(text.replace(PRIVATE_PLACEHOLDER, "…") for text in texts if text)


def date_words(day: date) -> str:
    """Ways in which a day is looked for: « mardi 19 décembre 2023 », « 19/12/2023 », « 2023-12-19 »."""
    return f"{weekday_name(day)} {long_date(day)} {day:%d/%m/%Y} {day.isoformat()}"


class _Maker:
    """What the entries of one sitting share."""

    def __init__(self, row: Sitting, record: Record) -> None:
        self.row, self.record = row, record
        self.facts = record.sitting
        self.names = dict(self._names())
        is_called = row.convocation_sent_on is not None or bool(self.facts.convocation.dispatches)
        is_known = is_called or row.finished_at is not None or self.facts.origin is Origin.RECORDED
        self.is_private = not is_known

    def _names(self) -> Iterator[tuple[str, str]]:
        for mandate in self.record.council.mandates:
            person = self.record.persons.get(mandate.person or "")
            given = f"{person.given_name} {person.family_name}".strip() if person else mandate.label
            yield mandate.uid, given

    def sitting(self) -> SearchEntry:
        facts = self.facts
        title = f"Séance du {weekday_name(facts.held_on)} {long_date(facts.held_on)}"
        attending = [seat.member for seat in self.record.attendance().having(*_IN_THE_ROOM)]
        people = [facts.chair, *facts.secretaries, *attending]
        titles = [_public_text(item.title_html) for item in facts.agenda]
        body = "\n".join([facts.place, facts.session, *titles, self._named(people)]).strip()
        return self._entry(EntryKind.SITTING, facts.uid, title, body, people=people, is_draft=self.is_private)

    def item(self, item: AgendaItem) -> SearchEntry:
        title = _public_text(item.title_html) or "Sans objet"
        people = [item.rapporteur, item.chair or self.facts.chair]
        kind = ITEM_KINDS[item.kind]
        body = "\n".join([kind, item.theme, _public_text(item.note_html), self._named(people)])
        return self._entry(
            EntryKind.ITEM,
            item.uid,
            title,
            body,
            people=people,
            is_draft=self.is_private,
            order=item.order,
            theme=item.theme,
            matter_code=item.matter_code,
            verdict=self.record.verdict_on(item.uid) or "",
        )

    def act(self, act: Act) -> SearchEntry:
        item = self.record.item(act.item)
        number = number_of(act, self.record.council.number_pattern)
        signatory = act.signatory.member if act.signatory else None
        people = [signatory, item.rapporteur, item.chair or self.facts.chair]
        texts = [act.statement_html, *(clause.text_html for clause in act.clauses)]
        texts += [block for part in act.operative for block in part.blocks_html]
        others = " ".join(other.value for other in act.identifiers)
        title = _public_text(act.title_html or item.title_html) or "Sans titre"
        annexes = masked_annexes(act, without_private)
        body = "\n".join([_public_text(*texts), *annexes, others, item.theme, self._named(people)])
        return self._entry(
            EntryKind.ACT,
            act.uid,
            title,
            body,
            people=people,
            is_draft=self.is_private or not number,
            number=number,
            order=item.order,
            theme=item.theme,
            matter_code=item.matter_code,
            verdict=self.record.verdict_on(item.uid) or "",
            state=act.state,
        )

    def _named(self, people: Iterable[str | None]) -> str:
        names = dict.fromkeys(self.names.get(uid, "") for uid in people if uid)
        return ", ".join(name for name in names if name)

    def _entry(
        self,
        kind: EntryKind,
        uid: str,
        title: str,
        body: str,
        *,
        people: Iterable[str | None],
        is_draft: bool,
        **more: object,
    ) -> SearchEntry:
        fields: dict[str, object] = {"number": "", "state": "", "verdict": "", **more}
        number = str(fields["number"])
        return SearchEntry(
            council_id=self.row.council_id,
            kind=kind.value,
            sitting=self.row,
            sitting_uid=self.row.uid,
            uid=uid,
            title=title,
            number_key=number_key(number),
            held_on=self.facts.held_on,
            people=_between_spaces(people),
            body=body.strip(),
            title_stems=stems_of(title, number),
            stems=stems_of(title, number, date_words(self.facts.held_on), body),
            is_draft=is_draft,
            **fields,
        )
