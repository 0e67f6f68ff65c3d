"""Which posts an election fills, read from their name: the rules of the ballot depend on it."""

import re
from enum import StrEnum
from functools import lru_cache

from councils.domain.bodies import BodyType, Council
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, Subject
from deliberations.domain.texts import text_of
from deliberations.domain.votes import Election


class PostKind(StrEnum):
    """Posts with a ballot of their own; OTHER is any nomination (CGCT art. L. 2121-21)."""

    MAYOR = "MAYOR"
    DEPUTY = "DEPUTY"
    PRESIDENT = "PRESIDENT"
    VICE_PRESIDENT = "VICE_PRESIDENT"
    TENDER_BOARD = "TENDER_BOARD"
    SOCIAL_BOARD = "SOCIAL_BOARD"
    OTHER = "OTHER"


COMMUNAL_HEADS = frozenset({PostKind.MAYOR, PostKind.DEPUTY})
GROUP_HEADS = frozenset({PostKind.PRESIDENT, PostKind.VICE_PRESIDENT})
_GROUPS = frozenset({BodyType.EPCI, BodyType.CLOSED_SYNDICATE})

_ARTICLE = r"^\W{0,3}(?:(?:les?|la|une?|du|des?) |[ld]['’] ?){0,3}"
_OTHER_ROLE = r"(?!.*\b(?:comme|en qualité|en tant|jeunes|enfants)\b)"
_RANK = (
    r"(?:(?:premi\w+|second\w*|\w+ième|\d+\w{0,3}|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze"
    r"|nouve\w+|autres?|postes?|listes?|des?) |d['’] ?){0,4}"
)
_TENDER_BOARD = {
    PostKind.TENDER_BOARD: re.compile(r"appels? d['’] ?offres|\bCAO\b", re.IGNORECASE),
}
_OF_COMMUNE = {
    PostKind.MAYOR: re.compile(rf"{_ARTICLE}maire\b(?! délégu|[- ]adjoint){_OTHER_ROLE}", re.IGNORECASE),
    PostKind.DEPUTY: re.compile(
        rf"{_ARTICLE}{_RANK}(?:maires?[- ])?adjointe?s?\b{_OTHER_ROLE}", re.IGNORECASE
    ),
    PostKind.SOCIAL_BOARD: re.compile(r"\bCCAS\b|centre communal d['’] ?action sociale", re.IGNORECASE),
}
_OF_GROUP = {
    PostKind.VICE_PRESIDENT: re.compile(
        rf"{_ARTICLE}{_RANK}vice[- ]présidente?s?\b{_OTHER_ROLE}", re.IGNORECASE
    ),
    PostKind.PRESIDENT: re.compile(
        rf"{_ARTICLE}présidente?\b(?! (?:de )?(?:la )?(?:séance|commission)){_OTHER_ROLE}", re.IGNORECASE
    ),
}
_ELECTION_OF = re.compile(
    r"^\W{0,3}(?:d[ée]signations? et )?[ée]lections?(?: et d[ée]signations?)? ", re.IGNORECASE
)
_DESIGNATION_OF = re.compile(r"^\W{0,3}d[ée]signations? ", re.IGNORECASE)
_HEADS_ONLY = re.compile(
    rf"{_ARTICLE}{_RANK}(?:maire|(?:maires?[- ])?adjointe?s?)(?: au maire)?(?: de la commune)?"
    r"(?: et (?:des?|du|d['’]une?) ?(?:(?:ses|deux|trois|quatre|cinq) )?(?:maire|adjointe?s?)(?: au maire)?)?"
    r"\W{0,3}$",
    re.IGNORECASE,
)
"""« Désignation du maire », and nothing behind: « Désignation du maire au conseil d'école » names a delegate."""
_ABOUT_IT = re.compile(
    r"\b(?:nombre|création|fixation|détermination|conditions?|modalités|dépôt|indemnités?|délégations?)\b",
    re.IGNORECASE,
)
"""« Élection des adjoints : détermination du nombre de postes » decides about the election, and elects nobody."""
_LONGEST = 200
"""Letters read: the posts come first."""


@lru_cache(maxsize=1024)
def kind_of_posts(body: BodyType, posts: str) -> PostKind:
    """What « Deuxième adjointe » or « Membres de la commission d'appel d'offres » is, for that kind of body."""
    own = _OF_COMMUNE if body is BodyType.COMMUNE else _OF_GROUP if body in _GROUPS else {}
    words = " ".join(posts[:_LONGEST].split())
    return next(
        (kind for kind, named in (own | _TENDER_BOARD).items() if named.search(words)), PostKind.OTHER
    )


def kind_of_election(record: Record, election: Election) -> PostKind:
    """What an election fills, by the name of its posts, else by the subject of its item.

    Raises ``KeyError`` when its item is not on the agenda.
    """
    return kind_of_posts_on(record.council.body_type, election.posts, record.item(election.item).subject)


def kind_of_posts_on(body: BodyType, posts: str, subject: Subject) -> PostKind:
    """The same, before the election is recorded: ``subject`` is that of its item."""
    kind = kind_of_posts(body, posts)
    is_social = body is BodyType.COMMUNE and subject is Subject.SOCIAL_BOARD
    return PostKind.SOCIAL_BOARD if kind is PostKind.OTHER and is_social else kind


def elections_to(record: Record, *kinds: PostKind) -> tuple[Election, ...]:
    """The elections of the sitting that fill such posts."""
    return tuple(e for e in record.sitting.elections if kind_of_election(record, e) in kinds)


def kind_of_item(council: Council, item: AgendaItem) -> PostKind:
    """What the title of an item says that it fills: « Élection du maire », but not « Désignation du maire comme… ».

    « Désignation du maire » and « Désignation des adjoints », alone, are elections under another name.
    """
    return _kind_of_title(council.body_type, item.title_html)


@lru_cache(maxsize=1024)
def _kind_of_title(body: BodyType, title_html: str) -> PostKind:
    title = " ".join(text_of(title_html).split())
    elected, designated = _ELECTION_OF.match(title), _DESIGNATION_OF.match(title)
    if elected and not _ABOUT_IT.search(title):
        return kind_of_posts(body, title[elected.end() :])
    if designated and _HEADS_ONLY.match(title[designated.end() :]):
        return kind_of_posts(body, title[designated.end() :])
    return PostKind.OTHER


def kinds_filled(record: Record, item: AgendaItem) -> frozenset[PostKind]:
    """Posts that an item fills, by its elections; by its title where none is recorded. Never empty."""
    elections = record.elections_on(item.uid)
    kinds = frozenset(kind_of_election(record, election) for election in elections)
    return kinds or frozenset({kind_of_item(record.council, item)})


def elects_communal_heads(record: Record, item: AgendaItem) -> bool:
    """Whether all that an item fills are the posts of mayor and deputies, whose election has its own appeal."""
    is_commune = record.council.body_type is BodyType.COMMUNE
    return is_commune and kinds_filled(record, item) <= COMMUNAL_HEADS
