"""« À l'unanimité », « à la majorité », « adopté » in the prose of an act against the vote that decides it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from deliberations.domain.acts import Deliberation
from deliberations.domain.ballots import VoteCount
from deliberations.domain.checks.paper_words import FIGURES
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.counts import said_in
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.persons import PERSON
from deliberations.domain.linter.prose import miscounted
from deliberations.domain.linter.reading import Advice, Line, remark
from deliberations.domain.linter.said import Said
from deliberations.domain.linter.scope import after, before, is_decided_here, is_of_another_vote, own_lines
from deliberations.domain.majority import Verdict
from deliberations.domain.record import Record
from deliberations.domain.rulebook import house_rule
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.names import join_list

_VOTERS = (
    r"(?:\sdes\s(?:(?:membres|conseillers|élus|délégués)(?:\smunicipaux|\scommunautaires)?\s)?"
    r"(?:présents|votants|voix|votes|suffrages|membres)(?:\s(?:et|ou)\s(?:des\s)?représentés|\sprésents|\svotants)?)?"
    r"(?:\s(?:des\ssuffrages\s)?exprimée?s)?"
)
_UNANIMOUS = re.compile(
    rf"(?:\bà|(?<!\w)a)\s?l\s?['’]\s?unanimit[ée](?!\w){_VOTERS}|\bunanimement\b", re.IGNORECASE
)
_MAJORITY = re.compile(
    r"(?:\bà|(?<!\w)a)\sla\smajorité(?!\w)(?!\s(?:absolue|qualifiée|relative|simple|requise|des\s(?:deux|trois|2|3|membres\sen"
    r"|suffrages)|du|de))",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:\bnon|\bpas|\bni|faute\sd['’]\w*|sauf|au\slieu\sd['’]\w*)\s(?:\w+\s)?$"
    r"|\b(?:doi(?:t|vent)|devr\w+|peu(?:t|vent)|pourr\w+)\s(?:être\s)?\w+\s$",
    re.IGNORECASE,
)
"""« Non à l'unanimité », « cette décision doit être prise à l'unanimité »: no result is announced."""
_LESS = re.compile(r"[^.;]{0,25}?\b(?:moins|sauf|excepté|à\sl['’]exception|hormis)\b", re.IGNORECASE)
_DECIDES = re.compile(r"adopt|approuv|accept|décid|délibér|émet|autoris|vote|donne|fixe|valid", re.IGNORECASE)
_ADOPTED = re.compile(
    r"(?:^|[\n.;:]\s{0,3})\W{0,3}(?:délibération\s)?(?P<alone>(?:adoptée?|approuvée?)s?)"
    r"(?=\s{0,2}(?:$|[.!,;\n]|à\sl|par\s\d))"
    r"|\b(?:la\sprésente\sdélibération|la\sdélibération|cette\sdélibération|la\sproposition|la\smotion|le\svœu)"
    r"\s(?:est|a\sété)\s(?:donc\s|ainsi\s)?(?P<told>(?:adoptée?|approuvée?))",
    re.IGNORECASE,
)
_DISSENTS = re.compile(
    rf"{PERSON}(?:,\ [^,.;:]{{3,40}},)?\ "
    r"(?:s['’](?:abstenant|abstien(?:t|nent)|est\ abstenue?|étant\ abstenue?s?)(?!\ d[e'’])"
    r"|se\ sont\ abstenue?s(?!\ d[e'’])"
    r"|(?P<against>(?:vot(?:ant|e|ent)|(?:a|ont|ayant)\ voté)\ contre(?!\ (?:l['’]|l[ea]s?|ce|cet|son|un)\b)))\b",
    re.VERBOSE,
)
_BOX = re.compile(r"[☐☑☒□■◻◼❏❑○●]|\[\s?[xX]?\s?\]")
"""A form with boxes to tick prints every result."""
_SENTENCE = re.compile(r"[.!?](?<!\bM\.)(?<!\bMM\.)(?<!\bMme\.)(?<!\b[A-Z]\.)\s|\n")
_RESULT = re.compile(r"adopt|approuv|accept|décid|valid|autoris|désign|point\s\d", re.IGNORECASE)
_NEAR = 160
"""Characters between two words of one result."""
_FIX = "Corriger le texte, ou le vote enregistré s'il est mal noté."
_BROKEN = "L'unanimité n'est pas établie : le texte annonce un résultat que le vote n'a pas donné."
_OF_CAST_ONLY = "L'unanimité n'est que celle des suffrages exprimés : le texte ne le précise pas."


@dataclass(frozen=True, slots=True)
class _Told:
    """« À l'unanimité » in a line of an act, and the beginning of the next line."""

    line: Line
    start: int
    words: str
    next_text: str = ""

    @property
    def is_of_cast(self) -> bool:
        """Whether it says « des suffrages exprimés »: abstentions are then out of it."""
        return "exprim" in self.words.casefold()


