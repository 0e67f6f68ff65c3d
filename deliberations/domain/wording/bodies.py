"""The words of one body: how its assembly, its members and its head are called."""

from dataclasses import dataclass

from councils.domain.bodies import BodyType, Council
from councils.domain.names import strip_accents
from councils.domain.people import Gender
from deliberations.domain.wording import agreement
from deliberations.domain.wording.agreement import Forms
from deliberations.domain.wording.elision import du

_ADMINISTRATOR = Forms(
    "administrateur",
    "administratrice",
    "administrateurs",
    "administratrices",
    "administrateur(trice)",
    "administrateurs(trices)",
)
_MEMBER = Forms.epicene("membre")


@dataclass(frozen=True, slots=True)
class _Profile:
    assembly: str
    authority: str
    members: Forms
    head: str


_PROFILES = {
    BodyType.COMMUNE: _Profile("conseil municipal", "commune", agreement.MUNICIPAL_COUNCILLOR, "maire"),
    BodyType.EPCI: _Profile("conseil communautaire", "", agreement.COMMUNITY_COUNCILLOR, "président"),
    BodyType.CLOSED_SYNDICATE: _Profile("comité syndical", "", agreement.DELEGATE, "président"),
    BodyType.OPEN_SYNDICATE: _Profile("comité syndical", "", agreement.DELEGATE, "président"),
    BodyType.CCAS: _Profile("conseil d'administration", "", _ADMINISTRATOR, "président"),
    BodyType.OTHER: _Profile("assemblée", "", _MEMBER, "président"),
}
_FEMININE_ASSEMBLIES = ("assemblée", "commission", "chambre", "délégation")
_VOWELS = "aeiouyéèêâîôûh"


@dataclass(frozen=True, slots=True)
class BodyWords:
    """Every name a document needs for one council, in the council's own capitals."""

    council: Council

    @property
    def _profile(self) -> _Profile:
        return _PROFILES[self.council.body_type]

    @property
    def assembly(self) -> str:
        """« conseil municipal », or in the capitals of the house: « Conseil Municipal », « Conseil municipal »."""
        name = self.council.assembly_name or self._profile.assembly
        return capitalised(name) if self.council.look.assembly_capital else self.cased(name)

    @property
    def is_feminine(self) -> bool:
        """Whether the assembly's name is a feminine noun (« l'assemblée », « la commission »)."""
        return self.assembly.lower().split(" ")[0] in _FEMININE_ASSEMBLIES

    @property
    def the_assembly(self) -> str:
        """With its article: « le conseil municipal », « l'assemblée »."""
        return f"{_article(self.assembly)}{self.assembly}"

    @property
    def short_assembly(self) -> str:
        """« le conseil » of « le conseil municipal »: the noun alone."""
        noun = self.assembly.split(" ")[0]
        return f"{_article(noun)}{noun}"

    @property
    def of_the_assembly(self) -> str:
        """« du conseil municipal », « de l'assemblée »."""
        article = _article(self.assembly)
        return f"du {self.assembly}" if article == "le " else f"de {article}{self.assembly}"

    @property
    def place(self) -> str:
        name = self.council.place_name
        return name.upper() if self.council.style.capital_place_names else name

    @property
    def authority(self) -> str:
        """« commune de Gruson », or the body's own name."""
        if self.council.authority_name:
            return self.council.authority_name
        kind = self._profile.authority
        return f"{self.cased(kind)} {du(self.place)}" if kind else self.place

    @property
    def the_authority(self) -> str:
        """« La commune de Gruson » at the head of the preamble; another body gives its name as it is."""
        if self.council.authority_name or not self._profile.authority:
            return self.authority
        return f"La {self.authority}"

    @property
    def at_the_seat(self) -> str:
        """Where the public and the members come: « à la mairie », « au siège » of another body."""
        return "à la mairie" if self.council.body_type is BodyType.COMMUNE else "au siège"

    @property
    def head(self) -> str:
        return self.cased(self._profile.head)

    def members(self, count: int, genders: tuple[Gender | None, ...]) -> str:
        """« Conseillers municipaux »: the masculine plural is the generic one, not a guess about anyone."""
        is_sure = count == len(genders) and (count == 1 or None not in genders)
        known = genders if is_sure else (Gender.MASCULINE,) * count
        return self.cased(capitalised(agreement.agree(self._profile.members, known)))

    def member(self, gender: Gender | None) -> str:
        """« conseillère municipale »; the masculine when the gender is unknown."""
        return self.cased(agreement.agree(self._profile.members, (gender or Gender.MASCULINE,)))

    def members_word(self, gender: Gender | None) -> str:
        """The same, with both forms when the gender is unknown: « conseiller(ère) municipal(e) »."""
        return self.cased(agreement.agree(self._profile.members, (gender,)))

    def cased(self, words: str) -> str:
        """Words in the council's capitals: each significant word, or as they are."""
        if not self.council.style.title_case:
            return words
        return " ".join(
            w if w in ("de", "des", "du", "et", "la", "le") else _title(w) for w in words.split(" ")
        )

    def heading(self, words: str) -> str:
        """A heading in capitals, with or without accents."""
        upper = words.upper()
        return upper if self.council.style.accented_capitals else strip_accents(upper)

    def capital(self, words: str) -> str:
        """Words with their first letter in capital, with or without its accent: « Élue », « Elue »."""
        first = words[:1].upper()
        return f"{first if self.council.style.accented_capitals else strip_accents(first)}{words[1:]}"


def _title(word: str) -> str:
    if word.startswith(("d'", "l'")):
        return word[:2] + capitalised(word[2:])
    return capitalised(word)


def capitalised(words: str) -> str:
    """First letter in capital, the rest untouched."""
    return words[:1].upper() + words[1:]


def _article(noun: str) -> str:
    first = noun.split(" ")[0].lower()
    if first[:1] in _VOWELS:
        return "l'"
    return "la " if first in _FEMININE_ASSEMBLIES else "le "
