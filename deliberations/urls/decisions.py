"""Addresses of the mayor's decisions taken by delegation, and of their public pages."""

from django.urls import URLPattern, URLResolver, include, path

from deliberations.views import (
    decision_delegations,
    decisions,
    decisions_after,
    decisions_signing,
    decisions_writing,
    evidence,
    public_decisions,
)

_DECISION = [
    path("", decisions.decision, name="decision"),
    path("rediger/", decisions_writing.decision_edit, name="decision_edit"),
    path("supprimer/", decisions_writing.decision_delete, name="decision_delete"),
    path("annexes/", decisions_writing.decision_annexes, name="decision_annexes"),
    path("annexes/<int:annex>/", decisions.decision_annex, name="decision_annex"),
    path("signature/", decisions_signing.decision_sign, name="decision_sign"),
    path("signature-electronique/", decisions_signing.decision_to_signature, name="decision_to_signature"),
    path("reprise/", decisions_signing.decision_reopen, name="decision_reopen"),
    path("abandon/", decisions_signing.decision_give_up, name="decision_give_up"),
    path("suite/", decisions_signing.decision_state, name="decision_state"),
    path("compte-rendu/", decisions_signing.decision_report, name="decision_report"),
    path("transmission/", decisions_after.decision_transmission, name="decision_transmission"),
    path("transmission/depot.zip", decisions_after.decision_pack_file, name="decision_pack"),
    path("transmission/accuse/", decisions_after.decision_receipt, name="decision_receipt"),
    path("publication/", decisions_after.decision_publication, name="decision_publication"),
    path("publication/retrait/", decisions_after.decision_unpublish, name="decision_unpublish"),
    path("occultation/", decisions_after.decision_hide, name="decision_hide"),
    path("preuves/", evidence.decision_evidence, name="decision_evidence"),
    path("preuves/dossier/", evidence.ask_of_decision, name="decision_evidence_ask"),
    path("preuves/dossier/<uid:work>/", evidence.decision_evidence_work, name="decision_evidence_work"),
    path(
        "preuves/dossier/<uid:work>/dossier.zip",
        evidence.decision_evidence_zip,
        name="decision_evidence_file",
    ),
    path(
        "<rendition:rendition>.<file_format:file_format>",
        decisions.decision_download,
        name="decision_download",
    ),
]

COUNCIL: list[URLPattern | URLResolver] = [
    path("decisions/", decisions.mayor_decisions, name="mayor_decisions"),
    path("decisions/nouvelle/", decisions_writing.decision_new, name="decision_new"),
    path("decisions/delegations/", decision_delegations.delegations, name="mayor_delegations"),
    path("decisions/delegations/nouvelle/", decision_delegations.delegation, name="mayor_delegation_new"),
    path("decisions/delegations/<uid:delegation>/", decision_delegations.delegation, name="mayor_delegation"),
    path("decisions/numeros/", decision_delegations.numbering, name="decision_numbering"),
    path("decisions/acte/<uid:decision>/", include(_DECISION)),
]
"""Pages of one council: ``council``."""

PUBLIC = [
    path("decisions/", public_decisions.public_mayor_decisions, name="public_decisions"),
    path("decisions/<int:year>/<slug:slug>/", public_decisions.decision_page, name="public_decision"),
    path("decisions/<int:year>/<slug:slug>.pdf", public_decisions.decision_file, name="public_decision_file"),
]
