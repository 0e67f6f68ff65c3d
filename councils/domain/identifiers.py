"""How identifiers are written: regular expressions of the whole text, as every database reads them alike.

The rows, the addresses and the dossiers all take them here. Keys are not checked: an act may bear a faulty number.
"""

UID = r"[a-z0-9][a-z0-9-]{0,63}"
"""Our own, unique per kind of object within its council or its sitting."""

SIREN = r"[0-9]{9}"
SIRET = r"[0-9]{14}"
INSEE_CODE = r"[0-9][0-9AB][0-9]{3}"
DEPARTMENT_CODE = r"[0-9][0-9AB][0-9]?"
"""59, 2A or 971."""


def has_sound_key(digits: str) -> bool:
    """Whether a SIREN or a SIRET has the key that the Luhn formula gives it. Anything but digits has none.

    The formula is INSEE's general case. Those of La Poste differ: no body of ours is one of them.
    """
    if not (digits.isascii() and digits.isdigit()):
        return False
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0
