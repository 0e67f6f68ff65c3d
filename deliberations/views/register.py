"""The register: its volumes, what enters, the file of a volume and the sheets to print."""

import logging
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council
from councils.permissions import Predicate, may_publish, may_read_drafts, may_write
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.files import file_response
from councils.views.forms_shown import FormPage, form_page, status_of
from deliberations.assembly import AssemblyFailed, PrintOptions, Recto
from deliberations.domain.register import Binding, SheetRule
from deliberations.domain.signing_order import SignedKind
from deliberations.forms.register import CloseVolumeForm, EnterForm, RegisterPrintForm, VolumeForm
from deliberations.models import RegisterEntry, RegisterVolume
from deliberations.queries.register import (
    entries_of,
    measured_volumes,
    next_sheet,
    open_volume_of,
    volumes_of,
    works_of,
)
from deliberations.queries.sealed import sealed_copy
from deliberations.services.council_seal import is_sealed_volume_current
from deliberations.services.readings import note_register_reading
from deliberations.services.register_entering import out_of_order, waiting_for
from deliberations.services.register_files import RegisterFile, print_file, volume_file
from deliberations.services.register_printing import require_printable
from deliberations.services.register_volumes import close_volume, open_volume, plan_volume
from deliberations.services.register_works import AT_ONCE, EVERYTHING, FILE, SEAL, WorkGoing, ask
from deliberations.services.signing_means import seal_of
from deliberations.services.storage import DamagedDocument
from deliberations.views.searching import council_row
from deliberations.views.shown.register import (
    pages_label,
    print_choices,
    ready,
    ready_label,
    shown_entries,
    shown_volumes,
    shown_work,
    what_enters,
)
from deliberations.views.shown.signing import shown_paper

logger = logging.getLogger(__name__)
WHOLE = "tout"
NOTHING_READY = "Rien n'est prêt à être inscrit : tout est déjà au registre, ou attend encore quelque chose."
NOT_SEALABLE = "Le cachet s'appose sur un volume clos, quand le conseil a un cachet en service (Réglages)."
NOT_MADE = (
    "Le fichier n'a pas pu être assemblé : un feuillet conservé est manquant ou altéré. Prévenez l'assistance, qui le "
    "rétablira depuis une sauvegarde."
)


def volume_row(council: Council, uid: str) -> RegisterVolume:
    """The volume of that uid in the register of ``council``, or 404."""
    return get_object_or_404(volumes_of(council), uid=uid)


def _place(request: MemberRequest, council: str, volume: str, may: Predicate) -> RegisterVolume:
    return volume_row(council_row(request, council, may=may), volume)


@private_page
@require_safe
def register(request: MemberRequest, council: str) -> HttpResponse:
    """The register of a council: the open volume with what waits, and every volume."""
    row = council_row(request, council, may=may_read_drafts)
    current = open_volume_of(row)
    waiting = waiting_for(current, at=timezone.now()) if current else []
    context = {
        "council": row,
        "current": current,
        "waiting": waiting,
        "ready": ready_label(waiting),
        "may_write": may_write(request.user, row),
        "volumes": list(shown_volumes(measured_volumes(row))),
        "works": [shown_work(work) for work in works_of(current).select_related("volume__council")[:3]]
        if current
        else [],
    }
    return render(request, "deliberations/register.html", context)


@private_page
@require_http_methods(GET_OR_POST)
def open_register_volume(request: MemberRequest, council: str) -> HttpResponse:
    """Open the first volume, or the next one."""
    row = council_row(request, council, may=may_write)
    plan = plan_volume(row, at=timezone.now())
    initial = {
        "since": plan.since,
        "until": plan.until,
        "binding": plan.binding.value,
        "rule": plan.rule.value,
        "first_sheet": plan.first_sheet,
    }
    form = VolumeForm(posted(request), initial=initial, is_first=plan.is_first)

    def save() -> None:
        told = {"first_sheet": plan.first_sheet, **form.cleaned_data}
        told |= {"binding": Binding(told["binding"]), "rule": SheetRule(told["rule"])}
        open_volume(council=row, by=request.user, at=timezone.now(), **told)

    page = FormPage(
        heading="Ouvrir un volume du registre",
        submit="Ouvrir le volume",
        done="Le volume est ouvert, avec sa page de titre.",
        parent_url=reverse("register", kwargs={"council": row.uid}),
        parent="Registre",
        intro=_follows(row, plan.is_first, plan.first_sheet),
    )
    return form_page(request, row, page, form, save)


