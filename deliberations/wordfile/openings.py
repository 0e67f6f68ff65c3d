"""The words that open the parts of an act typed in Word."""

import re

from deliberations.domain import act_openings
from deliberations.domain.linter.folding import fold

LEAD, LONG = 120, 220
"""Characters of a line that opens something, and of one that is a text."""
TITLE = re.compile(r"objet(?:\s+de\s+la\s+d[ée]lib[ée]ration)?\s*(?P<mark>[:–—-]|$)\s*", re.IGNORECASE)
NUMBER = re.compile(
    r"(?:extrait\s+de\s+(?:la\s+)?)?d[ée]lib[ée]ration\s*(?:n[°ºo]\s*|num[ée]ro\s*)?[:\s]*"
    r"(?P<number>(?:[A-Z]{0,6}_?|(?:(?<=[°º])|(?<=[°º]\s))[A-Z]{1,6}\s)\d[\w./-]*(?:\s?-\s?\d[\w./-]*)?)\s*(?P<mark>[:–—-]|$)\s*",
    re.IGNORECASE,
)
NO_NUMBER = re.compile(r"d[ée]lib[ée]ration\s*[–—-]\s*", re.IGNORECASE)
"""Before the object, in an act that has no number yet."""
STATEMENT = re.compile(
    r"(?:expos[eé](?:\s+des\s+motifs)?|rapport(?:\s+de\s+pr[ée]sentation)?|pr[ée]ambule)\s*:?", re.IGNORECASE
)
DECISION_HEADING = re.compile(
    r"(?:d[ée]cision|dispositif|d[ée]lib[ée]r[ée]|d[ée]lib[ée]ration)s?\s*:?", re.IGNORECASE
)
VERBS = (
    r"d[ée]cide(?:nt)?|approuve(?:nt)?|autorise(?:nt)?|adopte(?:nt)?|accepte(?:nt)?|prend(?:\s+acte)?|prennent\s+acte"
    r"|[ée]met(?:\s+un\s+avis\s+(?:favorable|d[ée]favorable))?|fixe(?:nt)?|vote(?:nt)?|valide(?:nt)?|arr[êe]te(?:nt)?"
    r"|dit(?:\s+que)?|charge(?:nt)?|donne(?:\s+pouvoir)?|d[ée]signe(?:nt)?|nomme(?:nt)?|[ée]lit|proc[eè]de|instaure"
    r"|confirme|habilite|mandate|sollicite|pr[ée]cise|modifie|abroge|retire|rejette|refuse|d[ée]l[èe]gue|attribue|inscrit"
)
VERB_ALONE = re.compile(rf"(?P<verb>(?:{VERBS})(?:\s+(?:et|,)\s*(?:{VERBS}))?)\s*:?", re.IGNORECASE)
VERB_FIRST = re.compile(rf"(?P<verb>{VERBS})(?P<colon>\s*:)?\s+(?=\S)", re.IGNORECASE)
LEAD_LINE = re.compile(
    r"(?:le\s+|la\s+|l['’])(?:conseil|comit[ée]|bureau|assembl[ée]e|commission)\b|apr[èe]s\s+en\s+avoir\s+d[ée]lib[ée]r[ée]"
    r"|ayant\s+(?:entendu|d[ée]lib[ée]r[ée])|l['’]assembl[ée]e\s+d[ée]lib[ée]rante",
    re.IGNORECASE,
)
LEAD_END = re.compile(
    rf"(?:^|[,\s])(?P<verb>(?:{VERBS})(?:\s+(?:et|,)\s*(?:{VERBS}))?)\s*:\s*$", re.IGNORECASE
)
VOTE = re.compile(
    r"\bunanimit|\bmajorit[ée]\b|\b\d+\s*(?:voix|vote|pour\b|contre\b|abstention)|\b(?:pour|contre|abstentions?)\s*:\s*\d"
    r"|\bmain\s+lev[ée]e|\bscrutin\b",
    re.IGNORECASE,
)
ARTICLE = re.compile(
    r"article\s+(?:1\s?er|premier|unique|\d{1,3}|[ivx]{1,6})\s*(?:[:.–—-]\s*)*", re.IGNORECASE
)
DASH = re.compile(r"[-–—•▪●➢►*·]\s*|\d{1,2}\s?[.)°/]-?\s+|[a-z]\)\s+")
ANNEX = re.compile(
    r"(?:annexes?|pi[èe]ces?\s+jointes?|documents?\s+annex[ée]s?)\s*(?:n[°ºo]\s*)?\d*\s*(?P<mark>[:–—-]|$)\s*",
    re.IGNORECASE,
)
FACT_WORDS = (
    *act_openings.ATTENDANCE, *act_openings.VOTE, "nombre de", "excusees", "affichage", "sous la presidence",
    "presidence", "president de seance", "seance du", "reunion du", "l an deux mille", "l an", "date de la seance",
    "membres du conseil", "membres", "conseillers", "qui ont pris part", "arrivee de", "depart de",
    "date de publication", "date de transmission",
)  # fmt: skip
HEAD_WORDS = (
    *act_openings.HEAD, "extrait du proces verbal", "le lundi", "le mardi", "le mercredi", "le jeudi",
    "le vendredi", "le samedi", "le dimanche",
)  # fmt: skip
END_WORDS = (
    *act_openings.END, "publie sur", "transmis", "delibere", "id", "la presente deliberation peut etre contestee",
    "recu le", "pour le maire", "par delegation",
)  # fmt: skip
CLOSING_WORDS = (
    "fait et delibere",
    "ainsi fait",
    "pour extrait conforme",
    "pour copie",
    "pour extrait certifie",
)
"""What ends an act whose decision does not open with the usual words."""
FACT_STYLES = (
    "acte ligne", "acte effectif", "acte présents", "acte puce de décompte", "acte puce d'absence",
)  # fmt: skip
"""Of our own documents, before the object: attendance and votes."""
END_STYLES = ("acte clôture", "acte qualité", "acte signataire", "acte certification", "acte date")
"""Of our own documents, after the decision."""
OBJECT_STYLE, AUTHORITY_STYLE, CLAUSE_STYLE = "acte objet", "acte autorité", "acte visa"
CAPTIONS = ("caption", "légende", "acte légende")
MET = re.compile(
    r"s['’]est\s+r[ée]uni|[ée]tant\s+r[ée]uni|r[ée]guli[èe]rement\s+convoqu|d[ûu]ment\s+convoqu",
    re.IGNORECASE,
)
COUNTS = re.compile(
    r"\b(?:pour|contre|abstentions?|votants|pr[ée]sents|exprim[ée]s|exercice)\s*:?\s*\d+\b|\b\d+\s+(?:votants|pr[ée]sents)",
    re.IGNORECASE,
)
NAMES = re.compile(
    r"(?:\b(?:MM?\.|Mmes?|Mme|Mlle|Monsieur|Madame|Messieurs|Mesdames)\b)|(?:\b[A-ZÀ-Ý][A-ZÀ-Ý'’-]{2,}\b)"
)

AUTHORITIES = (
    "la commune de", "le conseil municipal", "le conseil communautaire", "le comite syndical", "l assemblee",
    "le conseil d administration", "le bureau", "le conseil",
)  # fmt: skip


_SIGNER = re.compile(
    r"(?:le|la)\s+(?:maire|pr[ée]sidente?|secr[ée]taire\s+de\s+s[ée]ance)(?:\s+de\s+s[ée]ance)?(?![\w'’-])(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_SMALL_WORDS = frozenset(
    "de du des d l le la les adjoint adjointe delegue deleguee premier premiere commune communes communaute ville"
    " syndicat conseil municipal communautaire seance".split()
)
_SIGNATURE = 80
"""Characters of the longest line that is only a signature."""


def is_signature(text: str) -> bool:
    """« Le Maire, Jean DUPONT »: a title alone, or with names and nothing that is said of them."""
    found = _SIGNER.fullmatch(text)
    if found is None or len(text) > _SIGNATURE or text.endswith((":", ";")):
        return False
    rest = found["rest"].strip()
    words = re.findall(r"[\w-]+", rest)
    if rest and text.isupper() and not rest.startswith((",", "(")):
        return False
    return all(word[0].isupper() or fold(word) in _SMALL_WORDS for word in words)
