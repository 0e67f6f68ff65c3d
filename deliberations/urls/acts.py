"""Addresses of one act and of its files."""

from django.urls import path

from deliberations.views import acts, signing

ACT = [
    path("", acts.act, name="act"),
    path("signer/", signing.sign, name="sign"),
    path("<rendition:rendition>.<file_format:file_format>", acts.download, name="download"),
    path("copie-certifiee-signee-v<int:version>.pdf", acts.download_signed, name="download_signed"),
]
