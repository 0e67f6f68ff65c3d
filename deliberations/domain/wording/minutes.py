"""The sentences of the minutes that tell the sitting as a whole (CGCT art. L. 2121-15).

Plain spaces and straight apostrophes here: French typography is applied once, when the view is made.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from councils.domain.people import Gender
from councils.domain.tables import oldest_member
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.majority import Verdict
from deliberations.domain.minutes import (
    Completion,
    CompletionKind,
    Minutes,
    MinutesRemark,
    RemarkOutcome,
)
from deliberations.domain.moments import Moment
from deliberations.domain.notices import is_freed_from_quorum
from deliberations.domain.posts import PostKind, kind_of_election
from deliberations.domain.quorum import Quorum
from deliberations.domain.record import Record
from deliberations.domain.secretaries import all_secretaries
from deliberations.domain.sittings import AgendaItem, Auxiliary, ItemOutcome
from deliberations.domain.texts import text_of
from deliberations.domain.votes import VotePurpose
from deliberations.domain.wording import sentences
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import date_in_words, long_date, numeric_time, time_in_words
from deliberations.domain.wording.members import AbsenceLines, MemberWords
from deliberations.domain.wording.names import join_list, with_civility

SILENT = "Aucune observation."
DRAFT_NOTE = "Projet de procès-verbal, soumis à l'assemblée au commencement de la séance suivante."
REMARKS = "Remarques sur le procès-verbal"
BEHIND_CLOSED_DOORS = "Débat à huis clos : sa teneur n'est pas rendue publique."
_OLDEST: Mapping[Gender | None, str] = {
    Gender.FEMININE: "doyenne d'âge",
    Gender.MASCULINE: "doyen d'âge",
}
_OUTCOMES = {
    ItemOutcome.ADJOURNED: "Ce point est ajourné.",
    ItemOutcome.WITHDRAWN: "Ce point est retiré de l'ordre du jour.",
}
_REMARK_OUTCOMES = {
    RemarkOutcome.NOTED: "",
    RemarkOutcome.ACCEPTED: "Remarque retenue.",
    RemarkOutcome.REFUSED: "Remarque non retenue.",
}


def title(record: Record, body: BodyWords) -> str:
    """« Procès-verbal de la séance du conseil municipal du 19 décembre 2023 »."""
    return f"Procès-verbal de la séance {body.of_the_assembly} du {long_date(record.sitting.held_on)}"


def running_head(record: Record, body: BodyWords) -> str:
    return (
        f"{capitalised(body.authority)} – Procès-verbal de la séance du {long_date(record.sitting.held_on)}"
    )


def status(settled_on: date | None) -> str:
    """« Procès-verbal arrêté en séance du … », or that this is a draft."""
    return f"Procès-verbal arrêté en séance du {long_date(settled_on)}." if settled_on else DRAFT_NOTE


def named(members: MemberWords, mandate: str) -> str:
    """« M. Hugo GARNIER »; the bare name where the civility is not recorded."""
    person = members.record.person_of(mandate)
    return with_civility(members.name(mandate), person.civility if person else None)


def named_with_title(members: MemberWords, mandate: str) -> str:
    printed = members.title(mandate)
    return f"{named(members, mandate)}, {printed}" if printed else named(members, mandate)


def clock(at: datetime, record: Record) -> str:
    """« à 19 h 12 »; with the day once midnight has passed (« le 12 mars 2025 à 0 h 05 »)."""
    hour = f"à {numeric_time(at.time())}"
    return hour if at.date() == record.sitting.held_on else f"le {long_date(at.date())} {hour}"


def opening(record: Record, members: MemberWords, body: BodyWords) -> tuple[str, ...]:
    """The date, the hour, the place, the call and who presides; then what makes this sitting unlike the others."""
    first = first_item(record)
    lead = sentences.opening(record, members, body, first.uid) if first else _without_agenda(record, body)
    return tuple(line for line in (lead, *_circumstances(record, members)) if line)


def first_item(record: Record) -> AgendaItem | None:
    """The item examined first."""
    return min(record.sitting.agenda, key=lambda item: item.examination_order, default=None)


def _without_agenda(record: Record, body: BodyWords) -> str:
    sitting = record.sitting
    hour = f" à {time_in_words(sitting.starts_at)}" if sitting.starts_at else ""
    place = f" {sitting.place}" if sitting.place else ""
    agreed = "e" if body.is_feminine else ""
    return f"Le {date_in_words(sitting.held_on)}{hour}, s'est réuni{agreed} {body.the_assembly}{place}."


def _circumstances(record: Record, members: MemberWords) -> Iterator[str]:
    sitting = record.sitting
    yield _chaired_by_the_oldest(record, members)
    if sitting.convocation.is_urgent:
        reason = sitting.convocation.urgency_reason.strip()
        yield sentences.ended("La convocation a été faite en urgence" + (f" : {reason}" if reason else ""))
    if not sitting.is_public:
        yield "La séance n'est pas publique."
    if sitting.derogation.basis:
        yield sentences.ended(f"Règles particulières appliquées ce jour : {sitting.derogation.basis}")
    if sitting.opened_at is not None:
        yield f"La séance est ouverte {clock(sitting.opened_at, record)}."


def _chaired_by_the_oldest(record: Record, members: MemberWords) -> str:
    """Who presides over the election of the mayor, where birth dates prove it (CGCT art. L. 2122-8)."""
    elections = record.sitting.elections
    item = next((e.item for e in elections if kind_of_election(record, e) is PostKind.MAYOR), None)
    chair = record.chair(Moment(item)) if item else None
    oldest = oldest_member(record.council, record.sitting.held_on)
    if chair is None or oldest is None or oldest.uid != chair:
        return ""
    title = _OLDEST.get(members.gender(chair), "membre le plus âgé")
    return f"L'élection du maire est présidée par {named(members, chair)}, {title} (CGCT art. L. 2122-8)."


def roll_counts(room: Attendance) -> tuple[tuple[str, str], ...]:
    """« Membres en exercice : 15 », then those present, represented and away, as terms and figures."""
    lines = [("Membres en exercice :", room.in_office), ("Présents :", room.present)]
    others = (
        ("À distance :", room.count(SeatState.REMOTE)),
        ("Représentés :", room.represented),
        ("Excusés sans pouvoir :", room.count(SeatState.EXCUSED)),
        ("Absents :", room.count(SeatState.ABSENT)),
    )
    lines += [(label, figure) for label, figure in others if figure]
    return tuple((label, str(figure)) for label, figure in lines)


def quorum(record: Record, body: BodyWords) -> str:
    """That the quorum was checked, with the figures (CGCT art. L. 2121-17); empty when attendance is not known."""
    if is_freed_from_quorum(record):
        return (
            f"Réuni{'e' if body.is_feminine else ''} sur seconde convocation, {body.the_assembly} délibère sans "
            "condition de quorum sur les points déjà inscrits à l'ordre du jour de la première."
        )
    first = first_item(record)
    found = record.quorum(first.uid) if first else None
    return _quorum_told(found, body) if found is not None and found.in_office else ""


def _quorum_told(found: Quorum, body: BodyWords) -> str:
    may = "peut délibérer valablement" if found.is_met else "ne peut pas délibérer valablement"
    return (
        f"Le quorum est de {counted(found.required, 'membre présent', 'membres présents')} pour "
        f"{counted(found.in_office, 'membre')} en exercice ; "
        f"{counted(found.present, 'membre étant présent', 'membres étant présents')}, {body.the_assembly} {may}."
    )


def quorum_again(found: Quorum) -> str:
    """The same in the course of the sitting, when somebody came or went."""
    figures = f"{counted(found.present, 'présent')} pour {counted(found.required, 'requis', 'requis')}"
    return (
        f"Le quorum reste atteint ({figures})."
        if found.is_met
        else f"Le quorum n'est plus atteint ({figures})."
    )


def secretaries(record: Record, members: MemberWords) -> str:
    named_ones = [named(members, mandate) for mandate in record.sitting.secretaries]
    if not named_ones:
        return ""
    label = "Secrétaire" if len(named_ones) == 1 else "Secrétaires"
    return f"{label} de séance : {join_list(named_ones)}."


def auxiliaries(people: tuple[Auxiliary, ...]) -> str:
    """Those who help without deliberating."""
    told = [f"{p.name} ({p.capacity})" if p.capacity else p.name for p in people]
    if not told:
        return ""
    verb = "Assiste" if len(told) == 1 else "Assistent"
    return f"{verb} à la séance sans prendre part aux délibérations : {join_list(told)}."


def absence_term(group: AbsenceLines) -> str:
    """« Excusés (3) : » from « Excusés : 3 »."""
    word, _, number = group.heading.partition(" : ")
    return f"{word} ({number}) :" if number else group.heading


def absence_names(group: AbsenceLines) -> str:
    return f"{' ; '.join(group.lines)}." if group.lines else ""


def agenda_title(item: AgendaItem) -> str:
    """The object, as the call announced it; what was added in sitting says so."""
    subject = text_of(item.title_html) or "Point sans objet"
    return f"{subject}{' (ajouté en séance)' if item.added_in_sitting else ''}"


def agenda_line(item: AgendaItem) -> str:
    """« 3. Objet »."""
    return f"{item.order}. {agenda_title(item)}"


def item_heading(item: AgendaItem) -> str:
    """« 3. Thème – Objet »."""
    subject = text_of(item.title_html) or "Point sans objet"
    is_said = not item.theme or subject.lower().startswith(item.theme.lower())
    return f"{item.order}. {subject}" if is_said else f"{item.order}. {item.theme} – {subject}"


def rapporteur(members: MemberWords, item: AgendaItem) -> str:
    return f"Rapporteur : {named(members, item.rapporteur)}." if item.rapporteur else ""


def item_lead(item: AgendaItem, members: MemberWords) -> tuple[str, ...]:
    """That the item was not on the agenda that members received, or has a secretary of its own."""
    added = "Ce point, non inscrit à l'ordre du jour, est ajouté en séance." if item.added_in_sitting else ""
    own = f"Secrétaire de séance pour ce point : {named(members, item.secretary)}." if item.secretary else ""
    return tuple(line for line in (added, own) if line)


def words_before(record: Record, body: BodyWords) -> MemberWords:
    """The members with the offices they held when the sitting opened: what it gives them comes later."""
    day = record.sitting.held_on
    mandates = (ranked.mandate for ranked in record.table)
    is_given = any(office.since == day for mandate in mandates for office in mandate.offices)
    return MemberWords(record, body, day - timedelta(days=1) if is_given else day)


def outcome(item: AgendaItem) -> str:
    return _OUTCOMES.get(item.outcome, "")


def incident_lead(at: datetime | None, record: Record) -> str:
    return f"Incident, {clock(at, record)} :" if at is not None else "Incident :"


def closing(record: Record) -> str:
    at = record.sitting.closed_at
    return f"La séance est levée {clock(at, record)}." if at is not None else ""


COMPLETIONS = "Mentions complétées"
_COMPLETED = {
    CompletionKind.HOUR: "heure de la séance",
    CompletionKind.CHAIR: "présidence de séance",
    CompletionKind.SECRETARY: "secrétaire de séance",
}


def completion(told: Completion, members: MemberWords) -> str:
    """« Complété le 4 mai 2026, les actes étant déjà transmis ou publiés : secrétaire de séance : … (…). »"""
    what = numeric_time(told.hour) if told.hour else named(members, told.member) if told.member else ""
    said = f"{_COMPLETED[told.kind]} : {what}" if what else _COMPLETED[told.kind]
    return (
        f"Complété le {long_date(told.completed_on)}, les actes ayant déjà quitté la mairie et restant inchangés : "
        f"{said} ({told.reason.strip().rstrip('.')})."
    )


def remark_lead(remark: MinutesRemark, members: MemberWords) -> str:
    """« Remarque de Mme X, séance du 8 avril 2025 : »."""
    who = f"Remarque de {named(members, remark.member)}" if remark.member else "Remarque"
    when = f", {long_date(remark.made_on)}" if remark.made_on else ""
    return f"{who}{when} :"


def remark_outcome(remark: MinutesRemark) -> str:
    """What was decided of it, before the text of the rectification where there is one."""
    told = _REMARK_OUTCOMES[remark.outcome]
    return f"{told} Rectification :" if told and remark.rectification_html.strip() else told


def signatories(record: Record) -> tuple[tuple[str, bool], ...]:
    """The mandates that sign: the head of the assembly, then the secretaries (CGCT art. L. 2121-15), those of single
    items too.

    Where no head is in office that day, who chaired. The flag tells a secretary. Each member once.
    """
    sitting = record.sitting
    head = record.heads[0] if record.heads else sitting.chair
    pairs = [(head, False)] if head else []
    pairs += [(member, True) for member in all_secretaries(record) if member != head]
    return tuple(pairs)


def is_behind_closed_doors(record: Record, item: AgendaItem) -> bool:
    """Whether that item was discussed without the public: so decided, or the whole sitting (CGCT art. L. 2121-18)."""
    if not record.sitting.is_public:
        return True
    asked = (v for v in record.votes_on(item.uid) if v.purpose is VotePurpose.CLOSED_DOORS)
    return any(record.verdict(vote) is Verdict.ADOPTED for vote in asked)


def room_told(room: Attendance) -> str:
    """« Présents : 12 ; représentés : 2 ; votants : 14. »"""
    parts = [f"Présents : {room.present}"]
    if remote := room.count(SeatState.REMOTE):
        parts.append(f"à distance : {remote}")
    parts += [f"représentés : {room.represented}", f"votants : {room.voters}"]
    return f"{' ; '.join(parts)}."


def debate_told(minutes: Minutes, item: AgendaItem) -> str:
    """« Aucune observation. » only when the secretary says so."""
    return SILENT if minutes.debate_on(item.uid).is_silent else ""
