"""The register: volumes, entries in order of date, sheets numbered once, files put together from issued pages."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from councils.domain.bodies import DatedNumber
from councils.domain.errors import Refusal
from councils.models import Council
from deliberations.assembly import PrintOptions, Recto, page_count
from deliberations.documents import weasyprint_adapter
from deliberations.domain.errors import FrozenRow
from deliberations.domain.long_works import WorkState
from deliberations.domain.register import Binding, EntryKind, SheetRule
from deliberations.models import IssuedDocument, RegisterEntry, RegisterVolume, RegisterWork, Sitting
from deliberations.queries.register import entries_of
from deliberations.services.backup_rows import files_of
from deliberations.services.closing import reopen_sitting
from deliberations.services.dossiers import store_dossier
from deliberations.services.passages import passages_of_act
from deliberations.services.print_packs import pack_of, render_pack
from deliberations.services.rectifying import rectify_act
from deliberations.services.register_entering import append, enter, out_of_order, waiting_for
from deliberations.services.register_files import Margins, print_file, stamps_of, volume_file
from deliberations.services.register_sources import EntryDraft, Prepared
from deliberations.services.register_volumes import close_volume, open_volume, plan_volume
from deliberations.services.register_works import EVERYTHING, FILE, WorkGoing, ask
from deliberations.services.storage import StoredBytes, read_document
from tests.deliberations.finishing import act_of, closed, make_draft
from tests.facts import make_council, make_item, make_sitting, make_vote
from tests.support.pdftext import artifact_text, tagged_text
from tests.support.remembered import remembered
from tests.support.threads import own_connection
from tests.support.verapdf import assert_conforms

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
FIRST, SECOND, THIRD = date(2026, 9, 8), date(2026, 10, 6), date(2026, 11, 3)
STAMP = re.compile(r"Feuillet n° (\d{6})( recto| verso)?")


def quiet(done: int, total: int) -> None:
    """A progress that nobody looks at."""


def store_year() -> Council:
    """A council of eight with three sittings of two acts; the first two are closed."""
    return remembered(("register",), _year)


def _year() -> Council:
    facts = [_sitting(f"s{number}", day) for number, day in enumerate((FIRST, SECOND, THIRD), start=1)]
    body = make_council(8, uid="exemple", populations=(DatedNumber(900),), seats=(DatedNumber(8),))
    row = store_dossier(council=body, sittings=facts, by=None)
    for uid in ("s1", "s2"):
        closed(Sitting.objects.get(uid=uid), at=AT)
    return row


def _sitting(uid: str, day: date) -> Any:
    titles = {"p1": "Tarifs de la cantine", "p2": "Budget primitif"}
    return make_sitting(
        8,
        uid=uid,
        members=8,
        held_on=day,
        agenda=(
            make_item("p1", 1, matter_code="7.1", theme="Finances"),
            make_item("p2", 2, matter_code="5.7"),
        ),
        votes=(make_vote("p1", uid="v1"), make_vote("p2", uid="v2")),
        deliberations=tuple(
            make_draft(item, uid=f"{uid}-{item}", title_html=f"{title} {uid}")
            for item, title in titles.items()
        ),
    )


def sitting(uid: str) -> Sitting:
    return Sitting.objects.select_related("council").get(uid=uid)


def opened(council: Council, *, rule: SheetRule = SheetRule.PAGE, first_sheet: int = 1) -> RegisterVolume:
    return open_volume(
        council=council,
        since=date(2026, 1, 1),
        until=date(2026, 12, 31),
        binding=Binding.YEARLY,
        rule=rule,
        first_sheet=first_sheet,
        by=None,
        at=AT,
    )


def entered(volume: RegisterVolume, uid: str, at: datetime = AT) -> list[RegisterEntry]:
    return enter(volume=volume, source="seance", uid=uid, by=None, at=at, progress=quiet)


def runs(volume: RegisterVolume) -> list[tuple[str, str, int, int]]:
    return [(row.kind, row.number, row.first_sheet, row.last_sheet) for row in entries_of(volume)]


@contextmanager
def renders_counted() -> Iterator[list[str]]:
    """The title of each document rendered meanwhile, by the real renderer."""
    seen: list[str] = []
    real = weasyprint_adapter.render

    def counted(html: str, *args: Any, **kwargs: Any) -> bytes:
        seen.append(re.findall(r"<title>(.*?)</title>", html)[0])
        return real(html, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weasyprint_adapter, "render", counted)
        yield seen


def sheet_numbers(pdf: bytes) -> list[int | None]:
    """The number printed on each page, ``None`` where there is none."""
    found = [STAMP.search(text.replace("\u00a0", " ")) for text in artifact_text(pdf)]
    return [int(match[1]) if match else None for match in found]


# --- volumes


def test_open_gives_the_title_page_the_first_sheet():
    council = store_year()
    assert plan_volume(council, at=AT).binding is Binding.FIVE_YEARS  # 900 inhabitants
    volume = opened(council, first_sheet=41)
    assert runs(volume) == [("TITLE", "", 41, 41)]
    text = tagged_text(read_document(volume.entries.get()))
    assert "Le présent registre, ouvert le 27 novembre 2026" in "\n".join(text).replace("\u00a0", " ")
    with pytest.raises(Refusal, match="déjà ouvert"):
        opened(council)
    assert volume.history.get().history_change_reason == "register.opened"


def test_second_volume_follows_the_first_without_a_hole():
    volume = opened(store_year())
    entered(volume, "s1")
    entered(volume, "s2")
    done = close_volume(volume=volume, by=None, at=AT)
    kinds = [kind for kind, *_ in runs(done)]
    assert kinds == [
        "TITLE",
        *("DELIBERATION", "DELIBERATION", "CLOSING_SHEET") * 2,
        *("TABLE_BY_DATE", "TABLE_BY_SUBJECT", "END"),
    ]
    last = runs(done)[-1][3]
    end = "\n".join(tagged_text(read_document(entries_of(done).last()))).replace("\u00a0", " ")
    assert (
        f"contient {last} feuillets, numérotés de 1 à {last}. Il porte 2 séances et 4 délibérations." in end
    )
    plan = plan_volume(done.council, at=AT)
    assert (plan.since, plan.first_sheet, plan.is_first) == (date(2027, 1, 1), last + 1, False)
    following = open_volume(
        council=done.council,
        since=plan.since,
        until=plan.until,
        binding=plan.binding,
        rule=plan.rule,
        first_sheet=999,
        by=None,
        at=AT,
    )
    assert (following.number, runs(following)) == (2, [("TITLE", "", last + 1, last + 1)])
    pages = sheet_numbers(volume_file(done).read()) + sheet_numbers(volume_file(following).read())
    assert pages == [*range(1, last + 2), None, None]  # the tables of an open volume have no number
    assert close_volume(volume=done, by=None, at=AT).closed_on == date(2026, 11, 27)


def test_close_waits_for_what_is_ready_and_not_for_what_is_not_closed():
    volume = opened(store_year())
    entered(volume, "s1")
    with pytest.raises(Refusal, match="Séance du 6 octobre 2026 » attend"):
        close_volume(volume=volume, by=None, at=AT)
    entered(volume, "s2")
    assert [each.label for each in waiting_for(volume, at=AT)] == ["Séance du 3 novembre 2026"]
    close_volume(volume=volume, by=None, at=AT)
    with pytest.raises(Refusal, match="clos"):
        entered(RegisterVolume.objects.get(), "s3")


# --- entries


def test_enter_numbers_acts_then_the_closing_sheet():
    volume = opened(store_year())
    steps: list[tuple[int, int]] = []
    rows = enter(
        volume=volume, source="seance", uid="s1", by=None, at=AT, progress=lambda *step: steps.append(step)
    )
    assert [(row.kind, row.number, row.order, row.matter_code, row.theme) for row in rows] == [
        ("DELIBERATION", "2026-1", 1, "7.1", "Finances"),
        ("DELIBERATION", "2026-2", 2, "5.7", ""),
        ("CLOSING_SHEET", "", None, "", ""),
    ]
    assert [row.first_sheet for row in rows] == [2, rows[0].last_sheet + 1, rows[1].last_sheet + 1]
    assert all(row.last_sheet - row.first_sheet + 1 == row.pages for row in rows)
    assert steps == [(0, 3), (1, 3), (2, 3)]
    documents = IssuedDocument.objects.filter(kind="REGISTER")
    assert [document.sha256 for document in documents.order_by("pk")] == [row.sha256 for row in rows[:2]]
    assert [document.snapshot for document in documents] == [
        None,
        None,
    ]  # the facts of the sitting are frozen whole
    assert {row.path for row in rows} <= {held.path for held in files_of(volume.council)}  # in the backups


def test_enter_refuses_what_is_not_closed_twice_and_out_of_order():
    volume = opened(store_year())
    with pytest.raises(Refusal, match="n'est pas clôturée"):
        entered(volume, "s3")
    with pytest.raises(Refusal, match="inscrivez d'abord « Séance du 8 septembre 2026 »"):
        entered(volume, "s2")
    entered(volume, "s1")
    with pytest.raises(Refusal, match="déjà inscrite"):
        entered(volume, "s1")
    assert RegisterEntry.objects.count() == 4


def test_entry_older_than_what_is_in_is_warned_of_and_not_refused_l2121_23():
    volume = opened(store_year())
    reopen_sitting(sitting=sitting("s1"), by=None, at=AT, reason="Une erreur")
    [ready] = [each for each in waiting_for(volume, at=AT) if not each.why_not]
    assert out_of_order(volume, [ready]) == []
    entered(volume, "s2")
    closed(sitting("s1"), at=AT)
    [late] = [each for each in waiting_for(volume, at=AT) if not each.why_not]
    assert out_of_order(volume, [late]) == [late]
    assert entered(volume, "s1")[0].on == FIRST


def test_entry_is_frozen_and_its_sheets_belong_to_nobody_else():
    volume = opened(store_year())
    row = volume.entries.get()
    row.title = "autre"
    with pytest.raises(FrozenRow):
        row.save()
    with pytest.raises(FrozenRow):
        row.delete()
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    copy = {**fields, "id": None, "position": 2, "last_sheet": 2}
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterEntry.objects.bulk_create([RegisterEntry(**copy)])


def test_one_more_sitting_renders_its_own_pages_and_moves_no_number():
    volume = opened(store_year())
    entered(volume, "s1")
    before = runs(volume)
    kept = {row.pk: read_document(row) for row in entries_of(volume)}
    with renders_counted() as rendered:
        entered(volume, "s2")
    assert [title.rpartition("n°")[2].strip("\u00a0 ") for title in rendered[:2]] == ["2026-3", "2026-4"]
    assert len(rendered) == 3
    assert rendered[2].startswith("Feuillet de clôture")
    assert runs(volume)[: len(before)] == before
    assert {row.pk: read_document(row) for row in entries_of(volume) if row.pk in kept} == kept
    with renders_counted() as rendered:
        first = volume_file(volume).read()
    assert [title[:10] for title in rendered] == ["Table par ", "Table par "]
    with renders_counted() as rendered:
        assert volume_file(volume).read() == first
    assert rendered == []


def test_closed_volume_is_put_together_without_rendering():
    volume = opened(store_year())
    entered(volume, "s1")
    entered(volume, "s2")
    done = close_volume(volume=volume, by=None, at=AT)
    with renders_counted() as rendered:
        content = volume_file(done).read()
    assert rendered == []
    assert page_count(content) == sum(row.pages for row in entries_of(done))


def test_rectified_act_is_entered_again_beside_its_first_sheets():
    volume = opened(store_year())
    rows = entered(volume, "s1")
    act = act_of(sitting("s1"), "p1")
    passage = next(each for each in passages_of_act(act) if "Tarifs" in each.text)
    later = AT + timedelta(hours=1)
    rectify_act(
        act=act, passage=passage.key, text="Tarifs du restaurant scolaire", reason="Erreur", by=None, at=later
    )
    waiting = waiting_for(volume, at=later)
    assert [(each.source, each.uid) for each in waiting[:1]] == [("rectification", str(act.pk))]
    (again,) = enter(
        volume=volume, source="rectification", uid=str(act.pk), by=None, at=later, progress=quiet
    )
    assert (again.kind, again.number, again.title) == (
        "RECTIFICATION",
        "2026-1",
        "Tarifs du restaurant scolaire",
    )
    assert again.first_sheet == rows[-1].last_sheet + 1
    assert again.document.supersedes == rows[0].document
    assert "Tarifs de la cantine s1" in " ".join(tagged_text(read_document(rows[0])))
    margins = Margins.of(volume.council)
    told = {row.pk: stamps_of(row, volume, margins)[0].place.replace("\u00a0", " ") for row in (*rows, again)}
    mention = f"rectifiée, voir feuillet{'s' if again.pages > 1 else ''} {again.first_sheet}"
    assert [pk for pk, place in told.items() if mention in place] == [rows[0].pk]
    with pytest.raises(Refusal, match="n'a pas été rectifiée"):
        enter(volume=volume, source="rectification", uid=str(act.pk), by=None, at=later, progress=quiet)


def test_sitting_in_the_register_is_not_opened_again():
    volume = opened(store_year())
    entered(volume, "s1")
    with pytest.raises(Refusal, match="déjà inscrit au registre"):
        reopen_sitting(sitting=sitting("s1"), by=None, at=AT, reason="Une erreur")
    assert reopen_sitting(sitting=sitting("s2"), by=None, at=AT, reason="Une erreur").finished_at is None


@pytest.mark.django_db(transaction=True)
def test_sitting_enters_as_the_worker_does_it_outside_of_any_transaction():
    """A row locked out of a transaction is an error of PostgreSQL, which the transaction of a test would hide."""
    kinds = [row.kind for row in entered(opened(_year()), "s1")]
    assert kinds == [EntryKind.DELIBERATION, EntryKind.DELIBERATION, EntryKind.CLOSING_SHEET]


@pytest.mark.django_db(transaction=True)
def test_two_entries_at_once_share_no_sheet(tmp_path: Path):
    council = Council.objects.create(uid="ensemble", place_name="Ensemble")
    volume = RegisterVolume.objects.create(
        council=council, number=1, since=FIRST, until=THIRD, opened_on=FIRST
    )
    connect, barrier, failures = own_connection(tmp_path), Barrier(2), []

    def draft(number: int) -> EntryDraft:
        stored = StoredBytes(f"issued/{number}.pdf", f"{number:064d}", 1)
        return EntryDraft(
            EntryKind.DECISION, FIRST, f"Décision {number}", stored, pages=3, source_uid=f"d{number}"
        )

    seen: list[list[tuple[int, int]]] = []

    def run(number: int) -> None:
        try:
            connect()
            barrier.wait(60)
            append(volume=volume, prepared=Prepared((draft(number),), lambda: ""), by=None, at=AT)
            rows = RegisterEntry.objects.order_by("first_sheet")
            seen.append(list(rows.values_list("first_sheet", "last_sheet")))
        except Exception as failure:  # noqa: BLE001  told by the assertion below
            failures.append(failure)
        finally:
            connections["default"].close()

    threads = [Thread(target=run, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert max(seen, key=len) == [(1, 3), (4, 6)]


# --- long works


def test_work_enters_all_that_is_ready_and_says_how_far_it_is(django_capture_on_commit_callbacks):
    volume = opened(store_year())
    with django_capture_on_commit_callbacks(execute=True):
        work = ask(volume=volume, source=EVERYTHING, by=None, at=AT)
    work.refresh_from_db()
    assert (work.state, work.error, work.done, work.total) == (WorkState.DONE, "", 200, 200)
    assert [row.number for row in entries_of(volume) if row.number] == [
        "2026-1",
        "2026-2",
        "2026-3",
        "2026-4",
    ]


def test_work_tells_a_refusal_in_french(django_capture_on_commit_callbacks):
    volume = opened(store_year())
    with django_capture_on_commit_callbacks(execute=True):
        work = ask(volume=volume, source="seance", what="s3", by=None, at=AT)
    work.refresh_from_db()
    assert work.state == WorkState.FAILED
    assert work.error.startswith("La séance n'est pas clôturée")


def test_work_asked_twice_is_one(settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    volume = opened(store_year())
    with django_capture_on_commit_callbacks(execute=True):
        first = ask(volume=volume, source=FILE, by=None, at=AT)
        assert ask(volume=volume, source=FILE, by=None, at=AT + timedelta(minutes=1)) == first
        assert ask(volume=volume, source=FILE, by=None, at=AT + timedelta(hours=1)) != first
    first.refresh_from_db()
    assert (first.state, first.error[:11]) == (WorkState.FAILED, "L'opération")


def test_one_entry_goes_on_in_a_volume_and_its_file_beside_it(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    volume = opened(store_year())
    going = ask(volume=volume, source=EVERYTHING, by=None, at=AT)
    with pytest.raises(WorkGoing) as refused:
        ask(volume=volume, source="seance", what="s1", by=None, at=AT)
    assert refused.value.work == going
    assert ask(volume=volume, source=FILE, by=None, at=AT) != going
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterWork.objects.create(volume=volume, source="decision", what="d")


# --- files


@pytest.fixture
def whole() -> RegisterVolume:
    volume = opened(store_year())
    entered(volume, "s1")
    entered(volume, "s2")
    return close_volume(volume=volume, by=None, at=AT)


def pack_content(volume: RegisterVolume, uid: str) -> bytes:
    options = PrintOptions(is_double_sided=True, binding_mm=6, recto=Recto.EACH)
    return render_pack(pack_of(sitting(uid), today=AT.date()), options)


def test_volume_and_pack_are_conforming_and_read_in_order(whole: RegisterVolume, tmp_path: Path):
    content = volume_file(whole).read()
    assert_conforms({"registre": content, "dossier": pack_content(whole, "s2")})
    path = tmp_path / "registre.pdf"
    path.write_bytes(content)
    checked = subprocess.run(
        [shutil.which("qpdf"), "--check", path], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    expected = [line for row in entries_of(whole) for line in tagged_text(read_document(row))]
    assert tagged_text(content) == expected
    stamps = [text.replace("\u00a0", " ") for text in artifact_text(content)]
    assert all("Paraphe" in text for text in stamps)
    assert "– Séance du 8 septembre 2026" in stamps[1]
    assert "– Registre, volume 1" in stamps[0]


def test_printed_sheets_of_one_sitting(whole: RegisterVolume):
    rows = [row for row in entries_of(whole) if row.sitting and row.sitting.uid == "s2"]
    options = PrintOptions(is_double_sided=True, binding_mm=8, recto=Recto.NEVER)
    file = print_file(whole, rows, options)
    assert file.name == f"registre-feuillets-{rows[0].first_sheet}-{rows[-1].last_sheet}.pdf"
    assert sheet_numbers(file.read()) == list(range(rows[0].first_sheet, rows[-1].last_sheet + 1))


def test_leaves_are_numbered_front_and_back():
    volume = opened(store_year(), rule=SheetRule.LEAF)
    rows = entered(volume, "s1")
    assert [row.last_sheet - row.first_sheet + 1 for row in rows] == [(row.pages + 1) // 2 for row in rows]
    content = volume_file(volume).read()
    labels = [STAMP.search(text.replace("\u00a0", " ")) for text in artifact_text(content)]
    told = [(int(match[1]), match[2].strip()) for match in labels if match]
    last = rows[-1].last_sheet
    assert told == [(sheet, side) for sheet in range(1, last + 1) for side in ("recto", "verso")]


# --- what is signed by hand


def test_pack_of_a_sitting_before_and_after_its_entry(whole: RegisterVolume):
    pack = pack_of(sitting("s1"), today=AT.date())
    assert pack.is_in_register
    labels = [document.label.replace("\u00a0", " ") for document in pack.documents]
    first, second, sheet = (row for row in entries_of(whole) if row.sitting and row.sitting.uid == "s1")
    told = f"{first.first_sheet} à {first.last_sheet}" if first.pages > 1 else f"{first.first_sheet}"
    assert labels[0].endswith(f"{told})")
    assert [label.partition(" (")[0] for label in labels[:3]] == [
        "2026-1 – Tarifs de la cantine s1",
        "2026-2 – Budget primitif s1",
        "Feuillet clôturant la séance du 8 septembre 2026",
    ]
    numbers = [number for number in sheet_numbers(pack_content(whole, "s1")) if number]
    assert numbers == list(range(first.first_sheet, sheet.last_sheet + 1))
    assert second.first_sheet in numbers


def test_pack_waits_for_the_closing_of_the_sitting():
    store_year()
    with pytest.raises(Refusal, match="Clôturez d'abord"):
        pack_of(sitting("s3"), today=AT.date())
    pack = pack_of(sitting("s2"), today=AT.date())
    assert not pack.is_in_register
    assert [document.part.stamps for document in pack.documents] == [()] * len(pack.documents)


def test_pack_of_a_volume_by_leaves_keeps_its_backs():
    volume = opened(store_year(), rule=SheetRule.LEAF)
    rows = entered(volume, "s1")
    options = PrintOptions(is_double_sided=False, binding_mm=6, recto=Recto.NEVER)
    content = render_pack(pack_of(sitting("s1"), today=AT.date()), options)
    labels = [STAMP.search(text.replace("\u00a0", " ")) for text in artifact_text(content)]
    sides = [(number % 2, match[2].strip()) for number, match in enumerate(labels) if match]
    assert set(sides) == {(0, "recto"), (1, "verso")}
    assert len(sides) == 2 * (rows[-1].last_sheet - rows[0].first_sheet + 1)


def test_sitting_closed_before_its_facts_were_kept_has_a_snapshot_for_each_act():
    volume = opened(store_year())
    with connection.cursor() as cursor:  # frozen rows are not deleted otherwise
        cursor.execute("DELETE FROM deliberations_sittingsnapshot")
    rows = entered(volume, "s1")
    assert [row.document.snapshot.deliberation for row in rows[:2]] == [row.deliberation for row in rows[:2]]
