"""The persons a text names, and which members of the council they are."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

from councils.domain.membership import is_in_force
from councils.domain.people import Person
from deliberations.domain.linter.folding import folded_words
from deliberations.domain.record import Record

CIVILITY = r"(?<!\w)(?:M(?:onsieur|adame|ademoiselle|me|lle|r)?\b\.?|Dr\b\.?|Docteur)"
_CAPITALISED = r"(?:[A-ZÀ-ÝŒ](?:\.-?[A-ZÀ-Ý])?\.|[A-ZÀ-ÝŒ][\w'’-]{0,30}+)"
_PARTICLE = r"(?:de\ la|de|du|des|d['’]|le|la|von|van|el|ben)"
NAME = rf"{_CAPITALISED}(?:\ (?:{_PARTICLE}\ ?)?{_CAPITALISED}){{0,4}}"
"""Up to five capitalised words, with their particles."""
PERSON = rf"(?P<person>(?:{CIVILITY}\ )(?P<name>(?:{_PARTICLE}\ ?)?{NAME}))"
"""« Madame Jeanne de la TOUR », read from its civility."""

_PARTICLES = frozenset("de la du des d le l les von van".split())
_NOT_A_NAME = frozenset(
    "maire adjoint adjointe premier premiere deuxieme conseiller conseillere president presidente vice rapporteur "
    "rapporteure secretaire directeur directrice delegue deleguee expose presente propose rappelle demande precise "
    "explique indique monsieur madame mesdames messieurs mme mr mlle".split()
)
_CLOSE = 0.82
"""Likeness from which an unknown name is taken for a member's name misspelt."""
_FEW_LETTERS = 3
_INITIAL = 1


@dataclass(frozen=True, slots=True)
class Known:
    """A person known to the council, by the words of the names; ``mandates`` are all those held there."""

    person: Person
    given: tuple[str, ...]
    family: tuple[str, ...]
    mandates: tuple[str, ...]

    def is_called(self, words: tuple[str, ...]) -> bool:
        """Whether ``words`` name that person: the family name, and nothing against the given name."""
        if not self.family:
            return bool(self.given) and self.given == words[: len(self.given)]
        return any(self._is_called(family, words) for family in {self.family, self.family[:1]})

    def _is_called(self, family: tuple[str, ...], words: tuple[str, ...]) -> bool:
        """« DAZIN » is enough for « Dazin-Deslandes »."""
        place = _place_of(family, words)
        if place is None:
            return False
        others = [w for w in words[:place] + words[place + len(family) :] if w not in _PARTICLES]
        return not self.given or all(self._may_be_given(word) for word in others)

    def _may_be_given(self, word: str) -> bool:
        """« Jean », « J », « JC » of « Jean-Claude », or a second given name that is not recorded."""
        initials = "".join(name[0] for name in self.given)
        return word in self.given or word == initials or (len(word) == _INITIAL and word in initials)


def _place_of(family: tuple[str, ...], words: tuple[str, ...]) -> int | None:
    places = range(len(words) - len(family) + 1)
    return next((i for i in places if words[i : i + len(family)] == family), None)


@dataclass(frozen=True)
class People:
    """Everyone known to one council, as a text may name them."""

    record: Record
    known: tuple[Known, ...]

    @classmethod
    def of(cls, record: Record) -> "People":
        mandates: dict[str, list[str]] = {}
        for mandate in record.council.mandates:
            if mandate.person:
                mandates.setdefault(mandate.person, []).append(mandate.uid)
        return cls(
            record,
            tuple(
                Known(p, folded_words(p.given_name), _family(p), tuple(mandates.get(p.uid, ())))
                for p in record.council.persons
            ),
        )

    @property
    def is_complete(self) -> bool:
        """Whether every member in office is a person with a family name: else anyone may be one of them."""
        named = {uid for k in self.known if k.family for uid in k.mandates}
        return bool(self.record.members) and set(self.record.members) <= named

    def called(self, name: str) -> tuple[Known, ...]:
        """Those whom ``name`` may be; capitals run into it (« Jeanne UN Objet ») are left out, never a name."""
        words = folded_words(name)
        for length in (len(words), len(name_words(name)), *range(len(words) - 1, 1, -1)):
            found = tuple(k for k in self.known if length and k.is_called(words[:length]))
            if found:
                return found
        return ()

    def members_called(self, name: str) -> tuple[str, ...]:
        """The mandates in force that day of those whom ``name`` may be, substitutes included."""
        return tuple(uid for k in self.called(name) for uid in k.mandates if self._is_in_force(uid))

    def _is_in_force(self, uid: str) -> bool:
        return is_in_force(self.record.mandates[uid], self.record.sitting.held_on)

    def nearest(self, name: str) -> Known | None:
        """The one whose name is almost that one."""
        words = " ".join(name_words(name))
        ranked = sorted(((_likeness(k, words), n) for n, k in enumerate(self.known)), reverse=True)
        return self.known[ranked[0][1]] if ranked and ranked[0][0] >= _CLOSE else None


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name up to the first that is none."""
    return tuple(takewhile(lambda word: word not in _NOT_A_NAME, folded_words(name)))


def is_a_name(name: str) -> bool:
    """Whether anything of it is a name: « le Maire » is none."""
    return any(len(word) > 2 for word in name_words(name))


def _family(person: Person) -> tuple[str, ...]:
    """The words of the family name without its particles, which a text may forget: « de GAULLE », « GAULLE »."""
    words = folded_words(person.family_name)
    while len(words) > 1 and words[0] in _PARTICLES:
        words = words[1:]
    return words


def _likeness(known: Known, words: str) -> float:
    """From 0 to 1; a name much longer or shorter is not even compared."""
    family, given = " ".join(known.family), " ".join(known.given)
    forms = (f"{given} {family}".strip(), f"{family} {given}".strip(), family)
    near = [form for form in forms if form and abs(len(form) - len(words)) <= _FEW_LETTERS]
    return max((SequenceMatcher(None, form, words).ratio() for form in near), default=0.0)
