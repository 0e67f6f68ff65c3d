"""The summary of the evidence file of an act: what proves it, in the order of time, and how each piece is checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from councils.domain.bodies import Council
from deliberations.documents.composed.view import Block, Bullets, ComposedView, Facts, Grid, Heading, Text
from deliberations.documents.letterhead import letterhead_of
from deliberations.documents.view import DocumentData
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.typography import typeset

_TIMELINE_SHARES = (25, 20, 55)
_FILES_SHARES = (46, 54)
_REGISTER_SHARES = (10, 30, 30, 30)


@dataclass(frozen=True, slots=True)
class EvidenceSummary:
    """Plain French texts. ``heading`` is « de la délibération n° 2026-12 ».

    ``timeline`` lines are when, nature, what; ``files`` path and digest.

    ``register`` lines are number, when, what, which head seals it; ``overrides`` one sentence each.
    """

    heading: str
    title: str
    day_label: str
    held_on: date
    timeline: tuple[tuple[str, str, str], ...]
    files: tuple[tuple[str, str], ...]
    register: tuple[tuple[str, str, str, str], ...]
    overrides: tuple[str, ...]


def view_evidence(council: Council, summary: EvidenceSummary, *, edited_on: date) -> ComposedView:
    """The summary as a document: the same facts give the same pages."""
    title = f"Dossier de preuve {summary.heading}"
    return ComposedView(
        document=DocumentData(
            title=typeset(title),
            author=typeset(BodyWords(council).authority),
            subject=typeset(f"{summary.day_label.removesuffix(' :')} {long_date(summary.held_on)}"),
            keywords=(),
            edited_on=edited_on,
        ),
        letterhead=letterhead_of(council, "Dossier de preuve"),
        title=typeset(title),
        blocks=tuple(_blocks(summary)),
        running_head=typeset(title),
    )


def _blocks(summary: EvidenceSummary) -> Iterator[Block]:
    yield Facts(
        (
            (typeset("Objet :"), typeset(summary.title)),
            (typeset(summary.day_label), typeset(long_date(summary.held_on))),
        )
    )
    yield Text(
        typeset(
            "Ce dossier réunit ce qui atteste l'acte. Chaque fichier se contrôle avec des outils publics, sans ce "
            "logiciel : le fichier LISEZ-MOI.txt donne les commandes, une par une."
        )
    )
    yield Heading(typeset("Ce qui s'est passé"))
    yield _grid(("Quand", "Nature", "Fait"), summary.timeline, _TIMELINE_SHARES)
    yield Heading(typeset("Registre de preuve"))
    if summary.register:
        yield _grid(("N°", "Inscrit le", "Nature", "Scellé par"), summary.register, _REGISTER_SHARES)
    else:
        yield Text(typeset("Aucune inscription ne porte sur cet acte."))
    if summary.overrides:
        yield Heading(typeset("Constats écartés, et pourquoi"))
        yield Bullets(tuple(typeset(each) for each in summary.overrides))
    yield Heading(typeset("Fichiers du dossier"))
    yield _grid(("Fichier", "Empreinte SHA-256"), summary.files, _FILES_SHARES, is_code=True)


def _grid(
    headers: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    shares: tuple[int, ...],
    *,
    is_code: bool = False,
) -> Block:
    """A table; a path and a digest are not typeset."""
    written = _as_it_is if is_code else typeset
    cells = tuple(tuple(written(cell) for cell in row) for row in rows)
    return Grid(tuple(typeset(header) for header in headers), cells, shares=shares)


def _as_it_is(text: str) -> str:
    """A digest in groups of sixteen, so that the line may break; a path as it is."""
    is_digest = len(text) == 64 and text.isalnum()
    return " ".join(text[at : at + 16] for at in range(0, 64, 16)) if is_digest else text
