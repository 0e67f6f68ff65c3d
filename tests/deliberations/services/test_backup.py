"""A council leaves in one file and comes back: the same facts, the same files, the same history; or nothing at all."""

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from pyrage import x25519

from councils.models import Contact, Council, CouncilRole, Invitation, Mandate, Person, User
from deliberations.dossier.schema import canonical_json
from deliberations.models import (
    AgendaItem,
    Annex,
    Backup,
    Deliberation,
    IssuedDocument,
    OneTimeCode,
    PersonalLink,
    ProxyGrant,
    SearchEntry,
    Sitting,
    StoredFile,
)
from deliberations.queries import dossier_of
from deliberations.queries.append_only import drop_triggers, make_triggers
from deliberations.services import restoring
from deliberations.services.backup import Manifest, back_up, write_content
from deliberations.services.backup_rows import (
    council_models,
    history_rows_of,
    is_history,
    path_to_council,
    plain_row,
    rows_of,
)
from deliberations.services.changes import changing
from deliberations.services.restoring import restore_opened
from deliberations.services.sealing import (
    CONTENT,
    DAMAGED,
    KEY,
    NOT_A_BACKUP,
    NOTICE,
    BackupRefused,
    open_envelope,
)
from deliberations.services.storage import DamagedDocument, receive_file, store_document
from tests.builders import AT, make_snapshot, make_user
from tests.deliberations.views.world import load

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PASSPHRASE = "quatre mots sans rapport"
NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
FAR = datetime(2036, 11, 29, 8, 0, tzinfo=UTC)


@pytest.fixture
def gruson(db) -> Council:
    """The council with all that makes a backup hard: a file, a signed copy, a history, a deleted row, a role."""
    council = load("gruson-2023-12-19")
    secretary = make_user(council=council)
    sitting = Sitting.objects.get(council=council)
    with changing(sitting, by=secretary, reason="text.saved") as change:
        item = sitting.agenda.get()
        item.theme = "Affaires scolaires (corrigé)"
        change.writer.write(item, "")
        extra = AgendaItem(sitting=sitting, uid="en-trop", order=2, title_html="Point retiré")
        change.writer.write(extra, "")
        change.writer.delete(extra)
    stored = receive_file(
        council=council, content=b"%PDF annexe", name="annexe.pdf", media_type="application/pdf", by=secretary
    )
    Annex.objects.filter(deliberation__council=council).update(file=stored)
    _issue(Deliberation.objects.get(council=council), secretary)
    Contact.objects.create(person=council.persons.first(), email="élu@exemple.test")
    return council


def _issue(act: Deliberation, by: User) -> None:
    snapshot = make_snapshot(act, "{}", hashlib.sha256(b"{}").hexdigest())
    snapshot.save()
    previous = None
    for version, content in enumerate((b"copie une", b"copie deux"), start=1):
        kept = store_document(content)
        previous = IssuedDocument.objects.create(
            deliberation=act,
            kind="CERTIFIED",
            format="PDF",
            version=version,
            sha256=kept.sha256,
            size=kept.size,
            path=kept.path,
            snapshot=snapshot,
            supersedes=previous,
            issued_at=AT,
            issued_by=by,
        )


def written(council: Council) -> io.BytesIO:
    """The backup as it is handed over: slow, because a passphrase must be slow to try."""
    target = io.BytesIO()
    back_up(council=council, passphrase=PASSPHRASE, by=User.objects.first(), at=NOW, target=target)
    return target


def content_of(council: Council) -> bytes:
    """What a backup holds, before it is encrypted."""
    target = io.BytesIO()
    write_content(council, Manifest(council.uid, council.place_name, NOW.isoformat()), target)
    return target.getvalue()


def everything(council: Council) -> dict[str, list[dict[str, object]]]:
    """All the rows and histories without their keys, which are new in another installation."""
    emails = dict(User.objects.values_list("pk", "email"))
    told = {}
    for model in council_models():
        for name, rows in (("now", rows_of(model, council)), ("past", history_rows_of(model, council))):
            lines = [] if rows is None else [_without_keys(plain_row(row, emails)) for row in rows]
            told[f"{model.__name__}.{name}"] = lines
    return told


