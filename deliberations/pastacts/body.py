"""The text of one act: object, exposé, clauses, decisions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from deliberations.domain.acts import ClauseKind, OperativeLayout
from deliberations.domain.sittings import Confidence
from deliberations.domain.texts import text_of
from deliberations.pastacts import words
from deliberations.pastacts.deciding import (
    DECIDES,
    VOTED,
    decided_in,
    denied_in,
    numbered_apart,
    sentences,
    verb_of,
    without_vote,
)
from deliberations.pastacts.lines import Paragraph, placed
from deliberations.pastacts.model import Found, ReadClause, ReadDecision
from deliberations.pastacts.voters import counted_by_name
from deliberations.pastacts.votes import read_vote


class _Zone(IntEnum):
    HEAD = 0
    STATEMENT = 1
    PREAMBLE = 2
    DECISION = 3
    END = 4


@dataclass(slots=True)
class Body:
    """What grows as the paragraphs go by. ``told`` are the paragraphs where the vote may be."""

    zone: _Zone = _Zone.HEAD
    clauses: list[Found[ReadClause]] = field(default_factory=list)
    statement: list[Found[str]] = field(default_factory=list)
    decisions: list[Found[ReadDecision]] = field(default_factory=list)
    told: list[Paragraph] = field(default_factory=list)
    verb: str = ""
    listing: ClauseKind | None = None
    article_awaited: bool = False
    open_list: bool = False
    in_roll: bool = False
    in_list: bool = False


_SHORT = 160
_SPLIT = re.compile(
    rf"(?:\s*[,;])?\s+(?:et|puis)\s+(?={words.STRONG}\b)|\s*[,;]\s+(?=(?:{words.STRONG})\b)", re.IGNORECASE
)
_AND_VERB = re.compile(rf"\s+et\s+(?P<verb>{words.VERBS})(?!\w)", re.IGNORECASE)
_IS_DECIDED = re.compile(
    r"(?:le|la|monsieur|madame|m\.|mme)\s+(?:le\s+|la\s+)?(?:maire|pr[ée]sidente?)\s+(?:ou\s+[^.]{0,40}\s)?(?:est|sont)\s+(?:autoris|charg|habilit)|(?:il|elle)\s+(?:d[ée]clare|d[ée]cide|autorise|charge|approuve|mandate|habilite|d[ée]signe|fixe|sollicite|adopte"
    r"|donne\s+(?:tous?\s+)?(?:pouvoirs?|mandat|d[ée]l[ée]gation|son\s+accord))\b",
    re.IGNORECASE,
)
_BODY_AFTER = re.compile(rf"[,;.]\s+{words.BODY_ALONE.pattern}$", re.IGNORECASE)
"""« Vu le code civil, Le Conseil municipal, »: the line that follows, glued to the clause."""
_BODY_INSIDE = re.compile(
    rf"(?<=[,;.] )(?-i:L[EA']\s?[A-Z]{{4,}}[A-ZÉ ]*)\s(?=(?:{words.VERBS})\s)", re.IGNORECASE
)
"""« Vu le code, LE CONSEIL prend acte… »: the assembly decides on the line of the clause."""
_AND = re.compile(r"[\s,;]+(?:et)?\s*$", re.IGNORECASE)
_CLAUSE_LIST = re.compile(r"(?P<kind>VUS?|CONSID[EÉ]RANTS?|ENTENDU)\s*:?", re.IGNORECASE)
_STATEMENT = re.compile(
    r"(?:expos[eé](?:\s+des\s+motifs)?|rapport(?:\s+de\s+pr[ée]sentation)?|pr[ée]ambule)\s*:?", re.IGNORECASE
)
_DECIDED_HEADING = re.compile(
    r"(?:d[ée]cision|dispositif|d[ée]lib[èée]re|d[ée]lib[ée]ration)\s*:?", re.IGNORECASE
)


def read_body(paragraphs: Sequence[Paragraph], *, in_minutes: bool) -> Body:
    """The body of an act, title and head put aside. Minutes let debates stand after a decision."""
    body = Body(zone=_Zone.STATEMENT)
    for part in paragraphs:
        pieces = numbered_apart(part.text)
        for piece in placed(part, pieces) if len(pieces) > 1 else (part,):
            _take(body, piece, in_minutes=in_minutes)
    return body


def _is_item(part: Paragraph) -> bool:
    return part.is_item or words.BULLET.match(part.text) is not None


def _take(body: Body, part: Paragraph, *, in_minutes: bool) -> None:
    text = part.text
    if body.zone is _Zone.END:
        if words.is_vote_line(text):
            body.told.append(part)
        return
    is_counted = body.zone is _Zone.DECISION and _is_vote(part) and not words.VERB_FIRST.match(text)
    if _takes_clause(body, part) or _takes_article(body, part):
        return
    if is_counted:
        body.told.append(part)
    elif not _takes_decision(body, part) and not _takes_end(body, part, in_minutes=in_minutes):
        _takes_rest(body, part, in_minutes=in_minutes)


def _takes_rest(body: Body, part: Paragraph, *, in_minutes: bool) -> None:
    """What opens nothing: a line of the roll, a vote told apart, the rest of a decision, or the exposé."""
    if _is_vote(part) and (body.zone is _Zone.DECISION or read_vote([part])):
        body.told.append(part)
    elif body.zone is not _Zone.DECISION and (
        _is_of_the_roll(body, part) or words.BODY_ALONE.fullmatch(part.text)
    ):
        return
    elif body.zone is _Zone.DECISION:
        _continue_decision(body, part, in_minutes=in_minutes)
    elif not _STATEMENT.fullmatch(part.text):
        body.statement.append(Found(part.text, Confidence.CLEAR, part.first, part.last))


def _is_vote(part: Paragraph) -> bool:
    """A line of the vote, or a short sentence that only names who voted how: « M. Un s'abstient. »"""
    if words.is_vote_line(part.text):
        return True
    return len(part.text) < _SHORT and bool(counted_by_name(part.text)) and not words.is_lead(part.text)


