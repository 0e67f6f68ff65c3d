"""What is printed and read of the annexes that follow an act."""


def annex_heading(number: int, title: str, act_number: str, kind: str = "délibération") -> str:
    """« Annexe n° 1 à la délibération n° 2023-57 – Plan du préau ». ``kind`` is a feminine name of the act."""
    act = f"à la {kind} n° {act_number}" if act_number else f"au projet de {kind}"
    return f"Annexe n° {number} {act} – {title.strip()}".rstrip(" –")


def sheet_alternative(number: int, title: str, place: int, count: int) -> str:
    """What is read in the stead of the picture of a sheet."""
    pages = f", page {place} sur {count}" if count > 1 else ""
    return f"Annexe n° {number} : {title.strip()}{pages}"


def sheet_foot(number: int, place: int, count: int) -> str:
    """At the bottom of the page: the pages of the annex, beside those of the whole."""
    return f"Annexe n° {number}, page {place} sur {count}" if count > 1 else f"Annexe n° {number}"