def _follows(row: Council, is_first: bool, first_sheet: int) -> tuple[str, ...]:
    if open_volume_of(row) is not None:
        return ("Un volume est déjà ouvert : clôturez-le d'abord.",)
    if is_first:
        return ("Les numéros des feuillets se suivent d'un volume à l'autre et ne changent plus.",)
    return (f"Les feuillets continuent au n° {first_sheet}.",)


@private_page
@require_safe
def register_volume(request: MemberRequest, council: str, volume: str) -> HttpResponse:
    """What a volume holds, in the order of its sheets."""
    row = _place(request, council, volume, may_read_drafts)
    entries = list(entries_of(row))
    context = {
        "council": row.council,
        "volume": row,
        "groups": shown_entries(entries),
        "pages": pages_label(entries),
        "may_write": may_write(request.user, row.council),
        "works": [shown_work(work) for work in works_of(row).select_related("volume__council")[:3]],
        **_seal_of(request, row),
    }
    return render(request, "deliberations/register_volume.html", context)


def _seal_of(request: MemberRequest, row: RegisterVolume) -> dict[str, Any]:
    """The sealed file of a closed volume, whether it is still what the sheets say, and the seal that may be put."""
    if row.is_open:
        return {"sealed": None, "is_current": False, "seal": None}
    paper = sealed_copy(row.council, SignedKind.VOLUME, row.uid)
    is_current = paper is not None and is_sealed_volume_current(row)
    seal = seal_of(row.council, council_day(row.council, timezone.now()))
    may_seal = may_publish(request.user, row.council) and not is_current
    return {
        "sealed": shown_paper(paper) if paper is not None else None,
        "is_current": is_current,
        "seal": seal if may_seal else None,
    }


@private_page
@require_POST
def seal_register_volume(request: MemberRequest, council: str, volume: str) -> HttpResponse:
    """Have the worker put the council's seal on a closed volume."""
    row = _place(request, council, volume, may_publish)
    if row.is_open or seal_of(row.council, council_day(row.council, timezone.now())) is None:
        messages.error(request, NOT_SEALABLE)
        return redirect("register_volume", council=council, volume=volume)
    try:
        work = ask(volume=row, source=SEAL, by=request.user, at=timezone.now())
    except WorkGoing as refusal:
        messages.info(request, refusal.message_fr)
        work = refusal.work
    return redirect("register_work", council=council, volume=volume, work=work.uid)


@private_page
@require_http_methods(GET_OR_POST)
def enter_in_register(request: MemberRequest, council: str, volume: str) -> HttpResponse:
    """Show what enters for good (``source`` and ``uid``, or all that is ready), then have the worker enter it."""
    row = _place(request, council, volume, may_write)
    asked = request.POST if request.method == "POST" else request.GET
    source, uid = asked.get("source", "")[:40] or EVERYTHING, asked.get("uid", "")[:64]
    entering = what_enters(ready(waiting_for(row, at=timezone.now())), source, uid)
    if not entering:
        messages.info(request, NOTHING_READY)
        return redirect("register", council=council)
    told = {"source": source, "uid": uid, "seen": ",".join(each.uid for each in entering)}
    form = EnterForm(posted(request), initial=told, entering=told["seen"])
    if form.is_bound and form.is_valid():
        try:
            work = ask(volume=row, source=source, what=uid, by=request.user, at=timezone.now())
        except WorkGoing as refusal:
            messages.info(request, refusal.message_fr)
            work = refusal.work
        return redirect("register_work", council=council, volume=volume, work=work.uid)
    context = {
        "council": row.council,
        "volume": row,
        "entering": entering,
        "late": out_of_order(row, entering),
        "first_sheet": next_sheet(row),
        "form": form,
    }
    return render(request, "deliberations/register_enter.html", context, status=status_of(form))