def _is_of_the_roll(body: Body, part: Paragraph) -> bool:
    """Some acts print the roll after the object: it is no part of the exposé."""
    if words.is_fact(part.text):
        body.in_roll = True
        return True
    is_meeting = (
        words.YEAR_FIRST.match(part.text)
        or words.MET.search(part.text[:300])
        or words.is_day_line(part.text)
        or words.REGISTER.search(part.text[:80])
    )
    if not body.statement and is_meeting:
        return True
    body.in_roll = body.in_roll and words.looks_like_names(part.text)
    return body.in_roll


def _takes_end(body: Body, part: Paragraph, *, in_minutes: bool) -> bool:
    if not words.is_end(part.text):
        return False
    if body.decisions or not in_minutes:
        if words.is_vote_line(part.text):
            body.told.append(part)
        if body.decisions or body.zone is _Zone.DECISION:
            body.zone = _Zone.END
    return True


def _takes_clause(body: Body, part: Paragraph) -> bool:
    if body.zone is _Zone.DECISION and body.decisions:
        return False
    listed = _CLAUSE_LIST.fullmatch(part.text)
    if listed:
        body.listing = ClauseKind(listed["kind"].upper().rstrip("S").replace("É", "E"))
        body.zone = _Zone.PREAMBLE
        return True
    lead = (
        words.LEAD.search(part.text[:600])
        or _decided_inside(part.text)
        or _BODY_INSIDE.search(part.text[:600])
    )
    clause = words.clause_of(part.text[: lead.start()] if lead else part.text)
    if clause is not None:
        body.zone, body.listing = _Zone.PREAMBLE, None
        _add_clause(body, clause.kind, _AND.sub("", text_of(clause.text_html)), part)
        if lead:
            _takes_lead(body, replace(part, text=part.text[lead.start() :]))
        return True
    if body.listing and _is_item(part) and not words.is_lead(part.text):
        _add_clause(body, body.listing, words.without_bullet(part.text), part)
        return True
    return _goes_on_clause(body, part)


def _decided_inside(text: str) -> re.Match[str] | None:
    """« Sur proposition du maire, le conseil, par 10 voix pour, DÉCIDE… »: where the assembly begins to decide."""
    if words.SHORT_CLAUSE.match(text) is None:
        return None
    found = words.BODY_FIRST.search(text[:400], 12)
    return found if found and decided_in(text[found.start() :]) is not None else None


def _add_clause(body: Body, kind: ClauseKind, text: str, part: Paragraph) -> None:
    kept = _BODY_AFTER.sub("", " ".join(text.split())).rstrip(" ;,.")
    body.clauses.append(Found(ReadClause(kind, kept), Confidence.CLEAR, part.first, part.last))


