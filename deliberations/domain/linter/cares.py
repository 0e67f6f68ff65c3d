"""What a text says of somebody's health, or of an aid that somebody receives: only where a person is designated.

General words are silent: « aide aux personnes âgées », « commission handicap », « maison de santé ».
"""

import re
from collections.abc import Iterator

from deliberations.domain.findings import Severity
from deliberations.domain.linter.persons import NAME, PERSON, is_a_name
from deliberations.domain.linter.traces import Trace

_KIND = "une information de santé ou d'aide sociale"
_VEILED = f"{_KIND} sur une personne que ses initiales peuvent faire reconnaître"
CARES = frozenset({_KIND, _VEILED})
_WHO = rf"(?:{PERSON}|\b(?:famille|époux|couple|consorts)\ (?P<family>{NAME}))"
_INITIAL = re.compile(r"[A-ZÀ-Ý](?:\.|(?!\w))")
"""« Mme D. », « M. X »: hidden, and perhaps not enough in a small commune."""

_GAP = r"(?:[^.;:]|(?<=\d)\.(?=\d))"
_ILLNESS = (
    r"(?:maladies?|affections?|pathologies?|cancer|handicaps?|syndrome|sclérose|surdité|cécité|diabète|leucémie"
    r"|dépression|démence|tumeur|addictions?|alcoolisme|épilepsie|autisme|infirmité|incapacité|invalidité"
    r"|troubles?(?!\ (?:de|du)\ voisinage))"
)
_LEAVE = (
    r"(?:congés?\ (?:de\ |pour\ )?(?:(?:longue|grave)\ )?(?:maladie|durée|maternité)|(?:longue|grave)\ maladie"
    r"|arrêts?\ (?:de\ |pour\ )?(?:maladie|travail)|maladie\ professionnelle|accident\ (?:de\ service|du\ travail)"
    r"|(?:mi-temps|temps\ partiel)\ thérapeutique|invalidité|inaptitude|surendettement)"
)
_BENEFIT = (
    r"(?:RSA|AAH|APA|PCH|ASPA|RQTH|revenu\ de\ solidarité|allocation\ (?:aux\ |d['’])?adultes?\ handicapée?s?"
    r"|allocation\ (?:personnalisée|de\ solidarité)|minimum\ vieillesse|pension\ d['’]invalidité|aide\ sociale)"
)
_STATE = (
    r"(?:en\ situation\ de\ handicap|travailleu(?:r|se)\ handicapée?"
    rf"|sous\ (?:tutelle|curatelle|sauvegarde\ de\ justice)|sans\ (?:ressources?|abri|domicile(?!\ connu))|{_LEAVE}"
    rf"|(?:atteinte?|souffr(?:e|ait|ant|ent))s?\ (?:de|du|d['’]|des)[^.;:]{{0,30}}?\b{_ILLNESS}"
    rf"|présent(?:e|ait|ant)\ une?\ (?:\w{{1,20}}\ )?{_ILLNESS}"
    r"|(?:rencontr|connaî|éprouv|en)\w{0,6}\ (?:des?\ |d['’])?(?:\w{1,20}\ )?"
    r"difficultés?\ (?:financière|sociale|de\ santé)s?"
    r"|(?:bénéfici\w{1,6}|allocataires?|per[cç]\w{2,8}|touch(?:e|ent|ant)|titulaires?|admise?s?)\ [^.;:]{0,25}?\b"
    rf"{_BENEFIT}|problèmes?\ de\ santé"
    r"|(?:,|\b(?:est|était|étant|et|été|déclarée?|reconnue?|devenue?|tombée?|actuellement))\ (?:\w{1,20}\ )?"
    r"(?:hospitalisée?|handicapée?|invalide|inapte|malade|enceinte|grabataire|malvoyante?|non-voyante?))"
)
"""What follows the person: « Mme UN, hospitalisée », « M. UN bénéficie du RSA »."""
_OWN = (
    r"(?:état\ de\ santé|raisons?\ de\ santé|problèmes?\ de\ santé|hospitalisation|grossesse|perte\ d['’]autonomie"
    rf"|(?:\bl[ae]|\bdu)\ (?:grave\ |longue\ )?(?:maladie|handicap)|{_LEAVE}|obligation\ alimentaire|aide\ sociale"
    r"|difficultés\ (?:financières|sociales|de\ santé))"
)
"""What stands before the person: « l'état de santé de Mme UN », « l'aide sociale accordée à Mme UN »."""
_RELIEF = r"(?:secours(?!\ (?:populaire|catholique|incendie|islamique|routier|mutuel)))"
_GIVEN_NAME, _SURNAME = r"[A-ZÀ-Ý][a-zà-ÿ]{1,30}+", r"[A-ZÀ-Ý][A-ZÀ-Ý'’-]{2,30}+"
_CALLED = rf"(?P<bare>{_SURNAME}\ {_GIVEN_NAME}|{_GIVEN_NAME}\ {_SURNAME})"
"""« UN Jeanne », « Jeanne UN », without civility."""
_AID = (
    rf"(?:{_RELIEF}|aides?(?![-‑]|\ (?:à\ domicile|soignant|ménag|médico))|bons?\ (?:d['’]achat|alimentaires?)|colis"
    r"|prise\ en\ charge|avance\ remboursable|chèques?)"
)
"""What the board of a CCAS grants; a commune gives an « aide » to a shop, or for a façade."""
_FOR = r"(?:\b(?:à|de|pour|concernant|sollicitée?\ par|dont\ \w{1,10}\ (?:été\ )?victime)|\bd['’]|\bà\ :)\ ?"
_GIVES = r"\b(?:accord|attribu|octro|allou|vers)\w{1,6}"
_ASKS = r"(?:sollicit|demand|re[cç]|bénéfici|per[cç])\w{1,8}"
_AN = r"(?:d['’]|du\ )?(?:une?|des?|le|la|l['’])?\ ?(?:\w{1,20}\ )?"


