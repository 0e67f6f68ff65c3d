"""Addresses of what follows a sitting: closing, transmission, publication, errors, proofs; and of the public pages."""

from django.urls import path

from deliberations.views import (
    checking,
    errors_found,
    evidence,
    finish,
    home,
    public,
    publication,
    signed_scans,
    signing,
    signing_desk,
    signing_returned,
    signing_tickets,
    transmission,
)

HOME = [path("", home.home, name="home")]

COUNCIL = [
    path("a-signer/", home.to_sign, name="council_to_sign"),
    path("a-signer/papiers/", signed_scans.signed_scans, name="signed_scans"),
    path("a-signer/choix/", signing.signing_choose, name="signing_choose"),
    path("a-signer/choix/<uid:choice>/", signing.signing_confirm, name="signing_confirm"),
    path("a-signer/choix/<uid:choice>/code/", signing.signing_code, name="signing_code"),
    path("a-signer/choix/<uid:choice>/jeton/", signing_tickets.signing_ticket_ask, name="signing_ticket_ask"),
    path("a-signer/choix/<uid:choice>/resultat/", signing.signing_outcome, name="signing_outcome"),
    path("a-signer/jeton/<uid:ticket>/", signing_tickets.signing_ticket, name="signing_ticket"),
    path("a-signer/<uid:paper>.pdf", signing_desk.signing_file, name="signing_file"),
    path("a-signer/<uid:paper>/<int:order>/", signing_desk.signing_place, name="signing_place"),
    path("a-signer/<uid:paper>/<int:order>/depot/", signing_returned.signing_return, name="signing_return"),
    path("a-signer/<uid:paper>/<int:order>/piece/", signing_desk.signing_scan, name="signing_scan"),
]

SITTING = [
    path("cloture/", finish.finish, name="sitting_finish"),
    path("reouverture/", finish.reopen, name="sitting_reopen"),
    path("transmission/", transmission.sitting_transmission, name="sitting_transmission"),
    path("transmission/depot.zip", transmission.sitting_pack, name="sitting_pack"),
    path("signatures/", signing_desk.sitting_signatures, name="sitting_signatures"),
    path("signatures/cachet/", signing_desk.sitting_seal, name="sitting_seal"),
    path("publication/", publication.sitting_publication, name="sitting_publication"),
    path("publication/documents/", publication.sitting_paper, name="sitting_paper"),
]

ACT = [
    path("transmission/", transmission.transmission, name="act_transmission"),
    path("transmission/depot.zip", transmission.pack, name="act_pack"),
    path("transmission/accuse/", transmission.receipt, name="act_receipt"),
    path("publication/", publication.publication, name="act_publication"),
    path("publication/retrait/", publication.unpublish, name="act_unpublish"),
    path("erreur/", errors_found.error, name="act_error"),
    path("erreur/suite/", errors_found.follow, name="act_follow"),
    path("erreur/rectification/", errors_found.rectify, name="act_rectify"),
    path("erreur/occultation/", errors_found.hide, name="act_hide"),
    path("preuves/", evidence.evidence, name="act_evidence"),
    path("preuves/dossier/", evidence.ask, name="act_evidence_ask"),
    path("preuves/dossier/<uid:work>/", evidence.evidence_work, name="act_evidence_work"),
    path("preuves/dossier/<uid:work>/dossier.zip", evidence.evidence_zip, name="act_evidence_file"),
]

CHECK = [
    path("", checking.check_form, name="check_form"),
    path("fichier", checking.check_file, name="check_file"),
    path("fichier/<str:ticket>", checking.check_answer, name="check_answer"),
    path("<str:code>", checking.check_act, name="check_act"),
]

PUBLIC = [
    path("", public.act_list, name="public_list"),
    path("deliberations/<int:year>/<slug:slug>/", public.act_page, name="public_act"),
    path("deliberations/<int:year>/<slug:slug>.pdf", public.act_file, name="public_file"),
]

TOKEN = [
    path("", signing_tickets.token_task, name="token_task"),
    path("certificat/", signing_tickets.token_certificate, name="token_certificate"),
    path("documents/<int:number>.pdf", signing_tickets.token_file, name="token_file"),
    path("signatures/", signing_tickets.token_signatures, name="token_signatures"),
]
"""What the program of the signatory's computer asks for: ``token``. Nobody logs in there."""
