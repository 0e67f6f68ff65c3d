"""Cutting a document into the pieces of an act, by the words that open each of them.

One pass over the blocks, with the zone of the act in which one stands. Every block gives at least one piece, whose
words are the block's: what is not understood is a piece too, for the reader to place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from deliberations.domain.clause_reading import ended, read_clause
from deliberations.domain.linter.folding import fold
from deliberations.domain.markup import TokenKind, tokens
from deliberations.richtext import sanitise
from deliberations.wordfile.pieces import Piece, Target
from deliberations.wordfile.reading import Origin, WordBlock

_LEAD = 120
_LONG = 220


class _Zone(IntEnum):
    """The parts of a printed act, in their order."""

    HEAD = 0
    STATEMENT = 1
    PREAMBLE = 2
    DECISION = 3
    END = 4


_TITLE = re.compile(r"objet(?:\s+de\s+la\s+d[ée]lib[ée]ration)?\s*(?P<mark>[:–—-]|$)\s*", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:extrait\s+de\s+(?:la\s+)?)?d[ée]lib[ée]ration\s*(?:n[°ºo]\s*|num[ée]ro\s*)?[:\s]*"
    r"(?P<number>[A-Z]{0,6}[\d][\w./-]*(?:\s?-\s?\d[\w./-]*)?)\s*(?P<mark>[:–—-]|$)\s*",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"(?:expos[eé](?:\s+des\s+motifs)?|rapport(?:\s+de\s+pr[ée]sentation)?|pr[ée]ambule)\s*:?", re.IGNORECASE
)
_DECISION_HEADING = re.compile(
    r"(?:d[ée]cision|dispositif|d[ée]lib[ée]r[ée]|d[ée]lib[ée]ration)s?\s*:?", re.IGNORECASE
)
_VERBS = (
    r"d[ée]cide(?:nt)?|approuve(?:nt)?|autorise(?:nt)?|adopte(?:nt)?|accepte(?:nt)?|prend(?:\s+acte)?|prennent\s+acte"
    r"|[ée]met(?:\s+un\s+avis\s+(?:favorable|d[ée]favorable))?|fixe(?:nt)?|vote(?:nt)?|valide(?:nt)?|arr[êe]te(?:nt)?"
    r"|dit(?:\s+que)?|charge(?:nt)?|donne(?:\s+pouvoir)?|d[ée]signe(?:nt)?|nomme(?:nt)?|[ée]lit|proc[eè]de|instaure"
    r"|confirme|habilite|mandate|sollicite|pr[ée]cise|modifie|abroge|retire|rejette|refuse|d[ée]l[èe]gue|attribue|inscrit"
)
_VERB_ALONE = re.compile(rf"(?P<verb>(?:{_VERBS})(?:\s+(?:et|,)\s*(?:{_VERBS}))?)\s*:?", re.IGNORECASE)
_VERB_FIRST = re.compile(rf"(?P<verb>{_VERBS})(?P<colon>\s*:)?\s+(?=\S)", re.IGNORECASE)
_LEAD_LINE = re.compile(
    r"(?:le\s+|la\s+|l['’])(?:conseil|comit[ée]|bureau|assembl[ée]e|commission)\b|apr[èe]s\s+en\s+avoir\s+d[ée]lib[ée]r[ée]"
    r"|ayant\s+(?:entendu|d[ée]lib[ée]r[ée])|l['’]assembl[ée]e\s+d[ée]lib[ée]rante",
    re.IGNORECASE,
)
_LEAD_END = re.compile(
    rf"(?:^|[,\s])(?P<verb>{_VERBS}(?:\s+(?:et|,)\s*(?:{_VERBS}))?)\s*:\s*$", re.IGNORECASE
)
_VOTE = re.compile(
    r"\bunanimit|\bmajorit[ée]\b|\b\d+\s*(?:voix|vote|pour\b|contre\b|abstention)|\b(?:pour|contre|abstentions?)\s*:\s*\d"
    r"|\bmain\s+lev[ée]e|\bscrutin\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"article\s+(?:1\s?er|premier|unique|\d{1,3}|[ivx]{1,6})\s*(?:[:.–—-]\s*)*", re.IGNORECASE
)
_DASH = re.compile(r"[-–—•▪●➢►*·]\s*|\d{1,2}\s?[.)°/]-?\s+|[a-z]\)\s+")
_ANNEX = re.compile(
    r"(?:annexes?|pi[èe]ces?\s+jointes?|documents?\s+annex[ée]s?)\s*(?:n[°ºo]\s*)?\d*\s*(?P<mark>[:–—-]|$)\s*",
    re.IGNORECASE,
)
_FACT_WORDS = (
    "nombre de", "en exercice", "membres en exercice", "presents", "present", "presente",
    "etaient presents", "etaient absents", "absents", "absent", "absente", "excuses", "excuse", "excusee",
    "excusees", "etaient excuses", "pouvoirs", "pouvoir", "procurations", "procuration",
    "ont donne pouvoir", "ayant donne pouvoir", "representes", "secretaire de seance", "secretaire",
    "date de convocation", "date de la convocation", "convocation du", "date d affichage", "affichage",
    "votants", "votant", "nombre de votants", "pour", "contre", "abstention", "abstentions", "quorum",
    "sous la presidence", "presidence", "president de seance", "seance du", "reunion du", "l an deux mille",
    "l an", "date de la seance", "suffrages exprimes", "ne prend pas part", "ne prennent pas part",
    "resultat du vote", "vote", "membres du conseil", "membres", "conseillers", "qui ont pris part",
    "arrivee de", "depart de", "date de publication", "date de transmission", "mandants",
)  # fmt: skip
_HEAD_WORDS = (
    "republique francaise", "departement", "arrondissement", "canton", "commune de", "mairie de",
    "ville de", "extrait du registre", "extrait du proces verbal", "registre des deliberations",
    "conseil municipal", "communaute de communes", "le lundi", "le mardi", "le mercredi", "le jeudi",
    "le vendredi", "le samedi", "le dimanche", "syndicat",
)  # fmt: skip
_END_WORDS = (
    "fait et delibere", "ainsi fait", "fait a", "pour extrait", "pour copie", "extrait certifie",
    "certifie executoire", "le maire", "la maire", "le president", "la presidente",
    "le secretaire de seance", "la secretaire de seance", "acte rendu executoire", "rendu executoire",
    "envoye en prefecture", "recu en prefecture", "publie le", "publie sur", "affiche le", "teletransmis",
    "transmis", "delibere en seance", "delibere", "les jour mois et an", "suivent les signatures",
    "ont signe", "au registre", "id ", "la presente deliberation peut faire l objet",
    "la presente deliberation peut etre contestee", "le tribunal administratif", "acte certifie",
    "accuse de reception", "signature", "recu le", "pour le maire", "par delegation",
)  # fmt: skip
_FACT_STYLES = (
    "acte ligne", "acte effectif", "acte présents", "acte puce de décompte", "acte puce d'absence",
)  # fmt: skip
"""Of our own documents, before the object: attendance and votes."""
_CAPTIONS = ("caption", "légende", "acte légende")
_MET = re.compile(
    r"s['’]est\s+r[ée]uni|[ée]tant\s+r[ée]uni|r[ée]guli[èe]rement\s+convoqu|d[ûu]ment\s+convoqu",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b(?:pour|contre|abstentions?|votants|pr[ée]sents|exprim[ée]s|exercice)\s*:?\s*\d+\b|\b\d+\s+(?:votants|pr[ée]sents)",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"(?:\b(?:MM?\.|Mmes?|Mme|Mlle|Monsieur|Madame|Messieurs|Mesdames)\b)|(?:\b[A-ZÀ-Ý][A-ZÀ-Ý'’-]{2,}\b)"
)


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
        state.pieces.append(Piece(Target.IGNORED, _as_blocks(block), note))
    return tuple(_joined(state.pieces))


def _read(state: _State, block: WordBlock, following: WordBlock | None, theme: str) -> Iterator[Piece]:
    text = block.text
    if block.origin is Origin.NOTE:
        yield Piece(Target.UNKNOWN, block.html, "Note de bas de page")
        return
    if block.style in _CAPTIONS and following is not None and following.is_table:
        state.caption = block.html
        return
    found = (
        _table(state, block)
        or _title(state, block, text, theme)
        or _headings(state, block, text, following)
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
        if _COUNTS.search(block.text) or _starts(block.text, _FACT_WORDS):
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
    opening = _TITLE.match(text)
    if opening and not state.has_title:
        rest = text[opening.end() :]
        state.title_awaited = not rest
        if not rest:
            return [Piece(Target.FORMULA, block.html)]
        return [
            Piece(Target.FORMULA, text[: opening.end()].strip()),
            *_titled(state, _after(block.html, opening.end()), theme),
        ]
    if state.title_awaited:
        return _titled(state, block.html, theme)
    return _numbered(state, block, text, theme) or _styled_title(state, block, text, theme)


def _numbered(state: _State, block: WordBlock, text: str, theme: str) -> list[Piece]:
    """« Délibération n° 2023-57 : Tarifs »: the number is a fact, the rest the title."""
    numbered = _NUMBER.match(text)
    if numbered is None or state.has_title or len(text) >= _LEAD * 4:
        return []
    rest = text[numbered.end() :]
    pieces = [Piece(Target.FACT, text[: numbered.end()].strip(), "Numéro")]
    if len(rest) > 8 and numbered["mark"]:
        return [*pieces, *_titled(state, _after(block.html, numbered.end()), theme)]
    return [*pieces, Piece(Target.UNKNOWN, _after(block.html, numbered.end()))] if rest else pieces


def _styled_title(state: _State, block: WordBlock, text: str, theme: str) -> list[Piece]:
    """A paragraph in Word's own style of title, unless it is the letterhead."""
    is_title = block.style.startswith(("title", "titre")) and not block.style.startswith("titre de")
    if not is_title or state.has_title or _starts(text, (*_HEAD_WORDS, *_FACT_WORDS)):
        return []
    return _titled(state, block.html, theme)


