"""The table of a council, and what is recorded of each member."""

from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from councils.domain.days import council_day
from councils.domain.entries import MemberEntry
from councils.domain.errors import Refusal
from councils.domain.people import SeatKind
from councils.forms.members import ContactForm, DelegationForm, EndForm, InterestForm, MemberForm, OfficeForm
from councils.models import Contact, Council, Delegation, Interest, Mandate, Office, Person, User
from councils.permissions import get_council_object_or_404, may_set_up
from councils.queries import mandate_facts, visible_councils
from councils.services import members as services
from councils.services.readings import note_birth_dates
from councils.views.access import GET_OR_POST, MemberRequest, posted, private_page
from councils.views.forms_shown import FormPage, form_page
from councils.views.shown_members import ShownTable, office_words, period_words, shown_table
from councils.views.tables import FORMATS, Column, Table, table_response


def council_to_set_up(user: User, uid: str) -> Council:
    """The council whose members ``user`` may change: 404 elsewhere, 403 without the right."""
    return get_council_object_or_404(user, visible_councils(user), uid=uid, may=may_set_up)


def _mandate(user: User, council: str, mandate: str) -> Mandate:
    rows = Mandate.objects.filter(council__in=visible_councils(user)).select_related("council", "person")
    return get_council_object_or_404(user, rows, council__uid=council, uid=mandate, may=may_set_up)


def _members_url(council: Council) -> str:
    return reverse("members", kwargs={"council": council.uid})


def _member_url(mandate: Mandate) -> str:
    return reverse("member", kwargs={"council": mandate.council.uid, "mandate": mandate.uid})


_REMOVAL = (
    "Cette ligne a été ajoutée par erreur ? Si elle a seulement pris fin, donnez plutôt sa date de fin."
)


def _page(mandate: Mandate, heading: str, done: str, *intro: str, can_remove: bool = False) -> FormPage:
    removal = _REMOVAL if can_remove else ""
    return FormPage(heading, "Enregistrer", done, _member_url(mandate), str(mandate), intro, removal)


def _member_list(council: Council, table: ShownTable, *, with_private: bool) -> Table:
    """Every mandate as a file; birth dates and contacts go to those who may set the council up."""
    parts = (("En exercice", table.members), ("Suppléant", table.substitutes), ("Ancien membre", table.past))
    rows = [(state, member) for state, members in parts for member in members]
    if not with_private:
        return Table("membres", MEMBER_COLUMNS, rows)
    contacts = Contact.objects.filter(person__mandates__council=council)
    told = {
        uid: (email, phone)
        for uid, email, phone in contacts.values_list("person__mandates__uid", "email", "phone")
    }
    private = (
        Column("Naissance", lambda row: row[1].birth_date),
        Column("Courriel", lambda row: told.get(row[1].uid, ("", ""))[0], 34),
        Column("Téléphone", lambda row: told.get(row[1].uid, ("", ""))[1], 18),
    )
    return Table("membres", (*MEMBER_COLUMNS, *private), rows)


MEMBER_COLUMNS = (
    Column("Situation", lambda row: row[0]),
    Column("Rang", lambda row: int(row[1].rank) if row[1].rank else None, 8),
    Column("Nom", lambda row: row[1].name, 34),
    Column("Fonction", lambda row: row[1].office, 30),
    Column("Liste", lambda row: row[1].electoral_list, 24),
    Column("Élection", lambda row: row[1].elected_on),
    Column("Suffrages", lambda row: row[1].votes, 12),
    Column("Mandat", lambda row: row[1].period, 30),
)


@private_page
@require_safe
def members(request: MemberRequest, council: str) -> HttpResponseBase:
    """The table of the council: who sits, in the order of the law, and the seats left vacant."""
    row = get_council_object_or_404(request.user, visible_councils(request.user), uid=council)
    today = council_day(row, timezone.now())
    table = shown_table(row, today)
    if may_set_up(request.user, row):
        note_birth_dates(request.user, row)
    file_format = request.GET.get("format")
    if file_format in FORMATS:
        return table_response(
            _member_list(row, table, with_private=may_set_up(request.user, row)), file_format
        )
    context = {
        "council": row,
        "table": table,
        "today": today,
        "may_set_up": may_set_up(request.user, row),
    }
    return render(request, "councils/members.html", context)


