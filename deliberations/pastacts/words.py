"""The words by which the parts of a French act are known, whatever the town hall."""

import re

from deliberations.domain import act_openings
from deliberations.domain.act_openings import starts
from deliberations.domain.acts import Clause
from deliberations.domain.clause_reading import read_clause
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.written_dates import dates_in

VERBS = (
    r"d[ée]cid(?:e|ent)(?!\s+le\s+retrait\s+de\s+l'ordre)|approuv(?:e|ent)|autoris(?:e|ent)|adopt(?:e|ent)|accept(?:e|ent)"
    r"|prend\s+acte|prennent\s+acte|prend\s+connaissance|[ée]met(?:tent)?(?=\s+(?:un|en)\b)|fix(?:e|ent)|valid(?:e|ent)"
    r"|arr[êe]t(?:e|ent)|dit(?=\s+(?:que|qu')|\s*:)|charg(?:e|ent)|donn(?:e|ent)(?=\s)|d[ée]sign(?:e|ent)|nomm(?:e|ent)"
    r"|[ée]lit|proc[eè]de(?=\s+[àa]\s)|instaur(?:e|ent)|institu(?:e|ent)|confirm(?:e|ent)|habilit(?:e|ent)|mandat(?:e|ent)"
    r"|sollicit(?:e|ent)|pr[ée]cis(?:e|ent)|modifi(?:e|ent)|abrog(?:e|ent)|retir(?:e|ent)|rejett(?:e|ent)|refus(?:e|ent)"
    r"|d[ée]l[èe]gu(?:e|ent)|attribu(?:e|ent)|inscri(?:t|vent)|vot(?:e|ent)(?=\s+(?:le|la|les|l'|un|une)\b)|cr[ée]{1,2}(?:e|ent)?(?=\s)"
    r"|constat(?:e|ent)|demand(?:e|ent)|s'engag(?:e|ent)|renouvell(?:e|ent)|c[èe]d(?:e|ent)|acquiert|d[ée]clar(?:e|ent)"
    r"|supprim(?:e|ent)|affect(?:e|ent)|ratifi(?:e|ent)|octroi(?:e|ent)|accord(?:e|ent)|souhait(?:e|ent)|soutien(?:t|nent)"
    r"|retien(?:t|nent)|allou(?:e|ent)|d[ée]fini(?:t|ssent)|maintien(?:t|nent)|recondui(?:t|sent)|renonc(?:e|ent)|annul(?:e|ent)"
    r"|confi(?:e|ent)(?=\s)|s'oppos(?:e|ent)|adh[èe]r(?:e|ent)|d[ée]nomm(?:e|ent)|prolong(?:e|ent)|impute(?:nt)?|choisi(?:t|ssent)"
)
VERB = re.compile(rf"(?:(?<![\w'])|(?<=\bn'))(?P<verb>{VERBS})(?![\w])", re.IGNORECASE)
"""« n'approuve pas » has its verb too: what is denied is told apart (``deciding.denied_in``)."""
VERB_FIRST = re.compile(rf"(?P<verb>{VERBS})(?!\w)\s*:?\s*", re.IGNORECASE)
VERB_ALONE = re.compile(rf"(?P<verb>{VERBS})(?:\s+(?:et|,)\s*(?:{VERBS}))*\s*[:,]?", re.IGNORECASE)
STRONG = (
    r"approuve|autorise|adopte|accepte|charge|dit|donne|mandate|habilite|d[ée]signe|nomme|valide|fixe|sollicite"
    r"|prend\s+acte|pr[ée]cise|d[ée]cide|inscrit|demande|instaure|confirme|s'engage|retient|alloue|attribue|rejette|annule"
)
BODY = (
    r"(?:conseil|assembl[ée]e|commission\s+permanente"
    r"|(?:comit[ée]|bureau)(?=\s*,|\s*$|\s+(?:syndical|communautaire|municipal|d[ée]cide|approuve|autorise|adopte|prend"
    r"|valide|[àa]\s+l'unanimit|apr[èe]s|d[ée]lib|ayant)))"
)
CAPITAL_VERB = re.compile(r"(?P<verb>(?:S'|SE\s)?[A-ZÀ-Ý]{3,}(?:E|T|NT))\s*:?\s+(?=[a-zà-ÿ])")
"""« DÉFINIT comme zones… »: below a decision, a first word in capitals is its verb, whatever it is."""
PLAIN_VERB = re.compile(
    r"(?P<verb>(?:s'|se\s)?[a-zà-ÿ]{3,}(?:e|t|nt))(?=\s+(?:les?|la|une?|des?|du|aux?|[àa]|que|son|sa|ses|ce|cette|en|comme)\s"
    r"|\s+(?:l'|d'|qu'))"
)
"""« reconduit le bail »: where the sentence of the assembly says what it does."""
PASSED = re.compile(
    r"(?:mise?s?\s+aux?\s+voix|(?:cette|la|les|ces|le|ce|l')\s?(?:pr[ée]sente\s+)?(?:propositions?|d[ée]lib[ée]ration|projet|motion"
    r"|v[œo]e?u|demande|devis|convention|rapport|budget|tarifs?|subvention|compte))\b[^.;]{0,200}?\s(?:est|sont|a\s+[ée]t[ée]|ont\s+[ée]t[ée])"
    r"\s+(?P<result>adopt|approuv|accept|valid|vot|retenu|repouss|rejet)[ée]*e?s?\b",
    re.IGNORECASE,
)
"""« Mise aux voix, la proposition est adoptée par… »: what was decided is the subject."""
DELIBERATED = re.compile(r"d[ée]lib[ée]r[ée]\b(?!\s*par\s+le\s+conseil)", re.IGNORECASE)
LEAD = re.compile(
    r"(?:apr[èe]s|et)\s+(?:en\s+)?(?:avoir|y\s+avoir)\s+(?:valablement\s+|pleinement\s+)?d[ée]lib[ée]r[ée]"
    r"|apr[èe]s\s+(?:une\s+|toute\s+)?d[ée]lib[ée]rations?\b(?!\s+(?:du|de|n))"
    r"|\bayant\s+d[ée]lib[ée]r[ée]|\ben\s+ayant\s+d[ée]lib[ée]r[ée]|\ben\s+avoir\s+d[ée]lib[ée]r[ée]",
    re.IGNORECASE,
)
BODY_FIRST = re.compile(
    rf"(?:le|la|les|l'|ce)\s*(?:membres\s+(?:du|de\s+la|de\s+l'|pr[ée]sents\s+du)\s*)?{BODY}\b", re.IGNORECASE
)
BODY_ALONE = re.compile(
    rf"(?:le|la|l')\s*{BODY}(?:\s+(?:municipale?|communautaire|syndicale?|d'administration|m[ée]tropolitain))?\s*[,:;]?",
    re.IGNORECASE,
)
"""« LE CONSEIL MUNICIPAL, » on a line of its own."""
BODY_ANYWHERE = re.compile(
    rf"\b(?:le|la|l'|du|de\s+l'|ce)\s*{BODY}\b|\bles\s+membres\b|\bles\s+(?:conseillers|[ée]lus)\b",
    re.IGNORECASE,
)
ARTICLE = re.compile(
    r"article\s+(?:1\s?er|premier|unique|\d{1,3}|[ivx]{1,6})\b\s*(?:[:.–—-]\s*)*"
    r"|art\.?\s?(?:1\s?er|\d{1,2})\s*(?:[:.–—-]\s*)+(?=\D|$)",
    re.IGNORECASE,
)
BULLET = re.compile(
    r"(?:[-–—•▪●➢►*·✓+>❖→°]|\uf0b7|\uf0d8|o(?=\s[A-ZÀ-Ý]))(?:\s*_+)?\s*(?=\S)|\d{1,2}\s?(?:°\s?[).:/]|[.)°/])-?\s+(?=\S)|[a-z]\)\s+"
)
OBJECT = re.compile(
    r"(?:intitul[ée]|objets?(?:\(s\))?)(?:\s+des?\s+(?:la\s+|cette\s+)?(?:pr[ée]sente\s+)?d[ée]lib[ée]rations?)?"
    r"\s*(?:[:–—-]\s*|$)|objets?(?:\(s\))?\s+des?\s+(?:la\s+)?d[ée]lib[ée]rations?\s+(?=(?-i:[A-ZÀ-Ý]))",
    re.IGNORECASE,
)
REGISTER = re.compile(
    r"extrait\s+(?:du\s+registre|des?\s+(?:d[ée]lib|proc[èe]s))|registre\s+des\s+d[ée]lib", re.IGNORECASE
)
OF_REGISTER = re.compile(r"extraits?\s+(?:du|des)\s+(?:registre|d[ée]lib|proc[èe]s)", re.IGNORECASE)
MET = re.compile(
    r"s'est\s+(?:r[ée]uni|assembl)|[ée]tant\s+r[ée]uni|se\s+sont\s+r[ée]unis|(?:r[ée]guli[èe]rement|d[ûu]ment|l[ée]galement)\s+convoqu",
    re.IGNORECASE,
)
YEAR_FIRST = re.compile(r"l'?\s?an\s+(?:deux|mil|20\d\d|19\d\d)", re.IGNORECASE)