def _titled(state: _State, html: str, theme: str) -> list[Piece]:
    state.title_awaited, state.has_title, state.zone, state.roll = False, True, _Zone.STATEMENT, False
    pieces = []
    text = Piece(Target.TITLE, html).text
    numbered = _NUMBER.match(text)
    if numbered and numbered["mark"] and len(text) > numbered.end():
        pieces.append(Piece(Target.FACT, text[: numbered.end()].strip(), "Numéro"))
        html = _after(html, numbered.end())
        text = Piece(Target.TITLE, html).text
    themed = re.match(rf"{_spaced(theme)}\s*[–—:-]\s*", text, re.IGNORECASE) if theme else None
    if themed and len(text) > themed.end():
        pieces.append(Piece(Target.FACT, text[: themed.end()].strip(), "Thème"))
        html = _after(html, themed.end())
    return [*pieces, Piece(Target.TITLE, re.sub(r"(?<!\.)\.\s*$", "", html))]


def _headings(state: _State, block: WordBlock, text: str, following: WordBlock | None) -> list[Piece]:
    if _STATEMENT.fullmatch(text) and state.zone <= _Zone.STATEMENT:
        state.zone, state.roll = _Zone.STATEMENT, False
        return [Piece(Target.FORMULA, block.html)]
    if _DECISION_HEADING.fullmatch(text) and state.zone in (_Zone.STATEMENT, _Zone.PREAMBLE):
        state.zone = _Zone.DECISION
        return [Piece(Target.FORMULA, block.html)]
    leads_to_clause = (
        following is not None and not following.is_table and read_clause(following.html) is not None
    )
    is_authority = len(text) < _LEAD and not text.endswith(".") and _starts(text, _AUTHORITIES)
    if leads_to_clause and is_authority and state.zone is not _Zone.DECISION:
        return [Piece(Target.FORMULA, block.html)]
    return []


