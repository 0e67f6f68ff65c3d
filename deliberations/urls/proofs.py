"""Addresses of the proof register: for who audits it, and for anybody."""

from django.urls import path

from deliberations.views import proofs, public_proofs

COUNCIL = [
    path("preuves/", proofs.proof_register, name="proof_register"),
    path("preuves/controler/", proofs.proof_check, name="proof_check"),
    path("preuves/controles/<uid:work>/", proofs.proof_check_work, name="proof_check_work"),
    path("preuves/destinataires/", proofs.proof_recipients, name="proof_recipients"),
    path("preuves/<int:seq>.json", proofs.proof_inclusion, name="proof_inclusion"),
    path("preuves/<int:seq>/effacer/", proofs.proof_erase, name="proof_erase"),
]

PUBLIC = [
    path("preuves/", public_proofs.public_proofs, name="public_proofs"),
    path("preuves.json", public_proofs.public_proofs_file, name="public_proofs_file"),
    path("preuves/<str:day>/tete.json", public_proofs.public_proof_head, name="public_proof_head"),
    path(
        "preuves/continuite/<str:first>/<str:second>.json",
        public_proofs.public_consistency,
        name="public_consistency",
    ),
    path("preuves/inscriptions/<str:entry>.json", public_proofs.public_inclusion, name="public_inclusion"),
]
