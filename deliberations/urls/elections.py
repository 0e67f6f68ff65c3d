"""Addresses of elections and of the installation of a council."""

from django.urls import path

from deliberations.views import elections, installation

SITTING = [
    path("installation/", installation.installation_sitting, name="installation_sitting"),
    path("elections/<uid:item>/", elections.election, name="election"),
    path("elections/<uid:item>/preparer/", elections.election_define, name="election_define"),
    path("elections/<uid:item>/<uid:election>/", elections.election_define, name="election_edit"),
    path("elections/<uid:item>/<uid:election>/tour/", elections.election_round, name="election_round"),
    path(
        "elections/<uid:item>/<uid:election>/tours/<int:number>/supprimer/",
        elections.election_round_remove,
        name="election_round_remove",
    ),
]
"""Pages of one sitting: ``council`` and ``sitting``."""

COUNCIL = [
    path("installation/", installation.installation, name="installation"),
]
"""Pages of one council: ``council``."""
