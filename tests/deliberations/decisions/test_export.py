"""The whole export of a council: its mayor's decisions come back, every file is named by what it is."""

import csv
import hashlib
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from councils.models import Council
from deliberations.domain.register import Binding, SheetRule
from deliberations.domain.sittings import Subject
from deliberations.models import DecisionReport, MayorDecision, Sitting, SittingDocument
from deliberations.queries import dossier_of
from deliberations.services.closing import close_sitting
from deliberations.services.decision_documents import issue_register_sheet
from deliberations.services.decision_numbering import set_pattern
from deliberations.services.exporting import export_council
from deliberations.services.importing_export import import_export
from deliberations.services.minutes_copies import PAPER
from deliberations.services.register_entering import enter
from deliberations.services.register_volumes import open_volume
from deliberations.services.sitting_documents import issue_paper
from tests.builders import AT as SITTING_AT
from tests.deliberations.decisions.world import AT, DECIDED, drafted, signed, store
from tests.deliberations.finishing import make_draft
from tests.facts import make_item, make_vote

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
REPORT = make_item("p1", 1, subject=Subject.DELEGATED_DECISIONS, kind="INFORMATION")


def with_decisions() -> Council:
    """One sitting that heard of two decisions, a draft, and a pattern of numbers of its own."""
    council = store(
        "aller",
        agenda=(REPORT, make_item("p2", 2, matter_code="7.5")),
        votes=(make_vote("p2"),),
        deliberations=(make_draft("p2"),),
    )
    set_pattern(council=council, pattern="{year}-D{sequence}", by=None)
    signed(council, amount_cents=120_00)
    signed(council, told={"printed_number": "DEC202419"}, matter_code="3.3")
    drafted(council, verb="autorise")
    close_sitting(sitting=Sitting.objects.get(council=council), by=None, at=SITTING_AT, reason="Vérifié.")
    return council


def exported(council: Council, path: Path) -> Path:
    with path.open("w+b") as target:
        export_council(council=council, at=AT, target=target)
    return path


def put_away(council: Council) -> None:
    """As in an empty installation: nothing bears the same names."""
    Council.objects.filter(pk=council.pk).update(uid="ancien", siren="")


def test_decisions_and_delegations_come_back_with_the_export(tmp_path):
    council = with_decisions()
    facts = dossier_of(council)
    assert [each.printed_number for each in facts.decisions] == ["", "DEC202419", ""]
    path = exported(council, tmp_path / "export.zip")
    put_away(council)
    back, sittings, _ = import_export(path=str(path), by=None)
    assert sittings == 1
    assert dossier_of(back) == facts
    assert len(facts.delegations) == 1
    heard = DecisionReport.objects.filter(sitting__council=back).values_list("decision__uid", flat=True)
    assert set(heard) == {each.uid for each in facts.decisions if each.reported_in}
    assert len(heard) == 2


def test_an_export_without_any_sitting_comes_back_too(tmp_path):
    council = store("aller")
    signed(council)
    Sitting.objects.filter(council=council).delete()
    facts = dossier_of(council)
    path = exported(council, tmp_path / "export.zip")
    put_away(council)
    assert dossier_of(import_export(path=str(path), by=None)[0]) == facts


def test_an_export_made_before_comes_back_without_decisions(tmp_path):
    council = with_decisions()
    facts = dossier_of(council)
    path, old = exported(council, tmp_path / "export.zip"), tmp_path / "old.zip"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(old, "w") as target:
        for name in source.namelist():
            if name != "dossier.json":
                target.writestr(name, source.read(name))
    put_away(council)
    back, sittings, _ = import_export(path=str(old), by=None)
    assert (sittings, dossier_of(back).decisions) == (1, ())
    assert dossier_of(back).council == facts.council


def test_minutes_register_and_decisions_are_named_by_their_kind(tmp_path):
    council = with_decisions()
    sitting = Sitting.objects.get(council=council)
    issue_paper(sitting=sitting, paper=PAPER, by=None, at=SITTING_AT, edited_on=date(2024, 7, 1))
    volume = open_volume(
        council=council,
        since=date(DECIDED.year, 1, 1),
        until=date(DECIDED.year, 12, 31),
        binding=Binding.YEARLY,
        rule=SheetRule.PAGE,
        first_sheet=1,
        by=None,
        at=AT,
    )
    row = MayorDecision.objects.get(council=council, printed_number="DEC202419")
    enter(volume=volume, source="decision", uid=row.uid, by=None, at=AT, progress=lambda done, total: None)
    other = MayorDecision.objects.get(council=council, sequence=1)
    issue_register_sheet(row=other, by=None, at=AT)
    with zipfile.ZipFile(exported(council, tmp_path / "export.zip")) as archive:
        names = {name for name in archive.namelist() if name.startswith("autres-fichiers/")}
        minutes = archive.read(f"autres-fichiers/Procès-verbal de la séance {sitting.held_on} v1.pdf")
        index = list(csv.reader(io.StringIO(archive.read("index.csv").decode("utf-8-sig")), delimiter=";"))
    assert hashlib.sha256(minutes).hexdigest() == SittingDocument.objects.get(sitting=sitting).sha256
    assert names == {
        f"autres-fichiers/Procès-verbal de la séance {sitting.held_on} v1.pdf",
        "autres-fichiers/Registre volume 1 feuillets 1-1 Page de titre.pdf",
        "autres-fichiers/Registre volume 1 feuillets 2-2 Décision du maire DEC202419.pdf",
        f"autres-fichiers/Décision {other.number} Acte du registre v1.pdf",
    }
    assert {line[0] for line in index if line[4] in names} == {
        "Procès-verbal de la séance",
        "Registre, page de titre",
        "Registre, décision du maire",
        "Décision du maire, acte du registre",
    }
