"""Addresses of what comes from the past, and of what leaves whole."""

from django.urls import path

from deliberations.views import exporting, importing

COUNCIL = [
    path("reprise/", importing.past, name="past"),
    path("reprise/<uid:batch>/", importing.past_batch, name="past_batch"),
    path("reprise/<uid:batch>/lecture/", importing.past_resume, name="past_resume"),
    path("reprise/<uid:batch>/actes-clairs/", importing.past_clear, name="past_clear"),
    path("reprise/<uid:batch>/annulation/", importing.past_undo, name="past_undo"),
    path("reprise/<uid:batch>/fichiers/<uid:file>/", importing.past_file, name="past_file"),
    path("reprise/<uid:batch>/actes/<uid:act>/", importing.past_act, name="past_act"),
    path("reprise/<uid:batch>/actes/<uid:act>/encore/", importing.past_again, name="past_again"),
    path("export/", exporting.council_export, name="council_export"),
]

ACT = [path("document-d-origine/", importing.act_original, name="act_original")]
