"""The head of one act: its object and theme, the assembly, the matter code."""

import re
from collections.abc import Sequence
from dataclasses import replace

from deliberations.domain.linter.folding import fold
from deliberations.domain.matters import read_matter
from deliberations.domain.sittings import Confidence
from deliberations.pastacts import numbers, words
from deliberations.pastacts.lines import Paragraph
from deliberations.pastacts.model import Found, SourceLine
from deliberations.pastacts.segments import ORDINAL, Segment

_LONGEST_TITLE = 700
_LIST_NOISE = re.compile(
    r"^examin[ée]e?s?\s+(?:le\s+)?\d{1,2}(?:er)?\s+\w+\s+\d{4}\s*[–—:-]*\s*|^du\s+\d{1,2}[\s/.]\S+[\s/.]\d{4}\s*[–—:-]*\s*",
    re.IGNORECASE,
)
_LIST_RESULT = re.compile(
    r"[\s–—:;,(|-]*(?:vote\s*)?(?:[àa]\s+l'\s?)?(?:unanimit[ée]|pour\s*:\s*\d{1,3}\b).{0,200}$|[\s–—:;,(|-]*(?:est\s+|:\s*)?(?:approuv[ée]{1,2}s?|adopt[ée]{1,2}s?|rejet[ée]{1,2}s?|vot[ée]{1,2}s?|prend\s+acte|pris\s+acte|prise?\s+d'acte|ajourn[ée]{1,2}s?|report[ée]{1,2}s?|retir[ée]{1,2}s?)\b.{0,400}$",
    re.IGNORECASE | re.DOTALL,
)
_RIGHT_COLUMNS = re.compile(
    r"(?:^|\s)(?:[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)?\s+[A-ZÀ-Ý][A-ZÀ-Ý'-]{2,}\b|Majorit[ée]\b|Unanimit[ée]\b|[àa]\s+l'\s?[Uu]nanimit"
    r"|Approuv[ée]{1,2}\b|Adopt[ée]{1,2}\b|Rejet[ée]{1,2}\b|Point\s+report|contre\s*:|abstentions?\s*[:(]|\d+\s+(?:votes?|voix|abstentions?)\b|prochaine\s+s[ée]ance)"
)
_RIGHT_PIECES = re.compile(
    r"(?<!\S)(?:(?-i:[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)?\s+[A-ZÀ-Ý][A-ZÀ-Ý'-]{2,}(?=\s|,|$))[,)]?|\(?Majorit[ée]\s+pour|Majorit[ée]"
    r"|[àa]\s+l'\s?unanimit[ée]|Approuv[ée]{1,2}|Adopt[ée]{1,2}|Rejet[ée]{1,2}|contre\s*:|\d+\s+votes?(?:\s+(?:pour|contre))?"
    r"|\d+\s+abstentions?|Point\s+report[ée]\s+[àa]\s+une|prochaine\s+s[ée]ance)(?!\w)",
    re.IGNORECASE,
)
_AUTHORITY = re.compile(
    r"\b(?P<body>(?:communaut[ée]\s+(?:de\s+communes|d'agglom[ée]ration|urbaine)|commune|mairie|ville"
    r"|syndicat\s+[\w' -]{0,40}|m[ée]tropole)\s+(?:de\s+la\s+|de\s+l'|des\s+|du\s+|de\s+|d')?"
    r"(?P<name>[A-ZÀ-Ý][\w'’-]*(?:[ -](?:[A-ZÀ-Ý][\w'’-]*|sur|sous|en|de|du|des|la|le|les|et|lès|aux?)){0,6}))",
    re.IGNORECASE,
)
_MATTER = re.compile(
    r"(?:mati[èe]res?|nomenclature|classification|domaine)[^:\d]{0,40}:?\s*(?P<code>\d\.\d(?:\.\d)?)(?!\d)",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"\s(?:Monsieur|Madame|M\.|Mme)\s(?:le|la|[A-ZÀ-Ý])[^,.]{2,60}?\s(?:fait|expos|rappel|pr[ée]sente\b|inform|propos|indiqu"
    r"|expliqu|pr[ée]cis|donne\b|quitte|demande\b|soumet|souligne|rapporte)"
)
_NAMED = re.compile(r"\b(?:MM?\.|Mmes?\b|Mrs\b|Monsieur|Madame).*(?:,|\b(?:MM?\.|Mmes?\b|Monsieur|Madame))")
_LABEL = re.compile(
    r"(?:rapporteu(?:r|se)|th[èe]me|rubrique|domaine|nomenclature|mati[èe]re|service|code|classification"
    r"|r[ée]f(?:[ée]rence)?)\b[^:]{0,30}:",
    re.IGNORECASE,
)
_REFERENCE_AFTER = re.compile(
    r"[\s(\[–-]+(?:r[ée]f(?:[ée]rence)?\.?|rapporteu(?:r|se)|nomenclature(?:\s+\w+)?|mati[èe]re|classification)\s*:.*$",
    re.IGNORECASE,
)
_ROLL_AFTER = re.compile(
    r"(?<=\S{3})\s+(?:nombre\s+de\s+(?:conseillers|membres|d[ée]l[ée]gu[ée]s)|(?:membres|conseillers)\s+en\s+exercice|en\s+exercice\s*:"
    r"|date\s+de\s+(?:la\s+)?convocation)(?!\w)[^\d:]{0,60}(?::|\b\d{1,3}\b).*$",
    re.IGNORECASE | re.DOTALL,
)
"""The roll, glued to the object: it counts or dates, where « Indemnités des conseillers en exercice » does neither."""
_NEW_SENTENCE = re.compile(
    r"(?<=[a-zà-ÿ»)\d])\s(?=(?:Les?|La|Ils?|Elles?|Une?|Des|Ces?|Cette|Cet)\s[a-zà-ÿ])"
)
_SENTENCE_INSIDE = re.compile(r"[a-zà-ÿ\d»)] (?:[A-ZÀ-Ý][a-zà-ÿ]+|[LCD]')\s?[a-zà-ÿ]")
"""Where a sentence may have been glued to the object: it may also be a name."""
_CAPITALS_THEN = re.compile(
    r"(?P<title>[^a-zà-ÿ]{20,300}?)\s(?=(?:M\.|Mme|Monsieur|Madame|Les?|La|L'|Il|En|Dans|Par|Suite|Conform[ée]ment|Afin)"
    r"(?:\s?[A-ZÀ-Ý]?[\w'-]*[a-zà-ÿ]))"
)
"""An object in capitals, then the first sentence in small letters."""
_CIVILITY = re.compile(r"(?:MM?\.|Mmes?|Mlles?|Monsieur|Madame|Messieurs|Mesdames)\s")
_WORD = re.compile(r"[^\W\d_]{4}")
_NUMBER_AFTER = re.compile(r"[\s.(–-]+n°\s*(?:interne\s+)?(?:de\s+l'acte|d'ordre).{0,60}$", re.IGNORECASE)
_SECRETARY_THEN = re.compile(
    r"[Ss]ecr[ée]taire(?:\s+de\s+s[ée]ance)?\s*:\s*(?:(?:M\.|Mme|Monsieur|Madame)\s+)?"
    r"(?:[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)?\s+)?(?:[A-ZÀ-Ý'-]{2,40}\s)+(?P<rest>[A-ZÀ-Ý][a-zà-ÿ].{8,})$"
)


