"""The pages of the proof register: for who audits it, for anybody, and the evidence file of an act."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from councils.models import Council, Reading
from deliberations.domain.proof_kinds import ProofKind
from deliberations.domain.wording.typography import plain
from deliberations.models import (
    Deliberation,
    EvidenceWork,
    ProofCheckWork,
    ProofEntry,
    ProofHead,
    ProofRecipients,
)
from deliberations.queries.append_only import drop_triggers
from deliberations.services.proof import prove
from deliberations.services.proof_heads import seal_head
from tests.builders import AT, BACKEND, make_issued, make_user, store_act

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
