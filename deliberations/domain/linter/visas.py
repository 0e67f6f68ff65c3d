"""The visa of the power that the act uses: the article that lets the council decide."""

import re
from collections.abc import Iterator

from deliberations.domain.acts import ClauseKind, Deliberation
from deliberations.domain.checks.common import is_recorded
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.citations import CODE, NAMES_CGCT
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.reading import Advice, Line, remark
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, OUTSIDE_LOCAL_LAW, Certainty, Rule
from deliberations.domain.sittings import ItemKind, Subject
from deliberations.domain.texts import Passage, passages, text_of

_GENERAL = "L. 2121-29"
"""The council settles the affairs of the commune."""
_DELEGATION = "L. 2122-22"
_REPORT_OF_DELEGATION = "L. 2122-23"
_BY_SUBJECT = {
    Subject.BUDGET: "L. 1612-2",
    Subject.BUDGET_DEBATE: "L. 2312-1",
    Subject.ACCOUNTS: "L. 1612-12",
    Subject.RULES_OF_PROCEDURE: "L. 2121-8",
    Subject.MINUTES: "L. 2121-15",
    Subject.DELEGATED_DECISIONS: _REPORT_OF_DELEGATION,
}
_VISA = re.compile(r"\W*vu\b(?!\s(?:pour|par)\s)", re.IGNORECASE)
"""« Vu pour être annexé », « Vu par le président » are stamps."""
_TOLD = re.compile(
    r"^[^;]{0,600}?,\s(?:(?:m\.|mme|monsieur|madame)\s|le\s|la\s|l['’])[^,;.]{0,80}?\s(?:informe|expose|propose|rappelle"
    r"|présente|indique|explique|précise|demande|fait\s(?:part|savoir))\b",
    re.IGNORECASE,
)
"""« Vu la délibération…, Madame le Maire informe »: a sentence of the debate, not what the act is based on."""
_ANOTHER_CODE = re.compile(r"\bcode\b", re.IGNORECASE)
_ARTICLE_OF_ANOTHER = re.compile(
    r"\b[LRD]\.?\s?\*?\s?\d{3}-\d[^;]{0,120}?\b(?:code\s(?!général\sdes\scoll)|CASF\b|CGFP\b|CGPPP\b|CCP\b)"
    r"|\barticles?\s\d{3,4}\b[^;]{0,120}?\b(?:code\sgénéral\sdes\simpôts|CGI\b)"
    r"|\b(?:code\sgénéral\sdes\simpôts|CGI)\b[^;]{0,120}?\barticles?\s\d{3,4}\b",
    re.IGNORECASE,
)
"""« L'article L. 123-4 du code de l'action sociale et des familles »: the power may come from there."""
_VISAS = "visas et considérants"


def _visas(act: Deliberation) -> tuple[str, ...]:
    """What the act is based on: its clauses « Vu », and the lines of its statement that begin so."""
    clauses = (text_of(c.text_html) for c in act.clauses if c.kind is ClauseKind.VU)
    own = (text_of(c.text_html) for c in act.clauses if c.kind is ClauseKind.OTHER)
    lines = (*own, *text_of(act.statement_html).split("\n"))
    return (*clauses, *(line for line in lines if _VISA.match(line) and not _TOLD.match(line)))


def _cites(text: str, article: str) -> bool:
    """Whether the text holds that article, however it is spaced, or « L. 1612-1 et suivants » before L. 1612-2."""
    letter, number = article.split(". ")
    chapter, _, last = number.partition("-")
    following = re.finditer(rf"\b{letter}\.? ?{chapter}-(\d{{1,3}}) et (?:suivants?\b|s\.)", text)
    if any(int(found[1]) <= int(last.partition("-")[0]) for found in following):
        return True
    return bool(re.search(rf"\b(?:{letter}\.? ?|(?:et|à|,|;|articles?) ){number}(?![-\d])", text))


def _decides(act: Deliberation) -> bool:
    return any(part.blocks_html for part in act.operative)


@told_once
def check_visas(record: Record) -> Iterator[Finding]:
    """The code that gives the council its powers is among the visas, and the article of a delegation or a budget."""
    for act in record.sitting.deliberations:
        if _decides(act):
            yield from _missing(record, act)


def _missing(record: Record, act: Deliberation) -> Iterator[Finding]:
    visas = _visas(act)
    article = _BY_SUBJECT.get(record.item(act.item).subject, _GENERAL)
    text = "\n".join(passage.text for passage in passages(act))
    if not visas:
        # A text that names the code has its basis; that of a recorded act can no longer be given one.
        is_wish = record.item(act.item).kind is ItemKind.MOTION
        if not is_wish and not is_recorded(record) and not NAMES_CGCT.search(text):
            yield _no_visa(record, act, article)
        return
    # Elsewhere than in its visas, the code is still the basis of an act that can no longer be rewritten.
    cited = (text,) if is_recorded(record) else visas
    has_basis = article == _GENERAL and any(_ARTICLE_OF_ANOTHER.search(visa) for visa in visas)
    if not has_basis and not any(NAMES_CGCT.search(words) or _cites(words, article) for words in cited):
        yield _no_code(record, act, article, visas)
    elif article != _GENERAL and not _cites(text, article):
        yield _no_article(record, act, article, "d'après son sujet")
    if _names_delegation_outside(text, visas) and article != _REPORT_OF_DELEGATION:
        yield _no_article(record, act, _DELEGATION, "que son texte nomme")


def _names_delegation_outside(text: str, visas: tuple[str, ...]) -> bool:
    return _cites(text, _DELEGATION) and not any(_cites(visa, _DELEGATION) for visa in visas)


def _no_visa(record: Record, act: Deliberation, article: str) -> Finding:
    message = f"L'acte n'a pas de visa : rien n'y nomme le {CODE}."
    return _advice(record, act, article, message, Severity.NOTICE)


def _no_code(record: Record, act: Deliberation, article: str, visas: tuple[str, ...]) -> Finding:
    """Another code may be enough (« Vu le code de l'urbanisme »), and a recorded act keeps its visas: only a notice."""
    has_another = any(_ANOTHER_CODE.search(visa) for visa in visas)
    severity = Severity.NOTICE if has_another or is_recorded(record) else Severity.WARNING
    return _advice(record, act, article, f"Visas : aucun ne nomme le {CODE}.", severity)


def _no_article(record: Record, act: Deliberation, article: str, why: str) -> Finding:
    message = f"Visas : il manque l'article {article}, sur lequel l'acte se fonde {why}."
    return _advice(record, act, article, message, Severity.NOTICE)


def _advice(record: Record, act: Deliberation, article: str, message: str, severity: Severity) -> Finding:
    return remark(
        record,
        Line(act, Passage(_VISAS, "")),
        Advice(
            code="text.missing_visa",
            message=message,
            consequence="Le lecteur et le contrôle de légalité cherchent dans les visas la compétence exercée.",
            remedy="Ajouter le visa proposé, ou celui du texte qui fonde la décision.",
            article=f"CGCT art. {article}",
            correction=f"Vu l'article {article} du {CODE}",
            severity=severity,
        ),
    )


RULES = (
    Rule(
        codes=("text.missing_visa",),
        title="Visa de la compétence exercée",
        article="CGCT art. L. 2121-29",
        says="Les visas nomment le texte qui donne compétence au conseil : le code général des collectivités "
        "territoriales, la délégation citée, l'article propre au budget ou aux comptes.",
        check=check_visas,
        bodies=COMMUNES,
        territories=OUTSIDE_LOCAL_LAW,
        certainty=Certainty.HOUSE,
    ),
)
