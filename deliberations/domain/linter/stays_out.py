"""Whom the words of an act keep out of its vote: « Mme UN ne prend pas part au vote », « il quitte la salle »."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from councils.domain.people import Gender
from deliberations.domain.acts import Deliberation
from deliberations.domain.findings import Severity
from deliberations.domain.linter.persons import PERSON, People
from deliberations.domain.texts import Passage, passages

_STAYS_OUT = re.compile(
    r"\bquitt(?:e|ent|é|és|ée|ées|ant)\b|\bsort(?:ent|ant)?\b|\bsortie?s?\sde\sla\ssalle|\bse\sretir|\bs['’]\s?[eé]tant\sretir"
    r"|\bdéport|\bhors\sde\s(?:sa|la|leur)\sprésence|\bsans\s(?:y\s)?(?:prendre\spart|particip)"
    r"|\bn['’](?:a|ont|ayant)\s(?:pas\spris\spart|pris\spart\sni|pas\sparticip|particip\w+\sni|pas\svoté)"
    r"|\bne\s(?:pren(?:d|nent|dra|ant)|particip(?:e|ent|ant)|vot(?:e|ent|ant))\b",
    re.IGNORECASE,
)
_IN_THE_VOTE = (
    r",?\s(?:(?:ni\s)?(?:aux?|à\sla|à\sl['’])\s?(?:débats?|discussions?|délibérations?|échanges?)(?:,|\set|\sni)?\s)?"
    r"(?:et\s|ni\s)?(?:aux?|à\sla|à\scette)\s(?:votes?|scrutin|(?:présente\s)?délibération)\b"
)
_GIVES_NO_VOICE = (
    rf"\bne\s(?:pren(?:nent|dront|dra|d|ant)\s(?:\w{{2,12}}\s){{0,2}}part|particip(?:ent|era|eront|e|ant)(?:\spas)?)"
    rf"{_IN_THE_VOTE}"
    rf"|\bn['’](?:a|ont|ayant)\s(?:\w{{2,12}}\s){{0,2}}(?:pris\s(?:pas\s)?part|participé){_IN_THE_VOTE}"
    r"|\b(?:ne\svot(?:e|ent|era|eront|ant)\spas|n['’](?:a|ont|ayant)\spas\svoté)\b(?!\s(?:contre|pour|en|la|les?)\b)"
    rf"|\bsans\s(?:prendre\spart|participer){_IN_THE_VOTE}"
    r"|\b(?:se\sdéporte(?:nt)?|s['’](?:est|étant)\sdéportée?|se\ssont\sdéportée?s)\b"
)
_GOES_OUT = (
    r"\b(?:(?:quitte(?:nt)?|quittant|(?:a|ont|ayant)\squitté)\s(?:\w{3,12}\s)?"
    r"|(?:sort(?:ent|ant)?|(?:est|sont|étant)\ssortie?s?|se\sretire(?:nt)?|s['’](?:est|étant)\sretirée?"
    r"|se\ssont\sretirée?s)\sde\s)la\s(?:salle|séance)\b"
)
_SAYS_OUT = re.compile(rf"(?P<voiceless>{_GIVES_NO_VOICE})|{_GOES_OUT}", re.IGNORECASE)
_FOR_THE_VOTE = re.compile(
    r"\b(?:au\smoment|lors|avant|pendant|durant|pour|le\stemps)\s(?:du\s|le\s)(?:débat\set\s(?:du\s|le\s)?)?vote\b",
    re.IGNORECASE,
)
_AT_ANOTHER_TIME = re.compile(
    r"séance\s(?:du|précédente)\s|précédent|délibération\s(?:n[°o]|du\s)|amendement|\bsuivante?s?\b"
    r"|\b(?:point|question)\s(?:n[°o]\s?)?\d",
    re.IGNORECASE,
)
"""The vote of another evening, of another item, or one that does not decide."""
_COMES_BACK = re.compile(
    r"revien|revenu|retour|rejoin|regagn|réint[eè]gr|rentr|\baprès\b|\bissue\b|\bfin\b|définitiv|pouvoir|procuration",
    re.IGNORECASE,
)
_OF_A_PART = re.compile(
    r"\s(?:du|de|des|sur|pour|concernant|relatif)\b(?!\s(?:la\sprésente|cette|ce)\b)", re.IGNORECASE
)
"""« Ne prend pas part au vote de la subvention au club »: the vote recorded may be of the others too."""
_SENTENCE = re.compile(r"[^\n;]+?(?:(?<![A-ZÀ-Ý])(?<!Dr)[.!?](?=\s)|(?=[\n;])|\Z)")
_ASIDE = re.compile(r"\([^()]{0,120}\)")
_PERSON = re.compile(PERSON)
_PRONOUN = re.compile(r"\s*(?:elle|il|celle-ci|celui-ci|l['’]intéressée?)\b", re.IGNORECASE)
_THEN_NAMED = re.compile(rf"\s?(?:\(\s?\d{{1,3}}\s?\)\s?)?(?::\s?(?:\d{{1,3}}\s)?\(?|\()\s?{PERSON}")
"""« Ne prennent pas part au vote : M. UN et Mme DEUX »."""
_NOT_A_SUBJECT = re.compile(
    r"\b(?:à|de|du|avec|par|pour|chez|contre|sur|entre|sauf|hormis|et\sde|au\snom\sde)\s$|d['’]$",
    re.IGNORECASE,
)
_ATTACHED = re.compile(r",?\s(?:qui\s)?", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"(?:ne\s\w{3,9}ant|n['’]ayant|s['’]étant|quittant|sortant|ayant|étant)\b", re.IGNORECASE
)
_GAP = 160
"""Characters between a person and the verb, at most."""
_BREAKS = re.compile(
    r"\b(?:que|si|lorsque|quand|dont|où)\b|\bqu['’]|[:?!]|^\s(?:ayant|étant)\b"
    r"|.(?:,|\bet|\bpuis|\bmais)\s(?:les?|la|une?|son|sa|ses|cette|ce|aucune?|chacune?|tous|toutes|ils?|elles?)\b"
    r"|.(?:,|\bet|\bpuis|\bmais)\sl['’]",
    re.IGNORECASE,
)
"""Between a person and the verb: words after which another one may be its subject."""
_LINKS = re.compile(r",|\)|\b(?:et|puis|mais)\b", re.IGNORECASE)
_LINKED = frozenset(
    {"", "qui", "donc", "alors", "ensuite", "intéressé", "intéressée", "concerné", "concernée"}
)
_LISTED = re.compile(r",\s|,?\set\s")
_OF_SEVERAL = re.compile(r"(?:ent|ont|ant)\b", re.IGNORECASE)
_WITH_OTHERS = re.compile(
    r"membres|élus?\b|conseillers|adjoints|également|ainsi\sque|autres|avec", re.IGNORECASE
)
_NEXT_PERSON = re.compile(rf"(?:,|,?\set)\s{PERSON}")


@dataclass(frozen=True, slots=True)
class Tie:
    """A member whom the act names as the other party, or at its head, and the words that say it."""

    member: str
    passage: Passage
    start: int
    end: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class SaidOut:
    """A sentence that keeps somebody out of the item: the members it says so of, and all those whom it names."""

    kept_out: tuple[Tie, ...]
    named: frozenset[str]
    is_of_others: bool
    """Whether it may speak of somebody else too: anybody may then be out."""

    def may_be_of(self, member: str) -> bool:
        return self.is_of_others or member in self.named


def said_out(people: People, act: Deliberation) -> Iterator[SaidOut]:
    """Each sentence of the act that keeps somebody out of it."""
    for passage in passages(act):
        subject: tuple[str, ...] = ()
        for found in _SENTENCE.finditer(passage.text) if _STAYS_OUT.search(passage.text) else ():
            sentence = _Sentence.of(passage, found.start(), found.group())
            if _STAYS_OUT.search(found.group()):
                yield _read(people, sentence, subject)
            if sentence.persons or not _PRONOUN.match(found.group()):
                subject = only_member(people, sentence.opening_name)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a passage; ``text`` is its own, with blanks for the brackets that keep nobody out."""

    passage: Passage
    start: int
    whole: str
    text: str
    persons: tuple[re.Match[str], ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, passage: Passage, start: int, whole: str) -> "_Sentence":
        """« M. UN (pouvoir de Mme DEUX) ne prend pas part au vote » is read without its brackets."""
        text = _ASIDE.sub(
            lambda m: m.group() if _STAYS_OUT.search(m.group()) else " " * len(m.group()), whole
        )
        persons = tuple(_PERSON.finditer(text))
        return cls(passage, start, whole, text, persons, tuple(person.end() for person in persons))

    @property
    def opening_name(self) -> str:
        """Whom « elle » means in the next sentence: the only person of this one, which she opens."""
        is_alone = len(self.persons) == 1 and not self.text[: self.persons[0].start()].strip()
        return self.persons[0]["name"] if is_alone else ""


