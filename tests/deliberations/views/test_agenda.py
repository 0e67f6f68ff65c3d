"""The agenda, the library and the papers, through the client, as the secretary goes."""

import io
from datetime import UTC, date, datetime

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from councils.models import Reading
from deliberations.models import AgendaItem, Bar, ItemModel, ItemPaper, Sitting
from deliberations.queries import record_of
from tests.builders import BACKEND
from tests.deliberations.views.world import SITTING, add_user, text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def secretary(client, cast):
    client.force_login(cast.secretary, backend=BACKEND)
    return client


@pytest.fixture
def sitting(gruson):
    return Sitting.objects.create(council=gruson, uid="future", held_on=date(2030, 6, 28))


@pytest.fixture
def items(sitting):
    return [
        AgendaItem.objects.create(sitting=sitting, uid=f"p{order}", order=order, title_html=title)
        for order, title in enumerate(("Un", "Deux", "Trois"), start=1)
    ]


def url(name, **more):
    return reverse(name, kwargs={"council": "gruson", "sitting": "future", **more})


def titles(sitting):
    return [item.title_html for item in AgendaItem.objects.filter(sitting=sitting).order_by("order")]


def shown_data(response):
    """What a browser would send back of the page's form, unchanged."""
    data = {}
    for field in response.context["form"]:
        value = field.value()
        if isinstance(value, bool):
            data |= {field.html_name: "on"} if value else {}
        elif value is not None:
            data[field.html_name] = value
    return data


def pdf(pages=1, *, script=False):
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        if script:
            made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")
        stream = io.BytesIO()
        made.save(stream)
    return stream.getvalue()


def upload(name="Plan été.pdf", content=None):
    return SimpleUploadedFile(name, pdf(2) if content is None else content)


def test_empty_agenda_says_what_to_do(secretary, sitting):
    page = text_of_page(secretary.get(url("sitting_agenda")))
    assert "Aucun point à l'ordre du jour pour le moment." in page
    assert "Ajoutez le premier point" in page
    assert "Convocation à envoyer au plus tard le lundi 24 juin 2030." in page


def test_reader_sees_no_button(client, cast, items):
    client.force_login(cast.auditor, backend=BACKEND)
    page = text_of_page(client.get(url("sitting_agenda")))
    assert "Deux" in page
    assert "<button" not in page.partition("<main")[2]


def test_finished_agenda_does_not_change(secretary, sitting, items):
    Sitting.objects.filter(pk=sitting.pk).update(finished_at=datetime(2030, 7, 1, tzinfo=UTC))
    page = text_of_page(secretary.get(url("sitting_agenda")))
    assert "Cette séance est clôturée : son ordre du jour ne change plus." in page
    assert "Monter" not in page
    response = secretary.post(url("agenda_move", item="p1"), {"sens": "descendre"}, follow=True)
    assert "Cette séance est clôturée : ses faits sont figés." in text_of_page(response)


def test_item_is_added_by_its_title_alone(secretary, sitting, items):
    response = secretary.post(url("item_new"), {"court": "1", "title_html": "Travaux & voirie"})
    made = AgendaItem.objects.get(sitting=sitting, order=4)
    assert response.url == f"{url('sitting_agenda')}#{made.uid}"
    assert (made.title_html, made.kind, made.is_transmissible) == (
        "Travaux &amp; voirie",
        "DELIBERATION",
        True,
    )


@pytest.mark.parametrize(
    ("kind", "chosen", "stored"),
    [
        ("INFORMATION", "", False),
        ("DELIBERATION", "", True),
        ("INFORMATION", "oui", True),
        ("MOTION", "non", False),
    ],
)
def test_transmission_is_proposed_from_the_kind(secretary, sitting, kind, chosen, stored):
    secretary.post(url("item_new"), {"title_html": "Vœu", "kind": kind, "is_transmissible": chosen})
    assert AgendaItem.objects.get(sitting=sitting).is_transmissible is stored