def _granted(aid: str) -> tuple[str, ...]:
    """The three ways of telling who receives an aid: granted to somebody, to somebody granted, asked by somebody."""
    return (
        rf"\b(?P<care>(?i:{aid}))\b(?P<gap>{_GAP}{{0,80}}?)(?i:{_FOR}){_the(_WHO)}",
        rf"(?i:{_GIVES})\ à\ {_the(_WHO)}(?P<gap>[^.;:]{{0,30}}?)\ (?P<care>(?i:{_AN}{aid}))\b",
        rf"{_WHO}(?P<gap>[^.;:]{{0,40}}?)\b(?P<care>(?i:{_ASKS}\ {_AN}{aid}))\b",
    )


def _the(who: str) -> str:
    return rf"(?:la\ |les\ |le\ )?{who}"


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.VERBOSE) for pattern in patterns)


_HOW_MUCH = (
    r"(?:\ (?:exceptionnel|financi[eè]re?|alimentaire|d['’]urgence|de\ [\d,.\ ]{1,12}+(?:€|euros?))){0,3}"
)
_OF_SOMEBODY = _compiled(
    rf"{_WHO}(?P<gap>[^.;:]{{0,80}}?)(?:(?<!\w)|(?=,))(?P<care>(?i:{_STATE}))\b",
    rf"(?<!\w)(?P<care>(?i:{_OWN}))\b(?P<gap>{_GAP}{{0,60}}?)(?i:{_FOR}){_the(_WHO)}",
    *_granted(_RELIEF),
)
_OF_A_BOARD = _compiled(
    *_granted(_AID),
    rf"\b(?P<care>(?i:bénéficiaires?|demandeu(?:r|se)|dossier))(?P<gap>\ ?:\ ?|\ de\ (?:la\ )?){_WHO}",
    rf"{_WHO}(?P<gap>\ ?[:–-]\ )(?P<care>(?i:{_AID}))\b",
    rf"\b(?P<care>(?i:{_AID}))(?P<gap>{_HOW_MUCH})\ à\ {_CALLED}",
)
_HE = re.compile(
    r"\b(?i:l['’]intéressée?|cette\ personne|(?:le|la)\ demandeu(?:r|se)|ce\ couple)\b"
    rf"(?P<gap>[^.;:]{{0,40}}?)(?:(?<!\w)|(?=,))(?P<care>(?i:{_STATE}))\b",
    re.VERBOSE,
)
_ANYONE = re.compile(_WHO, re.VERBOSE)
_LATELY = 200
"""Characters read back for the person whom « l'intéressée » takes up again."""

