"""Addresses of the writing of an act: its text, its versions, where it starts from, its library."""

from django.urls import path

from deliberations.views import act_details, clauses, starting, versions, word_import, writing

ACT = [
    path("rediger/", writing.act_write, name="act_write"),
    path("rediger/enregistrement/", writing.act_autosave, name="act_autosave"),
    path("rediger/apercu/", writing.act_preview, name="act_preview"),
    path("rediger/visas/", clauses.clause_search, name="clause_search"),
    path("rediger/reperes/", act_details.act_details, name="act_details"),
    path("rediger/reprendre/", starting.act_start, name="act_start"),
    path("rediger/reprendre/<slug:source>/", starting.act_start_from, name="act_start_from"),
    path("rediger/modele/", starting.keep_model, name="act_keep_model"),
    path("rediger/word/", word_import.act_word, name="act_word"),
    path("versions/", versions.act_versions, name="act_versions"),
    path("versions/<int:number>/", versions.act_version, name="act_version"),
]

SITTING = [
    path("rediger/<uid:item>/", writing.item_write, name="item_write"),
]

COUNCIL = [
    path("visas/", clauses.library, name="clause_library"),
]
