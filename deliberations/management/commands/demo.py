"""``manage.py demo``: the reference council and sitting, its deliberation rendered, signed, and where it is."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from councils.domain.roles import RoleKind
from councils.models import Council, CouncilRole, User
from councils.models.choices import ROLE_KINDS
from deliberations.dossier.reader import read_dossier
from deliberations.models import Deliberation, IssuedDocument
from deliberations.services.dossiers import store_dossier
from deliberations.services.issuing import issue_certified_copy
from deliberations.services.signing import open_certificate, signed_copy
from deliberations.services.storage import read_document
from deliberations.signing.demo_authority import DemoKeys, create_demo_authority

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
        self._accounts(council)
        path = self._sign(council)
        self.stdout.write(f"Délibération 2023-57, copie certifiée exécutoire signée : {path}")
        self.stdout.write("Dans l'application (make run), l'acte attend la signature du maire. Comptes :")
        for email, kind, _ in ACCOUNTS:
            self.stdout.write(f"  {email} / {PASSWORD} ({ROLE_KINDS[kind].lower()})")

    def _load(self) -> Council:
        """The council already loaded, or the committed dossier imported."""
        found = Council.objects.filter(uid=COUNCIL).first()
        if found is not None:
            return found
        dossier = read_dossier(DOSSIER.read_bytes())
        return store_dossier(council=dossier.council, sittings=dossier.sittings, by=None)

    def _accounts(self, council: Council) -> None:
        for email, kind, person in ACCOUNTS:
            user = User.objects.filter(email=email).first() or User.objects.create_user(email, PASSWORD)
            who = council.persons.filter(uid=person).first()
            CouncilRole.objects.update_or_create(
                user=user, council=council, kind=kind, defaults={"person": who}
            )

    def _sign(self, council: Council) -> Path:
        """Issue and sign for real, with a key that a throw-away authority makes for the demonstration.

        The signed file is written beside the key and not registered: in the application, the mayor signs.
        """
        now, folder = timezone.now(), Path(settings.DATA_DIR) / "demo"
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
        path = folder / "deliberation-2023-57.pdf"
        path.write_bytes(self._signed(issued, keys, now))
        return path

    def _signed(self, issued: IssuedDocument, keys: DemoKeys, now: datetime) -> bytes:
        """The signed file; the mayor's own copy when it was signed in the application since."""
        if issued.signatures.exists():
            return read_document(issued)
        signer = open_certificate(pkcs12=keys.pkcs12.read_bytes(), passphrase=settings.DEMO_PASSPHRASE)
        _, signed = signed_copy(issued, signer=signer, at=now)
        return signed.content