_AUTHORITIES = (
    "la commune de", "le conseil municipal", "le conseil communautaire", "le comite syndical", "l assemblee",
    "le conseil d administration", "le bureau", "le conseil",
)  # fmt: skip


def _clause(state: _State, block: WordBlock) -> list[Piece]:
    if state.zone >= _Zone.DECISION and state.lead_seen:
        return []
    clause = read_clause(block.html)
    if clause is None or (state.zone is _Zone.HEAD and _MET.search(block.text)):
        return []
    state.zone, state.roll = _Zone.PREAMBLE, False
    return [Piece(Target(clause.kind.value), clause.text_html)]


def _decision(state: _State, block: WordBlock, text: str) -> list[Piece]:
    if state.zone is _Zone.END:
        return []
    article = _ARTICLE.match(text)
    if article and (state.zone >= _Zone.PREAMBLE or not state.has_title or len(text) > article.end()):
        return _article(state, block, text, article)
    if state.article_awaited:
        state.article_awaited = False
        return [Piece(Target.ARTICLE, block.html)]
    lead = _lead(state, block, text)
    if lead:
        return lead
    alone = _VERB_ALONE.fullmatch(text)
    if alone and (text.endswith(":") or text.isupper() or state.zone is _Zone.DECISION):
        state.zone, state.lead_seen = _Zone.DECISION, True
        return [Piece(Target.VERB, alone["verb"])]
    first = _VERB_FIRST.match(text)
    if (
        first
        and block.ordered is None
        and (first["verb"].isupper() or state.zone is _Zone.DECISION)
        and state.zone >= _Zone.STATEMENT
    ):
        state.zone, state.lead_seen = _Zone.DECISION, True
        return [
            Piece(Target.VERB, first["verb"]),
            Piece(Target.BULLET, ended(_after(block.html, first.end()))),
        ]
    if state.zone is _Zone.DECISION and not _starts(text, _END_WORDS) and not _ANNEX.match(text):
        return _bullet(state, block, text)
    return []


