"""The name of another commune, left where the act speaks of the council that acts."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from itertools import chain

from deliberations.domain.acts import Deliberation
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.folding import folded_words
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.reading import Advice, Line, extract, lines_of, remark, with_verbs
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, EVERY_BODY, SOCIAL_BOARDS, Certainty, Rule
from deliberations.domain.texts import text_of
from deliberations.domain.wording.elision import du

_SMALL = r"(?:de|du|des|la|le|les|en|sur|sous|lès|lez|aux?|et|d['’]|l['’])"
PLACE = rf"(?P<name>[A-ZÀ-Ý][\w'’-]{{1,40}}+(?:\ (?:{_SMALL}[ ]?){{0,2}}+[A-ZÀ-Ý][\w'’-]{{1,40}}+){{0,4}})"
"""« Saint-Ouen-sur-Seine », « La Chapelle aux Bois »: capitalised words and what joins them."""
_OF = r"(?P<link>(?i:d['’]|de\ la\ |de\ l['’]|du\ |des\ |de\ ))"
_OF_THE_COMMUNE = r"(?:(?i:de\ la\ (?:commune|ville))\ )?"
_ASSEMBLY = r"(?i:(?:le\ )?conseil\ municipal)"
_COMMUNE = r"(?i:(?:la\ )?(?:commune|ville))"
_ASIDE = r"(?:,[^.;:!?,]{0,80}){0,3},?"
_DECIDES = (
    r"(?i:décide|approuve|autorise|adopte|délibère|désigne|fixe|émet|donne|prend\ acte|vote|accepte"
    r"|valide|arrête)"
)
_SIGNS = r"(?i:\bautorise[rz]?|\bhabilite[rz]?|\bmandate[rz]?|\bcharge[rz]?|\bdonner?\ (?:tout\ )?pouvoir)\b"
_HEAD = r"(?i:(?:le|la|l['’]|monsieur|madame|m\.|mme)[^.;:!?]{0,40}?\bmaire)"

_ACTING = tuple(
    re.compile(pattern, re.VERBOSE)
    for pattern in (
        # « Le conseil municipal de Y, après en avoir délibéré, décide »
        rf"(?:^|[.;:!?»,–—-]\ )(?P<words>{_ASSEMBLY}\ {_OF_THE_COMMUNE}{_OF}{PLACE}){_ASIDE}\ ?{_DECIDES}\b",
        # « La commune de Y approuve »
        (
            rf"(?:^|[.;:!?»–—-]\ )(?P<words>{_COMMUNE}\ {_OF}{PLACE}){_ASIDE}\ "
            r"(?i:décide|approuve|autorise|adopte|délibère)\b"
        ),
        # « Le conseil municipal de Y, légalement convoqué, s'est réuni »
        (
            rf"(?:^|[.;:!?»,–—-]\ )(?P<words>{_ASSEMBLY}\ {_OF_THE_COMMUNE}{_OF}{PLACE}){_ASIDE}\ ?"
            r"(?i:(?:dûment|légalement|régulièrement)\ (?:convoqué|assemblé)|s['’]est\ (?:réuni|assemblé)"
            r"|est\ (?:réuni|appelé\ à\ (?:délibérer|se\ prononcer)))\b"
        ),
        # « registre des délibérations du conseil municipal de Y »
        (
            r"(?i:registre\ des\ délib[ée]rations\ du\ )"
            rf"(?P<words>(?i:conseil\ municipal)\ {_OF_THE_COMMUNE}{_OF}{PLACE})"
        ),
        # « autorise le maire de Y à signer », « autorise le maire à signer au nom de la commune de Y »
        rf"{_SIGNS}\ {_HEAD}\ {_OF_THE_COMMUNE}(?P<words>{_OF}{PLACE})",
        (
            rf"{_SIGNS}[^.;:!?]{{0,200}}?(?i:\bau\ nom\ (?:et\ pour\ le\ compte\ )?de\ la\ )"
            rf"(?P<words>(?i:commune|ville)\ {_OF}{PLACE})"
        ),
        # « s'est réuni à la mairie de Y »
        rf"(?i:\bréunie?s?\b)[^.;:!?]{{0,120}}?(?P<words>(?i:mairie|hôtel\ de\ ville)\ {_OF}{PLACE})",
    )
)
"""Sentences in which the body named is the one that acts; every part reads a bounded number of characters."""

_OWN_AFFAIRS = re.compile(
    rf"(?:^|\ |['’])(?i:que)\ (?P<words>(?i:la\ commune)\ {_OF}{PLACE})\ "
    r"(?i:doit\ (?:fixer|délibérer|voter|désigner|approuver|adopter|se\ prononcer|arrêter|instituer)"
    r"|est\ (?:tenue\ de|appelée\ à)\ (?:fixer|délibérer|voter|désigner|approuver|adopter|se\ prononcer)"
    r"|prend(?:ra)?\ en\ charge|supporte(?:ra)?\b|(?:souhaite|envisage)\ (?:de\ )?\w{2,20}(?:er|ir|re)\b)",
    re.VERBOSE,
)
"""« La commune de Y doit fixer le montant », « décide que la commune de Y prend en charge les frais »."""
_WITH_OTHERS = re.compile(
    r"convention|partenari|groupement|mutualis|\bentente|intercommun|mise?\sà\sdisposition|limitrophe|(?-i:voisin)|communauté"
    r"|syndicat|\bSI[VA]\w{1,3}\b|\bRPI\b|regroupement|scolari|\bélèves|\bécoles\b|cession|\bvend|\bvente|acqui|acquér"
    r"|échange|fusion|nouvelle|délégué|rattach|adhé|retrait|périmètre|indivis|jumel|communes\b|\bentre\sla\b|participation"
    r"|subvention|fonds\sde\sconcours|soutien|soutenir|motion|vœu|sinistr|solidarité|don\b|avis\ssur|enquête|PLU"
    r"|transfert|EPCI|métropole|agglomération|département|région",
    re.IGNORECASE,
)
"""Affairs in which another commune may have a part of its own."""
_HEADING = re.compile(rf"(?P<words>(?i:(?:la\ )?(?:commune|mairie|ville))\ {_OF}{PLACE})", re.VERBOSE)
_BOARD = re.compile(
    r"(?P<words>(?i:conseil\ d['’]administration\ du\ (?:CCAS|centre\ communal\ d['’]action\ sociale))\ "
    rf"{_OF}{PLACE}){_ASIDE}\ ?{_DECIDES}\b",
    re.VERBOSE,
)
_SENT = (
    r"(?i:\b(?:transmi|adress|envoy|dépos|reçue?s?\ (?:à|en)|dépôt|ampliation|notifi|contrôle\ de\ légalité))"
)
_PREFECTURE = re.compile(
    rf"{_SENT}[^.;:!?]{{0,120}}?(?P<words>(?i:préfecture|préfet|préfète)\ (?i:du\ département\ )?{_OF}{PLACE})",
    re.VERBOSE,
)
_FOR_SEVERAL = re.compile(r"coordonnat|groupement|mandataire|maître d['’]ouvrage|co-?sign", re.IGNORECASE)
_REPORTED = re.compile(r"\b(?:que|qu['’]|dont|où|si|lorsque|quand) ?$", re.IGNORECASE)
_NOT_A_PLACE = frozenset(
    "jeunes enfants ados ainés aines sages commune ville france maire monsieur madame xx xxx".split()
)
_ARTICLES = frozenset({"le", "la", "les", "l", "de", "du", "des", "d"})
_SAINTS = {"st": "saint", "ste": "sainte"}


@told_once
def check_places(record: Record) -> Iterator[Finding]:
    """The acting body is named after another commune: a model was copied."""
    headings, by_act = _headings(record), _lines(record)
    for line in chain.from_iterable(by_act.values()):
        seen: set[str] = set()
        for match in _mentions(line.text, headings):
            name = match["name"]
            if name not in seen and not is_own_place(record, name):
                seen.add(name)
                yield _stranger(record, line, match)
    for act in record.sitting.deliberations:
        yield from _alone(record, act, by_act.get(act.uid, ()))


def _lines(record: Record) -> Mapping[str, Sequence[Line]]:
    """Every passage of each act, a decision with the verb that leads it: « autorise », then « le maire à signer »."""
    led = {
        (act.uid, line.passage.where): line
        for act in record.sitting.deliberations
        for line in with_verbs(act)
    }
    found: dict[str, list[Line]] = {}
    for line in lines_of(record):
        found.setdefault(line.act.uid, []).append(led.get((line.act.uid, line.passage.where), line))
    return found


def _alone(record: Record, act: Deliberation, lines: Sequence[Line]) -> Iterator[Finding]:
    """The commune that must decide, or pays, in an act that no other one has a part in."""
    title = text_of(record.item(act.item).title_html)
    if any(_WITH_OTHERS.search(text) for text in (title, *(line.text for line in lines))):
        return
    for line in lines:
        for match in _OWN_AFFAIRS.finditer(line.text):
            if not is_own_place(record, match["name"]):
                yield replace(_stranger(record, line, match), severity=Severity.NOTICE)


def _headings(record: Record) -> Counter[str]:
    """How many different communes stand alone on a line of each act: several make a list, not a heading."""
    found: dict[str, set[str]] = {}
    for line in lines_of(record):
        match = _HEADING.fullmatch(line.text)
        if match:
            found.setdefault(line.act.uid, set()).add(match["name"])
    return Counter({name: len(names) for names in found.values() for name in names})


def _mentions(text: str, headings: Counter[str]) -> Iterator[re.Match[str]]:
    heading = _HEADING.fullmatch(text)
    if heading and headings[heading["name"]] == 1:
        yield heading
    for pattern in (*_ACTING, _BOARD):
        for match in pattern.finditer(text):
            is_reported = _REPORTED.search(text[max(0, match.start("words") - 10) : match.start("words")])
            if not is_reported and not _FOR_SEVERAL.search(text):
                yield match


def _place_words(name: str) -> tuple[str, ...]:
    """« Le Mesnil-St-Denis » → mesnil, saint, denis."""
    return tuple(_SAINTS.get(w, w) for w in folded_words(name) if w not in _ARTICLES)


def is_own_place(record: Record, name: str) -> bool:
    """Whether that is our commune, shortened (« Saint-Ouen ») or run into the next words (« Exemple Après »)."""
    found, own = _place_words(name), _place_words(record.council.place_name)
    shared = min(len(found), len(own))
    # « LABASTIDE-SAINTPIERRE »: a hyphen is lost where a line was cut.
    is_glued = "".join(found) == "".join(own)
    return not shared or is_glued or found[:shared] == own[:shared] or found[0] in _NOT_A_PLACE


@lru_cache(maxsize=1)
def _departments() -> dict[tuple[str, ...], str]:
    """Code of each department, by the words of its name."""
    table = files("councils.domain") / "data" / "tribunaux_administratifs.csv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {_place_words(row["departement"]): row["departement_code"] for row in rows}


def own_department(record: Record) -> str:
    """The code recorded, else that of the name; empty when neither is known."""
    known = _departments().get(_place_words(record.council.department_name), "")
    return record.council.department_code or known


def department_codes() -> tuple[str, ...]:
    """The code of every department."""
    return tuple(_departments().values())


@told_once
def check_prefecture(record: Record) -> Iterator[Finding]:
    """The act is sent to the prefecture of another department."""
    own = own_department(record)
    for line in lines_of(record) if own else ():
        for match in _PREFECTURE.finditer(line.text):
            code = _departments().get(_place_words(match["name"]))
            if code not in (None, own):
                yield _other_prefecture(record, line, match["words"])


def _other_prefecture(record: Record, line: Line, words: str) -> Finding:
    advice = Advice(
        code="text.other_prefecture",
        message=f"« {words} » : la collectivité est dans un autre département ({own_department(record)}).",
        consequence="Le texte vient d'un modèle, ou l'acte partirait à la mauvaise préfecture.",
        remedy="Nommer la préfecture du département de la collectivité.",
    )
    return remark(record, line, advice)


def _stranger(record: Record, line: Line, match: re.Match[str]) -> Finding:
    words = match["words"]
    before = words[: match.start("link") - match.start("words")]
    own = record.council.place_name
    correction = f"{before}{du(own)}"
    advice = Advice(
        code="text.other_commune",
        message=f"« {words} » : l'acte est celui {du(own)}. « {extract(line.text, *match.span('words'))} »",
        consequence="Le nom d'une autre commune, resté d'un modèle, laisse douter de l'auteur de l'acte.",
        remedy=f"Nommer {own}, si c'est bien {own} qui agit ici.",
        correction=correction.upper() if words.isupper() else correction,
    )
    return remark(record, line, advice)


RULES = (
    Rule(
        codes=("text.other_commune",),
        title="Nom d'une autre commune",
        article="",
        says="Quand l'acte parle du conseil qui décide, il le nomme par son nom et non par celui d'une autre commune.",
        check=check_places,
        bodies=COMMUNES | SOCIAL_BOARDS,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("text.other_prefecture",),
        title="Préfecture d'un autre département",
        article="",
        says="L'acte est adressé à la préfecture du département de la collectivité.",
        check=check_prefecture,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
