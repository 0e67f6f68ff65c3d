"""Short e-mails to the members: a code, a proxy given, received or revoked, a holder who will not come."""

from collections.abc import Sequence

from councils.models import Mandate
from deliberations.domain.wording import convening as words
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.elision import de
from deliberations.domain.wording.members import MemberWords
from deliberations.models import ProxyGrant, Sitting
from deliberations.queries import record_of
from deliberations.services.mailing import Attached, build_message, email_of, send

PROXY_PDF = "pouvoir.pdf"
_REVOCABLE = (
    "Vous pouvez le révoquer depuis votre page jusqu'à l'ouverture de la séance, puis auprès du secrétariat."
)


def tell(
    sitting: Sitting,
    member: Mandate,
    subject: str,
    lines: Sequence[str],
    attached: Sequence[Attached] = (),
) -> bool:
    """Send ``lines`` to a member; whether the mail server took it. ``False`` when the member has no address."""
    to = email_of(member)
    if not to:
        return False
    record = record_of(sitting)
    body = BodyWords(record.council)
    context = {
        "salutation": words.salutation(record, MemberWords(record, body), member.uid),
        "lines": lines,
        "authority": capitalised(body.authority),
    }
    return send(
        build_message(
            "emails/notice.html",
            council=sitting.council,
            to=to,
            subject=subject,
            context=context,
            attached=attached,
        )
    )


def tell_proxy_given(grant: ProxyGrant, pdf: bytes) -> None:
    """To the grantor, with the paper; to the holder, so that he knows before the evening."""
    sitting, held = grant.sitting, long_date(grant.sitting.held_on)
    grantor, holder = _name(grant.grantor), _name(grant.holder)
    tell(
        sitting,
        grant.grantor,
        f"Votre pouvoir pour la séance du {held}",
        [
            f"Votre pouvoir à {holder} pour la séance du {held} est enregistré. Vous le trouverez joint à ce message.",
            _REVOCABLE,
            "Si vous n'êtes pas à l'origine de ce pouvoir, prévenez la mairie sans attendre.",
        ],
        [Attached(PROXY_PDF, pdf)],
    )
    tell(
        sitting,
        grant.holder,
        f"Un pouvoir vous est donné pour la séance du {held}",
        [
            f"{grantor} vous donne pouvoir pour voter en son nom à la séance du {held}.",
            "Si vous ne pouvez pas venir, dites-le vite : un pouvoir n'est compté que si son mandataire est présent.",
        ],
    )


def tell_proxy_revoked(grant: ProxyGrant) -> None:
    sitting, held = grant.sitting, long_date(grant.sitting.held_on)
    tell(
        sitting,
        grant.grantor,
        f"Pouvoir révoqué pour la séance du {held}",
        [
            f"Votre pouvoir à {_name(grant.holder)} pour la séance du {held} est révoqué.",
            "Si vous n'êtes pas à l'origine de cette révocation, prévenez la mairie sans attendre.",
        ],
    )
    tell(
        sitting,
        grant.holder,
        f"Pouvoir révoqué pour la séance du {held}",
        [f"Le pouvoir {de(_name(grant.grantor))} pour la séance du {held} est révoqué."],
    )


def tell_grantors_of_absence(sitting: Sitting, holder: Mandate) -> None:
    """The vote of who gave a proxy to an absent holder would be lost: he is told in time to choose another."""
    held = long_date(sitting.held_on)
    for grant in ProxyGrant.objects.in_force().filter(sitting=sitting, holder=holder):
        tell(
            sitting,
            grant.grantor,
            f"Votre mandataire ne viendra pas à la séance du {held}",
            [
                f"{_name(holder)}, à qui vous avez donné pouvoir, ne siégera pas à la séance du {held}.",
                "Votre voix ne serait pas comptée.",
                "Révoquez ce pouvoir depuis votre page de la séance, puis donnez-en un à un autre membre.",
            ],
        )


def _name(member: Mandate) -> str:
    return str(member)
