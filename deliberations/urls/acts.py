"""Addresses of one act and of its files."""

from django.urls import path

from deliberations.views import acts, hand_signing, signing

ACT = [
    path("", acts.act, name="act"),
    path("signer/", signing.sign, name="sign"),
    path("signature-manuscrite/", hand_signing.sign_by_hand, name="act_hand_signature"),
    path("signature-manuscrite/annulation/", hand_signing.undo, name="act_hand_signature_undo"),
    path("signature-manuscrite/piece/", hand_signing.scan, name="act_hand_signature_scan"),
    path("<rendition:rendition>.<file_format:file_format>", acts.download, name="download"),
    path("copie-certifiee-signee-v<int:version>.pdf", acts.download_signed, name="download_signed"),
]
