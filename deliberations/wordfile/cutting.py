"""Cutting a document into the pieces of an act, by the words that open each of them.

One pass over the blocks, with the zone of the act in which one stands. Every block gives at least one piece, whose
words are the block's: what is not understood is a piece too, for the reader to place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from deliberations.domain.act_openings import starts
from deliberations.domain.acts import Clause, ClauseKind
from deliberations.domain.clause_reading import ended, read_clause
from deliberations.richtext import sanitise
from deliberations.wordfile.gluing import after, as_blocks, joined
from deliberations.wordfile.openings import (
    ANNEX,
    ARTICLE,
    AUTHORITIES,
    AUTHORITY_STYLE,
    CAPTIONS,
    CLAUSE_STYLE,
    CLOSING_WORDS,
    COUNTS,
    DASH,
    DECISION_HEADING,
    END_STYLES,
    END_WORDS,
    FACT_STYLES,
    FACT_WORDS,
    HEAD_WORDS,
    LEAD,
    LEAD_END,
    LEAD_LINE,
    LONG,
    MET,
    NAMES,
    NO_NUMBER,
    NUMBER,
    OBJECT_STYLE,
    STATEMENT,
    TITLE,
    VERB_ALONE,
    VERB_FIRST,
    VOTE,
    is_signature,
)
from deliberations.wordfile.pieces import Piece, Target
from deliberations.wordfile.reading import Origin, WordBlock


class _Zone(IntEnum):
    """The parts of a printed act, in their order."""

    HEAD = 0
    STATEMENT = 1
    PREAMBLE = 2
    DECISION = 3
    END = 4


@dataclass(slots=True)
class _State:
    zone: _Zone = _Zone.HEAD
    title_awaited: bool = False
    has_title: bool = False
    article_awaited: bool = False
    annexes: bool = False
    roll: bool = False
    lead_seen: bool = False
    caption: str = ""
    pieces: list[Piece] = field(default_factory=list)


def cut(blocks: Sequence[WordBlock], *, theme: str = "") -> tuple[Piece, ...]:
    """The pieces of a document in reading order; the paragraphs of the statement that follow each other are one.

    ``theme`` is that of the item: the object line prints it before the title.
    """
    state = _State()
    texts = [block for block in blocks if block.origin in (Origin.TEXT, Origin.BOX, Origin.NOTE)]
    others = [block for block in blocks if block.origin in (Origin.MARGIN, Origin.REMOVED)]
    for index, block in enumerate(texts):
        following = texts[index + 1] if index + 1 < len(texts) else None
        state.pieces.extend(_read(state, block, following, theme))
    for block in others:
        note = (
            "En-tête ou pied de page"
            if block.origin is Origin.MARGIN
            else "Texte supprimé ou masqué dans Word"
        )
        state.pieces.append(Piece(Target.IGNORED, as_blocks(block), note))
    return tuple(joined(state.pieces))


def _read(state: _State, block: WordBlock, following: WordBlock | None, theme: str) -> Iterator[Piece]:
    text = block.text
    if block.origin is Origin.NOTE:
        yield Piece(Target.UNKNOWN, block.html, "Note de bas de page")
        return
    if block.style in CAPTIONS and following is not None and following.is_table:
        state.caption = block.html
        return
    found = (
        _table(state, block)
        or _title(state, block, text, theme)
        or _headings(state, block, text, following)
        or _closing(state, block, text)
        or _clause(state, block)
        or _decision(state, block, text)
        or _annexes(state, block, text)
        or _fact(state, block, text)
        or _other(state, block, text)
    )
    yield from found


def _table(state: _State, block: WordBlock) -> list[Piece]:
    if not block.is_table:
        return []
    block = _with_caption(state, block)
    if state.zone is _Zone.DECISION:
        note = "Un tableau ne peut pas figurer dans une décision : placez-le dans l'exposé, ou écrivez-le en phrases."
        return [Piece(Target.UNKNOWN, block.html, note)]
    if state.zone is _Zone.HEAD:
        if COUNTS.search(block.text) or starts(block.text, FACT_WORDS):
            return [Piece(Target.FACT, block.html)]
        return [Piece(Target.UNKNOWN, block.html, "Tableau avant l'objet")]
    if state.zone is _Zone.END:
        return [Piece(Target.FORMULA, block.html)]
    return [Piece(Target.STATEMENT, block.html)]


def _with_caption(state: _State, block: WordBlock) -> WordBlock:
    """The table with the caption that stood before it."""
    caption, state.caption = state.caption, ""
    if not caption:
        return block
    return replace(
        block, html=sanitise(block.html.replace("<table>", f"<table><caption>{caption}</caption>", 1))
    )


def _title(state: _State, block: WordBlock, text: str, theme: str) -> list[Piece]:
    """« Objet : … », or the line after « Objet de la délibération »; the number and the theme are told apart."""
    if state.zone is not _Zone.HEAD:
        return []
    opening = TITLE.match(text)
    if opening and not state.has_title:
        rest = text[opening.end() :]
        state.title_awaited = not rest
        if not rest:
            return [Piece(Target.FORMULA, block.html)]
        return [
            Piece(Target.FORMULA, text[: opening.end()].strip()),
            *_titled(state, after(block.html, opening.end()), theme),
        ]
    if state.title_awaited:
        return _titled(state, block.html, theme)
    return _numbered(state, block, text, theme) or _styled_title(state, block, text, theme)


def _numbered(state: _State, block: WordBlock, text: str, theme: str) -> list[Piece]:
    """« Délibération n° 2023-57 : Tarifs »: the number is a fact, the rest the title."""
    numbered = NUMBER.match(text)
    if numbered is None or state.has_title or len(text) >= LEAD * 4:
        return []
    rest = text[numbered.end() :]
    pieces = [Piece(Target.FACT, text[: numbered.end()].strip(), "Numéro")]
    if len(rest) > 8 and numbered["mark"]:
        return [*pieces, *_titled(state, after(block.html, numbered.end()), theme)]
    return [*pieces, Piece(Target.UNKNOWN, after(block.html, numbered.end()))] if rest else pieces


def _styled_title(state: _State, block: WordBlock, text: str, theme: str) -> list[Piece]:
    """A paragraph in Word's own style of title, or in ours of the object, unless it is the letterhead."""
    if block.style == OBJECT_STYLE and not state.has_title:
        return _titled(state, block.html, theme)
    is_title = block.style.startswith(("title", "titre")) and not block.style.startswith("titre de")
    if not is_title or state.has_title or starts(text, (*HEAD_WORDS, *FACT_WORDS)):
        return []
    return _titled(state, block.html, theme)