def title_of(segment: Segment) -> tuple[Found[str] | None, int]:
    """The object of the act, and the place of the first paragraph after it."""
    parts = segment.paragraphs
    found = (
        _after_object(parts)
        or _after_number(segment, parts)
        or _of_item(segment, parts)
        or _in_capitals(parts)
        or _after_secretary(parts)
        or _after_roll(parts)
    )
    if found is not None:
        return found
    return None, _end_of_head(parts)


def _after_object(parts: Sequence[Paragraph]) -> tuple[Found[str], int] | None:
    for place, part in enumerate(parts[:80]):
        opening = words.OBJECT.match(part.text)
        inner = None if opening else re.search(r"(?<=[.;]\s)objet\s*:\s*", part.text[:3000], re.IGNORECASE)
        if opening is None and inner is None:
            continue
        found = opening or inner
        rest = part.text[found.end() :].strip() if found else ""
        if inner:
            rest = rest.split(". ")[0]
        if rest:
            return _whole(parts, place, _without_number(rest), Confidence.CLEAR)
        after = _title_place(parts, place + 1)
        if after is not None:
            return _whole(parts, after, _without_number(parts[after].text), Confidence.CLEAR)
    return None


def _without_number(text: str) -> str:
    numbered = numbers.heading(text) or numbers.code_line(text)
    return numbered.rest if numbered and len(numbered.rest) > 5 else text


