"""The editor of a deliberation: the text is typed here, and seen and checked as one types."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.permissions import may_write
from councils.views.access import GET_OR_POST, MemberRequest, private_page
from councils.views.forms_shown import UNPROCESSABLE, status_of
from deliberations.domain.act_text import ActText
from deliberations.domain.acts import Clause
from deliberations.domain.text_versions import VersionKind, digest_of
from deliberations.domain.word_diff import changes_only
from deliberations.forms.act_text import ActTextForm
from deliberations.forms.starting import ModelForm
from deliberations.models import AgendaItem, Deliberation
from deliberations.permissions import get_council_object_or_404
from deliberations.queries import record_of, visible_sittings
from deliberations.queries.texts import text_stored
from deliberations.services.clauses_library import clause_named, search_clauses
from deliberations.services.corrections import NotSetAside, correct_text, set_finding_aside
from deliberations.services.texts import open_act
from deliberations.services.versions import Saving, TextConflict, save_typed_text, set_aside
from deliberations.views.acts import around_act, deliberation_row
from deliberations.views.read_log import notes_act
from deliberations.views.shown.write import editing, finding_of, next_text, remarks_by_anchor

_PAGE = "deliberations/write/act_write.html"


@private_page
@require_POST
def item_write(request: MemberRequest, item: str, **place: str) -> HttpResponse:
    """Open the draft of an item, or the one there is."""
    sitting = get_council_object_or_404(
        request.user,
        visible_sittings(request.user),
        may=may_write,
        council__uid=place["council"],
        uid=place["sitting"],
    )
    row = get_council_object_or_404(request.user, AgendaItem.objects.filter(sitting=sitting), uid=item)
    try:
        act = open_act(row, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message_fr)
        return redirect(reverse("sitting", kwargs=place))
    return redirect(reverse("act_write", kwargs={**place, "act": act.uid}))


@private_page
@require_http_methods(GET_OR_POST)
@notes_act
def act_write(request: MemberRequest, **place: str) -> HttpResponse:
    """The text of an act. Every gesture of the page saves what is typed."""
    row = deliberation_row(request.user, place, may=may_write)
    if request.method != "POST":
        return stored_page(request, row)
    form = ActTextForm(request.POST)
    if not form.is_valid():
        return write_page(request, row, form, text_stored(row), status=UNPROCESSABLE)
    text = form.cleaned_data["text"]
    try:
        return _after(request, row, form, place)
    except TextConflict as conflict:
        return write_page(request, row, form, text, conflict=conflict, status=409)
    except Refusal as refusal:
        form.add_error(None, refusal.message_fr)
    return write_page(request, row, form, text, status=UNPROCESSABLE)


def _after(
    request: MemberRequest, row: Deliberation, form: ActTextForm, place: dict[str, str]
) -> HttpResponse:
    """Save, make the gesture, and come back where it was made."""
    text, gesture = form.cleaned_data["text"], form.cleaned_data["gesture"]
    what, _, which = gesture.partition(":")
    if what == "theirs":
        set_aside(row, text, by=request.user, at=timezone.now())
        messages.info(request, "Le texte enregistré est repris. Le vôtre est gardé dans les versions.")
        return redirect(reverse("act_write", kwargs=place))
    text = _changed(row, text, what, which)
    base = "" if what == "mine" else form.cleaned_data["base"]
    save_typed_text(row, text, Saving(by=request.user, at=timezone.now(), base=base))
    if what == "find":
        return redirect(_back(place, "bibliotheque", visa=request.POST.get("visa", "")[:200]))
    if what == "aside":
        _set_aside(request, row, text, which)
    elif what in {"", "save", "mine"}:
        messages.success(request, "Le texte est enregistré.")
    return redirect(_back(place, _anchor(gesture)))


def _changed(row: Deliberation, text: ActText, what: str, which: str) -> ActText:
    """The typed text once corrected, or with a clause of the library."""
    if what == "insert":
        found = clause_named(row.council, which)
        return text if found is None else _with_clause(text, Clause(found.kind, found.text_html))
    if what == "correct":
        record = record_of(row.sitting)
        finding = finding_of(record, row.uid, text, which)
        return text if finding is None else correct_text(record, row.uid, text, finding)
    return text


def _with_clause(text: ActText, clause: Clause) -> ActText:
    """After the last clause of its kind, else at the end: visas stay together."""
    same = [index for index, each in enumerate(text.clauses) if each.kind is clause.kind]
    place = same[-1] + 1 if same else (0 if clause.kind == "VU" else len(text.clauses))
    clauses = (*text.clauses[:place], clause, *text.clauses[place:])
    return ActText(text.title_html, text.statement_html, clauses, text.operative, text.annexes)


def _set_aside(request: MemberRequest, row: Deliberation, text: ActText, key: str) -> None:
    finding = finding_of(record_of(row.sitting), row.uid, text, key)
    if finding is None:
        return
    reason = request.POST.get(f"reason_{key}", "")[:500]
    try:
        set_finding_aside(row, finding, reason=reason, by=request.user, at=timezone.now())
    except NotSetAside as refusal:
        messages.error(request, refusal.message_fr)
    else:
        messages.success(request, "Le constat est écarté ; son motif est conservé.")


def _anchor(gesture: str) -> str:
    if gesture.startswith(("clause", "insert")):
        return "visas"
    if gesture.startswith(("block", "part")):
        return "decision"
    if gesture.startswith("annex"):
        return "annexes"
    return "remarques" if gesture.startswith(("correct", "aside")) else "contenu"


def _back(place: dict[str, str], anchor: str, **query: str) -> str:
    asked = f"?{urlencode(query)}" if query else ""
    return f"{reverse('act_write', kwargs=place)}{asked}#{anchor}"


def stored_page(request: HttpRequest, row: Deliberation, model: ModelForm | None = None) -> HttpResponse:
    """The editor with the text that is stored; ``model`` is the name of a model, refused."""
    text = text_stored(row)
    form = ActTextForm(text=text, base=digest_of(text))
    status = status_of(model) if model else 200
    return write_page(request, row, form, text, model=model, status=status)


def write_page(
    request: HttpRequest,
    row: Deliberation,
    form: ActTextForm,
    text: ActText,
    *,
    conflict: TextConflict | None = None,
    model: ModelForm | None = None,
    status: int = 200,
) -> HttpResponse:
    record = record_of(row.sitting)
    beside = editing(record, row.uid, text)
    asked = (request.POST if request.method == "POST" else request.GET).get("visa", "")[:200]
    context = around_act(row) | {
        "form": form,
        "model": model or ModelForm(),
        "beside": beside,
        "remarks": remarks_by_anchor(beside.remarks),
        "asked": asked,
        "clauses_found": search_clauses(row.council, asked) if asked else [],
        "conflict": conflict,
        "conflict_changes": changes_only(conflict.stored, text) if conflict else (),
        "is_finished": row.sitting.finished_at is not None,
        "next_text": next_text(record, row.uid),
        "is_past": row.sitting.held_on <= council_day(row.council, timezone.now()),
    }
    return render(request, _PAGE, context, status=status)


@private_page
@require_POST
def act_autosave(request: MemberRequest, **place: str) -> HttpResponse:
    """Save what is typed after a pause; the answer is one line for the page, and the digest of what is stored."""
    row = deliberation_row(request.user, place, may=may_write)
    form = ActTextForm(request.POST)
    context: dict[str, Any] = {"form": form, "base": "", "refusal": "", "is_conflict": False}
    if not form.is_valid():
        context["refusal"] = " ".join(str(message) for errors in form.errors.values() for message in errors)
        return render(request, "deliberations/write/_saved.html", context)
    saving = Saving(
        by=request.user, at=timezone.now(), base=form.cleaned_data["base"], kind=VersionKind.AUTOSAVE
    )
    try:
        context["base"] = save_typed_text(row, form.cleaned_data["text"], saving)
    except TextConflict as conflict:
        context |= {"refusal": conflict.message_fr, "is_conflict": True}
    except Refusal as refusal:
        context["refusal"] = refusal.message_fr
    return render(request, "deliberations/write/_saved.html", context)


@private_page
@require_POST
@notes_act
def act_preview(request: MemberRequest, **place: str) -> HttpResponse:
    """The document and the remarks for what is typed, saved or not. Nothing is written."""
    row = deliberation_row(request.user, place, may=may_write)
    form = ActTextForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else text_stored(row)
    beside = editing(record_of(row.sitting), row.uid, text)
    context = {"beside": beside, "council": row.council, "sitting": row.sitting, "act": row}
    return render(request, "deliberations/write/_beside.html", context)
