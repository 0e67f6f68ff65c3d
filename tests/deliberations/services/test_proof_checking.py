"""Whatever is done to the register behind its back is found, and said in French."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from councils.domain.errors import Refusal
from deliberations.domain.proof_kinds import ProofKind
from deliberations.domain.proofs import tree_root
from deliberations.domain.trusted import TrustPurpose
from deliberations.dossier.reader import read_dossier
from deliberations.models import (
    Deliberation,
    ProofChain,
    ProofCheckWork,
    ProofEntry,
    ProofFact,
    ProofHead,
    Publication,
    TrustedAuthority,
)
from deliberations.queries.append_only import drop_triggers, ensure_triggers, missing_triggers
from deliberations.services.backup_rows import files_of
from deliberations.services.dossiers import store_dossier
from deliberations.services.issuing import issue_certified_copy
from deliberations.services.proof import erase_fact, prove
from deliberations.services.proof_checking import _check_place, check_register
from deliberations.services.proof_followed import prove_removals
from deliberations.services.proof_found import Checked
from deliberations.services.proof_heads import head_file, leaves_of, seal_heads
from deliberations.services.proof_works import ask_check
from deliberations.services.trust import add_authority
from tests.builders import make_user
from tests.support.pki import Pki
from tests.support.remembered import remembered

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 30, 21, 0, tzinfo=UTC)
GRUSON = Path(__file__).resolve().parents[2] / "dossiers" / "gruson-2023-12-19.json"
Attack = Callable[[], object]


FILES: dict[str, bytes] = {}
"""The bytes that ``sealed`` keeps, by their place: put back with the rows."""


@pytest.fixture
def act(settings: object, pki: Pki) -> Deliberation:
    """An act issued here and published twice, entered and sealed with a timestamp."""
    settings.TIMESTAMP_URL = pki.timestamp_url()
    row = remembered(("gruson", "proof", "sealed"), sealed)
    for path, content in FILES.items():
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(content))
    return row


def sealed() -> Deliberation:
    dossier = read_dossier(GRUSON.read_bytes())
    store_dossier(council=dossier.council, sittings=dossier.sittings, by=None)
    act = Deliberation.objects.get()
    issue_certified_copy(deliberation=act, by=None, at=NOW)
    clerk = make_user("publie@exemple.test", given_name="Agente", family_name="Exemple")
    for channel in ("affichage", "papier"):
        Publication.objects.create(
            deliberation=act, effective_on=NOW.date(), channel=channel, declared_by=clerk
        )
    seal_heads(NOW)
    for held in files_of(act.council):
        with default_storage.open(held.path) as file:
            FILES[held.path] = file.read()
    return act


def found(act: Deliberation) -> Checked:
    return check_register(act.council)


def codes(act: Deliberation) -> set[str]:
    return {fault.code for fault in found(act).faults} - {"triggers"}


def test_register_left_alone_is_right(act: Deliberation) -> None:
    told = found(act)
    assert told.faults == []
    assert (told.heads, told.stamped) == (1, 1)
    assert told.entries == ProofEntry.objects.count() >= 2
    assert told.files >= 1


def sql(statement: str, *values: object) -> Attack:
    def attack() -> None:
        drop_triggers(connection)
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return attack


ENTRY, FACT, HEAD = "deliberations_proofentry", "deliberations_prooffact", "deliberations_proofhead"


def without(seqs: str) -> Attack:
    def attack() -> None:
        sql(f"DELETE FROM {FACT} WHERE entry_id IN (SELECT id FROM {ENTRY} WHERE {seqs})")()
        sql(f"DELETE FROM {ENTRY} WHERE {seqs}")()

    return attack


def cut_tail() -> None:
    """The last entry goes, and the end of the chain says so: only the head knows."""
    last = ProofEntry.objects.latest("seq")
    without(f"seq = {last.seq}")()
    before = ProofEntry.objects.latest("seq")
    ProofChain.objects.update(size=before.seq, last=before.hash)


def rewritten() -> None:
    """Every entry is made anew with its hashes, and the head kept here too: only one kept elsewhere knows."""
    from deliberations.domain.proofs import GENESIS, canonical, commitment_of, entry_hash, entry_text

    drop_triggers(connection)
    previous = GENESIS
    for entry in ProofEntry.objects.select_related("fact").order_by("seq"):
        told = {**json.loads(entry.fact.canonical_json), "reference": "forged"}
        text = canonical(told)
        commitment = commitment_of(bytes(entry.fact.salt), text).hex()
        said = entry_text(seq=entry.seq, at=entry.at, kind=entry.kind, commitment=commitment)
        found = entry_hash(previous, said)
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {ENTRY} SET commitment = %s, previous = %s, hash = %s WHERE id = %s",
                [commitment, previous.hex(), found.hex(), entry.pk],
            )
        ProofFact.objects.filter(entry=entry).update(canonical_json=text)
        previous = found
    ProofChain.objects.update(last=previous.hex())


def head_rewritten() -> None:
    rewritten()
    head = ProofHead.objects.get()
    root = tree_root(leaves_of(head.council, head.size)).hex()
    sql(f"UPDATE {HEAD} SET root = %s", root)()


def damaged_file() -> None:
    from deliberations.models import IssuedDocument

    path = IssuedDocument.objects.exclude(path="").latest("pk").path
    Path(default_storage.path(path)).write_bytes(b"other")


def missing_file() -> None:
    from deliberations.models import IssuedDocument

    default_storage.delete(IssuedDocument.objects.exclude(path="").latest("pk").path)


def added_behind() -> None:
    act = Deliberation.objects.get()
    Publication.objects.bulk_create(
        [Publication(deliberation=act, effective_on=NOW.date(), channel="affichage")]
    )


def unlinked() -> None:
    """The row goes, and what is beside the facts says that they told none."""
    sql("DELETE FROM deliberations_publication")()
    sql(f"UPDATE {FACT} SET row = NULL, \"table\" = '' WHERE \"table\" = 'deliberations.publication'")()


def told_twice() -> None:
    """The facts of a row that is gone are pointed at one that is there."""
    first, second = ProofFact.objects.filter(table="deliberations.publication").order_by("pk")[:2]
    sql("DELETE FROM deliberations_publication WHERE id = %s", first.row)()
    ProofFact.objects.filter(pk=first.pk).update(row=second.row)


def other_author() -> None:
    """A fact put down to somebody else of the town hall."""
    other = make_user("autre@exemple.test", given_name="Autre", family_name="Personne")
    sql(
        "UPDATE deliberations_publication SET declared_by_id = %s WHERE declared_by_id IS NOT NULL", other.pk
    )()


CASES = {
    "kind": (sql(f"UPDATE {ENTRY} SET kind = 'PUBLISHED' WHERE seq = 2"), {"changed"}),
    "hour": (sql(f"UPDATE {ENTRY} SET at = '2020-01-01 00:00:00' WHERE seq = 1"), {"changed"}),
    "hash": (
        sql(f"UPDATE {ENTRY} SET hash = '{'a' * 64}' WHERE seq = 1"),
        {"changed", "broken", "rewritten"},
    ),
    "hole": (without("seq = 1"), {"hole", "broken", "tail"}),
    "moved": (
        sql(f"UPDATE {ENTRY} SET seq = 900 WHERE seq = 1"),
        {"hole", "changed", "broken", "rewritten"},
    ),
    "tail noted": (without("seq = (SELECT max(seq) FROM deliberations_proofentry)"), {"tail"}),
    "tail hidden": (cut_tail, {"tail", "unproved"}),
    "facts": (sql(f"UPDATE {FACT} SET canonical_json = '{{}}'"), {"fact"}),
    "salt": (sql(f"UPDATE {FACT} SET salt = %s", b"s" * 32), {"fact"}),
    "facts of no row, and the row gone": (unlinked, {"link"}),
    "facts of another row": (sql(f"UPDATE {FACT} SET row = 900 WHERE row IS NOT NULL"), {"gone", "unproved"}),
    "facts of another act": (sql(f"UPDATE {FACT} SET subject = 'x'"), {"row"}),
    "row told twice": (told_twice, {"twice"}),
    "hash that is none": (
        sql(f"UPDATE {ENTRY} SET hash = '{'z' * 64}' WHERE seq = 1"),
        {"changed", "broken"},
    ),
    "previous that is none": (sql(f"UPDATE {ENTRY} SET previous = '' WHERE seq = 2"), {"changed", "broken"}),
    "salts and commitments": (
        sql(f"UPDATE {ENTRY} SET commitment = '{'c' * 64}' WHERE seq = 1"),
        {"fact", "changed"},
    ),
    "frozen facts": (sql("UPDATE deliberations_snapshot SET canonical_json = '{}'"), {"frozen"}),
    "author": (other_author, {"row"}),
    "no author": (sql("UPDATE deliberations_publication SET declared_by_id = NULL"), {"row"}),
    "no facts": (sql(f"DELETE FROM {FACT}"), {"no_fact", "unproved"}),
    "erased in silence": (
        sql(f"UPDATE {FACT} SET canonical_json = '', erased_at = '2026-01-01 00:00:00', erased_why = 'x'"),
        {"erased"},
    ),
    "row": (sql("UPDATE deliberations_issueddocument SET version = 9"), {"row"}),
    "row gone": (sql("DELETE FROM deliberations_publication"), {"gone"}),
    "row added": (added_behind, {"unproved"}),
    "root": (sql(f"UPDATE {HEAD} SET root = '{'b' * 64}'"), {"rewritten", "token"}),
    "size": (sql(f"UPDATE {HEAD} SET size = 999"), {"tail", "token"}),
    "token": (sql(f"UPDATE {HEAD} SET token = %s", b"rubbish"), {"token"}),
    "rewritten": (rewritten, {"rewritten", "row"}),
    "head rewritten": (head_rewritten, {"token", "row"}),
    "file": (damaged_file, {"file"}),
    "no file": (missing_file, {"file"}),
}


@pytest.mark.parametrize(("attack", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_done_behind_its_back_is_found(act: Deliberation, attack: Attack, expected: set[str]) -> None:
    assert codes(act) == set()
    attack()
    assert codes(act) >= expected
    assert all(fault.message_fr.endswith((".", "»")) for fault in found(act).faults)


def test_same_number_twice_is_told(act: Deliberation) -> None:
    """The database refuses it: only one whose constraint was dropped would hold that."""
    told = Checked()
    entry = ProofEntry.objects.get(seq=1)
    _check_place(entry, 2, entry.hash, told)
    assert told.faults[0].message_fr == "L'inscription n° 1 est en double."


def test_triggers_hollowed_out_are_told_and_made_again(act: Deliberation) -> None:
    """A trigger of the same name that refuses nothing."""
    drop_triggers(connection)
    ensure_triggers("default")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER proof_entry_update")
            cursor.execute(f"CREATE TRIGGER proof_entry_update BEFORE UPDATE ON {ENTRY} BEGIN SELECT 1; END")
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION conforme_proof_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RETURN NEW; END $$"
            )
    assert "proof_entry_update" in missing_triggers()
    assert [fault.code for fault in found(act).faults] == ["triggers"]
    ensure_triggers("default")
    assert missing_triggers() == ()


def test_triggers_taken_away_are_told(act: Deliberation) -> None:
    drop_triggers(connection)
    assert [fault.code for fault in found(act).faults] == ["triggers"]


def test_facts_erased_by_the_rule_are_no_fault_and_are_told(act: Deliberation) -> None:
    erase_fact(fact=ProofFact.objects.earliest("pk"), by=make_user(), at=NOW, why="Demande")
    assert codes(act) == set()
    told = [remark.message_fr for remark in found(act).remarks if remark.code == "erased"]
    assert told == ["Inscription n° 1 (repris) : faits effacés le 30/11/2026, motif : Demande"]
    sql(f"UPDATE {FACT} SET erased_why = 'Autre motif' WHERE erased_why <> ''")()
    assert codes(act) == {"erasure"}


def test_row_behind_erased_facts_cannot_go_unseen(act: Deliberation) -> None:
    fact = ProofFact.objects.filter(table="deliberations.publication").earliest("pk")
    erase_fact(fact=fact, by=None, at=NOW, why="Demande")
    sql("DELETE FROM deliberations_publication WHERE id = %s", fact.row)()
    assert codes(act) == {"gone"}
    sql(f"UPDATE {FACT} SET row = NULL, \"table\" = '' WHERE id = %s", fact.pk)()
    assert codes(act) == {"erasure"}


@pytest.mark.parametrize("kind", ["ERASED", "REMOVED"])
def test_what_tells_of_nobody_is_never_erased(act: Deliberation, kind: str) -> None:
    erase_fact(fact=ProofFact.objects.earliest("pk"), by=None, at=NOW, why="Demande")
    sql("DELETE FROM deliberations_publication")()
    prove_removals(act.council, at=NOW)
    with pytest.raises(Refusal) as refused:
        erase_fact(fact=ProofFact.objects.filter(entry__kind=kind)[0], by=None, at=NOW, why="Demande")
    assert refused.value.code == "proof.tells_nobody"


# --- clocks and timestamps


def remarks(act: Deliberation) -> list[str]:
    return [remark.code for remark in found(act).remarks]


def test_timestamp_of_an_authority_that_nobody_trusts_here(act: Deliberation, pki: Pki) -> None:
    """A remark while no timestamp authority is trusted; then every other one is a fault."""
    assert remarks(act) == ["untrusted"]
    told = found(act).remarks[0].message_fr
    assert told.startswith("Horodatage non reconnu : l'empreinte du 30/11/2026 est horodatée par")
    trust(pki, "racine")
    assert (codes(act), remarks(act)) == (set(), [])
    TrustedAuthority.objects.all().delete()
    trust(pki, "autre-racine")
    assert codes(act) == {"untrusted"}


def trust(pki: Pki, label: str) -> None:
    purposes = frozenset({TrustPurpose.TIMESTAMP})
    add_authority(encoded=pki.certificate(label), purposes=purposes, by=None, at=datetime.now(UTC))


def test_heads_stamped_anew_by_another_authority_are_found(
    act: Deliberation, pki: Pki, settings: object
) -> None:
    """Everything written anew, then stamped by a server of the forger's own."""
    trust(pki, "racine")
    head_rewritten()
    settings.TIMESTAMP_URL = pki.timestamp_url("tsa-inconnue")
    sql(f"UPDATE {HEAD} SET token = %s, stamped_at = NULL", b"")()
    seal_heads(NOW)
    assert codes(act) == {"untrusted", "row"}


