"""A council comes back from its backup: all of it, or nothing."""

import gzip
import hashlib
import json
import re
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.files.storage import default_storage
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import ForeignKey, Model
from django.utils import timezone

from councils.models import Council, CouncilRole, Invitation, User
from councils.models.user import normalise_email
from councils.services.accounts import REVOKED
from councils.services.locking import lock
from councils.services.writing import Writer
from deliberations.models import OneTimeCode, PersonalLink, ProofEntry, ProofFact
from deliberations.models.richtext import RichTextField
from deliberations.richtext import sanitise, sanitise_inline
from deliberations.services.backup import FORMAT, MANIFEST, USERS
from deliberations.services.backup_rows import (
    OURS,
    Row,
    column_value,
    council_models,
    history_of,
    is_user_key,
    label_of,
    late_keys,
)
from deliberations.services.proof_checking import check_register
from deliberations.services.sealing import DAMAGED, BackupRefused, Envelope, open_envelope, unsealed
from deliberations.services.searching import rebuild_index

MOST_BYTES = 50 * 1024**3
"""Of a whole content: a bomb stops here. A council of ten thousand acts weighs a few gigabytes."""
LONGEST_LINES = 512 * 1024**2
"""Bytes of one file of lines, which is read at once; ours have a few megabytes."""
MOST_ENTRIES = 500_000
_ROWS = re.compile(r"(?P<kind>fiches|historique)/\d{3}-(?P<label>[a-z]+\.[a-z0-9_]+)-\d{5}\.jsonl")
_FILE = re.compile(
    r"fichiers/(?P<path>[a-z_-]+/[0-9a-f]{2}/[0-9a-f]{2}/(?P<sha256>[0-9a-f]{64})\.[a-z0-9]{1,8})"
)
OTHER_VERSION = (
    "Cette sauvegarde vient d'une autre version de Conforme, dont les données n'ont pas la même forme : rien n'a été "
    "restauré. Installez la version qui l'a faite, ou une version qui sait la lire."
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. ``new_users`` are e-mails of accounts made without password: each must ask for a new one.

    ``proof_faults`` are what the control of the proof register found, in French sentences.
    """

    council: Council
    rows: int
    files: int
    new_users: tuple[str, ...]
    proof_faults: tuple[str, ...] = ()


def restore(*, source: BinaryIO, passphrase: str) -> Restored:
    """Restore the council of the backup ``source``, a file that can be rewound.

    Rows get keys of their own here; uids, dates and histories are the same. Raises ``BackupRefused``, with nothing
    written, for a wrong passphrase, a file that is not a whole backup of ours, a council already in use here.
    Side effects: files in the store, accounts that did not exist (without password), the search made again;
    invitations and personal links that waited are closed, one-time codes erased.
    """
    envelope = open_envelope(source)
    return restore_opened(envelope, envelope.identity(passphrase))


def restore_opened(envelope: Envelope, identity: Any) -> Restored:
    """The same, once the key is open."""
    restoration = _Restoration()
    try:
        with transaction.atomic():
            with unsealed(envelope, identity) as stream:
                restoration.read(stream)
            restoration.finish()
            connection.check_constraints()
    except IntegrityError as error:
        restoration.forget_files()
        raise BackupRefused("conflict", _conflict(error)) from error
    except BackupRefused:
        restoration.forget_files()
        raise
    council = restoration.council()
    rebuild_index(council)
    faults = tuple(fault.message_fr for fault in check_register(council).faults)
    people = tuple(sorted(restoration.new_users))
    return Restored(council, restoration.rows, restoration.files, people, faults)


def _conflict(error: IntegrityError) -> str:
    known = "siren" in str(error).lower()
    what = (
        "un autre conseil d'ici porte le même SIREN"
        if known
        else "une donnée existe déjà ici, ou se contredit"
    )
    return f"Cette sauvegarde ne peut pas entrer dans cette installation : {what}. Rien n'a été restauré."


@dataclass(slots=True)
class _Restoration:
    """The work in progress. ``keys`` are the new keys of each table by the old ones."""

    keys: dict[type[Model], dict[int, int]] = field(default_factory=dict)
    late: list[tuple[type[Model], int, str, int]] = field(default_factory=list)
    users: dict[str, int] = field(default_factory=dict)
    new_users: set[str] = field(default_factory=set)
    written: list[str] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)
    earlier_roles: list[tuple[int, str]] = field(default_factory=list)
    rows: int = 0
    files: int = 0
    council_key: int | None = None
    told: dict[str, Any] | None = None

    def council(self) -> Council:
        return Council.objects.get(pk=self.council_key or 0)

    # --- reading

    def read(self, stream: BinaryIO) -> None:
        """Take every entry in turn; an unknown one is refused, whatever it is."""
        try:
            with tarfile.open(fileobj=stream, mode="r|gz") as archive:
                for entry, content in _entries(archive):
                    self._take(entry, content)
        except (tarfile.TarError, EOFError, OSError, zlib.error, gzip.BadGzipFile, UnicodeError) as error:
            raise BackupRefused("damaged", DAMAGED) from error

    def _take(self, entry: tarfile.TarInfo, content: BinaryIO) -> None:
        if self.told is not None:
            raise BackupRefused("damaged", DAMAGED)
        rows, file = _ROWS.fullmatch(entry.name), _FILE.fullmatch(entry.name)
        if file:
            self._take_file(entry.name, file["path"], file["sha256"], content)
            return
        if not (rows or entry.name in {USERS, MANIFEST}) or entry.size > LONGEST_LINES:
            raise BackupRefused("damaged", DAMAGED)
        text = content.read()
        if entry.name == MANIFEST:
            self._take_manifest(text)
            return
        self.found[entry.name] = hashlib.sha256(text).hexdigest()
        if rows:
            self._take_rows(rows["label"], text, is_history=rows["kind"] == "historique")
        else:
            self._take_users(text)

    def _take_manifest(self, text: bytes) -> None:
        told = _json(text)
        if told.get("format") != FORMAT:
            raise BackupRefused("version", OTHER_VERSION)
        if told.get("empreintes") != self.found or self.council_key is None:
            raise BackupRefused("damaged", DAMAGED)
        self.told = told

    def _take_users(self, text: bytes) -> None:
        for line in text.splitlines():
            told = _json(line)
            email = normalise_email(str(told.get("email", "")))
            user = User.objects.filter(email=email).first()
            if user is None:
                user = User(email=email, **{name: str(told.get(name, "")) for name in _NAMES})
                user.set_unusable_password()
                _validated(user.full_clean)
                user.save()
                self.new_users.add(email)
            self.users[email] = user.pk

    # --- rows

    def _take_rows(self, label: str, text: bytes, *, is_history: bool) -> None:
        known = {label_of(model): model for model in council_models()}
        model = known.get(label)
        table = history_of(model) if model is not None and is_history else model
        if model is None or table is None:
            raise BackupRefused("version", OTHER_VERSION)
        for line in text.splitlines():
            told = _json(line)
            if is_history:
                self._add_history(model, table, told)
            else:
                self._add(model, told)
            self.rows += 1

    def _add(self, model: type[Model], told: Row) -> None:
        values, old = self._values(model, told), told.get("id")
        if not isinstance(old, int) or old in self.keys.get(model, {}):
            raise BackupRefused("damaged", DAMAGED)
        if model is Council:
            self._make_room(str(told.get("uid")))
        for name in late_keys(model):
            if values[name] is not None:
                self.late.append((model, old, name, values[name]))
                values[name] = None
        values.pop("id")
        row = model(**values)
        _check_texts(row)
        _store(row)
        self.keys.setdefault(model, {})[old] = row.pk
        if model is Council:
            self.council_key = row.pk

    def _make_room(self, uid: str) -> None:
        """A council of that uid that holds nothing gives its place; its accounts keep their roles."""
        if self.council_key is not None:
            raise BackupRefused("damaged", DAMAGED)
        known = lock(Council, to_delete=True).filter(uid=uid).first()
        if known is None:
            return
        if (
            ProofEntry.objects.filter(council=known).exists()
            or known.sittings.exists()
            or known.persons.exists()
            or known.mandates.exists()
            or known.files.exists()
        ):
            raise BackupRefused(
                "council_known",
                f"Le conseil « {known.place_name} » existe déjà ici avec ses données : une sauvegarde se restaure dans "
                "une installation où il n'est pas encore. Rien n'a été restauré.",
            )
        self.earlier_roles = list(CouncilRole.objects.filter(council=known).values_list("user_id", "kind"))
        known.delete()

    def _values(self, model: type[Model], told: Row) -> Row:
        """The columns of a row with the keys of here. ``BackupRefused`` unless the columns are those of today."""
        columns = {column.attname: column for column in model._meta.concrete_fields}
        if set(told) != set(columns):
            raise BackupRefused("version", OTHER_VERSION)
        return {name: self._value(model, columns[name], value) for name, value in told.items()}

    def _value(self, model: type[Model], column: Any, value: Any) -> Any:
        if is_user_key(column):
            return self._user(value)
        if value is not None and isinstance(column, ForeignKey):
            return self._key(model, column, value)
        try:
            return column_value(column, value)
        except (ValueError, TypeError, ValidationError) as error:
            raise BackupRefused("damaged", DAMAGED) from error

    def _user(self, email: Any) -> int | None:
        if email is None:
            return None
        if email not in self.users:
            raise BackupRefused("damaged", DAMAGED)
        return self.users[email]

    def _key(self, model: type[Model], column: Any, value: Any) -> int:
        """The new key; the old one for a key that is filled afterwards."""
        target = column.related_model
        if target._meta.app_label not in OURS:
            raise BackupRefused("version", OTHER_VERSION)
        if not is_history_table(model) and column.attname in late_keys(model):
            return int(value)
        new = self.keys.get(target, {}).get(value)
        if new is None:
            raise BackupRefused("damaged", DAMAGED)
        return new

    # --- histories

    def _add_history(self, model: type[Model], table: type[Model], told: Row) -> None:
        columns = {column.attname: column for column in table._meta.concrete_fields}
        if set(told) != set(columns):
            raise BackupRefused("version", OTHER_VERSION)
        values: Row = {}
        for name, value in told.items():
            column = columns[name]
            if name == "history_id":
                continue
            if name == "id":
                values[name] = self._past_key(model, value)
            elif is_user_key(column):
                values[name] = self._user(value)
            elif value is not None and isinstance(column, ForeignKey):
                values[name] = self._past_key(column.related_model, value)
            else:
                values[name] = self._value(table, column, value)
        _store(table(**values))

    def _past_key(self, model: type[Model], old: Any) -> int:
        """The key of a row that may be gone: then one below zero, that no row will ever have.

        A row not read yet (its key is only filled afterwards) cannot be told from one that is gone: histories come
        after the rows of their own table, and point to tables before it, save for those late keys.
        """
        if not isinstance(old, int):
            raise BackupRefused("damaged", DAMAGED)
        return self.keys.get(model, {}).get(old, -abs(old))

    # --- files

    def _take_file(self, name: str, path: str, sha256: str, content: BinaryIO) -> None:
        """Beside it, checked, then under its name; a file already there with the same bytes is left alone."""
        draft = f"{path}.{uuid4().hex}.part"
        place = Path(default_storage.path(draft))
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest = hashlib.sha256()
        try:
            with place.open("xb") as target:
                place.chmod(0o600)
                while piece := content.read(1 << 20):
                    digest.update(piece)
                    target.write(piece)
            if digest.hexdigest() != sha256:
                raise BackupRefused("damaged", DAMAGED)
            if not default_storage.exists(path):
                place.replace(default_storage.path(path))
                self.written.append(path)
        finally:
            place.unlink(missing_ok=True)
        self.found[name] = sha256
        self.files += 1

    def forget_files(self) -> None:
        """Take back the files that were written for nothing."""
        for path in self.written:
            default_storage.delete(path)
        self.written.clear()

    # --- the end

    def finish(self) -> None:
        """The late keys, the roles that were there before, and what the manifest told."""
        told = self.told
        if told is None or self.council_key is None:
            raise BackupRefused("damaged", DAMAGED)
        if (told.get("fiches"), told.get("fichiers")) != (self.rows, self.files):
            raise BackupRefused("damaged", DAMAGED)
        for model, old, name, target in self.late:
            related: Any = _column(model, name).related_model
            new = self.keys.get(related, {}).get(target)
            if new is None:
                raise BackupRefused("damaged", DAMAGED)
            model._base_manager.filter(pk=self.keys[model][old]).update(**{name: new})
        self._follow_proofs()
        for user, kind in self.earlier_roles:
            CouncilRole.objects.get_or_create(user_id=user, council_id=self.council_key, kind=kind)
        _close_ways_in(self.council_key, timezone.now())

    def _follow_proofs(self) -> None:
        """The facts of the proof register name rows by their keys, which are new here; one that is gone has none."""
        models = {label_of(model): model for model in self.keys}
        for fact in ProofFact.objects.filter(entry__council=self.council_key).exclude(row=None):
            model = models.get(fact.table)
            new = self.keys[model].get(fact.row or 0) if model is not None else None
            ProofFact.objects.filter(pk=fact.pk).update(row=new)


_NAMES = ("given_name", "family_name")


def _close_ways_in(council: int, at: datetime) -> None:
    """Close what let somebody in without a password: a copy of the file must not open it again.

    Sessions are in no backup. What was sent before stays as a proof; who needs a link is sent a new one.
    """
    writer = Writer(by=None, reason=REVOKED)
    for invitation in Invitation.objects.filter(council=council).pending():
        invitation.revoked_at = at
        writer.write(invitation, "")
    PersonalLink.objects.filter(sitting__council=council, revoked_at=None).update(revoked_at=at)
    OneTimeCode.objects.filter(grant__sitting__council=council).delete()


def is_history_table(model: type[Model]) -> bool:
    return hasattr(model, "instance_type")


def _column(model: type[Model], attname: str) -> Any:
    for column in model._meta.concrete_fields:
        if column.attname == attname:
            return column
    raise FieldDoesNotExist(attname)


def _entries(archive: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, BinaryIO]]:
    """The plain files of an archive, bounded; a link, a folder or a device is refused."""
    total = 0
    for count, entry in enumerate(archive):
        total += entry.size
        content = archive.extractfile(entry) if entry.isreg() else None
        if content is None or total > MOST_BYTES or count >= MOST_ENTRIES:
            raise BackupRefused("damaged", DAMAGED)
        yield entry, content  # type: ignore[misc]
        archive.members.clear()  # type: ignore[attr-defined]  # tarfile would keep every entry it has seen


def _json(text: bytes) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BackupRefused("damaged", DAMAGED) from error
    if not isinstance(told, dict):
        raise BackupRefused("damaged", DAMAGED)
    return told


def _validated(check: Any) -> None:
    try:
        check()
    except ValidationError as error:
        raise BackupRefused("damaged", DAMAGED) from error


def _store(row: Model) -> None:
    """« raw »: what was written at the time is kept to the letter, dates of entry included, and no history is added."""
    try:
        row.save_base(raw=True, force_insert=True)
    except (DataError, OverflowError, ValueError) as error:
        raise BackupRefused("damaged", DAMAGED) from error


def _check_texts(row: Model) -> None:
    """Structured texts are printed as they are: nothing but our own canonical form may enter."""
    for column in row._meta.concrete_fields:
        if isinstance(column, RichTextField):
            clean = sanitise_inline if column.inline else sanitise
            text = getattr(row, column.attname)
            if clean(text) != text:
                raise BackupRefused("damaged", DAMAGED)
