"""The council that the pages show: a dossier loaded, its cast of users, and the addresses of its pages."""

from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse

from councils.domain.roles import RoleKind
from councils.models import Council, CouncilRole, Person, User
from deliberations.domain.wording.typography import plain
from deliberations.dossier.reader import read_dossier
from deliberations.models import Deliberation, Sitting
from deliberations.services.dossiers import store_dossier
from tests.support.remembered import remembered

PASSWORD = "un mot de passe long"
SITTING = {"council": "gruson", "sitting": "seance-2023-12-19"}
ACT = {**SITTING, "act": "deliberation-2023-57"}

_DOSSIERS = Path(__file__).resolve().parents[2] / "dossiers"


@dataclass(frozen=True, slots=True)
class Cast:
    """``stranger`` is the secretary of another council."""

    secretary: User
    mayor: User
    deputy: User
    clerk: User
    member: User
    auditor: User
    administrator: User
    stranger: User


def load(name: str) -> Council:
    """The council of a committed dossier (« gruson-2023-12-19 »), stored."""

    def build() -> Council:
        dossier = read_dossier((_DOSSIERS / f"{name}.json").read_bytes())
        return store_dossier(council=dossier.council, sittings=dossier.sittings, by=None)

    return remembered(("dossier", name), build)


def make_cast(council: Council) -> Cast:
    """A user per role, and one of another commune. The mayor is who chaired the first sitting."""
    elsewhere = Council.objects.create(uid="ailleurs", place_name="Ailleurs")
    return Cast(
        secretary=add_user("secretaire@exemple.test", council, RoleKind.SECRETARY),
        mayor=add_user("maire@exemple.test", council, RoleKind.MAYOR, person=_chair(council)),
        deputy=add_user("adjointe@exemple.test", council, RoleKind.DEPUTY),
        clerk=add_user("agent@exemple.test", council, RoleKind.CLERK),
        member=add_user("conseillere@exemple.test", council, RoleKind.MEMBER),
        auditor=add_user("lecteur@exemple.test", council, RoleKind.AUDITOR),
        administrator=add_user("administrateur@exemple.test", council, RoleKind.ADMINISTRATOR),
        stranger=add_user("ailleurs@exemple.test", elsewhere, RoleKind.SECRETARY),
    )


def add_user(email: str, council: Council, kind: RoleKind, *, person: Person | None = None) -> User:
    user = User.objects.create_user(email, PASSWORD)
    CouncilRole.objects.create(user=user, council=council, kind=kind, person=person)
    return user


def _chair(council: Council) -> Person | None:
    sitting = Sitting.objects.filter(council=council).exclude(chair=None).first()
    return sitting.chair.person if sitting else None


def the_act() -> Deliberation:
    return Deliberation.objects.get(uid=ACT["act"])


def address(name: str, **more: object) -> str:
    """Address of a page of the act."""
    return reverse(name, kwargs={**ACT, **more})


def text_of_page(response: object) -> str:
    """The page's source with ordinary spaces and straight apostrophes."""
    return plain(response.content.decode())  # type: ignore[attr-defined]
