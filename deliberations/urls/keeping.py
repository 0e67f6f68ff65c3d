"""Addresses of what is kept: backups, personal data, the log of readings."""

from django.urls import path

from deliberations.views import keeping

COUNCIL = [
    path("sauvegardes/", keeping.backups, name="backups"),
    path("sauvegardes/<uid:backup>/fiche/", keeping.backup_sheet, name="backup_sheet"),
    path("donnees-personnelles/", keeping.personal_data, name="personal_data"),
    path("lectures/", keeping.readings, name="readings"),
]
