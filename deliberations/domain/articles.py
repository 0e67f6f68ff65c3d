"""The article of each rule of the sitting, which differs from one body to another."""

from enum import Enum, auto

from councils.domain.bodies import BodyType, Council, Territory


class Topic(Enum):
    """A rule of the sitting that has an article in each code."""

    CHAIR = auto()
    SECRETARY = auto()
    QUORUM = auto()
    CLOSED_DOORS = auto()
    PROXIES = auto()
    MAJORITY = auto()
    FORMS_OF_VOTE = auto()
    ACCOUNTS = auto()


_CGCT = {
    Topic.CHAIR: "L. 2121-14",
    Topic.SECRETARY: "L. 2121-15",
    Topic.QUORUM: "L. 2121-17",
    Topic.CLOSED_DOORS: "L. 2121-18",
    Topic.PROXIES: "L. 2121-20",
    Topic.MAJORITY: "L. 2121-20",
    Topic.FORMS_OF_VOTE: "L. 2121-21",
}
# The board of a CCAS has a code of its own; a rule that is not here has no article established.
_CCAS = {
    Topic.QUORUM: "CASF art. R. 123-17",
    Topic.MAJORITY: "CASF art. R. 123-18",
    Topic.ACCOUNTS: "CGCT art. L. 1612-12",
}
_GROUPED = (BodyType.EPCI, BodyType.CLOSED_SYNDICATE)


def article_of(council: Council, topic: Topic) -> str:
    """The article of that rule for this body; empty where none is established.

    An open syndicate follows its statutes, another assembly is only recorded: neither has an article here.
    """
    body = council.body_type
    if body is BodyType.CCAS:
        return _CCAS.get(topic, "")
    if body in (BodyType.OPEN_SYNDICATE, BodyType.OTHER):
        return ""
    if topic is Topic.ACCOUNTS:
        return "CGCT art. L. 1612-12"
    if (
        topic is Topic.SECRETARY
        and council.territory is Territory.ALSACE_MOSELLE
        and body is BodyType.COMMUNE
    ):
        return "CGCT art. L. 2541-6"
    if topic is Topic.CHAIR and body is BodyType.COMMUNE:
        return "CGCT art. L. 2121-14 et L. 2122-17"
    return f"CGCT art. {'L. 5211-1 et ' if body in _GROUPED else ''}{_CGCT[topic]}"
