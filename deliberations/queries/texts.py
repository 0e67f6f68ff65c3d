"""The text of one act, alone: what an editor reads at each key, without the facts of the whole sitting."""

from django.db.models import Q, QuerySet

from councils.models import Council
from deliberations.domain import acts
from deliberations.domain.act_text import ActText
from deliberations.models import Deliberation

RECENT = 2_000
"""Acts in which the words of an earlier one are looked for: the search takes as long in any archive."""


def text_stored(act: Deliberation) -> ActText:
    """The text of ``act`` as its rows have it."""
    row = Deliberation.objects.prefetch_related("clauses", "operative__blocks", "annexes").get(pk=act.pk)
    return ActText(
        title_html=row.title_html,
        statement_html=row.statement_html,
        clauses=tuple(acts.Clause(acts.ClauseKind(each.kind), each.text_html) for each in row.clauses.all()),
        operative=tuple(
            acts.OperativePart(
                tuple(block.text_html for block in part.blocks.all()),
                part.verb,
                acts.OperativeLayout(part.layout),
            )
            for part in row.operative.all()
        ),
        annexes=tuple(annex.title for annex in row.annexes.all()),
    )


def acts_found(council: Council, words: str, *, but: Deliberation | None = None) -> QuerySet[Deliberation]:
    """Acts of ``council`` whose number or title holds every word, the latest sitting first."""
    recent = Deliberation.objects.filter(council=council).order_by("-pk").values("pk")[:RECENT]
    found = Deliberation.objects.filter(pk__in=list(recent.values_list("pk", flat=True)))
    for word in words.replace("\x00", " ").split()[:8]:
        found = found.filter(
            Q(title_html__icontains=word)
            | Q(item__title_html__icontains=word)
            | Q(printed_number__icontains=word)
            | Q(slug__icontains=word)
        )
    if but is not None:
        found = found.exclude(pk=but.pk)
    return found.select_related("sitting", "council", "item").order_by("-sitting__held_on", "-pk")
