"""Addresses of councils, sittings, deliberations and their files: one module for each kind of work."""

from django.urls import URLPattern, URLResolver, include, path

from deliberations.urls import acts, preparation
from deliberations.views import sittings

_SITTING: list[URLPattern | URLResolver] = [
    path("", sittings.sitting, name="sitting"),
    *preparation.SITTING,
]
"""Pages of one sitting: ``council`` and ``sitting``."""

_ACT = [
    *acts.ACT,
]
"""Pages of one act: ``council``, ``sitting`` and ``act``."""

_COUNCIL = [
    path("", sittings.council, name="council"),
    *preparation.COUNCIL,
]
"""Pages of one council: ``council``."""

urlpatterns = [
    path("conseils/<uid:council>/", include(_COUNCIL)),
    path("conseils/<uid:council>/seances/<uid:sitting>/", include(_SITTING)),
    path("conseils/<uid:council>/deliberations/<uid:sitting>/<uid:act>/", include(_ACT)),
]
