"""What ``make papers`` draws from a throw-away database: files put together from those that services issued.

The pack to sign and the register of a sitting of 69 members, its acts with annexes, a mayor's decision.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deliberations.domain.record import Record
    from deliberations.models import MayorDecision, RegisterVolume, Sitting

Papers = Iterator[tuple[str, Callable[[], bytes]]]
ITEMS = 10
"""Of the great sitting, and its election: what is entered in the register is rendered act by act."""


@contextmanager
def throw_away_database() -> Iterator[None]:
    """The tables in memory and the files in a folder, both gone afterwards."""
    from django.core.management import call_command
    from django.test import override_settings

    with TemporaryDirectory(prefix="conforme-papers-") as folder:
        kept = {"DATA_DIR": Path(folder), "MEDIA_ROOT": Path(folder) / "files"}
        with override_settings(**kept, PUBLIC_BASE_URL="https://actes.example.fr"):
            call_command("migrate", verbosity=0)
            yield


def bound_papers() -> Papers:
    """Each with the call that makes it; to be gone through inside ``throw_away_database``."""
    from tests.support.large_sitting import large_record

    sitting = store(large_record())
    yield from acts_with_annexes(sitting)
    yield "dossier-a-imprimer", lambda: pack_of_sitting(sitting)
    volume = entered(sitting)
    yield "dossier-a-imprimer-inscrit", lambda: pack_of_sitting(sitting)
    yield "registre-ouvert", lambda: bound(volume)
    yield "registre-feuillets-a-imprimer", lambda: sheets_to_print(volume)
    yield "registre-clos", lambda: bound(closed_volume(volume))
    yield from decisions()


def store(record: "Record") -> "Sitting":
    """The first items of the sitting and its election, closed, with annexes to two of its acts."""
    from deliberations.domain.papers import AnnexJoining
    from deliberations.models import Sitting
    from deliberations.services.dossiers import store_dossier
    from tests.deliberations.annexes.samples import foreign_pdf, picture
    from tests.deliberations.finishing import closed

    told = record.sitting
    agenda = (*told.agenda[:ITEMS], told.agenda[-1])
    kept = {item.uid for item in agenda}
    facts = replace(
        told,
        agenda=tuple(replace(item, matter_code="7.5") for item in agenda),
        votes=tuple(vote for vote in told.votes if vote.items[0] in kept),
        deliberations=tuple(replace(act, publications=()) for act in told.deliberations if act.item in kept),
    )
    council = store_dossier(council=record.council, sittings=(facts,), by=None)
    sitting = Sitting.objects.select_related("council").get(council=council)
    for item, title, name, content in (
        ("p1", "Plan du préau", "plan.pdf", foreign_pdf(3)),
        ("p1", "Photographie de la cour, vue de la rue des Écoles", "cour.png", picture()),
        ("p2", "Budget annexe", "budget.pdf", foreign_pdf(1, rotate=90)),
    ):
        annex(sitting, item, title, name, content, AnnexJoining.APPENDED)
    annex(sitting, "p1", "Règlement intérieur", "reglement.pdf", foreign_pdf(2), AnnexJoining.ATTACHED)
    return closed(sitting, at=at(told.held_on))


def annex(sitting: "Sitting", item: str, title: str, name: str, content: bytes, joining: str) -> None:
    from deliberations.models import Annex
    from deliberations.services.storage import receive_file
    from tests.deliberations.finishing import act_of

    media_type = "image/png" if name.endswith(".png") else "application/pdf"
    act = act_of(sitting, item)
    file = receive_file(council=act.council, content=content, name=name, media_type=media_type, by=None)
    Annex.objects.create(
        deliberation=act, position=act.annexes.count(), title=title, file=file, joining=joining
    )


def at(day: date, days: int = 1) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC) + timedelta(days=days)


def acts_with_annexes(sitting: "Sitting") -> Papers:
    """What is transmitted, what is entered, and the executory copy, annexes included."""
    from deliberations.documents.view import Rendition
    from deliberations.domain.publishing import Way
    from deliberations.queries import record_of
    from deliberations.services.publishing import publish_act
    from deliberations.services.rendering import FileFormat, render_act
    from deliberations.services.transmitting import record_receipt
    from tests.deliberations.finishing import act_of

    for item in ("p1", "p2"):
        act = act_of(sitting, item)
        record_receipt(
            act=act, by=None, at=at(sitting.held_on, 3), received_on=sitting.held_on + timedelta(days=2)
        )
        publish_act(act=act, way=Way.OWN_PAGE, by=None, at=at(sitting.held_on, 4))
    record = record_of(sitting)
    for item in ("p1", "p2"):
        for rendition in Rendition:

            def render(uid: str = act_of(sitting, item).uid, rendition: Rendition = rendition) -> bytes:
                return render_act(record, record.act(uid), rendition=rendition, file_format=FileFormat.PDF)

            yield f"deliberation-annexes-{item}-{rendition.value}", render


def pack_of_sitting(sitting: "Sitting") -> bytes:
    from deliberations.assembly import PrintOptions, Recto
    from deliberations.services.print_packs import pack_of, render_pack

    options = PrintOptions(is_double_sided=True, binding_mm=8, recto=Recto.EACH)
    return render_pack(pack_of(sitting, today=sitting.held_on + timedelta(days=7)), options)


def entered(sitting: "Sitting") -> "RegisterVolume":
    """A volume numbered by leaves that continues another, with the sitting in it."""
    from deliberations.domain.register import Binding, SheetRule
    from deliberations.services.register_entering import enter
    from deliberations.services.register_volumes import open_volume

    year = sitting.held_on.year
    volume = open_volume(
        council=sitting.council, since=date(year, 1, 1), until=date(year, 12, 31), binding=Binding.YEARLY,
        rule=SheetRule.LEAF, first_sheet=118, by=None, at=at(date(year, 1, 5)),
    )  # fmt: skip
    enter(volume=volume, source="seance", uid=sitting.uid, by=None, at=at(sitting.held_on, 5),
          progress=lambda done, total: None)  # fmt: skip
    return volume


def bound(volume: "RegisterVolume") -> bytes:
    from deliberations.services.register_files import volume_file

    return volume_file(volume).read()


def sheets_to_print(volume: "RegisterVolume") -> bytes:
    from deliberations.assembly import PrintOptions, Recto
    from deliberations.queries.register import entries_of
    from deliberations.services.register_files import print_file

    options = PrintOptions(is_double_sided=True, binding_mm=8, recto=Recto.EACH)
    return print_file(volume, list(entries_of(volume)), options).read()


def closed_volume(volume: "RegisterVolume") -> "RegisterVolume":
    from deliberations.services.register_volumes import close_volume

    return close_volume(volume=volume, by=None, at=at(date(volume.until.year + 1, 1, 12)))


def decisions() -> Papers:
    """A mayor's decision as a draft, signed, transmitted and executory, with an annex after it."""
    from deliberations.documents.view import Rendition
    from deliberations.services.decision_documents import paper_of, render_decision
    from deliberations.services.rendering import FileFormat
    from tests.deliberations.decisions.world import drafted, store

    council = store("decisions")
    draft, made = drafted(council), executory(council)
    for name, row, rendition in (
        ("projet", draft, Rendition.EXTRACT),
        *((rendition.value, made, rendition) for rendition in Rendition),
    ):

        def render(row: "MayorDecision" = row, rendition: Rendition = rendition) -> bytes:
            return render_decision(paper_of(row), rendition, FileFormat.PDF)

        yield f"decision-du-maire-{name}", render


