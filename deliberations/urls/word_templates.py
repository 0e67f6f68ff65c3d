"""Addresses of the council's own Word template."""

from django.urls import path

from deliberations.views import word_templates

COUNCIL = [
    path("reglages/modele-word/", word_templates.word_template, name="word_template"),
    path(
        "reglages/modele-word/modele-de-depart.docx",
        word_templates.word_template_starter,
        name="word_template_starter",
    ),
    path("reglages/modele-word/retirer/", word_templates.word_template_stop, name="word_template_stop"),
    path(
        "reglages/modele-word/<uid:template>/fichier.docx",
        word_templates.word_template_file,
        name="word_template_file",
    ),
    path(
        "reglages/modele-word/<uid:template>/utiliser/",
        word_templates.word_template_use,
        name="word_template_use",
    ),
    path(
        "reglages/modele-word/<uid:template>/essai-exemple.docx",
        word_templates.word_template_sample,
        name="word_template_sample",
    ),
    path(
        "reglages/modele-word/<uid:template>/essai-dernier-acte.docx",
        word_templates.word_template_last_act,
        name="word_template_last_act",
    ),
]
"""Pages of one council: ``council``, and ``template`` where one is named."""
