"""People named beside a vote, counted where no figure counts them: « Contre : MM. Un et Deux »."""

import re

_CIVILITY = r"(?:MM?\.|Mmes?\b\.?|Mlles?\b\.?|Monsieur|Messieurs|Madame|Mesdames|Mademoiselle)"
_DOING = {
    "against": r"vot(?:e|ent|ant)\s+contre|ayant\s+vot[ée]\s+contre|(?:a|ont)\s+vot[ée]\s+contre",
    "abstentions": r"s'abst(?:ient|iennent|enant)|s'(?:est|[ée]tant)\s+abstenue?s?|se\s+sont\s+abstenue?s",
    "not_voting": r"ne\s+(?:prend|prennent|prenant)\s+(?:pas\s+)?part|n'(?:a|ont|ayant)\s+pas\s+pris\s+part"
    r"|ne\s+participe(?:nt)?\s+pas",
}
"""What the people named just before do."""
_DONE = {name: re.compile(rf"(?:{done})\b", re.IGNORECASE) for name, done in _DOING.items()}
_LISTED = {
    "against": re.compile(rf"\bcontre\s*(?:\(s\))?\s*:\s*(?={_CIVILITY})", re.IGNORECASE),
    "abstentions": re.compile(rf"\babstentions?\s*(?:\(s\))?\s*:\s*(?={_CIVILITY})", re.IGNORECASE),
}
_END_OF_LIST = re.compile(
    r"[;)]|(?<!M)(?<!Mme)(?<!Mlle)\.\s|\b(?:contre|abstentions?|pour)\b\s*(?:\(s\))?\s*:|\s[–—-]\s",
    re.IGNORECASE,
)
_BEFORE_NAMES = re.compile(
    r"[;:()]|(?<!M)(?<!Mme)(?<!Mlle)\.\s|\b(?:contre|pour|vote|unanimit[ée]|majorit[ée]|absti\w+)\b"
)
_ASIDE = re.compile(r"\([^()]*\)")
_BETWEEN = re.compile(r"[,/&]|\bet\b|\bainsi\s+que\b", re.IGNORECASE)
_PERSON = re.compile(
    rf"\s*(?:{_CIVILITY}\s*)?(?:(?:[Ll]e|[Ll]a|l')\s*(?:[Mm]aire|[Pp]r[ée]sidente?)"
    r"|[A-ZÀ-Ý][\w'’.-]*(?:\s+(?:[A-ZÀ-Ý][\w'’.-]*|de|du|des|la|le)){0,5})\s*\.?\s*"
)
_FIRST_CIVILITY = re.compile(rf"(?<!\w){_CIVILITY}")
_LONGEST = 300


def persons_in(text: str) -> int | None:
    """How many people ``text`` names; ``None`` when anything else stands among them. « M. Un, adjoint » is one."""
    count = 0
    for piece in _BETWEEN.split(_ASIDE.sub("", text)):
        if not piece.strip():
            continue
        if _PERSON.fullmatch(piece):
            count += 1
        elif not (count and piece.strip()[:1].islower()):
            return None
    return count or None


def counted_by_name(text: str) -> dict[str, int]:
    """For each way of voting told with names and no figure: how many they are."""
    made: dict[str, int] = {}
    for name, pattern in _LISTED.items():
        found = pattern.search(text)
        count = persons_in(_until_end(text[found.end() : found.end() + _LONGEST])) if found else None
        if count:
            made[name] = count
    for name, pattern in _DONE.items():
        counts = [persons_in(_named_before(text, found.start())) for found in pattern.finditer(text)]
        known = [count for count in counts if count]
        if name not in made and known and len(known) == len(counts):
            made[name] = sum(known)
    return made


def _until_end(text: str) -> str:
    end = _END_OF_LIST.search(text)
    return text[: end.start()] if end else text


def _named_before(text: str, place: int) -> str:
    """The people that stand just before ``place``, from the first civility of their sentence."""
    before = text[max(0, place - _LONGEST) : place]
    edges = list(_BEFORE_NAMES.finditer(before))
    before = before[edges[-1].end() :] if edges else before
    first = _FIRST_CIVILITY.search(before)
    return before[first.start() :] if first else ""
