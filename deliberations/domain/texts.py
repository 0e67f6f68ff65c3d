"""Reading the structured text of an act: words left blank, and decisions that name someone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deliberations.domain.acts import Deliberation
from deliberations.domain.markup import TokenKind, tokens, unescaped

_BLOCK_TAGS = frozenset({"p", "h3", "li", "br", "tr", "td", "th", "ul", "ol", "table", "caption"})

PLACEHOLDER = re.compile(
    r"""
    \b[Xx]{2,}\b                            # « commune de XX »
    | \bX{3,}(?!(?:IX|IV|VI{0,3}|I{1,3})\b)\w*  # but not « XXXIV »
    | …{2,} | \.{4,}                         # a dotted line to fill
    # « le … 2024 », « du … juin »
    | (?:(?<=\ble\ )|(?<=\bdu\ )|(?<=\bau\ ))(?:…|\.{3})
      (?=\ (?:\d{4}|janvier|février|mars|avril|mai|juin|juillet|août|[sond]\w{3,5}bre)\b)
    | _{3,}
    # « [nom] », « [ ] », but neither « [...] », « [sic] », a note number nor « [L]e »
    | (?<!\w)\[(?!\s{0,5}(?:\.{3}|sic|occulté)\s{0,5}\])[^\[\]\d…]{0,50}\](?!\w)
    | \bà\ (?:compléter|préciser)\b(?=\s*(?:[]).,;:!?»]|$))  # but not « à compléter le dossier »
    | \bà\ définir\ ici\b
    | \bN(?:OM|om)\ (?:et\ )?P(?:RENOM|RÉNOM|rénom)\b
    """,
    re.VERBOSE,
)
"""Every part reads a bounded number of characters from each place: the time grows like the text."""

_CENTURY = re.compile(r"\bXX[IVX]*e?\s{0,5}(?:siècle|[eè](?:me)?)\b|\bXXe\b")
_NUMERAL = re.compile(r"X{2,3}")
_NUMBERED = re.compile(
    r"""
    \b(?:chapitres?|annexes?|articles?|titres?|livres?|tomes?|volumes?|sections?|Louis)
    \s(?:[IVXLC]+(?:,|\set|\sà|\sou)\s)*$
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""« annexe », « titres XIX et »: what a roman numeral follows."""

_LEADER = re.compile(
    r"[.…_,\s]{0,60}(?:p\.?\s{0,2})?(?!(?:19|20)\d\d\b)\d[\d\s.,]{0,15}(?:€|%)?(?P<end>\s*$)?"
)
"""« Travaux ........ 18 »: dots that lead the eye to a page or an amount, where nothing is missing."""
_FILLED = re.compile(r"[\w)»’'-]\s{0,3}:[.…\s]{0,60}$")
_ASKS = re.compile(
    r"\b(?:le|du|au|de|des|à|par|n°|nº|no|numéro|article|somme|la|les|un|une|et)\s{0,3}$", re.IGNORECASE
)
_BETWEEN_NAMES = re.compile(r"[.…_\s]{0,60}à\s[A-ZÀ-Ý]")
_SURNAME = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý'’-]{1,40}\s{0,3}$")
"""« Jeanne UN ........ à Paul DEUX »: a roll of proxies in two columns."""
_HEADING = re.compile(r"^[^a-zà-ÿ]{10,60}$")
_NAMES_A_BLANK = re.compile(r"\b(?:NOM|PRÉNOM|PRENOM|DATE|MONTANT|FAIT)\b")
"""A title in capitals, then a line drawn to the margin."""
_INSERTED = re.compile(r"\[(?:de|du|des|[dl]['’]|à|au|aux|la|les?|et|ou|en|qu[ie]|une?)\]")
"""« ainsi que [de] favoriser »: a word put into a quotation."""
_ROW_OF_NAMES = re.compile(
    r"\s*(?:(?:ville|titre|civilité|qualité|fonction|liste|n°)\s){0,3}N(?:OM|om)\s(?:et\s)?P\w{5}s?(?:\s(?:présent|fonction|qualité)\b.*)?\s*",
    re.IGNORECASE,
)
"""The head of a table of members."""

_NAMING = re.compile(
    r"""
    ^\W*(?:de\s+|d['’])?
    (?:désign(?:er?|ent) | nomm(?:er?|ent) | élire | élit | élisent
     | proc[éè]der?\s+à\s+(?:la\s+désignation|l['’]élection))\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PLACES = (
    r"rues?|ruelle|avenue|boulevard|place|placette|impasse|allée|chemin|sentier|sente|voie|voirie|route|quai|cours?"
    r"|passage|venelle|esplanade|promenade|rond-point|giratoire|carrefour|square|parc|jardin|parking|pont|passerelle"
    r"|lotissement|quartier|résidence|hameau|lieu-?dit|zone|bois|forêt|école|collège|lycée|crèche|groupe\ scolaire"
    r"|salle|gymnase|stade|piscine|complexe|médiathèque|bibliothèque|ludothèque|théâtre|musée|maison|centre|bâtiment"
    r"|équipement|espace|site|lieu|parcelles?|terrain|lots?"
)
_CONTRACTORS = (
    r"cabinet|sociétés?|entreprises?|bureau\ d['’]études?|bureau\ de\ contrôle|agence|groupement|association|étude"
    r"|prestataires?|attributaires?|lauréats?|maître\ d['’]œuvre|office\ notarial|SARL|SAS|SA|EURL|SELARL|SCP"
)
_LAWYERS = r"maître|me|avocate?s?|conseil\ juridique|huissier|commissaire\ de\ justice|notaire"
_AGENTS = (
    r"coordonnat(?:eur|rice)s?|coordinat(?:eur|rice)s?|agents?|régisseurs?|directeur\ général|directrice\ générale"
    r"|secrétaire\ (?:générale?\ )?de\ mairie"
)
_NOT_A_PERSON = re.compile(
    rf"""
    \s*[:«]?\s*(?:comme\ |en\ qualité\ de\ |en\ tant\ que\ )?
    (?:l['’]|(?:d['’]|de\ l['’])(?:une?\ )?|(?:les?|la|du|des?|de\ la|une?|cette|ce|cet)\ )?
    (?:(?:deux|trois|quatre|cinq|six|\d\d?)\ )?(?:(?:nouveaux?|nouvel(?:le)?s?|future?s?)\ )?
    (?:{_PLACES}|{_CONTRACTORS}|{_LAWYERS}|{_AGENTS})\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A street, a school, a firm, a lawyer, an agent: naming them is not a nomination (CGCT art. L. 2121-21)."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an act's text with the place where a reader finds it."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A blank of a model; ``place`` is the rank of its passage among those of the act."""

    where: str
    found: str
    extract: str
    place: int

    @property
    def kind(self) -> str:
        """« …… » and « ___ » are one blank, however long."""
        return "…" if self.found[0] in ".…_" else self.found


def text_of(html: str) -> str:
    """The readable text of restricted HTML, one line per block."""
    lines = (" ".join(line.split()) for line in _blocks_of(html))
    return "\n".join(line for line in lines if line)


def _blocks_of(html: str) -> list[str]:
    if "<" not in html and "&" not in html:
        return [html.replace("\n", " ")]
    return "".join(_pieces_of(html)).split("\n")


def _pieces_of(html: str) -> Iterator[str]:
    for token in tokens(html):
        if token.kind is TokenKind.START and token.name in _BLOCK_TAGS:
            yield "\n"
        elif token.kind is TokenKind.TEXT:
            yield unescaped(token.source).replace("\n", " ")
        elif token.kind is TokenKind.RAW:
            yield token.source.replace("\n", " ")


def passages(deliberation: Deliberation) -> Iterator[Passage]:
    """Every piece of text of an act, in reading order."""
    yield Passage("objet", text_of(deliberation.title_html))
    for line in text_of(deliberation.statement_html).split("\n"):
        yield Passage("exposé", line)
    for i, clause in enumerate(deliberation.clauses, start=1):
        yield Passage(f"visas et considérants, n° {i}", text_of(clause.text_html))
    for i, text in enumerate(decisions(deliberation), start=1):
        yield Passage(f"décision, point {i}", text)
    for i, annex in enumerate(deliberation.annexes, start=1):
        yield Passage(f"annexe {i}", annex)


def decisions(deliberation: Deliberation) -> Iterator[str]:
    """The text of each operative block, across the parts of the decision."""
    for part in deliberation.operative:
        for block in part.blocks_html:
            yield text_of(block)


def placeholders(deliberation: Deliberation) -> Iterator[Placeholder]:
    """Words left to be filled in a model text: « XX », dotted lines, brackets, « à compléter »."""
    for place, passage in enumerate(passages(deliberation)):
        for match in PLACEHOLDER.finditer(passage.text):
            if not (_is_roman(passage.text, match) or _is_layout(passage.text, match)):
                extract = _around(passage.text, *match.span())
                yield Placeholder(passage.where, match.group(), extract, place)


def _is_roman(text: str, match: re.Match[str]) -> bool:
    """« XXe siècle », « chapitre XX »: a number, not a blank."""
    if _CENTURY.match(text, match.start()):
        return True
    before = text[max(0, match.start() - 60) : match.start()]
    return bool(_NUMERAL.fullmatch(match.group()) and _NUMBERED.search(before))


def _is_layout(text: str, match: re.Match[str]) -> bool:
    """Dots that lead to a page number, a rule drawn across the page, the head of a table: nothing is missing."""
    found, before = match.group(), text[max(0, match.start() - 60) : match.start()]
    if found[0] in "Nn":
        return len(text) <= 120 and bool(_ROW_OF_NAMES.fullmatch(text))
    if found[0] not in ".…_":
        return bool(_INSERTED.fullmatch(found))
    is_title = _HEADING.match(before) and not _ASKS.search(before) and not _NAMES_A_BLANK.search(before)
    if is_title and text[match.end() : match.end() + 20].strip(".…_, ") == "":
        return True
    if (
        found[0] == "_"
        and not text[match.end() : match.end() + 1]
        and match.end() - match.start() == len(text)
    ):
        return True
    leads = _LEADER.match(text, match.end())
    if leads and (leads["end"] is not None or _FILLED.search(before)):
        return not _ASKS.search(before.rstrip(".…_, "))
    return bool(_SURNAME.search(before) and _BETWEEN_NAMES.match(text, match.end()))


def _around(text: str, start: int, end: int, width: int = 30) -> str:
    left, right = max(0, start - width), min(len(text), end + width)
    return ("…" if left else "") + text[left:right] + ("…" if right < len(text) else "")


def naming_decisions(deliberation: Deliberation) -> tuple[int, ...]:
    """Places (from 1) of the decisions whose verb designates, names or elects someone.

    The verb leads the block, or the part whose blocks go on with it (« nomme » : « Mme Un »).
    """
    blocks = ((part.verb, text_of(block)) for part in deliberation.operative for block in part.blocks_html)
    return tuple(
        place
        for place, (verb, text) in enumerate(blocks, start=1)
        if _names_someone(text) or _names_someone(f"{verb} {text}")
    )


def _names_someone(phrase: str) -> bool:
    verb = _NAMING.match(phrase)
    return verb is not None and not _NOT_A_PERSON.match(phrase, verb.end())
