"""Checks on the exceptional rules of 2020 to 2022 that the clerk says were applied."""

from collections.abc import Iterator

from deliberations.domain.covid import COVID_FROM, COVID_UNTIL, is_in_covid_window
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.rulebook import (
    Certainty,
    Rule,
    has_derogation,
)
from deliberations.domain.wording.dates import long_date

_WINDOW = f"du {long_date(COVID_FROM)} au {long_date(COVID_UNTIL)}"


def check_derogation(record: Record) -> Iterator[Finding]:
    """No special law of that kind is known outside its window."""
    if has_derogation(record) and not is_in_covid_window(record.sitting.held_on):
        yield Finding(
            code="derogation.outside_window",
            severity=Severity.WARNING,
            article="",
            message="Un régime dérogatoire est enregistré, mais la séance n'a pas eu lieu pendant la période des lois "
            f"exceptionnelles ({_WINDOW}).",
            where="séance",
            consequence="Le quorum et les pouvoirs sont comptés selon ce régime : s'il ne "
            "s'appliquait pas, ils sont faux.",
            remedy="Vérifier la date de la séance ; si elle est exacte, retirer le régime dérogatoire.",
        )


RULES = (
    Rule(
        codes=("derogation.outside_window",),
        title="Régime dérogatoire de 2020 à 2022",
        article="Lois d'exception de 2020 à 2022",
        says=f"Un quorum du tiers, deux pouvoirs par membre ou des séances à distance n'ont été permis que {_WINDOW}, "
        "avec des interruptions.",
        check=check_derogation,
        certainty=Certainty.COMMON_KNOWLEDGE,
    ),
)