def _goes_on_clause(body: Body, part: Paragraph) -> bool:
    """« ENTENDU que : » goes on with its bullets; a line in lower case goes on with the clause above."""
    if body.zone is not _Zone.PREAMBLE or not body.clauses:
        return False
    last = body.clauses[-1]
    is_bullet = _is_item(part)
    opens = last.value.text.endswith(":") or body.open_list
    goes_on = (is_bullet and opens) or (part.text[:1].islower() and not words.is_lead(part.text))
    body.open_list = is_bullet and opens
    if not goes_on or words.VERB_FIRST.match(words.without_bullet(part.text)):
        return False
    value = ReadClause(last.value.kind, f"{last.value.text} {part.text}"[:8000].rstrip(" ;,."))
    body.clauses[-1] = Found(value, last.confidence, last.first, part.last)
    return True


def _takes_article(body: Body, part: Paragraph) -> bool:
    found = words.ARTICLE.match(part.text)
    if found:
        rest = part.text[found.end() :].strip()
        body.zone, body.article_awaited = _Zone.DECISION, not rest
        if rest:
            _add(body, "décide", rest, part, OperativeLayout.ARTICLES)
        return True
    if body.article_awaited:
        body.article_awaited = False
        _add(body, "décide", part.text, part, OperativeLayout.ARTICLES)
        return True
    return False


def _takes_decision(body: Body, part: Paragraph) -> bool:
    text = part.text
    alone = words.VERB_ALONE.fullmatch(text)
    if alone and (text.endswith(":") or text.isupper() or body.zone is _Zone.DECISION):
        body.zone, body.verb = _Zone.DECISION, alone["verb"].lower()
        return True
    if _DECIDED_HEADING.fullmatch(text) and body.zone >= _Zone.STATEMENT:
        body.zone = _Zone.DECISION
        return True
    bare = words.without_bullet(text)
    first = words.VERB_FIRST.match(bare)
    if first and (first["verb"].isupper() or body.zone is _Zone.DECISION):
        body.zone = _Zone.DECISION
        if VOTED.search(bare[:300]):
            body.told.append(part)
        if first["verb"].isupper() or not _is_item(part):
            _add_each(body, first["verb"].lower(), bare[first.end() :], part)
        else:
            _add_item(body, bare, part)
        return True
    # « MONTANT total : 12 000 € » is of the list announced.
    may_be_verb = body.zone is _Zone.DECISION and not _is_list_open(body)
    capital = words.CAPITAL_VERB.match(bare) if may_be_verb else None
    if capital:
        _add_each(body, capital["verb"].lower(), bare[capital.end() :], part)
        return True
    if body.zone is _Zone.DECISION and _is_item(part):
        _add_item(body, bare, part)
        return True
    return _takes_lead(body, part) or _takes_passed(body, part)


def _takes_passed(body: Body, part: Paragraph) -> bool:
    """« Mise aux voix, la proposition est adoptée par 7 voix pour… »: the sentence that tells it is the decision."""
    if body.decisions:
        return False
    told = list(sentences(part.text))
    for place, sentence in enumerate(told):
        passed = words.PASSED.match(sentence)
        if passed is None or not (body.told or read_vote([replace(part, text=sentence)])):
            continue
        before = " ".join(told[:place]).strip()
        if before:
            body.statement.append(Found(before, Confidence.CLEAR, part.first, part.last))
        body.zone, body.verb = _Zone.DECISION, ""
        body.told.append(replace(part, text=sentence))
        _add(body, "décide", sentence, part)
        return True
    return False


def _add_item(body: Body, text: str, part: Paragraph) -> None:
    """A bullet: under the verb of its lead, or under its own where the lead had none.

    Below a decision that announces a list (« fixe les tarifs ainsi : »), a bullet that decides nothing is part of it.
    """
    if _is_of_list(body, text):
        _lengthen(body, part)
        return
    first = words.VERB_FIRST.match(text)
    if body.verb or first is None:
        _add(body, body.verb or "décide", text, part)
        return
    _add_each(body, first["verb"].lower(), text[first.end() :], part)
    body.verb = ""


