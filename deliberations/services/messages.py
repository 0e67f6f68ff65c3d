"""What the e-mails of a convocation say: finished French sentences; typography is applied when they are built."""

from collections.abc import Sequence
from typing import Any

from councils.queries import preferences_of
from deliberations.documents.convocation import agenda_lines
from deliberations.domain.convening import MailingKind
from deliberations.domain.record import Record
from deliberations.domain.wording import convening as words
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.members import MemberWords
from deliberations.models import Mailing, Sitting
from deliberations.queries.convening import purge_day

_KEPT = (
    "Ce qui est conservé : la date de cet envoi, celle à laquelle la page de la séance est demandée par votre lien, "
    "les documents que vous y téléchargez, vos réponses, vos pouvoirs et vos déclarations d'intérêt. Ni votre adresse "
    "de connexion ni votre appareil ne sont enregistrés, et nos messages ne contiennent aucun traceur."
)
_WHY = "Pourquoi : prouver que chaque membre a été convoqué dans le délai, et préparer la séance."
_STAYS = (
    "Restent la date de votre convocation et, s'il y en a, vos pouvoirs et vos déclarations d'intérêt, qui font "
    "partie des pièces de la séance."
)
_LEADS = {
    MailingKind.AMENDED: [
        "L'ordre du jour de la séance ci-dessous a été modifié : il remplace celui que vous avez reçu."
    ],
    MailingKind.REMINDER: [
        "Vous avez déjà reçu cette convocation. Merci de dire si vous serez présent, ou de donner pouvoir."
    ],
}
PREVIEW_ADDRESS = "(lien personnel du membre)"


def convocation_context(
    record: Record, member: str, sitting: Sitting, mailing: Mailing, address: str
) -> dict[str, Any]:
    """The e-mail to one member (mandate); ``address`` is his personal link."""
    body = BodyWords(record.council)
    members = MemberWords(record, body)
    return {
        "salutation": words.salutation(record, members, member),
        "lead": _LEADS.get(MailingKind(mailing.kind), []),
        "summons": words.summons(record, body),
        "circumstances": words.circumstances(record),
        "agenda": agenda_lines(record),
        "address": address,
        "privacy": privacy(sitting),
        "signature": signature(record, members),
        "authority": capitalised(body.authority),
    }


def signature(record: Record, members: MemberWords) -> str:
    """« Le Maire, Olivier TURPIN », or nothing when nobody heads the council."""
    head = record.heads[0] if record.heads else record.sitting.chair
    return f"{members.capacity(head)}, {members.name(head)}" if head else ""


def privacy(sitting: Sitting) -> Sequence[str]:
    """What is kept of the member's visits and answers, why, and until when."""
    until = long_date(purge_day(sitting, preferences_of(sitting.council).proof_months))
    return (_KEPT, _WHY, f"Jusqu'à quand : ces preuves sont effacées le {until}. {_STAYS}")
