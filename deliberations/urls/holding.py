"""Addresses of a sitting being held, and of the sheet typed afterwards."""

from django.urls import path

from deliberations.views import holding, sheet

HOLDING = [
    path("tenue/", holding.hold, name="sitting_hold"),
    path("tenue/geste/", holding.gesture, name="sitting_gesture"),
    path("tenue/apercu-du-vote/", holding.preview, name="sitting_vote_preview"),
    path("saisie/", sheet.sheet, name="sitting_sheet"),
]
"""Pages of one sitting: ``council`` and ``sitting``."""
