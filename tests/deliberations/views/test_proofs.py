"""The pages of the proof register: for who audits it, for anybody, and the evidence file of an act."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from councils.domain.roles import RoleKind
from councils.models import Council, Reading
from deliberations.domain.proof_kinds import ProofKind
from deliberations.domain.proofs import is_consistent
from deliberations.domain.wording.typography import plain
from deliberations.models import (
    DecisionEvidenceWork,
    Deliberation,
    EvidenceWork,
    ProofCheckWork,
    ProofEntry,
    ProofFact,
    ProofHead,
    ProofRecipients,
)
from deliberations.queries.append_only import drop_triggers
from deliberations.services.evidence_works import purge_evidence
from deliberations.services.proof import prove
from deliberations.services.proof_heads import seal_head
from tests.builders import AT, BACKEND, make_issued, make_user, store_act
from tests.deliberations.decisions.world import numbered, store

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def act() -> Deliberation:
    act = store_act()
    make_issued(act)
    return act


@pytest.fixture
def council(act: Deliberation) -> Council:
    return act.council


@pytest.fixture
def secretary(client: Client, council: Council) -> Client:
    client.force_login(make_user(council=council), backend=BACKEND)
    return client


def page(client: Client, name: str, **place: object) -> str:
    response = client.get(reverse(name, kwargs={"council": "exemple", **place}))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_register_tells_each_entry_and_its_state(secretary: Client, council: Council) -> None:
    shown = page(secretary, "proof_register")
    assert "à sceller" in shown
    assert "Délibération 2024-1" in shown
    assert "Aucun destinataire" in shown
    seal_head(council, at=AT)
    assert "scellée le 29/06/2024, à horodater" in page(secretary, "proof_register")


def test_register_without_entry_says_so(client: Client) -> None:
    act = store_act("vide")
    client.force_login(make_user(council=act.council), backend=BACKEND)
    response = client.get(reverse("proof_register", kwargs={"council": "vide"}))
    assert "Aucune inscription." in response.content.decode()


def test_filters_keep_what_they_say(secretary: Client, council: Council) -> None:
    prove(council, ProofKind.PUBLISHED, {"a": 1}, AT)
    address = reverse("proof_register", kwargs={"council": "exemple"})
    for query, numbers in (
        ("nature=PUBLISHED", [2]),
        ("numero=1", [1]),
        ("depuis=01/01/2999", []),
        ("jusque=29/06/2024", [2]),
        ("nature=AUTRE", []),
    ):
        shown = secretary.get(f"{address}?{query}").context["lines"]
        assert [line["entry"].seq for line in shown] == numbers, query
    sheet = secretary.get(f"{address}?format=csv")
    assert sheet.status_code == 200
    assert ProofEntry.objects.get(seq=1).hash.encode() in b"".join(sheet)


def test_list_takes_no_query_per_row(
    secretary: Client, council: Council, django_assert_max_num_queries: object
) -> None:
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(40) as caught:
            page(secretary, "proof_register")
        counts.append(len(caught))
        for number in range(5):
            prove(council, ProofKind.ISSUED, {"n": number}, AT, subject="a1")
    assert counts[1] <= counts[0] + 1


def test_inclusion_is_downloaded_once_sealed(secretary: Client, council: Council) -> None:
    address = reverse("proof_inclusion", kwargs={"council": "exemple", "seq": 1})
    assert secretary.get(address).status_code == 302
    seal_head(council, at=AT)
    told = json.loads(secretary.get(address).content)
    assert (told["entry"]["seq"], told["head"]["size"]) == (1, 1)
    assert (
        secretary.get(reverse("proof_inclusion", kwargs={"council": "exemple", "seq": 99})).status_code == 404
    )


def test_control_is_asked_and_told(
    secretary: Client, council: Council, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = secretary.post(reverse("proof_check", kwargs={"council": "exemple"}))
    work = ProofCheckWork.objects.get()
    assert response.url == reverse("proof_check_work", kwargs={"council": "exemple", "work": work.uid})
    shown = page(secretary, "proof_check_work", work=work.uid)
    assert "Le fichier issued/" in shown  # the builder keeps no bytes
    drop_triggers(connection)
    with django_capture_on_commit_callbacks(execute=True):
        secretary.post(reverse("proof_check", kwargs={"council": "exemple"}))
    assert "déclencheurs absents" in ProofCheckWork.objects.latest("pk").faults


def test_control_tells_what_is_to_be_known_beside_its_faults(secretary: Client, council: Council) -> None:
    told = "Inscription n° 1 (émis) : faits effacés le 30/11/2026, motif : Demande"
    work = ProofCheckWork.objects.create(council=council, state="DONE", entries=1, remarks=told, ended_at=AT)
    shown = page(secretary, "proof_check_work", work=work.uid)
    assert "Aucune anomalie" in shown
    assert told in plain(shown)


# --- erasing


@pytest.fixture
def administrator(client: Client, council: Council) -> Client:
    user = make_user("admin@exemple.test", council=council, kind=RoleKind.ADMINISTRATOR)
    client.force_login(user, backend=BACKEND)
    return client


def test_administrator_erases_facts_once_he_saw_them_and_confirmed(
    administrator: Client, council: Council
) -> None:
    fact = ProofFact.objects.get()
    address = reverse("proof_erase", kwargs={"council": "exemple", "seq": 1})
    assert address in page(administrator, "proof_register")
    shown = plain(" ".join(administrator.get(address).content.decode().split()))
    for words in (
        "Ce qui ne se rétablit pas",
        fact.told["sha256"],
        "une sauvegarde faite avant les contient",
    ):
        assert words in shown
    assert "2024-06" not in shown.partition("Ce qui ne se rétablit pas")[0].partition("<dl")[2]
    assert "CERTIFIED" not in shown
    for missing in ({"reason": "Demande"}, {"confirmed": "on"}):
        assert administrator.post(address, missing).status_code == 422
    fact.refresh_from_db()
    assert not fact.is_erased
    told = {"reason": "Demande de l'intéressé", "confirmed": "on"}
    response = administrator.post(address, told)
    assert response.url == reverse("proof_register", kwargs={"council": "exemple"})
    fact.refresh_from_db()
    assert (fact.is_erased, fact.erased_why, str(fact.erased_by)) == (
        True,
        "Demande de l'intéressé",
        "admin@exemple.test",
    )
    register = page(administrator, "proof_register")
    assert "données effacées le" in register
    assert address not in register
    assert reverse("proof_erase", kwargs={"council": "exemple", "seq": 2}) not in register
    for seq in (1, 2):
        again = administrator.get(reverse("proof_erase", kwargs={"council": "exemple", "seq": seq}))
        assert again.status_code == 302
    gone = reverse("proof_erase", kwargs={"council": "exemple", "seq": 9})
    assert administrator.get(gone).status_code == 404


def test_nobody_else_is_proposed_to_erase(secretary: Client, council: Council) -> None:
    assert "/effacer/" not in page(secretary, "proof_register")


def test_recipients_are_chosen_on_the_page(secretary: Client, council: Council) -> None:
    address = reverse("proof_recipients", kwargs={"council": "exemple"})
    assert secretary.post(address, {"emails": "pas une adresse"}).status_code == 422
    many = "\n".join(f"a{n}@exemple.test" for n in range(11))
    assert secretary.post(address, {"emails": many}).status_code == 422
    told = "maire@exemple.test\narchives@exemple.test\nmaire@exemple.test"
    assert secretary.post(address, {"emails": told}).status_code == 302
    assert ProofRecipients.objects.get().addresses == ["maire@exemple.test", "archives@exemple.test"]
    assert "2 adresses." in page(secretary, "proof_register")


# --- for anybody


def test_heads_are_public_cacheable_and_set_no_cookie(client: Client, council: Council) -> None:
    assert client.get(reverse("public_proofs", kwargs={"council": "exemple"})).status_code == 404
    head = seal_head(council, at=AT)
    for name, more in (
        ("public_proofs", {}),
        ("public_proofs_file", {}),
        ("public_proof_head", {"day": "2024-06-29"}),
    ):
        response = client.get(reverse(name, kwargs={"council": "exemple", **more}))
        assert response.status_code == 200
        assert head.root in response.content.decode()
        assert not response.cookies
        assert "public" in response["Cache-Control"]
        again = client.get(response.request["PATH_INFO"], headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304
    for day in ("2024-06-30", "2024-02-31", "autre"):
        assert (
            client.get(reverse("public_proof_head", kwargs={"council": "exemple", "day": day})).status_code
            == 404
        )


def test_anybody_may_compute_that_a_head_only_adds_to_another(client: Client, council: Council) -> None:
    first = seal_head(council, at=AT)
    for number in range(4):
        prove(council, ProofKind.PUBLISHED, {"n": number}, AT)
    second = seal_head(council, at=AT + timedelta(days=1))
    place = {"council": "exemple", "first": "2024-06-29", "second": "2024-06-30"}
    response = client.get(reverse("public_consistency", kwargs=place))
    told = json.loads(response.content)
    path = [bytes.fromhex(each) for each in told["consistency_path"]]
    assert not response.cookies
    assert path
    roots = {"first_root": bytes.fromhex(first.root), "second_root": bytes.fromhex(second.root)}
    assert is_consistent(first=told["first"]["size"], second=told["second"]["size"], path=path, **roots)
    assert not is_consistent(
        first=1, second=5, path=path, first_root=b"x" * 32, second_root=roots["second_root"]
    )
    for wrong in (
        {"first": "2024-06-30", "second": "2024-06-29"},
        {"first": "2024-06-28", "second": "2024-06-29"},
        {"first": "autre", "second": "2024-06-29"},
    ):
        address = reverse("public_consistency", kwargs={"council": "exemple", **wrong})
        assert client.get(address).status_code == 404
    user = make_user(council=council)
    client.force_login(user, backend=BACKEND)
    assert reverse("public_consistency", kwargs=place) in page(client, "proof_register")


@pytest.mark.parametrize("asked", ["", "x", "a" * 64, "A" * 200, "' OR 1=1", "\x00"])
def test_hash_that_is_not_of_an_entry(client: Client, council: Council, asked: str) -> None:
    seal_head(council, at=AT)
    response = client.get(reverse("public_proofs", kwargs={"council": "exemple"}), {"inscription": asked})
    assert response.status_code == 200
    assert ("n'est pas celle d'une inscription" in plain(response.content.decode())) is bool(asked)


def test_entry_is_verified_by_anybody(client: Client, council: Council, act: Deliberation) -> None:
    seal_head(council, at=AT)
    entry = ProofEntry.objects.get(seq=1)
    address = reverse("public_proofs", kwargs={"council": "exemple"})
    shown = client.get(address, {"inscription": f" {entry.hash.upper()} "}).content.decode()
    assert "Inscription n° 1, vérifiée" in plain(shown)
    told = client.get(reverse("public_inclusion", kwargs={"council": "exemple", "entry": entry.hash}))
    assert json.loads(told.content)["leaf_index"] == 0
    assert b"salt" not in told.content
    later = prove(council, ProofKind.PUBLISHED, {"a": 1}, AT)
    shown = client.get(address, {"inscription": later.hash}).content.decode()
    assert "scellée par la prochaine" in shown
    unsealed = reverse("public_inclusion", kwargs={"council": "exemple", "entry": later.hash})
    assert client.get(unsealed).status_code == 404


def test_rewritten_entry_is_not_called_right(client: Client, council: Council) -> None:
    seal_head(council, at=AT)
    drop_triggers(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE deliberations_proofentry SET kind = 'PUBLISHED'")
    entry = ProofEntry.objects.get(seq=1)
    shown = client.get(reverse("public_proofs", kwargs={"council": "exemple"}), {"inscription": entry.hash})
    assert "ne retrouve pas" in shown.content.decode()


def test_entry_of_another_council_is_not_told_here(client: Client, council: Council) -> None:
    other = store_act("autre")
    make_issued(other)
    seal_head(council, at=AT)
    seal_head(other.council, at=AT)
    entry = ProofEntry.objects.get(council=other.council)
    shown = client.get(reverse("public_proofs", kwargs={"council": "exemple"}), {"inscription": entry.hash})
    assert "n'est pas celle" in plain(shown.content.decode())


def test_many_heads_are_paged(client: Client, council: Council) -> None:
    for day in range(65):
        prove(council, ProofKind.ISSUED, {"day": day}, AT)
        seal_head(council, at=AT + timedelta(days=day))
    assert ProofHead.objects.count() == 65
    shown = client.get(reverse("public_proofs", kwargs={"council": "exemple"})).content.decode()
    assert "Page 1 sur 2" in shown


# --- evidence file


def test_evidence_file_is_asked_and_followed(
    secretary: Client, act: Deliberation, django_capture_on_commit_callbacks: object
) -> None:
    place = {"council": "exemple", "sitting": act.sitting.uid, "act": act.uid}
    with django_capture_on_commit_callbacks(execute=True):
        response = secretary.post(reverse("act_evidence_ask", kwargs=place))
    work = EvidenceWork.objects.get()
    assert response.url == reverse("act_evidence_work", kwargs={**place, "work": work.uid})
    shown = secretary.get(response.url).content.decode()
    assert "manquant ou altéré" in shown  # the builder keeps no bytes
    lost = secretary.get(reverse("act_evidence_file", kwargs={**place, "work": work.uid}))
    assert lost.url == reverse("act_evidence", kwargs=place)


def test_evidence_file_is_downloaded(secretary: Client, django_capture_on_commit_callbacks: object) -> None:
    act = store_act("deux")
    secretary.force_login(make_user("autre@exemple.test", council=act.council), backend=BACKEND)
    place = {"council": "deux", "sitting": act.sitting.uid, "act": act.uid}
    with django_capture_on_commit_callbacks(execute=True):
        secretary.post(reverse("act_evidence_ask", kwargs=place))
    work = EvidenceWork.objects.get()
    response = secretary.get(reverse("act_evidence_file", kwargs={**place, "work": work.uid}))
    assert response["Content-Type"] == "application/zip"
    assert response.content.startswith(b"PK")
    assert Reading.objects.get().label == "Dossier de preuve de la délibération 2024-1"


def test_evidence_file_of_a_decision_is_asked_followed_and_downloaded(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    decision = numbered(store("trois"))
    user = make_user("tiers@exemple.test", council=decision.council)
    client.force_login(user, backend=BACKEND)
    place = {"council": "trois", "decision": decision.uid}
    ask = reverse("decision_evidence_ask", kwargs=place)
    assert ask in client.get(reverse("decision_evidence", kwargs=place)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ask)
    work = DecisionEvidenceWork.objects.get()
    assert response.url == reverse("decision_evidence_work", kwargs={**place, "work": work.uid})
    file = reverse("decision_evidence_file", kwargs={**place, "work": work.uid})
    assert file in client.get(response.url).content.decode()
    answer = client.get(file)
    assert answer["Content-Type"] == "application/zip"
    assert answer.content.startswith(b"PK")
    assert Reading.objects.latest("pk").label == f"Dossier de preuve de la décision n° {decision.number}"
    purge_evidence(datetime.now(UTC) + timedelta(days=8))
    assert client.get(file).status_code == 404