def test_whole_item_is_typed_and_read_back(secretary, sitting, gruson):
    data = {
        "title_html": "Convention au 1<sup>er</sup> janvier",
        "kind": "ACCOUNTS",
        "theme": "Finances",
        "rapporteur": "havret",
        "note_html": "Il faut :\n- payer\n- signer",
        "matter_code": "7.1 – Décisions budgétaires",
        "subject": "ACCOUNTS",
        "financial_year": "2029",
        "treasurer_account_received": "oui",
        "nomination_basis": "WAIVABLE",
        "bar_member": "tison",
        "bar_ground": "INTEREST",
    }
    secretary.post(url("item_new"), data)
    (told,) = record_of(sitting).sitting.agenda
    assert (told.title_html, told.kind, told.theme, told.rapporteur) == (
        "Convention au 1<sup>er</sup> janvier",
        "ACCOUNTS",
        "Finances",
        "havret",
    )
    assert told.note_html == "<p>Il faut :</p><ul><li>payer</li><li>signer</li></ul>"
    assert (told.matter_code, told.subject, told.financial_year) == ("7.1", "ACCOUNTS", 2029)
    assert (told.treasurer_account_received, told.nomination.basis) == (True, "WAIVABLE")
    assert [(bar.member, bar.ground) for bar in told.bars] == [("tison", "INTEREST")]
    row = AgendaItem.objects.get(sitting=sitting)
    data = shown_data(secretary.get(url("item_edit", item=row.uid)))
    secretary.post(url("item_edit", item=row.uid), data)
    assert record_of(sitting).sitting.agenda == (told,)
    assert row.history.count() == 2


def test_interest_told_is_proposed_and_ticked(secretary, sitting, items, gruson):
    gruson.mandates.get(uid="tison").interests.create(topic="Club de football")
    AgendaItem.objects.filter(uid="p1").update(title_html="Subvention au club de football")
    assert "Intérêt déclaré : Thibault TISON." in text_of_page(secretary.get(url("sitting_agenda")))
    page = secretary.get(url("item_edit", item="p1"))
    assert "Thibault TISON – a déclaré : « Club de football »" in text_of_page(page)
    secretary.post(url("item_edit", item="p1"), {**shown_data(page), "bars": ["tison|INTEREST"]})
    assert Bar.objects.get(item=items[0]).member.uid == "tison"
    again = secretary.get(url("item_edit", item="p1"))
    assert "Thibault TISON – intérêt déclaré" in text_of_page(again)
    secretary.post(url("item_edit", item="p1"), {**shown_data(again), "bars": []})
    assert not Bar.objects.exists()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"title_html": ""}, "Indiquez l'objet du point : c'est le titre de la future délibération."),
        ({"title_html": "<em></em>"}, "Indiquez l'objet du point"),
        ({"matter_code": "budget"}, "Cette matière n'est pas dans la nomenclature"),
        ({"kind": "AUTRE"}, "Sélectionnez un choix valide"),
        ({"financial_year": "12"}, "1900"),
        ({"rapporteur": "personne"}, "Sélectionnez un choix valide"),
    ],
)
def test_refused_item_keeps_what_was_typed(secretary, sitting, data, told):
    typed = {
        "title_html": "Vœu",
        "kind": "MOTION",
        "theme": "Écoles & sport",
        "note_html": "Une note\n\n- a",
        **data,
    }
    response = secretary.post(url("item_new"), typed)
    page = text_of_page(response)
    assert (response.status_code, AgendaItem.objects.filter(sitting=sitting).count()) == (422, 0)
    assert told in page
    assert 'value="Écoles &amp; sport"' in page
    assert response.context["form"]["note_html"].value() == "Une note\n\n- a"


def test_two_people_who_edit_an_item_see_each_other(secretary, sitting, items, cast, gruson):
    address = url("item_edit", item="p1")
    shown = shown_data(secretary.get(address))
    other = add_user("autre@exemple.test", gruson, "SECRETARY")
    secretary.force_login(other, backend=BACKEND)
    secretary.post(address, {**shown, "title_html": "Un (Anne)", "theme": "Écoles"})
    secretary.force_login(cast.secretary, backend=BACKEND)
    response = secretary.post(address, {**shown, "title_html": "Un (moi)", "note_html": "Ma note"})
    page = text_of_page(response)
    assert response.status_code == 422
    assert "Cette page a été modifiée entre-temps par autre@exemple.test." in page
    assert "autre@exemple.test a enregistré : « Un (Anne) »." in page
    again = shown_data(response)
    assert (again["title_html"], again["theme"], again["note_html"]) == ("Un (moi)", "Écoles", "Ma note")
    secretary.post(address, again)
    row = AgendaItem.objects.get(uid="p1", sitting=sitting)
    assert (row.title_html, row.theme, row.note_html) == ("Un (moi)", "Écoles", "<p>Ma note</p>")


