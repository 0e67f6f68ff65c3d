"""``manage.py demo``: the reference council and sitting, its deliberation signed, put online and checked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from councils.domain.roles import RoleKind
from councils.models import Council, CouncilRole, User
from councils.models.choices import ROLE_KINDS
from deliberations.domain.publishing import Way
from deliberations.domain.signing_order import SignedKind, SignerRole
from deliberations.domain.wording.file_checks import DEMONSTRATION, HEADINGS
from deliberations.dossier.reader import read_dossier
from deliberations.models import Deliberation, SigningPaper
from deliberations.queries.signatures import paper_in_force, signed_level
from deliberations.services.closing import close_sitting
from deliberations.services.dossiers import store_dossier
from deliberations.services.file_checking import check_file
from deliberations.services.issuing import issue_certified_copy
from deliberations.services.publishing import publish_act
from deliberations.services.signing_desk import Chosen, OpenKey, sign_place
from deliberations.services.signing_drafts import draft_register_act
from deliberations.services.signing_means import open_certificate
from deliberations.services.signing_papers import put_to_signature
from deliberations.services.storage import read_document
from deliberations.signing.demo_authority import DemoKeys, create_demo_authority
from deliberations.signing.demo_timestamps import demo_timestamp_server
from deliberations.signing.timestamps import TimestampService

DOSSIER = settings.BASE_DIR / "tests" / "dossiers" / "gruson-2023-12-19.json"
COUNCIL, NUMBER = "gruson", (2023, 57)
PASSWORD = "gruson-demonstration"
MAYOR, CLERK_OF_SITTING = "turpin", "dazin-deslandes"
"""Uids of who signs: the mayor, and the secretary of the sitting."""
ACCOUNTS = (
    ("secretaire@gruson.example", RoleKind.SECRETARY, ""),
    ("maire@gruson.example", RoleKind.MAYOR, MAYOR),
    ("secretaire-de-seance@gruson.example", RoleKind.MEMBER, CLERK_OF_SITTING),
)
SIGNS_AS = {SignerRole.SECRETARY: ACCOUNTS[2][0], SignerRole.HEAD: ACCOUNTS[1][0]}
"""The account that signs at each place."""


class Command(BaseCommand):
    help = "Charge la démonstration : le conseil de Gruson, sa séance, sa délibération rendue et signée."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("La démonstration crée des comptes connus de tous : refusée en production.")
        council = self._load()
        self._accounts(council)
        now, folder = timezone.now(), Path(settings.DATA_DIR) / "demo"
        keys = self._keys(council, folder, now)
        with (
            demo_timestamp_server(keys, settings.DEMO_PASSPHRASE) as stamps,
            _timestamps_from(stamps),
        ):
            paper = self._signed_act(council, keys, now)
        self._tell(paper, folder)

    def _tell(self, paper: SigningPaper, folder: Path) -> None:
        path, content = folder / "deliberation-2023-57.pdf", read_document(paper)
        path.write_bytes(content)
        verdict = check_file(content, at=timezone.now())
        self.stdout.write(f"Délibération 2023-57, signée (PAdES {signed_level(paper)}) : {path}")
        self.stdout.write(f"Vérification : {HEADINGS[verdict.verdict]}.")
        for each in verdict.signatures:
            self.stdout.write(f"  {each.signer}, le {each.signed_on} ({each.level})")
        self.stdout.write(DEMONSTRATION)
        self.stdout.write(
            "Dans l'application (make run), la copie certifiée attend la signature du maire. Comptes :"
        )
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

    def _keys(self, council: Council, folder: Path, now: datetime) -> DemoKeys:
        """Keys that a throw-away authority makes for the demonstration, and that nothing else believes."""
        names = {uid: str(council.persons.get(uid=uid)) for uid in (MAYOR, CLERK_OF_SITTING)}
        return create_demo_authority(
            folder,
            common_name=names[MAYOR],
            secretary=names[CLERK_OF_SITTING],
            organisation=f"Commune de {council.place_name}",
            now=now,
            passphrase=settings.DEMO_PASSPHRASE,
        )

    def _signed_act(self, council: Council, keys: DemoKeys, now: datetime) -> SigningPaper:
        """The act for the register, certified by the secretary of the sitting, approved by the mayor, put online.

        What is done already stays as it is.
        """
        year, sequence = NUMBER
        act = Deliberation.objects.select_related("council", "sitting__council", "item").get(
            council=council, year=year, sequence=sequence
        )
        close_sitting(sitting=act.sitting, by=None, at=now)
        act.sitting.refresh_from_db()
        paper = paper_in_force(council, SignedKind.REGISTER_ACT, act.uid)
        paper = paper or put_to_signature(draft=draft_register_act(act, at=now), by=None, at=now)
        if paper.is_open:
            self._sign(paper, keys, now)
        publish_act(act=act, way=Way.OWN_PAGE, by=None, at=now)
        issue_certified_copy(deliberation=act, by=None, at=now)
        return SigningPaper.objects.select_related("council").get(pk=paper.pk)

    def _sign(self, paper: SigningPaper, keys: DemoKeys, now: datetime) -> None:
        files = {SignerRole.SECRETARY: keys.secretary, SignerRole.HEAD: keys.pkcs12}
        for place in paper.places.order_by("order"):
            file = files[SignerRole(place.role)]
            if file is None:
                raise CommandError("La démonstration n'a pas de clé pour le secrétaire de séance.")
            paper = SigningPaper.objects.get(pk=paper.pk)
            key = open_certificate(pkcs12=file.read_bytes(), passphrase=settings.DEMO_PASSPHRASE)
            opened = OpenKey(
                key,
                user=User.objects.get(email=SIGNS_AS[SignerRole(place.role)]),
                confirmed_holder=key.holder,
            )
            sign_place(chosen=Chosen(place, paper.sha256), key=opened, at=now)


@contextmanager
def _timestamps_from(service: TimestampService) -> Iterator[None]:
    """This process, which does nothing else, asks ``service`` for its timestamps."""
    before, settings.TIMESTAMP_URL = settings.TIMESTAMP_URL, service.url
    try:
        yield
    finally:
        settings.TIMESTAMP_URL = before
