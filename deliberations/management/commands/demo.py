"""``manage.py demo``: the reference council and sitting, its deliberation rendered, signed, and where it is."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from councils.domain.roles import RoleKind
from councils.models import Council, CouncilRole, User
from deliberations.dossier.reader import read_dossier
from deliberations.models import Deliberation
from deliberations.services.dossiers import store_dossier
from deliberations.services.issuing import issue_certified_copy, sign_certified_copy
from deliberations.services.storage import read_document
from deliberations.signing.demo_authority import create_demo_authority

DOSSIER = settings.BASE_DIR / "tests" / "dossiers" / "gruson-2023-12-19.json"
COUNCIL, NUMBER = "gruson", (2023, 57)
PASSWORD = "gruson-demonstration"
ACCOUNTS = (
    ("secretaire@gruson.example", RoleKind.SECRETARY, ""),
    ("maire@gruson.example", RoleKind.MAYOR, "turpin"),
)


class Command(BaseCommand):
    help = "Charge la démonstration : le conseil de Gruson, sa séance, sa délibération rendue et signée."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("La démonstration crée des comptes connus de tous : refusée en production.")
        council = self._load()
        mayor = self._accounts(council)
        path = self._sign(council, mayor)
        self.stdout.write(f"Délibération 2023-57, copie certifiée exécutoire signée : {path}")
        self.stdout.write("Comptes de démonstration (make run, puis http://127.0.0.1:8000/) :")
        for email, kind, _ in ACCOUNTS:
            self.stdout.write(f"  {email} / {PASSWORD} ({kind.value.lower()})")

    def _load(self) -> Council:
        """The council already loaded, or the committed dossier imported."""
        found = Council.objects.filter(uid=COUNCIL).first()
        if found is not None:
            return found
        dossier = read_dossier(DOSSIER.read_bytes())
        return store_dossier(council=dossier.council, sittings=dossier.sittings, by=None)

    def _accounts(self, council: Council) -> User:
        for email, kind, person in ACCOUNTS:
            user = User.objects.filter(email=email).first() or User.objects.create_user(email, PASSWORD)
            CouncilRole.objects.get_or_create(
                user=user,
                council=council,
                kind=kind,
                defaults={"person": council.persons.filter(uid=person).first()},
            )
        return User.objects.get(email=ACCOUNTS[-1][0])

    def _sign(self, council: Council, mayor: User) -> Path:
        """Issue and sign for real, with a key that a throw-away authority makes for the demonstration."""
        now = timezone.now()
        folder = Path(settings.DATA_DIR) / "demo"
        keys = create_demo_authority(
            folder,
            common_name=str(council.persons.get(uid="turpin")),
            organisation=f"Commune de {council.place_name}",
            now=now,
            passphrase=settings.DEMO_PASSPHRASE,
        )
        year, sequence = NUMBER
        act = Deliberation.objects.get(council=council, year=year, sequence=sequence)
        issued = issue_certified_copy(deliberation=act, by=None, at=now)
        signed = sign_certified_copy(
            document=issued,
            by=mayor,
            pkcs12=keys.pkcs12.read_bytes(),
            passphrase=settings.DEMO_PASSPHRASE,
            at=now,
        )
        path = folder / "deliberation-2023-57.pdf"
        path.write_bytes(read_document(signed))
        return path