def _article(state: _State, block: WordBlock, text: str, found: re.Match[str]) -> list[Piece]:
    state.zone, state.lead_seen = _Zone.DECISION, True
    rest = _after(block.html, found.end())
    state.article_awaited = not text[found.end() :]
    label = Piece(Target.FORMULA, found.group().strip(), "Numéro d'article")
    return [label] if state.article_awaited else [label, Piece(Target.ARTICLE, ended(rest))]


def _lead(state: _State, block: WordBlock, text: str) -> list[Piece]:
    """« Le Conseil Municipal, après en avoir délibéré par 15 voix pour, décide : »: the verb, and the vote apart."""
    if state.zone is _Zone.HEAD and not state.has_title and _MET.search(text):
        return []
    if _LEAD_LINE.match(text) is None or len(text) > 3 * _LONG:
        return []
    verb = _LEAD_END.search(text)
    has_deliberated = re.search(r"d[ée]lib[ée]r[ée]", text, re.IGNORECASE) is not None
    if verb:
        state.zone, state.lead_seen = _Zone.DECISION, True
        return [Piece(Target.FACT, block.html, "Annonce du vote"), Piece(Target.VERB, verb["verb"])]
    if has_deliberated and (text.endswith((":", ",")) or len(text) < _LEAD):
        state.zone, state.lead_seen = _Zone.DECISION, True
        return [Piece(Target.FACT, block.html, "Annonce du vote")]
    if has_deliberated and _VOTE.search(text):
        state.zone, state.lead_seen = _Zone.DECISION, True
        note = "La décision et le vote sont dans la même phrase : gardez seulement la décision."
        return [Piece(Target.UNKNOWN, block.html, note)]
    return []


