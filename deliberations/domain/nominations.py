"""Nominations voted by show of hands (CGCT art. L. 2121-21)."""

import re
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache

from councils.domain.bodies import BodyType
from councils.domain.names import strip_accents
from deliberations.domain.articles import Topic, article_of
from deliberations.domain.majority import Verdict
from deliberations.domain.posts import COMMUNAL_HEADS, PostKind, kind_of_election, kind_of_item
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, ItemKind, Subject
from deliberations.domain.texts import text_of
from deliberations.domain.votes import (
    Election,
    Nomination,
    NominationBasis,
    StatedResult,
    Vote,
    VoteMethod,
    VotePurpose,
)

_OF_SUBSTANCE = (VotePurpose.WHOLE, VotePurpose.PRINCIPLE)
_IMPOSED = COMMUNAL_HEADS | {PostKind.SOCIAL_BOARD}
_TOLD_ONLY = (ItemKind.INFORMATION, ItemKind.ACKNOWLEDGEMENT, ItemKind.QUESTION)
_WORDS = re.compile(r"[a-z0-9]+")
_BOARD = r"(?:ccas|centre communal d action sociale)"
_MEMBERS = (
    r"(?:membres?|representante?s?|deleguee?s?|administrat(?:eur|rice)s?|elue?s?|conseill(?:er|ere)s?"
    r"|conseil d administration)"
)
_NAMED_TO_THE_BOARD = re.compile(
    rf"(?:election|designation)s? [a-z0-9 ]{{0,40}}?\b{_MEMBERS}\b[a-z0-9 ]{{0,80}}?\b{_BOARD}\b"
    rf"|^(?:conseil d administration du )?{_BOARD}\b[a-z0-9 ]{{0,40}}?\b(?:election|designation)s? [a-z0-9 ]{{0,40}}?"
    rf"\b{_MEMBERS}\b"
)
_NOT_THE_BOARD = re.compile(
    r"\b(?:nombre|fixation|determination|composition|information|communication|nomm\w+|arretes?|par le maire"
    r"|(?:vice )?president\w*|directeur|directrice|agents?|referente?s?|regisseu\w+|commissions?|comites?|jury"
    r"|associations?|udaf|qualifiee?s?|exterieure?s?)\b"
    rf"|\b{_BOARD} (?:(?:a|dans|aupres|au|aux)\b)"
)
"""Whom the mayor names, who represents the board elsewhere, how many members it has."""
_LONGEST = 200
"""Letters of a title read."""


class NominationFault(StrEnum):
    """SECRECY_IMPOSED: no waiver is possible. NO_WAIVER: nothing recorded allows a show of hands."""

    SECRECY_IMPOSED = "SECRECY_IMPOSED"
    NO_WAIVER = "NO_WAIVER"


def nomination_fault(nomination: Nomination, vote: Vote) -> NominationFault | None:
    """What is wrong with the form of a vote that names someone, or ``None``.

    A secret ballot is always sound. Otherwise the council must have dropped secrecy unanimously, or a single
    candidacy must have been recorded (it takes effect without a vote), unless a text imposes secrecy.
    """
    if vote.method is VoteMethod.SECRET:
        return None
    if nomination.basis is NominationBasis.IMPOSED:
        return NominationFault.SECRECY_IMPOSED
    if nomination.unanimous_waiver or nomination.single_candidacy:
        return None
    return NominationFault.NO_WAIVER


def basis_of(kind: PostKind, recorded: NominationBasis) -> NominationBasis:
    """The basis of a nomination to such posts, given the one recorded.

    Secrecy is always imposed for the mayor and the deputies (CGCT art. L. 2122-7) and for the members that the
    council elects to the board of the CCAS (CASF art. R. 123-8), whatever was noted.
    """
    return NominationBasis.IMPOSED if kind in _IMPOSED else recorded


def basis_of_election(record: Record, election: Election) -> NominationBasis:
    """The basis of an election, read from its posts where it is not recorded. ``KeyError`` without its item."""
    return basis_of(kind_of_election(record, election), election.basis)


def secrecy_article(record: Record, kind: PostKind) -> str:
    """The text that imposes the secret ballot for such posts, else the one on the forms of a vote."""
    if kind in COMMUNAL_HEADS:
        return "CGCT art. L. 2122-7"
    if kind is PostKind.SOCIAL_BOARD:
        return "CASF art. R. 123-8"
    return article_of(record.council, Topic.FORMS_OF_VOTE)


