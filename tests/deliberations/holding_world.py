"""An evening to hold: the council of the reference sitting, called tonight, with nothing noted yet."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from councils.domain.people import Gender
from councils.models import User
from deliberations.domain.movements import MovementKind
from deliberations.domain.record import Record
from deliberations.domain.sittings import Convocation, ItemKind, Origin
from deliberations.domain.votes import Nomination, NominationBasis
from deliberations.dossier.reader import read_dossier
from deliberations.models import Sitting
from deliberations.queries import record_of
from deliberations.services.dossiers import store_dossier
from tests.deliberations.views.world import add_user
from tests.facts import make_item
from tests.support.remembered import remembered

PLACE = {"council": "gruson", "sitting": "ce-soir"}
_REFERENCE = Path(__file__).resolve().parents[1] / "dossiers" / "gruson-2023-12-19.json"
AGENDA = (
    make_item("budget", 1, title_html="Budget primitif de l'exercice"),
    make_item("tarifs", 2, title_html="Tarifs de la cantine scolaire"),
    make_item(
        "delegue",
        3,
        title_html="Désignation d'un délégué au syndicat des eaux",
        nomination=Nomination(NominationBasis.WAIVABLE),
    ),
    make_item("questions", 4, title_html="Questions diverses", kind=ItemKind.QUESTION),
)


def today() -> date:
    return datetime.now(ZoneInfo("Europe/Paris")).date()


def store_tonight(agenda: Any = AGENDA, *, uid: str = "gruson", **facts: Any) -> Sitting:
    """The council of Gruson with one sitting, called for tonight (or as ``facts`` say), and nothing noted."""
    key = ("holding", today(), repr((agenda, uid, facts)))
    return remembered(key, lambda: _tonight(agenda, uid, facts))


def _tonight(agenda: Any, uid: str, facts: dict[str, Any]) -> Sitting:
    dossier = read_dossier(_REFERENCE.read_bytes())
    blank = replace(
        dossier.sittings[0],
        uid="ce-soir",
        origin=Origin.LIVE,
        held_on=today(),
        convocation=Convocation(sent_on=date(today().year - 1, 12, 1)),
        movements=(),
        votes=(),
        deliberations=(),
        statements=(),
        secretaries=(),
        chair=None,
        agenda=tuple(agenda),
    )
    persons = tuple(
        replace(person, gender=person.gender or Gender.FEMININE) for person in dossier.council.persons
    )
    council = replace(dossier.council, uid=uid, persons=persons)
    store_dossier(council=council, sittings=(replace(blank, **facts),), by=None)
    return Sitting.objects.get(council__uid=uid)


def secretary_of(sitting: Sitting, email: str = "secretaire@exemple.test") -> User:
    return add_user(email, sitting.council, "SECRETARY")


def courses(sitting: Sitting) -> list[tuple[str, str, str | None, str]]:
    """Movements in order: kind, member, other, moment (« budget/VOTE/1 »)."""
    record: Record = record_of(sitting)
    return [
        (
            str(MovementKind(m.kind)),
            m.member,
            m.other,
            f"{m.moment.item}/{m.moment.phase}/{m.moment.ballot}" if m.moment else "",
        )
        for m in sorted(record.sitting.movements, key=lambda m: m.position)
    ]
