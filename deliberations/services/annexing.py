"""The annexes that go with the PDF of their act: drawn once, then put after it or carried by it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from councils.domain.errors import Refusal
from councils.models import User
from councils.services.writing import Writer
from deliberations.annexes import (
    AttachedAnnex,
    attach,
    draw,
    normalise,
    place,
    read_sheets,
    shapes_of,
)
from deliberations.annexes.bounds import VERSION
from deliberations.documents.appended import appended_annex
from deliberations.documents.pdf import render_pdf
from deliberations.documents.view import DeliberationView, Rendition
from deliberations.domain import acts, delegated
from deliberations.domain.papers import AnnexJoining, PaperKind
from deliberations.domain.wording.typography import typeset
from deliberations.models import Annex, Deliberation, ItemPaper, StoredFile
from deliberations.services.changes import SittingChange, changing
from deliberations.services.storage import DamagedDocument, made_once, read_document
from deliberations.services.uploads import PDF, bounds

FOLDER = "annexes"
ANNEXES_JOINED = "annex.joined"
_HOLDING = (Rendition.REGISTER, Rendition.CERTIFIED)
"""The extract is what is transmitted: its annexes stay files of their own (norme @CTES)."""


class AnnexMissing(Refusal):
    """The file that the act must hold is not here, or is damaged."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "annex.missing",
            f"Le fichier de l'annexe n° {number} est manquant ou altéré : l'acte ne peut pas être fait avec elle. "
            "Déposez-le à nouveau (pour une délibération, parmi les pièces du point), ou demandez à l'assistance de le "
            "rétablir depuis une sauvegarde.",
        )


class AnnexWithoutFile(Refusal):
    """A title alone cannot be joined."""

    def __init__(self, title: str) -> None:
        super().__init__(
            "annex.without_file",
            f"L'annexe « {title} » n'a pas de fichier : déposez-le d'abord, ou laissez-la à part.",
        )