@private_page
@require_safe
def member(request: MemberRequest, council: str, mandate: str) -> HttpResponse:
    """All that is recorded of one member."""
    row = _mandate(request.user, council, mandate)
    note_birth_dates(request.user, row.council)
    facts = mandate_facts(row)
    context = {
        "council": row.council,
        "mandate": row,
        "contact": Contact.objects.filter(person=row.person).first() if row.person else None,
        "period": period_words(row.since, row.until),
        "is_over": row.until is not None and row.until < council_day(row.council, timezone.now()),
        "offices": [
            (o, office_words(f), period_words(o.since, o.until))
            for o, f in zip(row.offices.all(), facts.offices, strict=True)
        ],
        "interests": [(i, period_words(i.since, i.until)) for i in row.interests.all()],
        "delegations": [(d, period_words(d.since, d.until)) for d in row.delegations.all()],
    }
    return render(request, "councils/member.html", context)


def _known(council: Council, today: date) -> QuerySet[Person]:
    """Persons of the council who do not sit today."""
    sitting = Mandate.objects.filter(council=council, person__isnull=False).exclude(until__lt=today)
    return (
        Person.objects.filter(council=council)
        .exclude(pk__in=sitting.values("person"))
        .order_by("family_name", "pk")
    )


def _titulars(council: Council) -> QuerySet[Mandate]:
    rows = Mandate.objects.filter(council=council, seat=SeatKind.TITULAR)
    return rows.select_related("person").order_by("person__family_name", "pk")


@private_page
@require_http_methods(GET_OR_POST)
def member_add(request: MemberRequest, council: str) -> HttpResponse:
    """A new member; with « remplace », the successor of somebody whose mandate has ended."""
    row = council_to_set_up(request.user, council)
    replaced = row.mandates.filter(uid=request.GET.get("remplace", "")).select_related("person").first()
    form = MemberForm(
        posted(request),
        initial=_successor(replaced),
        known=_known(row, council_day(row, timezone.now())),
        titulars=_titulars(row),
        is_commune=row.body_type == "COMMUNE",
    )
    page = FormPage(
        f"Remplacer {replaced}" if replaced else "Ajouter un membre",
        "Ajouter ce membre",
        "Le membre est ajouté.",
        _members_url(row),
        "Membres",
        _REPLACEMENT if replaced else (),
    )

    def save() -> None:
        services.add_member(council=row, entry=form.entry, by=request.user, person=form.chosen_person)

    return form_page(request, row, page, form, save)


_REPLACEMENT = (
    (
        "Au scrutin de liste, un conseiller dont le siège devient vacant est remplacé par le candidat venant sur la "
        "liste immédiatement après le dernier élu (code électoral, art. L. 270 : à vérifier pour votre commune). Nous "
        "ne connaissons pas les candidats non élus : écrivez son nom."
    ),
    (
        "La liste et les suffrages sont repris de la personne remplacée : tous les élus d'une liste partagent ceux "
        "de la liste."
    ),
)


def _successor(replaced: Mandate | None) -> dict[str, object]:
    """What a successor on the same list shares with the one replaced."""
    if replaced is None:
        return {}
    entry = MemberEntry(
        electoral_list=replaced.electoral_list,
        votes_obtained=replaced.votes_obtained,
        group=replaced.group,
        represents=replaced.represents,
    )
    return MemberForm.initial_of(entry)


@private_page
@require_http_methods(GET_OR_POST)
def member_edit(request: MemberRequest, council: str, mandate: str) -> HttpResponse:
    """Who the member is, and the seat."""
    row = _mandate(request.user, council, mandate)
    form = MemberForm(
        posted(request),
        initial=MemberForm.initial_of(services.entry_of(row), row),
        titulars=_titulars(row.council).exclude(pk=row.pk),
        is_commune=row.council.body_type == "COMMUNE",
    )
    page = _page(row, f"Modifier : {row}", "La fiche est enregistrée.")
    return form_page(
        request,
        row.council,
        page,
        form,
        lambda: services.change_member(mandate=row, entry=form.entry, by=request.user),
    )


@private_page
@require_http_methods(GET_OR_POST)
def member_contact(request: MemberRequest, council: str, mandate: str) -> HttpResponse:
    """How the member is reached."""
    row = _mandate(request.user, council, mandate)
    person = get_object_or_404(Person, pk=row.person_id)
    known = Contact.objects.filter(person=person).first()
    form = ContactForm(posted(request), initial=ContactForm.initial_of(known))
    page = _page(
        row,
        f"Coordonnées : {row}",
        "Les coordonnées sont enregistrées.",
        "Elles servent à convoquer. Elles ne figurent sur aucun acte et ne sont jamais publiées.",
    )
    return form_page(
        request,
        row.council,
        page,
        form,
        lambda: services.save_contact(person=person, details=form.details, by=request.user),
    )


