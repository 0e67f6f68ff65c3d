"""Whether a certificate is in the name of the person who is to sign."""

import re

from councils.domain.names import fold

_DEMONSTRATION = re.compile(r"\(demonstration\)")
_WORD = re.compile(r"[^\W_]+")
_CIVILITIES = frozenset({"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"})


def is_holder(common_name: str, person: str) -> bool:
    """Whether a certificate's ``common_name`` says the same names as ``person`` (« Olivier TURPIN »).

    Accents, capitals, hyphens, civilities, the order of the names and « (DÉMONSTRATION) » do not count; every
    name does, so a usage name or a second given name differs. An empty name is nobody's.
    """
    names = _names(person)
    return bool(names) and _names(common_name) == names


def _names(text: str) -> list[str]:
    plain = _DEMONSTRATION.sub(" ", fold(text))
    return sorted(word for word in _WORD.findall(plain) if word not in _CIVILITIES)
