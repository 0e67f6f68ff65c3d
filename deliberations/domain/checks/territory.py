"""The check on where the body is: its territory decides of the law applied to it."""

from collections.abc import Iterator

from councils.domain.bodies import Territory
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule

_ALSACE_MOSELLE = ("57", "67", "68")
_OVERSEAS = ("97", "98")


def check_territory(record: Record) -> Iterator[Finding]:
    """The department code and the territory recorded say the same thing."""
    council = record.council
    expected, law = _told_by(council.department_code.strip())
    if council.department_code.strip() and council.territory is not expected:
        yield Finding(
            code="territory.department",
            severity=Severity.NOTICE,
            article="",
            message=f"Le département {council.department_code.strip()} relève {law}, et le territoire enregistré est "
            "un autre.",
            where="composition",
            consequence="Les règles appliquées ne sont peut-être pas celles du territoire.",
            remedy="Vérifier, dans la fiche de l'assemblée, le code du département et le territoire.",
        )


def _told_by(code: str) -> tuple[Territory, str]:
    if code in _ALSACE_MOSELLE:
        return Territory.ALSACE_MOSELLE, "d'Alsace-Moselle"
    if code.startswith(_OVERSEAS):
        return Territory.OVERSEAS, "de l'outre-mer"
    return Territory.ORDINARY, "du droit commun"


RULES = (
    Rule(
        codes=("territory.department",),
        title="Territoire et département",
        article="",
        says="Le territoire enregistré est celui du département : Alsace-Moselle pour 57, 67 et 68, outre-mer pour "
        "97 et 98, droit commun ailleurs.",
        check=check_territory,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