def _without_keys(row: dict[str, object]) -> dict[str, object]:
    return {
        name: value
        for name, value in row.items()
        if name not in {"id", "history_id", "row"} and not (name.endswith("_id") and isinstance(value, int))
    }


def forget(council: Council) -> None:
    """Empty the installation, files included, as if it were another one."""
    drop_triggers(connection)
    with connection.cursor() as cursor:
        for model in reversed(council_models()):
            table = getattr(model, "history", None)
            for each in (model, table and table.model):
                if each:
                    cursor.execute(f"DELETE FROM {each._meta.db_table}")
        cursor.execute(f"DELETE FROM {SearchEntry._meta.db_table}")
    make_triggers(connection)
    User.objects.all().delete()
    for path in files_kept():
        path.unlink()


def files_kept() -> list[Path]:
    return sorted(path for path in Path(default_storage.location).rglob("*") if path.is_file())


def as_another_installation(council: Council) -> None:
    """Keys taken by another council, so that no key of the backup is free by chance."""
    forget(council)
    load("commune-exemple-2024-06-28")


def test_backup_and_restoration_give_everything_back(gruson):
    facts, rows = canonical_json(dossier_of(gruson)), everything(gruson)
    files = {path.name: path.read_bytes() for path in files_kept()}
    roles = list(CouncilRole.objects.values_list("user__email", "kind"))
    backup = written(gruson)
    content = backup.getvalue()
    made = Backup.objects.get(council=gruson)
    assert (made.file_name, made.files) == ("sauvegarde-gruson-2026-11-29-09h00.tar", 3)
    assert (made.sha256, made.size) == (hashlib.sha256(content).hexdigest(), len(content))
    for secret in (b"Turpin", b"gruson", PASSPHRASE.encode(), b"AGE-SECRET-KEY"):
        assert secret not in content
    as_another_installation(gruson)
    with pytest.raises(BackupRefused, match="La phrase secrète n'est pas la bonne"):
        restoring.restore(source=backup, passphrase="quatre mots sans raison")
    assert not Council.objects.filter(uid="gruson").exists()
    done = restoring.restore(source=backup, passphrase=PASSPHRASE)
    restored = done.council
    assert restored.uid == "gruson"
    assert canonical_json(dossier_of(restored)) == facts
    assert everything(restored) == rows
    assert done.proof_faults == ()
    told = restored.proofs.filter(fact__table="deliberations.issueddocument")
    assert {entry.fact.row for entry in told} == {*IssuedDocument.objects.values_list("pk", flat=True)}
    assert {path.name: path.read_bytes() for path in files_kept()} == files
    assert list(CouncilRole.objects.filter(council=restored).values_list("user__email", "kind")) == roles
    assert done.new_users == ("secretaire@exemple.test",)
    assert (done.rows, done.files) == (sum(map(len, rows.values())), 3)
    assert not User.objects.get(email="secretaire@exemple.test").has_usable_password()
    second = IssuedDocument.objects.get(deliberation__council=restored, version=2)
    assert second.supersedes == IssuedDocument.objects.get(deliberation__council=restored, version=1)
    assert SearchEntry.objects.filter(council=restored, kind="ACT").count() == 1
    past = AgendaItem.history.filter(uid="en-trop", sitting__council=restored)
    assert [row.history_type for row in past.order_by("history_id")] == ["+", "-"]
    assert {row.id < 0 for row in past} == {True}


def test_backup_holds_nothing_of_another_council(gruson):
    other = load("commune-exemple-2024-06-28")
    people = Person.objects.filter(council=other).exclude(family_name="")
    names = {person.family_name for person in people}
    assert names
    told = json.dumps(everything(gruson), ensure_ascii=False)
    assert not [name for name in names if f'"{name}"' in told]


