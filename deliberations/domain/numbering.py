"""The number of a deliberation."""

from councils.domain.numbering import format_number
from deliberations.domain.acts import Deliberation


def number_of(deliberation: Deliberation, pattern: str) -> str:
    """The number of an act: as printed when it was recorded so, else built from year and sequence.

    Empty while no number is allocated.
    """
    if deliberation.printed_number:
        return deliberation.printed_number
    if deliberation.year is None or deliberation.sequence is None:
        return ""
    return format_number(pattern, year=deliberation.year, sequence=deliberation.sequence)
