"""What a sentence speaks of: this sitting and its vote, or another body, an earlier act, another question."""

import re
from collections.abc import Iterator

from councils.domain.bodies import BodyType
from deliberations.domain.acts import ClauseKind, Deliberation
from deliberations.domain.linter.reading import Line
from deliberations.domain.record import Record
from deliberations.domain.texts import Passage, decisions, text_of

_BEFORE, _AFTER = 300, 120
"""Characters read on each side of the words: the sentence, cut short when it is long."""
_LATELY = 200
"""Characters read back over the sentences before, for a question that is voted a sentence later."""
_END = re.compile(
    r"(?:[.!?](?<!\bM\.)(?<!\bMM\.)(?<!\bMme\.)(?<!\bn\.)(?<!\b[A-Z]\.)|;(?<!\d;)(?<!\d\s;))\s|\n"
)
_WRAPPED = re.compile(r"[^.:;!?\s]\s{0,2}\n(?=\s{0,2}(?:[a-zà-ÿ(]|[\"«]\s?[a-zà-ÿ]))")
"""A line that the next one, in lower case or in brackets, goes on."""
_CITES = re.compile(r"\W{0,5}(?:vu|visa)\b", re.IGNORECASE)

_NAMES = {
    BodyType.COMMUNE: r"conseil\s(?:municipal|de\sville)|conseils\smunicipaux",
    BodyType.EPCI: r"conseils?\s(?:communautaires?|métropolitains?)|communautés?\sd[e'’]",
    BodyType.CLOSED_SYNDICATE: r"comités?\ssyndica(?:l|ux)|syndicats?",
    BodyType.OPEN_SYNDICATE: r"comités?\ssyndica(?:l|ux)|syndicats?",
    BodyType.CCAS: r"conseils?\sd['’]administration|CCAS",
}
_OTHERS = (
    r"commissions?|comité\s(?!syndical)\w+|CST|CHSCT|CAO|CLECT|jury|bureau|associations?|assemblées?\sgénérales?"
    r"|conseils?\s(?:d['’]école|départemental|régional|général|des\s\w+)|amicale|fédération|agents|salariés|parents"
    r"|habitants|riverains|électeurs|copropriétaires|enfants|élèves"
)
_OTHER_QUESTIONS = (
    r"(?:ne\spas|de)\s(?:procéder|recourir|voter)[^.;]{0,60}(?:scrutin|bulletin|main|vote)"
    r"|(?:renonc|écart|dispens)\w*\s[^.;]{0,40}scrutin|vote\sà\smains?\slevées?\s(?:est|a)\b|huis\sclos|l['’]urgence"
    r"|secrétaire(?!\s(?:général|de\smairie))|ordre\sdu\sjour|amendements?|procès[- ]verb\w+|comptes?[- ]rendus?|PV\b"
    r"|suspension|scrutin\s\w+[^.;]{0,40}\s(?:est|a\sété)\s(?:adopt|accept|approuv)|l['’]examen\sde\scette"
    r"|ajout\w*[^.;]{0,20}\spoints?\b"
)
_MINUTES = re.compile(
    r"\b(?:[Pp]rocès[- ]?verb\w+|[Cc]omptes?[- ]rendus?|PV)\b"
    r"|(?:[ée]lection|[ée]lire|désign\w+|nommer)[^.;]{0,30}\ssecrétaire"
)
"""The minutes of an earlier sitting, the secretary of this one: they have a vote of their own a sentence later."""
_ASKED_OR_DATED = re.compile(
    r"\s{0,2}(?:\?|(?:lors\sd|en\sséance\sd|par\sdélib|dans\ssa\sséance|le\s\d{1,2}[\s/]))", re.IGNORECASE
)
"""« Approuvé à l'unanimité ? », « adopté à l'unanimité lors de la séance du 8 décembre »."""
_MONTHS = r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_PAST = (
    r"avai(?:t|ent)\b|précéden\w+|antérieur\w*|dernière?\s|délibérations?\s(?:n\s?°|n[o°]s?\b|du\s|en\sdate|prise)"
    r"|(?:séance|réunion|conseil(?:\smunicipal)?)\sdu\s|en\sdate\sdu|loi\sdu|\ben\s(?:19|20)\d\d\b"
    rf"|(?:{_MONTHS})\s(?:19|20)\d\d\b|\d/\d{{1,2}}/(?:19|20)\d\d\b"
)
"""An earlier act or its day; the year alone is that of a budget, « le compte administratif 2022 »."""
_THIS_VOTE = (
    r"délibéré|mise?s?\saux\svoix|(?:passe|procédé|procède)\sau\svote|résultats?\sdu\svote|décid(?:e|ent)\b"
)
_QUESTION = re.compile(rf"\b(?:{_OTHER_QUESTIONS})", re.IGNORECASE)
_DROPS = re.compile(r"\b(?:renonc|écart|dispens)\w*,?\s$", re.IGNORECASE)
_SECRECY = re.compile(r"[^.;]{0,30}\b(?:scrutin|secret|bulletin)", re.IGNORECASE)
"""« Renonce à l'unanimité au scrutin secret »: the question on both sides of the words."""
_EARLIER = re.compile(_PAST, re.IGNORECASE)
_EARLIER_ROOM = re.compile(
    r"avai(?:t|ent)\b|précéden\w+|antérieur\w*|délibérations?\s(?:du\s|en\sdate|prise)|de\sla\s(?:délibération|question)\s",
    re.IGNORECASE,
)
"""A roll stands below the date and the number of its own sitting: these say nothing of an earlier one."""
_BY_DATE = re.compile(r"(?:en|du|le|lors\sd\w{1,3}|de)\s[^.;,:]{0,30}\b(?:19|20)\d\d\b", re.IGNORECASE)


