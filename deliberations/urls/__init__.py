"""Addresses of councils, sittings, deliberations and their files: one module for each kind of work."""

from django.urls import URLPattern, URLResolver, include, path

from deliberations.urls import (
    acts,
    convening,
    decisions,
    documents,
    elections,
    finding,
    finish,
    holding,
    keeping,
    minutes,
    past,
    preparation,
    proofs,
    register,
    start,
    word_templates,
    writing,
)
from deliberations.views import history, signing_tickets, sittings

_SITTING: list[URLPattern | URLResolver] = [
    path("", sittings.sitting, name="sitting"),
    *elections.SITTING,
    *preparation.SITTING,
    *convening.SITTING,
    *holding.HOLDING,
    *writing.SITTING,
    *finish.SITTING,
    *register.SITTING,
    *documents.SITTING,
    *minutes.SITTING,
]
"""Pages of one sitting: ``council`` and ``sitting``."""

_ACT = [
    *acts.ACT,
    path("historique/", history.act_history, name="act_history"),
    *writing.ACT,
    *finish.ACT,
    *past.ACT,
]
"""Pages of one act: ``council``, ``sitting`` and ``act``."""

_COUNCIL: list[URLPattern | URLResolver] = [
    path("", sittings.council, name="council"),
    path("historique/<slug:kind>/<uid:uid>/", history.history, name="history"),
    *word_templates.COUNCIL,
    *start.COUNCIL,
    *elections.COUNCIL,
    *preparation.COUNCIL,
    *writing.COUNCIL,
    *finish.COUNCIL,
    *finding.COUNCIL,
    *keeping.COUNCIL,
    *documents.COUNCIL,
    *decisions.COUNCIL,
    *register.COUNCIL,
    *proofs.COUNCIL,
    *past.COUNCIL,
]
"""Pages of one council: ``council``."""

urlpatterns = [
    path("commencer/", include(start.START)),
    path("convocation/<link_token:token>/", include(convening.LINK)),
    *finish.HOME,
    path("v/", include(finish.CHECK)),
    path("signature/conforme_signer.pyz", signing_tickets.token_program, name="token_program"),
    path("signature/<link_token:token>/", include(finish.TOKEN)),
    path(
        "public/<uid:council>/",
        include([*finish.PUBLIC, *documents.PUBLIC, *minutes.PUBLIC, *decisions.PUBLIC, *proofs.PUBLIC]),
    ),
    path("conseils/<uid:council>/", include(_COUNCIL)),
    path("conseils/<uid:council>/seances/<uid:sitting>/", include(_SITTING)),
    path("conseils/<uid:council>/deliberations/<uid:sitting>/<uid:act>/", include(_ACT)),
]