def test_change_beside_mine_is_kept_and_told(secretary, sitting, items):
    address = url("item_edit", item="p1")
    shown = shown_data(secretary.get(address))
    secretary.post(address, {**shown, "theme": "Écoles"})
    response = secretary.post(address, {**shown, "title_html": "Un bis"}, follow=True)
    assert "Une autre personne a modifié entre-temps, et c'est conservé : « Thème »." in text_of_page(
        response
    )
    assert AgendaItem.objects.get(uid="p1", sitting=sitting).theme == "Écoles"


def test_item_removed_meanwhile_is_offered_again(secretary, sitting, items):
    shown = shown_data(secretary.get(url("item_edit", item="p1")))
    secretary.post(url("item_remove", item="p1"))
    response = secretary.post(url("item_edit", item="p1"), {**shown, "note_html": "Ma note"})
    assert "Ce point a été supprimé entre-temps" in text_of_page(response)
    assert response.context["form"]["note_html"].value() == "Ma note"
    secretary.post(url("item_new"), shown_data(response))
    assert titles(sitting) == ["Deux", "Trois", "Un"]


def test_unknown_item_is_not_found(secretary, sitting):
    assert secretary.post(url("item_edit", item="jamais"), {}).status_code == 404


@pytest.mark.parametrize(
    ("data", "expected", "said"),
    [
        ({"sens": "descendre"}, ["Deux", "Un", "Trois"], "« Un » est maintenant le point 2 sur 3."),
        ({"sens": "fin"}, ["Deux", "Trois", "Un"], "« Un » est maintenant le point 3 sur 3."),
        ({"apres": "p2"}, ["Deux", "Un", "Trois"], "« Un » est maintenant le point 2 sur 3."),
        ({"sens": "monter"}, ["Un", "Deux", "Trois"], "« Un » est maintenant le point 1 sur 3."),
        ({"apres": "disparu"}, ["Un", "Deux", "Trois"], "Ce point n'est plus à l'ordre du jour"),
    ],
)
def test_item_moves_with_and_without_javascript(secretary, sitting, items, data, expected, said):
    response = secretary.post(url("agenda_move", item="p1"), data, headers={"hx-request": "true"})
    page = text_of_page(response)
    assert (titles(sitting), said in page, "<html" in page) == (expected, True, False)
    assert [page.index(f">{title}</a>") for title in expected] == sorted(
        page.index(f">{title}</a>") for title in expected
    )
    AgendaItem.objects.filter(uid="p1", sitting=sitting).update(order=0)
    plain = secretary.post(url("agenda_move", item="p1"), data, follow=True)
    assert said in text_of_page(plain)


def test_move_on_an_old_page_says_that_the_order_had_changed(secretary, sitting, items):
    secretary.post(url("agenda_move", item="p3"), {"sens": "debut", "revision": "0"})
    response = secretary.post(
        url("agenda_move", item="p1"), {"sens": "descendre", "revision": "0"}, headers={"hx-request": "true"}
    )
    assert "Quelqu'un avait changé l'ordre du jour entre-temps" in text_of_page(response)
    assert titles(sitting) == ["Trois", "Deux", "Un"]


@pytest.mark.parametrize("revision", ["²", "-1", "9" * 5000, "un", ""])
def test_move_on_a_page_that_says_no_revision_is_done(secretary, sitting, items, revision):
    secretary.post(url("agenda_move", item="p3"), {"sens": "debut", "revision": revision})
    assert titles(sitting)[0] == "Trois"


def test_item_is_removed_after_a_confirmation_that_says_what_goes(secretary, sitting, items):
    AgendaItem.objects.filter(uid="p1").update(note_html="<p>Note</p>")
    page = text_of_page(secretary.get(url("item_remove", item="p1")))
    assert "Avec lui disparaissent :" in page
    assert "sa note explicative" in page
    secretary.post(url("item_remove", item="p1"))
    assert titles(sitting) == ["Deux", "Trois"]


def test_item_voted_is_not_removed(secretary, gruson):
    place = {**SITTING, "item": "point-1"}
    page = text_of_page(secretary.get(reverse("item_remove", kwargs=place)))
    assert "Ce point ne se supprime plus" in page
    assert "Un vote y est enregistré." in page
    assert secretary.post(reverse("item_remove", kwargs=place)).status_code == 302
    assert AgendaItem.objects.filter(uid="point-1").exists()


