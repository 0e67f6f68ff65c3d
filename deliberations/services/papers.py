"""The papers of an item: received, described, ordered, and become annexes of its act."""

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from django.db.models import QuerySet

from councils.domain.errors import Refusal
from councils.models import User
from deliberations.domain.papers import AnnexJoining, PaperKind
from deliberations.models import AgendaItem, Annex, Deliberation, ItemPaper, StoredFile
from deliberations.services.changes import SittingChange, changing
from deliberations.services.storage import receive_file
from deliberations.services.uploads import CheckedFile

PAPER_ADDED = "paper.added"
PAPER_CHANGED = "paper.changed"
PAPER_REMOVED = "paper.removed"
PAPER_MOVED = "paper.moved"
ANNEXED = "paper.annexed"


class PaperGone(Refusal):
    """The paper was removed meanwhile."""

    def __init__(self) -> None:
        super().__init__("paper.gone", "Cette pièce n'existe plus : quelqu'un l'a supprimée entre-temps.")


def add_papers(
    item: AgendaItem,
    files: Sequence[CheckedFile],
    *,
    kind: PaperKind,
    is_for_members: bool,
    by: User | None,
    joining: AnnexJoining = AnnexJoining.SEPARATE,
) -> list[ItemPaper]:
    """Keep the files, in the order given, after the papers there are; each is called as its file.

    ``joining`` is said of annexes alone: the form has checked that they can be joined so.

    Annexes become those of the act, where its draft is open.
    Raises ``SittingFinished``, ``RowRefused`` (nothing is recorded), or ``OSError`` when the disk refuses.
    """
    with changing(item.sitting, by=by, reason=PAPER_ADDED) as change:
        first = _next_position(item)
        papers = [
            change.writer.write(
                ItemPaper(
                    item=item,
                    position=first + place,
                    kind=kind,
                    title=title_from(file.name),
                    is_for_members=is_for_members,
                    joining=_joining_of(kind, joining),
                    **_received(change, file),
                ),
                "",
            )
            for place, file in enumerate(files)
        ]
        _annex_to_draft(item, papers, by)
        return papers


def _joining_of(kind: PaperKind, joining: AnnexJoining) -> AnnexJoining:
    return joining if kind is PaperKind.ANNEX else AnnexJoining.SEPARATE


def _received(change: SittingChange, file: CheckedFile) -> dict[str, object]:
    stored = receive_file(
        council=change.sitting.council,
        content=file.content,
        name=file.name,
        media_type=file.media_type,
        by=change.writer.by,
        pages=file.pages,
    )
    return {"file": stored, "remarks": "\n".join(file.remarks)}


def title_from(name: str) -> str:
    """« Statuts_du_syndicat.pdf » → « Statuts du syndicat »."""
    stem = PurePosixPath(name).stem.replace("_", " ")
    return " ".join(stem.split())[:500] or "Pièce"


def _next_position(item: AgendaItem) -> int:
    last = item.papers.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def change_paper(
    paper: ItemPaper,
    *,
    title: str,
    kind: PaperKind,
    is_for_members: bool,
    by: User | None,
    file: CheckedFile | None = None,
    joining: AnnexJoining | None = None,
) -> ItemPaper:
    """Describe a paper anew, and put another file in its place, and in that of its annex, when one is given.

    A paper that becomes an annex is one of the act's too. ``joining`` that is not told stays.
    Raises ``SittingFinished``, ``PaperGone`` or ``RowRefused``.
    """
    with changing(paper.item.sitting, by=by, reason=PAPER_CHANGED) as change:
        row = _locked(paper)
        old, was = row.file, row.kind
        row.title, row.kind, row.is_for_members = title, kind, is_for_members
        row.joining = _joining_of(kind, AnnexJoining(row.joining) if joining is None else joining)
        for name, value in (_received(change, file) if file else {}).items():
            setattr(row, name, value)
        change.writer.write(row, "")
        _follow_in_annexes(change, row, old)
        if was != kind:
            _annex_to_draft(row.item, [row], by)
        return row


def _locked(paper: ItemPaper) -> ItemPaper:
    row = ItemPaper.objects.filter(pk=paper.pk).select_related("item__sitting").first()
    if row is None:
        raise PaperGone
    return row


def remove_paper(paper: ItemPaper, *, by: User | None) -> None:
    """Take a paper off its item; its bytes stay, for the act or another item may use them."""
    with changing(paper.item.sitting, by=by, reason=PAPER_REMOVED) as change:
        for row in ItemPaper.objects.filter(pk=paper.pk):
            change.writer.delete(row)


def move_paper(paper: ItemPaper, *, step: int, by: User | None) -> None:
    """Move a paper ``step`` places among those of its item (-1 is up); at an end, nothing moves."""
    with changing(paper.item.sitting, by=by, reason=PAPER_MOVED) as change:
        rows = list(ItemPaper.objects.filter(item=paper.item))
        here = next((place for place, row in enumerate(rows) if row.pk == paper.pk), None)
        if here is None:
            raise PaperGone
        row = rows.pop(here)
        rows.insert(max(0, min(len(rows), here + step)), row)
        for position, each in enumerate(rows):
            if each.position != position:
                each.position = position
                change.writer.write(each, "")


def annex_papers(act: Deliberation, papers: Iterable[ItemPaper], by: User | None) -> list[Annex]:
    """Make the annexes among ``papers`` annexes of ``act``, with the same files, after those there are.

    Called when the act is opened, when its text is replaced whole, and for each paper that comes later: what the
    secretary takes off in between stays off. One whose title the act already has is given its file when it has none;
    nothing is made twice. Returns the annexes made or completed. Raises ``SittingFinished``.
    """
    chosen = [paper for paper in papers if paper.kind == PaperKind.ANNEX]
    if not chosen:
        return []
    with changing(act.sitting, by=by, reason=ANNEXED) as change:
        annexes = list(Annex.objects.filter(deliberation=act))
        files = {annex.file_id for annex in annexes}
        position = max((annex.position for annex in annexes), default=-1) + 1
        made = []
        for paper in chosen:
            known = next((annex for annex in annexes if annex.title == paper.title), None)
            if paper.file_id in files or (known is not None and known.file_id):
                continue
            annex = known or Annex(deliberation=act, title=paper.title, position=position)
            position += known is None
            annex.file, annex.joining = paper.file, paper.joining
            made.append(change.writer.write(annex, ""))
        return made


def papers_of(item: AgendaItem) -> QuerySet[ItemPaper]:
    """The papers of ``item`` in their order, with their files."""
    return ItemPaper.objects.filter(item=item).select_related("file")


def _annex_to_draft(item: AgendaItem, papers: Iterable[ItemPaper], by: User | None) -> None:
    act = Deliberation.objects.filter(item=item).order_by("pk").first()
    if act is not None:
        annex_papers(act, papers, by)


def _follow_in_annexes(change: SittingChange, paper: ItemPaper, old: StoredFile) -> None:
    """The annexes made from the paper have its file, and go with the act as it says."""
    for annex in Annex.objects.filter(deliberation__item=paper.item, file=old):
        if (annex.file_id, annex.joining) != (paper.file_id, paper.joining):
            annex.file, annex.joining = paper.file, paper.joining
            change.writer.write(annex, "")
