"""Addresses of the minutes of a sitting, and of those that anybody may read."""

from django.urls import path

from deliberations.views import minutes, minutes_completing, minutes_life, minutes_public

SITTING = [
    path("proces-verbal/", minutes.sitting_minutes, name="sitting_minutes"),
    path("proces-verbal/points/<uid:item>/", minutes.minutes_debate, name="minutes_debate"),
    path("proces-verbal/sans-observation/", minutes.minutes_silence, name="minutes_silence"),
    path("proces-verbal/incidents/", minutes.minutes_incident, name="minutes_incident"),
    path(
        "proces-verbal/incidents/<int:incident>/retrait/",
        minutes.minutes_incident_remove,
        name="minutes_incident_remove",
    ),
    path("proces-verbal/envoi/", minutes_life.minutes_send, name="minutes_send"),
    path("proces-verbal/envoi/<int:mail>/", minutes_life.minutes_resend, name="minutes_resend"),
    path("proces-verbal/mentions/<slug:kind>/", minutes_completing.minutes_complete, name="minutes_complete"),
    path("proces-verbal/remarques/", minutes_life.minutes_remark, name="minutes_remark"),
    path("proces-verbal/remarques/<int:remark>/", minutes_life.minutes_answer, name="minutes_answer"),
    path("proces-verbal/arret/", minutes_life.minutes_settle, name="minutes_settle"),
    path("proces-verbal/arret/ordre-du-jour/", minutes_life.minutes_plan, name="minutes_plan"),
    path("proces-verbal/signatures/", minutes_life.minutes_sign, name="minutes_sign"),
    path("proces-verbal/signatures/<int:signature>/", minutes_life.minutes_scan, name="minutes_scan"),
    path("proces-verbal/arrete.pdf", minutes_life.minutes_issued, name="minutes_issued"),
    path("proces-verbal/en-ligne/", minutes_life.minutes_online, name="minutes_online"),
]
"""Pages of one sitting: ``council`` and ``sitting``."""

PUBLIC = [
    path("proces-verbaux/<uid:sitting>/", minutes_public.public_minutes, name="public_minutes"),
    path("proces-verbaux/<uid:sitting>.pdf", minutes_public.public_minutes_file, name="public_minutes_file"),
]