def may_waive_secrecy(nomination: Nomination) -> bool:
    """Whether a unanimous council may drop the secret ballot (CGCT art. L. 2121-21): never where a text imposes it."""
    return nomination.basis is not NominationBasis.IMPOSED


def kind_of_nomination(record: Record, item: AgendaItem) -> PostKind:
    """Whom an item names: what its elections fill, else what its title says, else the board its subject tells."""
    elections = record.elections_on(item.uid)
    if elections:
        return kind_of_election(record, elections[0])
    kind = kind_of_item(record.council, item)
    is_commune = record.council.body_type is BodyType.COMMUNE
    is_social = is_commune and (item.subject is Subject.SOCIAL_BOARD or _names_social_board(item))
    return PostKind.SOCIAL_BOARD if kind is PostKind.OTHER and is_social else kind


def _names_social_board(item: AgendaItem) -> bool:
    """Whether the title names members of the board of the CCAS: « Désignation des représentants au CCAS »."""
    return item.kind not in _TOLD_ONLY and _is_to_social_board(item.title_html)


@lru_cache(maxsize=1024)
def _is_to_social_board(title_html: str) -> bool:
    title = " ".join(_WORDS.findall(strip_accents(text_of(title_html)[:_LONGEST]).lower()))
    return bool(_NAMED_TO_THE_BOARD.search(title)) and not _NOT_THE_BOARD.search(title)


def nomination_on(record: Record, item: AgendaItem) -> Nomination | None:
    """What is known of the nomination made on ``item``, or ``None`` when the item names nobody.

    An item that elects is a nomination even when nobody marked it, and so is one whose title says whom it elects:
    left as a plain deliberation, « Élection du maire » is still secret (CGCT art. L. 2122-7). The basis is completed
    by the posts, and a waiver that nobody ticked by the vote that decided it, when the council was unanimous.
    """
    return record.asked_once(_nomination_on, item)


def _nomination_on(record: Record, item: AgendaItem) -> Nomination | None:
    nomination = item.nomination
    if nomination is None and not _elects(record, item):
        return None
    nomination = nomination or Nomination()
    basis = basis_of(kind_of_nomination(record, item), nomination.basis)
    waived = nomination.unanimous_waiver
    if waived is None and any(is_unanimous(record, vote) for vote in waivers_on(record, item.uid)):
        waived = True
    return replace(nomination, basis=basis, unanimous_waiver=waived)


def _elects(record: Record, item: AgendaItem) -> bool:
    """Whether the kind or the title of an item tells that it elects someone."""
    is_commune = record.council.body_type is BodyType.COMMUNE
    by_title = kind_of_item(record.council, item) is not PostKind.OTHER
    return item.kind is ItemKind.ELECTION or by_title or (is_commune and _names_social_board(item))


def naming_vote(record: Record, item: str) -> Vote | None:
    """The vote that names someone on ``item``: the last that decides of the thing itself, not of its form."""
    votes = (v for v in reversed(record.votes_on(item)) if v.decides and v.purpose in _OF_SUBSTANCE)
    return next(votes, None)


def waivers_on(record: Record, item: str) -> tuple[Vote, ...]:
    """Votes by which the council dropped, or not, the secrecy of a nomination on ``item``."""
    return tuple(v for v in record.votes_on(item) if v.purpose is VotePurpose.WAIVER_OF_SECRECY)


def is_unanimous(record: Record, vote: Vote) -> bool | None:
    """Whether every voter was for; ``None`` when neither the counts nor the announced result tell."""
    count = record.count(vote)
    others = (count.against, count.abstentions, count.blank, count.null, count.not_voting)
    if count.in_favour is None and not any(others):
        return _is_stated_unanimous(vote)
    if any(others):
        return False
    return record.verdict(vote) is Verdict.ADOPTED


def _is_stated_unanimous(vote: Vote) -> bool | None:
    if vote.stated is None or vote.stated is StatedResult.ADOPTED:
        return None
    return vote.stated is StatedResult.UNANIMOUS


def forms_offered(record: Record, item: AgendaItem) -> frozenset[VoteMethod]:
    """Forms of vote that may be offered on ``item``: a show of hands never is where a text imposes secrecy."""
    nomination = nomination_on(record, item)
    is_imposed = nomination is not None and not may_waive_secrecy(nomination)
    return frozenset({VoteMethod.SECRET}) if is_imposed else frozenset(VoteMethod)
