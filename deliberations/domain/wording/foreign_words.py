"""Words that somebody else chose, in a file or a certificate, before our page repeats them."""

import unicodedata

from councils.domain.names import folded

LONGEST = 200
UNREPEATED = "(texte que nous ne répétons pas)"
_OURS_TO_SAY = (
    "authentiq",
    "authentic",
    "veritable",
    "acte publie",
    "verifie par",
    "fait foi",
    "fichier est",
)
"""What the page alone may say of a file: a title or a name that says it is there to deceive who reads fast."""
_LOOKALIKES = frozenset({"CYRILLIC", "GREEK", "ARMENIAN", "COPTIC", "CHEROKEE", "LISU"})


def repeated(words: str) -> str:
    """``words`` on one line, without what turns or hides text, cut at two hundred characters.

    Words that pass for our own verdict are not repeated, even written in letters that only look like ours.
    """
    plain = " ".join("".join(_shown(letter) for letter in words[: 20 * LONGEST]).split())
    said = folded(plain).replace(" ", "")
    if any(claim.replace(" ", "") in said for claim in _OURS_TO_SAY) or _mixes_scripts(plain):
        return UNREPEATED
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rstrip()}…"


def _shown(letter: str) -> str:
    """A control of any kind is a space, or nothing when it has no width."""
    kind = unicodedata.category(letter)
    if kind in {"Cf", "Cs", "Co", "Cn", "Mn", "Me"} and not unicodedata.combining(letter):
        return ""
    return " " if kind in {"Cc", "Zl", "Zp"} else letter


def _mixes_scripts(words: str) -> bool:
    """Whether one word has letters of two alphabets: « аuthentique » with a Cyrillic « а »."""
    scripts = ({unicodedata.name(letter, "").split(" ")[0] for letter in word} for word in words.split())
    return any("LATIN" in found and found & _LOOKALIKES for found in scripts)
