"""Documents already made, put one after the other in one file: the register and the packs to print.

Pure bytes: no database, no rendering. Nothing that was issued is made again; its pages are copied with their tags.
"""

from deliberations.assembly.collection import assemble
from deliberations.assembly.parts import About, AssemblyFailed, Layout, Part, Stamp
from deliberations.assembly.printing import PrintOptions, Recto, print_pack
from deliberations.assembly.reading import page_count

__all__ = [
    "About",
    "AssemblyFailed",
    "Layout",
    "Part",
    "PrintOptions",
    "Recto",
    "Stamp",
    "assemble",
    "page_count",
    "print_pack",
]
