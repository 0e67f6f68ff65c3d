"""``make screenshots``: every page of the application at two widths, from a throw-away database.

``PAGES`` has a line for each address that shows a page; a test asks for every other one to be in ``NOT_PAGES``, so
that no new page is forgotten. What they show is made by ``docs/stage.py``. Pictures go to ``var/screenshots``; those
that the guide shows go to ``docs/images/guide`` too. Nothing of the installation's own data is read or written.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "var" / "screenshots"
GUIDE = ROOT / "docs" / "images" / "guide"
WIDTHS, HEIGHT = (1280, 390), 900
SECRETARY, MAYOR, ADMINISTRATOR, VISITOR = (
    "secretaire@gruson.example",
    "maire@gruson.example",
    "administrateur@gruson.example",
    "",
)
OTHER_SECRETARY = "secretaire@exemple.example"
PASSWORD = "gruson-demonstration"
MEMBERS_FILE = b"Nom;Pr\xe9nom;Fonction\nTURPIN;Olivier;Maire\nNOUVEAU;Camille;\n"


@dataclass(frozen=True, slots=True)
class Shot:
    """One page. ``place`` names the arguments of its address that the stage made; ``guide`` the picture of the guide.

    ``before`` does, in the page, what the address needs to have been done.
    """

    place: str = "council"
    user: str = SECRETARY
    query: str = ""
    guide: str = ""
    before: Callable[[Page, str], None] | None = None


def send_members_file(page: Page, address: str) -> None:
    page.goto(f"{address}/conseils/gruson/membres/fichier/")
    file = {"name": "membres.csv", "mimeType": "text/csv", "buffer": MEMBERS_FILE}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def send_word_template(page: Page, address: str) -> None:
    """The template to start from, sent back as it is."""
    here = f"{address}/conseils/gruson/reglages/modele-word/"
    content = page.request.get(f"{here}modele-de-depart.docx").body()
    page.goto(here)
    file = {"name": "Délibération de Gruson.docx", "mimeType": "application/zip", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Contrôler ce modèle").click()
    page.wait_for_load_state()


def use_word_template(page: Page, address: str) -> None:
    send_word_template(page, address)
    page.get_by_role("button", name="Mettre ce modèle en service").click()
    page.get_by_role("heading", name="Modèle en service").wait_for()


def type_password(page: Page, address: str) -> None:
    page.goto(f"{address}/connexion/")
    page.get_by_label("Adresse électronique").fill(ADMINISTRATOR)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_load_state()


PAGES: Mapping[str, Shot] = {
    # Login and accounts
    "login": Shot("none", VISITOR),
    "mfa_authenticate": Shot("none", VISITOR, before=type_password),
    "account_inactive": Shot("none", VISITOR),
    "account_signup": Shot("none", VISITOR),
    "socialaccount_login_cancelled": Shot("none", VISITOR),
    "account_reset_password": Shot("none", VISITOR),
    "account_reset_password_done": Shot("none", VISITOR),
    "account_reset_password_from_key": Shot("reset", VISITOR),
    "account_reset_password_from_key_done": Shot("none", VISITOR),
    "account_reauthenticate": Shot("none", ADMINISTRATOR),
    "mfa_reauthenticate": Shot("none", ADMINISTRATOR),
    "mfa_reauthenticate_webauthn": Shot("none", ADMINISTRATOR),
    "mfa_index": Shot("none", ADMINISTRATOR),
    "account_change_password": Shot("none"),
    "mfa_activate_totp": Shot("none"),
    "mfa_deactivate_totp": Shot("none", ADMINISTRATOR),
    "mfa_add_webauthn": Shot("none"),
    "mfa_edit_webauthn": Shot("key", ADMINISTRATOR),
    "mfa_remove_webauthn": Shot("key", ADMINISTRATOR),
    "mfa_view_recovery_codes": Shot("none", ADMINISTRATOR),
    "mfa_generate_recovery_codes": Shot("none", ADMINISTRATOR),
    "invitation": Shot("invitation", VISITOR),
    "users": Shot(user=ADMINISTRATOR),
    "invite": Shot(user=ADMINISTRATOR),
    "give_role": Shot(user=ADMINISTRATOR),
    "take_role": Shot("role", ADMINISTRATOR),
    "link_person": Shot("role", ADMINISTRATOR),
    "revoke_invitation": Shot("offered", ADMINISTRATOR),
    # Guide
    "help": Shot("none", VISITOR),
    "help_page": Shot("guide", VISITOR),
    # First start, settings, members
    "start": Shot("none", ADMINISTRATOR),
    "start_identity": Shot("begun", ADMINISTRATOR),
    "start_rules": Shot("begun", ADMINISTRATOR),
    "start_members": Shot("begun", ADMINISTRATOR),
    "start_ranks": Shot(user=ADMINISTRATOR),
    "start_letterhead": Shot("begun", ADMINISTRATOR),
    "start_preview": Shot(user=ADMINISTRATOR),
    "settings": Shot(),
    "settings_identity": Shot(),
    "settings_rules": Shot(),
    "settings_letterhead": Shot(),
    "settings_look": Shot(guide="presentation"),
    "settings_look:moderne": Shot(query="?modele=moderne"),
    "settings_figure": Shot("figure"),
    "word_template": Shot(guide="modele-word", before=send_word_template),
    "word_template_stop": Shot(before=use_word_template),
    "members": Shot(),
    "member_add": Shot(),
    "members_upload": Shot(),
    "members_review": Shot(before=send_members_file),
    "member": Shot("member"),
    "member_edit": Shot("member"),
    "member_contact": Shot("member"),
    "member_office_add": Shot("member"),
    "member_office": Shot("office"),
    "member_interest_add": Shot("member"),
    "member_interest": Shot("interest"),
    "member_delegation_add": Shot("member"),
    "member_delegation": Shot("delegation"),
    "member_end": Shot("member"),
    "member_delete": Shot("member"),
    "installation": Shot(),
    "installation_sitting": Shot("installation"),
    "election": Shot("election"),
    "election_define": Shot("election_new"),
    "election_edit": Shot("election_row"),
    "election_round": Shot("election_row"),
    # Preparing
    "home": Shot("none", ADMINISTRATOR),
    "council": Shot(guide="seances"),
    "sitting_new": Shot(),
    "sitting": Shot("closed"),
    "sitting:a-preparer": Shot("to_prepare"),
    "sitting_edit": Shot("to_prepare"),
    "sitting_delete": Shot("to_prepare"),
    "sitting_agenda": Shot("to_prepare", guide="ordre-du-jour"),
    "item_new": Shot("to_prepare"),
    "agenda_library": Shot("to_prepare"),
    "item_edit": Shot("item"),
    "item_remove": Shot("item"),
    "item_carry": Shot("item"),
    "item_papers": Shot("item"),
    "paper_edit": Shot("paper"),
    "paper_remove": Shot("paper"),
    "item_models": Shot(),
    "item_model_new": Shot(),
    "item_model_edit": Shot("model"),
    # Calling
    "sitting_convocation": Shot("convened", guide="convocation"),
    "sitting_convocation:avant": Shot("to_prepare"),
    "convocation_send": Shot("to_prepare"),
    "convocation_urgency": Shot("to_prepare"),
    "convocation_paper": Shot("to_prepare"),
    "convocation_amend": Shot("convened"),
    "convocation_answer": Shot("called"),
    "convocation_proxy_revoke": Shot("proxy"),
    "member_link": Shot("link", VISITOR),
    "link_interest": Shot("link_item", VISITOR),
    "member_proxy": Shot("link", VISITOR),
    "member_proxy_code": Shot("link_waiting", VISITOR),
    "member_proxy_revoke": Shot("link_given", VISITOR),
    # Holding
    "sitting_hold": Shot("tonight", guide="tenir-la-seance"),
    "sitting_sheet": Shot("tonight"),
    # Writing
    "act_write": Shot("draft", guide="rediger"),
    "act_details": Shot("draft"),
    "act_start": Shot("draft"),
    "act_start_from": Shot("start_from"),
    "act_word": Shot("draft"),
    "act_versions": Shot("draft"),
    "act_version": Shot("version"),
    "clause_library": Shot(),
    # Afterwards
    "sitting_finish": Shot("closed"),
    "sitting_finish:ouverte": Shot("tonight"),
    "sitting_reopen": Shot("to_reopen"),
    "sitting_transmission": Shot("closed"),
    "sitting_publication": Shot("closed"),
    "sitting_documents": Shot("closed", guide="documents"),
    "sitting_minutes": Shot("closed", guide="proces-verbal"),
    "sitting_minutes:arrete": Shot("minutes_online"),
    "minutes_debate": Shot("minutes_item"),
    "minutes_send": Shot("closed"),
    "minutes_incident": Shot("closed"),
    "minutes_remark": Shot("closed"),
    "minutes_answer": Shot("minutes_remark"),
    "minutes_settle": Shot("closed"),
    "minutes_online": Shot("minutes_online"),
    "minutes_sign": Shot("minutes_online"),
    "public_minutes": Shot("minutes_online", VISITOR),
    "sitting_documents:avant": Shot("draft"),
    "council_table": Shot(),
    "act": Shot("to_sign"),
    "act:a-la-main": Shot("by_hand"),
    "act:projet": Shot("draft"),
    "act_hand_signature": Shot("to_sign"),
    "act_hand_signature_undo": Shot("by_hand"),
    "act_history": Shot("by_hand"),
    "act_transmission": Shot("to_send"),
    "act_transmission:recue": Shot("to_sign"),
    "act_publication": Shot("to_sign"),
    "act_unpublish": Shot("to_sign"),
    "act_error": Shot("to_sign"),
    "act_follow": Shot("to_sign"),
    "act_rectify": Shot("to_sign"),
    "act_hide": Shot("to_sign"),
    "act_evidence": Shot("by_hand"),
    "council_to_sign": Shot("signing", MAYOR),
    "council_to_sign:secretariat": Shot("signing"),
    "act:maire": Shot("reference", MAYOR),
    "signing_confirm": Shot("signing_chosen", MAYOR),
    "signing_confirm:lots": Shot("signing_lots", MAYOR),
    "signing_outcome": Shot("signing_done", MAYOR),
    "signing_ticket": Shot("signing_ticket", MAYOR),
    "signing_return": Shot("signing_return", MAYOR),
    "signing_place": Shot("signing"),
    "sitting_signatures": Shot("signing", guide="signatures"),
    "settings_signing": Shot(),
    "settings_seal": Shot(),
    "settings_remote": Shot(),
    "signed_scans": Shot(),
    "public_list": Shot(user=VISITOR),
    "public_act": Shot("public", VISITOR),
    "check_form": Shot(user=VISITOR, guide="verifier"),
    "check_answer": Shot("checked", VISITOR),
    "check_answer:modifie": Shot("checked_altered", VISITOR),
    "check_answer:attente": Shot("checked_waiting", VISITOR),
    # Decisions of the mayor
    "mayor_decisions": Shot("decisions", OTHER_SECRETARY, guide="decisions"),
    "decision_new": Shot("decisions", OTHER_SECRETARY),
    "decision": Shot("decision_online", OTHER_SECRETARY),
    "decision:a-transmettre": Shot("decision_to_send", OTHER_SECRETARY),
    "decision_edit": Shot("decision_draft", OTHER_SECRETARY),
    "decision_annexes": Shot("decision_draft", OTHER_SECRETARY),
    "decision_sign": Shot("decision_draft", OTHER_SECRETARY),
    "decision_sign:papier": Shot("decision_to_sign", OTHER_SECRETARY),
    "decision:a-signer": Shot("decision_to_sign", OTHER_SECRETARY),
    "decision:projet": Shot("decision_draft", OTHER_SECRETARY),
    "decision:abandonnee": Shot("decision_given_up", OTHER_SECRETARY),
    "decision_give_up": Shot("decision_to_sign", OTHER_SECRETARY),
    "decision_state": Shot("decision_online", OTHER_SECRETARY),
    "decision_report": Shot("decision_online", OTHER_SECRETARY),
    "decision_transmission": Shot("decision_to_send", OTHER_SECRETARY),
    "decision_publication": Shot("decision_online", OTHER_SECRETARY),
    "decision_unpublish": Shot("decision_online", OTHER_SECRETARY),
    "decision_hide": Shot("decision_online", OTHER_SECRETARY),
    "decision_evidence": Shot("decision_online", OTHER_SECRETARY),
    "mayor_delegations": Shot("decisions", OTHER_SECRETARY),
    "mayor_delegation_new": Shot("decisions", OTHER_SECRETARY),
    "mayor_delegation": Shot("decision_given", OTHER_SECRETARY),
    "decision_numbering": Shot("decisions", OTHER_SECRETARY),
    "public_decisions": Shot("decisions", VISITOR),
    "public_decision": Shot("decision_public", VISITOR),
    # Register
    "register": Shot(guide="registre"),
    "register_open": Shot(),
    "register_volume": Shot("volume"),
    "register_work": Shot("work"),
    "register_print": Shot("volume"),
    "register_close": Shot("volume"),
    # Proof register
    "proof_register": Shot(guide="registre-de-preuve"),
    "proof_check_work": Shot("proof_check"),
    "proof_recipients": Shot(),
    "proof_erase": Shot("proof_erase", ADMINISTRATOR),
    "public_proofs": Shot(user=VISITOR),
    "act_evidence_work": Shot("evidence"),
    "decision_evidence_work": Shot("decision_proof", OTHER_SECRETARY),
    "sitting_print_pack": Shot("closed"),
    "sitting_pack_work": Shot("pack"),
    # Finding and keeping
    "history": Shot("history"),
    "search": Shot(query="?q=cantine", guide="recherche"),
    "search:vide": Shot(),
    "search:sans-resultat": Shot(query="?q=patinoire"),
    "act_list": Shot(),
    "sitting_archive": Shot(),
    "statistics": Shot(guide="statistiques"),
    "backups": Shot(guide="sauvegardes"),
    "backup_sheet": Shot("backup"),
    "past": Shot("past_list"),
    "past_batch": Shot("past_batch"),
    "past_act": Shot("past_act"),
    "past_clear": Shot("past_batch"),
    "past_undo": Shot("past_batch"),
    "council_export": Shot(),
    "personal_data": Shot(),
    "readings": Shot(user=ADMINISTRATOR),
}
"""Name of an address, perhaps with « : » and a case of it, → its picture."""

NOT_PAGES: Mapping[str, str] = {
    "a gesture, which leads to a page": "sitting_seal register_seal signing_ticket_ask "
    "sign signing_choose signing_code "
    "decision_to_signature settings_means_stop logout account_logout "
    "openid_connect_login openid_connect_callback "
    "resend_invitation election_round_remove item_model_hide agenda_move "
    "item_outcome item_keep paper_move convocation_renew convocation_postpone "
    "convocation_remind sitting_gesture item_write act_keep_model sitting_paper "
    "act_receipt check_act check_file minutes_silence minutes_resend minutes_plan "
    "decision_delete decision_reopen decision_receipt past_resume "
    "past_again word_template_use proof_check act_evidence_ask "
    "decision_evidence_ask",
    "a page that shows what waits, then does it for good": "register_enter minutes_incident_remove "
    "minutes_complete",
    "a file": "token_program signing_file signing_scan help_picture members_model start_preview_pdf "
    "member_answer member_letter "
    "member_paper member_proxy_pdf public_file paper_download convocation_preview "
    "convocation_print convocation_proxy_pdf convocation_proxy_scan sitting_pack "
    "act_pack act_hand_signature_scan download download_signed sitting_document "
    "sitting_document_of look_pdf minutes_scan minutes_issued public_minutes_file "
    "council_table_public council_table_prefecture public_decision_list_file "
    "decision_download decision_annex decision_pack public_decision_file "
    "register_pdf sitting_pack_file act_evidence_file decision_evidence_file proof_inclusion public_proofs_file "
    "public_proof_head public_inclusion public_consistency past_file act_original word_template_starter "
    "word_template_file word_template_sample word_template_last_act",
    "asked for by the program that signs": "token_task token_certificate token_file token_signatures",
    "a piece of a page": "mfa_login_webauthn number_example sitting_notice sitting_vote_preview "
    "act_autosave act_preview clause_search look_preview",
    "another name of a page": "account_login socialaccount_connections",
    "a page of accounts that came by ProConnect, the same form": "account_set_password",
    "a page of the same look as public_act": "public_decision_list",
}
"""Why there is no picture → names of the addresses."""
PLACES_OF_OURS = {
    "guide": {"page": "rechercher"},
    "figure": {"council": "gruson", "figure": "population"},
    "history": {"council": "gruson", "kind": "seance", "uid": "close"},
}
STAGE = "import sys; sys.path.insert(0, 'docs'); import stage; stage.main()"


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the server is, the arguments of the addresses, the sessions of the users."""

    address: str
    places: Mapping[str, Mapping[str, Any]]
    sessions: Mapping[str, str]


