"""Addresses of the search, of the long lists and of the statistics."""

from django.urls import path

from deliberations.views import searching, statistics

COUNCIL = [
    path("recherche/", searching.search, name="search"),
    path("deliberations/", searching.act_list, name="act_list"),
    path("seances/", searching.sitting_archive, name="sitting_archive"),
    path("statistiques/", statistics.statistics, name="statistics"),
]
