"""How much one file may ask of the machine."""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Of the process that reads one file.

    ``seconds`` are the processor's; ``wall_seconds`` are longer, for a busy machine is not a hostile file.
    ``memory_mb`` are addresses, most of which are the libraries'. ``output_mb`` bounds what comes back.
    """

    seconds: int = 20
    wall_seconds: int = 60
    memory_mb: int = 1536
    output_mb: int = 64