@contextmanager
def demonstration() -> Iterator[Stage]:
    """A server of its own, with what ``docs/stage.py`` makes and nothing else."""
    with tempfile.TemporaryDirectory(prefix="conforme-screenshots-") as folder:
        environment = {
            **os.environ,
            "DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/base.sqlite3",
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DEBUG": "false",
            "LOG_LEVEL": "ERROR",
        }
        manage(environment, "migrate", "--verbosity", "0")
        told = json.loads(manage(environment, "shell", "--verbosity", "0", "-c", STAGE).splitlines()[-1])
        port = free_port()
        serve = [sys.executable, "manage.py", "runserver", "--noreload", str(port)]
        server = subprocess.Popen(
            serve, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            address = f"http://localhost:{port}"
            wait_for(address)
            yield Stage(address, {**told["places"], **PLACES_OF_OURS}, told["sessions"])
        finally:
            server.terminate()
            server.wait()


def manage(environment: dict[str, str], *command: str) -> str:
    run = [sys.executable, "manage.py", *command]
    return subprocess.run(
        run, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str) -> None:
    for _ in range(600):
        try:
            urlopen(f"{address}/connexion/", timeout=5).close()  # noqa: S310  our own server
            return
        except URLError:
            time.sleep(0.2)
    sys.exit("Le serveur de démonstration n'a pas démarré.")


def address_of(name: str, stage: Stage, shot: Shot) -> str:
    """The whole address of a page; what its route does not name is left out of the place."""
    from django.urls import get_resolver, reverse

    asked = name.partition(":")[0]
    takes = {each for _, params in get_resolver().reverse_dict.getlist(asked)[0][0] for each in params}
    given = {key: value for key, value in stage.places[shot.place].items() if key in takes}
    query = shot.query or stage.places[shot.place].get("query", "")
    return f"{stage.address}{reverse(asked, kwargs=given)}{query}"


def open_as(browser: Browser, stage: Stage, user: str, width: int) -> BrowserContext:
    """The browser of somebody logged in, or of a visitor."""
    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, locale="fr-FR")
    if user:
        context.add_cookies([{"name": "sessionid", "value": stage.sessions[user], "url": stage.address}])
    return context


