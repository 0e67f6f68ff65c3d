"""The blocks of a deliberation: their usual order, those left out at will, those that bear a title, what goes first."""

from dataclasses import dataclass
from enum import StrEnum


class ActBlock(StrEnum):
    """The blocks of a deliberation. Each renderer prints them in the order of the look."""

    NUMBER = "NUMBER"
    OPENING = "OPENING"
    OFFICERS = "OFFICERS"
    CONVOCATION = "CONVOCATION"
    MEMBERS = "MEMBERS"
    PRESENT = "PRESENT"
    ABSENCES = "ABSENCES"
    VOTES = "VOTES"
    OBJECT = "OBJECT"
    STATEMENT = "STATEMENT"
    PREAMBLE = "PREAMBLE"
    DECISION = "DECISION"
    CLOSING = "CLOSING"
    ANNEXES = "ANNEXES"
    EXECUTORY = "EXECUTORY"


USUAL_ORDER = tuple(ActBlock)

OPTIONAL = frozenset(
    {ActBlock.NUMBER, ActBlock.OFFICERS, ActBlock.CONVOCATION, ActBlock.MEMBERS, ActBlock.VOTES}
)
"""Blocks that an act may leave out: another block, or the register, says the same."""

TITLED = (
    ActBlock.NUMBER,
    ActBlock.CONVOCATION,
    ActBlock.MEMBERS,
    ActBlock.PRESENT,
    ActBlock.OBJECT,
    ActBlock.STATEMENT,
    ActBlock.PREAMBLE,
    ActBlock.DECISION,
    ActBlock.ANNEXES,
    ActBlock.EXECUTORY,
)
"""Blocks whose title is the council's to choose."""

BEFORE = (
    (ActBlock.OBJECT, (ActBlock.STATEMENT, ActBlock.PREAMBLE, ActBlock.DECISION, ActBlock.ANNEXES)),
    (ActBlock.DECISION, (ActBlock.CLOSING,)),
)
"""What must come before what: the object heads the act for whoever listens to it; nobody signs before a decision."""

BLOCK_NAMES = {
    ActBlock.NUMBER: "Numéro de l'acte",
    ActBlock.OPENING: "Ouverture de la séance",
    ActBlock.OFFICERS: "Président et secrétaire",
    ActBlock.CONVOCATION: "Date de la convocation",
    ActBlock.MEMBERS: "Nombre de membres",
    ActBlock.PRESENT: "Présents",
    ActBlock.ABSENCES: "Absents et pouvoirs",
    ActBlock.VOTES: "Résultat du vote",
    ActBlock.OBJECT: "Objet",
    ActBlock.STATEMENT: "Exposé",
    ActBlock.PREAMBLE: "Visas et considérants",
    ActBlock.DECISION: "Décision",
    ActBlock.CLOSING: "Formule finale et signature",
    ActBlock.ANNEXES: "Annexes",
    ActBlock.EXECUTORY: "Caractère exécutoire et dates",
}


@dataclass(frozen=True, slots=True)
class BlockTitle:
    """The council's own title of a block; empty, the block has none."""

    block: ActBlock
    text: str = ""
