"""The verbs by which an act decides, in the three forms that a decision may begin with."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from deliberations.domain.linter.folding import fold
from deliberations.domain.wording.elision import de


class Form(Enum):
    """INFINITIVE: « d'approuver ». PRESENT: « approuve ». NOUN: « Approbation de »."""

    INFINITIVE = auto()
    PRESENT = auto()
    NOUN = auto()


_TABLE = """
    approuver approuve approbation; autoriser autorise autorisation; adopter adopte adoption; fixer fixe fixation;
    désigner désigne désignation; nommer nomme nomination; créer crée création; supprimer supprime suppression;
    modifier modifie modification; attribuer attribue attribution; verser verse versement;
    accepter accepte acceptation; acquérir acquiert acquisition; céder cède cession; louer loue location;
    renouveler renouvelle renouvellement; inscrire inscrit inscription; transférer transfère transfert;
    retirer retire retrait; abroger abroge abrogation; valider valide validation; instituer institue institution;
    affecter affecte affectation; ouvrir ouvre ouverture; classer classe classement; déclasser déclasse déclassement;
    élire élit élection; donner donne; prendre prend; charger charge; décider décide; émettre émet; constater constate;
    déclarer déclare; dire dit; préciser précise; mandater mandate; habiliter habilite; voter vote; arrêter arrête;
    instaurer instaure; confier confie; acheter achète; vendre vend; retenir retient; maintenir maintient;
    confirmer confirme; demander demande; procéder procède; imputer impute; rejeter rejette; refuser refuse;
    signer signe; solliciter sollicite; accorder accorde; exonérer exonère; dénommer dénomme; intégrer intègre;
    adhérer adhère; engager engage; rappeler rappelle; souhaiter souhaite; reporter reporte; porter porte;
    appliquer applique; allouer alloue; conclure conclut; notifier notifie; rendre rend; mettre met
"""


@dataclass(frozen=True, slots=True)
class Verb:
    infinitive: str
    present: str
    noun: str = ""


VERBS = tuple(Verb(*entry.split()) for entry in _TABLE.split(";"))
_BY_FORM = {
    **{fold(v.infinitive): (v, Form.INFINITIVE) for v in VERBS},
    **{fold(v.present): (v, Form.PRESENT) for v in VERBS},
    **{fold(v.noun): (v, Form.NOUN) for v in VERBS if v.noun},
}
_LEAD = re.compile(
    r"""
    (?P<mark>(?:\W|(?i:article)\ \d{1,2}(?:er)?\b|\d{1,2}(?:er|°)?\ ?[.)°:-]|[a-z]\))*+)   # a bullet or a number
    (?P<words>(?P<particle>(?i:de\ |d['’]))?(?P<reflexive>(?i:s['’]|se\ ))?(?P<verb>\w++))
    """,
    re.VERBOSE,
)
_OF_A_NOUN = re.compile(r"\ (?:des\ |du\ |de\ la\ (?=\w)|de\ l['’])")
_ARTICLES = {" des ": " les ", " du ": " le ", " de la ": " la ", " de l'": " l'", " de l’": " l’"}


@dataclass(frozen=True, slots=True)
class Lead:
    """The words that a decision begins with: « d'approuver », their verb and their form.

    ``start`` and ``end`` place them in the text.
    """

    words: str
    verb: Verb
    form: Form
    start: int
    end: int
    is_reflexive: bool = False


def lead_of(text: str) -> Lead | None:
    """The verb that leads a decision, or ``None``: « le transfert », « que », a verb that is not known."""
    match = _LEAD.match(text)
    found = _BY_FORM.get(fold(match["verb"])) if match else None
    if match is None or found is None:
        return None
    verb, form = found
    if match["particle"] and form is not Form.INFINITIVE:
        return None
    end = match.end("words")
    if form is Form.NOUN:
        of = _OF_A_NOUN.match(text, end)
        end = of.end() if of else end
    return Lead(
        text[match.start("words") : end], verb, form, match.start("words"), end, bool(match["reflexive"])
    )


def rewritten(lead: Lead, form: Form) -> str:
    """The words of ``lead`` in another form, its capitals kept; empty when only a person can tell.

    « Approuve » → « D'approuver »; « Approbation des » → « Approuve les ».
    """
    after = _after(lead)
    if after is None or form is Form.NOUN:
        return ""
    reflexive = lead.is_reflexive
    if form is Form.INFINITIVE:
        verb = de(f"s'{lead.verb.infinitive}" if reflexive else lead.verb.infinitive)
    else:
        verb = f"s'{lead.verb.present}" if reflexive else lead.verb.present
    return _as_capitalised(verb + after, lead.words)


def _after(lead: Lead) -> str | None:
    """What follows the verb: nothing, or the article that a noun had taken into « des », « du »."""
    if lead.form is not Form.NOUN:
        return ""
    return next((to for of, to in _ARTICLES.items() if lead.words.endswith(of)), None)


def _as_capitalised(words: str, model: str) -> str:
    if len(model) > 2 and model.isupper():
        return words.upper()
    return words[0].upper() + words[1:] if model[0].isupper() else words
