"""Administration of sittings and acts, for the support staff. What is issued can only be read."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from deliberations import models


class ReadOnly:
    """Rows added once by the services: nobody adds, changes or deletes them here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PartInline(admin.TabularInline):
    """Rows of a sitting or an act, entered by the services and corrected on their own page."""

    extra = 0
    show_change_link = True


def inline(row_model: type[Model], *references: str, fk: str | None = None) -> type[PartInline]:
    """A table of ``row_model`` in its parent's page; ``references`` are chosen apart."""
    options = {"model": row_model, "raw_id_fields": references, "fk_name": fk, "__doc__": row_model.__doc__}
    return type(f"{row_model.__name__}Inline", (PartInline,), options)


def frozen_inline(row_model: type[Model]) -> type[admin.TabularInline]:
    """The same for rows that are only read."""
    options = {"model": row_model, "__doc__": row_model.__doc__}
    return type(f"{row_model.__name__}Inline", (ReadOnly, PartInline), options)


@admin.register(models.Sitting)
class SittingAdmin(SimpleHistoryAdmin):
    """Sittings with all that hangs on them."""

    list_display = ("__str__", "held_on", "origin", "opened_at", "closed_at")
    list_filter = ("origin", "council", "is_public")
    date_hierarchy = "held_on"
    search_fields = ("council__place_name", "uid", "place")
    list_select_related = ("council",)
    readonly_fields = ("uid", "recorded_at")
    autocomplete_fields = ("council",)
    raw_id_fields = ("chair",)
    inlines = (
        inline(models.SittingSecretary, "member"),
        inline(models.Auxiliary),
        inline(models.Dispatch, "member"),
        inline(models.Movement, "member", "other", "moment_item", "until_item"),
        inline(models.SourceStatement, "item"),
        inline(models.Suspension, "moment_item"),
        inline(models.PaperPublication, "declared_by"),
        inline(models.Override, "item"),
    )