def test_backup_lacks_no_model():
    """A table of ours that belongs to no council must be named here, with its reason."""
    ours = {
        model
        for label in ("councils", "deliberations")
        for model in apps.get_app_config(label).get_models()
        if not is_history(model)
    }
    outside = {model.__name__ for model in ours - set(council_models())}
    # Whom the installation trusts is not a council's to take away; a visitor's answer is forgotten within the hour.
    of_the_installation = {"TrustedAuthority", "RevocationList", "FileCheck"}
    assert outside == {"User", "SearchEntry", "SigningTicket", "TicketPlace"} | of_the_installation
    links = {field.remote_field.through for model in ours for field in model._meta.local_many_to_many}
    assert links - set(council_models()) == {User.groups.through, User.user_permissions.through}
    assert all(path_to_council(model) for model in council_models())


def test_missing_document_stops_the_backup(gruson):
    path = StoredFile.objects.get(council=gruson).path
    default_storage.delete(path)
    with pytest.raises(DamagedDocument):
        written(gruson)
    assert not Backup.objects.exists()


@pytest.mark.parametrize("damage", [b"autre", b"%PDF annex!", b"%PDF annexe et plus"])
def test_altered_document_stops_the_backup(gruson, damage):
    Path(default_storage.path(StoredFile.objects.get(council=gruson).path)).write_bytes(damage)
    with pytest.raises(DamagedDocument):
        written(gruson)


# --- refusals: one message each, and nothing written


@pytest.fixture
def identity() -> x25519.Identity:
    """A key already open: what follows the passphrase is tried many times."""
    return x25519.Identity.generate()


def refused(source: bytes, identity: x25519.Identity) -> str:
    with pytest.raises(BackupRefused) as refusal:
        restore_opened(open_envelope(io.BytesIO(source)), identity)
    return refusal.value.message_fr


def wrapped(encrypted: bytes) -> bytes:
    """The three parts of a backup around a content already encrypted."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:") as archive:
        for name, piece in ((NOTICE, b"."), (CONTENT, encrypted), (KEY, b"cle")):
            entry = tarfile.TarInfo(name)
            entry.size = len(piece)
            archive.addfile(entry, io.BytesIO(piece))
    return target.getvalue()


def rewrap(content: bytes, identity: x25519.Identity) -> bytes:
    """A backup whose content is encrypted for a key already open."""
    return wrapped(pyrage.encrypt(content, [identity.to_public()]))


def changed(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The archive with each entry changed, or left out when ``change`` gives nothing."""
    target = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(gzip.decompress(content)), mode="r:") as source,
        tarfile.open(fileobj=target, mode="w|gz") as archive,
    ):
        for entry in source:
            piece = change(entry.name, source.extractfile(entry).read())
            if piece is not None:
                entry.size = len(piece)
                archive.addfile(entry, io.BytesIO(piece))
    return target.getvalue()


