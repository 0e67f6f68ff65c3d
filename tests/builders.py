"""Plain builders of rows, on top of the builders of facts (``tests.facts``). Nobody here is real."""

from datetime import UTC, datetime
from typing import Any

from councils.domain.roles import RoleKind
from councils.models import Council, CouncilRole, User
from deliberations.domain.acts import Deliberation as Act
from deliberations.domain.acts import Source
from deliberations.models import Deliberation, IssuedDocument, Publication, Sitting, Snapshot
from deliberations.services.dossiers import store_dossier
from tests.facts import make_council, make_sitting
from tests.support.remembered import remembered

BACKEND = "django.contrib.auth.backends.ModelBackend"
"""How a test logs in: several ways are open, and the client must choose."""
SHA = "a" * 64
OTHER_SHA = "b" * 64
AT = datetime(2024, 6, 29, 9, 0, tzinfo=UTC)


def make_user(
    email: str = "secretaire@exemple.test", *, council: Council | None = None, **fields: Any
) -> User:
    """A user; with ``council`` and ``kind``, their role there (secretary by default), as the person of a uid."""
    kind, person = fields.pop("kind", RoleKind.SECRETARY), fields.pop("person", None)
    user = User.objects.create_user(email, "un mot de passe long", **fields)
    if council is not None:
        who = council.persons.get(uid=person) if person else None
        CouncilRole.objects.create(user=user, council=council, kind=kind, person=who)
    return user


def store_council(uid: str = "exemple", *, members: int = 5, acts: tuple[Act, ...] = ()) -> Council:
    """A council with one sitting of one item, and the given acts."""

    def build() -> Council:
        sitting = make_sitting(members, members=members, deliberations=acts)
        return store_dossier(council=make_council(members, uid=uid), sittings=(sitting,), by=None)

    return remembered(("builders", repr((uid, members, acts))), build)


def store_act(uid: str = "exemple", **facts: Any) -> Deliberation:
    """The row of one act of a new council."""
    act = Act(**{"uid": "a1", "item": "p1", "printed_number": "2024-1", **facts})
    return Deliberation.objects.get(council=store_council(uid, acts=(act,)))


def first_sitting(council: Council) -> Sitting:
    return Sitting.objects.get(council=council)


def make_publication(act: Deliberation) -> Publication:
    return Publication.objects.create(
        deliberation=act, effective_on=AT.date(), source=Source.DECLARED, channel="affichage"
    )


def make_issued(act: Deliberation, **fields: Any) -> IssuedDocument:
    """A certified copy whose bytes are kept here."""
    defaults = {
        "kind": "CERTIFIED",
        "format": "PDF",
        "version": 1,
        "sha256": SHA,
        "size": 10,
        "path": f"issued/{SHA}.pdf",
        "issued_at": AT,
    }
    return IssuedDocument.objects.create(deliberation=act, **{**defaults, **fields})


def make_snapshot(act: Deliberation, text: str = "{}", sha256: str = SHA) -> Snapshot:
    return Snapshot(
        deliberation=act,
        canonical_json=text,
        schema_version="conforme-dossier/1",
        rule_book_version="1",
        sha256=sha256,
        created_at=AT,
    )
