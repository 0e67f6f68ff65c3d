"""What the settings of the documents are called, and an example of what each choice prints."""

from collections.abc import Mapping
from typing import Any

from councils.domain.look_blocks import BLOCK_NAMES, ActBlock
from councils.forms import look_act_words, look_sitting_words

CHOICES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    **look_sitting_words.CHOICES,
    **look_act_words.CHOICES,
}
"""Setting → its name, and each variant with what it prints."""

FLAGS: Mapping[str, str] = {**look_sitting_words.FLAGS, **look_act_words.FLAGS}
"""What is printed or not."""

USUAL_TITLES: Mapping[ActBlock, str] = {
    ActBlock.NUMBER: "Délibération n°",
    ActBlock.CONVOCATION: "Date de la convocation",
    ActBlock.MEMBERS: "Membres du conseil municipal :",
    ActBlock.PRESENT: "Étaient présents",
    ActBlock.OBJECT: "Objet de la délibération",
    ActBlock.STATEMENT: "Exposé",
    ActBlock.PREAMBLE: "La commune de Gruson",
    ActBlock.DECISION: "Décision",
    ActBlock.ANNEXES: "Annexes :",
    ActBlock.EXECUTORY: "",
}
"""What is shown, greyed, where no title was chosen."""

_OTHERS = {
    "letterhead_lines": "Lignes de l'en-tête",
    "document_title": "Titre du document",
    "order": "Ordre des blocs",
    "hidden": "Blocs non imprimés",
    "titles": "Titres des blocs",
}


def told_look(data: Mapping[str, Any]) -> str:
    """What differs from the usual look, one setting after the other, as the history tells it."""
    return " ; ".join(_told(name, value) for name, value in data.items()) or "présentation usuelle"


def _told(name: str, value: Any) -> str:
    if name in CHOICES:
        label, variants = CHOICES[name]
        return f"{label} : {variants.get(value, value)}"
    if name in FLAGS:
        return f"{FLAGS[name]} : {'oui' if value else 'non'}"
    return f"{_OTHERS.get(name, name)} : {_listed(value)}"


def _listed(value: Any) -> str:
    if isinstance(value, str):
        return value
    return ", ".join(_item(item) for item in value)


def _item(item: Any) -> str:
    if isinstance(item, Mapping):
        title = f"« {item['text']} »" if item["text"] else "sans titre"
        return f"{_item(item['block'])} {title}"
    return BLOCK_NAMES.get(item, str(item))