def _bullet(state: _State, block: WordBlock, text: str) -> list[Piece]:
    if _COUNTS.match(text) or (_VOTE.search(text) and len(text) < _LEAD and _starts(text, _FACT_WORDS)):
        return [Piece(Target.FACT, block.html, "Vote")]
    dash = _DASH.match(text)
    html = _after(block.html, dash.end()) if dash else block.html
    html = re.sub(r"(?<!etc)(?<!\.)\.\s*$", "", ended(html))
    if block.level:
        return [Piece(Target.BULLET, html, "Sous-liste : elle devient une décision de même rang")]
    if dash is None and block.ordered is None and not state.lead_seen:
        return [Piece(Target.UNKNOWN, block.html, "Phrase avant la décision")]
    return [Piece(Target.BULLET, html)]


def _annexes(state: _State, block: WordBlock, text: str) -> list[Piece]:
    found = _ANNEX.match(text)
    if found and state.zone >= _Zone.PREAMBLE and len(text) < _LONG * 2:
        state.zone, state.annexes = _Zone.END, True
        rest = _after(block.html, found.end())
        heading = Piece(Target.FORMULA, found.group().strip())
        return [heading, Piece(Target.ANNEX, _annex(rest))] if text[found.end() :] else [heading]
    if state.annexes and not _starts(text, _END_WORDS) and not _is_certificate(text):
        dash = _DASH.match(text)
        return [Piece(Target.ANNEX, _annex(_after(block.html, dash.end()) if dash else block.html))]
    return []


def _annex(html: str) -> str:
    return re.sub(r"\s*[.;]\s*$", "", html)


def _is_certificate(text: str) -> bool:
    return re.search(r"certifie|ex[ée]cutoire|recours|pr[ée]fecture", text, re.IGNORECASE) is not None


def _fact(state: _State, block: WordBlock, text: str) -> list[Piece]:
    state.annexes = state.annexes and not _is_certificate(text)
    is_closing = _starts(text, _END_WORDS) and len(text) < 3 * _LONG
    if state.zone is _Zone.END or (state.zone >= _Zone.PREAMBLE and is_closing):
        state.zone = _Zone.END
        return [Piece(Target.FORMULA, block.html)]
    if _COUNTS.match(text):
        return [Piece(Target.FACT, block.html)]
    if state.zone is not _Zone.HEAD:
        return []
    if _MET.search(text) or _starts(text, _FACT_WORDS) or block.style in _FACT_STYLES:
        state.roll = True
        return [Piece(Target.FACT, block.html)]
    if _starts(text, (*_HEAD_WORDS, *_END_WORDS)) and len(text) < _LONG:
        return [Piece(Target.FORMULA, block.html)]
    if state.roll and _NAMES.search(text):
        return [Piece(Target.FACT, block.html, "Liste de noms")]
    return []


def _other(state: _State, block: WordBlock, text: str) -> list[Piece]:
    if state.zone is _Zone.STATEMENT or (state.zone is _Zone.HEAD and len(text) > _LONG):
        state.zone, state.roll = _Zone.STATEMENT, False
        return [Piece(Target.STATEMENT, _as_blocks(block))]
    if state.zone is _Zone.PREAMBLE:
        note = "Ce passage suit les visas sans commencer par « Vu » ni « Considérant »."
        return [Piece(Target.UNKNOWN, block.html, note)]
    return [Piece(Target.UNKNOWN, block.html)]


# --- words and tags


def _starts(text: str, openings: tuple[str, ...]) -> bool:
    words = f"{fold(text[:_LEAD])} "
    return any(words.startswith(opening if opening.endswith(" ") else f"{opening} ") for opening in openings)


