"""What the secretary wrote in the minutes of the two invented sittings. Nobody here is real."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from deliberations.domain.minutes import (
    BallotRequest,
    Debate,
    Incident,
    Minutes,
    MinutesRemark,
    RemarkOutcome,
)
from deliberations.domain.record import Record
from deliberations.domain.votes import VoteMethod
from deliberations.dossier.reader import read_dossier

FOLDER = Path(__file__).parents[1] / "dossiers"
WINTER = timezone(timedelta(hours=1))

BUSY = Minutes(
    introduction_html="<p>Une minute de silence est observée en mémoire d'un ancien adjoint.</p>",
    closing_html="<p>La prochaine séance est fixée au 8 avril 2025.</p>",
    prints_names=True,
    debates=(
        Debate("secretaire", is_silent=True),
        Debate("proces-verbal", is_silent=True),
        Debate(
            "decisions",
            "<p>Mme Pauline OZANNE demande le coût du contrat de l'horloge : 210 € par an.</p>",
        ),
        Debate(
            "subventions",
            "<p>M. Olivier MERCIER juge la subvention de l'école de musique trop faible.</p>"
            "<p>Mme Inès CORBIN rappelle l'aide reçue du département.</p>",
        ),
        Debate("circulation", "<p>Les avis sont partagés sur le report du trafic vers la rue Basse.</p>"),
        Debate("eaux", is_silent=True),
        Debate("parcelle", "<p><mark data-private>M. Vendeur</mark> a accepté le prix par courrier.</p>"),
        Debate("president-comptes", is_silent=True),
        Debate("comptes", is_silent=True),
        Debate("questions", "<p>Sam NOIREL interroge la maire sur l'éclairage du stade.</p>"),
    ),
    incidents=(
        Incident(
            "<p>Une personne du public est invitée à garder le silence.</p>",
            item="circulation",
            at=datetime(2025, 3, 11, 20, 12, tzinfo=WINTER),
        ),
    ),
    requests=(
        *(
            BallotRequest("circulation", VoteMethod.PUBLIC, m)
            for m in ("mercier", "noirel", "ozanne", "joubert")
        ),
        *(BallotRequest("eaux", VoteMethod.SECRET, m) for m in ("mercier", "noirel")),
    ),
    remarks=(
        MinutesRemark(
            "<p>Mon intervention portait sur la rue Basse, non sur la rue Haute.</p>",
            member="ozanne",
            made_on=date(2025, 4, 8),
            outcome=RemarkOutcome.ACCEPTED,
            rectification_html="<p>Au point 5, lire « vers la rue Basse ».</p>",
        ),
        MinutesRemark(
            "<p>La durée du débat devrait figurer.</p>", member="noirel", outcome=RemarkOutcome.REFUSED
        ),
    ),
    settled_on=date(2025, 4, 8),
)
INSTALLED = Minutes(
    debates=(
        *(Debate(item, is_silent=True) for item in ("installation", "secretaire", "nombre", "charte")),
        Debate("maire", "<p>Trois candidatures sont présentées.</p>"),
        Debate("adjoints", "<p>Deux listes sont déposées.</p>"),
        Debate("delegations", "<p>M. Olivier MERCIER souhaite un compte rendu trimestriel.</p>"),
    )
)
TOLD = {"seance-mouvementee": BUSY, "installation": INSTALLED}


def record_of(name: str) -> Record:
    """The sitting of a committed dossier, with its minutes written where there are some."""
    dossier = read_dossier((FOLDER / f"{name}.json").read_bytes())
    (sitting,) = dossier.sittings
    return Record(dossier.council, replace(sitting, minutes=TOLD.get(name, sitting.minutes)))
