"""Issuing the certified copy: frozen facts, stored bytes."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from councils.domain.errors import Refusal
from councils.domain.people import OfficeKind
from councils.domain.roles import RoleKind
from councils.models import Office, User
from deliberations.documents.view import Rendition
from deliberations.domain.record import Record
from deliberations.dossier.reader import read_dossier
from deliberations.models import Deliberation, IssuedDocument, Sitting, Snapshot
from deliberations.queries import record_of
from deliberations.services.dossiers import store_dossier
from deliberations.services.issuing import (
    FactsChanged,
    facts_digest,
    issue_certified_copy,
)
from deliberations.services.rendering import FileFormat, render_act
from deliberations.services.storage import read_document
from tests.builders import make_user
from tests.support.pdftext import tagged_text

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

GRUSON = Path(__file__).parents[2] / "dossiers" / "gruson-2023-12-19.json"
AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Scene:
    act: Deliberation
    mayor: User


@pytest.fixture
def scene() -> Scene:
    dossier = read_dossier(GRUSON.read_bytes())
    council = store_dossier(council=dossier.council, sittings=dossier.sittings, by=None)
    mayor = make_user("maire@exemple.test", council=council, kind=RoleKind.MAYOR)
    return Scene(Deliberation.objects.get(), mayor)


def issue(scene: Scene) -> IssuedDocument:
    return issue_certified_copy(deliberation=scene.act, by=scene.mayor, at=AT)


def test_issue_freezes_the_facts_and_stores_the_bytes(scene: Scene) -> None:
    document = issue(scene)
    content = read_document(document)
    assert (document.kind, document.version, document.size, document.pages) == (
        "CERTIFIED",
        1,
        len(content),
        3,
    )
    assert document.snapshot.schema_version == "conforme-dossier/1"
    frozen = read_dossier(document.snapshot.canonical_json.encode())
    assert frozen.sittings[0].deliberations[0].sequence == 57


def test_issue_twice_gives_back_the_same_document(scene: Scene) -> None:
    assert issue(scene) == issue(scene)
    assert (IssuedDocument.objects.count(), Snapshot.objects.count()) == (1, 1)


def test_issue_after_a_change_is_a_new_version_that_names_the_old_one(scene: Scene) -> None:
    first = issue(scene)
    annex = scene.act.annexes.get()
    annex.title = "Statuts du Syndicat mixte"
    annex.save()
    second = issue(scene)
    assert (second.version, second.supersedes) == (2, first)
    assert second.sha256 != first.sha256
    assert read_document(first) != read_document(second)


def test_copy_that_waits_is_issued_anew_for_the_next_mayor_l2131_1(scene: Scene) -> None:
    """The head of the day of the copy certifies, not whoever signed the act and is no longer in office."""
    left = date(2026, 11, 30)
    former = Office.objects.get(kind=OfficeKind.MAYOR)
    Office.objects.filter(pk=former.pk).update(until=left)
    nobody = former.mandate.council.mandates.filter(offices__isnull=True, person__isnull=False).first()
    Office.objects.create(
        mandate=nobody, kind=OfficeKind.MAYOR, title="Maire", since=left + timedelta(days=1)
    )
    first = issue(scene)
    assert issue_certified_copy(deliberation=scene.act, by=None, at=AT + timedelta(days=20)) == first
    second = issue_certified_copy(deliberation=scene.act, by=None, at=AT + timedelta(days=40))
    assert (second.version, second.supersedes) == (2, first)
    names = [str(former.mandate.person.family_name), str(nobody.person.family_name)]
    ends = [" ".join(tagged_text(read_document(each))[-12:]) for each in (first, second)]
    assert [[name.upper() in end.upper() for name in names] for end in ends] == [[True, False], [False, True]]


def stored(change: Callable[[dict[str, Any]], object]) -> Deliberation:
    """The act of the reference sitting with its facts changed: logs are append-only, so it is another council's."""
    data = json.loads(GRUSON.read_text())
    data["council"]["uid"] = "autre"
    change(data["sittings"][0])
    dossier = read_dossier(json.dumps(data).encode())
    council = store_dossier(council=dossier.council, sittings=dossier.sittings, by=None)
    return Deliberation.objects.get(council=council)


def of_act(**changes: Any) -> Callable[[dict[str, Any]], object]:
    return lambda sitting: sitting["deliberations"][0].update(changes)


