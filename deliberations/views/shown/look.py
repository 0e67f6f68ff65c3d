"""What the settings of the documents are shown on: the latest act of the council, else a sample."""

from dataclasses import replace
from datetime import date

from councils.domain.looks import HouseLook
from councils.models import Council
from councils.queries import council_facts
from deliberations.documents.builder import view_deliberation
from deliberations.documents.sample import sample_view
from deliberations.documents.view import DeliberationView
from deliberations.domain.record import Record
from deliberations.models import Deliberation
from deliberations.queries import record_of
from deliberations.services.public_copy import public_act
from deliberations.services.rendering import edition_date


def shown_in(council: Council, look: HouseLook, today: date) -> DeliberationView:
    """The latest numbered act, without its private passages and marked as a draft, under ``look``."""
    numbered = Deliberation.objects.filter(council=council, sequence__isnull=False, is_individual=False)
    row = numbered.order_by("-sitting__held_on", "-sequence", "-pk").select_related("sitting").first()
    if row is None:
        return sample_view(replace(council_facts(council), look=look), today)
    record = record_of(row.sitting)
    public = public_act(record, record.act(row.uid))
    seen = Record(replace(public.record.council, look=look), public.record.sitting)
    day = edition_date(public.record, public.act, public.rendition)
    return view_deliberation(seen, public.act, rendition=public.rendition, edited_on=day, is_draft=True)
