"""The steps of a sitting, from its agenda to its publication: the tabs of its pages."""

from collections.abc import Collection
from dataclasses import dataclass

from councils.domain.roles import READERS, STAFF, WRITERS, RoleKind


@dataclass(frozen=True, slots=True)
class Step:
    """``page`` is the name of an address that takes ``council`` and ``sitting``."""

    page: str
    label: str
    roles: Collection[RoleKind]


STEPS = (
    Step("sitting", "Vue d'ensemble", READERS),
    Step("sitting_agenda", "Ordre du jour", STAFF),
    Step("sitting_convocation", "Convocation", STAFF),
    Step("sitting_hold", "Tenir la séance", WRITERS),
    Step("sitting_sheet", "Saisie après coup", WRITERS),
    Step("sitting_finish", "Suites", STAFF),
)
