"""The article of each rule of the sitting, which differs from one body to another."""

from enum import Enum, auto

from councils.domain.bodies import BodyType, Council, Territory


class Topic(Enum):
    """A rule of the sitting that has an article in each code."""

    CONVOCATION = auto()
    NOTICE = auto()
    CHAIR = auto()
    SECRETARY = auto()
    QUORUM = auto()
    SECOND_CALL = auto()
    CLOSED_DOORS = auto()
    PROXIES = auto()
    MAJORITY = auto()
    FORMS_OF_VOTE = auto()
    ACCOUNTS = auto()
    CHAIR_OF_ACCOUNTS = auto()


WITHOUT_RULES = frozenset({BodyType.OPEN_SYNDICATE, BodyType.OTHER})
"""Recorded and printed without any rule: an open syndicate follows its statutes, another assembly a law of its own."""

_CGCT = {
    Topic.CONVOCATION: "L. 2121-10",
    Topic.NOTICE: "L. 2121-12",
    Topic.CHAIR: "L. 2121-14",
    Topic.SECRETARY: "L. 2121-15",
    Topic.QUORUM: "L. 2121-17",
    Topic.SECOND_CALL: "L. 2121-17, al. 2",
    Topic.CLOSED_DOORS: "L. 2121-18",
    Topic.PROXIES: "L. 2121-20",
    Topic.MAJORITY: "L. 2121-20",
    Topic.FORMS_OF_VOTE: "L. 2121-21",
    Topic.CHAIR_OF_ACCOUNTS: "L. 2121-14",
}
_COMMUNE = {
    Topic.NOTICE: "L. 2121-11 et L. 2121-12",
    Topic.CHAIR: "L. 2121-14 et L. 2122-17",
}
# The local law is about communes; articles L. 2121-10 to -12, -15 and -17, second paragraph, do not apply to them.
_ALSACE_MOSELLE = {
    Topic.CONVOCATION: "L. 2541-1 et s.",
    Topic.NOTICE: "L. 2541-1 et s.",
    Topic.SECRETARY: "L. 2541-6",
    Topic.SECOND_CALL: "L. 2541-4",
}
# The board of a CCAS has a code of its own; a rule that is not here has no article established.
_CCAS = {
    Topic.NOTICE: "CASF art. R. 123-16",
    Topic.QUORUM: "CASF art. R. 123-17",
    Topic.SECOND_CALL: "CASF art. R. 123-17",
    Topic.MAJORITY: "CASF art. R. 123-18",
    Topic.ACCOUNTS: "CGCT art. L. 1612-12",
}


def article_of(council: Council, topic: Topic) -> str:
    """The article of that rule for this body; empty where none is established.

    An open syndicate follows its statutes, another assembly is only recorded: neither has an article here.
    """
    body = council.body_type
    if body is BodyType.CCAS:
        return _CCAS.get(topic, "")
    if body in WITHOUT_RULES:
        return ""
    if topic is Topic.ACCOUNTS:
        return "CGCT art. L. 1612-12"
    if body is not BodyType.COMMUNE:
        return f"CGCT art. L. 5211-1 et {_CGCT[topic]}"
    local = _ALSACE_MOSELLE if council.territory is Territory.ALSACE_MOSELLE else {}
    return f"CGCT art. {local.get(topic) or _COMMUNE.get(topic) or _CGCT[topic]}"


def lent(council: Council, article: str) -> str:
    """An article of the communes as this body cites it: L. 5211-1 lends those on the sittings to groups of communes."""
    is_group = council.body_type not in WITHOUT_RULES | {BodyType.COMMUNE, BodyType.CCAS}
    code, _, number = article.partition("art. ")
    return f"{code}art. L. 5211-1 et {number}" if is_group and number.startswith("L. 2121-") else article
