"""``python -m conforme_signer ADDRESS``: the address is the one that the signing page shows."""

import argparse
import getpass
import sys
from collections.abc import Callable, Sequence

from conforme_signer.checks import require_same
from conforme_signer.errors import OtherName, Stopped
from conforme_signer.site import Prepared, Site, Task
from conforme_signer.tokens import Card, cards, known_module


def main(arguments: Sequence[str] | None = None) -> int:
    """Sign what the page prepared; the exit status is 0 when every document is signed."""
    parser = argparse.ArgumentParser(
        prog="python -m conforme_signer",
        description="Signe avec votre clé (carte ou clé USB) les documents préparés sur le site de la mairie.",
    )
    parser.add_argument("adresse", help="l'adresse affichée par la page de signature")
    parser.add_argument(
        "--module", default="", help="le pilote PKCS#11 de la clé, quand il n'est pas trouvé tout seul"
    )
    parser.add_argument("--oui", action="store_true", help="signer sans demander de confirmation")
    asked = parser.parse_args(arguments)
    try:
        return _run(asked.adresse, asked.module, is_sure=asked.oui)
    except Stopped as stopped:
        print(stopped.message_fr, file=sys.stderr)
        return 1
    except (KeyError, IndexError, TypeError, ValueError):
        print("Le site n'a pas répondu comme prévu : rien n'a été signé.", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):
        print("\nRien n'a été signé.", file=sys.stderr)
        return 1


def _run(address: str, module: str, *, is_sure: bool) -> int:
    site = Site(address)
    task = site.read()
    _show(task)
    with cards(module or known_module()) as found:
        card = _chosen(found)
        print(f"\nCertificat : {card.holder}, valable jusqu'au {card.not_after:%d/%m/%Y}.")
        if not (is_sure or _confirmed(f"Signer {_counted(len(task.documents))} ? [o/N] ")):
            raise Stopped("Rien n'a été signé.")
        prepared = _announced(site, card)
        for place, each in enumerate(prepared, start=1):
            require_same(task.documents[each.document - 1], each, site.file(place))
        signatures = card.sign([each.message for each in prepared], getpass.getpass("Code PIN de la clé : "))
    results = site.give(signatures)
    for result in results:
        print(f"{'Signé' if result.is_done else 'Non signé'} : {result.title}. {result.message}".rstrip())
    return 0 if all(result.is_done for result in results) else 1


def _announced(site: Site, card: Card) -> list[Prepared]:
    """What is to be signed; a certificate under another name, a usage name for example, is confirmed first."""
    try:
        return site.announce(card.certificate)
    except OtherName as other:
        print(other.message_fr)
        if not _confirmed("Ce certificat est bien le vôtre ? [o/N] "):
            raise Stopped("Rien n'a été signé.") from None
        return site.announce(card.certificate, confirmed=other.holder)


def _show(task: Task) -> None:
    print(f"{task.council}\nSignataire : {task.signatory}\n")
    for document in task.documents:
        print(f"  {document.title} ({document.pages} p.)\n    SHA-256 {document.sha256}")


def _counted(count: int) -> str:
    return "ce document" if count == 1 else f"ces {count} documents"


def _chosen(found: Sequence[Card], ask: Callable[[str], str] = input) -> Card:
    if len(found) == 1:
        return found[0]
    for number, card in enumerate(found, start=1):
        print(f"  {number}. {card.holder}, valable jusqu'au {card.not_after:%d/%m/%Y} ({card.label})")
    typed = ask("Votre certificat (numéro) : ").strip()
    if not (typed.isdecimal() and 1 <= int(typed) <= len(found)):
        raise Stopped("Ce numéro n'est pas dans la liste : rien n'a été signé.")
    return found[int(typed) - 1]


def _confirmed(question: str) -> bool:
    return input(question).strip().lower() in {"o", "oui"}


if __name__ == "__main__":
    sys.exit(main())
