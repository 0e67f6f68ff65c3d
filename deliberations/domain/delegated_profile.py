"""The act profile of a mayor's decision: of all the facts of a council, only those that the decision prints."""

from collections.abc import Iterable
from dataclasses import replace

from councils.domain.bodies import Council
from councils.domain.people import Mandate, Person
from deliberations.domain.delegated import (
    CouncilDelegation,
    MayorDecision,
    delegation_of,
    known_people,
    masked_decision,
)
from deliberations.domain.profile import Mask


def decision_profile(
    council: Council, decision: MayorDecision, delegations: Iterable[CouncilDelegation], *, mask: Mask
) -> tuple[Council, MayorDecision, tuple[CouncilDelegation, ...]]:
    """Council, decision and delegation reduced to what ``decision`` prints, every text put through ``mask``.

    The delegation keeps its number, its day and the paragraph that is used; the limits of the others stay behind.
    """
    named = known_people(decision, council)
    persons = {mandate.person for mandate in named if mandate.person}
    reduced = replace(
        council,
        seats=(),
        coat_of_arms=None,
        persons=tuple(_public_person(p) for p in council.persons if p.uid in persons),
        mandates=tuple(_public_mandate(m) for m in named),
    )
    return reduced, _public_decision(decision, mask), _public_delegation(decision, delegations)


def _public_decision(decision: MayorDecision, mask: Mask) -> MayorDecision:
    """Whom it was contracted with and for how much are kept for the list of the decisions: no decision prints them."""
    return replace(
        masked_decision(decision, mask), public_id="", reported_in="", contractor="", amount_cents=None
    )


def _public_delegation(
    decision: MayorDecision, delegations: Iterable[CouncilDelegation]
) -> tuple[CouncilDelegation, ...]:
    given = delegation_of(decision, delegations)
    if given is None:
        return ()
    power = given.power(decision.paragraph)
    return (replace(given, powers=(power,) if power else ()),)


def _public_person(person: Person) -> Person:
    return replace(person, birth_date=None)


def _public_mandate(mandate: Mandate) -> Mandate:
    return replace(
        mandate,
        votes_obtained=None,
        elected_on=None,
        electoral_list="",
        group="",
        recorded_rank=None,
        interests=(),
    )