def test_outcome_is_said_on_the_agenda(secretary, sitting, items):
    page = text_of_page(secretary.post(url("item_outcome", item="p2"), {"issue": "ADJOURNED"}, follow=True))
    assert "Point 2 : ajourné." in page
    assert '<span class="tag tag-warning">Ajourné</span>' in page
    refused = text_of_page(secretary.post(url("item_outcome", item="p2"), {"issue": "x"}, follow=True))
    assert "Choisissez : examiné, ajourné ou retiré." in refused


def test_item_is_carried_to_a_sitting_that_is_chosen(secretary, sitting, items, gruson):
    page = text_of_page(secretary.get(url("item_carry", item="p1")))
    assert "Aucune autre séance n'est préparée après celle-ci." in page
    later = Sitting.objects.create(council=gruson, uid="plus-tard", held_on=date(2030, 9, 20))
    assert "Séance du 20 septembre 2030" in text_of_page(secretary.get(url("item_carry", item="p1")))
    assert secretary.post(url("item_carry", item="p1"), {"to": "x"}).status_code == 422
    secretary.post(url("item_carry", item="p1"), {"to": "plus-tard"})
    assert titles(later) == ["Un"]
    assert AgendaItem.objects.get(uid="p1", sitting=sitting).outcome == "ADJOURNED"


def test_item_added_after_the_call_is_marked(secretary, sitting, items):
    assert "Ajouté après l'envoi" not in text_of_page(secretary.get(url("item_new")))
    Sitting.objects.filter(pk=sitting.pk).update(convocation_sent_on=date(2030, 6, 20))
    data = shown_data(secretary.get(url("item_new")))
    secretary.post(url("item_new"), {**data, "title_html": "Urgent"})
    assert AgendaItem.objects.get(title_html="Urgent").added_in_sitting
    page = text_of_page(secretary.get(url("sitting_agenda")))
    assert "Convocation envoyée le jeudi 20 juin 2030." in page
    assert page.count("Ajouté après l'envoi de la convocation.") == 1


def test_large_commune_is_told_of_its_notes(secretary, sitting, items, gruson):
    gruson.populations.create(value=8000)
    page = text_of_page(secretary.get(url("sitting_agenda")))
    assert "Notes de synthèse à joindre" in page
    assert "Texte appliqué : CGCT art. L. 2121-12" in page


def test_subject_is_searched_and_added(secretary, sitting):
    page = text_of_page(secretary.get(url("agenda_library"), {"q": "tableau effectifs"}))
    assert page.count("proposal-title") == 1
    secretary.post(url("agenda_library"), {"sujet": "tableau-des-effectifs", "q": "tableau"})
    row = AgendaItem.objects.get(sitting=sitting)
    assert (row.title_html, row.theme, row.matter_code) == ("Tableau des effectifs", "Personnel", "4.1")
    assert "déjà à l'ordre du jour" in text_of_page(
        secretary.get(url("agenda_library"), {"q": "tableau effectifs"})
    )


def test_subject_with_gaps_leads_to_its_page(secretary, sitting):
    response = secretary.post(url("agenda_library"), {"sujet": "emprunt"})
    row = AgendaItem.objects.get(sitting=sitting)
    assert response.url == url("item_edit", item=row.uid)
    assert "Le titre reste à compléter." in text_of_page(secretary.get(url("sitting_agenda")))


def test_subjects_ticked_are_added_in_one_go(secretary, sitting):
    keys = ["emprunt", "tableau-des-effectifs", "emprunt"]
    response = secretary.post(url("agenda_library"), {"sujet": keys}, follow=True)
    assert [row.order for row in AgendaItem.objects.filter(sitting=sitting)] == [1, 2]
    page = text_of_page(response)
    assert "2 points sont ajoutés, du n° 1 au n° 2. 1 titre reste à compléter." in page
    secretary.post(url("agenda_library"), {"sujet": ["emprunt", "inconnu"]})
    assert "Cochez au moins un sujet." in text_of_page(secretary.post(url("agenda_library"), follow=True))
    assert AgendaItem.objects.filter(sitting=sitting).count() == 2


