"""« Autorise le Président » in the act of a commune, « autorise le Maire » in that of a group: a copied model."""

import re
from collections.abc import Iterator

from councils.domain.bodies import BodyType
from councils.domain.membership import offices_held
from councils.domain.people import OfficeKind
from deliberations.domain.bars import is_on_accounts
from deliberations.domain.findings import Finding
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.reading import Advice, Line, remark, with_verbs
from deliberations.domain.linter.scope import before, own_lines
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, Certainty, Rule
from deliberations.domain.texts import passages

_ENTRUSTS = (
    r"\b(?:autorise[rz]?|habilite[rz]?|mandate[rz]?|charge[rz]?|donner?\s(?:tout\s|tous\s)?pouvoirs?\sà)\s"
)
_ONE = r"(?:(?:monsieur|madame|m\.|mme)\s)?(?:le|la)\s"
_TASK = r"(?:l['’](?:exécution|application)|la\s(?:mise|signature|transmission|notification)|\w{1,20}(?:er|ir|re)\b)"
_OF_A_BODY = rf"(?:du\b|des\b|de\b(?!\s{_TASK})|d['’](?!(?-i:[a-zà-ÿ])\w{{1,20}}(?:er|ir|re)\b))"
"""« Le maire de Voisine », but neither « le maire de l'exécution », nor « le maire d'exécuter »."""
_SOMEBODY_ELSE = (
    rf"(?![\s-]{{1,2}}(?:{_OF_A_BODY}|délégué|adjoint|directeur|directrice|honoraire|sortant|général))"
)
"""« Le Président du syndicat », « le Maire délégué », « le président de séance »."""


def _entrusted(office: str) -> re.Pattern[str]:
    """« Autorise Monsieur le Président », « le Président est autorisé »."""
    return re.compile(
        rf"{_ENTRUSTS}{_ONE}{office}\b{_SOMEBODY_ELSE}|\b{_ONE}{office}\sest\s(?:autorisé|habilité|mandaté|chargé)e?\b",
        re.IGNORECASE,
    )


_WITH_PRESIDENT = re.compile(
    r"\b(?:communaut|métropol|agglomération|intercommun|EPCI\b|PETR\b|SIVOM\b|SIVU\b|syndica|établissement\spublic"
    r"|CCAS\b|centre\scommunal|centre\sde\sgestion|CDG\b|conseil\s(?:d['’]administration|départemental|régional|général)"
    r"|groupement|coordonn|régie"
    rf"|association\sfoncière|présidente?s?\s{_OF_A_BODY})",
    re.IGNORECASE,
)
"""Bodies that have a president, whom the act may mean."""
_WITH_MAYOR = re.compile(
    r"\b(?:(?:la|sa|cette|chaque|notre)\scommune\b|commune\s(?:de|du|des|d['’])|(?:la|les)\svilles?\b|villes?\sd"
    r"|mairies?\b|conseils?\smunicipa|(?:les|des|aux)\s(?:maires|communes)\b(?!\smembres)"
    rf"|maires?\s{_OF_A_BODY})",
    re.IGNORECASE,
)
"""A commune, whose mayor the act may mean; « communauté de communes » is none."""
_REPORTED = re.compile(r"\b(?:que|qu['’]|dont|où|si|lorsque|quand)\b[^,;.:]{0,80}$", re.IGNORECASE)
_OTHERS = {
    BodyType.COMMUNE: (
        _entrusted("présidente?"),
        _WITH_PRESIDENT,
        OfficeKind.PRESIDENT,
        "président",
        "le maire",
    ),
    BodyType.EPCI: (_entrusted("maire"), _WITH_MAYOR, OfficeKind.MAYOR, "maire", "le président"),
    BodyType.CLOSED_SYNDICATE: (_entrusted("maire"), _WITH_MAYOR, OfficeKind.MAYOR, "maire", "le président"),
}
"""For each body: whom it cannot entrust with its acts, the words that may name another body, and its own head."""