def of_live_sitting(**changes: Any) -> Callable[[dict[str, Any]], object]:
    return lambda sitting: sitting.update({"origin": "LIVE", **changes})


HALVES = [{"choice": "FOR", "count": 5}, {"choice": "AGAINST", "count": 5}]
TIE = [{"uid": "vote-1", "items": ["point-1"], "ballots": HALVES}]


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (of_act(transmission=None), "act.not_executory", "réception en préfecture"),
        (of_act(publications=[]), "act.not_executory", "enregistrez sa publication"),
        (of_act(operative=[]), "act.not_executory", "écrivez la décision"),
        (of_act(state="SUSPENDED"), "act.not_executory", "suspendue par le juge"),
        (of_act(state="ANNULLED"), "act.not_executory", "annulé par le juge"),
        (lambda s: s["agenda"][0].update(outcome="ADJOURNED"), "act.not_executory", "ajourné ou retiré"),
        (of_act(sequence=None, year=None), "act.unnumbered", "pas encore de numéro"),
        (of_live_sitting(votes=TIE), "act.undecided", "n'est pas établi"),
        (of_live_sitting(convocation={"sent_on": "2023-12-19"}), "notice.too_short", "jour franc"),
    ],
    ids=[
        *("l2131_1-not-transmitted", "l2131_1-not-published", "no-decision", "suspended", "annulled"),
        *("adjourned", "unnumbered", "l2121_20-tie-without-chair", "l2121_11-notice"),
    ],
)
def test_issue_refused(change: Callable[[dict[str, Any]], object], code: str, said: str) -> None:
    act = stored(change)
    with pytest.raises(Refusal, match=said) as refused:
        issue_certified_copy(deliberation=act, by=None, at=AT)
    assert refused.value.code == code
    assert not Snapshot.objects.exists()
    assert not IssuedDocument.objects.exists()


def test_issue_comes_after_the_versions_of_a_file_issued_elsewhere() -> None:
    elsewhere = [{"kind": "CERTIFIED", "version": n, "sha256": f"{n}" * 64, "size": 10} for n in (1, 3)]
    document = issue_certified_copy(deliberation=stored(of_act(issued=elsewhere)), by=None, at=AT)
    assert (document.version, document.supersedes) == (4, None)


def test_issue_refuses_rows_that_contradict_each_other(scene: Scene) -> None:
    Sitting.objects.update(place="en mairie\a")
    with pytest.raises(Refusal, match="se contredisent") as refused:
        issue(scene)
    assert refused.value.code == "facts.unsound"
    assert not Snapshot.objects.exists()


def test_issue_takes_the_facts_that_were_read(scene: Scene) -> None:
    read = facts_digest(record_of(scene.act.sitting))
    document = issue_certified_copy(deliberation=scene.act, by=scene.mayor, at=AT, expected=read)
    assert document.snapshot.sha256 == read


def test_issue_refuses_facts_changed_since_they_were_read(scene: Scene) -> None:
    read = facts_digest(record_of(scene.act.sitting))
    scene.act.annexes.all().delete()
    with pytest.raises(FactsChanged, match="Le texte a changé depuis votre lecture : relisez-le\\."):
        issue_certified_copy(deliberation=scene.act, by=scene.mayor, at=AT, expected=read)
    assert not IssuedDocument.objects.exists()


def test_same_facts_give_the_same_bytes(scene: Scene) -> None:
    first = read_document(issue(scene))
    dossier = read_dossier(GRUSON.read_bytes())
    record = Record(dossier.council, dossier.sittings[0])
    again = render_act(
        record,
        dossier.sittings[0].deliberations[0],
        rendition=Rendition.CERTIFIED,
        file_format=FileFormat.PDF,
    )
    assert again == first


def test_embedded_profile_says_what_the_act_prints_and_no_more(scene: Scene) -> None:
    with pikepdf.open(io.BytesIO(read_document(issue(scene)))) as pdf:
        (name,) = pdf.attachments
        profile = read_dossier(pdf.attachments[name].get_file().read_bytes())
    assert (name, profile.profile) == ("2023-57.json", "ACT")
    assert len(profile.sittings[0].deliberations) == 1
    assert profile.sittings[0].statements == ()
    assert all(p.birth_date is None for p in profile.council.persons)
