"""The proof register: every issued, signed, published fact enters it by itself, and nothing in it changes."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from councils.domain.errors import Refusal
from deliberations import models
from deliberations.domain.errors import FrozenRow
from deliberations.domain.proof_kinds import ProofKind
from deliberations.domain.proofs import GENESIS, canonical, commitment_of, entry_hash, entry_text
from deliberations.domain.publishing import Way
from deliberations.models import ProofChain, ProofEntry, ProofFact, ProofHead
from deliberations.models.proof import Frozen
from deliberations.queries.append_only import drop_triggers, ensure_triggers, missing_triggers
from deliberations.services.dossiers import store_dossier
from deliberations.services.hand_signing import HandSigned, record_hand_signature, undo_hand_signature
from deliberations.services.importing_acts import accept_act, undo_batch
from deliberations.services.proof import (
    PROVED,
    erase_fact,
    prove,
    prove_row,
    resuming,
    rows_without_proof,
    told_of,
)
from deliberations.services.proof_checking import check_register
from deliberations.services.proof_followed import adopt, facts_of_rows_gone
from deliberations.services.publishing import publish_act
from tests.builders import (
    AT,
    OTHER_SHA,
    SHA,
    make_issued,
    make_publication,
    make_user,
    store_act,
    store_council,
)
from tests.deliberations.finishing import act_of, closed_evening, hide
from tests.deliberations.services.test_importing_at_once import read_act
from tests.facts import make_council, make_sitting

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
NOT_PROVED = {
    models.Snapshot: "what a document is made from: its digest is in the entry of the document",
    models.SittingSnapshot: "the same",
    models.DecisionSnapshot: "the same",
    models.PlaceSignature: "told whole by its event",
    models.MinutesRemark: "a remark, that nobody issued nor published",
    models.MinutesRemarkAnswer: "the same",
    models.MinutesDistribution: "a draft sent to members, as a convocation is",
    models.MinutesCompletion: "printed by the minutes, whose issued file is proved",
    models.Reopening: "before anything of the sitting leaves: what left is proved by itself",
    models.ProofEntry: "the register itself",
}
"""Rows that are only added and enter nothing, and why."""


def kinds() -> list[str]:
    return list(ProofEntry.objects.order_by("seq").values_list("kind", flat=True))


def test_every_frozen_model_is_proved_or_says_why_not() -> None:
    """A new model of what is only added must choose."""
    found = {
        model for model in apps.get_app_config("deliberations").get_models() if issubclass(model, Frozen)
    }
    assert found - {*PROVED} == {*NOT_PROVED}
    assert {*PROVED} - found == {
        models.PaperPublication,
        models.OriginalDocument,
        models.LegalityEvent,
    }


def test_first_entries_are_chained_and_committed() -> None:
    act = store_act()
    before = ProofEntry.objects.count()
    first, second = prove_row(make_issued(act)), make_publication(act)
    assert ProofEntry.objects.count() == before + 3
    chain = ProofChain.objects.get(council=act.council)
    rows = list(ProofEntry.objects.filter(council=act.council).select_related("fact"))
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    previous = GENESIS.hex()
    for row in rows:
        assert row.previous == previous
        assert row.commitment == commitment_of(bytes(row.fact.salt), row.fact.canonical_json).hex()
        text = entry_text(seq=row.seq, at=row.at, kind=row.kind, commitment=row.commitment)
        assert row.hash == entry_hash(bytes.fromhex(row.previous), text).hex()
        previous = row.hash
    assert (chain.size, chain.last) == (len(rows), previous)
    assert first.kind == ProofKind.ISSUED
    assert second.effective_on.isoformat() in rows[-1].fact.canonical_json


def test_entry_says_nothing_of_anybody() -> None:
    act = store_act()
    user = make_user("prenom.nom@exemple.test", council=act.council)
    make_issued(act, issued_by=user)
    entry = ProofEntry.objects.latest("seq")
    columns = {column.name for column in ProofEntry._meta.concrete_fields}
    assert columns == {"id", "council", "seq", "at", "kind", "commitment", "previous", "hash"}
    assert str(user) in entry.fact.canonical_json
    assert len(bytes(entry.fact.salt)) == 32
    assert hashlib.sha256(entry.fact.canonical_json.encode()).hexdigest() != entry.commitment


def test_fact_tells_every_column_and_names_rows_by_what_travels() -> None:
    act = store_act()
    issued = make_issued(act)
    told = told_of(issued)
    assert told == {
        "table": "deliberations.issueddocument",
        "deliberation": "a1",
        "kind": "CERTIFIED",
        "format": "PDF",
        "version": 1,
        "sha256": SHA,
        "size": 10,
        "pages": None,
        "snapshot": None,
        "supersedes": None,
        "issued_at": "2024-06-29T09:00:00.000000Z",
        "issued_by": None,
    }
    issued.refresh_from_db()
    assert told_of(issued) == told
    fact = ProofFact.objects.get(table="deliberations.issueddocument")
    assert (fact.row, fact.subject, fact.canonical_json) == (issued.pk, "a1", canonical(told))


def test_gesture_enters_once_in_its_own_transaction() -> None:
    sitting = closed_evening()
    act, user = act_of(sitting, "p1"), make_user()
    before = len(kinds())
    publish_act(act=act, way=Way.OWN_PAGE, by=user, at=AT)
    publish_act(act=act, way=Way.OWN_PAGE, by=user, at=AT)
    assert kinds()[before:].count("PUBLISHED") == 1
    with transaction.atomic():
        make_publication(act)
        transaction.set_rollback(True)
    assert kinds()[before:].count("PUBLISHED") == 1
    chain = ProofChain.objects.get(council=sitting.council)
    assert chain.size == ProofEntry.objects.filter(council=sitting.council).count()


def test_what_comes_from_elsewhere_is_resumed_not_issued() -> None:
    act = read_act()
    made = accept_act(act=act, by=None)
    assert kinds() == ["RESUMED"]
    assert check_register(made.council).faults == []
    make_issued(made, path="")
    with resuming():
        make_publication(made)
    assert kinds() == ["RESUMED"] * 3


def test_import_taken_back_is_told() -> None:
    act = read_act()
    accept_act(act=act, by=None)
    undo_batch(batch=act.source.batch, by=None, at=NOW)
    assert kinds() == ["RESUMED", "REMOVED"]
    assert list(facts_of_rows_gone(act.source.batch.council)) == []


def test_dossier_replaced_is_told() -> None:
    act = store_act()
    make_publication(act)
    sitting = make_sitting(5, members=5)
    models.Sitting.objects.update(origin="RECORDED")
    store_dossier(council=make_council(5, uid="exemple"), sittings=(sitting,), by=None, replace=True)
    assert kinds() == ["PUBLISHED", "REMOVED"]


def test_adopting_enters_what_was_there_once() -> None:
    act = store_act()
    make_issued(act)
    make_publication(act)
    drop_triggers(connection)
    ProofFact.objects.all().delete()
    for entry in ProofEntry.objects.all():
        super(Frozen, entry).delete()
    ProofChain.objects.all().delete()
    ensure_triggers("default")
    assert rows_without_proof(models.Publication, act.council).count() == 1
    assert adopt(act.council, at=NOW) == 2
    assert adopt(act.council, at=NOW) == 0
    assert kinds() == ["ADOPTED", "ADOPTED"]


def test_erasing_leaves_the_chain_whole_and_is_told() -> None:
    act = store_act()
    user = make_user()
    make_issued(act, issued_by=user)
    fact = ProofFact.objects.latest("pk")
    with pytest.raises(Refusal):
        erase_fact(fact=fact, by=user, at=NOW, why=" ")
    erased = erase_fact(fact=fact, by=user, at=NOW, why="Demande de l'intéressé")
    fact.refresh_from_db()
    assert (bytes(fact.salt), fact.canonical_json, fact.erased_by, fact.erased_why) == (
        b"",
        "",
        user,
        "Demande de l'intéressé",
    )
    assert kinds() == ["ISSUED", "ERASED"]
    assert "intéressé" not in ProofFact.objects.latest("pk").canonical_json
    with pytest.raises(Refusal):
        erase_fact(fact=erased, by=user, at=NOW, why="Encore")


def test_councils_have_chains_of_their_own() -> None:
    one, other = store_council("un"), store_council("deux")
    for council in (one, other, one):
        prove(council, ProofKind.ISSUED, {"a": 1}, NOW)
    assert [row.seq for row in ProofEntry.objects.filter(council=one)] == [1, 2]
    assert [row.seq for row in ProofEntry.objects.filter(council=other)] == [1]


# --- nothing changes, whatever is tried in SQL


@pytest.fixture
def head() -> ProofHead:
    council = store_council()
    entry = prove(council, ProofKind.ISSUED, {"a": 1}, NOW)
    return ProofHead.objects.create(
        council=council, day=date(2026, 11, 30), size=1, root=entry.hash, sealed_at=NOW
    )


def refused(sql: str, *values: Any) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


ENTRY, HEAD = "deliberations_proofentry", "deliberations_proofhead"


@pytest.mark.parametrize(
    "change",
    [
        f"UPDATE {ENTRY} SET seq = 2",
        f"UPDATE {ENTRY} SET kind = 'PUBLISHED'",
        f"UPDATE {ENTRY} SET commitment = '{OTHER_SHA}'",
        f"UPDATE {ENTRY} SET at = '2020-01-01 00:00:00+00'",
        f"UPDATE {ENTRY} SET id = 77",
        f"DELETE FROM {ENTRY}",
        f"UPDATE {HEAD} SET root = '{OTHER_SHA}'",
        f"UPDATE {HEAD} SET size = 2",
        f"UPDATE {HEAD} SET day = '2020-01-01'",
        f"UPDATE {HEAD} SET sealed_at = '2020-01-01 00:00:00+00'",
        f"DELETE FROM {HEAD}",
    ],
)
def test_database_refuses_to_change_what_is_sealed(head: ProofHead, change: str) -> None:
    refused(change)
    assert ProofEntry.objects.get().seq == 1
    assert ProofHead.objects.get() == head


def test_database_refuses_to_put_a_row_in_the_place_of_another(head: ProofHead) -> None:
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    row = ProofEntry.objects.get()
    refused(
        f"{verb} INTO {ENTRY} (id, council_id, seq, at, kind, commitment, previous, hash) "
        "VALUES (%s, %s, 1, %s, 'ISSUED', %s, %s, %s)",
        row.pk,
        row.council_id,
        row.at,
        OTHER_SHA,
        row.previous,
        row.hash,
    )
    refused(
        f"{verb} INTO {ENTRY} (council_id, seq, at, kind, commitment, previous, hash) "
        "VALUES (%s, 1, %s, 'ISSUED', %s, %s, %s)",
        row.council_id,
        row.at,
        OTHER_SHA,
        SHA,
        row.hash,
    )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", [ENTRY, HEAD])
def test_database_refuses_to_empty_a_table(head: ProofHead, table: str) -> None:
    refused(f"TRUNCATE {table} CASCADE")


def test_token_is_set_once_and_the_rest_follows(head: ProofHead) -> None:
    ProofHead.objects.update(token=b"one", stamped_at=NOW, published_at=NOW, mailed_at=NOW)
    refused(f"UPDATE {HEAD} SET token = %s", b"two")
    refused(f"UPDATE {HEAD} SET token = %s", b"")
    ProofHead.objects.update(mailed_at=AT)


def test_python_refuses_first(head: ProofHead) -> None:
    entry = ProofEntry.objects.get()
    entry.kind = "PUBLISHED"
    with pytest.raises(FrozenRow):
        entry.save()
    with pytest.raises(FrozenRow):
        ProofEntry.objects.all().delete()


def test_triggers_are_made_again_when_they_are_lost() -> None:
    assert missing_triggers() == ()
    drop_triggers(connection)
    assert len(missing_triggers()) == 6
    assert ensure_triggers("default")
    assert not ensure_triggers("default")


def test_a_whole_evening_is_in_the_register_as_it_is() -> None:
    """Closed, published, signed by hand then undone, corrected: what a control compares is what was entered."""
    sitting = closed_evening()
    act, user = act_of(sitting, "p1"), make_user()
    publish_act(act=act, way=Way.OWN_PAGE, by=user, at=AT)
    told = HandSigned(signed_on=sitting.held_on, signatory=act.council.mandates.first(), remark="Essai")
    record_hand_signature(act=act, told=told, by=user, at=NOW)
    undo_hand_signature(act=act, by=user, at=NOW, reason="Erreur")
    hide(act, "domiciliée")
    user.given_name = "Autre"
    user.save()
    found = check_register(sitting.council)
    assert [fault.message_fr for fault in found.faults] == []
    assert {"PUBLISHED", "SIGNED_BY_HAND", "SIGNATURE_UNDONE", "HIDDEN"} <= set(kinds())