class AnnexDamaged(Refusal):
    """The bytes kept are not those received."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "annex.damaged", f"Le fichier « {name} » est manquant ou altéré : déposez-le à nouveau."
        )


# --- what the PDF of an act holds


@dataclass(frozen=True)
class JoinedAnnexes:
    """The annexes that one rendition of an act holds, in their order. Reading a file raises ``AnnexMissing``."""

    council_uid: str
    act: acts.Deliberation | delegated.MayorDecision
    number: str
    rendition: Rendition

    @property
    def is_empty(self) -> bool:
        return not self._files

    def rendered(self, view: DeliberationView, *, dated: date) -> bytes:
        """The PDF of ``view`` with the annexes that it holds."""
        if self.is_empty:
            return render_pdf(view)
        return self.put_into(render_pdf(self.joined_to(view)), dated=dated)

    def joined_to(self, view: DeliberationView) -> DeliberationView:
        """``view`` with the places of the sheets that follow the act."""
        kind = "décision" if isinstance(self.act, delegated.MayorDecision) else "délibération"
        appended = (
            appended_annex(n, self._title(n), act_number=self.number, shapes=shapes_of(drawn), kind=kind)
            for n, drawn in self._drawn
        )
        return replace(view, appended=tuple(appended))

    def put_into(self, master: bytes, *, dated: date) -> bytes:
        """``master`` with its sheets drawn in their places and its files attached."""
        sheets = [sheet for _, drawn in self._drawn for sheet in read_sheets(drawn)]
        held = place(master, sheets) if sheets else master
        attached = list(self._attached())
        return attach(held, attached, dated=dated) if attached else held

    @cached_property
    def _files(self) -> tuple[acts.AnnexFile, ...]:
        return self.act.annex_files if self.rendition in _HOLDING else ()

    def _of(self, joining: AnnexJoining) -> Iterator[tuple[int, StoredFile]]:
        for file in self._files:
            if file.joining is joining:
                yield file.annex, _stored(self.council_uid, file)

    @cached_property
    def _drawn(self) -> tuple[tuple[int, bytes], ...]:
        return tuple(
            (number, drawn_once(_content(number, file), file.media_type, file.name))
            for number, file in self._of(AnnexJoining.APPENDED)
        )

    def _attached(self) -> Iterator[AttachedAnnex]:
        for number, file in self._of(AnnexJoining.ATTACHED):
            extension = PurePosixPath(file.name).suffix.lower()
            description = typeset(f"Annexe n° {number} – {self._title(number)}")
            yield AttachedAnnex(
                f"annexe-{number}{extension}", description, file.media_type, _harmless(number, file)
            )

    def _title(self, number: int) -> str:
        return self.act.annexes[number - 1]


def _stored(council_uid: str, file: acts.AnnexFile) -> StoredFile:
    files = StoredFile.objects.filter(council__uid=council_uid, sha256=file.sha256)
    found = files.order_by("pk").first()
    if found is None:
        raise AnnexMissing(file.annex)
    return found


def _content(number: int, file: StoredFile) -> bytes:
    try:
        return read_document(file)
    except DamagedDocument:
        raise AnnexMissing(number) from None


def drawn_once(content: bytes, media_type: str, name: str) -> bytes:
    """The sheets of a PDF, PNG or JPEG; ``name`` is said if it is refused. Raises ``AnnexRefused``.

    Drawing takes about a fifth of a second a page: what was drawn is kept, under the digest of what it was drawn from.
    """
    told = json.dumps([VERSION, hashlib.sha256(content).hexdigest(), media_type])
    return made_once(
        hashlib.sha256(told.encode()).hexdigest(),
        lambda: draw(content, media_type, name=name, bounds=bounds()),
        folder=FOLDER,
        extension="zip",
    )


def _harmless(number: int, file: StoredFile) -> bytes:
    """Files received before they were cleaned on arrival are cleaned here."""
    content = _content(number, file)
    if file.media_type != PDF:
        return content
    return normalise(content, name=file.name, bounds=bounds()).content


# --- the choice


def require_joinable(file: StoredFile | None, title: str, joining: AnnexJoining) -> None:
    """Raise ``Refusal`` unless the file of an annex can go with the PDF of the act as asked.

    Side effect: the sheets of an annex to append are drawn, and kept.
    """
    if joining is AnnexJoining.SEPARATE:
        return
    if file is None:
        raise AnnexWithoutFile(title)
    if joining is AnnexJoining.APPENDED:
        try:
            content = read_document(file)
        except DamagedDocument:
            raise AnnexDamaged(file.name) from None
        drawn_once(content, file.media_type, file.name)


def join_annexes(act: Deliberation, chosen: Mapping[int, AnnexJoining], *, by: User | None) -> int:
    """Record how each annex of ``act`` goes with its PDF, by key. Returns how many changed.

    Raises ``SittingFinished``, or ``Refusal`` for the first that cannot (nothing is written).
    """
    require_all_joinable(act.annexes, chosen)
    with changing(act.sitting, by=by, reason=ANNEXES_JOINED) as change:
        changed = rejoin(change.writer, Annex.objects.filter(deliberation=act), chosen)
        for annex in changed:
            _tell_paper(change, act, annex)
        return len(changed)


def require_all_joinable(annexes: Any, chosen: Mapping[int, AnnexJoining]) -> None:
    """Raise ``Refusal`` for the first of ``annexes`` that cannot go with the PDF of its act as ``chosen`` by key.

    Asked before any lock is held: drawing takes time.
    """
    for annex in annexes.select_related("file"):
        wanted = chosen.get(annex.pk, AnnexJoining(annex.joining))
        if wanted != annex.joining:
            require_joinable(annex.file, annex.title, wanted)


def rejoin(writer: Writer, annexes: Any, chosen: Mapping[int, AnnexJoining]) -> list[Any]:
    """Within a change: write how each annex goes with the PDF of its act; those that changed."""
    changed = [each for each in annexes.filter(pk__in=chosen) if each.joining != chosen[each.pk]]
    for annex in changed:
        annex.joining = chosen[annex.pk]
        writer.write(annex, "")
    return changed


def _tell_paper(change: SittingChange, act: Deliberation, annex: Annex) -> None:
    """The paper of the item that the annex comes from says the same."""
    if annex.file_id is None:
        return
    papers = ItemPaper.objects.filter(item_id=act.item_id, file_id=annex.file_id, kind=PaperKind.ANNEX)
    for paper in papers.exclude(joining=annex.joining):
        paper.joining = annex.joining
        change.writer.write(paper, "")
