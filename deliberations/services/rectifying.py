"""« J'ai trouvé une erreur »: what a new act does about an old one, and what is corrected in the text itself."""

import html
import re
from datetime import datetime

from django.db.models import Model

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
    OperativeBlock,
    Rectification,
    Sitting,
)
from deliberations.services.changes import changing

FOLLOWED, RECTIFIED = "act.followed", "act.rectified"
LEADS = {
    ActLink.AMENDS: "Modification",
    ActLink.REPLACES: "Remplacement",
    ActLink.WITHDRAWS: "Retrait",
}
LONGEST_PASSAGE = 300
HIDDEN = "[occulté]"


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
    title = text_of(act.title_html) or text_of(act.item.title_html)
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
    *, act: Deliberation, before: str, after: str, reason: str, by: User | None, at: datetime
) -> Rectification:
    """Correct a material error: one passage of the text, found once, becomes another. The vote is untouched.

    The old words, the new ones and the reason are kept; a signed copy is then out of date and a new version names
    it. Raises ``Refusal`` when the passage is not found, or several times. History ``act.rectified``.
    """
    new = html.escape(after.strip(), quote=False)
    if not new:
        raise Refusal("rectification.after", "Écrivez le texte exact.")
    return _replace(act, before, new, after.strip(), reason, by, at)


def hide_passage(
    *, act: Deliberation, passage: str, reason: str, by: User | None, at: datetime
) -> Rectification:
    """Hide one passage from the public: it stays in the act, and no public page or copy shows it any more.

    The public page changes at once (personal data put online by mistake). Raises and writes as ``rectify_act``.
    """
    found = html.escape(passage.strip(), quote=False)
    return _replace(act, passage, f"<mark data-private>{found}</mark>", HIDDEN, reason, by, at)


def _replace(
    act: Deliberation, before: str, new: str, told: str, reason: str, by: User | None, at: datetime
) -> Rectification:
    passage = html.escape(" ".join(before.split()), quote=False)
    if not passage or len(before) > LONGEST_PASSAGE:
        raise Refusal("rectification.before", "Recopiez le passage exact, en 300 signes au plus.")
    if not reason.strip():
        raise Refusal("rectification.reason", "Dites d'où vient l'erreur : le motif est conservé.")
    with changing(act.sitting, by=by, reason=RECTIFIED, even_finished=True) as change:
        places = [place for place in _texts(act) if _occurrences(place, passage)]
        total = sum(_occurrences(place, passage) for place in places)
        if total != 1:
            raise Refusal("rectification.passage", _not_once(total))
        row, name = places[0]
        setattr(row, name, _substituted(getattr(row, name), passage, new))
        change.writer.write(row, "")
        entry = Rectification(
            deliberation=act, before=before.strip(), after=told, reason=reason.strip(), at=at, by=by
        )
        return change.writer.write(entry, "")


def _not_once(total: int) -> str:
    if total == 0:
        return "Ce passage n'est pas dans le texte de l'acte : recopiez-le exactement, sans mise en forme."
    return (
        f"Ce passage se trouve {total} fois dans l'acte : recopiez-en un plus long, qui n'y soit qu'une fois."
    )


Place = tuple[Model, str]


def _texts(act: Deliberation) -> list[Place]:
    blocks = OperativeBlock.objects.filter(part__deliberation=act)
    return [
        (act, "title_html"),
        (act, "statement_html"),
        *((clause, "text_html") for clause in act.clauses.all()),
        *((block, "text_html") for block in blocks),
    ]


def _pattern(passage: str) -> re.Pattern[str]:
    """The passage between tags, whatever the spaces and apostrophes: those of a page are not those that were typed."""
    characters = {"'": "['’]", "’": "['’]", " ": r"[\s\u00a0\u202f]+"}
    return re.compile(
        "".join(characters.get(c, re.escape(c)) for c in re.sub(r"[\u00a0\u202f]", " ", passage))
    )


def _occurrences(place: Place, passage: str) -> int:
    source: str = getattr(*place)
    return sum(len(_pattern(passage).findall(text)) for text in _TEXT.findall(source))


_TEXT = re.compile(r"(?:^|(?<=>))[^<]+")


def _substituted(source: str, passage: str, new: str) -> str:
    return _TEXT.sub(lambda found: _pattern(passage).sub(lambda _: new, found.group()), source)