@private_page
@require_http_methods(GET_OR_POST)
def member_office(request: MemberRequest, council: str, mandate: str, office: int = 0) -> HttpResponse:
    """An office of the member, new or not."""
    row = _mandate(request.user, council, mandate)
    known = get_object_or_404(row.offices, pk=office) if office else Office(mandate=row)
    if "remove" in request.POST and office:
        services.remove_office(row=known, by=request.user)
        messages.success(request, "La fonction est supprimée.")
        return redirect(_member_url(row))
    initial = (
        OfficeForm.initial_of(known)
        if office
        else {"kind": "MAYOR" if row.council.body_type == "COMMUNE" else "PRESIDENT"}
    )
    form = OfficeForm(posted(request), initial=initial)
    page = _page(row, f"Fonction : {row}", "La fonction est enregistrée.", can_remove=bool(office))
    return form_page(
        request,
        row.council,
        page,
        form,
        lambda: services.save_office(row=known, office=form.office, by=request.user),
    )


@private_page
@require_http_methods(GET_OR_POST)
def member_interest(request: MemberRequest, council: str, mandate: str, interest: int = 0) -> HttpResponse:
    """An interest that the member has told."""
    row = _mandate(request.user, council, mandate)
    known = get_object_or_404(row.interests, pk=interest) if interest else Interest(mandate=row)
    if "remove" in request.POST and interest:
        return _removed(request, row, known, "L'intérêt est supprimé.")
    form = InterestForm(
        posted(request),
        initial={name: getattr(known, name) for name in InterestForm.base_fields},
    )
    page = _page(
        row,
        f"Intérêt déclaré : {row}",
        "L'intérêt est enregistré.",
        "Le logiciel signale un point de l'ordre du jour qui touche à ce sujet (CGCT art. L. 2131-11). Il n'est jamais "
        "imprimé ni publié.",
        can_remove=bool(interest),
    )
    return form_page(
        request,
        row.council,
        page,
        form,
        lambda: services.save_interest(row=form.fill(known), by=request.user),
    )


@private_page
@require_http_methods(GET_OR_POST)
def member_delegation(
    request: MemberRequest, council: str, mandate: str, delegation: int = 0
) -> HttpResponse:
    """What is delegated to the member."""
    row = _mandate(request.user, council, mandate)
    known = (
        get_object_or_404(row.delegations, pk=delegation)
        if delegation
        else Delegation(council=row.council, mandate=row)
    )
    if "remove" in request.POST and delegation:
        return _removed(request, row, known, "La délégation est supprimée.")
    form = DelegationForm(
        posted(request),
        initial={name: getattr(known, name) for name in DelegationForm.base_fields},
    )
    page = _page(
        row,
        f"Délégation : {row}",
        "La délégation est enregistrée.",
        "Ce que le maire ou le président délègue par arrêté (CGCT art. L. 2122-18).",
        can_remove=bool(delegation),
    )
    return form_page(
        request,
        row.council,
        page,
        form,
        lambda: services.save_delegation(row=form.fill(known), by=request.user),
    )


def _removed(request: MemberRequest, row: Mandate, part: Interest | Delegation, said: str) -> HttpResponse:
    services.remove_part(row=part, by=request.user)
    messages.success(request, said)
    return redirect(_member_url(row))


@private_page
@require_http_methods(GET_OR_POST)
def member_end(request: MemberRequest, council: str, mandate: str) -> HttpResponse:
    """The end of a mandate; then the successor is proposed."""
    row = _mandate(request.user, council, mandate)
    form = EndForm(posted(request), since=row.since, initial={"until": row.until})
    page = FormPage(
        f"Mettre fin au mandat : {row}",
        "Mettre fin au mandat",
        f"Le mandat de {row} a pris fin. Vous pouvez maintenant enregistrer la personne qui lui succède.",
        _member_url(row),
        str(row),
    )

    def save() -> None:
        reason = services.END_REASONS[form.cleaned_data["cause"]]
        services.end_mandate(mandate=row, until=form.cleaned_data["until"], by=request.user, reason=reason)

    return form_page(request, row.council, page, form, save)


@private_page
@require_http_methods(GET_OR_POST)
def member_delete(request: MemberRequest, council: str, mandate: str) -> HttpResponse:
    """Erase a member entered by mistake, after a confirmation; impossible once they took part in an act."""
    row = _mandate(request.user, council, mandate)
    if request.method == "POST":
        try:
            services.delete_member(mandate=row, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message_fr)
            return redirect(_member_url(row))
        messages.success(request, "La fiche est supprimée.")
        return redirect(_members_url(row.council))
    return render(request, "councils/member_delete.html", {"council": row.council, "mandate": row})