def test_head_stamped_long_after_its_day_is_told(act: Deliberation) -> None:
    """Written anew, then stamped by the right server: only the date of the token shows it."""
    sql(f"UPDATE {HEAD} SET token = %s, stamped_at = NULL, day = '2026-01-15'", b"")()
    seal_heads(NOW)
    assert codes(act) == set()
    assert "late" in remarks(act)


def test_clock_set_back_is_told(act: Deliberation) -> None:
    now = datetime.now(UTC)
    prove(act.council, ProofKind.ISSUED, {"a": 1}, now + timedelta(hours=2))
    prove(act.council, ProofKind.ISSUED, {"a": 2}, now + timedelta(hours=1))
    assert codes(act) == set()
    told = [remark.message_fr for remark in found(act).remarks if remark.code == "clock"]
    assert len(told) == 1
    assert told[0].endswith("l'horloge du serveur a été reculée.")


def test_entry_older_than_the_head_before_it_is_told(act: Deliberation) -> None:
    """The clock was set back once the head of the day before was stamped, and stays so."""
    prove(act.council, ProofKind.ISSUED, {"a": 1}, datetime.now(UTC) - timedelta(days=30))
    seal_heads(NOW + timedelta(days=1))
    assert codes(act) == set()
    assert {"clock", "antedated"} <= set(remarks(act))


