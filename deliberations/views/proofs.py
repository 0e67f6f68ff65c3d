"""The page of who audits the proof register: its entries, its heads, its controls, and whom the heads are sent to."""

from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.db.models import DateField, Field
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.models import Council
from councils.permissions import may_set_up
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.files import file_response
from councils.views.forms_shown import FormPage, accepted, form_page, status_of
from councils.views.paging import MOST_COUNTED, page_of, query_without_page
from councils.views.tables import FORMATS, Column, Table, table_response
from deliberations.domain.proofs import utc_text
from deliberations.forms.proofs import ErasureForm, ProofFilter, RecipientsForm
from deliberations.models import ProofCheckWork, ProofEntry, ProofFact, ProofHead, ProofRecipients
from deliberations.permissions import may_control_proofs, may_erase_proofs
from deliberations.queries.proofs import subjects_of
from deliberations.services.proof import NEVER_ERASED, PROVED, erase_fact
from deliberations.services.proof_followed import FOLLOWED
from deliberations.services.proof_heads import as_file, head_over, inclusion_of, set_recipients
from deliberations.services.proof_works import ask_check
from deliberations.services.timestamping import timestamp_service
from deliberations.views.searching import council_row

PER_PAGE = 50
LAST_HEADS = 5
WHY_ELSEWHERE = (
    "Chaque jour où le registre a reçu une inscription, son empreinte part à ces adresses. Elle ne dit rien de "
    "personne, et permet de prouver plus tard que rien n'a été changé : il faut donc la garder ailleurs qu'ici."
)


@private_page
@require_safe
def proof_register(request: MemberRequest, council: str) -> HttpResponseBase:
    """Every entry, the latest first, with what it is about and the head that seals it."""
    row = council_row(request, council, may=may_control_proofs)
    rows = ProofEntry.objects.filter(council=row).select_related("fact").order_by("-seq")
    chosen = ProofFilter(request.GET, rows)
    kept = chosen.qs if chosen.is_valid() else rows.none()
    file_format = request.GET.get("format")
    if file_format in FORMATS:
        return table_response(Table("registre-de-preuve", COLUMNS, kept.iterator()), file_format)
    page = page_of(kept, request, per_page=PER_PAGE)
    heads = list(ProofHead.objects.filter(council=row)[: LAST_HEADS + 1])
    context: dict[str, Any] = {
        "council": row,
        "chosen": chosen,
        "page": page,
        "lines": _lines(row, list(page.object_list)),
        "heads": [
            {"head": head, "before": before} for head, before in zip_longest(heads[:LAST_HEADS], heads[1:])
        ],
        "last_check": ProofCheckWork.objects.filter(council=row).first(),
        "recipients": ProofRecipients.objects.filter(council=row).first(),
        "is_stamping": timestamp_service() is not None,
        "may_set_up": may_set_up(request.user, row),
        "may_erase": may_erase_proofs(request.user, row),
        "most": MOST_COUNTED,
        "query": query_without_page(request),
    }
    return render(request, "deliberations/proof_register.html", context)


def _lines(council: Council, entries: list[ProofEntry]) -> list[dict[str, Any]]:
    """Each entry with the words of what it is about and the head over it, in a fixed number of queries."""
    heads = list(ProofHead.objects.filter(council=council).order_by("size"))
    subjects = subjects_of(council, {entry.fact.subject for entry in entries if hasattr(entry, "fact")})
    return [
        {
            "entry": entry,
            "fact": getattr(entry, "fact", None),
            "subject": subjects.get(entry.fact.subject, "") if hasattr(entry, "fact") else "",
            "head": next((head for head in heads if head.size >= entry.seq), None),
            "is_erasable": _is_erasable(entry),
        }
        for entry in entries
    ]


def _is_erasable(entry: ProofEntry) -> bool:
    fact = getattr(entry, "fact", None)
    return fact is not None and not fact.is_erased and entry.kind not in NEVER_ERASED


COLUMNS = (
    Column("Numéro", lambda entry: entry.seq, 10),
    Column("Inscrite le (UTC)", lambda entry: utc_text(entry.at), 30),
    Column("Nature", lambda entry: entry.get_kind_display(), 34),
    Column("Engagement", lambda entry: entry.commitment, 68),
    Column("Empreinte précédente", lambda entry: entry.previous, 68),
    Column("Empreinte", lambda entry: entry.hash, 68),
)


