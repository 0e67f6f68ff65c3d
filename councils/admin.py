"""Administration of councils, people and users, for the support staff."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from councils.models import (
    Contact,
    Council,
    CouncilPreferences,
    CouncilRole,
    Delegation,
    Interest,
    Invitation,
    Mandate,
    Office,
    Person,
    Population,
    PublicationModeChoice,
    Reading,
    SeatCount,
    User,
)


class UserCreation(AdminUserCreationForm):
    """A new account: its e-mail and a password."""

    class Meta:
        model = User
        fields = ("email",)


class UserChange(UserChangeForm):
    """An existing account."""

    class Meta:
        model = User
        fields = "__all__"


class RoleInline(admin.TabularInline):
    """Roles of a user or of a council."""

    model = CouncilRole
    extra = 0
    autocomplete_fields = ("user", "council", "person")


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts and their roles."""

    form = UserChange
    add_form = UserCreation
    ordering = ("email",)
    list_display = ("email", "given_name", "family_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "roles__kind")
    search_fields = ("email", "given_name", "family_name")
    readonly_fields = ("last_login", "date_joined")
    inlines = (RoleInline,)
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        ("Identité", {"fields": ("given_name", "family_name")}),
        ("Droits", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("email", "usable_password", "password1", "password2")}),
    )


@admin.register(CouncilRole)
class CouncilRoleAdmin(admin.ModelAdmin):
    """Who may do what, where."""

    list_display = ("user", "council", "kind", "person")
    list_filter = ("kind", "council")
    search_fields = ("user__email", "council__place_name")
    list_select_related = ("user", "council", "person")
    autocomplete_fields = ("user", "council", "person")


class PopulationInline(admin.TabularInline):
    """Dated populations."""

    model = Population
    extra = 0


class SeatCountInline(admin.TabularInline):
    """Dated numbers of seats."""

    model = SeatCount
    extra = 0


class PublicationModeInline(admin.TabularInline):
    """Dated publication modes."""

    model = PublicationModeChoice
    extra = 0


@admin.register(Council)
class CouncilAdmin(SimpleHistoryAdmin):
    """Councils, their figures and their house style."""

    list_display = ("place_name", "body_type", "department_name", "siren", "uid")
    list_filter = ("body_type", "territory", "department_name")
    search_fields = ("place_name", "authority_name", "siren", "insee_code", "uid")
    readonly_fields = ("uid", "recorded_at", "coat_of_arms_media_type")
    inlines = (PopulationInline, SeatCountInline, PublicationModeInline, RoleInline)
    fieldsets = (
        (
            None,
            {"fields": ("uid", "place_name", "body_type", "territory", "authority_name", "assembly_name")},
        ),
        (
            "Repères",
            {
                "fields": (
                    "department_code",
                    "department_name",
                    "siren",
                    "siret",
                    "insee_code",
                    "tribunal",
                    "usual_place",
                    "time_zone",
                    "recorded_at",
                )
            },
        ),
        (
            "Présentation des actes",
            {
                "fields": (
                    "number_pattern",
                    "style_printed_number",
                    "style_accented_capitals",
                    "style_title_case",
                    "style_capital_place_names",
                    "style_appeal",
                    "look",
                    "coat_of_arms_media_type",
                    "coat_of_arms_description",
                )
            },
        ),
    )


@admin.register(Person)
class PersonAdmin(SimpleHistoryAdmin):
    """People known to a council."""

    list_display = ("__str__", "civility", "gender", "council")
    list_filter = ("council", "civility")
    search_fields = ("given_name", "family_name", "uid")
    list_select_related = ("council",)
    readonly_fields = ("uid",)
    autocomplete_fields = ("council",)


class OfficeInline(admin.TabularInline):
    """Offices held during a mandate."""

    model = Office
    extra = 0


class InterestInline(admin.TabularInline):
    """Interests told by a member."""

    model = Interest
    extra = 0


@admin.register(Mandate)
class MandateAdmin(SimpleHistoryAdmin):
    """Seats and their holders."""

    list_display = ("__str__", "seat", "group", "since", "until", "recorded_rank", "council")
    list_filter = ("council", "seat", "college")
    search_fields = ("person__given_name", "person__family_name", "label", "group", "uid")
    list_select_related = ("person", "council")
    readonly_fields = ("uid",)
    autocomplete_fields = ("council", "person", "substitute_for")
    inlines = (OfficeInline, InterestInline)


class DatedFactAdmin(SimpleHistoryAdmin):
    """One dated figure of a council."""

    list_display = ("__str__", "since", "council")
    list_filter = ("council",)
    search_fields = ("council__place_name",)
    list_select_related = ("council",)
    autocomplete_fields = ("council",)


admin.site.register((Population, SeatCount, PublicationModeChoice), DatedFactAdmin)


@admin.register(Office)
class OfficeAdmin(SimpleHistoryAdmin):
    """Offices, whatever the mandate."""

    list_display = ("__str__", "kind", "mandate", "since", "until")
    list_filter = ("kind", "mandate__council")
    search_fields = ("title", "mandate__person__family_name")
    list_select_related = ("mandate__person",)
    autocomplete_fields = ("mandate",)


@admin.register(Interest)
class InterestAdmin(SimpleHistoryAdmin):
    """Interests told, whatever the mandate."""

    list_display = ("__str__", "mandate", "is_representation", "since", "until")
    list_filter = ("is_representation", "mandate__council")
    search_fields = ("topic", "mandate__person__family_name")
    list_select_related = ("mandate__person",)
    autocomplete_fields = ("mandate",)


@admin.register(CouncilPreferences)
class CouncilPreferencesAdmin(SimpleHistoryAdmin):
    """Display, addresses and retention."""

    list_display = ("council", "colour", "contact_email")
    search_fields = ("council__place_name",)
    list_select_related = ("council",)
    autocomplete_fields = ("council",)


@admin.register(Contact)
class ContactAdmin(SimpleHistoryAdmin):
    """How people are reached."""

    list_display = ("person", "email", "phone", "wants_paper")
    list_filter = ("wants_paper", "person__council")
    search_fields = ("person__given_name", "person__family_name", "email")
    list_select_related = ("person",)
    autocomplete_fields = ("person",)


@admin.register(Delegation)
class DelegationAdmin(SimpleHistoryAdmin):
    """Delegations of the mayor."""

    list_display = ("__str__", "order_number", "since", "until", "council")
    list_filter = ("council",)
    search_fields = ("scope", "order_number", "mandate__person__family_name")
    list_select_related = ("mandate__person", "council")
    autocomplete_fields = ("council", "mandate")


@admin.register(Invitation)
class InvitationAdmin(SimpleHistoryAdmin):
    """Links sent and what became of them. None is made here: the page « Utilisateurs » sends its e-mail."""

    list_display = ("email", "kind", "council", "created_at", "accepted_at", "revoked_at")
    list_filter = ("kind", "council")
    search_fields = ("email", "council__place_name")
    list_select_related = ("council",)
    readonly_fields = ("token_sha256", "created_at", "created_by", "accepted_at", "accepted_by")
    autocomplete_fields = ("council", "person")


@admin.register(Reading)
class ReadingAdmin(admin.ModelAdmin):
    """Who read what is not public: noted by the pages, never written here."""

    list_display = ("last_at", "user", "kind", "label", "times", "council")
    list_filter = ("kind", "council")
    date_hierarchy = "last_at"
    search_fields = ("label", "user__email")
    list_select_related = ("user", "council")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Reading | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Reading | None = None) -> bool:
        return False
