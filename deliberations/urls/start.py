"""Addresses of the first start and of the settings of a council."""

from django.urls import path

from deliberations.views import look, settings, signing_settings, start

START = [
    path("", start.start, name="start"),
    path("exemple-de-numero/", start.number_example, name="number_example"),
    path("<uid:council>/identite/", start.start_identity, name="start_identity"),
    path("<uid:council>/regles/", start.start_rules, name="start_rules"),
    path("<uid:council>/membres/", start.start_members, name="start_members"),
    path("<uid:council>/tableau/", start.start_ranks, name="start_ranks"),
    path("<uid:council>/en-tete/", start.start_letterhead, name="start_letterhead"),
    path("<uid:council>/apercu/", start.start_preview, name="start_preview"),
    path("<uid:council>/apercu.pdf", start.start_preview_pdf, name="start_preview_pdf"),
]
"""Pages of the first start."""

COUNCIL = [
    path("reglages/", settings.settings, name="settings"),
    path("reglages/identite/", settings.settings_identity, name="settings_identity"),
    path("reglages/regles/", settings.settings_rules, name="settings_rules"),
    path("reglages/en-tete/", settings.settings_letterhead, name="settings_letterhead"),
    path("reglages/presentation/", look.settings_look, name="settings_look"),
    path("reglages/presentation/apercu/", look.look_preview, name="look_preview"),
    path("reglages/presentation/apercu.pdf", look.look_pdf, name="look_pdf"),
    path("reglages/signature/", signing_settings.settings_signing, name="settings_signing"),
    path("reglages/signature/cachet/", signing_settings.settings_seal, name="settings_seal"),
    path("reglages/signature/service/", signing_settings.settings_remote, name="settings_remote"),
    path(
        "reglages/signature/<uid:means>/arret/",
        signing_settings.settings_means_stop,
        name="settings_means_stop",
    ),
    path("reglages/<str:figure>/", settings.settings_figure, name="settings_figure"),
]
"""Pages of the settings: ``council``."""
