"""The sentences of a proxy that was given, beside those of ``convening`` (CGCT art. L. 2121-20)."""

from deliberations.domain.known_proxies import KnownProxy
from deliberations.domain.record import Record
from deliberations.domain.wording.attendance_sheet import covered_numbers
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.convening import proxy_purpose, when
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.names import join_list

NONE = "Aucun pouvoir n'est enregistré pour cette séance."
ANY_GRANTOR = f"Je soussigné(e) (prénom, nom et qualité) : {'…' * 22}"


def purpose(record: Record, body: BodyWords, proxy: KnownProxy) -> str:
    """For the whole sitting, for some points, or from one point on."""
    numbers = covered_numbers(record, proxy)
    if numbers or not proxy.since:
        return proxy_purpose(record, body, numbers)
    held = f"la séance {body.of_the_assembly} du {when(record)}"
    order = record.item(proxy.since).order
    return (
        f"pour me représenter à {held} et prendre part en mon nom aux votes, à partir du point {order} de l'ordre du "
        "jour."
    )


def original(proxy: KnownProxy) -> str:
    """« Original daté du 10 mars 2025, signé, reçu en main propre. »; empty when nothing of the paper is known."""
    paper = proxy.paper
    parts = (
        f"daté du {long_date(paper.dated_on)}" if paper.dated_on else "",
        "signé" if paper.is_signed else "",
        f"reçu {paper.received_by.strip()}" if paper.received_by.strip() else "",
    )
    told = join_list([part for part in parts if part])
    return f"Original {told}." if told else ""
