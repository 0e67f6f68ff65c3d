"""Noting who opened what is not public: a line above each view that shows it.

A test opens every address of an act and of a convocation, and asks for the line of the log.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from councils.models import User
from councils.views.access import MemberRequest, View
from councils.views.forms_shown import UNPROCESSABLE
from deliberations.models import Deliberation, ImportedFile, ItemPaper, MayorDecision, Sitting
from deliberations.services.decision_readings import note_decision_reading
from deliberations.services.readings import (
    note_act_reading,
    note_closed_sitting,
    note_debate,
    note_decision_evidence,
    note_evidence,
    note_imported_file,
    note_original,
    note_paper_reading,
    note_proofs_reading,
    note_signed_minutes,
    note_signed_paper,
)

SHOWN = frozenset({200, 409, UNPROCESSABLE})
"""Statuses of a page that shows its object: a refused form shows it too."""
Note = Callable[[User, dict[str, Any]], None]


def _noting(note: Note) -> Callable[[Callable[..., Any]], View]:
    def decorate(view: Callable[..., Any]) -> View:
        @wraps(view)
        def noted(request: MemberRequest, **place: Any) -> HttpResponse:
            response: HttpResponse = view(request, **place)
            if response.status_code in SHOWN:
                note(request.user, place)
            return response

        return noted

    return decorate


def _act_row(place: dict[str, Any]) -> Deliberation:
    rows = Deliberation.objects.select_related("council", "sitting")
    given = {"council__uid": place["council"], "sitting__uid": place["sitting"], "uid": place["act"]}
    return get_object_or_404(rows, **given)


def _sitting(place: dict[str, Any]) -> Sitting:
    rows = Sitting.objects.select_related("council")
    return get_object_or_404(rows, council__uid=place["council"], uid=place["sitting"])


def _acts(user: User, place: dict[str, Any]) -> None:
    for row in _sitting(place).deliberations.select_related("council", "sitting"):
        note_act_reading(user, row)


def _paper(user: User, place: dict[str, Any]) -> None:
    rows = ItemPaper.objects.select_related("item__sitting__council")
    given = {"item__sitting": _sitting(place), "item__uid": place["item"], "uid": place["paper"]}
    note_paper_reading(user, get_object_or_404(rows, **given))


def _decision_row(place: dict[str, Any]) -> MayorDecision:
    rows = MayorDecision.objects.select_related("council")
    return get_object_or_404(rows, council__uid=place["council"], uid=place["decision"])


def _decision(user: User, place: dict[str, Any]) -> None:
    note_decision_reading(user, _decision_row(place))


def _imported(user: User, place: dict[str, Any]) -> None:
    """A file of a batch, named by its own uid or by that of an act read in it."""
    rows = ImportedFile.objects.select_related("batch__council")
    given = {"uid": place["file"]} if "file" in place else {"acts__uid": place["act"]}
    own = {"batch__council__uid": place["council"], "batch__uid": place["batch"]}
    note_imported_file(user, get_object_or_404(rows, **own, **given))


def notes_proofs(what: str, *, named: str = "sitting") -> Callable[[Callable[..., Any]], View]:
    """The view shows proofs of the sendings or answers of a sitting.

    ``what`` is their name in the log; ``named`` is the part of the address that tells them from the others.
    """
    return _noting(lambda user, place: note_proofs_reading(user, _sitting(place), place[named], what))


notes_act = _noting(lambda user, place: note_act_reading(user, _act_row(place)))
"""The view shows the text of an act."""
notes_decision = _noting(_decision)
"""The view shows the text of a decision of the mayor, or one of its annexes."""
notes_acts = _noting(_acts)
"""The view gives the text of every act of a sitting."""
notes_original = _noting(lambda user, place: note_original(user, _act_row(place)))
"""The view gives the document that an act of the past was read from."""
notes_signed_paper = _noting(lambda user, place: note_signed_paper(user, _act_row(place)))
"""The view gives the scan of an act signed by hand."""
notes_evidence = _noting(lambda user, place: note_evidence(user, _act_row(place)))
"""The view gives the evidence file of an act."""
notes_decision_evidence = _noting(lambda user, place: note_decision_evidence(user, _decision_row(place)))
"""The view gives the evidence file of a decision of the mayor."""
notes_signed_minutes = _noting(lambda user, place: note_signed_minutes(user, _sitting(place)))
"""The view gives the scan of minutes signed by hand."""
notes_debate = _noting(lambda user, place: note_debate(user, _sitting(place), place["item"]))
"""The view shows what is written of a discussion."""
notes_imported_file = _noting(_imported)
"""The view shows a file of earlier years, or an act read in it."""
notes_paper = _noting(_paper)
"""The view gives the file of a paper."""
notes_closed_sitting = _noting(lambda user, place: note_closed_sitting(user, _sitting(place)))
"""The view tells what happened in a sitting, which may have been closed to the public."""