def executory(council: object) -> "MayorDecision":
    from deliberations.domain.papers import AnnexJoining
    from deliberations.domain.publishing import Way
    from deliberations.services.decision_details import add_annex
    from deliberations.services.decision_numbering import NumberTold
    from deliberations.services.decision_signing import sign_decision
    from deliberations.services.publishing import publish_act
    from deliberations.services.transmitting import record_receipt
    from deliberations.services.uploads import CheckedFile
    from tests.deliberations.annexes.samples import picture
    from tests.deliberations.decisions.world import AT, DECIDED, decided, drafted

    told = decided()
    row = drafted(
        council,
        title_html="Mise à disposition de la salle de réunion au comité des fêtes, pour un an",
        clauses=told.clauses,
        articles_html=told.operative[0].blocks_html,
    )
    plan = CheckedFile("plan.png", picture(), "image/png")
    add_annex(
        row=row, title="Plan de la salle", is_hidden=False, file=plan, by=None, joining=AnnexJoining.APPENDED
    )
    made = sign_decision(row=row, told=NumberTold(DECIDED, council.mandates.get(uid="m1")), by=None, at=AT)
    record_receipt(act=made, by=None, at=AT, received_on=DECIDED)
    publish_act(act=made, way=Way.OWN_PAGE, by=None, at=AT)
    return made