@told_once
def check_unanimity(record: Record) -> Iterator[Finding]:
    """Nobody is against, and nobody abstains, where the text says « à l'unanimité »."""
    for act in record.sitting.deliberations:
        told = tuple(_unanimities(record, act))
        by_facts = [f for one in told if (f := _against_facts(record, act, one))]
        yield from by_facts
        if told and not by_facts:
            yield from _against_itself(record, act, told)
        yield from _majorities(record, act)


def _unanimities(record: Record, act: Deliberation) -> Iterator[_Told]:
    for line, following in pairwise((*own_lines(act), None)):
        if line is None:
            continue
        for found in _UNANIMOUS.finditer(line.text):
            if _is_own(record, line.text, found) and not _LESS.match(after(line.text, found.end())):
                next_text = following.text[:_NEAR] if following else ""
                yield _Told(line, found.start(), found.group(), next_text)


def _is_own(record: Record, text: str, found: re.Match[str]) -> bool:
    is_denied = _DENIED.search(text[max(0, found.start() - 30) : found.start()])
    return not is_denied and not is_of_another_vote(record, text, *found.span())


def _count(record: Record, act: Deliberation) -> VoteCount | None:
    vote = record.deciding_vote(act.item)
    return record.count(vote) if vote else None


def _is_alone(record: Record, act: Deliberation) -> bool:
    """Whether one vote only was taken on the item: « à l'unanimité » is then said of it."""
    return len(record.votes_on(act.item)) == 1 and not record.elections_on(act.item)


def _against_facts(record: Record, act: Deliberation, told: _Told) -> Finding | None:
    count = _count(record, act)
    is_of_it = _is_alone(record, act) or is_decided_here(record, told.line.text, told.start)
    if count is None or not is_of_it:
        return None
    if count.against:
        return _finding(record, told, count, "against", count.against)
    if count.abstentions and not told.is_of_cast:
        return _finding(record, told, count, "abstentions", count.abstentions)
    return None


def _finding(record: Record, told: _Told, count: VoteCount, about: str, number: int) -> Finding:
    advice = Advice(
        code="text.unanimity",
        message=f"« {told.words} » : les faits enregistrés donnent {FIGURES[about].counted(number)}.",
        consequence=_BROKEN if about == "against" else _OF_CAST_ONLY,
        remedy=_FIX,
        correction=_in_case(told.words, _by_majority(count) if about == "against" else _CAST),
    )
    return remark(record, told.line, advice)


_CAST = "à l'unanimité des suffrages exprimés"


def _by_majority(count: VoteCount) -> str:
    """« à la majorité (12 voix pour, 2 contre et 1 abstention) »; nothing where the voices are not all known."""
    if count.in_favour is None or not count.against or count.in_favour <= count.against:
        return ""
    parts = [f"{count.in_favour} voix pour", f"{count.against} contre"]
    if count.abstentions:
        parts.append(counted(count.abstentions, "abstention"))
    return f"à la majorité ({join_list(parts)})"


def _in_case(words: str, correction: str) -> str:
    """« À L'UNANIMITÉ » is corrected in capitals, « À l'unanimité » with one."""
    if words.isupper():
        return correction.upper()
    return correction[:1].upper() + correction[1:] if words[0].isupper() else correction


def _against_itself(record: Record, act: Deliberation, told: tuple[_Told, ...]) -> Iterator[Finding]:
    """« À l'unanimité, 2 abstentions »: the same vote told in two ways, in one sentence or in two that follow.

    Where the facts say which is wrong, « 2 abstentions » is told with its own figure (``text.count``), and alone.
    """
    by_counts = miscounted(record, act)
    for one in told:
        said = _dissent_beside(record, one)
        if said and (said.about, said.words) not in by_counts:
            advice = Advice(
                code="text.unanimity",
                message=f"Le texte dit « {one.words} » et « {said.words} ».",
                consequence="Le texte se contredit : on ne sait pas si tous ont voté pour.",
                remedy="Garder celui des deux que le vote a donné.",
                correction=_in_case(one.words, _CAST) if said.about == "abstentions" else "",
            )
            yield remark(record, one.line, advice)
        elif not said:
            yield from _named_dissents(record, one)