_MARKS = (":", "–", "—", "-")


def _titled(state: _State, html: str, theme: str) -> list[Piece]:
    state.title_awaited, state.has_title, state.zone, state.roll = False, True, _Zone.STATEMENT, False
    pieces = []
    text = Piece(Target.TITLE, html).text
    numbered = NUMBER.match(text)
    if numbered and numbered.end() >= len(text.rstrip(".")):
        return [Piece(Target.FACT, text, "Numéro")]
    numbered = numbered or NO_NUMBER.match(text)
    if numbered and len(text) > numbered.end() and text[: numbered.end()].rstrip().endswith(_MARKS):
        pieces.append(Piece(Target.FACT, text[: numbered.end()].strip(), "Numéro"))
        html = after(html, numbered.end())
        text = Piece(Target.TITLE, html).text
    themed = re.match(rf"{_spaced(theme)}\s*[–—:-]\s*", text, re.IGNORECASE) if theme else None
    if themed and len(text) > themed.end():
        pieces.append(Piece(Target.FACT, text[: themed.end()].strip(), "Thème"))
        html = after(html, themed.end())
    return [*pieces, Piece(Target.TITLE, re.sub(r"(?<!\.)\.\s*$", "", html))]


def _headings(state: _State, block: WordBlock, text: str, following: WordBlock | None) -> list[Piece]:
    if STATEMENT.fullmatch(text) and state.zone <= _Zone.STATEMENT:
        state.zone, state.roll = _Zone.STATEMENT, False
        return [Piece(Target.FORMULA, block.html)]
    if DECISION_HEADING.fullmatch(text) and state.zone in (_Zone.STATEMENT, _Zone.PREAMBLE):
        state.zone = _Zone.DECISION
        return [Piece(Target.FORMULA, block.html)]
    leads_to_clause = (
        following is not None and not following.is_table and read_clause(following.html) is not None
    )
    is_authority = len(text) < LEAD and not text.endswith(".") and starts(text, AUTHORITIES)
    if block.style == AUTHORITY_STYLE and state.zone is _Zone.STATEMENT:
        return [Piece(Target.FORMULA, block.html)]
    if leads_to_clause and is_authority and state.zone is not _Zone.DECISION:
        return [Piece(Target.FORMULA, block.html)]
    return []