def test_timestamp_older_than_what_it_seals_is_found(act: Deliberation) -> None:
    prove(act.council, ProofKind.ISSUED, {"a": 1}, datetime.now(UTC) + timedelta(days=300))
    seal_heads(NOW + timedelta(days=1))
    assert codes(act) == {"early"}


# --- what cannot be seen from here, and who sees it


def test_tail_cut_with_its_heads_is_seen_by_who_kept_one(act: Deliberation, tmp_path: Path) -> None:
    """Entries, facts, rows and heads of the end all taken away: nothing here tells of them any more."""
    kept = tmp_path / "tete.json"
    kept.write_bytes(head_file(ProofHead.objects.get()))
    sql(f"DELETE FROM {HEAD}")()
    fact = ProofFact.objects.filter(table="deliberations.publication").latest("pk")
    sql("DELETE FROM deliberations_publication WHERE id = %s", fact.row)()
    cut_tail()
    assert codes(act) == set()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("proof", "check", "--head", str(kept), stdout=out, stderr=out)
    assert "la fin du registre a été coupée" in out.getvalue()


# --- the command


def ran(*arguments: str) -> str:
    out = StringIO()
    call_command("proof", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_command_says_that_all_is_well(act: Deliberation) -> None:
    assert "gruson : " in ran("check", "--council", "gruson")


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        (without("seq = 1"), "Il manque l'inscription n° 1."),
        (sql(f"UPDATE {ENTRY} SET kind = 'PUBLISHED' WHERE seq = 2"), "L'inscription n° 2 a été modifiée"),
        (cut_tail, "la fin du registre a été coupée"),
        (rewritten, "l'histoire a été réécrite"),
    ],
)
def test_command_ends_with_an_error_and_says_why(act: Deliberation, attack: Attack, said: str) -> None:
    attack()
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("proof", "check", stdout=out, stderr=out)
    assert caught.value.returncode == 1
    assert said in out.getvalue()


