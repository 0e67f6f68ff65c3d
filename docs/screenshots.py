"""``make screenshots``: every page of ``PAGES`` at two widths, from the demonstration in a throw-away database.

Pictures go to ``var/screenshots``; those that the guide shows (``GUIDE``) go to ``docs/images/guide`` too. To add a
page, add a line. Nothing of the installation's own data is read or written.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "var" / "screenshots"
GUIDE = ROOT / "docs" / "images" / "guide"
WIDTHS = (1280, 390)
SECRETARY, MAYOR, ADMINISTRATOR = (
    "secretaire@gruson.example",
    "maire@gruson.example",
    "administrateur@gruson.example",
)
PASSWORD = "gruson-demonstration"
COUNCIL = "/conseils/gruson"
SITTING = f"{COUNCIL}/seances/seance-2023-12-19"
ACT = f"{COUNCIL}/deliberations/seance-2023-12-19/deliberation-2023-57"


@dataclass(frozen=True, slots=True)
class Shot:
    """One page. ``user`` is empty for a visitor; ``guide`` names the picture that the guide shows, at 1280 pixels."""

    name: str
    path: str
    user: str = SECRETARY
    guide: bool = False


PAGES = (
    Shot("connexion", "/connexion/", user=""),
    Shot("seances", f"{COUNCIL}/"),
    Shot("seance", f"{SITTING}/"),
    Shot("deliberation", f"{ACT}/"),
    Shot("signer", f"{ACT}/signer/", user=MAYOR),
    Shot("recherche", f"{COUNCIL}/recherche/?q=turpin", guide=True),
    Shot("recherche-vide", f"{COUNCIL}/recherche/"),
    Shot("recherche-sans-resultat", f"{COUNCIL}/recherche/?q=patinoire"),
    Shot("deliberations", f"{COUNCIL}/deliberations/"),
    Shot("toutes-les-seances", f"{COUNCIL}/seances/"),
    Shot("statistiques", f"{COUNCIL}/statistiques/", guide=True),
    Shot("sauvegardes", f"{COUNCIL}/sauvegardes/", guide=True),
    Shot("donnees-personnelles", f"{COUNCIL}/donnees-personnelles/"),
    Shot("lectures", f"{COUNCIL}/lectures/", user=ADMINISTRATOR),
    Shot("aide", "/aide/"),
    Shot("aide-rechercher", "/aide/rechercher/"),
)

PREPARE = f"""
from councils.models import Council, CouncilRole, User
from deliberations.services.searching import rebuild_index
council = Council.objects.get(uid="gruson")
user = User.objects.create_user("{ADMINISTRATOR}", "{PASSWORD}")
CouncilRole.objects.create(user=user, council=council, kind="ADMINISTRATOR")
rebuild_index(council)
"""


@contextmanager
def demonstration() -> Iterator[str]:
    """Address of a server of its own, with the demonstration and nothing else."""
    with tempfile.TemporaryDirectory(prefix="conforme-screenshots-") as folder:
        environment = {
            **os.environ,
            "DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/base.sqlite3",
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DEBUG": "false",
            "LOG_LEVEL": "ERROR",
        }
        for command in (
            ["migrate", "--verbosity", "0"],
            ["demo"],
            ["shell", "--verbosity", "0", "-c", PREPARE],
        ):
            run = [sys.executable, "manage.py", *command]
            subprocess.run(run, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        port = free_port()
        serve = [sys.executable, "manage.py", "runserver", "--noreload", str(port)]
        server = subprocess.Popen(
            serve, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            address = f"http://localhost:{port}"
            wait_for(address)
            yield address
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urlopen(f"{address}/connexion/", timeout=5).close()  # noqa: S310  our own server
            return
        except URLError:
            time.sleep(0.2)
    sys.exit("Le serveur de démonstration n'a pas démarré.")


def open_as(browser: Browser, address: str, user: str, width: int) -> Page:
    """A page of somebody logged in, or of a visitor."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="fr-FR")
    page = context.new_page()
    if user:
        page.goto(f"{address}/connexion/")
        page.get_by_label("Adresse électronique").fill(user)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        page.wait_for_load_state()
    return page


def take(browser: Browser, address: str, shots: list[Shot]) -> int:
    """Take every picture; how many pages did not answer as they should."""
    faults = 0
    for width in WIDTHS:
        pages: dict[str, Page] = {}
        for shot in shots:
            if shot.user not in pages:
                pages[shot.user] = open_as(browser, address, shot.user, width)
            page = pages[shot.user]
            answer = page.goto(address + shot.path)
            if answer is None or not answer.ok:
                print(f"{shot.name} : statut {answer.status if answer else 'inconnu'}")
                faults += 1
                continue
            target = OUTPUT / str(width) / f"{shot.name}.png"
            page.screenshot(path=target, full_page=True)
            if shot.guide and width == WIDTHS[0]:
                page.screenshot(path=GUIDE / f"{shot.name}.png", full_page=False)
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description="Photographie chaque page à deux largeurs.")
    parser.add_argument("names", nargs="*", metavar="PAGE", help="noms des pages (toutes sinon)")
    names = parser.parse_args().names
    shots = [shot for shot in PAGES if not names or shot.name in names]
    for width in WIDTHS:
        (OUTPUT / str(width)).mkdir(parents=True, exist_ok=True)
    GUIDE.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with demonstration() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        faults = take(browser, address, shots)
        browser.close()
    print(f"{len(shots) * len(WIDTHS) - faults} images dans {OUTPUT.relative_to(ROOT)}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