def _closing(state: _State, block: WordBlock, text: str) -> list[Piece]:
    """Where our own documents sign, whatever stands before, and what closes an act that decides nothing."""
    if state.zone is _Zone.HEAD or state.annexes:
        return []
    is_usual = state.zone is _Zone.STATEMENT and starts(text, CLOSING_WORDS) and len(text) < LEAD
    if block.style not in END_STYLES and not is_usual:
        return []
    state.zone = _Zone.END
    return [Piece(Target.FORMULA, block.html)]


def _is_ending(state: _State, block: WordBlock, text: str) -> bool:
    """A bare signature or a formula of the end; never an item of a list, nor the content that a verb awaits."""
    if block.style in END_STYLES:
        return True
    if state.zone is _Zone.DECISION and (
        block.ordered is not None or DASH.match(text) or _verb_awaits(state)
    ):
        return False
    return starts(text, END_WORDS) or is_signature(text)


def _verb_awaits(state: _State) -> bool:
    return bool(state.pieces) and state.pieces[-1].target is Target.VERB


def _clause(state: _State, block: WordBlock) -> list[Piece]:
    if state.zone >= _Zone.DECISION and state.lead_seen:
        return []
    clause = read_clause(block.html)
    if clause is None and block.style == CLAUSE_STYLE and state.zone is not _Zone.HEAD:
        clause = Clause(ClauseKind.OTHER, ended(block.html))
    if clause is None or (state.zone is _Zone.HEAD and MET.search(block.text)):
        return []
    state.zone, state.roll = _Zone.PREAMBLE, False
    return [Piece(Target(clause.kind.value), clause.text_html)]


def _decision(state: _State, block: WordBlock, text: str) -> list[Piece]:
    if state.zone is _Zone.END:
        return []
    article = ARTICLE.match(text)
    if article and (state.zone >= _Zone.PREAMBLE or not state.has_title or len(text) > article.end()):
        return _article(state, block, text, article)
    if state.article_awaited:
        state.article_awaited = False
        return [Piece(Target.ARTICLE, block.html)]
    lead = _lead(state, block, text)
    if lead:
        return lead
    alone = VERB_ALONE.fullmatch(text)
    if alone and (text.endswith(":") or text.isupper() or state.zone is _Zone.DECISION):
        state.zone, state.lead_seen = _Zone.DECISION, True
        return [Piece(Target.VERB, alone["verb"])]
    first = VERB_FIRST.match(text)
    if (
        first
        and block.ordered is None
        and (first["verb"].isupper() or state.zone is _Zone.DECISION)
        and state.zone >= _Zone.STATEMENT
    ):
        state.zone, state.lead_seen = _Zone.DECISION, True
        return [
            Piece(Target.VERB, first["verb"]),
            Piece(Target.BULLET, ended(after(block.html, first.end()))),
        ]
    if state.zone is _Zone.DECISION and not _is_ending(state, block, text) and not ANNEX.match(text):
        return _bullet(state, block, text)
    return []


def _article(state: _State, block: WordBlock, text: str, found: re.Match[str]) -> list[Piece]:
    state.zone, state.lead_seen = _Zone.DECISION, True
    rest = after(block.html, found.end())
    state.article_awaited = not text[found.end() :]
    label = Piece(Target.FORMULA, found.group().strip(), "Numéro d'article")
    return [label] if state.article_awaited else [label, Piece(Target.ARTICLE, ended(rest))]