def take(browser: Browser, stage: Stage, shots: Mapping[str, Shot]) -> list[str]:
    """Take every picture; what is wrong with each page, empty when nothing is."""
    faults = []
    for width in WIDTHS:
        contexts: dict[str, BrowserContext] = {}
        for name, shot in shots.items():
            if shot.user not in contexts:
                contexts[shot.user] = open_as(browser, stage, shot.user, width)
            page = contexts[shot.user].new_page()  # one that reloads itself would stop the next from opening
            if shot.before:
                shot.before(page, stage.address)
            answer = page.goto(address_of(name, stage, shot))
            if answer is None or not answer.ok:
                faults.append(f"{name} : statut {answer.status if answer else 'inconnu'}")
                continue
            beyond = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if beyond:
                faults.append(f"{name} : dépasse de {beyond} pixels à {width}")
            target = OUTPUT / str(width) / f"{name.replace(':', '-')}.png"
            if shot.guide and width == WIDTHS[0]:
                page.screenshot(path=GUIDE / f"{shot.guide}.png", full_page=False)
            whole(page, target, width)
            page.close()
    return faults


def whole(page: Page, target: Path, width: int) -> None:
    """The page from top to bottom in a window as high: a bar that sticks to the window would hide what is under it."""
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": max(height, HEIGHT)})
    page.screenshot(path=target, full_page=True)
    page.set_viewport_size({"width": width, "height": HEIGHT})


def main() -> None:
    parser = argparse.ArgumentParser(description="Photographie chaque page à deux largeurs.")
    parser.add_argument("names", nargs="*", metavar="PAGE", help="noms des adresses (toutes sinon)")
    names = parser.parse_args().names
    shots = {name: shot for name, shot in PAGES.items() if not names or name.partition(":")[0] in names}
    for width in WIDTHS:
        (OUTPUT / str(width)).mkdir(parents=True, exist_ok=True)
    GUIDE.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django

    django.setup()
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with demonstration() as stage, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        faults = take(browser, stage, shots)
        browser.close()
    print("\n".join([*faults, f"{len(shots) * len(WIDTHS)} images dans {OUTPUT.relative_to(ROOT)}"]))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
