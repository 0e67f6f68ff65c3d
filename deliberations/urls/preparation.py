"""Addresses of a sitting being prepared: its plan, its agenda, its library, its papers."""

from django.urls import URLPattern, URLResolver, include, path

from deliberations.views import agenda, library, papers, preparation

COUNCIL = [
    path("seances/nouvelle/", preparation.sitting_new, name="sitting_new"),
    path("seances/delai/", preparation.sitting_notice, name="sitting_notice"),
    path("sujets/", library.item_models, name="item_models"),
    path("sujets/nouveau/", library.item_model_new, name="item_model_new"),
    path("sujets/masquer/", library.item_model_hide, name="item_model_hide"),
    path("sujets/<uid:model>/", library.item_model_edit, name="item_model_edit"),
]

_PAPER = [
    path("", papers.paper_edit, name="paper_edit"),
    path("deplacer/", papers.paper_move, name="paper_move"),
    path("supprimer/", papers.paper_remove, name="paper_remove"),
    path("fichier/", papers.paper_download, name="paper_download"),
]

_ITEM: list[URLPattern | URLResolver] = [
    path("", agenda.item_edit, name="item_edit"),
    path("deplacer/", agenda.agenda_move, name="agenda_move"),
    path("supprimer/", agenda.item_remove, name="item_remove"),
    path("issue/", agenda.item_outcome, name="item_outcome"),
    path("reporter/", agenda.item_carry, name="item_carry"),
    path("modele/", library.item_keep, name="item_keep"),
    path("pieces/", papers.item_papers, name="item_papers"),
    path("pieces/<uid:paper>/", include(_PAPER)),
]

SITTING: list[URLPattern | URLResolver] = [
    path("modifier/", preparation.sitting_edit, name="sitting_edit"),
    path("supprimer/", preparation.sitting_delete, name="sitting_delete"),
    path("ordre-du-jour/", agenda.sitting_agenda, name="sitting_agenda"),
    path("ordre-du-jour/nouveau/", agenda.item_new, name="item_new"),
    path("ordre-du-jour/sujets/", library.agenda_library, name="agenda_library"),
    path("ordre-du-jour/<uid:item>/", include(_ITEM)),
]
