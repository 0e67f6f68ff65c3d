"""Reading what the State answers to a transmission: the ARActe of @CTES and its neighbours.

The file comes from outside: no document type, no entity, a bounded size and depth. What is not an answer that we
know is refused with a sentence.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from xml.parsers import expat

MAX_BYTES = 5 * 1024 * 1024
"""A receipt copies the act's message, not its files: a few kilobytes."""
_MAX_DEPTH = 12
_MAX_ELEMENTS = 5_000
_LONGEST_TEXT = 5_000
IDENTIFIER = re.compile(r"[0-9][0-9][AB0-9]-[0-9]{9}-[0-9]{8}-([A-Za-z0-9_]{1,15})-[A-Z]{2}")
_FRENCH_DATE = re.compile(
    r"r[ée]ception(?:\s+(?:en\s+|de\s+la\s+)?(?:sous-)?pr[ée]fecture)?\s*:?\s*(?:le\s+)?(\d{2})/(\d{2})/(\d{4})",
    re.IGNORECASE,
)


class AnswerKind(StrEnum):
    """RECEIPT proves the reception; ANOMALY says that nothing was received; CANCELLED that it was taken back."""

    RECEIPT = "RECEIPT"
    ANOMALY = "ANOMALY"
    CANCELLED = "CANCELLED"


_ROOTS = {
    "ARActe": AnswerKind.RECEIPT,
    "AnomalieActe": AnswerKind.ANOMALY,
    "ARAnnulation": AnswerKind.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """``identifier`` names the act (« 059-…-2023_57-DE »), ``number`` is its @CTES number; empty when not told."""

    kind: AnswerKind
    number: str
    identifier: str = ""
    received_on: date | None = None
    subject: str = ""
    detail: str = ""


class UnreadableReceipt(ValueError):
    """A file that is no answer of @CTES. Its text is what the secretary reads."""


@dataclass
class _Reader:
    """What the parser met, as far as it matters here."""

    root: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    elements: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        self.elements += 1
        self.path.append(local)
        if len(self.path) > _MAX_DEPTH or self.elements > _MAX_ELEMENTS:
            raise UnreadableReceipt("Ce fichier XML est démesuré : ce n'est pas un accusé de réception.")
        if len(self.path) == 1:
            self.root = local
        for key, value in attributes.items():
            self.attributes.setdefault(f"{local}.{_local(key)}", value)

    def end(self, _: str) -> None:
        self.path.pop()

    def text(self, data: str) -> None:
        name = self.path[-1] if self.path else ""
        self.texts[name] = (self.texts.get(name, "") + data)[:_LONGEST_TEXT]


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse(*_: object) -> None:
    raise UnreadableReceipt(
        "Ce fichier XML déclare un type de document ou des entités : un accusé de réception n'en a pas."
    )


def read_xml(content: bytes) -> Answer:
    """The answer that an XML file holds. Raises ``UnreadableReceipt``."""
    if len(content) > MAX_BYTES:
        raise UnreadableReceipt("Ce fichier est trop volumineux pour un accusé de réception : 5 Mo au plus.")
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        if isinstance(error, UnreadableReceipt):
            raise
        raise UnreadableReceipt("Ce fichier XML est illisible : téléchargez de nouveau l'accusé.") from error
    return _answer(reader)


def _answer(reader: _Reader) -> Answer:
    kind = _ROOTS.get(reader.root)
    if kind is None:
        raise UnreadableReceipt(
            "Ce fichier n'est pas un accusé de réception @CTES : choisissez celui dont le nom finit par « 1-2 »."
        )
    identifier = reader.attributes.get(f"{reader.root}.IDActe", "").strip()
    found = IDENTIFIER.fullmatch(identifier)
    number = found[1] if found else reader.attributes.get("ActeRecu.NumeroInterne", "").strip()
    received_on = _iso(reader.attributes.get(f"{reader.root}.DateReception", ""))
    if kind is AnswerKind.RECEIPT and (received_on is None or not number):
        raise UnreadableReceipt(
            "Cet accusé ne dit ni l'acte ni la date de réception : il n'a pas été retenu."
        )
    return Answer(
        kind=kind,
        number=number[:15],
        identifier=identifier if found else "",
        received_on=received_on,
        subject=" ".join(reader.texts.get("Objet", "").split()),
        detail=" ".join(reader.texts.get("Detail", "").split()),
    )


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def read_text(text: str) -> Answer | None:
    """The answer that the text of a printed receipt tells, as far as it tells; ``None`` when it names no act.

    The date is the one written after « réception », « réception préfecture » or the like.
    """
    found = IDENTIFIER.search(text)
    if found is None:
        return None
    day = _FRENCH_DATE.search(text)
    received_on = _day(day) if day else None
    return Answer(AnswerKind.RECEIPT, found[1], found[0], received_on)


def _day(found: re.Match[str]) -> date | None:
    day, month, year = (int(group) for group in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None