def _named_dissents(record: Record, one: _Told) -> Iterator[Finding]:
    """« À l'unanimité, M. UN s'abstenant »: in one sentence, somebody named who did not vote for."""
    head, tail = before(one.line.text, one.start), after(one.line.text, one.start + len(one.words))
    found = _DISSENTS.search(tail) or _DISSENTS.search(head)
    if found is None or _BOX.search(head + tail) or (one.is_of_cast and not found["against"]):
        return
    advice = Advice(
        code="text.unanimity",
        message=f"Le texte dit « {one.words} » et « {found.group()} ».",
        consequence="Le texte se contredit : on ne sait pas si tous ont voté pour.",
        remedy="Garder celui des deux que le vote a donné.",
        correction="" if found["against"] else _in_case(one.words, _CAST),
    )
    yield remark(record, one.line, advice)


def _dissent_beside(record: Record, one: _Told) -> Said | None:
    """A voice against, or an abstention, told of the same vote; further away, it is that of another one."""
    first, end = max(0, one.start - _NEAR), one.start + len(one.words)
    piece = f"{one.line.text[first : end + _NEAR]}\n{one.next_text}"[: end - first + _NEAR]
    start, end = one.start - first, end - first
    if _BOX.search(piece) or _MAJORITY.search(piece):
        return None
    own = [
        said
        for said in said_in(piece)
        if said.about in ("against", "abstentions")
        and said.value
        and _is_of_one_vote(piece, start, end, said)
        and not is_of_another_vote(record, piece, said.start, said.end)
    ]
    against = next((said for said in own if said.about == "against"), None)
    return against or (None if one.is_of_cast else next(iter(own), None))


def _is_of_one_vote(text: str, start: int, end: int, said: Said) -> bool:
    """Whether nothing between the two begins another question, nor announces another result."""
    between = text[end : said.start] if said.start >= end else text[said.end : start]
    if len(_SENTENCE.findall(between)) > 1 or _UNANIMOUS.search(between):
        return False
    is_one_sentence = not _SENTENCE.search(between)
    return is_one_sentence or not (
        _RESULT.search(before(text, start))
        and _RESULT.search(before(text, said.start) + after(text, said.end))
    )


def _majorities(record: Record, act: Deliberation) -> Iterator[Finding]:
    """« À la majorité », where every voter was for."""
    count = _count(record, act)
    is_unanimous = count is not None and bool(count.in_favour) and count.in_favour == count.total
    if not is_unanimous or not _is_alone(record, act):
        return
    for line in own_lines(act):
        for found in _MAJORITY.finditer(line.text):
            sentence = before(line.text, found.start()) + after(line.text, found.end())
            if _DECIDES.search(sentence) and _is_own(record, line.text, found):
                advice = Advice(
                    code="text.unanimity",
                    message=f"« {found.group()} » : d'après les faits enregistrés, personne n'est contre ni ne "
                    "s'abstient.",
                    consequence="Le texte laisse croire que des voix ont manqué.",
                    remedy=_FIX,
                    correction=_in_case(found.group(), "à l'unanimité"),
                    severity=Severity.NOTICE,
                )
                yield remark(record, line, advice)


@told_once
def check_verdict(record: Record) -> Iterator[Finding]:
    """The text does not say « adopté » of what the vote has rejected."""
    for act in record.sitting.deliberations:
        if record.verdict_on(act.item) is Verdict.REJECTED:
            for line in own_lines(act):
                yield from _adopted(record, line)


def _adopted(record: Record, line: Line) -> Iterator[Finding]:
    for found in _ADOPTED.finditer(line.text):
        words = found.group().strip(" \n.;:–—-")
        start = found.start("told") if found["told"] else found.start("alone")
        if not is_of_another_vote(record, line.text, start, found.end()):
            advice = Advice(
                code="text.verdict",
                message=f"« {words} » : d'après les voix enregistrées, le point est rejeté.",
                consequence="La décision écrite n'est pas celle que le vote a prise.",
                remedy=_FIX,
                correction=re.sub(r"(?i)(?:adopt|approuv)é", _rejected, words),
            )
            yield remark(record, line, advice)


def _rejected(found: re.Match[str]) -> str:
    word = found.group()
    return "REJETÉ" if word.isupper() else "Rejeté" if word[0].isupper() else "rejeté"


RULES = (
    house_rule(
        "text.unanimity",
        "Unanimité et majorité annoncées par le texte",
        "« À l'unanimité » se dit quand personne n'est contre ni ne s'abstient, « à l'unanimité des suffrages "
        "exprimés » quand certains s'abstiennent.",
        check_unanimity,
    ),
    house_rule(
        "text.verdict",
        "Décision annoncée par le texte",
        "Le texte ne dit pas adopté ce que le vote a rejeté.",
        check_verdict,
    ),
)
