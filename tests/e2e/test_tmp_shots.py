from datetime import date, timedelta
import pytest
from django.urls import reverse
from django.utils import timezone
from axe_playwright_python.sync_playwright import Axe
from deliberations.models import AgendaItem, Sitting, ItemPaper, Bar
from deliberations.services.storage import receive_file
from tests.deliberations.views.world import load, make_cast
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

def shot(page, name):
    for w,h in ((1280,900),(390,844)):
        page.set_viewport_size({"width":w,"height":h})
        page.wait_for_timeout(150)
        page.screenshot(path=f"/tmp/shots/prepare/{name}-{w}.png", full_page=True)
        res = Axe().run(page).response["violations"]
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        print(name, w, [(f["id"],[(n["target"],n["html"][:150]) for n in f["nodes"]][:3]) for f in res], over)
    page.set_viewport_size({"width":1280,"height":900})

def test_shots(page, live_server):
    gruson = load("gruson-2023-12-19")
    make_cast(gruson)
    m = gruson.mandates.get(uid="tison")
    m.interests.create(topic="Association des parents d'élèves")
    def go(path): page.goto(live_server.url+path); return page
    page.on("console", lambda m: print("CONSOLE", m.type, m.text) if m.type in ("error","warning") else None)
    page.on("pageerror", lambda e: print("PAGEERROR", e))
    go("/connexion/")
    page.get_by_label("Adresse électronique").fill("secretaire@exemple.test")
    page.get_by_label("Mot de passe").fill("un mot de passe long")
    page.get_by_role("button", name="Se connecter").click()
    go("/conseils/gruson/seances/nouvelle/"); shot(page,"new")
    page.get_by_label("Date de la séance").fill((date.today()+timedelta(days=2)).isoformat())
    page.get_by_label("Date de la séance").dispatch_event("change")
    page.wait_for_timeout(1500)
    page.get_by_text("Convocation en urgence", exact=True).first.click()
    shot(page,"new-late")
    page.get_by_role("button", name="Créer la séance").click()
    shot(page,"agenda-empty")
    s = Sitting.objects.filter(council=gruson).latest("pk")
    base=f"/conseils/gruson/seances/{s.uid}/"
    go(base+"ordre-du-jour/sujets/"); shot(page,"library")
    page.get_by_role("button", name="Ajouter « Questions diverses »").click()
    go(base+"ordre-du-jour/")
    for t in ("Subvention à l'Association des parents d'élèves pour le voyage de fin d'année","Convention avec [organisme] relative à l'entretien","Tarifs de la cantine & de la garderie"):
        page.get_by_label("Ajouter un point par son objet").fill(t)
        page.get_by_role("button", name="Ajouter", exact=True).click()
    shot(page,"agenda")
    page.get_by_role("link", name="Tarifs de la cantine").focus()
    page.keyboard.press("Alt+ArrowUp"); page.wait_for_timeout(1500)
    print("FOCUS", page.evaluate("document.activeElement.textContent"), "SAID", page.locator("#agenda-dit").text_content())
    shot(page,"agenda-moved")
    page.get_by_role("button", name="Descendre le point 1").focus()
    page.keyboard.press("Enter"); page.wait_for_timeout(1500)
    print("FOCUS", page.evaluate("document.activeElement.outerHTML")[:200], "SAID", page.locator("#agenda-dit").text_content())
    a=page.locator(".agenda-grip").nth(3); b=page.locator(".agenda-item").nth(0)
    a.drag_to(b, target_position={"x":30,"y":5}); page.wait_for_timeout(1500)
    print("SAID", page.locator("#agenda-dit").text_content())
    item=AgendaItem.objects.filter(sitting=s,title_html__contains="parents").get()
    go(base+f"ordre-du-jour/{item.uid}/"); shot(page,"item")
    page.locator("#id_note_html_riche").click(); page.keyboard.type("La classe part à la mer."); 
    page.get_by_label("Matière").fill("zzz")
    page.get_by_role("button", name="Enregistrer le point").click(); shot(page,"item-error")
    go(base+f"ordre-du-jour/{item.uid}/pieces/"); shot(page,"papers-empty")
    for n,(t) in enumerate(["Devis du transporteur","Programme du séjour"]):
        f=receive_file(council=gruson,content=b"%PDF-"+bytes([n]),name=f"{t} – été.pdf",media_type="application/pdf",by=None,pages=2)
        ItemPaper.objects.create(item=item,position=n,title=t,file=f,remarks="contient des fichiers cachés à l'intérieur" if n else "")
    go(base+f"ordre-du-jour/{item.uid}/pieces/"); shot(page,"papers")
    page.get_by_role("link", name="Modifier « Devis").click(); shot(page,"paper")
    go(base+f"ordre-du-jour/{item.uid}/pieces/{ItemPaper.objects.first().uid}/supprimer/"); shot(page,"paper-remove")
    go(base+f"ordre-du-jour/{item.uid}/supprimer/"); shot(page,"item-remove")
    go(base+f"ordre-du-jour/{item.uid}/reporter/"); shot(page,"carry-none")
    go(base+"modifier/"); shot(page,"edit")
    go(base+"supprimer/"); shot(page,"delete")
    go("/conseils/gruson/seances/seance-2023-12-19/supprimer/"); shot(page,"delete-refused")
    go("/conseils/gruson/sujets/"); shot(page,"models")
    go("/conseils/gruson/sujets/nouveau/?sujet=detr"); shot(page,"model")
    go("/conseils/gruson/"); shot(page,"list")
    go(base+"ordre-du-jour/"); page.emulate_media(media="print"); page.screenshot(path="/tmp/shots/prepare/agenda-print.png", full_page=True)
    page.emulate_media(media="screen")
