"""Addresses of councils, sittings, deliberations and their files."""

from django.urls import include, path

from deliberations.views import acts, signing, sittings

_ACT = [
    path("", acts.act, name="act"),
    path("signer/", signing.sign, name="sign"),
    path("<rendition:rendition>.<file_format:file_format>", acts.download, name="download"),
    path("copie-certifiee-signee-v<int:version>.pdf", acts.download_signed, name="download_signed"),
]

urlpatterns = [
    path("conseils/<uid:council>/", sittings.council, name="council"),
    path("conseils/<uid:council>/seances/<uid:sitting>/", sittings.sitting, name="sitting"),
    path("conseils/<uid:council>/deliberations/<uid:sitting>/<uid:act>/", include(_ACT)),
]
