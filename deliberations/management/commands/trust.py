"""``manage.py trust``: the authorities whose signatures, seals and timestamps this installation believes."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from councils.domain.errors import Refusal
from deliberations.domain.trusted import TrustPurpose
from deliberations.models import TrustedAuthority
from deliberations.services.trust import add_authority, load_trusted_list, refresh_lists, remove_authority
from deliberations.signing.authorities import UnfitAuthority, list_addresses
from deliberations.signing.trust import certificates_of

PURPOSES = {
    "personnes": TrustPurpose.PERSON,
    "cachets": TrustPurpose.SEAL,
    "horodatages": TrustPurpose.TIMESTAMP,
}


class Command(BaseCommand):
    """Lists, adds and removes authorities; loads a trusted list; fetches the revocation lists."""

    help = "Gère les autorités reconnues : signatures, cachets, horodatages, listes de révocation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="montre les autorités reconnues")
        actions.add_parser("refresh", help="reçoit les listes de révocation qui sont dues")
        removed = actions.add_parser("remove", help="cesse de reconnaître une autorité")
        removed.add_argument("number", type=int, help="numéro montré par « list »")
        added = actions.add_parser("add", help="reconnaît une autorité")
        added.add_argument("file", type=Path, help="certificat, PEM ou DER")
        added.add_argument("--for", dest="purposes", nargs="+", choices=sorted(PURPOSES), required=True)
        added.add_argument(
            "--crl", dest="lists", nargs="*", default=[], help="adresses de ses listes de révocation"
        )
        added.add_argument(
            "--crl-of", type=Path, help="un certificat qu'elle a délivré, qui donne ces adresses"
        )
        added.add_argument("--council", default="", help="autre collectivité utilisant Conforme")
        added.add_argument("--address", default="", help="adresse de ses pages publiques")
        loaded = actions.add_parser("load-eu-list", help="reconnaît les services d'une liste de confiance")
        loaded.add_argument("file", type=Path, help="liste de confiance, XML (ETSI TS 119 612)")
        checked = loaded.add_mutually_exclusive_group(required=True)
        checked.add_argument("--signed-by", type=Path, help="certificats de l'organisme qui publie la liste")
        checked.add_argument("--unverified", action="store_true", help="vous répondez vous-même du fichier")

    def handle(self, *args: Any, **options: Any) -> None:
        actions = {
            "list": self._list,
            "add": self._add,
            "remove": self._remove,
            "refresh": self._refresh,
            "load-eu-list": self._load,
        }
        try:
            actions[options["action"]](options)
        except Refusal as refusal:
            raise CommandError(refusal.message_fr) from refusal
        except OSError as error:
            raise CommandError(f"Fichier illisible : {error.filename}.") from error

    def _list(self, _: dict[str, Any]) -> None:
        for row in TrustedAuthority.objects.filter(removed_at__isnull=True):
            told = ", ".join(name for name, purpose in PURPOSES.items() if purpose in row.purposes)
            self.stdout.write(
                f"{row.pk}  {row.name} – {told} – jusqu'au {row.not_after:%d/%m/%Y} – {row.get_origin_display()}"
            )

    def _add(self, options: dict[str, Any]) -> None:
        row = add_authority(
            encoded=options["file"].read_bytes(),
            purposes=frozenset(PURPOSES[name] for name in options["purposes"]),
            by=None,
            at=timezone.now(),
            council_name=options["council"],
            council_address=options["address"],
            list_addresses=[*options["lists"], *self._addresses(options["crl_of"])],
        )
        self.stdout.write(f"{row.pk}  {row.name} : reconnue jusqu'au {row.not_after:%d/%m/%Y}.")

    def _addresses(self, issued: Path | None) -> tuple[str, ...]:
        if issued is None:
            return ()
        try:
            return list_addresses(next(iter(certificates_of(issued.read_bytes()))))
        except (ValueError, UnfitAuthority) as error:
            raise CommandError("Le fichier donné par --crl-of n'est pas un certificat.") from error

    def _remove(self, options: dict[str, Any]) -> None:
        row = TrustedAuthority.objects.filter(pk=options["number"]).first()
        if row is None:
            raise CommandError("Aucune autorité ne porte ce numéro.")
        remove_authority(authority=row, at=timezone.now())
        self.stdout.write(f"{row.name} : n'est plus reconnue.")

    def _refresh(self, _: dict[str, Any]) -> None:
        self.stdout.write(refresh_lists(timezone.now()) or "Aucune liste de révocation n'est due.")

    def _load(self, options: dict[str, Any]) -> None:
        publishers = [options["signed_by"].read_bytes()] if options["signed_by"] else []
        kept, left = load_trusted_list(
            xml=options["file"].read_bytes(), signed_by=publishers, by=None, at=timezone.now()
        )
        self.stdout.write(f"{len(kept)} service(s) de la liste reconnu(s), {len(left)} laissé(s) de côté.")
        for reason in sorted(set(left)):
            self.stdout.write(f"  {reason}")
