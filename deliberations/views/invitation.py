"""The personal page of a member: the sitting, the papers, an answer, an interest told. Nobody logs in here."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.views.access import GET_OR_POST, posted
from councils.views.files import file_response
from councils.views.forms_shown import accepted, status_of
from deliberations.domain.convening import AnswerKind
from deliberations.domain.sittings import BarGround
from deliberations.domain.texts import text_of
from deliberations.forms.invitation import AnswerForm, InterestForm
from deliberations.models import AgendaItem, Bar, PersonalLink
from deliberations.queries import record_of
from deliberations.queries.convening import sent_letter
from deliberations.queries.members_papers import papers_for_members
from deliberations.services.answers import answer_by_link, declare_interest
from deliberations.services.delivering import PDF_NAME, letter_as_called
from deliberations.services.links import note_page_asked, note_paper_read
from deliberations.views.member_answers import file_answer
from deliberations.views.personal import personal_context, personal_page
from deliberations.views.shown.invitation import member_page

DONE = {
    "reponse": "Votre réponse est enregistrée. Vous pouvez la changer jusqu'à l'ouverture de la séance.",
    "pouvoir": "Votre pouvoir est enregistré. Vous pouvez le télécharger ci-dessous.",
    "revocation": "Votre pouvoir est révoqué.",
    "interet": "Votre déclaration est enregistrée.",
}
"""Said once the page comes back: in the address rather than in a cookie, which these pages do without."""


def done(token: str, what: str) -> HttpResponse:
    return redirect(f"{reverse('member_link', kwargs={'token': token})}?fait={what}")


def show(
    request: HttpRequest, link: PersonalLink, token: str, form: AnswerForm | None = None
) -> HttpResponse:
    """The member's page; ``form`` is his answer, refused."""
    record = record_of(link.sitting)
    context: dict[str, Any] = {
        "shown": member_page(record, link, timezone.now()),
        "done": DONE.get(request.GET.get("fait", ""), ""),
        "error": " ".join(str(error) for errors in form.errors.values() for error in errors) if form else "",
    }
    status = status_of(form) if form else 200
    return render(request, "invitation/page.html", personal_context(link, token) | context, status=status)


@personal_page
@require_safe
def page(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    """A visit changes nothing but the line « page demandée », which a mail scanner may also cause."""
    if request.method == "GET":
        note_page_asked(link, timezone.now())
    return show(request, link, token)


@personal_page
@require_POST
def answer(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    """Present or excused, changeable until the opening."""
    form = AnswerForm(request.POST)

    def save() -> None:
        kind = AnswerKind(form.cleaned_data["reponse"])
        answer_by_link(link.sitting, member=link.member, kind=kind, at=timezone.now())

    return done(token, "reponse") if accepted(form, save) else show(request, link, token, form)


@personal_page
@require_safe
def letter(_request: HttpRequest, link: PersonalLink, _token: str) -> HttpResponse:
    """The convocation as it was sent to that member; dated by the day of his call when it left on paper."""
    note_paper_read(link, PDF_NAME, timezone.now())
    sent = sent_letter(link.sitting, link.member)
    if sent is not None:
        return file_answer(sent)
    content = letter_as_called(record_of(link.sitting), link.member.uid, timezone.now())
    return file_response(content, PDF_NAME)


@personal_page
@require_safe
def paper(_request: HttpRequest, link: PersonalLink, _token: str, file: str) -> HttpResponse:
    """A file joined for the members of this very sitting, or 404."""
    files = [each for papers in papers_for_members(link.sitting) for each in papers.files]
    found = next((each for each in files if each.uid == file), None)
    if found is None:
        raise Http404
    note_paper_read(link, found.name, timezone.now())
    return file_answer(found)


@personal_page
@require_http_methods(GET_OR_POST)
def interest(request: HttpRequest, link: PersonalLink, token: str, item: str) -> HttpResponse:
    """Explain article L. 2131-11, then record what the member declares."""
    row = get_object_or_404(AgendaItem, sitting=link.sitting, uid=item, added_in_sitting=False)
    form = InterestForm(posted(request))

    def save() -> None:
        declare_interest(link.sitting, member=link.member, item=row, at=timezone.now())

    if accepted(form, save):
        return done(token, "interet")
    context = personal_context(link, token) | {
        "form": form,
        "item": row,
        "item_title": text_of(row.title_html),
        "is_declared": Bar.objects.filter(item=row, member=link.member, ground=BarGround.INTEREST).exists(),
    }
    return render(request, "invitation/interest.html", context, status=status_of(form))
