"""``manage.py proof``: control the proof register, show it, export it, enter what was there before it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from councils.domain.errors import Refusal
from councils.models import Council
from deliberations.domain.wording.agreement import counted
from deliberations.models import ProofEntry, ProofFact, ProofHead
from deliberations.services.proof import erase_fact
from deliberations.services.proof_checking import KnownHead, check_register, read_known_head
from deliberations.services.proof_followed import adopt
from deliberations.services.proof_heads import as_file, entry_facts, head_facts, seal_and_send


class Command(BaseCommand):
    help = "Registre de preuve : contrôler (check), lire, exporter, inscrire l'existant (adopt), effacer, sceller."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name, told in (
            ("check", "contrôle tout ; sort avec l'état 1 à la première anomalie"),
            ("show", "les dernières inscriptions et les empreintes du jour"),
            ("export", "toutes les inscriptions et les empreintes, en JSON, sans donnée personnelle"),
            ("adopt", "inscrit ce qui existait avant le registre ; sans effet la seconde fois"),
            (
                "erase",
                "efface les faits d'une inscription, sans retour : la chaîne reste, l'effacement s'y inscrit",
            ),
            ("seal", "fait l'empreinte du jour, l'horodate et l'envoie, sans attendre la tâche quotidienne"),
        ):
            action = actions.add_parser(name, help=told)
            action.add_argument(
                "--council", metavar="CONSEIL", help="identifiant d'un conseil ; tous par défaut"
            )
            if name == "erase":
                action.add_argument("--entry", metavar="NUMÉRO", type=int, required=True, help="inscription")
                action.add_argument("--why", metavar="MOTIF", required=True, help="conservé et montré")
                action.add_argument("--yes", action="store_true", help="sans demander de confirmer")
            if name == "check":
                action.add_argument(
                    "--head",
                    metavar="FICHIER",
                    action="append",
                    default=[],
                    help="empreinte gardée ailleurs (JSON)",
                )

    def handle(self, *args: Any, **options: Any) -> None:
        councils = self._councils(options["council"])
        getattr(self, f"_{options['action']}")(councils, options)

    def _councils(self, uid: str | None) -> list[Council]:
        rows = Council.objects.order_by("uid")
        found = list(rows if uid is None else rows.filter(uid=uid))
        if uid is not None and not found:
            raise CommandError(f"Conseil inconnu : « {uid} ».")
        return found

    def _check(self, councils: list[Council], options: dict[str, Any]) -> None:
        known = [self._known(path) for path in options["head"]]
        strangers = {head.council for head in known} - {council.uid for council in councils}
        if strangers:
            raise CommandError(
                f"Tête d'un conseil qui n'est pas contrôlé ici : {', '.join(sorted(strangers))}."
            )
        faults = sum(self._check_one(council, known) for council in councils)
        if faults:
            raise CommandError(f"{counted(faults, 'anomalie')}.", returncode=1)

    def _check_one(self, council: Council, known: Iterable[KnownHead]) -> int:
        found = check_register(council, known=[head for head in known if head.council == council.uid])
        self.stdout.write(
            f"{council.uid} : {counted(found.entries, 'inscription')}, {counted(found.heads, 'empreinte')} dont "
            f"{counted(found.stamped, 'horodatée')}, {counted(found.files, 'fichier')}."
        )
        for remark in found.remarks:
            self.stdout.write(f"{council.uid} : à savoir : {remark.message_fr}")
        for fault in found.faults:
            self.stderr.write(f"{council.uid} : {fault.message_fr}")
        return len(found.faults)

    def _known(self, path: str) -> KnownHead:
        try:
            return read_known_head(Path(path).read_bytes())
        except OSError as error:
            raise CommandError(f"Fichier illisible : {path} ({error.strerror}).") from error
        except Refusal as refusal:
            raise CommandError(f"{path} : {refusal.message_fr}") from refusal

    def _show(self, councils: list[Council], options: dict[str, Any]) -> None:
        for council in councils:
            self.stdout.write(f"{council.uid}")
            for head in ProofHead.objects.filter(council=council)[:5]:
                state = "horodatée" if head.is_stamped else "à horodater"
                self.stdout.write(
                    f"  empreinte du {head.day:%d/%m/%Y} : {head.size} inscriptions, {head.root}, {state}"
                )
            for entry in ProofEntry.objects.filter(council=council).order_by("-seq")[:20]:
                self.stdout.write(
                    f"  {entry.seq:>6}  {entry.at:%Y-%m-%d %H:%M:%S} UTC  {entry.get_kind_display()}"
                )

    def _export(self, councils: list[Council], options: dict[str, Any]) -> None:
        told = [
            {
                "council": council.uid,
                "entries": [
                    entry_facts(entry) for entry in ProofEntry.objects.filter(council=council).order_by("seq")
                ],
                "heads": [
                    head_facts(head)
                    for head in ProofHead.objects.filter(council=council)
                    .select_related("council")
                    .order_by("day")
                ],
            }
            for council in councils
        ]
        self.stdout.write(as_file(told).decode(), ending="")

    def _adopt(self, councils: list[Council], options: dict[str, Any]) -> None:
        for council in councils:
            done = adopt(council, at=timezone.now())
            self.stdout.write(f"{council.uid} : {counted(done, 'inscription')} de plus.")

    def _erase(self, councils: list[Council], options: dict[str, Any]) -> None:
        if len(councils) != 1:
            raise CommandError("Dites de quel conseil : --council CONSEIL.")
        facts = ProofFact.objects.select_related("entry").filter(entry__council=councils[0])
        fact = facts.filter(entry__seq=options["entry"]).first()
        if fact is None:
            raise CommandError(f"Pas d'inscription n° {options['entry']}.")
        self.stdout.write(f"{fact.entry} ({fact.entry.at:%d/%m/%Y}) : {fact.canonical_json}")
        if (
            not options["yes"]
            and input("Effacer ces faits pour toujours ? Tapez « oui » : ").strip() != "oui"
        ):
            raise CommandError("Rien n'est effacé.")
        try:
            erase_fact(fact=fact, by=None, at=timezone.now(), why=options["why"])
        except Refusal as refusal:
            raise CommandError(refusal.message_fr) from refusal
        self.stdout.write("Faits effacés ; l'effacement est inscrit.")

    def _seal(self, councils: list[Council], options: dict[str, Any]) -> None:
        for council in councils:
            made = seal_and_send(council, at=timezone.now())
            self.stdout.write(
                f"{council.uid} : {'empreinte du jour faite' if made else 'rien de nouveau à sceller'}."
            )
