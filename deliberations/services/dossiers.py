"""A dossier enters: one council and its sittings, all or nothing."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from councils.domain import bodies
from councils.domain.errors import RowRefused
from councils.models import Council, CouncilRole, Mandate, User
from councils.services.facts import write_council
from councils.services.locking import lock
from councils.services.writing import Writer
from deliberations.domain import sittings
from deliberations.domain.delegated import CouncilDelegation, MayorDecision
from deliberations.domain.errors import CouncilAlreadyKnown, DossierRefused
from deliberations.domain.sittings import Origin
from deliberations.models import DecisionSnapshot, IssuedDocument, Sitting, Snapshot
from deliberations.services.act_facts import write_act
from deliberations.services.clauses_library import learn_clauses
from deliberations.services.decision_facts import forget_decisions, write_decisions
from deliberations.services.minutes_facts import write_minutes
from deliberations.services.paper_facts import write_papers
from deliberations.services.proof import resuming
from deliberations.services.proof_followed import prove_removals
from deliberations.services.sitting_facts import open_sitting, write_people, write_timeline
from deliberations.services.vote_facts import write_election, write_vote

REASON = "dossier.imported"


def store_dossier(
    *,
    council: bodies.Council,
    sittings: Sequence[sittings.Sitting],
    by: User | None,
    replace: bool = False,
    delegations: Sequence[CouncilDelegation] = (),
    decisions: Sequence[MayorDecision] = (),
    decision_pattern: str = "",
) -> Council:
    """Store one council with its sittings and return its row; nothing is written when anything is refused.

    ``by`` is kept in the history (``None`` for the command line). With ``replace``, a council already known
    whose sittings are all RECORDED, and that issued nothing here, takes the dossier's facts instead of its
    own; its users keep their roles. Raises ``DossierRefused`` with the JSON path of the fault.
    """
    try:
        with transaction.atomic(), resuming():
            writer = Writer(by=by, reason=REASON)
            row, mandates = _store(council, sittings, writer, replace=replace)
            write_decisions(
                writer, row, mandates, delegations=delegations, decisions=decisions, pattern=decision_pattern
            )
            if replace:
                prove_removals(row, at=timezone.now())
            return row
    except DossierRefused:
        raise
    except RowRefused as error:
        raise DossierRefused(error.path, error.message_fr) from error


def _store(
    council: bodies.Council, facts: Sequence[sittings.Sitting], writer: Writer, *, replace: bool
) -> tuple[Council, Mapping[str, Mandate]]:
    row = lock(Council).filter(uid=council.uid).first()
    people = {} if row is None else _empty(row, replace=replace)
    row = row or Council(uid=council.uid)
    mandates = write_council(writer, row, council, "$.council")
    _restore_roles(row, people)
    for index, sitting in enumerate(facts):
        path = f"$.sittings[{index}]"
        target = open_sitting(writer, row, sitting, mandates, path)
        write_people(target, sitting, path)
        write_timeline(target, sitting, path)
        for position, vote in enumerate(sitting.votes):
            write_vote(target, vote, f"{path}.votes[{position}]")
        for position, election in enumerate(sitting.elections):
            write_election(target, election, f"{path}.elections[{position}]")
        for position, act in enumerate(sitting.deliberations):
            write_act(target, act, f"{path}.deliberations[{position}]")
            learn_clauses(row, act.clauses, on=sitting.held_on, by=writer.by)
        write_papers(target, sitting, path)
        write_minutes(target, sitting.minutes, f"{path}.minutes")
    return row, mandates


def _empty(row: Council, *, replace: bool) -> dict[int, str]:
    """Remove the stored facts of ``row``; return the person of each role (role key → person uid)."""
    _check_replaceable(row, replace=replace)
    roles = CouncilRole.objects.filter(council=row, person__isnull=False)
    people = dict(roles.values_list("pk", "person__uid"))
    IssuedDocument.objects.filter(deliberation__council=row).forget_imported()
    forget_decisions(row)
    list(lock(Sitting, to_delete=True).filter(council=row).order_by("pk"))
    row.sittings.all().delete()
    row.mandates.update(substitute_for=None)
    row.mandates.all().delete()
    row.persons.all().delete()
    for figures in (row.populations, row.seats, row.publication_modes):
        figures.all().delete()
    return people


def _check_replaceable(row: Council, *, replace: bool) -> None:
    if not replace:
        raise _already_known(
            "Ce conseil existe déjà. Pour remplacer ses données par celles du dossier, importez-le avec "
            "l'option de remplacement."
        )
    if Sitting.objects.filter(council=row).exclude(origin=Origin.RECORDED).exists():
        raise _already_known(
            "Ce conseil a tenu des séances avec le logiciel : ses données ne peuvent pas être remplacées. "
            "Donnez au dossier un autre identifiant de conseil."
        )
    if _has_proofs(row):
        raise _already_known(
            "Ce conseil a émis des documents avec le logiciel : ses données ne peuvent pas être remplacées. "
            "Donnez au dossier un autre identifiant de conseil."
        )


def _has_proofs(row: Council) -> bool:
    issued_here = IssuedDocument.objects.filter(deliberation__council=row).exclude(path="")
    if DecisionSnapshot.objects.filter(decision__council=row).exists():
        return True
    return issued_here.exists() or Snapshot.objects.filter(deliberation__council=row).exists()


def _already_known(message_fr: str) -> CouncilAlreadyKnown:
    return CouncilAlreadyKnown("$.council.uid", message_fr, code="dossier.council_known")


def _restore_roles(row: Council, people: dict[int, str]) -> None:
    persons = {person.uid: person for person in row.persons.all()}
    for role in CouncilRole.objects.filter(pk__in=people):
        role.person = persons.get(people[role.pk])
        role.save(update_fields=["person"])
