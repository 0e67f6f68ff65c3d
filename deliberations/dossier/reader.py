"""Reading a dossier file: bytes in, sound facts out, or one precise list of problems."""

import json
from codecs import BOM_UTF8
from typing import Any, NoReturn

from pydantic import ValidationError

from deliberations.dossier.normalise import normalised
from deliberations.dossier.problems import TOO_DEEP, InvalidDossier, Problem, from_pydantic
from deliberations.dossier.schema import Dossier
from deliberations.dossier.structure import structural_problems

MAX_BYTES = 32 * 1024 * 1024


def read_dossier(content: bytes) -> Dossier:
    """The dossier in ``content`` (UTF-8 JSON, 32 MiB at most), its HTML in canonical form.

    Raises ``InvalidDossier`` with a JSON path and a French message for each fault. What is merely unlawful is
    not a fault: it is read, and reported by the checks.
    """
    if len(content) > MAX_BYTES:
        _refuse(f"fichier trop volumineux ({len(content) // 2**20} Mio) ; 32 Mio au plus")
    content = content.removeprefix(BOM_UTF8)  # Windows editors write one
    if not content.strip():
        _refuse("le fichier est vide")
    _refuse_ambiguous(content)
    try:
        dossier = Dossier.model_validate_json(content)
    except ValidationError as error:
        raise from_pydantic(error) from error
    problems = structural_problems(dossier)
    if problems:
        raise InvalidDossier(problems)
    return normalised(dossier)


def _refuse(message: str, path: str = "$") -> NoReturn:
    raise InvalidDossier([Problem(path, message)])


def _refuse_ambiguous(content: bytes) -> None:
    """Refuse what is not JSON, nested too deeply, or says the same key twice in one object."""
    try:
        json.loads(content.decode("utf-8"), object_pairs_hook=_unique_keys, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        _refuse(f"le fichier n'est pas du texte UTF-8 (octet {error.start + 1})")
    except json.JSONDecodeError as error:
        _refuse(f"le fichier n'est pas du JSON : erreur à la ligne {error.lineno}, colonne {error.colno}")
    except RecursionError:
        _refuse(TOO_DEEP)
    except InvalidDossier:
        raise
    except ValueError:  # an integer of thousands of digits is refused by Python itself
        _refuse("nombre trop grand")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for key, value in pairs:
        if key in read:
            _refuse(f"le champ « {key} » est écrit deux fois dans le même objet")
        read[key] = value
    return read


def _no_constant(name: str) -> NoReturn:
    _refuse(f"valeur « {name} » inconnue de JSON")
