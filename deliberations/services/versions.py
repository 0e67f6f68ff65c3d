"""Saving the text that somebody types, with its versions, and without writing over what another saved."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from councils.domain.errors import Refusal
from councils.models import User
from deliberations.domain.act_text import ActText
from deliberations.domain.acts import Clause
from deliberations.domain.text_versions import VersionKind, digest_of, text_as_json, text_from_json
from deliberations.models import Deliberation, TextVersion
from deliberations.queries.texts import text_stored
from deliberations.services.changes import lock_sitting
from deliberations.services.clauses_library import learn_clauses
from deliberations.services.texts import save_text

COALESCED = timedelta(minutes=10)
"""An automatic version of the same author within this time replaces the one before."""


class TextConflict(Refusal):
    """Somebody saved another text meanwhile: ``stored`` is theirs; what was typed is untouched by this."""

    def __init__(self, stored: ActText) -> None:
        super().__init__(
            "text.conflict",
            "Ce texte a été enregistré par quelqu'un d'autre pendant que vous écriviez. "
            "Rien n'est perdu : comparez les deux versions, puis choisissez.",
        )
        self.stored = stored


@dataclass(frozen=True, slots=True)
class Saving:
    """Who saves, when (aware), over which text (``base``, a digest; empty to save whatever is stored)."""

    by: User | None
    at: datetime
    base: str = ""
    kind: VersionKind = VersionKind.SAVED
    label: str = ""


def save_typed_text(act: Deliberation, text: ActText, saving: Saving) -> str:
    """Store ``text`` and keep its version; returns the digest of what is stored.

    Raises ``TextConflict`` when the stored text is neither the one it was typed over nor the same; also
    ``SittingFinished`` and ``RowRefused``. Nothing is then written. Side effects: the text that was there before
    the first version is kept too; a text saved by hand teaches its new clauses to the library.
    """
    with transaction.atomic():
        lock_sitting(act.sitting)
        stored = text_stored(act)
        digest, found = digest_of(text), digest_of(stored)
        if saving.base and found not in (saving.base, digest):
            raise TextConflict(stored)
        _keep_origin(act, stored, saving)
        known = _last_saved(act)
        if digest != found:
            save_text(act, text, by=saving.by)
        _keep_version(act, text, saving)
        if saving.kind is not VersionKind.AUTOSAVE:
            learn_clauses(act.council, text.clauses, known=known, on=act.sitting.held_on, by=saving.by)
        return digest_of(text_stored(act))


def _keep_origin(act: Deliberation, stored: ActText, saving: Saving) -> None:
    """The text of an act written before it had versions is its first one."""
    is_written = stored.statement_html or stored.clauses or stored.operative
    if is_written and not act.versions.exists():
        _add(act, stored, VersionKind.STARTED, "Texte d'origine", None, saving.at)


def _last_saved(act: Deliberation) -> tuple[Clause, ...]:
    """The clauses that the library has already counted for ``act``."""
    saved = act.versions.exclude(kind__in=[VersionKind.AUTOSAVE, VersionKind.SET_ASIDE])
    content = saved.values_list("content", flat=True).first()
    return () if content is None else text_from_json(content).clauses


def _keep_version(act: Deliberation, text: ActText, saving: Saving) -> None:
    last = act.versions.first()
    if last is not None and last.sha256 == digest_of(text) and _says_no_more(last, saving):
        return
    if last is not None and _gives_way(last, saving):
        last.delete()
    _add(act, text, saving.kind, saving.label, saving.by, saving.at)


def _says_no_more(last: TextVersion, saving: Saving) -> bool:
    """Whether the same text under ``saving`` would tell nothing that ``last`` does not."""
    return not saving.label and (saving.kind is VersionKind.AUTOSAVE or last.kind == saving.kind)


def _gives_way(last: TextVersion, saving: Saving) -> bool:
    is_automatic = last.kind == VersionKind.AUTOSAVE and last.by == saving.by
    return is_automatic and saving.at - last.at < COALESCED


def _add(
    act: Deliberation, text: ActText, kind: VersionKind, label: str, by: User | None, at: datetime
) -> TextVersion:
    last = act.versions.values_list("number", flat=True).first() or 0
    version: TextVersion = TextVersion.objects.create(
        deliberation=act,
        number=last + 1,
        kind=kind,
        label=label,
        content=text_as_json(text),
        sha256=digest_of(text),
        by=by,
        at=at,
    )
    return version


def set_aside(act: Deliberation, text: ActText, *, by: User | None, at: datetime) -> TextVersion:
    """Keep a text that was typed and not chosen, so that it can still be read and taken again."""
    with transaction.atomic():
        lock_sitting(act.sitting)
        return _add(act, text, VersionKind.SET_ASIDE, "Texte mis de côté après un conflit", by, at)


def restore_version(version: TextVersion, *, by: User | None, at: datetime) -> str:
    """Make the text of ``version`` the act's again, as a new version. Raises ``SittingFinished``."""
    label = f"Version {version.number} rétablie"
    saving = Saving(by=by, at=at, kind=VersionKind.RESTORED, label=label)
    return save_typed_text(version.deliberation, text_from_json(version.content), saving)
