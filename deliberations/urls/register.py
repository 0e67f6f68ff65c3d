"""Addresses of the register, and of what is printed to be signed by hand."""

from django.urls import path

from deliberations.views import print_pack, register

COUNCIL = [
    path("registre/", register.register, name="register"),
    path("registre/ouvrir/", register.open_register_volume, name="register_open"),
    path("registre/<uid:volume>/", register.register_volume, name="register_volume"),
    path("registre/<uid:volume>/inscrire/", register.enter_in_register, name="register_enter"),
    path("registre/<uid:volume>/travaux/<uid:work>/", register.register_work, name="register_work"),
    path("registre/<uid:volume>/registre.pdf", register.register_pdf, name="register_pdf"),
    path("registre/<uid:volume>/imprimer/", register.print_register, name="register_print"),
    path("registre/<uid:volume>/cachet/", register.seal_register_volume, name="register_seal"),
    path("registre/<uid:volume>/clore/", register.close_register_volume, name="register_close"),
]
"""Pages of one council: ``council``."""

SITTING = [
    path("dossier-a-signer/", print_pack.sitting_print_pack, name="sitting_print_pack"),
    path("dossier-a-signer/<uid:work>/", print_pack.sitting_pack_work, name="sitting_pack_work"),
    path("dossier-a-signer/<uid:work>/dossier.pdf", print_pack.sitting_pack_file, name="sitting_pack_file"),
]
"""Pages of one sitting: ``council`` and ``sitting``."""