SHORT_CLAUSE = re.compile(
    r"(?:sur\s+(?:la\s+)?proposition|sur\s+(?:le\s+)?rapport|entendu|ou[iï]|apr[èe]s\s+avoir\s+entendu)\b",
    re.IGNORECASE,
)
"""A clause that a decision may follow in the same sentence."""

_FACT_WORDS = (
    *act_openings.ATTENDANCE, "nombre de conseillers", "nombre de membres", "nombre de delegues",
    "nombre de presents", "nombre de pouvoirs", "conseillers en exercice", "etaient present", "etaient representes",
    "absentes", "ont donne procuration", "a donne pouvoir", "a donne procuration", "ayant donne procuration",
    "conseillers presents", "conseillers absents", "conseillers excuses", "membres presents", "membres absents",
    "membres excuses", "represente", "absents excuses", "secretaire auxiliaire", "elue secretaire",
    "elu secretaire", "date convocation", "date d envoi", "assistaient", "assistait", "invites",
    "convocation transmise", "formant la majorite", "etait presente", "etait absent", "le quorum",
    "le conseil a choisi comme secretaire", "nombre de suffrages", "en presence de", "etait absent e",
    "etaient absent e", "sont presents", "a ete nomme", "a ete elu", "a ete designe", "a ete nommee", "a ete elue",
    "a ete designee", "effectif legal", "afferents au conseil", "delegues en exercice", "membres afferents",
)  # fmt: skip
_VOTE_WORDS = (
    *act_openings.VOTE, "ont vote", "se sont abstenus", "s est abstenu", "votes", "resultats du vote",
    "ne participe pas au vote", "vote pour", "vote contre", "voix pour", "adopte a", "adoptee a",
    "adopte par", "adoptee par", "approuve par", "approuvee par", "unanimite",
    "nppv", "delibere et adopte", "exprimes", "proposition adoptee", "deliberation adoptee",
)  # fmt: skip
_END_WORDS = (
    *act_openings.END, *act_openings.SIGNERS, "ainsi delibere", "fait en", "acte executoire",
    "la presente deliberation peut etre",
    "la presente deliberation sera", "le maire certifie", "certifie", "la seance est levee",
    "l ordre du jour etant epuise", "identifiant unique", "date de reception", "date de publication",
    "date de transmission", "date de mise en ligne", "copie certifiee", "le secretaire", "la secretaire",
    "delibere a", "voies et delais de recours", "delais et voies", "matieres de l acte",
    "la presente decision peut", "affiche en", "affichee en", "affichee le", "publiee le", "liste affichee",
    "mise en ligne", "mis en ligne",
)  # fmt: skip
_SIGNING = ("le maire", "la maire", "le president", "la presidente", "le secretaire", "la secretaire")
_HEAD_WORDS = (
    *act_openings.HEAD, "commune d", "mairie d", "extrait des", "extrait", "du registre des",
    "communaute d agglomeration", "du conseil municipal", "seance du", "seance ordinaire",
    "deliberation du conseil", "deliberation bureau", "deliberations du conseil", "deliberation", "liberte egalite",
    "proces verbal", "compte rendu", "reunion du", "session ordinaire", "hotel de ville", "le conseil municipal de",
    "l an deux", "l an mil", "l an 20", "comite syndical", "conseil communautaire", "metropole",
)  # fmt: skip
_MARGIN_WORDS = re.compile(
    r"\b(?:mairie|hotel de ville|ville de|commune de|tel|fax|cedex|www|http|courriel|mail|page"
    r"|proces verbal|compte rendu"
    r"|conseil municipal du|seance du|registre|deliberation n|deliberations)\b|^[# ]*$"
)
_CLAUSE_LIST = re.compile(r"(?:VUS?|Vus?|CONSID[EÉ]RANT|Consid[eé]rant|ENTENDU)\s*:?\s*")
_OTHER_CLAUSE = re.compile(r"(?:ayant|AYANT|Ayant)\s+(?:entendu|ENTENDU|pris|PRIS)\b")
_NUMBERED_HEADING = re.compile(r"(?:\d{1,2}|[IVX]{1,5})(?:\s?[./)°-]\s?|\s?[–—-]\s?)+(?=[A-ZÀ-Ý«])")
_LABELLED_NUMBER = re.compile(
    r"(?:extrait\s+de\s+(?:la\s+)?)?d[ée]lib[ée]ration\s*(?:n[°ºo]|num[ée]ro)|n°\s?[A-Z]{0,6}\s?\d"
    r"|(?:\d{1,4}[/-](?:19|20)\d\d|(?:19|20)\d\d[/_.-]\d{1,4}(?:[/_.-]\d{1,4})?)\s*[–—:-]\s*(?=[^\W\d_])"
    r"|r[ée]f(?:[ée]rence)?\.?\s*:|rapporteu(?:r|se)\s*:|th[èe]me\s*:|nomenclature\b",
    re.IGNORECASE,
)


