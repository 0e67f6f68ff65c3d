"""Amounts in figures: « 1 500 € », « 1 500,50 € »."""


def euros(cents: int) -> str:
    """An amount in whole cents, with its thousands apart, plain spaces; cents are said only where there are some."""
    whole, rest = divmod(abs(cents), 100)
    figures = f"{whole:,}".replace(",", " ") + (f",{rest:02d}" if rest else "")
    return f"{'-' if cents < 0 else ''}{figures} €"