def _is_list_open(body: Body) -> bool:
    """Whether the last decision announces a list: « fixe les tarifs ainsi : »."""
    return bool(body.decisions) and (body.in_list or body.decisions[-1].value.text.endswith(":"))


def _is_of_list(body: Body, text: str) -> bool:
    if not _is_list_open(body):
        body.in_list = False
        return False
    body.in_list = DECIDES.match(text) is None and words.VERB_FIRST.match(text) is None
    return body.in_list


def _lengthen(body: Body, part: Paragraph) -> None:
    """The last decision goes on with ``part``."""
    last = body.decisions[-1]
    value = replace(last.value, text=f"{last.value.text} {part.text}"[:8000])
    body.decisions[-1] = Found(value, last.confidence, last.first, part.last)


def _takes_lead(body: Body, part: Paragraph) -> bool:
    """The sentence where the assembly decides, wherever it stands in the paragraph."""
    told = list(sentences(part.text))
    for place, sentence in enumerate(told):
        tail = decided_in(sentence)
        if tail is None:
            continue
        before = " ".join(told[:place]).strip()
        if before and body.zone is not _Zone.DECISION:
            body.statement.append(Found(before, Confidence.CLEAR, part.first, part.last))
        body.zone = _Zone.DECISION
        body.told.append(Paragraph(sentence, part.first, part.last))
        _after_lead(body, part, tail)
        for other in told[place + 1 :]:
            _also(body, part, other)
        return True
    return False


def _also(body: Body, part: Paragraph, sentence: str) -> None:
    tail = decided_in(sentence)
    if tail is not None:
        body.told.append(Paragraph(sentence, part.first, part.last))
        _after_lead(body, part, tail)
    elif _IS_DECIDED.match(sentence):
        _add(body, "décide", sentence, part)


def _after_lead(body: Body, part: Paragraph, tail: str) -> None:
    verb = verb_of(tail)
    denied = denied_in(tail, verb)
    if denied:
        body.verb = "décide"
        _add_each(body, body.verb, denied, part)
        return
    if verb is None:
        rest = re.search(r"[:,]\s*(?P<rest>d[e'].{15,})$", tail, re.DOTALL)
        if rest:
            _add(body, "décide", rest["rest"], part)
        return
    body.verb = " ".join(verb["verb"].lower().split())
    end = verb.end()
    again = _AND_VERB.match(tail, end)
    if again:
        body.verb, end = f"{body.verb} et {again['verb'].lower()}", again.end()
    rest_text = tail[end:].strip()
    if rest_text.strip(" :,.;"):
        _add_each(body, body.verb, rest_text.lstrip(" :"), part)


def _add_each(body: Body, verb: str, text: str, part: Paragraph) -> None:
    """« approuve le projet et autorise le maire à signer » is two decisions. The vote in between is none."""
    pieces = _SPLIT.split(without_vote(text.strip()))
    for place, piece in enumerate(pieces):
        first = words.VERB_FIRST.match(piece) if place else None
        if first:
            _add(body, first["verb"].lower(), piece[first.end() :], part)
        elif piece.strip(" :,.;"):
            _add(body, verb, piece, part)
    body.verb = verb


def _add(
    body: Body, verb: str, text: str, part: Paragraph, layout: OperativeLayout = OperativeLayout.BULLETS
) -> None:
    kept = " ".join(text.split()).strip(" ;,")
    if kept:
        value = ReadDecision(" ".join(verb.split()), kept[:8000], layout)
        body.decisions.append(Found(value, Confidence.CLEAR, part.first, part.last))


def _continue_decision(body: Body, part: Paragraph, *, in_minutes: bool) -> None:
    """A line in the decision that opens nothing: another sentence that decides, or the rest of the one above."""
    if _IS_DECIDED.match(part.text):
        _add(body, "décide", part.text, part)
        return
    if not body.decisions:
        if body.verb and not in_minutes:
            _add(body, body.verb, part.text, part)
        return
    last = body.decisions[-1]
    if body.verb and DECIDES.match(part.text) and DECIDES.match(last.value.text):
        _add(body, body.verb, part.text, part)
        return
    goes_on = part.text[:1].islower() or not last.value.text.endswith((".", ";"))
    if goes_on and (not in_minutes or part.last - last.last <= 2):
        body.in_list = _is_list_open(body)
        _lengthen(body, part)
    elif in_minutes:
        body.zone = _Zone.END