_VOTE_TOLD = re.compile(
    r":|unanim|majorit|\b(?:pour|contre)\b|abstention|[àa]\s+bulletin|main\s+lev", re.IGNORECASE
)


def is_fact(text: str) -> bool:
    return starts(text, _FACT_WORDS)


def is_vote_line(text: str) -> bool:
    """« Vote : unanimité », « Pour : 15 »; « Vote du budget » is an object."""
    if not starts(text, _VOTE_WORDS):
        return False
    return not starts(text, ("vote", "votes")) or _VOTE_TOLD.search(text) is not None


_HE_SAYS = re.compile(r"l[ea]\s\S+\s[a-zà-ÿ]{4,}[et]\b.*\.$", re.IGNORECASE)
"""« Le maire explique pourquoi. » is no signature."""
_HEAD_ALONE = frozenset(
    ("commune", "departement", "arrondissement", "canton", "mairie", "ville", "de", "du", "des")
)


def is_head(text: str) -> bool:
    return starts(text, _HEAD_WORDS) or (len(text) < 25 and fold(text) in _HEAD_ALONE) or is_day_line(text)


def is_end(text: str) -> bool:
    """What closes an act; « Le Maire » only where somebody signs, not where he is the subject of a sentence."""
    if not starts(text, _END_WORDS):
        return False
    if not starts(text, _SIGNING) or starts(text, ("le maire certifie",)):
        return True
    return len(text) < 70 and VERB.search(text) is None and _HE_SAYS.match(text) is None