def _lead(state: _State, block: WordBlock, text: str) -> list[Piece]:
    """« Le Conseil Municipal, après en avoir délibéré par 15 voix pour, décide : »: the verb, and the vote apart."""
    if state.zone is _Zone.HEAD and not state.has_title and MET.search(text):
        return []
    if LEAD_LINE.match(text) is None or len(text) > 3 * LONG:
        return []
    verb = LEAD_END.search(text)
    has_deliberated = re.search(r"d[ée]lib[ée]r[ée]", text, re.IGNORECASE) is not None
    if verb:
        state.zone, state.lead_seen = _Zone.DECISION, True
        return [Piece(Target.FACT, block.html, "Annonce du vote"), Piece(Target.VERB, verb["verb"])]
    if has_deliberated and (text.endswith((":", ",")) or len(text) < LEAD):
        state.zone, state.lead_seen = _Zone.DECISION, True
        return [Piece(Target.FACT, block.html, "Annonce du vote")]
    if has_deliberated and VOTE.search(text):
        state.zone, state.lead_seen = _Zone.DECISION, True
        note = "La décision et le vote sont dans la même phrase : gardez seulement la décision."
        return [Piece(Target.UNKNOWN, block.html, note)]
    return []


def _bullet(state: _State, block: WordBlock, text: str) -> list[Piece]:
    if COUNTS.match(text) or (VOTE.search(text) and len(text) < LEAD and starts(text, FACT_WORDS)):
        return [Piece(Target.FACT, block.html, "Vote")]
    dash = DASH.match(text)
    html = after(block.html, dash.end()) if dash else block.html
    html = re.sub(r"(?<!etc)(?<!\.)\.\s*$", "", ended(html))
    if block.level:
        return [Piece(Target.BULLET, html, "Sous-liste : elle devient une décision de même rang")]
    if dash is None and block.ordered is None and not state.lead_seen:
        return [Piece(Target.UNKNOWN, block.html, "Phrase avant la décision")]
    return [Piece(Target.BULLET, html)]


def _annexes(state: _State, block: WordBlock, text: str) -> list[Piece]:
    found = ANNEX.match(text)
    if found and state.zone >= _Zone.PREAMBLE and len(text) < LONG * 2:
        state.zone, state.annexes = _Zone.END, True
        rest = after(block.html, found.end())
        heading = Piece(Target.FORMULA, found.group().strip())
        return [heading, Piece(Target.ANNEX, _annex(rest))] if text[found.end() :] else [heading]
    if state.annexes and not _is_ending(state, block, text) and not _is_certificate(text):
        dash = DASH.match(text)
        return [Piece(Target.ANNEX, _annex(after(block.html, dash.end()) if dash else block.html))]
    return []


def _annex(html: str) -> str:
    return re.sub(r"\s*[.;]\s*$", "", html)


def _is_certificate(text: str) -> bool:
    return re.search(r"certifie|ex[ée]cutoire|recours|pr[ée]fecture", text, re.IGNORECASE) is not None


def _fact(state: _State, block: WordBlock, text: str) -> list[Piece]:
    state.annexes = state.annexes and not _is_certificate(text)
    is_ending = _is_ending(state, block, text) and len(text) < 3 * LONG
    if state.zone is _Zone.END or (state.zone >= _Zone.PREAMBLE and is_ending):
        state.zone = _Zone.END
        return [Piece(Target.FORMULA, block.html)]
    if COUNTS.match(text):
        return [Piece(Target.FACT, block.html)]
    if state.zone is not _Zone.HEAD:
        return []
    if MET.search(text) or starts(text, FACT_WORDS) or block.style in FACT_STYLES:
        state.roll = True
        return [Piece(Target.FACT, block.html)]
    if (starts(text, HEAD_WORDS) or is_ending) and len(text) < LONG:
        return [Piece(Target.FORMULA, block.html)]
    if state.roll and NAMES.search(text):
        return [Piece(Target.FACT, block.html, "Liste de noms")]
    return []


def _other(state: _State, block: WordBlock, text: str) -> list[Piece]:
    if state.zone is _Zone.STATEMENT or (state.zone is _Zone.HEAD and len(text) > LONG):
        state.zone, state.roll = _Zone.STATEMENT, False
        return [Piece(Target.STATEMENT, as_blocks(block))]
    if state.zone is _Zone.PREAMBLE:
        note = "Ce passage suit les visas sans commencer par « Vu » ni « Considérant »."
        return [Piece(Target.UNKNOWN, block.html, note)]
    return [Piece(Target.UNKNOWN, block.html)]


def _spaced(text: str) -> str:
    return r"\s+".join(re.escape(word) for word in text.split())
