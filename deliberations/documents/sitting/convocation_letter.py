"""The convocation of each member, with the notes and a blank proxy (CGCT art. L. 2121-10)."""

from dataclasses import replace
from datetime import date

from councils.domain.days import council_day
from deliberations.documents.composed.view import ComposedView
from deliberations.documents.convocation import compose_convocation, view_convocation
from deliberations.domain.notices import first_call
from deliberations.domain.record import Record
from deliberations.domain.sitting_documents import EVERYBODY
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords

_LINES_AT_ONCE = 400
"""Lines of agenda, all letters together, that are rendered while somebody waits: about ten seconds."""
_NO_MEMBER = (
    "Aucun membre n'est en exercice le jour de la séance : enregistrez d'abord les membres du conseil."
)
_NO_AGENDA = "L'ordre du jour est vide : inscrivez-y d'abord des points."


def view_convocation_letter(record: Record, *, edited_on: date, subject: str) -> ComposedView:
    """The letter to the mandate ``subject``, or all of them one after the other.

    A letter is dated by the day on which its member was first called: dated anew, it would prove a late call.
    """
    members = record.members if subject == EVERYBODY else (subject,)
    views = [view_convocation(record, (m,), edited_on=_called_on(record, m, edited_on)) for m in members]
    letters = tuple(letter for view in views for letter in view.letters)
    document = replace(views[0].document, edited_on=edited_on)
    return compose_convocation(replace(views[0], letters=letters, document=document))


def _called_on(record: Record, member: str, edited_on: date) -> date:
    sent_at = first_call(record, member)
    return (
        council_day(record.council, sent_at) if sent_at else record.sitting.convocation.sent_on or edited_on
    )


def why_no_letter(record: Record) -> str:
    if not record.members:
        return _NO_MEMBER
    return "" if any(not item.added_in_sitting for item in record.sitting.agenda) else _NO_AGENDA


def letter_subjects(record: Record) -> tuple[tuple[str, str], ...]:
    """All together, then each member in the order of the table.

    Not together where that would be hundreds of pages to wait for: those to be called on paper are printed from the
    page of the convocation.
    """
    lines = len(record.members) * len(record.sitting.agenda)
    together = ((EVERYBODY, "Tous les membres, à la suite"),) if lines <= _LINES_AT_ONCE else ()
    return (*together, *member_subjects(record))


def member_subjects(record: Record) -> tuple[tuple[str, str], ...]:
    """Each member with the name printed."""
    members = MemberWords(record, BodyWords(record.council))
    return tuple((uid, members.name(uid)) for uid in record.members)