def forged(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The same with digests made again: what somebody who has the passphrase could write."""
    digests: dict[str, str] = {}

    def apply(name: str, piece: bytes) -> bytes | None:
        if name == "manifeste.json":
            told = json.loads(piece)
            told["empreintes"] = digests
            return json.dumps(told).encode()
        new = change(name, piece)
        if new is not None:
            digests[name] = hashlib.sha256(new).hexdigest()
        return new

    return changed(content, apply)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 une archive zip", b"\x00" * 20_000, gzip.compress(b"rien", mtime=0), b"abc" * 1000],
)
def test_other_files_are_not_backups(content):
    with pytest.raises(BackupRefused) as refusal:
        open_envelope(io.BytesIO(content))
    assert refusal.value.message_fr == NOT_A_BACKUP


def test_file_cut_by_the_copy_is_damaged(gruson, identity):
    source = rewrap(content_of(gruson), identity)
    with pytest.raises(BackupRefused) as refusal:
        open_envelope(io.BytesIO(source[: len(source) // 2]))
    assert refusal.value.message_fr == DAMAGED


def test_envelope_with_a_link_is_damaged():
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:") as archive:
        for name in (NOTICE, CONTENT, KEY):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(entry)
    with pytest.raises(BackupRefused, match="incomplète ou altérée"):
        open_envelope(io.BytesIO(target.getvalue()))


def test_faults_of_the_content_are_refused_and_nothing_is_left(gruson, identity):
    """Truncated, altered, forged or hostile: always the same sentence, and an installation as it was."""
    content = content_of(gruson)
    forget(gruson)
    encrypted = pyrage.encrypt(content, [identity.to_public()])

    def rename(name: str, old: str, new: str) -> Callable[[str, bytes], bytes | None]:
        return lambda entry, piece: piece.replace(old.encode(), new.encode()) if name in entry else piece

    bad = {
        "cut": rewrap(content[:-4000], identity),
        "cut in the encryption": wrapped(encrypted[:-100]),
        "one byte": wrapped(encrypted[:3000] + bytes([encrypted[3000] ^ 1]) + encrypted[3001:]),
        "not an archive": rewrap(b"rien", identity),
        "empty": rewrap(b"", identity),
        "no manifest": rewrap(
            changed(content, lambda name, piece: None if name == "manifeste.json" else piece), identity
        ),
        "a row changed": rewrap(changed(content, rename("councils.person", "Turpin", "Dupont")), identity),
        "a row missing": rewrap(
            changed(content, lambda name, piece: None if "deliberations.vote-" in name else piece), identity
        ),
        "a file changed": rewrap(
            changed(content, lambda name, piece: b"autre" if name.startswith("fichiers/") else piece),
            identity,
        ),
        "script in a text": rewrap(
            forged(
                content,
                rename("agendaitem", '"title_html":"', '"title_html":"<script>alert(1)</script>'),
            ),
            identity,
        ),
        "unknown user": rewrap(
            forged(content, rename("councils.councilrole", "secretaire@", "inconnue@")), identity
        ),
        "key of nobody": rewrap(
            forged(content, rename("deliberations.vote-", '"sitting_id":', '"sitting_id":9')), identity
        ),
        "not a date": rewrap(
            forged(content, rename("fiches/", '"held_on":"2023', '"held_on":"zzzz')), identity
        ),
        "not JSON": rewrap(
            forged(content, lambda name, piece: piece[:-3] if "person" in name else piece), identity
        ),
        "path out of the store": rewrap(with_entry(content, "fichiers/../../../tmp/x"), identity),
        "absolute path": rewrap(with_entry(content, "/tmp/x"), identity),
        "link": rewrap(with_entry(content, "fiches/lien", tarfile.SYMTYPE), identity),
        "device": rewrap(with_entry(content, "fiches/disque", tarfile.BLKTYPE), identity),
    }
    said = {name: refused(source, identity) for name, source in bad.items()}
    assert said == dict.fromkeys(bad, DAMAGED)
    assert not Council.objects.exists()
    assert files_kept() == []


def with_entry(content: bytes, name: str, kind: bytes = tarfile.REGTYPE) -> bytes:
    """The archive with a first entry of that name."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w|gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = kind, "/etc/passwd"
        archive.addfile(entry, io.BytesIO(b""))
        with tarfile.open(fileobj=io.BytesIO(gzip.decompress(content)), mode="r:") as source:
            for other in source:
                archive.addfile(other, source.extractfile(other))
    return target.getvalue()


def test_bomb_is_stopped(gruson, identity, monkeypatch):
    content = content_of(gruson)
    forget(gruson)
    monkeypatch.setattr(restoring, "MOST_BYTES", 10_000)
    assert refused(rewrap(content, identity), identity) == DAMAGED


def test_other_version_is_said(gruson, identity):
    content = content_of(gruson)
    forget(gruson)
    newer = forged(
        content,
        lambda name, piece: piece.replace(b'"uid":', b'"uid_2":') if "councils.person" in name else piece,
    )
    assert "une autre version de Conforme" in refused(rewrap(newer, identity), identity)


def test_council_in_use_is_left_alone(gruson, identity):
    source = rewrap(content_of(gruson), identity)
    before = everything(gruson)
    assert "existe déjà ici avec ses données" in refused(source, identity)
    assert everything(gruson) == before


def test_empty_council_gives_its_place_and_keeps_its_accounts(gruson, identity):
    source = rewrap(content_of(gruson), identity)
    forget(gruson)
    empty = Council.objects.create(uid="gruson", place_name="Gruson")
    make_user("nouvelle@exemple.test", council=empty, kind="ADMINISTRATOR")
    done = restore_opened(open_envelope(io.BytesIO(source)), identity)
    roles = set(CouncilRole.objects.filter(council=done.council).values_list("user__email", "kind"))
    assert roles == {("secretaire@exemple.test", "SECRETARY"), ("nouvelle@exemple.test", "ADMINISTRATOR")}


def test_siren_of_another_council_is_said(gruson, identity):
    Council.objects.filter(pk=gruson.pk).update(siren="215902750")
    source = rewrap(content_of(gruson), identity)
    forget(gruson)
    Council.objects.create(uid="autre", place_name="Autre", siren="215902750")
    assert "un autre conseil d'ici porte le même SIREN" in refused(source, identity)
    assert [council.uid for council in Council.objects.all()] == ["autre"]
    assert files_kept() == []


def test_what_let_somebody_in_without_password_is_not_revived(gruson, identity):
    invitation = Invitation.objects.create(
        council=gruson, email="a@exemple.test", kind="CLERK", token_sha256="a" * 64, expires_at=FAR
    )
    member, other = Mandate.objects.filter(council=gruson)[:2]
    sitting = gruson.sittings.get()
    PersonalLink.objects.create(
        sitting=sitting, member=member, token_sha256="b" * 64, created_at=NOW, expires_at=FAR
    )
    grant = ProxyGrant.objects.create(
        sitting=sitting, grantor=member, holder=other, channel="LINK", given_at=NOW
    )
    OneTimeCode.objects.create(grant=grant, digest="c" * 64, created_at=NOW, expires_at=FAR)
    content = content_of(gruson)
    forget(gruson)
    restore_opened(open_envelope(io.BytesIO(rewrap(content, identity))), identity)
    closed = Invitation.objects.get(email=invitation.email)
    assert closed.revoked_at is not None
    assert closed.history.first().history_change_reason == "account.invitation_revoked"
    assert PersonalLink.objects.get().revoked_at is not None
    assert ProxyGrant.objects.exists()
    assert not OneTimeCode.objects.exists()


# --- commands


def test_commands_back_up_and_restore(gruson, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CONFORME_PASSPHRASE", PASSPHRASE)
    target = tmp_path / "copie.tar"
    call_command("backup", "gruson", output=str(target))
    assert target.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="existe déjà"):
        call_command("backup", "gruson", output=str(target))
    with pytest.raises(CommandError, match="Conseil inconnu"):
        call_command("backup", "nulle-part")
    forget(gruson)
    known = hashlib.sha256(target.read_bytes()).hexdigest()
    for options in ({}, {"sha256": "0" * 64}):
        with pytest.raises(CommandError, match="empreinte"):
            call_command("restore", str(target), **options)
        assert f"SHA-256 du fichier : {known}" in capsys.readouterr().out
    call_command("restore", str(target), sha256=known)
    assert "Conseil « gruson » restauré" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Fichier illisible"):
        call_command("restore", str(tmp_path / "absent.tar"))


def test_command_refuses_a_weak_passphrase(gruson, tmp_path, monkeypatch):
    monkeypatch.setenv("CONFORME_PASSPHRASE", "court")
    with pytest.raises(CommandError, match="il en faut 16 au moins"):
        call_command("backup", "gruson", output=str(tmp_path / "copie.tar"))
    assert list(tmp_path.iterdir()) == []