def _read(people: People, sentence: _Sentence, subject: tuple[str, ...]) -> SaidOut:
    """Who stays out in the words of ``sentence``; ``subject`` is whom its pronoun means."""
    named = {m for found in _PERSON.finditer(sentence.whole) for m in people.members_called(found["name"])}
    out = [
        (member, start, said)
        for said in _SAYS_OUT.finditer(sentence.text)
        for member, start in _members_out(people, sentence, said, subject)
    ]
    is_annexed = sentence.passage.where.startswith("annexe")
    is_of_this_vote = not is_annexed and not _AT_ANOTHER_TIME.search(sentence.whole)
    ties = [_kept_out(sentence, *told) for told in out if is_of_this_vote]
    return SaidOut(
        tuple(tie for tie in ties if tie is not None),
        frozenset({*named, *(member for member, _, _ in out)}),
        is_of_others=not out or bool(_WITH_OTHERS.search(sentence.whole)),
    )


def _members_out(
    people: People, sentence: _Sentence, said: re.Match[str], subject: tuple[str, ...]
) -> Iterator[tuple[str, int]]:
    """The members who are the subject of the words ``said``, and where they are named."""
    for person in _persons_out(sentence, said):
        for member in only_member(people, person["name"]):
            yield member, person.start()
    pronoun = None if sentence.persons else _PRONOUN.match(sentence.text)
    if pronoun and _reaches(sentence.text, pronoun.end(), said.start()):
        yield from ((member, 0) for member in subject if _may_mean(people, pronoun.group(), member))