def test_subject_that_does_not_exist_is_told(secretary, sitting):
    response = secretary.post(url("agenda_library"), {"sujet": "inconnu"}, follow=True)
    assert "Ce sujet n'est plus proposé" in text_of_page(response)
    nothing = text_of_page(secretary.get(url("agenda_library"), {"q": "zzzz"}))
    assert "Aucun sujet ne correspond à « zzzz »." in nothing


def test_year_before_is_proposed(secretary, sitting, gruson):
    before = Sitting.objects.create(council=gruson, held_on=date(2029, 6, 20))
    AgendaItem.objects.create(sitting=before, uid="b1", order=1, title_html="Fête du 13 juillet 2029")
    page = text_of_page(secretary.get(url("agenda_library")))
    assert "L'an dernier à la même époque (séance du 20 juin 2029)" in page
    secretary.post(url("agenda_library"), {"sujet": f"point:{before.uid}:b1"})
    assert titles(sitting) == ["Fête du 13 juillet 2030"]


def test_item_is_kept_as_model_then_edited_hidden_and_shown(secretary, sitting, items, gruson):
    secretary.post(url("item_keep", item="p1"))
    model = ItemModel.objects.get()
    edit = reverse("item_model_edit", kwargs={"council": "gruson", "model": model.uid})
    data = shown_data(secretary.get(edit)) | {"title_html": "Un pour [nom]", "months": ["3", "1"]}
    secretary.post(edit, data)
    model.refresh_from_db()
    assert (model.title_html, model.months) == ("Un pour [nom]", [1, 3])
    hide = reverse("item_model_hide", kwargs={"council": "gruson"})
    assert "n'est plus proposé." in text_of_page(secretary.post(hide, {"modele": model.uid}, follow=True))
    assert "Un pour [nom]" not in text_of_page(secretary.get(url("agenda_library")))
    secretary.post(hide, {"modele": model.uid, "montrer": "1"})
    assert "Un pour [nom]" in text_of_page(secretary.get(url("agenda_library")))
    assert secretary.post(edit, {"title_html": "", "kind": "MOTION"}).status_code == 422


def test_built_in_subject_is_hidden_for_one_council(secretary, sitting):
    hide = reverse("item_model_hide", kwargs={"council": "gruson"})
    secretary.post(hide, {"sujet": "coupe-de-bois"}, follow=True)
    page = text_of_page(secretary.get(reverse("item_models", kwargs={"council": "gruson"})))
    assert "{année" not in page
    assert page.index("Masqués") < page.index("Programme des coupes de bois")
    assert "coupes de bois" not in text_of_page(secretary.get(url("agenda_library")))
    new = reverse("item_model_new", kwargs={"council": "gruson"})
    assert secretary.get(new, {"sujet": "inconnu"}).status_code == 404
    secretary.post(f"{new}?sujet=detr", {"title_html": "DETR pour [lieu]", "kind": "DELIBERATION"})
    assert ItemModel.objects.get(based_on="detr").title_html == "DETR pour [lieu]"