def _title_place(parts: Sequence[Paragraph], place: int) -> int | None:
    """Below « Objet : » alone: the first line that is not the number by itself, the rapporteur or the theme."""
    for after in range(place, min(len(parts), place + 4)):
        text = parts[after].text
        found = numbers.heading(text) or numbers.code_line(text)
        if (found is not None and len(found.rest) <= 5) or _LABEL.match(text):
            continue
        return None if words.opens_clause(text) or words.is_lead(text) else after
    return None


def _whole(parts: Sequence[Paragraph], place: int, text: str, sure: Confidence) -> tuple[Found[str], int]:
    """An object on several lines: capitals go on with capitals, a colon with what follows it."""
    first = last = parts[place]
    after = place + 1
    while after < len(parts) and after - place < 5:
        part = parts[after]
        is_same = words.is_capitals(text) and words.is_capitals(part.text)
        if (part.after_gap and not text.rstrip().endswith(":")) or words.opens_something(part.text):
            break
        if (
            not is_same and not text.rstrip().endswith((":", ",", "«"))
        ) or part.is_heading != first.is_heading:
            break
        text, last, after = f"{text} {part.text}", part, after + 1
    # « SUBVENTION À L'ASSOCIATION Les Amis du lavoir » holds no sentence.
    glued = _CAPITALS_THEN.match(text) if text.rstrip().endswith((".", ":", ";", ",")) else None
    if glued and isinstance(parts, list):
        parts.insert(after, replace(last, text=text[glued.end() :].strip()))
        text = glued["title"]
    if (
        len(text) > 400
        or _SPEAKER.search(text)
        or (text.rstrip().endswith(".") and _NEW_SENTENCE.search(text))
    ):
        opening, sure = _opening_of(text), Confidence.DOUBTFUL
        rest = text[len(opening) :].strip(" .")
        if len(rest) > 20 and isinstance(parts, list):
            parts.insert(after, replace(last, text=rest))
        text = opening
    elif text.rstrip().endswith(".") and _SENTENCE_INSIDE.search(text):
        sure = Confidence.DOUBTFUL
    return Found(_clean(text), sure, first.first, last.last), after


def _opening_of(text: str) -> str:
    """Line breaks were lost: the object ends where somebody speaks, or at the end of a sentence."""
    end = _NEW_SENTENCE.search(text, 20, 400) or re.search(
        r"\s(?=(?:Monsieur|Madame|M\.|Mme)\s)|(?<=[a-zà-ÿ»)])\.\s", text[20:400]
    )
    if end is None:
        return text[:200]
    return text[: end.start() + (20 if end.re is not _NEW_SENTENCE else 0)]


