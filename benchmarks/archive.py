"""``make bench-archive``: what each page costs when the archive is ten times larger.

A council of fifty sittings and a thousand acts, then five hundred and ten thousand, in a throw-away database (SQLite,
or the one of ``DATABASE_URL``, which must be empty). Each page is asked as the secretary asks it, warm; its queries
are counted and the median of its processor time is kept (SQLite works in the same process, PostgreSQL does not). A
page whose time follows the archive shows a growth near ten.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FULL = (500, 20)
"""Sittings, and acts of each."""
ROUNDS = 7
MEMBERS = 23
THEMES = ("Finances", "Urbanisme", "Écoles", "Voirie", "Personnel", "Culture", "Sport", "Environnement")
MATTERS = ("1.1", "2.1", "3.5", "4.1", "5.7", "7.1", "7.5", "8.1", "9.1")
WORDS = "subvention travaux convention budget cantine voirie école marché tarif parcelle association régie".split()


@dataclass(frozen=True, slots=True)
class Measure:
    """``seconds`` is a median of processor time, which a busy machine does not change; SQLite works in it too."""

    page: str
    queries: int
    seconds: float


def prepare(folder: str) -> None:
    """Our own settings on a database of nobody."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/archive.sqlite3")
    os.environ["DATA_DIR"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    os.environ["LOG_LEVEL"] = "ERROR"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill(council: object, sittings: range, acts: int) -> None:
    """Sittings with their items, acts, votes and movements, in bulk; then what is searched."""
    from deliberations import models

    mandates = list(council.mandates.order_by("pk"))  # type: ignore[attr-defined]
    rows = models.Sitting.objects.bulk_create(
        models.Sitting(
            council=council,
            uid=f"s{n}",
            held_on=date(1985, 1, 7) + timedelta(days=30 * n),
            origin="RECORDED",
            place="mairie",
            chair=mandates[0],
            convocation_sent_on=date(1985, 1, 1) + timedelta(days=30 * n),
        )
        for n in sittings
    )
    models.Movement.objects.bulk_create(
        models.Movement(
            sitting=row,
            position=place,
            kind="EXCUSED" if (row.pk + place) % 9 == 0 else "PRESENT",
            member=mandate,
        )
        for row in rows
        for place, mandate in enumerate(mandates, start=1)
    )
    for row in rows:
        fill_sitting(row, acts)


def fill_sitting(row: object, how_many: int) -> None:
    from deliberations import models

    number = int(row.uid[1:])  # type: ignore[attr-defined]
    items = models.AgendaItem.objects.bulk_create(
        models.AgendaItem(
            sitting=row,
            uid=f"p{n}",
            order=n,
            title_html=f"{WORDS[(number + n) % len(WORDS)].capitalize()} et {WORDS[(number * n) % len(WORDS)]} n° {n}",
            theme=THEMES[(number + n) % len(THEMES)],
            matter_code=MATTERS[(number * 3 + n) % len(MATTERS)],
        )
        for n in range(1, how_many + 1)
    )
    acts = models.Deliberation.objects.bulk_create(
        models.Deliberation(
            council_id=row.council_id,  # type: ignore[attr-defined]
            sitting=row,
            item=item,
            uid=f"a{item.order}",
            year=row.held_on.year,  # type: ignore[attr-defined]
            sequence=number * how_many + item.order,
            slug=f"{row.uid}-{item.order}",  # type: ignore[attr-defined]
            title_html=item.title_html,
            statement_html=f"<p>{' '.join(WORDS)} {number}. {'Le conseil en débat. ' * 20}</p>",
        )
        for item in items
    )
    models.Clause.objects.bulk_create(
        models.Clause(
            deliberation=act, position=place, kind="VU", text_html="le code général des collectivités"
        )
        for act in acts
        for place in range(3)
    )
    votes = models.Vote.objects.bulk_create(
        models.Vote(sitting=row, uid=f"v{item.order}", everyone="FOR") for item in items
    )
    models.VoteItem.objects.bulk_create(
        models.VoteItem(vote=vote, position=1, item=item) for vote, item in zip(votes, items, strict=True)
    )


def pages(council: str, sitting: str) -> Sequence[tuple[str, str]]:
    """Name and address of each page measured. To add one, add a line."""
    base = f"/conseils/{council}"
    return (
        ("séances", f"{base}/"),
        ("séances, page 3", f"{base}/?page=3"),
        ("toutes les séances", f"{base}/seances/"),
        ("toutes les séances, une année", f"{base}/seances/?annee=1987"),
        ("une séance", f"{base}/seances/{sitting}/"),
        ("une délibération", f"{base}/deliberations/{sitting}/a3/"),
        ("délibérations", f"{base}/deliberations/"),
        ("délibérations, un thème", f"{base}/deliberations/?theme=Finances"),
        ("délibérations, un numéro", f"{base}/deliberations/?numero=1986-250"),
        ("recherche d'un numéro", f"{base}/recherche/?q=1986-250"),
        ("recherche d'un mot fréquent", f"{base}/recherche/?q=cantine"),
        ("recherche de deux mots", f"{base}/recherche/?q=cantine+parcelle&nature=ITEM"),
        ("recherche d'un mois", f"{base}/recherche/?q=mars+1987"),
        ("recherche sans réponse", f"{base}/recherche/?q=zzyzx"),
        ("statistiques", f"{base}/statistiques/?annee=1987"),
        ("sauvegardes", f"{base}/sauvegardes/"),
        ("données personnelles", f"{base}/donnees-personnelles/"),
        ("aide", "/aide/rechercher/"),
    )


def measure(council: object, sitting: str, rounds: int) -> list[Measure]:
    """Every page, warm."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    user = council.roles.get().user  # type: ignore[attr-defined]
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    found = []
    for name, address in pages(council.uid, sitting):  # type: ignore[attr-defined]
        client.get(address)
        with CaptureQueriesContext(connection):
            status = client.get(address).status_code
            queries = len(connection.queries_log)
        if status != 200:
            sys.exit(f"{name} : statut {status}")
        times = []
        for _ in range(rounds):
            start = time.process_time()
            client.get(address)
            times.append(time.process_time() - start)
        found.append(Measure(name, queries, statistics.median(times)))
    return found


def make_council() -> object:
    from councils import models

    council = models.Council.objects.create(uid="archive", place_name="Archive")
    for n in range(1, MEMBERS + 1):
        person = models.Person.objects.create(
            council=council, uid=f"m{n}", given_name="Prénom", family_name=f"Nom{n}"
        )
        models.Mandate.objects.create(council=council, uid=f"m{n}", person=person, recorded_rank=n)
    user = models.User.objects.create_user("secretaire@exemple.test", "un mot de passe long")
    models.CouncilRole.objects.create(user=user, council=council, kind="SECRETARY")
    return council


def analyse() -> None:
    """What the database does by itself in the life of an archive: count its rows to choose its ways."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def table(small: list[Measure], large: list[Measure], sizes: tuple[int, int]) -> str:
    """The growth of each page, as docs/benchmarks.md shows it."""
    lines = [
        (
            f"| page | requêtes, {sizes[0]} actes | requêtes, {sizes[1]} actes "
            f"| {sizes[0]} actes | {sizes[1]} actes | temps × |"
        ),
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for before, after in zip(small, large, strict=True):
        growth = after.seconds / before.seconds
        lines.append(
            f"| {after.page} | {before.queries} | {after.queries} | {before.seconds * 1000:.0f} ms"
            f" | {after.seconds * 1000:.0f} ms | {growth:.1f} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Ce que coûte chaque page quand l'archive grandit.")
    parser.add_argument("--sittings", type=int, default=FULL[0])
    parser.add_argument("--acts", type=int, default=FULL[1], help="actes par séance")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="conforme-archive-") as folder:
        prepare(folder)
        run(options.sittings, options.acts, options.rounds)


def run(sittings: int, acts: int, rounds: int) -> None:
    from deliberations.services.searching import rebuild_index

    council, tenth = make_council(), max(1, sittings // 10)
    results = []
    for start, stop in ((0, tenth), (tenth, sittings)):
        begun = time.process_time()
        fill(council, range(start, stop), acts)
        filled = time.process_time()
        entries = rebuild_index(council)  # type: ignore[arg-type]
        print(
            f"{stop} séances : écrites en {filled - begun:.0f} s, {entries} entrées de recherche refaites en "
            f"{time.process_time() - filled:.0f} s",
            file=sys.stderr,
        )
        analyse()
        results.append(measure(council, f"s{stop - 1}", rounds))
    print(table(*results, (tenth * acts, sittings * acts)))  # type: ignore[misc]


if __name__ == "__main__":
    main()