def _of_others(body: BodyType) -> str:
    names = dict.fromkeys(name for kind, name in _NAMES.items() if name != _NAMES.get(body))
    return rf"\b(?:{'|'.join(names)}|{_OTHERS})"


_FOREIGN = {body: re.compile(rf"{_of_others(body)}\b", re.IGNORECASE) for body in BodyType}
_AT_OTHERS = {
    body: re.compile(
        rf"\s?\(?(?:de|d['’]|du|des|à|au|aux|en|lors|par)\b[^,;.:()]{{0,30}}?{_of_others(body)}\b",
        re.IGNORECASE,
    )
    for body in BodyType
}
_RESET = {
    body: re.compile(
        rf"\b(?:{_THIS_VOTE}|(?:{_NAMES.get(body, 'assemblée')}|assemblée\sdélibérante|le\sconseil\s?(?=,))"
        r"(?!\s(?:de|d['’]|du|en|a|avait)\b))",
        re.IGNORECASE,
    )
    for body in BodyType
}


def own_lines(act: Deliberation) -> Iterator[Line]:
    """The passages in which an act tells its own sitting: neither its title, nor its « Vu », nor its annexes."""
    statement = _WRAPPED.sub(lambda found: found.group().rstrip() + " ", text_of(act.statement_html))
    told = [Passage("exposé", line) for line in statement.split("\n")]
    for number, clause in enumerate(act.clauses, start=1):
        if clause.kind in (ClauseKind.CONSIDERANT, ClauseKind.OTHER):
            told.append(Passage(f"visas et considérants, n° {number}", text_of(clause.text_html)))
    told.extend(Passage("décision", text_of(part.verb)) for part in act.operative)
    told.extend(Passage(f"décision, point {n}", text) for n, text in enumerate(decisions(act), start=1))
    for passage in told:
        if passage.text.strip() and not _CITES.match(passage.text):
            yield Line(act, passage)


def before(text: str, start: int) -> str:
    """The beginning of the sentence, up to ``start``."""
    piece = text[max(0, start - _BEFORE) : start]
    return piece[max((found.end() for found in _END.finditer(piece)), default=0) :]


def after(text: str, end: int) -> str:
    """What follows ``end`` in the same sentence, a few words."""
    piece = f"{text[end : end + _AFTER]}\n"
    found = _END.search(piece)
    return piece[: found.start()] if found else piece


def is_of_another_room(record: Record, text: str, start: int, end: int) -> bool:
    """Whether the persons counted from ``start`` to ``end`` are those of another body or of another day."""
    body, head = record.council.body_type, before(text, start)
    if _AT_OTHERS[body].match(after(text, end)) or _EARLIER_ROOM.search(head[-60:]):
        return True
    return bool(_FOREIGN[body].search(_since_own_words(body, head)))


def is_of_another_vote(record: Record, text: str, start: int, end: int) -> bool:
    """Whether the voices told from ``start`` to ``end`` are not those that decide this act."""
    body, head, tail = record.council.body_type, before(text, start), after(text, end)
    own = _since_own_words(body, head)
    if _FOREIGN[body].search(own) or _EARLIER.search(own) or re.search(r"\bavai(?:t|ent)\b", head):
        return True
    if _AT_OTHERS[body].match(tail) or _QUESTION.search(own) or _QUESTION.search(tail):
        return True
    if _DROPS.search(own) and _SECRECY.match(tail):
        return True
    if _ASKED_OR_DATED.match(text, end) or _MINUTES.search(text[max(0, start - _LATELY) : start]):
        return True
    return bool(re.search(r"\b(?:a|ont)\s\w+,?\s$", own) and _BY_DATE.search(tail))


def is_decided_here(record: Record, text: str, start: int) -> bool:
    """Whether the sentence tells the council's decision: « après en avoir délibéré, … »."""
    return bool(_RESET[record.council.body_type].search(before(text, start)))


def _since_own_words(body: BodyType, head: str) -> str:
    """The sentence since it last said that this council decides."""
    return head[max((found.end() for found in _RESET[body].finditer(head)), default=0) :]
