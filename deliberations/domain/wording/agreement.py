"""Agreement of French words in gender and number.

An unknown gender gives a neutral form (« excusé(e) »), never a guess; one man known in a group is enough
for the masculine plural.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from councils.domain.people import Gender

_INVARIABLE_ENDINGS = ("s", "x", "z")


@dataclass(frozen=True, slots=True)
class Forms:
    """The six written forms of a noun, adjective or participle."""

    masculine: str
    feminine: str
    masculine_plural: str
    feminine_plural: str
    neutral: str
    neutral_plural: str

    @classmethod
    def regular(cls, word: str) -> "Forms":
        """Word with a feminine in -e and plurals in -s: « excusé » → « excusée », « excusé(e)s ».

        Raises ``ValueError`` for a word in -e, -s, -x or -z, whose forms are others.
        """
        if word.endswith(("e", *_INVARIABLE_ENDINGS)):
            raise ValueError(f"not a regular word: {word!r}")
        return cls(word, f"{word}e", f"{word}s", f"{word}es", f"{word}(e)", f"{word}(e)s")

    @classmethod
    def epicene(cls, word: str) -> "Forms":
        """Word with one form for both genders: « secrétaire », « secrétaires »."""
        plural = plural_of(word)
        return cls(word, word, plural, plural, word, plural)


def plural_of(word: str) -> str:
    """Plural in -s, or the word itself when it already ends in -s, -x or -z (« voix »)."""
    return word if word.endswith(_INVARIABLE_ENDINGS) else f"{word}s"


EXCUSED = Forms.regular("excusé")
ABSENT = Forms.regular("absent")
PRESENT = Forms.regular("présent")
REPRESENTED = Forms.regular("représenté")
CALLED = Forms.regular("convoqué")
DELEGATE = Forms.regular("délégué")
DEPUTY = Forms.regular("adjoint")
PRESIDENT = Forms.regular("président")
CHAIR = Forms(
    *("président de séance", "présidente de séance", "présidents de séance", "présidentes de séance"),
    *("président(e) de séance", "président(e)s de séance"),
)
VICE_PRESIDENT = Forms.regular("vice-président")
SECRETARY = Forms.epicene("secrétaire")
MAYOR = Forms.epicene("maire")
# With its article. Unknown gender: « le maire » is the name of the office in the CGCT, not a guess.
MUNICIPAL_COUNCILLOR = Forms(
    "conseiller municipal",
    "conseillère municipale",
    "conseillers municipaux",
    "conseillères municipales",
    "conseiller(ère) municipal(e)",
    "conseillers(ères) municipaux(ales)",
)
COMMUNITY_COUNCILLOR = Forms(
    "conseiller communautaire",
    "conseillère communautaire",
    "conseillers communautaires",
    "conseillères communautaires",
    "conseiller(ère) communautaire",
    "conseillers(ères) communautaires",
)


def agree(forms: Forms, genders: Sequence[Gender | None]) -> str:
    """Form that agrees with these persons; nobody, like one person, is singular (« absent : 0 »)."""
    plural = len(genders) > 1
    if not genders or Gender.MASCULINE in genders:
        return forms.masculine_plural if plural else forms.masculine
    if None in genders:
        return forms.neutral_plural if plural else forms.neutral
    return forms.feminine_plural if plural else forms.feminine


def counted(n: int, singular: str, plural: str | None = None, *, digits: int = 1) -> str:
    """Figure and its noun, singular for 0 and 1: « 00 abstention », « 02 abstentions », « 15 voix ».

    ``digits`` is the least number of figures; ``plural`` defaults to the regular one. A negative count is a
    ``ValueError``.
    """
    if n < 0:
        raise ValueError(f"a count cannot be negative: {n}")
    noun = singular if n < 2 else plural or plural_of(singular)
    return f"{n:0{digits}d} {noun}"
