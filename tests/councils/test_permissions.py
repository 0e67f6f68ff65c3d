"""Role × right, and what an object of another commune answers."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from councils.domain.roles import RoleKind
from councils.permissions import get_council_object_or_404, may_administer, may_edit, may_read, may_sign
from councils.queries import visible_councils
from deliberations.models import Deliberation, Movement, Vote
from deliberations.permissions import may_edit_facts, may_sign_act
from tests.builders import first_sitting, make_issued, make_user, store_act, store_council

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

RIGHTS = (may_read, may_edit, may_sign, may_administer)


@pytest.mark.parametrize(
    ("kind", "rights"),
    [
        (RoleKind.SECRETARY, (True, True, False, False)),
        (RoleKind.CLERK, (True, True, False, False)),
        (RoleKind.MAYOR, (True, False, True, False)),
        (RoleKind.MEMBER, (True, False, False, False)),
        (RoleKind.AUDITOR, (True, False, False, False)),
        (RoleKind.ADMINISTRATOR, (True, True, False, True)),
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
    assert tuple(may(user, council) for may in RIGHTS) == (True, True, False, True)


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


def test_may_edit_facts_until_a_document_is_issued() -> None:
    act = store_act()
    user = make_user(council=act.council)
    assert may_edit_facts(user, act.sitting)
    make_issued(act)
    assert not may_edit_facts(user, act.sitting)


def test_may_sign_act_needs_a_number() -> None:
    act, draft = store_act("ici"), store_act("la", printed_number="")
    mayor = make_user(council=act.council, kind=RoleKind.MAYOR)
    other = make_user("autre@exemple.test", council=draft.council, kind=RoleKind.MAYOR)
    assert may_sign_act(mayor, act)
    assert not may_sign_act(mayor, draft)
    assert not may_sign_act(other, draft)
    assert first_sitting(draft.council).deliberations.get() == draft