def test_head_kept_elsewhere_shows_a_history_written_anew_with_its_heads(
    act: Deliberation, tmp_path: Path
) -> None:
    kept = tmp_path / "tete.json"
    kept.write_bytes(head_file(ProofHead.objects.get()))
    assert ran("check", "--head", str(kept))
    drop_triggers(connection)
    ProofHead.objects.update(token=b"", stamped_at=None)
    head_rewritten()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("proof", "check", "--head", str(kept), stdout=out, stderr=out)
    assert "réécrite" in out.getvalue()
    assert "n'est pas parmi celles de ce registre" in out.getvalue()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"size": "x"}', "\x00"])
def test_file_that_is_no_head_is_refused(act: Deliberation, tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content)
    with pytest.raises(CommandError, match="n'est pas une empreinte"):
        ran("check", "--head", str(path))
    with pytest.raises(CommandError, match="illisible"):
        ran("check", "--head", str(tmp_path / "absent"))
    with pytest.raises(CommandError, match="inconnu"):
        ran("check", "--council", "nulle-part")


def test_export_holds_all_and_no_personal_data(act: Deliberation) -> None:
    told = json.loads(ran("export", "--council", "gruson"))
    assert len(told[0]["entries"]) == ProofEntry.objects.count()
    assert [*told[0]["entries"][0]] == ["at", "commitment", "hash", "kind", "previous", "seq"]
    assert "salt" not in json.dumps(told)
    assert "horodatée" in ran("show")


