"""« Exécutoire dès sa signature »: an act is executory once made known and transmitted (CGCT art. L. 2131-1)."""

import re
from collections.abc import Iterator

from deliberations.domain.findings import Finding
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.reading import Advice, lines_of, remark
from deliberations.domain.linter.scope import after, before
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, Rule

_AT_ONCE = re.compile(
    r"\bexécutoires?\s(?:de\splein\sdroit\s)?(?:dès|à\s(?:compter|dater|partir)\sde|à\sla\sdate\sde|au\sjour\sde)\s"
    r"(?:sa|la|son)\s(?:date\sde\s)?(?:sa\s|son\s)?(?:signature|adoption|approbation|vote)\b",
    re.IGNORECASE,
)
_THIS_ACT = re.compile(
    r"\b(?:présente|cette|la)\sdélibération\b|\b(?:présent|cet)\sacte\b|^\W{0,5}(?:qu['’])?elle\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:conventions?|contrats?|avenants?|marchés?|bail|baux|arrêtés?|règlement|statuts|protocole|accord|décisions?)\b",
    re.IGNORECASE,
)
_MADE_KNOWN = re.compile(r"publi|affich|transmi|notifi|réception|préfet|préfecture|légalité", re.IGNORECASE)
_ARTICLE = "CGCT art. L. 2131-1"


@told_once
def check_entry_into_force(record: Record) -> Iterator[Finding]:
    """Neither the vote nor the signature is enough: the deliberation is published or notified, and transmitted."""
    for line in lines_of(record):
        for found in _AT_ONCE.finditer(line.text):
            head, tail = before(line.text, found.start()), after(line.text, found.end())
            is_ours = _THIS_ACT.search(head) and not _ANOTHER.search(head)
            if is_ours and not _MADE_KNOWN.search(head + tail):
                advice = Advice(
                    code="text.executory_at_once",
                    message=f"« {found.group()} » : une délibération n'est exécutoire qu'une fois publiée ou "
                    "notifiée, et transmise au représentant de l'État quand elle doit l'être.",
                    consequence="Ce qui serait fait en application de l'acte avant ces formalités pourrait être "
                    "contesté.",
                    remedy="Écrire qu'elle est exécutoire après sa publication et sa transmission.",
                    article=_ARTICLE,
                    correction="exécutoire dès sa publication et sa transmission au représentant de l'État",
                )
                yield remark(record, line, advice)


RULES = (
    Rule(
        codes=("text.executory_at_once",),
        title="Exécutoire avant d'être publiée et transmise",
        article=_ARTICLE,
        says="Une délibération n'est pas exécutoire par son vote ni par sa signature : il faut sa publication ou sa "
        "notification, et sa transmission si elle y est soumise.",
        check=check_entry_into_force,
        bodies=COMMUNES,
    ),
)