class SittingPartAdmin(SimpleHistoryAdmin):
    """A row of one sitting."""

    list_display: ClassVar[tuple[str, ...]] = ("__str__", "sitting")
    list_filter: ClassVar[tuple[str, ...]] = ("sitting__council",)
    search_fields: ClassVar[tuple[str, ...]] = ("sitting__uid", "sitting__council__place_name")
    list_select_related: ClassVar[tuple[str, ...] | bool] = ("sitting__council",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.model._meta.fields
        self.raw_id_fields = tuple(field.name for field in fields if field.is_relation)


@admin.register(models.AgendaItem)
class AgendaItemAdmin(SittingPartAdmin):
    """Items of agendas."""

    list_display = ("__str__", "kind", "outcome", "sitting")
    list_filter = ("kind", "outcome", "sitting__council")
    search_fields = ("title_html", "theme", "uid", "sitting__uid")
    readonly_fields = ("uid",)
    inlines = (inline(models.Bar, "member"),)


@admin.register(models.Movement)
class MovementAdmin(SittingPartAdmin):
    """The timeline."""

    list_display = ("__str__", "at", "sitting")
    list_filter = ("kind", "sitting__council")
    search_fields = ("member__person__family_name", "member__uid", "sitting__uid")
    list_select_related = ("sitting__council", "member__person")
    readonly_fields = ("recorded_at",)


@admin.register(models.Vote)
class VoteAdmin(SittingPartAdmin):
    """Votes with their items, ballots and totals."""

    list_display = ("__str__", "everyone", "stated", "sitting")
    list_filter = ("method", "purpose", "sitting__council")
    search_fields = ("uid", "sitting__uid", "item_rows__item__title_html")
    readonly_fields = ("uid", "recorded_at")
    inlines = (
        inline(models.VoteItem, "item"),
        inline(models.Ballot, "member"),
        inline(models.Tally),
    )


@admin.register(models.Election)
class ElectionAdmin(SittingPartAdmin):
    """Elections with their rounds."""

    list_display = ("__str__", "basis", "sitting")
    list_filter = ("basis", "sitting__council")
    search_fields = ("posts", "uid", "sitting__uid")
    readonly_fields = ("uid",)
    inlines = (inline(models.Round),)


admin.site.register(
    (models.Auxiliary, models.SourceStatement, models.PaperPublication, models.Override), SittingPartAdmin
)


@admin.register(models.Suspension)
class SuspensionAdmin(SittingPartAdmin):
    """Suspensions of sittings."""

    list_select_related = ("sitting__council", "moment_item")


@admin.register(models.SittingSecretary, models.Dispatch)
class MemberOfSittingAdmin(SittingPartAdmin):
    """A row about one member."""

    list_select_related = ("sitting__council", "member__person")


class NestedRowAdmin(SittingPartAdmin):
    """A row that hangs on a vote, an election or an act."""

    list_display: ClassVar[tuple[str, ...]] = ("__str__",)
    list_filter: ClassVar[tuple[str, ...]] = ()
    search_fields: ClassVar[tuple[str, ...]] = ()
    list_select_related: ClassVar[tuple[str, ...] | bool] = False


@admin.register(models.Round)
class RoundAdmin(NestedRowAdmin):
    """Rounds with their candidates."""

    list_select_related = ("election",)
    inlines = (inline(models.CandidateTally),)


@admin.register(models.CandidateTally)
class CandidateTallyAdmin(NestedRowAdmin):
    """Candidates or lists in one round."""

    search_fields = ("name",)
    inlines = (inline(models.CandidateMember, "member"),)


@admin.register(models.OperativePart)
class OperativePartAdmin(NestedRowAdmin):
    """Verb lines with their decisions."""

    search_fields = ("verb", "deliberation__slug")
    inlines = (inline(models.OperativeBlock),)


@admin.register(models.Ballot, models.CandidateMember, models.Bar)
class NestedMemberAdmin(NestedRowAdmin):
    """A row named after its member."""

    list_select_related = ("member__person",)


@admin.register(models.VoteItem)
class VoteItemAdmin(NestedRowAdmin):
    """The items that a vote decides."""

    list_select_related = ("item",)


admin.site.register(
    (
        models.Tally,
        models.Clause,
        models.OperativeBlock,
        models.Annex,
        models.Identifier,
        models.LegalityEvent,
        models.Link,
    ),
    NestedRowAdmin,
)


@admin.register(models.Deliberation)
class DeliberationAdmin(SimpleHistoryAdmin):
    """Deliberations with their text and their life."""

    list_display = ("__str__", "title_html", "sitting", "state", "year", "sequence")
    list_filter = ("state", "council", "year")
    search_fields = ("printed_number", "slug", "public_id", "title_html", "item__title_html", "uid")
    list_select_related = ("council", "sitting__council")
    readonly_fields = (
        "uid",
        "council",
        "slug",
        "public_id",
        "public_id_is_known",
        "is_allocated",
        "recorded_at",
    )
    raw_id_fields = ("sitting", "item", "signatory_member")
    inlines = (
        inline(models.Clause),
        inline(models.OperativePart),
        inline(models.Annex),
        inline(models.Identifier),
        inline(models.Link),
        frozen_inline(models.Transmission),
        frozen_inline(models.Publication),
        frozen_inline(models.IssuedDocument),
    )


class FrozenAdmin(ReadOnly, admin.ModelAdmin):
    """A register: it is read, never written here."""

    list_display: tuple[str, ...] = ("__str__", "effective_on", "source", "channel")
    list_filter: ClassVar[tuple[str, ...]] = ("source", "deliberation__council")
    date_hierarchy: ClassVar[str | None] = "effective_on"
    search_fields: ClassVar[tuple[str, ...]] = (
        "deliberation__printed_number",
        "deliberation__slug",
        "reference",
    )
    list_select_related: ClassVar[tuple[str, ...] | bool] = ("deliberation__council",)


admin.site.register((models.Transmission, models.Publication), FrozenAdmin)


@admin.register(models.Snapshot)
class SnapshotAdmin(FrozenAdmin):
    """Frozen facts."""

    list_display = ("__str__", "schema_version", "rule_book_version", "created_at")
    list_filter = ("schema_version", "deliberation__council")
    date_hierarchy = "created_at"
    search_fields = ("sha256", "deliberation__slug")


@admin.register(models.IssuedDocument)
class IssuedDocumentAdmin(FrozenAdmin):
    """Issued documents and their signatures."""

    list_display = ("__str__", "format", "size", "pages", "issued_at", "sha256")
    list_filter = ("kind", "format", "deliberation__council")
    date_hierarchy = "issued_at"
    search_fields = ("sha256", "deliberation__slug", "deliberation__printed_number")
    inlines = (frozen_inline(models.Signature),)


@admin.register(models.SittingSnapshot)
class SittingSnapshotAdmin(FrozenAdmin):
    """Frozen facts of whole sittings."""

    list_display = ("__str__", "schema_version", "rule_book_version", "created_at")
    list_filter = ("schema_version", "sitting__council")
    date_hierarchy = "created_at"
    search_fields = ("sha256", "sitting__uid")
    list_select_related = ("sitting__council",)


@admin.register(models.SittingDocument)
class SittingDocumentAdmin(FrozenAdmin):
    """Papers of sittings, as they were issued."""

    list_display = ("__str__", "subject", "size", "pages", "issued_at", "sha256")
    list_filter = ("kind", "format", "sitting__council")
    date_hierarchy = "issued_at"
    search_fields = ("sha256", "sitting__uid")
    list_select_related = ("sitting__council",)


@admin.register(models.Signature)
class SignatureAdmin(FrozenAdmin):
    """Signatures of issued documents."""

    list_display = ("__str__", "capacity", "signed_at", "provider", "level")
    list_filter = ("provider", "level")
    date_hierarchy = "signed_at"
    search_fields = ("signer_name", "sha256_after", "certificate_serial")
    list_select_related = ("document__deliberation__council",)


class ProofAdmin(ReadOnly, admin.ModelAdmin):
    """Rows of the proof of a convocation: written by the services, only read here."""

    list_display = ("__str__",)
    list_filter = ("sitting__council",)
    list_select_related = ("member__person", "sitting__council")
    search_fields = ("sitting__uid",)


@admin.register(models.LinkEvent)
class LinkEventAdmin(ProofAdmin):
    """What happened to each member, and when."""

    list_display = ("__str__", "at", "detail")
    date_hierarchy = "at"


@admin.register(models.PersonalLink)
class PersonalLinkAdmin(ProofAdmin):
    """Personal links: their token is not known here."""

    list_display = ("__str__", "created_at", "expires_at", "revoked_at")
    exclude = ("token_sha256",)


@admin.register(models.Answer)
class AnswerAdmin(ProofAdmin):
    """Answers of the members."""

    list_display = ("__str__", "source", "at")


@admin.register(models.Mailing)
class MailingAdmin(ProofAdmin):
    """Convocations sent together."""

    list_display = ("__str__", "asked_at", "asked_by")
    list_select_related = ("sitting__council", "asked_by")


@admin.register(models.Delivery)
class DeliveryAdmin(ProofAdmin):
    """E-mails, one by one."""

    list_display = ("__str__", "attempts", "sent_at", "error")
    list_filter = ("state", "mailing__sitting__council")
    list_select_related = ("member__person", "mailing")
    search_fields = ("mailing__sitting__uid",)


@admin.register(models.ProxyGrant)
class ProxyGrantAdmin(ProofAdmin):
    """Proxies received before a sitting."""

    list_display = ("__str__", "channel", "confirmed_at", "revoked_at")
    list_select_related = ("grantor__person", "holder__person", "sitting__council")


@admin.register(models.OneTimeCode)
class OneTimeCodeAdmin(ProofAdmin):
    """Codes: only that they were asked for."""

    list_display = ("__str__", "created_at", "expires_at", "tries", "used_at")
    list_filter = ()
    list_select_related = ()
    search_fields = ()
    exclude = ("digest",)


@admin.register(models.StoredFile)
class StoredFileAdmin(ReadOnly, admin.ModelAdmin):
    """Files received: their bytes never change."""

    list_display = ("name", "media_type", "size", "pages", "received_at", "council")
    list_filter = ("media_type", "council")
    date_hierarchy = "received_at"
    search_fields = ("name", "sha256")
    list_select_related = ("council",)


@admin.register(models.ItemPaper)
class ItemPaperAdmin(NestedRowAdmin):
    """Papers of items."""

    list_display = ("__str__", "kind", "is_for_members", "item")
    list_filter = ("kind", "item__sitting__council")
    search_fields = ("title", "file__name", "uid")
    list_select_related = ("item", "file")
    readonly_fields = ("uid",)


@admin.register(models.ItemModel)
class ItemModelAdmin(SimpleHistoryAdmin):
    """Subjects that councils keep for their agendas."""

    list_display = ("__str__", "kind", "is_hidden", "council")
    list_filter = ("kind", "is_hidden", "council")
    search_fields = ("title_html", "theme", "uid")
    list_select_related = ("council",)
    readonly_fields = ("uid",)
    autocomplete_fields = ("council",)


@admin.register(models.Gesture)
class GestureAdmin(ReadOnly, admin.ModelAdmin):
    """What was done while sittings were held."""

    list_display = ("__str__", "kind", "at", "by", "sitting", "undone_by")
    list_filter = ("kind", "sitting__council")
    date_hierarchy = "at"
    search_fields = ("message", "sitting__uid")
    list_select_related = ("by", "sitting__council", "undone_by")


@admin.register(models.LibraryClause)
class LibraryClauseAdmin(admin.ModelAdmin):
    """Visas and considérants that a council uses; the services count them."""

    list_display = ("__str__", "council", "uses", "last_used_on", "hidden")
    list_filter = ("hidden", "council")
    search_fields = ("key",)
    list_select_related = ("council",)
    readonly_fields = ("key", "digest", "uses", "last_used_on")
    raw_id_fields = ("council",)


@admin.register(models.TextVersion)
class TextVersionAdmin(ReadOnly, admin.ModelAdmin):
    """Versions of the texts: read only."""

    list_display = ("__str__", "deliberation", "number", "kind", "by", "at")
    list_filter = ("kind", "deliberation__council")
    search_fields = ("deliberation__uid", "sha256")
    list_select_related = ("deliberation__council", "by")


@admin.register(models.TextModel)
class TextModelAdmin(SimpleHistoryAdmin):
    """Texts that a council starts from."""

    list_display = ("name", "council", "recorded_at")
    list_filter = ("council",)
    search_fields = ("name",)
    list_select_related = ("council",)
    readonly_fields = ("uid", "recorded_at")
    raw_id_fields = ("council",)


class AfterAdmin(ReadOnly, admin.ModelAdmin):
    """What is computed, or was done once after the closing: it is read, never written here."""

    list_display: tuple[str, ...] = ("__str__", "sitting")
    list_filter: ClassVar[tuple[str, ...]] = ("sitting__council",)
    list_select_related: ClassVar[tuple[str, ...] | bool] = ("sitting__council",)


@admin.register(models.ItemResult)
class ItemResultAdmin(AfterAdmin):
    """Frozen results of items."""

    list_display = ("__str__", "voters", "in_favour", "against", "sitting")
    list_select_related = ("sitting__council", "item")


@admin.register(models.SeatResult)
class SeatResultAdmin(AfterAdmin):
    """Frozen states of seats."""

    list_display = ("__str__", "item", "sitting")
    list_select_related = ("sitting__council", "item", "mandate__person")


@admin.register(models.Reopening)
class ReopeningAdmin(AfterAdmin):
    """Sittings opened again."""


@admin.register(models.DueRow)
class DueRowAdmin(AfterAdmin):
    """Duties that wait."""

    list_display = ("__str__", "code", "last", "is_window", "council")
    list_filter = ("is_window", "council")
    list_select_related = ("council",)


@admin.register(models.Deposit, models.HandSignature, models.Rectification, models.Unpublication)
class ActEventAdmin(AfterAdmin):
    """What happened to an act after the closing."""

    list_display = ("__str__", "at", "by")
    list_filter = ("deliberation__council",)
    list_select_related = ("deliberation__council", "by")


@admin.register(models.HandSignatureUndone)
class HandSignatureUndoneAdmin(AfterAdmin):
    """Notes of a signature taken back."""

    list_display = ("__str__", "at", "by")
    list_filter = ("signature__deliberation__council",)
    list_select_related = ("signature__deliberation__council", "by")


@admin.register(models.PublicPages)
class PublicPagesAdmin(admin.ModelAdmin):
    """Public pages opened or closed against the habit of the body."""

    list_display = ("__str__", "is_open")
    list_select_related = ("council",)
    autocomplete_fields = ("council",)


@admin.register(models.SearchEntry)
class SearchEntryAdmin(ReadOnly, admin.ModelAdmin):
    """What is searched: made again from the facts, never written here."""

    list_display = ("__str__", "kind", "held_on", "number", "is_draft", "council")
    list_filter = ("kind", "is_draft", "council")
    search_fields = ("number", "title")
    list_select_related = ("council",)


@admin.register(models.Backup)
class BackupAdmin(ReadOnly, admin.ModelAdmin):
    """Backups handed over: their digest, never their content."""

    list_display = ("file_name", "made_at", "made_by", "size", "council")
    list_filter = ("council",)
    date_hierarchy = "made_at"
    search_fields = ("file_name", "sha256")
    list_select_related = ("council", "made_by")


admin.site.register((models.Minutes, models.MinutesIncident), SittingPartAdmin)


class NestedItemAdmin(NestedRowAdmin):
    """What the minutes tell of one item."""

    list_select_related = ("item",)


admin.site.register(models.DebateSummary, NestedItemAdmin)


@admin.register(models.BallotRequest)
class BallotRequestAdmin(NestedRowAdmin):
    """Who asked for a form of ballot."""

    list_select_related = ("member__person",)


class MinutesEventAdmin(AfterAdmin):
    """What was done of the minutes of a sitting."""

    list_select_related = ("sitting__council", "member__person")


admin.site.register(
    (models.MinutesRemark, models.MinutesDistribution, models.MinutesSignature, models.MinutesCompletion),
    MinutesEventAdmin,
)


@admin.register(models.MinutesMail)
class MinutesMailAdmin(ReadOnly, admin.ModelAdmin):
    """E-mails of minutes: sent by the services alone."""

    list_display = ("__str__", "asked_at", "error")
    list_filter = ("state", "document__sitting__council")
    list_select_related = ("member__person", "member__council")


@admin.register(models.MinutesRemarkAnswer)
class MinutesRemarkAnswerAdmin(AfterAdmin):
    """What was decided of each remark."""

    list_display = ("__str__", "at", "by")
    list_filter = ("remark__sitting__council",)
    list_select_related = ("remark__sitting__council", "remark__member__person", "by")


class DecisionPartAdmin(SimpleHistoryAdmin):
    """A row of a decision of the mayor, or of a delegation."""

    list_display: ClassVar[tuple[str, ...]] = ("__str__",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = tuple(field.name for field in self.model._meta.fields if field.is_relation)
        self.raw_id_fields, self.list_select_related = keys, keys


@admin.register(models.MayorDecision)
class MayorDecisionAdmin(SimpleHistoryAdmin):
    """Decisions of mayors with their text."""

    list_display = ("__str__", "decided_on", "signed_at", "state", "council")
    list_filter = ("state", "is_individual", "council")
    search_fields = ("printed_number", "slug", "uid", "title_html")
    list_select_related = ("council",)
    readonly_fields = ("uid", "signed_at", "slug", "recorded_at")
    raw_id_fields = ("council", "signatory_member", "delegation")
    inlines = (
        inline(models.DecisionClause),
        inline(models.DecisionArticle),
        inline(models.DecisionAnnex, "file"),
        inline(models.DecisionLink),
    )


@admin.register(models.MayorDelegation)
class MayorDelegationAdmin(SimpleHistoryAdmin):
    """What councils delegated to their mayors."""

    list_display = ("__str__", "since", "until", "council")
    list_filter = ("council",)
    search_fields = ("number", "uid")
    list_select_related = ("council",)
    readonly_fields = ("uid", "recorded_at")
    raw_id_fields = ("council", "deliberation")
    inlines = (inline(models.DelegatedPower),)


admin.site.register(
    (
        models.DecisionNumbering,
        models.DelegatedPower,
        models.DecisionClause,
        models.DecisionArticle,
        models.DecisionAnnex,
        models.DecisionLink,
    ),
    DecisionPartAdmin,
)


@admin.register(
    models.DecisionCopy,
    models.DecisionDeposit,
    models.DecisionPublication,
    models.DecisionSignature,
    models.DecisionSnapshot,
    models.DecisionTransmission,
    models.DecisionUnpublication,
)
class DecisionProofAdmin(ReadOnly, admin.ModelAdmin):
    """What was done once about a decision: it is read, never written here."""

    list_display = ("__str__",)
    list_filter = ("decision__council",)
    list_select_related = ("decision__council",)


@admin.register(models.DecisionReport)
class DecisionReportAdmin(AfterAdmin):
    """Decisions of which sittings heard."""

    list_select_related = ("sitting__council", "decision__council")


@admin.register(models.RegisterVolume)
class RegisterVolumeAdmin(ReadOnly, SimpleHistoryAdmin):
    """Volumes of registers: opened and closed by the services."""

    list_display = ("__str__", "since", "until", "first_sheet", "closed_on")
    list_filter = ("council",)
    list_select_related = ("council",)


@admin.register(models.RegisterEntry)
class RegisterEntryAdmin(ReadOnly, admin.ModelAdmin):
    """What was entered in the registers."""

    list_display = ("__str__", "on", "title", "first_sheet", "last_sheet", "entered_at")
    list_filter = ("kind", "council")
    search_fields = ("number", "title", "theme")


@admin.register(models.RegisterWork)
class RegisterWorkAdmin(ReadOnly, admin.ModelAdmin):
    """Long works asked about registers."""

    list_display = ("__str__", "asked_at", "done", "total", "ended_at")
    list_filter = ("state", "volume__council")
    list_select_related = ("volume__council",)


class PastAdmin(ReadOnly, admin.ModelAdmin):
    """What comes from the past is entered and corrected on its own pages."""


@admin.register(models.ImportBatch)
class ImportBatchAdmin(PastAdmin):
    """Batches of files of earlier years."""

    list_display = ("__str__", "created_at", "council", "undone_at")
    list_filter = ("council",)
    list_select_related = ("council",)


@admin.register(models.ImportedFile)
class ImportedFileAdmin(PastAdmin):
    """Files of a batch, and what became of each."""

    list_display = ("__str__", "status", "batch")
    list_filter = ("status", "batch__council")
    list_select_related = ("batch",)
    search_fields = ("path",)


@admin.register(models.ImportedAct)
class ImportedActAdmin(PastAdmin):
    """Acts read, before and after somebody accepts them."""

    list_display = ("__str__", "state", "confidence", "held_on", "source")
    list_filter = ("state", "confidence", "source__batch__council")
    list_select_related = ("source",)
    search_fields = ("number", "title")


@admin.register(models.OriginalDocument)
class OriginalDocumentAdmin(PastAdmin):
    """Papers of the acts entered from the past: the authentic documents."""

    list_display = ("__str__", "media_type", "size", "deliberation")
    list_filter = ("deliberation__council",)
    list_select_related = ("deliberation__council",)
    search_fields = ("name", "sha256")


@admin.register(models.WordTemplate)
class WordTemplateAdmin(ReadOnly, admin.ModelAdmin):
    """Word templates of the councils: checked and put in use by their own page alone."""

    list_display = ("__str__", "kind", "is_active", "uploaded_at", "uploaded_by", "council")
    list_filter = ("kind", "is_active", "council")
    list_select_related = ("council", "uploaded_by", "file")
