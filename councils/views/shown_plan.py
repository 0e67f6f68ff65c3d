"""What an import of members would do, in finished French."""

from dataclasses import dataclass

from councils.models.choices import CIVILITIES, COLLEGES, GENDERS
from councils.services.member_files import Difference, MemberPlan, PlannedMember, PlanState
from councils.services.member_rows import MemberFile
from councils.views.shown_members import office_words

STATES = {
    PlanState.NEW: ("Nouveau", "success"),
    PlanState.KNOWN: ("Déjà connu", "secondary"),
    PlanState.RE_ELECTED: ("Réélu : nouveau mandat", "info"),
}
_COUNTED = {
    PlanState.NEW: ("nouveau", "nouveaux"),
    PlanState.KNOWN: ("déjà connu", "déjà connus"),
    PlanState.RE_ELECTED: ("réélu", "réélus"),
}
FACTS = {
    "given_name": "prénom",
    "family_name": "nom",
    "civility": "civilité",
    "gender": "accord des mots",
    "birth_date": "date de naissance",
    "substitute_for": "suppléant de",
    "since": "début du mandat",
    "elected_on": "date d'élection",
    "votes_obtained": "suffrages",
    "electoral_list": "liste",
    "group": "groupe",
    "college": "collège",
    "represents": "représente",
    "recorded_rank": "rang au tableau",
}
_VALUES = {key.value: label for labels in (CIVILITIES, GENDERS, COLLEGES) for key, label in labels.items()}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One member of the file. ``changes`` will be written, ``kept`` says what stays as it is recorded."""

    line: int
    name: str
    state: str
    tone: str
    told: str
    changes: tuple[str, ...]
    kept: tuple[str, ...]
    faults: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """``notes`` are about the whole file; ``absent`` are the names of those whom it does not hold."""

    rows: tuple[ShownRow, ...]
    absent: tuple[str, ...]
    notes: tuple[str, ...]
    faults: tuple[str, ...]
    summary: str


def shown_plan(file: MemberFile, plan: MemberPlan) -> ShownPlan:
    """The plan as the review page shows it."""
    return ShownPlan(
        rows=tuple(_row(each) for each in plan.planned),
        absent=tuple(str(mandate) for mandate in plan.absent),
        notes=tuple(_notes(file)),
        faults=file.faults,
        summary=_summary(plan),
    )


def _row(planned: PlannedMember) -> ShownRow:
    member, entry = planned.member, planned.member.entry
    label, tone = STATES[planned.state]
    if member.faults:
        label, tone = "À corriger", "danger"
    filled = [d for d in planned.differences if d.is_filled]
    other = [d for d in planned.differences if not d.is_filled]
    return ShownRow(
        line=member.line,
        name=entry.name or "Sans nom",
        state=label,
        tone=tone,
        told=_told(planned),
        changes=(
            *(f"{FACTS[d.fact]} : {_value(d.after)}" for d in filled),
            *(
                f"fonction : {office_words(o)}"
                for o in planned.new_offices
                if planned.state is PlanState.KNOWN
            ),
        ),
        kept=tuple(_kept(d) for d in other),
        faults=member.faults,
        remarks=member.remarks,
    )


def _kept(difference: Difference) -> str:
    return (
        f"{FACTS[difference.fact]} : « {_value(difference.before)} » est conservé ; le fichier dit "
        f"« {_value(difference.after)} »"
    )


def _value(said: str) -> str:
    return _VALUES.get(said, said)


def _told(planned: PlannedMember) -> str:
    """What the file says of a newcomer, in one line."""
    entry = planned.member.entry
    parts = [office_words(office) for office in entry.offices]
    parts += [f"né(e) le {entry.birth_date:%d/%m/%Y}"] if entry.birth_date else []
    parts += [f"élu(e) le {entry.elected_on:%d/%m/%Y}"] if entry.elected_on else []
    parts += [f"mandat depuis le {entry.since:%d/%m/%Y}"] if entry.since else []
    parts += [f"{entry.votes_obtained} suffrages"] if entry.votes_obtained else []
    parts += [entry.electoral_list] if entry.electoral_list else []
    return " · ".join(parts)


def _notes(file: MemberFile) -> list[str]:
    notes = []
    if file.is_register:
        which = "maires" if file.is_mayors else "conseillers municipaux"
        notes.append(
            f"Fichier du répertoire national des élus ({which}) reconnu. Il ne donne ni la civilité, ni la date de "
            "l'élection, ni les suffrages : complétez-les pour que l'ordre du tableau soit calculé."
        )
    if file.other_communes:
        notes.append(f"{file.other_communes} ligne(s) d'autres communes laissée(s) de côté.")
    if file.left_columns:
        notes.append(f"Colonnes non reprises : {', '.join(file.left_columns)}.")
    return notes


def _summary(plan: MemberPlan) -> str:
    counts = [(plan.count(state), *_COUNTED[state]) for state in PlanState]
    parts = [f"{n} {many if n > 1 else one}" for n, one, many in counts if n]
    parts += (
        [f"{len(plan.absent)} absent{'s' if len(plan.absent) > 1 else ''} du fichier"] if plan.absent else []
    )
    return ", ".join(parts)