def _clean(text: str) -> str:
    text = numbers.without_code(_REFERENCE_AFTER.sub("", _NUMBER_AFTER.sub("", _ROLL_AFTER.sub("", text))))
    return " ".join(text.split()).strip(" .:-–—|*_(")[:_LONGEST_TITLE]


def _after_number(segment: Segment, parts: Sequence[Paragraph]) -> tuple[Found[str], int] | None:
    if segment.heading is None:
        return None
    place = next((n for n, part in enumerate(parts) if _carries(part, segment.heading)), None)
    if place is None:
        return None
    rest = segment.heading.rest
    if segment.is_line:
        return _of_line(segment, parts, place)
    if len(rest) > 5 and not re.match(r"(?:s[ée]ance\s+)?du\s+\d", rest) and not words.is_day_line(rest):
        return _whole(parts, place, rest, Confidence.CLEAR)
    if len(segment.heading.before) > 8 and not words.is_fact(segment.heading.before):
        return Found(
            _clean(ORDINAL.sub("", segment.heading.before, count=1)),
            Confidence.DOUBTFUL,
            parts[place].first,
            parts[place].last,
        ), place + 1
    return _line_after(parts, place)


def _carries(part: Paragraph, heading: numbers.Numbered) -> bool:
    found = numbers.heading(part.text) or numbers.code_line(part.text) or numbers.row(part.text)
    return found is not None and numbers.squeezed(found.number) == numbers.squeezed(heading.number)


def _line_after(parts: Sequence[Paragraph], place: int) -> tuple[Found[str], int] | None:
    if place + 1 >= len(parts):
        return None
    while place + 2 < len(parts) and _LABEL.match(parts[place + 1].text):
        place += 1
    following = parts[place + 1]
    text = following.text
    is_body = (
        _WORD.search(text) is None
        or words.opens_clause(text)
        or words.is_lead(text)
        or words.is_fact(text)
        or words.is_head(text)
    )
    if is_body or words.MET.search(text) or len(text) > 350 or words.YEAR_FIRST.match(text):
        return None
    return _whole(parts, place + 1, text, Confidence.CLEAR)


def _of_line(segment: Segment, parts: Sequence[Paragraph], place: int) -> tuple[Found[str], int]:
    heading = segment.heading
    if heading is not None and numbers.row(parts[place].text) is not None:
        title, _ = columns(heading, parts[place:])
        return Found(_clean(title), Confidence.DOUBTFUL, parts[place].first, parts[-1].last), len(parts)
    text = " ".join([heading.rest if heading else "", *(part.text for part in parts[place + 1 :])])
    text = _LIST_NOISE.sub("", text.strip())
    is_whole = _LIST_RESULT.search(text) is not None
    sure = Confidence.CLEAR if is_whole and "|" not in text else Confidence.DOUBTFUL
    return Found(_clean(_LIST_RESULT.sub("", text)), sure, parts[place].first, parts[-1].last), len(parts)


def columns(heading: numbers.Numbered, parts: Sequence[Paragraph]) -> tuple[str, str]:
    """The object and the vote of one row of a table whose columns were read line by line."""
    rows = [row for part in parts[:6] for row in part.rows][:14]
    if len(rows) < 2:
        return _across(heading.rest)
    left, right = [], []
    for place, row in enumerate(rows):
        text = heading.rest if place == 0 and len(parts[0].rows) < 2 else row
        if place == 0:
            text = re.sub(r"^[A-Z]{1,3}[\dOSl]{2}\s*\|?\s*", "", text)
        found = _RIGHT_COLUMNS.search(text)
        left.append(text[: found.start()] if found else text)
        right.append(text[found.start() :] if found else "")
        if words.is_end(row):
            break
    return " ".join(left), " ".join(right)


def _across(text: str) -> tuple[str, str]:
    """The same where the lines were joined too: names and results are taken out of the object."""
    right = [found.group().strip() for found in _RIGHT_PIECES.finditer(text)]
    return _RIGHT_PIECES.sub(" ", text), " ".join(right)


