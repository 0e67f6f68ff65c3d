"""« J'ai trouvé une erreur »: what a new act does about an old one, and what is corrected in the text itself."""

import html
from datetime import datetime

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council, User
from deliberations.domain.acts import ActLink
from deliberations.domain.sittings import ItemKind
from deliberations.domain.texts import text_of
from deliberations.models import (
    AgendaItem,
    Deliberation,
    Link,
    Rectification,
    Sitting,
)
from deliberations.richtext import (
    rewritten,
    without_private,
)
from deliberations.services.act_desks import desk_of
from deliberations.services.changes import changing
from deliberations.services.hand_signing import drop_hand_signature
from deliberations.services.hiding import RECTIFIED, keep_rectification
from deliberations.services.passages import chosen_passage, titled

FOLLOWED = "act.followed"
LEADS = {
    ActLink.AMENDS: "Modification",
    ActLink.REPLACES: "Remplacement",
    ActLink.WITHDRAWS: "Retrait",
}
OUTDATED = "Texte rectifié après la signature."
"""Why the signature on paper of an act that is rectified counts no more."""


def next_sitting(council: Council, *, at: datetime, after: Sitting | None = None) -> Sitting | None:
    """The first sitting to come that is not closed, other than ``after``; ``None`` when none is planned."""
    rows = Sitting.objects.filter(
        council=council, held_on__gte=council_day(council, at), finished_at__isnull=True, origin="LIVE"
    )
    if after is not None:
        rows = rows.exclude(pk=after.pk)
    return rows.order_by("held_on", "pk").first()


def follow_act(*, act: Deliberation, kind: ActLink, sitting: Sitting, by: User | None) -> Deliberation:
    """Put on the agenda of ``sitting`` a draft that amends, replaces or withdraws ``act``, linked to it by its number.

    The same asked again gives back the draft already there. Raises ``Refusal`` for an act without number or another
    council's sitting, ``SittingFinished``. Side effects: an item at the end of the agenda, the draft, its link;
    history ``act.followed``.
    """
    if not act.number:
        raise Refusal("act.unnumbered", "Cet acte n'a pas de numéro : corrigez simplement son texte.")
    if sitting.council_id != act.council_id:
        raise Refusal("sitting.elsewhere", "Cette séance est celle d'un autre conseil.")
    with changing(sitting, by=by, reason=FOLLOWED) as change:
        known = Deliberation.objects.filter(
            sitting=change.sitting, links__kind=kind, links__number=act.number
        ).first()
        if known is not None:
            return known
        item = change.writer.write(_item(act, kind, change.sitting), "")
        draft = Deliberation(
            council=change.sitting.council,
            sitting=change.sitting,
            item=item,
            title_html=item.title_html,
            is_individual=act.is_individual,
        )
        change.writer.write(draft, "")
        link = Link(deliberation=draft, kind=kind, number=act.number, adopted_on=act.sitting.held_on)
        change.writer.write(link, "")
        return draft


def _item(act: Deliberation, kind: ActLink, sitting: Sitting) -> AgendaItem:
    last = sitting.agenda.order_by("-order").values_list("order", flat=True).first()
    title = text_of(without_private(titled(act).title_html))
    words = f"{LEADS[kind]} de la délibération n° {act.number} – {title}"
    return AgendaItem(
        sitting=sitting,
        order=(last or 0) + 1,
        title_html=html.escape(words[:480], quote=False),
        theme=act.item.theme,
        kind=ItemKind.DELIBERATION,
        matter_code=act.item.matter_code,
        is_transmissible=act.item.is_transmissible,
        subject=act.item.subject,
        financial_year=act.item.financial_year,
        added_in_sitting=False,
    )


def rectify_act(
    *, act: Deliberation, passage: str, text: str, reason: str, by: User | None, at: datetime
) -> Rectification:
    """Correct a material error: the passage of that key reads ``text`` from now on. The vote is untouched.

    The old words, the new ones and the reason are kept; a signed copy is then out of date and a new version names
    it; a signature noted on paper counts no more. Raises ``Refusal`` when nothing changes, or when the passage
    does not read so any more. History ``act.rectified``. Side effect after the commit: the public file is made again.
    """
    told = " ".join(text.split(" ")).strip()
    if not told:
        raise Refusal("rectification.text", "Écrivez le texte exact.")
    desk = desk_of(act)
    with desk.changing(RECTIFIED, by=by) as writer:
        found, place, number = chosen_passage(act, passage)
        if told == found.text:
            raise Refusal("rectification.text", "Le texte n'a pas changé : corrigez-le.")
        place.write(writer, number, lambda runs: rewritten(runs, told), told)
        drop_hand_signature(writer, act, OUTDATED, at)
        before, after = _around_the_change(found.text, told)
        kept: Rectification = keep_rectification(desk, writer, before, after, reason, at)
        return kept


def _around_the_change(old: str, new: str) -> tuple[str, str]:
    """What differs between two texts, with a word on each side: enough to know where it was."""
    before, after = old.split(), new.split()
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    first = max(0, start - 1)
    return (
        " ".join(before[first : len(before) - max(0, end - 1)]),
        " ".join(after[first : len(after) - max(0, end - 1)]),
    )


def _common(first: list[str], second: list[str]) -> int:
    """How many words two texts begin with together."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(first), len(second)))