def is_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 3 and sum(letter.isupper() for letter in letters) >= 0.8 * len(letters)


def opens_clause(text: str) -> bool:
    return clause_of(text) is not None or _CLAUSE_LIST.fullmatch(text) is not None


def clause_of(text: str) -> Clause | None:
    """The clause that ``text`` opens, bullets and quotes put aside."""
    bare = without_bullet(text)
    if _OTHER_CLAUSE.match(bare):
        bare = bare.split(" ", 1)[1]
        bare = bare[:1].upper() + bare[1:].lower() if bare.isupper() else bare[:1].upper() + bare[1:]
        bare = "Entendu" + bare[7:] if bare[:7].lower() == "entendu" else bare
    return read_clause(bare.replace("&", "&amp;").replace("<", "&lt;"))


def without_bullet(text: str) -> str:
    found = BULLET.match(text)
    return text[found.end() :] if found else text


def is_lead(text: str) -> bool:
    """« Le conseil municipal, après en avoir délibéré, … » and its kin."""
    return LEAD.search(text[:600]) is not None


def opens_something(text: str) -> bool:
    """Whether a line begins a part of an act, so that it never continues the line above."""
    if is_fact(text) or is_end(text) or OBJECT.match(text) or YEAR_FIRST.match(text):
        return True
    if BULLET.match(text) or ARTICLE.match(text) or opens_clause(text) or _LABELLED_NUMBER.match(text):
        return True
    if BODY_FIRST.match(text) and (is_lead(text) or VERB.search(text[:160])):
        return True
    if re.match(r"apr[èe]s\s+(?:en\s+)?avoir\s+d[ée]lib", text, re.IGNORECASE):
        return True
    first = VERB_FIRST.match(text)
    return (first is not None and first["verb"].isupper()) or _NUMBERED_HEADING.match(text) is not None


_OF_A_DAY = frozenset(
    "a au du le la les l de des d en h heure heures ordinaire extraordinaire publique session seance reunion assemblee"
    " date jour et il est conseil municipal communautaire administration comite syndical bureau min minutes precises"
    " proces verbal compte rendu deliberation deliberations ville commune lundi mardi mercredi jeudi vendredi samedi"
    " dimanche er".split()
)


def is_day_line(text: str) -> bool:
    """« Séance du 12 juin 2019 », « Conseil municipal – 12/06/2019 à 20 h »: a day and the words of a meeting."""
    if len(text) > 140:
        return False
    found = dates_in(text)
    if not found or found[0].as_date is None:
        return False
    rest = text[: found[0].start] + " " + text[found[-1].end :]
    left = [word for word in fold(rest).split() if not word.isdigit() and word not in _OF_A_DAY]
    return not left


def is_of_a_margin(folded: str) -> bool:
    return _MARGIN_WORDS.search(folded) is not None


def looks_like_names(text: str) -> bool:
    """Whether at least half of the words begin by a capital, and nothing of an act is opened."""
    if OBJECT.match(text) or is_head(text) or is_end(text) or clause_of(text) or is_lead(text):
        return False
    capitals = re.findall(r"\b[A-ZÀ-Ý][\w'-]*", text)
    return bool(capitals) and len(capitals) * 2 >= len(re.findall(r"\w+", text))
