"""Check on who signs an act, and in what capacity."""

import re
from collections.abc import Iterator

from deliberations.domain.checks.common import names_of, remedy
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.posts import PostKind, kinds_filled
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule

_AS_HEAD = re.compile(
    r"(?:(?:monsieur|madame|m\.|mme)\s)?(?:l[ea]\s)?(?:maire|présidente?)(?:\s(?:de|d'|d’|du|des)\b.*)?",
    re.IGNORECASE,
)
"""« Le Maire », « Madame la Présidente », « Maire de Gruson »; neither « Pour le maire » nor « maire délégué »."""


def check_signatories(record: Record) -> Iterator[Finding]:
    """Who signs as the mayor, or the president, is the one of that day (CGCT art. L. 2122-17 for who replaces him)."""
    if not record.heads or _elects_head(record):
        return
    for act in record.sitting.deliberations:
        signatory = act.signatory
        if signatory is None or signatory.member in record.heads:
            continue
        if not _AS_HEAD.fullmatch(signatory.capacity.strip()[:200]):
            continue
        names = names_of(record)
        yield Finding(
            code="act.signatory_not_head",
            severity=Severity.WARNING,
            article="",
            message=f"{names.name(signatory.member)} signe comme « {signatory.capacity.strip()} », sans l'être à cette "
            f"date : cette fonction est à {names.name(record.heads[0])}.",
            where="signature",
            item=act.item,
            consequence="La qualité du signataire n'est pas établie : l'acte peut être contesté.",
            remedy=remedy(
                record,
                "Corriger le signataire ou sa qualité : un remplaçant signe sous la sienne.",
                "Vérifier sur l'acte qui a signé, en quelle qualité, et les dates de sa fonction.",
            ),
        )


def _elects_head(record: Record) -> bool:
    """Whether the sitting elects its head: the one who signs may be in office since that evening only."""
    heads = {PostKind.MAYOR, PostKind.PRESIDENT}
    return any(kinds_filled(record, item) & heads for item in record.sitting.agenda)


RULES = (
    Rule(
        codes=("act.signatory_not_head",),
        title="Signataire de l'acte",
        article="",
        says="Celui qui signe comme maire, ou comme président, l'est à la date de la séance.",
        check=check_signatories,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