@private_page
@require_safe
def register_work(request: MemberRequest, council: str, volume: str, work: str) -> HttpResponse:
    """How far a long work is; the page looks again by itself until it ends."""
    row = _place(request, council, volume, may_read_drafts)
    found = get_object_or_404(works_of(row).select_related("volume__council"), uid=work)
    context = {"council": row.council, "volume": row, "work": shown_work(found)}
    return render(request, "deliberations/register_work.html", context)


@private_page
@require_safe
def register_pdf(request: MemberRequest, council: str, volume: str) -> HttpResponse:
    """The whole volume; a long one is put together by the worker first."""
    row = _place(request, council, volume, may_read_drafts)
    file = volume_file(row)
    if file.pages > AT_ONCE and not file.is_made:
        work = ask(volume=row, source=FILE, by=request.user, at=timezone.now())
        return redirect("register_work", council=council, volume=volume, work=work.uid)
    return _sent(request, row, file)


@private_page
@require_safe
def print_register(request: MemberRequest, council: str, volume: str) -> HttpResponse:
    """Choose the sheets and the paper, then the file to print."""
    row = _place(request, council, volume, may_read_drafts)
    entries = list(entries_of(row))
    asked = request.GET if "what" in request.GET else None
    given = {"what": request.GET.get("seance", WHOLE)}
    form = RegisterPrintForm(asked, choices=print_choices(entries), initial=given)
    if asked is not None and form.is_valid():
        try:
            return _sent(request, row, _print_file(row, entries, form.cleaned_data))
        except Refusal as refusal:
            form.add_error("what", refusal.message_fr)
    context = {"council": row.council, "volume": row, "form": form}
    return render(request, "deliberations/register_print.html", context, status=status_of(form))


def _print_file(row: RegisterVolume, entries: list[RegisterEntry], told: dict[str, Any]) -> RegisterFile:
    options = PrintOptions(told["sides"] == "2", told["binding_mm"], Recto(told["recto"]))
    if told["what"] != WHOLE:
        entries = [entry for entry in entries if entry.sitting and entry.sitting.uid == told["what"]]
    require_printable(entries)
    return print_file(row, entries, options)


def _sent(request: MemberRequest, row: RegisterVolume, file: RegisterFile) -> HttpResponse:
    try:
        content = file.read()
    except (AssemblyFailed, DamagedDocument):
        logger.exception("A register cannot be put together")
        messages.error(request, NOT_MADE)
        return redirect("register_volume", council=row.council.uid, volume=row.uid)
    note_register_reading(request.user, row)
    return file_response(content, file.name)


@private_page
@require_http_methods(GET_OR_POST)
def close_register_volume(request: MemberRequest, council: str, volume: str) -> HttpResponse:
    """Close a volume: its tables and its last page take their sheets."""
    row = _place(request, council, volume, may_write)
    place = {"council": row.council.uid, "volume": row.uid}
    if not row.is_open:
        return redirect("register_volume", council=council, volume=volume)
    form = CloseVolumeForm(posted(request))
    page = FormPage(
        heading=f"Clore le volume {row.number}",
        submit="Clore le volume",
        done="Le volume est clos : imprimez ses tables et sa page de clôture.",
        parent_url=reverse("register_volume", kwargs=place),
        parent=f"Registre, volume {row.number}",
        above_url=reverse("register", kwargs={"council": row.council.uid}),
        above="Registre",
        intro=(
            "La table par date, la table par objet et la page de clôture sont ajoutées à la fin, avec leurs feuillets.",
            "Ensuite, plus rien n'entre dans ce volume : les actes suivants vont dans le volume suivant.",
            *_not_ready(row),
        ),
    )
    return form_page(
        request, row.council, page, form, lambda: close_volume(volume=row, by=request.user, at=timezone.now())
    )


def _not_ready(row: RegisterVolume) -> tuple[str, ...]:
    late = [each.label for each in waiting_for(row, at=timezone.now()) if each.why_not]
    return (f"Ne seront pas dans ce volume, faute d'être clôturées : {', '.join(late)}.",) if late else ()