def test_facts_are_erased_by_the_command(act: Deliberation, monkeypatch: pytest.MonkeyPatch) -> None:
    told = ("erase", "--council", "gruson", "--entry", "1", "--why", "Demande")
    monkeypatch.setattr("builtins.input", lambda _: "non")
    with pytest.raises(CommandError, match="Rien n'est effacé"):
        ran(*told)
    with pytest.raises(CommandError, match="Pas d'inscription"):
        ran("erase", "--council", "gruson", "--entry", "999", "--why", "x", "--yes")
    assert "l'effacement est inscrit" in ran(*told, "--yes")
    assert "motif : Demande" in ran("check")
    with pytest.raises(CommandError, match="déjà effacés"):
        ran(*told, "--yes")


def test_adopt_and_seal_do_nothing_twice(act: Deliberation) -> None:
    assert "00 inscription" in ran("adopt") or "0 inscription" in ran("adopt")
    assert "rien de nouveau" in ran("seal")


# --- the long work


def test_control_asked_from_the_page(act: Deliberation, django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        work = ask_check(council=act.council, by=None, at=NOW + timedelta(hours=1))
    work.refresh_from_db()
    assert (work.state, work.faults, work.entries) == ("DONE", "", ProofEntry.objects.count())
    cut_tail()
    with django_capture_on_commit_callbacks(execute=True):
        again = ask_check(council=act.council, by=None, at=NOW + timedelta(hours=2))
    again.refresh_from_db()
    assert "coupée" in again.faults
    assert ProofCheckWork.objects.count() == 2