def _may_mean(people: People, pronoun: str, member: str) -> bool:
    """« Elle » is no man; « l'intéressé » is anybody whose gender is not known."""
    person = people.record.person_of(member)
    is_feminine = pronoun.strip().lower() in ("elle", "celle-ci", "l'intéressée", "l’intéressée")
    other = Gender.MASCULINE if is_feminine else Gender.FEMININE
    return person is None or person.gender is not other


def _persons_out(sentence: _Sentence, said: re.Match[str]) -> tuple[re.Match[str], ...]:
    """The persons named just before the words ``said``, as their subject, or listed after them."""
    text, persons = sentence.text, sentence.persons
    last = first = bisect_right(sentence.ends, said.start()) - 1
    if last >= 0 and _reaches(text, sentence.ends[last], said.start()):
        is_of_several = _OF_SEVERAL.search(said.group())
        while (
            is_of_several
            and first
            and _LISTED.fullmatch(text, sentence.ends[first - 1], persons[first].start())
        ):
            first -= 1
        start, gap = persons[first].start(), text[sentence.ends[last] : said.start()]
        is_attached = _ATTACHED.fullmatch(gap) and (gap.endswith("qui ") or _PARTICIPLE.match(said.group()))
        if is_attached or not _NOT_A_SUBJECT.search(text[max(0, start - 12) : start]):
            return persons[first : last + 1]
    named = _THEN_NAMED.match(sentence.whole, said.end())
    return (named, *listed(sentence.whole, named.end())) if named else ()


def _reaches(text: str, start: int, end: int) -> bool:
    """Whether the words from a person to a verb leave that person its subject."""
    gap = text[start : min(end, start + _GAP + 1)]
    if len(gap) > _GAP or _BREAKS.search(gap):
        return False
    return _LINKS.split(gap)[-1].strip().lower() in _LINKED


def _kept_out(sentence: _Sentence, member: str, start: int, said: re.Match[str]) -> Tie | None:
    """To give no voice is plain; who goes out may do so after the vote, or come back before it."""
    rest = sentence.text[said.end() : said.end() + 60]
    place = sentence.start + said.end()
    severity = Severity.WARNING
    if said["voiceless"] and _OF_A_PART.match(rest):
        severity = Severity.NOTICE
    elif not said["voiceless"] and not _is_for_the_vote(rest):
        if _COMES_BACK.search(sentence.passage.text[max(0, place - 100) : place + 300]):
            return None
        severity = Severity.NOTICE
    return Tie(member, sentence.passage, sentence.start + start, place, severity)


def _is_for_the_vote(rest: str) -> bool:
    """« … au moment du vote »: unless he is back by then."""
    found = _FOR_THE_VOTE.search(rest)
    return found is not None and not _COMES_BACK.search(rest, 0, found.start())


def only_member(people: People, name: str) -> tuple[str, ...]:
    """The one member whom that name can mean, if any."""
    members = people.members_called(name)
    return members if len(members) == 1 else ()


def listed(text: str, start: int) -> Iterator[re.Match[str]]:
    """« , Mme DEUX et M. TROIS »: the persons named one after the other from there."""
    found = _NEXT_PERSON.match(text, start)
    while found:
        yield found
        found = _NEXT_PERSON.match(text, found.end())
