from datetime import date

import pytest

from councils.domain.errors import Refusal
from deliberations.domain.signing_order import (
    PaperState,
    Place,
    PlaceEvent,
    PlaceEventKind,
    SignerRole,
    form_defects,
    is_complete,
    require_impediment,
    require_open,
    require_turn,
    state_of,
    taken_back_with,
    told,
    waiting_places,
)

pytestmark = pytest.mark.unit

E, H, R, N, T = (
    PlaceEventKind.ELECTRONIC,
    PlaceEventKind.HAND,
    PlaceEventKind.REFUSED,
    PlaceEventKind.IMPEDED,
    PlaceEventKind.TAKEN_BACK,
)
DAY = date(2026, 3, 12)


def places(*events: tuple[PlaceEventKind, ...]) -> tuple[Place, ...]:
    """Secretaries, then the head, with what happened at each."""
    roles = [SignerRole.SECRETARY] * (len(events) - 1) + [SignerRole.HEAD]
    titles = ["La secrétaire de séance"] * (len(events) - 1) + ["Le Maire"]
    return tuple(
        Place(n, role, f"Personne {n}", title, tuple(PlaceEvent(kind, DAY, "absente") for kind in happened))
        for n, (role, title, happened) in enumerate(zip(roles, titles, events, strict=True), start=1)
    )


@pytest.mark.parametrize(
    ("events", "state", "awaited"),
    [
        (((), ()), PaperState.TO_SECRETARY, [1]),
        (((), (), ()), PaperState.TO_SECRETARY, [1, 2]),
        (((E,), (), ()), PaperState.TO_SECRETARY, [2]),
        (((E,), ()), PaperState.TO_HEAD, [2]),
        (((H,), ()), PaperState.TO_HEAD, [2]),
        (((R,), ()), PaperState.TO_HEAD, [2]),
        (((N,), ()), PaperState.TO_HEAD, [2]),
        (((R, T), ()), PaperState.TO_SECRETARY, [1]),
        (((E, T), ()), PaperState.TO_SECRETARY, [1]),
        (((E,), (R,)), PaperState.REFUSED, []),
        (((), (R,)), PaperState.REFUSED, [1]),
        (((E,), (R, T)), PaperState.TO_HEAD, [2]),
        (((E,), (E,)), PaperState.SIGNED, []),
        (((H,), (E,)), PaperState.SIGNED, []),
        (((N,), (E,)), PaperState.SIGNED, []),
        (((E,), (H,)), PaperState.SIGNED, []),
        (((H,), (H,)), PaperState.BY_HAND, []),
        (((),), PaperState.TO_HEAD, [1]),
        (((E,),), PaperState.SIGNED, []),
    ],
)
def test_state_and_who_is_awaited(events, state, awaited):
    found = places(*events)
    assert state_of(found) is state
    assert [place.order for place in waiting_places(found)] == awaited


def test_signed_without_lasting_proofs_is_to_complete():
    assert state_of(places((H,), (E,)), is_lasting=False) is PaperState.TO_COMPLETE
    assert state_of(places((H,), (H,)), is_lasting=False) is PaperState.BY_HAND


def test_seal_is_awaited_alone():
    (seal,) = (Place(1, SignerRole.SEAL, "Commune d'Exemple"),)
    assert state_of([seal]) is PaperState.TO_SEAL


@pytest.mark.parametrize(
    ("events", "place", "code"),
    [
        (((), ()), 2, "signing.secretary_first"),
        (((E,), ()), 1, "signing.done"),
        (((E,), (E,)), 2, "signing.issued"),
        (((E,), (E,)), 1, "signing.issued"),
    ],
)
def test_turn_is_refused(events, place, code):
    found = places(*events)
    with pytest.raises(Refusal) as refused:
        require_turn(found, found[place - 1])
    assert refused.value.code == code


@pytest.mark.parametrize("happened", [(E,), (H,), (R,), (N,)])
def test_head_signs_once_the_secretary_did_or_cannot_l2121_23(happened):
    found = places(happened, ())
    require_turn(found, found[1])
    assert not is_complete(found)


def test_paper_is_signed_in_any_order():
    found = places((), ())
    require_open(found, found[1])
    mayor_first = places((), (H,))
    assert state_of(mayor_first) is PaperState.TO_SECRETARY
    with pytest.raises(Refusal):
        require_open(mayor_first, mayor_first[1])


def test_secretaries_sign_in_any_order():
    found = places((), (), ())
    for place in found[:2]:
        require_turn(found, place)


def test_only_a_secretary_may_be_passed_over():
    secretary, head = places((), ())
    require_impediment(secretary)
    with pytest.raises(Refusal, match="attend cette signature pour être émis"):
        require_impediment(head)


def test_missing_secretary_is_a_defect_of_form_never_a_block_l2121_23():
    found = places((R,), (N,), (E,))
    assert is_complete(found)
    said = list(form_defects(found))
    assert [("refusé" in each, "empêchement" in each) for each in said] == [(True, False), (False, True)]
    assert all("CGCT art. L. 2121-23" in each for each in said)
    assert list(form_defects(places((H,), (E,)))) == []


def test_electronic_signature_taken_back_takes_the_others_of_the_file():
    found = places((E,), (E,), ())
    assert [p.order for p in taken_back_with(found, found[0])] == [1, 2]
    mixed = places((E,), (H,), ())
    assert [p.order for p in taken_back_with(mixed, mixed[1])] == [2]


@pytest.mark.parametrize(
    ("events", "code"), [((((E,), (E,))), "signing.issued"), (((), ()), "signing.nothing")]
)
def test_nothing_is_taken_back_after_issue(events, code):
    found = places(*events)
    with pytest.raises(Refusal) as refused:
        taken_back_with(found, found[0])
    assert refused.value.code == code


def test_mix_is_told_in_one_line():
    assert told(places((H,), (E,))) == (
        "signé à la main par la secrétaire de séance, Personne 1 le 12 mars 2026, "
        "électroniquement par le Maire, Personne 2 le 12 mars 2026"
    )
    assert told(places((), ())) == ""


def test_delegate_is_named_before_his_right():
    signed = (PlaceEvent(H, DAY),)
    right = "par délégation, arrêté n° 12, depuis le 1er janvier 2026"
    place = Place(1, SignerRole.HEAD, "Anne ROY", "L'adjointe", signed, right)
    assert told((place,)).startswith(f"signé à la main par l'adjointe, Anne ROY, {right} le ")


def test_seal_is_told_as_put_by_nobody():
    sealed = Place(1, SignerRole.SEAL, "Commune de Gruson", "Cachet électronique", (PlaceEvent(E, DAY),))
    assert told((sealed,)) == "cachet électronique apposé le 12 mars 2026 (Commune de Gruson)"