_OFFICE = re.compile(
    r"adjoint|vice-|présiden|direct|docteur|conseill|député|sénat|\bmaire|charg[ée]|délég|référent|responsable"
    r"|rapporteu|médecin|infirmi|commission|représent|\bélue?s?\b|\bmembres?\b|administrat(?:eur|rice)",
    re.IGNORECASE,
)
"""Who speaks for the council, an office or an association, not of himself."""
_SPEAKS = re.compile(
    r"expos|présent|propos|rappel|rapport|demand|précis|indiqu|expliqu|inform|soulign|souhait|interrog|répon|ajout|évoqu"
    r"|regrett|estim|remarqu|signal|insist|intervien|remerci|parole|\bs['’](?!est)|\bvote\b"
    r"|confi|\bgér[ée]|assur|sign[ée]|anim|coordon|instrui|remplac|indisponib|pouvoir|procuration",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"\b(?:les|des(?!\ suites)|aux|ces|leurs|que|qu['’]|cas\ de|quand|lorsque|pour|afin|(?<!est une )personnes?"
    r"|usagers?|enfants(?!,)|agents|(?:l['’]|une? |cet )agente?)\b",
    re.IGNORECASE,
)
"""The health told after these words is that of others, or of nobody yet."""
_HOME = re.compile(r"\b(?:demeurant|domiciliée?|résidant|habitant)\b[^,;.:]{0,60}", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:rue|avenue|place|école|collège|lycée|crèche|résidence|foyer|EHPAD|maison|centre|hôpital|clinique|stade|salle"
    r"|square|fondation|association|espace|cabinet|prix|amicale)\ (?:d[eu]\ |d['’])?$",
    re.IGNORECASE,
)
"""A street or a school named after somebody."""
_OF_A_SERVICE = re.compile(
    r"\b(?:commissions?|services?|délégation|bureau|budget|direction|compétence|dispositif|politique|conventions?|règlement"
    r"|bilan|assurance|centres?|poste|moyens|plan|véhicules?|issue|sortie|les|aux|associations?|subventions?"
    r"|port\w{1,4})\ "
    r"(?:[^.;:]{0,20}\ )?(?:d['’]|de\ (?:la\ )?|des\ )?(?:l['’])?$",
    re.IGNORECASE,
)
"""« le service d'aide sociale », « le centre de secours », « les secours »."""


def cares_in(text: str) -> Iterator[Trace]:
    """Health or aid of a person named, or designated by an initial."""
    yield from _of_somebody(text, _OF_SOMEBODY)
    for match in _HE.finditer(text):
        before = text[max(0, match.start() - _LATELY) : match.start()]
        named = [who for who in _ANYONE.finditer(before) if _is_private(before, who)]
        if named and not _is_of_others(match["gap"]):
            yield _trace(match, _name(named[-1]))


def aids_in(text: str) -> Iterator[Trace]:
    """Any aid granted to a person, in an act of the board that grants them (CCAS)."""
    yield from _of_somebody(text, _OF_A_BOARD)


def _of_somebody(text: str, patterns: tuple[re.Pattern[str], ...]) -> Iterator[Trace]:
    for pattern in patterns:
        for match in pattern.finditer(text):
            is_of_others = _is_of_others(match["gap"]) or _is_of_a_service(text, match)
            if _is_private(text, match) and not is_of_others:
                yield _trace(match, _name(match))


def _is_of_others(between: str) -> bool:
    """Whether words between the person and the care say that it is the care of others; « rue des Lilas » does not."""
    gap = _HOME.sub("", between)
    return bool(_OFFICE.search(gap) or _SPEAKS.search(gap) or _GENERAL.search(gap))


def _is_of_a_service(text: str, match: re.Match[str]) -> bool:
    """Whether the care is the business of an office, told before the person."""
    is_first = match.start("care") < match.start(_group(match))
    after = text[match.end() : match.end() + 40].partition(".")[0]
    before = text[max(0, match.start("care") - 40) : match.start("care")]
    return is_first and bool(_OF_A_SERVICE.search(before) or _SPEAKS.search(after[:20]))


def _is_private(text: str, match: re.Match[str]) -> bool:
    """Whether a private person is designated: neither an office, nor a doctor, nor a street."""
    start, end = match.span(_group(match))
    before = text[max(0, start - 30) : start]
    after = re.split(r"[.;:]", text[end : end + 40], maxsplit=1)[0]
    is_doctor = match[_group(match)].startswith("D") and _group(match) == "person"
    is_somebody = is_a_name(_name(match)) or _INITIAL.match(_name(match))
    return bool(is_somebody) and not (is_doctor or _PLACE.search(before) or _OFFICE.search(after))


def _group(match: re.Match[str]) -> str:
    """The group that designates the person, whichever way."""
    return next(group for group in ("person", "family", "bare") if match.groupdict().get(group))


def _name(match: re.Match[str]) -> str:
    group = _group(match)
    return match["name" if group == "person" else group]


def _trace(match: re.Match[str], name: str) -> Trace:
    """Initials hide somebody already: the clerk is only asked whether they are enough."""
    is_named = is_a_name(name)
    severity = Severity.WARNING if is_named else Severity.NOTICE
    shown = match.group().strip()
    return Trace(_KIND if is_named else _VEILED, *match.span(), shown, severity, name)