def _spaced(text: str) -> str:
    return r"\s+".join(re.escape(word) for word in text.split())


def _after(html: str, count: int) -> str:
    """``html`` without the first ``count`` characters of its text (spaces counted once), tags kept."""
    left = len("".join(Piece(Target.UNKNOWN, html).text[:count].split()))
    pieces = []
    for token in tokens(html):
        source = token.source
        if token.kind is TokenKind.TEXT and left:
            position = 0
            while position < len(source) and left:
                step = _reference_at(source, position)
                left -= not source[position].isspace()
                position += step
            source = source[position:]
        pieces.append(source)
    return re.sub(r"<(strong|em|u|sub|sup)>\s*</\1>", "", "".join(pieces)).lstrip()


def _reference_at(source: str, position: int) -> int:
    """« &amp; » is one character of the text."""
    found = re.compile(r"&(?:amp|lt|gt);").match(source, position)
    return len(found.group()) if found else 1


def _as_blocks(block: WordBlock) -> str:
    if block.is_table:
        return block.html
    if block.ordered is not None:
        tag = "ol" if block.ordered else "ul"
        return f'<{tag}><li data-level="{block.level}">{block.html}</li></{tag}>'
    return f"<h3>{block.html}</h3>" if block.is_heading else f"<p>{block.html}</p>"


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Paragraphs of the statement, and lines of facts or formulas, that follow each other: one piece of each."""
    held: Piece | None = None
    levels: list[int] = []
    for each in pieces:
        piece, level = _without_level(each)
        if level is None or held is None or not _go_together(held, piece):
            levels.clear()
        depth = _depth(levels, level)
        if held is not None and _go_together(held, piece):
            held = Piece(held.target, _glued(held, piece, depth), held.note)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


_LEVEL = re.compile(r'<(?:ul|ol)><li( data-level="(\d)")>')


def _without_level(piece: Piece) -> tuple[Piece, int | None]:
    """The piece as people read it, and the level that Word gives to its item; ``None`` outside a list."""
    found = _LEVEL.match(piece.html)
    if found is None:
        return piece, None
    html = piece.html[: found.start(1)] + piece.html[found.end(1) :]
    return Piece(piece.target, html, piece.note), int(found[2])


def _depth(levels: list[int], level: int | None) -> int:
    """How deep an item stands in the list that goes on: Word may begin a list at any level, and skip some."""
    if level is None:
        return 0
    while levels and level < levels[-1]:
        levels.pop()
    if not levels or level > levels[-1]:
        levels.append(level)
    return len(levels) - 1


def _go_together(held: Piece, piece: Piece) -> bool:
    joins = (Target.STATEMENT, Target.FACT, Target.FORMULA, Target.IGNORED)
    return held.target is piece.target and held.target in joins and held.note == piece.note


def _glued(held: Piece, piece: Piece, depth: int) -> str:
    """Items of one list that follow each other are one list; a deeper one goes into the item before it."""
    first, second = _block(held.html), _block(piece.html)
    return _as_one_list(first, second, depth) or first + second


def _as_one_list(first: str, second: str, depth: int) -> str:
    """Empty when ``second`` does not go on the list that ends ``first``."""
    closing, opening = first[-5:], second[:4]
    if closing not in ("</ul>", "</ol>") or opening not in ("<ul>", "<ol>"):
        return ""
    if depth == 0:
        goes_on = closing[2:] == opening[1:]
        return first.removesuffix(closing) + second.removeprefix(opening) if goes_on else ""
    item = first.removesuffix(closing).removesuffix("</li>")
    return f"{_as_one_list(item, second, depth - 1) or item + second}</li>{closing}"


def _block(html: str) -> str:
    return html if html.startswith(("<p>", "<h3>", "<ul>", "<ol>", "<table>")) else f"<p>{html}</p>"