@private_page
@require_safe
def proof_inclusion(request: MemberRequest, council: str, seq: int) -> HttpResponse:
    """The proof that an entry is under a sealed head, with all that is needed to compute it anew."""
    row = council_row(request, council, may=may_control_proofs)
    entry = get_object_or_404(ProofEntry, council=row, seq=seq)
    head = head_over(entry)
    if head is None:
        messages.info(
            request,
            f"L'inscription n° {seq} sera scellée par la prochaine racine quotidienne : revenez demain.",
        )
        return redirect("proof_register", row.uid)
    name = f"preuve-{row.uid}-{seq}.json"
    return file_response(as_file(inclusion_of(entry, head)), name, "application/json")


@private_page
@require_POST
def proof_check(request: MemberRequest, council: str) -> HttpResponse:
    """Ask the worker for a whole control."""
    row = council_row(request, council, may=may_control_proofs)
    work = ask_check(council=row, by=request.user, at=timezone.now())
    return redirect("proof_check_work", row.uid, work.uid)


@private_page
@require_safe
def proof_check_work(request: MemberRequest, council: str, work: str) -> HttpResponse:
    """How far a control is, then what it found; the page looks again by itself until it ends."""
    row = council_row(request, council, may=may_control_proofs)
    found = get_object_or_404(ProofCheckWork, council=row, uid=work)
    context = {
        "council": row,
        "work": found,
        "faults": found.faults.splitlines(),
        "remarks": found.remarks.splitlines(),
    }
    return render(request, "deliberations/proof_check.html", context)


@private_page
@require_http_methods(GET_OR_POST)
def proof_erase(request: MemberRequest, council: str, seq: int) -> HttpResponse:
    """Erase the personal data behind an entry, once what is lost was shown and confirmed."""
    row = council_row(request, council, may=may_erase_proofs)
    fact = get_object_or_404(ProofFact.objects.select_related("entry"), entry__council=row, entry__seq=seq)
    back = reverse("proof_register", kwargs={"council": row.uid})
    if fact.is_erased or fact.entry.kind in NEVER_ERASED:
        messages.info(request, "Derrière cette inscription, il n'y a rien à effacer.")
        return redirect(back)
    form = ErasureForm(posted(request))

    def erase() -> None:
        erase_fact(fact=fact, by=request.user, at=timezone.now(), why=form.cleaned_data["reason"])
        messages.success(request, f"Les faits de l'inscription n° {seq} sont effacés.")

    if accepted(form, erase):
        return redirect(back)
    subject = subjects_of(row, {fact.subject}).get(fact.subject, "")
    context = {"council": row, "fact": fact, "told": _told_lines(fact), "subject": subject, "form": form}
    return render(request, "deliberations/proof_erase.html", context, status=status_of(form))


def _told_lines(fact: ProofFact) -> list[tuple[str, str]]:
    """What is about to be erased, by the French names of the columns."""
    models_known = {model._meta.label_lower: model for model in (*PROVED, *FOLLOWED)}
    model = models_known.get(fact.table)
    columns = {each.name: each for each in model._meta.concrete_fields} if model is not None else {}
    return [
        (str(columns[key].verbose_name) if key in columns else key, _told_value(columns.get(key), value))
        for key, value in fact.told.items()
        if value not in (None, "") and key != "table"
    ]


def _told_value(column: Field[Any, Any] | None, value: object) -> str:
    """A value kept as JSON, as it is read: the label of a choice, a day, an hour."""
    if isinstance(column, DateField):
        kept = column.to_python(value)
        is_hour = isinstance(kept, datetime)
        return date_format(timezone.localtime(kept) if is_hour else kept, "j F Y H:i" if is_hour else "j F Y")
    return str(dict(column.flatchoices).get(value, value)) if column is not None else str(value)


@private_page
@require_http_methods(GET_OR_POST)
def proof_recipients(request: MemberRequest, council: str) -> HttpResponse:
    """Whom the head of each day is mailed to."""
    row = council_row(request, council, may=may_set_up)
    known = ProofRecipients.objects.filter(council=row).first()
    form = RecipientsForm(posted(request), initial={"emails": known.emails if known else ""})
    page = FormPage(
        "Destinataires de l'empreinte quotidienne",
        "Enregistrer ces adresses",
        "Les destinataires sont enregistrés.",
        reverse("proof_register", kwargs={"council": row.uid}),
        "Registre de preuve",
        (WHY_ELSEWHERE,),
    )
    return form_page(
        request,
        row,
        page,
        form,
        lambda: set_recipients(council=row, emails=form.cleaned_data["emails"], by=request.user),
    )
