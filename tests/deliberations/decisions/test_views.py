"""The pages of the mayor's decisions: the whole path, hostile forms, what each role reads, what anybody reads."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from councils.domain.days import council_day
from councils.domain.roles import RoleKind
from councils.models import Reading
from deliberations.domain.publishing import Way
from deliberations.models import (
    DecisionDeposit,
    DecisionReport,
    DecisionTransmission,
    MayorDecision,
    MayorDelegation,
    Sitting,
)
from deliberations.services.decision_numbering import give_number_up
from deliberations.services.publishing import publish_act
from deliberations.services.transmitting import record_receipt
from tests.builders import BACKEND, make_user
from tests.deliberations.annexes.samples import foreign_pdf, picture
from tests.deliberations.decisions.world import AT, DECIDED, drafted, numbered, signed, store
from tests.deliberations.views.world import text_of_page

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def council():
    return store()


@pytest.fixture
def secretary(client, council):
    client.force_login(make_user(council=council), backend=BACKEND)
    return client


def url(name: str, **place: object) -> str:
    return reverse(name, kwargs={"council": "exemple", **place})


def of(row: MayorDecision, name: str = "decision", **place: object) -> str:
    return url(name, decision=row.uid, **place)


TYPED = {
    "title_html": "Location du logement communal",
    "paragraph": "5",
    "clauses": "VU le Code général des collectivités territoriales ;\nConsidérant la demande\nAprès avis du bureau",
    "layout": "ARTICLES",
    "articles": "Le logement est loué ;\n\nLe loyer est de 300 €",
    "signatory": "m1",
    "amount_cents": "3 600,50 €",
    "is_transmissible": "on",
}


def test_whole_path(secretary, council):
    proposed = text_of_page(secretary.get(url("decision_new")))
    assert "Vu la délibération n° 2024-12 du 28 mars 2024 donnant délégation au maire" in proposed
    given = MayorDelegation.objects.get()
    answer = secretary.post(url("decision_new"), {**TYPED, "delegation": given.uid})
    row = MayorDecision.objects.get()
    assert answer.url == of(row)
    assert [(c.kind, c.text_html) for c in row.clauses.all()] == [
        ("VU", "le Code général des collectivités territoriales"),
        ("CONSIDERANT", "la demande"),
        ("OTHER", "Après avis du bureau"),
    ]
    assert [a.text_html for a in row.articles.all()] == ["Le logement est loué", "Le loyer est de 300 €"]
    assert (row.amount_cents, row.delegation) == (360_050, given)
    again = secretary.get(of(row, "decision_edit")).context["form"]
    assert again.initial["clauses"].splitlines()[1:] == ["Considérant la demande", "Après avis du bureau"]
    assert "Numéroter et faire signer" in text_of_page(secretary.get(of(row)))

    today = council_day(council, timezone.now())
    told = {"signed_on": f"{today:%Y-%m-%d}", "signatory": "m1", "consent": "on"}
    assert secretary.post(of(row, "decision_sign"), told).url == of(row, "decision_sign")
    row.refresh_from_db()
    number = f"DEC{today.year}-01"
    assert (row.number, row.decided_on, row.is_signed) == (number, today, False)
    assert secretary.post(of(row, "decision_sign")).url == of(row)

    deposit = {
        "number": f"DEC{today.year}_01",
        "subject": "Logement",
        "matter_code": "3.3",
        "nature": "6",
        "deposited_on": f"{today:%Y-%m-%d}",
    }
    assert secretary.post(of(row, "decision_transmission"), deposit).status_code == 302
    assert DecisionDeposit.objects.get().nature == 6
    received = secretary.post(of(row, "decision_receipt"), {"received_on": f"{today:%Y-%m-%d}"})
    assert received.status_code == 302
    online = {"way": "OWN_PAGE"}
    shown = text_of_page(secretary.post(of(row, "decision_publication"), online))
    assert "En ligne, sur la page publique de ce site" in shown
    assert not row.publications.exists()
    sure = {**online, "confirmed": "1", "seen": row.uid}
    assert secretary.post(of(row, "decision_publication"), sure).status_code == 302
    page = text_of_page(secretary.get(of(row)))
    assert "Exécutoire" in page
    assert f"Télétransmis en préfecture le {today:%d/%m/%Y}" in page


@pytest.mark.parametrize(
    ("name", "typed", "fields"),
    [
        ("decision_new", {}, {"title_html", "layout"}),
        ("decision_new", {**TYPED, "title_html": "<p></p>"}, {"title_html"}),
        ("decision_new", {**TYPED, "amount_cents": "beaucoup"}, {"amount_cents"}),
        ("decision_new", {**TYPED, "amount_cents": "9" * 30}, {"amount_cents"}),
        ("decision_new", {**TYPED, "paragraph": "32"}, {"paragraph"}),
        ("decision_new", {**TYPED, "delegation": "inconnue"}, {"delegation"}),
        ("decision_new", {**TYPED, "signatory": "m99"}, {"signatory"}),
        ("decision_new", {**TYPED, "articles": "x\n" * 201}, {"articles"}),
        ("decision_new", {**TYPED, "theme": "\x00"}, {"theme"}),
        ("decision_new", {**TYPED, "decided_on": "2024-02-30"}, {"decided_on"}),
        ("decision_new", {**TYPED, "link_kind": "WITHDRAWS"}, {"link_number"}),
        ("decision_new", {**TYPED, "link_number": "DEC2023-1"}, {"link_number"}),
        ("mayor_delegation_new", {}, {"__all__"}),
        ("mayor_delegation_new", {"power_4": "on", "amount_4": "-1"}, {"amount_4"}),
        ("mayor_delegation_new", {"power_4": "on", "limit_4": "x" * 401}, {"limit_4"}),
        ("mayor_delegation_new", {"power_4": "on", "since": "2024-03-01", "until": "2024-02-01"}, {"until"}),
        ("decision_numbering", {"pattern": "{sequence:9999999d}"}, {"pattern"}),
        ("decision_numbering", {"pattern": "{year}"}, {"pattern"}),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(secretary, name, typed, fields):
    answer = secretary.post(url(name), typed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == fields
    assert not MayorDecision.objects.exists()
    assert MayorDelegation.objects.count() == 1


def test_what_was_typed_stays_on_a_page_refused(secretary):
    answer = text_of_page(secretary.post(url("decision_new"), {**TYPED, "amount_cents": "mille"}))
    assert "Location du logement communal" in answer
    assert 'value="mille"' in answer
    assert "Le loyer est de 300 €" in answer


def test_scripts_and_strange_tags_are_not_kept(secretary):
    typed = {
        **TYPED,
        "title_html": "<script>alert(1)</script><em>Bail</em>",
        "articles": "<img src=x onerror=alert(1)><strong>Loué</strong>",
        "statement_html": "<p onclick=x>Un</p><iframe></iframe>",
    }
    secretary.post(url("decision_new"), typed)
    row = MayorDecision.objects.get()
    kept = f"{row.title_html} {row.statement_html} {row.articles.get().text_html}"
    for word in ("script", "onerror", "onclick", "iframe", "img"):
        assert f"<{word}" not in kept
        assert f" {word}=" not in kept


def test_somebody_else_changed_the_draft(secretary, council):
    row = drafted(council)
    mark = secretary.get(of(row, "decision_edit")).context["form"].initial["mark"]
    secretary.post(of(row, "decision_edit"), {**TYPED, "mark": mark, "theme": "Salles"})
    answer = secretary.post(of(row, "decision_edit"), {**TYPED, "mark": mark, "theme": "Logements"})
    assert answer.status_code == 422
    assert "Quelqu'un a modifié cette décision entre-temps" in text_of_page(answer)
    fresh = answer.context["form"]["mark"].value()
    assert fresh not in ("", mark)
    assert (
        secretary.post(of(row, "decision_edit"), {**TYPED, "mark": fresh, "theme": "Logements"}).status_code
        == 302
    )
    row.refresh_from_db()
    assert row.theme == "Logements"


def test_draft_keeps_itself_while_somebody_types(secretary, council):
    row = drafted(council)
    mark = secretary.get(of(row, "decision_edit")).context["form"].initial["mark"]
    typed = {**TYPED, "garder": "1", "mark": mark}
    kept = secretary.post(of(row, "decision_edit"), {**typed, "theme": "Salles"})
    fresh = kept.context["base"]
    assert fresh not in ("", mark)
    row.refresh_from_db()
    assert row.theme == "Salles"
    stale = secretary.post(of(row, "decision_edit"), {**typed, "theme": "Autre"})
    assert (stale.status_code, "entre-temps" in text_of_page(stale)) == (422, True)
    wrong = secretary.post(of(row, "decision_edit"), {**typed, "mark": fresh, "amount_cents": "mille"})
    assert wrong.status_code == 422
    assert "Écrivez le montant ainsi : 1 500 ou 1 500,50." in text_of_page(wrong)
    row.refresh_from_db()
    assert row.theme == "Salles"


def test_private_words_of_a_line_come_back_to_its_editor(secretary, council):
    hidden = "Accordée à <mark data-private>Mme Untel</mark>"
    row = drafted(council, articles_html=(f"{hidden};",), clauses=())
    page = secretary.get(of(row, "decision_edit"))
    box = page.context["form"]["articles"]
    assert box.value() == f"{hidden};"
    assert "data-private" in str(page.context["form"]["title_html"])
    assert escape(f"<p>{hidden};</p>") in str(box)
    secretary.post(of(row, "decision_edit"), {**TYPED, "articles": f"{hidden}\nA & B"})
    first, second = row.articles.order_by("position")
    assert first.text_html.startswith("Accordée à <mark data-private")
    assert second.text_html.startswith("A &amp; B")


def test_signed_decision_is_not_edited_nor_erased(secretary, council):
    row = signed(council)
    assert secretary.get(of(row, "decision_edit")).url == of(row)
    assert secretary.post(of(row, "decision_edit"), TYPED).url == of(row)
    secretary.post(of(row, "decision_delete"))
    secretary.post(of(row, "decision_annexes"), {"remove": "1"})
    assert MayorDecision.objects.get().title == "Mise à disposition de la salle de réunion"


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ({}, {"signed_on", "signatory", "consent"}),
        ({"signed_on": "2999-01-01", "signatory": "m1", "consent": "on"}, {"signed_on"}),
        ({"signed_on": "2024-06-20", "signatory": "m1"}, {"consent"}),
        (
            {"signed_on": "2024-06-20", "signatory": "m1", "consent": "on", "printed_number": "DEC2024-01"},
            {"printed_number"},
        ),
    ],
)
def test_signatures_refused(secretary, council, told, fields):
    signed(council)
    row = drafted(council)
    answer = secretary.post(of(row, "decision_sign"), told)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == fields
    row.refresh_from_db()
    assert not row.is_signed


def test_sign_page_warns_and_takes_a_scan(secretary, council):
    row = drafted(council, paragraph=26)
    assert "La délégation choisie ne comprend pas" in text_of_page(secretary.get(of(row, "decision_sign")))
    png = SimpleUploadedFile("signee.png", picture(), content_type="image/png")
    told = {"signed_on": "2024-06-20", "signatory": "m1", "consent": "on", "scan": png}
    assert secretary.post(of(row, "decision_sign"), told).status_code == 302
    assert row.hand_signatures.get().file.name == "signee.png"
    bad = SimpleUploadedFile("signee.pdf", b"ce n'est pas un PDF")
    other = drafted(council)
    answer = secretary.post(of(other, "decision_sign"), {**told, "scan": bad})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"scan"})


def test_copy_to_sign_bears_its_number_then_comes_back_scanned(secretary, council):
    row = drafted(council)
    told = {"signed_on": "2024-06-20", "signatory": "m1", "consent": "on"}
    page = secretary.post(of(row, "decision_sign"), told, follow=True)
    paper = of(row, "decision_download", rendition="registre", file_format="txt")
    assert paper.replace("/txt", "/pdf").replace(".txt", ".pdf") in page.content.decode()
    printed = secretary.get(paper).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert ("DEC2024-01" in printed, "20 juin 2024" in printed, "PROJET" in printed) == (True, True, False)
    assert secretary.post(of(row, "decision_sign"), told).url == of(row, "decision_sign")
    assert not row.hand_signatures.exists()
    assert secretary.post(of(row, "decision_sign")).url == of(row)
    row.refresh_from_db()
    assert (row.is_signed, row.hand_signatures.get().signed_on) == (True, DECIDED)

    assert secretary.post(of(row, "decision_sign")).status_code == 422
    assert "Garder la décision signée" in text_of_page(secretary.get(of(row)))
    png = SimpleUploadedFile("signee.png", picture(), content_type="image/png")
    assert secretary.post(of(row, "decision_sign"), {"scan": png}).url == of(row)
    noted, kept = row.hand_signatures.all()
    assert (kept.file.name, kept.signed_on, kept.signatory, kept.power) == (
        "signee.png",
        noted.signed_on,
        noted.signatory,
        "HEAD",
    )
    assert "Garder la décision signée" not in text_of_page(secretary.get(of(row)))
    assert secretary.get(of(row, "decision_sign")).url == of(row)


def test_a_paper_replaced_since_is_not_noted_as_signed(secretary, council):
    row = numbered(council)
    shown = {"paper": secretary.get(of(row, "decision_sign")).context["form"]["paper"].value()}
    secretary.post(of(row, "decision_reopen"))
    told = {"signed_on": "2024-06-20", "signatory": "m1", "consent": "on"}
    secretary.post(of(row, "decision_sign"), told)
    answer = secretary.post(of(row, "decision_sign"), shown)
    assert (answer.status_code, "imprimez le nouvel exemplaire" in text_of_page(answer)) == (422, True)
    row.refresh_from_db()
    assert row.is_to_sign
    fresh = {"paper": answer.context["form"]["paper"].value()}
    assert secretary.post(of(row, "decision_sign"), fresh).url == of(row)


@pytest.mark.parametrize(
    ("make", "offered"),
    [
        (drafted, ["Projet"]),
        (numbered, ["Exemplaire à signer"]),
        (signed, ["Décision", "Copie certifiée conforme"]),
    ],
)
def test_what_may_be_downloaded_follows_the_state(secretary, council, make, offered):
    row = make(council)
    assert [each.label for each in secretary.get(of(row)).context["downloads"]] == offered
    copies = {"registre": 200, "extrait": 200 if len(offered) > 1 else 302, "copie-certifiee": 302}
    found = {
        name: secretary.get(of(row, "decision_download", rendition=name, file_format="txt")).status_code
        for name in copies
    }
    assert found == copies


def test_executory_copy_is_offered_once_the_decision_is_executory(secretary, council):
    row = signed(council, is_transmissible=False)
    publish_act(act=row, way=Way.OWN_PAGE, by=None, at=AT)
    offered = [each.label for each in secretary.get(of(row)).context["downloads"]]
    assert offered == ["Décision", "Copie certifiée conforme", "Copie certifiée exécutoire"]


def test_text_is_taken_up_again_under_the_same_number(secretary, council):
    row = numbered(council)
    assert secretary.post(of(row, "decision_edit"), TYPED).url == of(row)
    assert secretary.post(of(row, "decision_reopen")).url == of(row, "decision_edit")
    secretary.post(of(row, "decision_edit"), TYPED)
    page = secretary.get(of(row, "decision_sign"))
    assert "La décision garde le n° DEC2024-01" in text_of_page(page).replace("<strong>", "").replace(
        "</strong>", ""
    )
    assert not {"first", "printed_number"} & set(page.context["form"].fields)
    told = {"signed_on": "2023-06-20", "signatory": "m1", "consent": "on"}
    refused = secretary.post(of(row, "decision_sign"), told)
    assert set(refused.context["form"].errors) == {"signed_on"}
    secretary.post(of(row, "decision_sign"), {**told, "signed_on": "2024-06-21"})
    row.refresh_from_db()
    assert (row.number, row.title, row.decided_on) == (
        "DEC2024-01",
        "Location du logement communal",
        DECIDED + timedelta(days=1),
    )


def test_number_given_up_explains_itself_and_its_text_may_serve_again(secretary, council):
    row = numbered(council)
    secretary.post(of(row, "decision_delete"))
    assert secretary.post(of(row, "decision_give_up"), {"reason": " "}).status_code == 422
    assert secretary.post(of(row, "decision_give_up"), {"reason": "Offre retirée."}).url == of(row)
    assert "Motif : Offre retirée." in text_of_page(secretary.get(of(row)))
    assert secretary.get(of(row)).context["downloads"] == ()
    assert secretary.get(of(row, "decision_sign")).url == of(row)
    assert "Offre retirée." in text_of_page(secretary.get(url("mayor_decisions")))
    told = b"".join(secretary.get(url("mayor_decisions"), {"format": "csv"}).streaming_content)
    assert "Numéro abandonné : Offre retirée." in told.decode("utf-8-sig")
    Reading.objects.all().delete()
    again = secretary.get(url("decision_new"), {"d-apres": row.pk}).context["form"]
    assert again.initial["articles"] == "La salle de réunion est mise à disposition pour un an"
    assert again.initial["decided_on"] is None
    assert [(noted.uid, noted.kind) for noted in Reading.objects.all()] == [(row.uid, "DRAFT")]


def test_stage_before_the_signature_is_told_alike_by_the_list_and_the_search(
    secretary, council, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        draft, waiting, lost = drafted(council), numbered(council), numbered(council)
        give_number_up(row=lost, reason="Offre retirée.", by=None)
        signed(council)
    for state, row in (("projet", draft), ("a-signer", waiting), ("abandonnee", lost)):
        shown = secretary.get(url("mayor_decisions"), {"etat": state}).context["lines"]
        assert [line["row"] for line in shown] == [row]
    found = secretary.get(url("search"), {"q": "salle", "nature": "DECISION"}).context["results"]
    told = {result.url: [badge.text for badge in result.badges] for result in found}
    assert sorted(told.values()) == [[], ["Numéro abandonné"], ["Projet"], ["À signer"]]
    assert (told[of(draft)], told[of(waiting)]) == (["Projet"], ["À signer"])


def test_individual_decision_is_also_to_be_notified(secretary, council):
    page = text_of_page(secretary.get(of(signed(council, is_individual=True))))
    assert "À transmettre au contrôle de légalité ; à notifier à l'intéressé." in page


def test_annexes(secretary, council):
    row = drafted(council)
    png = SimpleUploadedFile("plan.png", picture(), content_type="image/png")
    secretary.post(of(row, "decision_annexes"), {"title": "Plan", "file": png})
    annex = row.annexes.get()
    assert secretary.get(of(row, "decision_annex", annex=annex.pk)).content == picture()
    assert secretary.post(of(row, "decision_annexes"), {"title": ""}).status_code == 422
    assert secretary.post(of(row, "decision_annexes"), {"remove": "999999"}).status_code == 404
    secretary.post(of(row, "decision_annexes"), {"remove": str(annex.pk)})
    assert not row.annexes.exists()


def test_annex_may_follow_the_decision(secretary, council, settings):
    settings.ANNEX_MAX_PAGES = 1
    row = drafted(council)
    told = {"title": "Plan", "joining": "APPENDED"}
    answer = secretary.post(of(row, "decision_annexes"), told)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"file"})
    long = SimpleUploadedFile("plan.pdf", foreign_pdf(2), content_type="application/pdf")
    answer = secretary.post(of(row, "decision_annexes"), {**told, "file": long})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"joining"})
    png = SimpleUploadedFile("plan.png", picture(), content_type="image/png")
    secretary.post(of(row, "decision_annexes"), {**told, "file": png})
    assert row.annexes.get().joining == "APPENDED"
    shown = secretary.get(of(row, "decision_annexes")).content.decode()
    assert shown.count("À la suite de l") == 3  # in both lists of choices, and beside the annex


def test_place_of_an_annex_changes_before_the_signature(secretary, council):
    row = drafted(council)
    png = SimpleUploadedFile("plan.png", picture(), content_type="image/png")
    secretary.post(of(row, "decision_annexes"), {"title": "Plan", "file": png})
    secretary.post(of(row, "decision_annexes"), {"title": "Sans fichier"})
    plan, title = row.annexes.order_by("position")
    told = {"action": "join", f"annex_{plan.pk}": "APPENDED"}
    refused = secretary.post(of(row, "decision_annexes"), {**told, f"annex_{title.pk}": "ATTACHED"})
    assert (refused.status_code, set(refused.context["places"].errors)) == (422, {f"annex_{title.pk}"})
    assert secretary.post(of(row, "decision_annexes"), told).status_code == 302
    plan.refresh_from_db()
    assert plan.joining == "APPENDED"
    sign = {"signed_on": "2024-06-20", "signatory": "m1", "consent": "on"}
    secretary.post(of(row, "decision_sign"), sign)
    late = secretary.post(of(row, "decision_annexes"), {**told, f"annex_{plan.pk}": "SEPARATE"})
    plan.refresh_from_db()
    assert (late.status_code, plan.joining) == (422, "APPENDED")


def test_warned_publication_asks_why(secretary, council):
    row = signed(council, is_individual=True)
    typed = {"way": "POSTING", "effective_on": "2024-06-21"}
    address = of(row, "decision_publication")
    assert "Une décision individuelle se notifie à l'intéressé" in text_of_page(
        secretary.post(address, typed)
    )
    answer = secretary.post(address, {**typed, "confirmed": "1", "seen": row.uid})
    assert answer.status_code == 422
    assert "Une décision individuelle se notifie à l'intéressé" in text_of_page(answer)
    sure = {**typed, "confirmed": "1", "seen": row.uid, "reason": "Demandé."}
    assert secretary.post(address, sure).status_code == 302
    assert row.publications.get().reason == "Demandé."


def test_publication_is_confirmed_with_what_stays_hidden(secretary, council):
    row = signed(council, title_html='Concession à <mark data-private="">Mme Untel</mark>')
    address = of(row, "decision_publication")
    page = text_of_page(secretary.post(address, {"way": "OWN_PAGE"}))
    assert "Vérifiez avant de publier" in page
    assert "Occulté, le public ne le lira pas : « Mme Untel »." in page
    typed = {"way": "POSTING", "effective_on": "2024-06-21", "reference": "Panneau"}
    page = text_of_page(secretary.post(address, typed))
    assert "À masquer vous-même" in page
    assert "21 juin 2024" in page
    again = text_of_page(secretary.post(address, {**typed, "edit": "1"}))
    assert 'value="Panneau"' in again
    refused = secretary.post(address, {**typed, "effective_on": "2099-01-01"})
    assert (refused.status_code, row.publications.exists()) == (422, False)


def test_receipt_of_another_act_is_asked_about(secretary, council):
    row = signed(council)
    assert secretary.post(of(row, "decision_receipt"), {"received_on": "2024-06-19"}).status_code == 422
    assert secretary.post(of(row, "decision_receipt"), {}).status_code == 422
    junk = SimpleUploadedFile("accuse.xml", b"<xml>")
    assert secretary.post(of(row, "decision_receipt"), {"file": junk}).status_code == 422
    assert not DecisionTransmission.objects.exists()


def test_pack_of_a_draft_leads_back(secretary, council):
    row = drafted(council)
    assert secretary.get(of(row, "decision_pack")).url == of(row, "decision_transmission")


def test_delegation_is_corrected_and_erased(secretary):
    row = MayorDelegation.objects.get()
    place = url("mayor_delegation", delegation=row.uid)
    form = secretary.get(place).context["form"]
    assert (form.initial["power_4"], form.initial["amount_4"]) == (True, 500_000)
    secretary.post(place, {"number": "2024-13", "power_26": "on", "limit_26": "toute subvention"})
    row.refresh_from_db()
    assert row.number == "2024-13"
    assert [(p.paragraph, p.limit) for p in row.powers.all()] == [(26, "toute subvention")]
    secretary.post(place, {"remove": "1"})
    assert not MayorDelegation.objects.exists()


def test_report_of_a_past_sitting(secretary, council):
    row = signed(council)
    Sitting.objects.update(origin="RECORDED")
    sitting = Sitting.objects.get()
    assert secretary.post(of(row, "decision_report"), {"sitting": "inconnue"}).status_code == 422
    secretary.post(of(row, "decision_report"), {"sitting": sitting.uid})
    assert DecisionReport.objects.get().sitting == sitting
    assert "Séance du 28 juin 2024" in text_of_page(secretary.get(of(row)))


def test_list_filters_and_exports(secretary, council):
    first, second = signed(council), signed(council, amount_cents=150_050, title_html="Achat d'une tondeuse")
    record_receipt(act=first, by=None, at=AT, received_on=DECIDED)
    drafted(council)
    page = secretary.get(url("mayor_decisions"))
    assert [line["row"].number for line in page.context["lines"]] == ["", second.number, first.number]
    for query, numbers in (
        ({"numero": "dec2024-02"}, [second.number]),
        ({"numero": "tondeuse"}, [second.number]),
        ({"numero": "%"}, []),
        ({"annee": "2024", "compte_rendu": "attend"}, [second.number, first.number]),
        ({"compte_rendu": "fait"}, []),
        ({"etat": "ANNULLED"}, []),
        ({"etat": "IN_FORCE"}, [second.number, first.number]),
        ({"etat": "projet"}, [""]),
        ({"etat": "a-signer"}, []),
        ({"etat": "abandonnee"}, []),
        ({"annee": "1789"}, []),
    ):
        shown = secretary.get(url("mayor_decisions"), query).context["lines"]
        assert [line["row"].number for line in shown] == numbers
    told = b"".join(secretary.get(url("mayor_decisions"), {"format": "csv"}).streaming_content)
    rows = list(csv.DictReader(io.StringIO(told.decode("utf-8-sig")), delimiter=";"))
    assert [(r["Numéro"], r["Montant (€)"], r["Reçue en préfecture le"]) for r in rows] == [
        ("", "", ""),
        ("DEC2024-02", "1500,5", ""),
        ("DEC2024-01", "", "20/06/2024"),
    ]
    book = secretary.get(url("mayor_decisions"), {"format": "xlsx"})
    assert b"".join(book.streaming_content).startswith(b"PK")
    book.close()


def test_member_reads_what_is_signed(client, council):
    client.force_login(make_user(council=council, kind=RoleKind.MEMBER), backend=BACKEND)
    draft, done = drafted(council), signed(council)
    assert [line["row"] for line in client.get(url("mayor_decisions")).context["lines"]] == [done]
    assert client.get(of(done)).status_code == 200
    for name in ("decision", "decision_download", "decision_annex"):
        more = {
            "decision_download": {"rendition": "registre", "file_format": "pdf"},
            "decision_annex": {"annex": 1},
        }.get(name, {})
        assert client.get(of(draft, name, **more)).status_code == 403
    assert client.get(url("search"), {"q": "salle", "nature": "DECISION"}).status_code == 200


def test_public_pages(client, council):
    assert client.get(url("public_decisions")).status_code == 404
    hidden = '<mark data-private="">Mme Untel</mark>'
    row = signed(council, title_html=f"Concession à {hidden}")
    notified = signed(council, is_individual=True, title_html="Secret d'une personne")
    assert client.get(url("public_decisions")).status_code == 404
    publish_act(act=row, way=Way.OWN_PAGE, by=None, at=AT)
    publish_act(act=notified, way=Way.NOTIFICATION, by=None, at=AT, effective_on=DECIDED)
    place = {"year": 2024, "slug": row.slug}
    pages = [
        client.get(url("public_decisions")),
        client.get(url("public_decisions"), {"annee": "2024", "page": "99"}),
        client.get(url("public_decision", **place)),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "Untel" not in page.content.decode()
        assert "Secret" not in page.content.decode()
        assert page.cookies == {}
    assert "DEC2024-01" in pages[0].content.decode()
    pdf = client.get(url("public_decision_file", **place))
    assert pdf.content.startswith(b"%PDF-1.7")
    assert b"Untel" not in pdf.content
    assert client.get(url("public_decision", year=2023, slug=row.slug)).status_code == 404
    assert client.get(url("public_decision", year=99999, slug=row.slug)).status_code == 404
    assert client.get(url("public_decision", year=2024, slug=notified.slug)).status_code == 404
    assert client.get(url("public_list")).status_code == 200


def test_public_address_says_that_a_decision_is_gone(client, council):
    row = signed(council)
    publish_act(act=row, way=Way.OWN_PAGE, by=None, at=AT)
    secretary = make_user(council=council)
    client.force_login(secretary, backend=BACKEND)
    assert client.post(of(row, "decision_unpublish"), {"reason": ""}).status_code == 422
    late = AT + timedelta(days=90)
    if late < timezone.now():
        assert client.post(of(row, "decision_unpublish"), {"reason": "Fin."}).status_code == 302
    client.logout()
    page = client.get(url("public_decision", year=2024, slug=row.slug))
    assert page.status_code == 410
    assert "n'est plus en ligne" in text_of_page(page)


def test_reader_of_what_is_not_public_is_noted(secretary, council):
    public, draft = signed(council), drafted(council)
    notified = signed(council, is_individual=True)
    hidden = signed(council, articles_html=('Accordée à <mark data-private="">Mme Untel</mark>',))
    pages = {
        "decision": {},
        "decision_download": {"rendition": "registre", "file_format": "txt"},
        "decision_edit": {},
    }
    for row in (public, draft, notified, hidden):
        for name, more in pages.items():
            secretary.get(of(row, name, **more))
    noted = Reading.objects.order_by("uid").values_list("uid", "kind").distinct()
    assert set(noted) == {(draft.uid, "DRAFT"), (notified.uid, "PRIVATE"), (hidden.uid, "PRIVATE")}


def test_history_tells_what_was_done(secretary, council):
    row = signed(council)
    page = text_of_page(secretary.get(url("history", kind="decision", uid=row.uid)))
    assert "Décision n° DEC2024-01" in page
    assert "Décision enregistrée" in page
    assert "Décision signée" in page
    assert "Signature notée" in page
