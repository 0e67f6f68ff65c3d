"""What surrounds a decision: its annexes while it is a draft, and what a judge or the prefect made of it since."""

from collections.abc import Mapping

from councils.domain.errors import Refusal
from councils.models import User
from deliberations.domain.acts import ActState
from deliberations.domain.papers import AnnexJoining
from deliberations.models import DecisionAnnex, MayorDecision
from deliberations.services.annexing import rejoin, require_all_joinable
from deliberations.services.decision_changes import changing_decision
from deliberations.services.storage import receive_file
from deliberations.services.uploads import CheckedFile

ANNEXED, STATE = "decision.annexed", "decision.state"
MOST_ANNEXES = 100


def add_annex(
    *,
    row: MayorDecision,
    title: str,
    is_hidden: bool,
    file: CheckedFile | None,
    by: User | None,
    joining: AnnexJoining = AnnexJoining.SEPARATE,
) -> DecisionAnnex:
    """Annex a document, with its file when it is here. ``joining`` says how it goes with the PDF of the decision.

    Raises ``DecisionSigned``, or ``Refusal``: beyond a hundred, a file that is to be joined and is not here.
    """
    if joining is not AnnexJoining.SEPARATE and file is None:
        raise Refusal("annex.without_file", "Choisissez le fichier à joindre au PDF, ou laissez-le à part.")
    with changing_decision(row, by=by, reason=ANNEXED) as change:
        count = change.row.annexes.count()
        if count >= MOST_ANNEXES:
            raise Refusal("decision.annexes", f"{MOST_ANNEXES} annexes au plus : réunissez-en plusieurs.")
        annex = DecisionAnnex(
            decision=change.row, position=count, title=title.strip(), is_hidden=is_hidden, joining=joining
        )
        change.writer.check(annex, "")
        if file is not None:
            annex.file = receive_file(
                council=change.row.council,
                content=file.content,
                name=file.name,
                media_type=file.media_type,
                by=by,
                pages=file.pages,
            )
        return change.writer.write(annex, "")


def join_decision_annexes(*, row: MayorDecision, chosen: Mapping[int, AnnexJoining], by: User | None) -> int:
    """Record how each annex goes with the PDF of ``row``, by key, before it is signed. How many changed.

    Raises ``DecisionSigned`` and the like, or ``Refusal`` for the first that cannot (nothing is written).
    """
    require_all_joinable(row.annexes, chosen)
    with changing_decision(row, by=by, reason=ANNEXED) as change:
        return len(rejoin(change.writer, change.row.annexes, chosen))


def remove_annex(*, row: MayorDecision, annex: DecisionAnnex, by: User | None) -> None:
    """Take an annex out of a draft; its file stays in its history. Raises ``DecisionSigned``."""
    with changing_decision(row, by=by, reason=ANNEXED) as change:
        change.writer.delete(annex)


def set_decision_state(*, row: MayorDecision, state: ActState, by: User | None) -> MayorDecision:
    """Note that a decision was referred to the court, suspended or annulled (CGCT art. L. 2131-6), or is no longer.

    Raises ``Refusal`` for a decision that is not signed. The state enters the proof register by itself.
    """
    with changing_decision(row, by=by, reason=STATE, even_fixed=True) as change:
        if not change.row.is_signed:
            raise Refusal("decision.unsigned", "Cette décision n'est pas encore signée.")
        if change.row.state == state:
            return change.row
        change.row.state = state.value
        return change.writer.write(change.row, "")