def _deciding(assembly: str) -> re.Pattern[str]:
    """« Le conseil municipal, après en avoir délibéré, décide » at the beginning of a line."""
    return re.compile(
        rf"^\W{{0,4}}(?:le|la)\s{assembly},?\s(?:après\sen\savoir\s(?:valablement\s)?délibéré,?\s)?"
        r"(?:à\sl['’]unanimité,?\s)?(?:décide|approuve|autorise|adopte|fixe|accepte|émet|prend\sacte|vote|valide|donne)\b",
        re.IGNORECASE,
    )


_OTHER_ASSEMBLIES = {
    BodyType.COMMUNE: _deciding(r"(?:conseil\scommunautaire|comité\ssyndical)"),
    BodyType.EPCI: _deciding(r"(?:conseil\smunicipal|comité\ssyndical)"),
    BodyType.CLOSED_SYNDICATE: _deciding(r"conseil\s(?:municipal|communautaire)"),
}


@told_once
def check_other_assemblies(record: Record) -> Iterator[Finding]:
    """The assembly that the act says decides is that of the body, not that of a model."""
    pattern = _OTHER_ASSEMBLIES[record.council.body_type]
    for act in record.sitting.deliberations:
        for line in own_lines(act):
            found = pattern.match(line.text)
            if found and not _is_named_so(record, found.group()):
                advice = Advice(
                    code="text.other_assembly",
                    message=f"« {found.group().strip()} » : ce n'est pas le nom de l'assemblée qui décide ici.",
                    consequence="Resté du modèle d'une autre collectivité, le mot laisse douter de qui a décidé.",
                    remedy="Nommer l'assemblée qui décide.",
                )
                yield remark(record, line, advice)


def _is_named_so(record: Record, words: str) -> bool:
    """Whether the body bears that name: a community may call its council otherwise."""
    name = record.council.assembly_name.casefold()
    return bool(name) and name in words.casefold()


@told_once
def check_other_heads(record: Record) -> Iterator[Finding]:
    """The one whom the act entrusts with its execution holds an office of that body.

    Nothing is said where the act names a body that has such a head, nor on the accounts, which another chairs.
    """
    pattern, with_head, kind, office, own = _OTHERS[record.council.body_type]
    if _holds(record, kind):
        return
    for act in record.sitting.deliberations:
        text = "\n".join(passage.text for passage in passages(act))
        if with_head.search(text) or is_on_accounts(record.item(act.item)):
            continue
        for line in (*own_lines(act), *with_verbs(act)):
            for found in pattern.finditer(line.text):
                if not _REPORTED.search(before(line.text, found.start())):
                    yield _other_head(record, line, found, office, own)


def _holds(record: Record, kind: OfficeKind) -> bool:
    """Whether a member holds that office here, whatever the body."""
    on = record.sitting.held_on
    return any(o.kind is kind for m in record.members for o in offices_held(record.mandates[m], on))


def _other_head(record: Record, line: Line, found: re.Match[str], office: str, own: str) -> Finding:
    advice = Advice(
        code="text.other_head",
        message=f"« {found.group()} » : cette assemblée n'a pas de {office}, c'est {own} qui exécute ses décisions.",
        consequence="Resté du modèle d'une autre collectivité, le mot laisse douter de qui peut signer.",
        remedy=f"Nommer {own}, ou dire de quelle collectivité est ce {office}.",
    )
    return remark(record, line, advice)


RULES = (
    Rule(
        codes=("text.other_head",),
        title="Président ou maire d'une autre collectivité",
        article="",
        says="Un conseil municipal autorise le maire, et un EPCI ou un syndicat son président.",
        check=check_other_heads,
        bodies=COMMUNES | GROUPED,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("text.other_assembly",),
        title="Assemblée d'une autre collectivité",
        article="",
        says="L'assemblée qui décide dans l'acte porte le nom de celle de la collectivité.",
        check=check_other_assemblies,
        bodies=COMMUNES | GROUPED,
        certainty=Certainty.HOUSE,
    ),
)
