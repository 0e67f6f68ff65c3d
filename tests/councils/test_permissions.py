"""Role × right, and what an object of another commune answers."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from councils.domain.roles import RoleKind
from councils.permissions import get_council_object_or_404, may_read, may_sign, may_sign_as
from councils.queries import visible_councils
from deliberations.models import Deliberation, Movement, Vote
from deliberations.permissions import may_sign_act
from tests.builders import first_sitting, make_issued, make_user, store_act, store_council

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

RIGHTS = (may_read, may_sign)


@pytest.mark.parametrize(
    ("kind", "rights"),
    [
        (RoleKind.SECRETARY, (True, False)),
        (RoleKind.CLERK, (True, False)),
        (RoleKind.MAYOR, (True, True)),
        (RoleKind.MEMBER, (True, False)),
        (RoleKind.AUDITOR, (True, False)),
        (RoleKind.ADMINISTRATOR, (True, False)),
    ],
)
def test_rights_of_a_role_stop_at_its_council(kind: RoleKind, rights: tuple[bool, ...]) -> None:
    here, there = store_council("ici"), store_council("ailleurs")
    user = make_user(council=here, kind=kind)
    assert tuple(may(user, here) for may in RIGHTS) == rights
    assert not any(may(user, there) for may in RIGHTS)
    assert list(visible_councils(user)) == [here]


def test_rights_of_support_never_sign() -> None:
    council = store_council()
    user = make_user(is_superuser=True)
    assert tuple(may(user, council) for may in RIGHTS) == (True, False)


def test_rights_of_nobody() -> None:
    council = store_council()
    left = make_user(council=council, is_active=False)
    for user in (AnonymousUser(), left):
        assert not any(may(user, council) for may in RIGHTS)
    assert not visible_councils(left).exists()


def test_get_council_object_answers_404_403_or_the_row() -> None:
    act = store_act()
    secretary = make_user(council=act.council)
    stranger = make_user("autre@exemple.test", council=store_council("ailleurs"))
    rows = Deliberation.objects.all()
    assert get_council_object_or_404(secretary, rows, uid=act.uid) == act
    with pytest.raises(Http404):
        get_council_object_or_404(stranger, rows, uid=act.uid)
    with pytest.raises(Http404):
        get_council_object_or_404(stranger, rows, may=may_sign, uid=act.uid)
    with pytest.raises(PermissionDenied):
        get_council_object_or_404(secretary, rows, may=may_sign, uid=act.uid)
    with pytest.raises(Http404):
        get_council_object_or_404(secretary, rows, uid="inconnu")


def test_get_council_object_reaches_the_council_through_its_parents() -> None:
    act = store_act()
    user = make_user(council=act.council)
    vote = Vote.objects.create(sitting=act.sitting)
    issued = make_issued(act)
    for row in (act.council, act.sitting, act.item, vote, Movement.objects.all()[0], issued):
        assert get_council_object_or_404(user, type(row).objects.all(), pk=row.pk) == row


def test_may_sign_as_needs_the_role_the_council_and_the_person() -> None:
    here, there = store_council("ici"), store_council("ailleurs")
    linked = make_user("lie@exemple.test", council=here, kind=RoleKind.MAYOR, person="m1")
    others = [
        make_user("sans-fiche@exemple.test", council=here, kind=RoleKind.MAYOR),
        make_user("deuxieme@exemple.test", council=here, kind=RoleKind.MAYOR, person="m2"),
        make_user("secretaire@exemple.test", council=here, kind=RoleKind.SECRETARY, person="m1"),
        make_user("voisin@exemple.test", council=there, kind=RoleKind.MAYOR, person="m1"),
        make_user("ferme@exemple.test", council=here, kind=RoleKind.MAYOR, person="m1", is_active=False),
        make_user("assistance@exemple.test", is_superuser=True),
        AnonymousUser(),
    ]
    assert may_sign_as(linked, here, "m1")
    assert [may_sign_as(user, here, "m1") for user in others] == [False] * len(others)
    assert not may_sign_as(linked, here, None)
    assert not may_sign_as(others[0], here, None)
    assert not may_sign_as(linked, there, "m1")


def test_may_sign_act_needs_a_number() -> None:
    act, draft = store_act("ici"), store_act("la", printed_number="")
    mayor = make_user(council=act.council, kind=RoleKind.MAYOR, person="m1")
    other = make_user("autre@exemple.test", council=draft.council, kind=RoleKind.MAYOR, person="m1")
    assert may_sign_act(mayor, act, "m1")
    assert not may_sign_act(mayor, act, "m2")
    assert not may_sign_act(mayor, draft, "m1")
    assert not may_sign_act(other, draft, "m1")
    assert first_sitting(draft.council).deliberations.get() == draft
