"""What the process that fills a template is given: enough for the longest act, and no more."""

CPU_SECONDS = 20
WALL_SECONDS = 40
"""Longer than the processor's: a busy machine is not a hostile template."""

MEMORY = 1536 * 1024 * 1024
"""Bytes of addresses, most of which are the libraries'."""

MOST_OUTPUT = 64 * 1024 * 1024