def _of_item(segment: Segment, parts: Sequence[Paragraph]) -> tuple[Found[str], int] | None:
    if not segment.title:
        return None
    text = ORDINAL.sub("", words.without_bullet(segment.title), count=1)
    return Found(
        _clean(text), Confidence.DOUBTFUL, parts[0].first, parts[0].last
    ), 0 if segment.is_sentence else 1


def _in_capitals(parts: Sequence[Paragraph]) -> tuple[Found[str], int] | None:
    """A line in capitals, or a heading of the file, between the roll and the text."""
    past_roll = 0
    for place, part in enumerate(parts[:60]):
        if words.is_lead(part.text) or words.opens_clause(part.text):
            break
        if words.is_fact(part.text) or words.MET.search(part.text) or words.YEAR_FIRST.match(part.text):
            past_roll = place + 1
    for place in range(past_roll, min(len(parts), past_roll + 12)):
        part = parts[place]
        if words.opens_clause(part.text) or words.is_lead(part.text):
            break
        is_title = (words.is_capitals(part.text) or part.is_heading) and not words.is_head(part.text)
        if is_title and len(part.text) > 8 and not _is_a_name(part.text) and not _NAMED.search(part.text):
            return _whole(parts, place, part.text, Confidence.CLEAR if past_roll else Confidence.DOUBTFUL)
    return None


def _is_a_name(text: str) -> bool:
    return len(text.split()) < 3 and not text.endswith(":")


def _after_secretary(parts: Sequence[Paragraph]) -> tuple[Found[str], int] | None:
    """« Secrétaire : Daniel CANTE Zones d'accélération… »: line breaks were lost, the object follows the name."""
    for place, part in enumerate(parts[:40]):
        found = _SECRETARY_THEN.search(part.text[:600])
        if found and not words.is_fact(found["rest"].strip()):
            return Found(_clean(found["rest"]), Confidence.DOUBTFUL, part.first, part.last), place + 1
    return None


def _after_roll(parts: Sequence[Paragraph]) -> tuple[Found[str], int] | None:
    """A short line alone between the roll and the text: « Convention de mise à disposition du terrain »."""
    place = _end_of_head(parts)
    if not 0 < place < len(parts) - 1:
        return None
    part = parts[place]
    text = part.text
    is_prose = text.endswith((".", ";", ":", ",")) or len(text) > 200 or _SPEAKER.search(f" {text}")
    is_roll = _NAMED.search(text) or _CIVILITY.match(text)
    if is_prose or is_roll or len(text.split()) < 3 or words.opens_something(text) or _LABEL.match(text):
        return None
    return _whole(parts, place, text, Confidence.DOUBTFUL)


def _end_of_head(parts: Sequence[Paragraph]) -> int:
    """Without object: the text begins after the last line of the roll."""
    last = 0
    for place, part in enumerate(parts[:60]):
        if words.opens_clause(part.text) or words.is_lead(part.text):
            break
        if words.is_fact(part.text) or words.MET.search(part.text) or words.is_head(part.text):
            last = place + 1
    return last


def authority_of(head: Sequence[Paragraph]) -> Found[str] | None:
    """The assembly as the head names it."""
    for part in head[:30]:
        found = _AUTHORITY.search(part.text[:500])
        if found and found["name"][:1].isupper() and fold(found["name"]) not in ("la", "le", "l"):
            return Found(" ".join(found["body"].split()), Confidence.DOUBTFUL, part.first, part.last)
    return None


def matter_of(lines: Sequence[SourceLine]) -> Found[str] | None:
    """The matter code, where the State's form or the town hall prints one that exists."""
    for line in lines:
        found = _MATTER.search(line.text[:600])
        if found:
            try:
                code = read_matter(found["code"])
            except ValueError:
                continue
            return Found(code, Confidence.CLEAR, line.number, line.number)
    return None
