"""A commune of the tests with its delegation and a decision. Nobody here is real."""

from datetime import UTC, date, datetime
from typing import Any

from councils.domain.bodies import Council as CouncilFacts
from councils.domain.people import Gender
from councils.models import Council
from deliberations.domain.acts import Clause, ClauseKind, OperativeLayout, OperativePart, Signatory
from deliberations.domain.delegated import (
    CouncilDelegation,
    DecisionFacts,
    MayorDecision,
    Power,
)
from deliberations.models import MayorDecision as Row
from deliberations.models import MayorDelegation
from deliberations.services.decision_delegations import DelegationTold, save_mayor_delegation
from deliberations.services.decision_numbering import NumberTold, number_decision
from deliberations.services.decision_signing import sign_decision
from deliberations.services.decisions import DecisionDraft, create_decision
from deliberations.services.dossiers import store_dossier
from tests.facts import make_council, make_person, make_sitting
from tests.support.remembered import remembered

DECIDED = date(2024, 6, 20)
AT = datetime(2024, 6, 21, 9, 0, tzinfo=UTC)
LIMIT = 500_000
"""Five thousand euros, in cents."""


def commune(uid: str = "exemple", **facts: Any) -> CouncilFacts:
    """Five members; m1 is the mayor, a woman called « Madame la Maire »."""
    mayor = make_person("m1", given_name="Jeanne", family_name="Martin", gender=Gender.FEMININE)
    basics = {"department_code": "03", "siren": "210300000", "tribunal": "Clermont-Ferrand"}
    return make_council(5, uid=uid, people=(mayor,), **{**basics, **facts})


def given(**facts: Any) -> CouncilDelegation:
    """Deliberation 2024-12 of 28 March 2024: markets up to 5,000 €, rooms let without limit."""
    basics: dict[str, Any] = {
        "uid": "delegation",
        "number": "2024-12",
        "decided_on": date(2024, 3, 28),
        "powers": (Power(4, "marchés de moins de 5 000 € HT", LIMIT), Power(5)),
    }
    return CouncilDelegation(**{**basics, **facts})


def decided(**facts: Any) -> MayorDecision:
    """Decision DEC2024-01: a room lent for a year."""
    basics: dict[str, Any] = {
        "uid": "d1",
        "year": 2024,
        "sequence": 1,
        "decided_on": DECIDED,
        "is_signed": True,
        "title_html": "Mise à disposition de la salle de réunion",
        "clauses": (
            Clause(
                ClauseKind.VU,
                "le Code général des collectivités territoriales, notamment l'article L. 2122-22",
            ),
            Clause(ClauseKind.CONSIDERANT, "la demande du comité des fêtes"),
        ),
        "operative": (
            OperativePart(
                ("La salle de réunion est mise à disposition pour un an", "Le loyer annuel est de 120 €"),
                layout=OperativeLayout.ARTICLES,
            ),
        ),
        "signatory": Signatory("m1"),
        "delegation": "delegation",
        "paragraph": 5,
    }
    return MayorDecision(**{**basics, **facts})


def facts_of(decision: MayorDecision | None = None, **council: Any) -> DecisionFacts:
    return DecisionFacts(commune(**council), decision or decided(), (given(),), "DEC{year}-{sequence:02d}")


def store(uid: str = "exemple", **sitting: Any) -> Council:
    """The commune with one sitting, on 28 June 2024, and its delegation."""
    return remembered(("decisions", repr((uid, sitting))), lambda: _store(uid, sitting))


def _store(uid: str, sitting: dict[str, Any]) -> Council:
    facts = make_sitting(5, members=5, **sitting)
    council = store_dossier(council=commune(uid), sittings=(facts,), by=None)
    save_mayor_delegation(
        council=council,
        told=DelegationTold(number="2024-12", decided_on=date(2024, 3, 28), powers=given().powers),
        by=None,
    )
    return council


def draft_of(council: Council, **facts: Any) -> DecisionDraft:
    """A room lent by the mayor."""
    basics: dict[str, Any] = {
        "title_html": "Mise à disposition de la salle de réunion",
        "clauses": (Clause(ClauseKind.VU, "l'article L. 2122-22"),),
        "articles_html": ("La salle de réunion est mise à disposition pour un an",),
        "signatory": council.mandates.get(uid="m1"),
        "delegation": MayorDelegation.objects.get(council=council),
        "paragraph": 5,
    }
    return DecisionDraft(**{**basics, **facts})


def drafted(council: Council, **facts: Any) -> Row:
    return create_decision(council=council, draft=draft_of(council, **facts), by=None)


def signed(council: Council, on: date = DECIDED, *, told: dict[str, Any] | None = None, **facts: Any) -> Row:
    """A decision of that day, signed and numbered."""
    signature = NumberTold(on, council.mandates.get(uid="m1"), **(told or {}))
    return sign_decision(row=drafted(council, **facts), told=signature, by=None, at=AT)


def numbered(council: Council, on: date = DECIDED, **facts: Any) -> Row:
    """A decision of that day, numbered, whose paper waits for its signature."""
    told = NumberTold(on, council.mandates.get(uid="m1"))
    return number_decision(row=drafted(council, **facts), told=told, by=None, at=AT)
