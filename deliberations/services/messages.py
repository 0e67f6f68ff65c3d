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
_MORE = "Qui en répond, qui les voit et vos droits : sur la page de la séance, par votre lien personnel."
_BASIS = (
    "Sur quel fondement : convoquer les membres et établir présences, pouvoirs, intérêts et votes est une obligation "
    "légale (RGPD, art. 6, 1, c). Noter que votre page et vos documents ont été demandés relève de la mission "
    "d'intérêt public (art. 6, 1, e). Rien ne vous oblige à répondre ici : le secrétariat note aussi ce "
    "que vous lui dites."
)
_SOURCE = (
    "D'où elles viennent : votre identité et votre mandat, de l'élection ; votre adresse, de ce que vous avez "
    "indiqué à la mairie ; le reste, de vous."
)
_SEEN_BY = (
    "Qui les voit : les agents et les élus qui ont un rôle dans cette assemblée, et les prestataires qui hébergent le "
    "logiciel et acheminent les courriels ; le registre des traitements dit où. Votre présence, vos pouvoirs et le "
    "sens de vos votes, là où il est nommé, figurent dans des actes que le public peut lire."
)
_RIGHTS = (
    "Vos droits : accès, rectification, effacement et limitation (RGPD, art. 15 à 18), et opposition, pour une raison "
    "tenant à votre situation, à ce qui relève de la mission d'intérêt public (art. 21). Ni l'effacement ni "
    "l'opposition ne s'appliquent à ce que la loi oblige à établir ou à garder. Aucune décision n'est prise à votre "
    "sujet par un automate. Vous pouvez aussi saisir la CNIL, sur cnil.fr (art. 77)."
)
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
        "privacy": (*privacy(sitting), _MORE),
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


def rights(sitting: Sitting) -> tuple[str, ...]:
    """The rest of what a person must be told of the use of his data (RGPD, art. 13 and 14)."""
    council, kept = sitting.council, preferences_of(sitting.council)
    reached = " ou ".join(way for way in (kept.contact_email, kept.contact_phone) if way)
    where = f", {reached}" if reached else ""
    answers = (
        f"Qui en répond : {council.authority_name or council.place_name}{where}. Demandez-y aussi à joindre le "
        "délégué à la protection des données."
    )
    return (answers, _BASIS, _SOURCE, _SEEN_BY, _RIGHTS)