def test_papers_are_sent_described_ordered_and_read(secretary, sitting, items):
    address = url("item_papers", item="p1")
    assert "Aucune pièce jointe à ce point." in text_of_page(secretary.get(address))
    sent = pdf(2)
    files = [upload(content=sent), upload("Devis.pdf", pdf(1, script=True))]
    response = secretary.post(
        address, {"documents": files, "kind": "ANNEX", "is_for_members": "on"}, follow=True
    )
    page = text_of_page(response)
    assert "2 pièces sont ajoutées." in page
    assert "À vérifier : « Devis.pdf » contenait un programme (JavaScript) : il a été retiré." in page
    first, second = ItemPaper.objects.filter(item=items[0])
    assert (first.title, first.file.pages, first.file.name) == ("Plan été", 2, "Plan été.pdf")
    secretary.post(url("paper_move", item="p1", paper=second.uid), {"sens": "monter"})
    assert [paper.title for paper in ItemPaper.objects.filter(item=items[0])] == ["Devis", "Plan été"]
    got = secretary.get(url("paper_download", item="p1", paper=first.uid))
    assert list(Reading.objects.values_list("kind", "label")) == [("FILE", first.title)]
    assert got.content == sent
    assert got["Content-Disposition"] == "attachment; filename*=utf-8''Plan%20%C3%A9t%C3%A9.pdf"
    assert (got["Content-Type"], got["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert "private" in got["Cache-Control"]
    secretary.post(url("paper_remove", item="p1", paper=first.uid))
    assert ItemPaper.objects.count() == 1


def test_paper_is_described_anew_and_replaced(secretary, sitting, items):
    secretary.post(url("item_papers", item="p1"), {"documents": [upload()], "kind": "ANNEX"})
    paper = ItemPaper.objects.get()
    address = url("paper_edit", item="p1", paper=paper.uid)
    assert secretary.post(address, {"title": "", "kind": "NOTE"}).status_code == 422
    refused = secretary.post(address, {"title": "Plan", "kind": "NOTE", "file": upload("x.pdf", b"non")})
    assert "« x.pdf » n'est pas un vrai fichier PDF" in text_of_page(refused)
    secretary.post(address, {"title": "Le plan", "kind": "NOTE", "file": upload("nouveau.pdf", pdf(5))})
    paper.refresh_from_db()
    assert (paper.title, paper.kind, paper.is_for_members, paper.file.name, paper.file.pages) == (
        "Le plan",
        "NOTE",
        False,
        "nouveau.pdf",
        5,
    )


def test_every_bad_file_is_told_and_none_is_kept(secretary, sitting, items, settings):
    settings.UPLOAD_MAX_MB = 1
    files = [upload(), upload("gros.png", b"\x89PNG\r\n\x1a\n" + b"0" * 1024 * 1024), upload("vide.pdf", b"")]
    response = secretary.post(url("item_papers", item="p1"), {"documents": files, "kind": "ANNEX"})
    page = text_of_page(response)
    assert (response.status_code, ItemPaper.objects.count()) == (422, 0)
    assert "« gros.png » est trop lourd : 1 Mo au plus par fichier." in page
    assert "« vide.pdf » est vide." in page
    nothing = secretary.post(url("item_papers", item="p1"), {"kind": "ANNEX"})
    assert "Choisissez au moins un fichier." in text_of_page(nothing)


def test_member_reads_a_paper_once_called_and_if_it_is_for_members(secretary, sitting, items, cast):
    secretary.post(
        url("item_papers", item="p1"), {"documents": [upload()], "kind": "NOTE", "is_for_members": "on"}
    )
    paper = ItemPaper.objects.get()
    address = url("paper_download", item="p1", paper=paper.uid)
    secretary.force_login(cast.member, backend=BACKEND)
    assert secretary.get(address).status_code == 403
    Sitting.objects.filter(pk=sitting.pk).update(convocation_sent_on=date(2030, 6, 20))
    assert secretary.get(address).status_code == 200
    ItemPaper.objects.update(is_for_members=False)
    assert secretary.get(address).status_code == 403


def test_damaged_paper_is_never_sent(secretary, sitting, items, settings):
    secretary.post(url("item_papers", item="p1"), {"documents": [upload()], "kind": "NOTE"})
    paper = ItemPaper.objects.get()
    (settings.MEDIA_ROOT / paper.file.path).unlink()
    response = secretary.get(url("paper_download", item="p1", paper=paper.uid), follow=True)
    assert "Le fichier conservé est manquant ou altéré : il n'est pas envoyé." in text_of_page(response)


def test_paper_of_another_item_is_not_found(secretary, sitting, items):
    secretary.post(url("item_papers", item="p1"), {"documents": [upload()], "kind": "NOTE"})
    paper = ItemPaper.objects.get()
    assert secretary.get(url("paper_download", item="p2", paper=paper.uid)).status_code == 404


def test_papers_cost_the_same_with_three(secretary, sitting, items, django_assert_num_queries):
    address = url("item_papers", item="p1")
    secretary.post(address, {"documents": [upload()], "kind": "NOTE"})
    secretary.get(address)
    with CaptureQueriesContext(connection) as one:
        secretary.get(address)
    count = len(one)
    secretary.post(address, {"documents": [upload("a.pdf"), upload("b.pdf")], "kind": "NOTE"})
    secretary.get(address)
    with django_assert_num_queries(count):
        secretary.get(address)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.sampled_from(
            ["title_html", "kind", "theme", "matter_code", "bars", "seen", "financial_year", "rapporteur"]
        ),
        st.text(max_size=30),
        max_size=7,
    )
)
def test_hostile_item_is_shown_again_or_saved(secretary, items, data):
    response = secretary.post(url("item_edit", item="p1"), data)
    assert response.status_code in {302, 422}
    if response.status_code == 422:
        assert response.context["form"]["theme"].value() == data.get("theme")
