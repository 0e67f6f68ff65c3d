"""The certified copy of one act signed from its page: who may, what they read, with which key, what is recorded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from councils.domain.errors import Refusal
from councils.domain.ready_looks import READY_LOOKS
from councils.domain.roles import RoleKind
from councils.models import Person, User
from councils.services.looks import save_look
from deliberations.documents.view import Rendition
from deliberations.models import Deliberation, IssuedDocument, Publication, Signature, SigningPaper
from deliberations.queries import record_of
from deliberations.queries.signatures import awaiting
from deliberations.services.act_signing import AlreadySigned, put_copy_to_signature, signatory_of
from deliberations.services.hand_signing import HandSigned, record_hand_signature
from deliberations.services.issuing import (
    FactsChanged,
    facts_digest,
    frozen_act,
    issue_certified_copy,
    latest_certified_copy,
)
from deliberations.services.rendering import FileFormat, render_act
from deliberations.services.signing_desk import Chosen, KeyFailed, OpenKey, OtherHolder, sign_place
from deliberations.services.signing_drafts import draft_certified
from deliberations.services.signing_means import open_certificate
from deliberations.services.signing_papers import put_to_signature
from deliberations.services.staleness import has_changed_since
from deliberations.services.storage import read_document
from deliberations.signing.check import check_signatures
from deliberations.signing.demo_authority import DemoKeys, create_demo_authority
from deliberations.signing.keys import Key
from deliberations.signing.ports import BadPassphrase
from deliberations.signing.trust import trusting
from tests.builders import make_user
from tests.deliberations.views.world import load
from tests.support.signed_copies import sign_copy

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once]

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
PASSPHRASE = "un secret d'essai"


def make_keys(folder: Path, name: str) -> DemoKeys:
    return create_demo_authority(
        folder, common_name=name, organisation="Commune de Gruson", now=AT, passphrase=PASSPHRASE
    )


def opened(keys: DemoKeys) -> Key:
    return open_certificate(pkcs12=keys.pkcs12.read_bytes(), passphrase=PASSPHRASE)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> DemoKeys:
    return make_keys(tmp_path_factory.mktemp("cles"), "Olivier Turpin")


@pytest.fixture(scope="module")
def other_keys(tmp_path_factory: pytest.TempPathFactory) -> DemoKeys:
    return make_keys(tmp_path_factory.mktemp("autres_cles"), "Olivier Dupont")


@dataclass(frozen=True)
class Scene:
    act: Deliberation
    mayor: User
    signer: Key

    def read(self) -> str:
        return facts_digest(record_of(self.act.sitting))

    def issue(self) -> IssuedDocument:
        return issue_certified_copy(deliberation=self.act, by=self.mayor, at=AT)

    def put(self, *, by: User | None = None, expected: str | None = None) -> SigningPaper:
        read = self.read() if expected is None else expected
        return put_copy_to_signature(act=self.act, by=by or self.mayor, at=AT, expected=read)

    def sign(self, *, by: User | None = None, at: datetime = AT, confirmed: str = "") -> IssuedDocument:
        return sign_copy(self.act, by=by or self.mayor, key=self.signer, at=at, confirmed_holder=confirmed)


@pytest.fixture
def scene(keys: DemoKeys) -> Scene:
    council = load("gruson-2023-12-19")
    mayor = make_user("maire@exemple.test", council=council, kind=RoleKind.MAYOR, person="turpin")
    return Scene(Deliberation.objects.get(), mayor, opened(keys))


def nothing_written() -> bool:
    rows = (IssuedDocument, Signature, SigningPaper)
    return not any(row.objects.exists() for row in rows)


def test_sign_makes_a_valid_signature_of_the_mayor(scene: Scene, keys: DemoKeys) -> None:
    signed = scene.sign()
    content = read_document(signed)
    report = check_signatures(content, trust=trusting(keys.root.read_bytes()), at=AT)
    assert report.ok, report.problems
    unsigned = signed.supersedes
    row = Signature.objects.get()
    assert (row.document, row.signer_name, row.capacity, row.level) == (
        signed,
        "Olivier TURPIN",
        "Le Maire",
        "B-B",
    )
    assert content.startswith(read_document(unsigned))
    assert (row.sha256_before, row.sha256_after) == (unsigned.sha256, signed.sha256)
    assert (signed.version, signed.snapshot) == (2, unsigned.snapshot)


def test_copy_put_twice_waits_once(scene: Scene) -> None:
    assert scene.put() == scene.put()
    assert IssuedDocument.objects.count() == 1


def test_copy_already_signed_is_not_put_again(scene: Scene) -> None:
    scene.sign()
    with pytest.raises(AlreadySigned):
        scene.put()
    assert Signature.objects.count() == 1
    assert scene.issue() == latest_certified_copy(scene.act)


def test_signed_copy_prepared_again_on_a_later_day_is_the_one_that_is_signed(scene: Scene) -> None:
    paper = scene.put()
    scene.sign(at=AT + timedelta(days=1))
    later = AT + timedelta(days=2)
    draft = draft_certified(scene.act, by=None, at=later, is_sealed=False)
    assert put_to_signature(draft=draft, by=None, at=later) == paper


def test_copy_noted_as_signed_by_hand_waits_at_the_desk_no_more(scene: Scene) -> None:
    paper = scene.put()
    head = scene.act.council.mandates.get(person__uid="turpin")
    record_hand_signature(act=scene.act, told=HandSigned(AT.date(), head), by=None, at=AT)
    paper.refresh_from_db()
    assert paper.set_aside_at == AT
    assert awaiting(scene.mayor, scene.act.council) == []


# --- who


MAYORS = {
    "no person": {"kind": RoleKind.MAYOR},
    "another person": {"kind": RoleKind.MAYOR, "person": "{other}"},
    "the person without the role": {"kind": RoleKind.SECRETARY, "person": "turpin"},
}


@pytest.mark.parametrize("role", MAYORS.values(), ids=MAYORS)
def test_sign_in_the_name_of_another_is_refused(scene: Scene, role: dict[str, str]) -> None:
    other = Person.objects.exclude(uid="turpin").first()
    fields = {name: other.uid if text == "{other}" else text for name, text in role.items()}
    user = make_user("autre@exemple.test", council=scene.act.council, **fields)
    with pytest.raises(Refusal, match="relié à cette personne") as refused:
        scene.put(by=user)
    assert refused.value.code == "signature.not_the_signatory"
    assert refused.value.message_fr.startswith("L'acte est signé par Olivier TURPIN : ")
    assert "relier votre compte à votre fiche" in refused.value.message_fr
    assert nothing_written()


def test_sign_after_the_role_was_taken_away_is_refused(scene: Scene) -> None:
    paper = scene.put()
    scene.mayor.roles.all().delete()
    key = OpenKey(scene.signer, user=scene.mayor)
    with pytest.raises(Refusal, match="seul le compte"):
        sign_place(chosen=Chosen(paper.places.get(), paper.sha256), key=key, at=AT)
    assert not Signature.objects.exists()


def test_signatory_recorded_on_the_act_signs_instead_of_the_chair(scene: Scene) -> None:
    deputy = scene.act.council.mandates.exclude(person__uid="turpin").first()
    scene.act.signatory_member, scene.act.signatory_capacity = deputy, "première adjointe"
    scene.act.save()
    record = record_of(scene.act.sitting)
    assert signatory_of(record, record.act(scene.act.uid), record.sitting.held_on).person == deputy.person.uid
    with pytest.raises(Refusal, match="seul le compte"):
        scene.sign()
    user = make_user(
        "adjointe@exemple.test", council=scene.act.council, kind=RoleKind.MAYOR, person=deputy.person.uid
    )
    signed = scene.sign(by=user, confirmed=scene.signer.holder)
    assert signed.signatures.get().signer_name != "Olivier TURPIN"


# --- in whose name the certificate is


def test_sign_with_the_certificate_of_another_asks_first(scene: Scene, other_keys: DemoKeys) -> None:
    other = replace(scene, signer=opened(other_keys))
    with pytest.raises(OtherHolder) as asked:
        other.sign()
    assert asked.value.holder == "Olivier Dupont (DÉMONSTRATION)"
    assert asked.value.message_fr.startswith(
        "Le certificat est au nom de « Olivier Dupont (DÉMONSTRATION) » ; l'acte est signé par Olivier TURPIN."
    )
    with pytest.raises(OtherHolder):
        other.sign(confirmed="Olivier Durand")
    assert not Signature.objects.exists()
    signed = other.sign(confirmed="Olivier Dupont (DÉMONSTRATION)")
    assert "Olivier Dupont" in signed.signatures.get().certificate_subject


def test_open_with_a_wrong_passphrase_is_refused(keys: DemoKeys) -> None:
    with pytest.raises(Refusal, match="mot de passe") as refused:
        open_certificate(pkcs12=keys.pkcs12.read_bytes(), passphrase="faux")
    assert isinstance(refused.value.__cause__, BadPassphrase)


# --- what was read


def test_copy_that_was_not_read_is_not_put(scene: Scene) -> None:
    for expected in ("", "0" * 64):
        with pytest.raises(FactsChanged):
            scene.put(expected=expected)
    assert nothing_written()


def test_sign_facts_changed_since_the_copy_was_put_is_refused(scene: Scene) -> None:
    paper = scene.put()
    scene.act.annexes.all().delete()
    key = OpenKey(scene.signer, user=scene.mayor)
    with pytest.raises(FactsChanged):
        sign_place(chosen=Chosen(paper.places.get(), paper.sha256), key=key, at=AT)
    assert not Signature.objects.exists()
    assert scene.put() != paper, "the new text waits in its place"


def change_annex(act: Deliberation) -> None:
    act.annexes.update(title="Statuts du Syndicat mixte")


def change_text(act: Deliberation) -> None:
    act.statement_html = "<p>Un autre exposé.</p>"
    act.save()


def add_publication(act: Deliberation) -> None:
    Publication.objects.create(deliberation=act, effective_on=AT.date(), channel="affichage")


def change_private_passage(act: Deliberation) -> None:
    act.statement_html = "<p><mark data-private>Mme X, 3 rue Basse</mark></p>"
    act.save()


def add_member_of_a_later_mandate(act: Deliberation) -> None:
    person = act.council.persons.create(uid="nouvelle", family_name="NOUVELLE")
    act.council.mandates.create(uid="nouvelle", person=person, since=AT.date())


def change_look(act: Deliberation) -> None:
    save_look(council=act.council, look=READY_LOOKS["moderne"].look, by=make_user(council=act.council))


def add_item(act: Deliberation) -> None:
    act.sitting.agenda.create(uid="suivant", order=99, title_html="Questions diverses")


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (change_annex, True),
        (change_text, True),
        (change_private_passage, True),
        (add_publication, True),
        (add_member_of_a_later_mandate, False),
        (add_item, False),
        (change_look, False),
    ],
)
def test_has_changed_since_looks_at_what_the_act_prints(
    scene: Scene, change: Callable[[Deliberation], None], changed: bool
) -> None:
    signed = scene.sign()
    assert not has_changed_since(signed, record_of(scene.act.sitting))
    change(scene.act)
    assert has_changed_since(signed, record_of(scene.act.sitting)) is changed


def test_issued_act_renders_the_same_after_a_change_of_look(scene: Scene) -> None:
    issued = scene.issue()
    change_look(scene.act)
    frozen = frozen_act(issued.snapshot)
    again = render_act(frozen.record, frozen.act, rendition=Rendition.CERTIFIED, file_format=FileFormat.PDF)
    assert again == read_document(issued)
    now = record_of(scene.act.sitting)
    assert (
        render_act(now, now.act(scene.act.uid), rendition=Rendition.CERTIFIED, file_format=FileFormat.PDF)
        != again
    )


def test_sign_again_after_a_change_supersedes_the_signed_copy(scene: Scene) -> None:
    signed = scene.sign()
    change_annex(scene.act)
    again = scene.sign()
    assert (again.version, again.supersedes.version, again.supersedes.supersedes) == (4, 3, signed)
    assert read_document(signed) != read_document(again)
    assert not has_changed_since(again, record_of(scene.act.sitting))
    assert Signature.objects.count() == 2


# --- files


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"%PDF-")])
def test_sign_a_damaged_file_is_refused(scene: Scene, damage: Callable[[Path], object]) -> None:
    paper = scene.put()
    damage(Path(default_storage.path(paper.path)))
    key = OpenKey(scene.signer, user=scene.mayor)
    with pytest.raises(Refusal, match="manquant ou altéré") as refused:
        sign_place(chosen=Chosen(paper.places.get(), paper.sha256), key=key, at=AT)
    assert refused.value.code == "document.damaged"
    assert not Signature.objects.exists()


class FaultyKey(Key):
    """A signing service whose answer was altered on its way."""

    provider = "pkcs12"

    def __init__(self, key: Key) -> None:
        self.key, self.certificate, self.chain = key, key.certificate, key.chain

    def sign_raw(self, messages: Sequence[bytes]) -> list[bytes]:
        return [raw[:-1] + bytes([raw[-1] ^ 1]) for raw in self.key.sign_raw(messages)]


def test_file_that_does_not_verify_is_never_recorded(scene: Scene) -> None:
    scene.put()
    files = list(Path(default_storage.location).rglob("*.pdf"))
    with pytest.raises(KeyFailed, match="La signature reçue ne correspond pas"):
        replace(scene, signer=FaultyKey(scene.signer)).sign()
    assert not Signature.objects.exists()
    assert list(Path(default_storage.location).rglob("*.pdf")) == files
