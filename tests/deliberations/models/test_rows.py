"""What no row can hold, asked of the database itself and of the validation that speaks French."""

import hashlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError, RestrictedError

from deliberations.domain.errors import FrozenRow
from deliberations.models import (
    AgendaItem,
    Ballot,
    Deliberation,
    IssuedDocument,
    Movement,
    Publication,
    Signature,
    Sitting,
    Vote,
)
from tests.builders import (
    AT,
    OTHER_SHA,
    SHA,
    first_sitting,
    make_issued,
    make_publication,
    make_snapshot,
    store_act,
    store_council,
)

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def act() -> Deliberation:
    return store_act()


def faulty_rows(act: Deliberation) -> dict[str, tuple[Model, str]]:
    """One row per constraint, each wrong in one way only."""
    sitting, item = act.sitting, act.item
    first, second = act.council.mandates.all()[:2]
    vote = Vote.objects.create(sitting=sitting)
    return {
        "own proxy": (
            Movement(sitting=sitting, position=90, kind="GIVES_PROXY", member=first, other=first),
            "propre mandataire",
        ),
        "substitute unnamed": (
            Movement(sitting=sitting, position=90, kind="SUBSTITUTE_SEATED", member=first),
            "Indiquez le suppléant",
        ),
        "position taken": (Movement(sitting=sitting, position=1, kind="LEAVES", member=first), "ce rang"),
        "half a moment": (
            Movement(sitting=sitting, position=90, kind="LEAVES", member=first, moment_item=item),
            "Un moment se dit",
        ),
        "ballot of nobody": (Ballot(vote=vote, choice="FOR"), "Un bulletin est d'un membre"),
        "ballot of two": (
            Ballot(vote=vote, choice="FOR", member=second, count=2),
            "Un bulletin est d'un membre",
        ),
        "secret choice": (
            Vote(sitting=sitting, method="SECRET", everyone="FOR"),
            "ne dit le choix de personne",
        ),
        "waiver without nomination": (
            AgendaItem(sitting=sitting, order=2, nomination_unanimous_waiver=True),
            "désigne quelqu'un",
        ),
        "item uid": (AgendaItem(sitting=sitting, order=2, uid=item.uid), "déjà cet identifiant"),
        "sitting uid": (
            Sitting(council=act.council, uid=sitting.uid, held_on=sitting.held_on),
            "déjà cet identifiant",
        ),
        "address taken": (
            Deliberation(council=act.council, sitting=sitting, item=item, slug=act.slug),
            "déjà cette adresse",
        ),
        "allocation without number": (
            Deliberation(council=act.council, sitting=sitting, item=item, is_allocated=True),
            "Un numéro attribué a une année",
        ),
        "capacity of nobody": (
            Deliberation(council=act.council, sitting=sitting, item=item, signatory_capacity="Maire"),
            "va avec un signataire",
        ),
        "bytes without date": (
            IssuedDocument(deliberation=act, kind="EXTRACT", version=1, sha256=SHA, size=1, path="x"),
            "un format et une date",
        ),
        "signature without effect": (
            Signature(
                document=make_issued(act),
                sha256_before=SHA,
                sha256_after=SHA,
                signer_name="M1",
                signed_at=AT,
                provider="pkcs12",
            ),
            "change son empreinte",
        ),
    }


CASES = (
    "own proxy",
    "substitute unnamed",
    "position taken",
    "half a moment",
    "ballot of nobody",
    "ballot of two",
    "secret choice",
    "waiver without nomination",
    "item uid",
    "sitting uid",
    "address taken",
    "allocation without number",
    "capacity of nobody",
    "bytes without date",
    "signature without effect",
)


@pytest.mark.parametrize("case", CASES)
def test_constraint_speaks_french_and_holds_in_the_database(act: Deliberation, case: str) -> None:
    row, message = faulty_rows(act)[case]
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert message in " ".join(refusal.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_constraint_table_is_complete(act: Deliberation) -> None:
    assert tuple(faulty_rows(act)) == CASES


def test_secret_vote_takes_no_ballot_even_unvalidated(act: Deliberation) -> None:
    vote = Vote.objects.create(sitting=act.sitting, method="SECRET")
    with pytest.raises(ValidationError):
        Ballot.objects.create(vote=vote, choice="FOR", member=act.council.mandates.all()[0])


def test_vote_with_ballots_cannot_become_secret(act: Deliberation) -> None:
    vote = Vote.objects.create(sitting=act.sitting, method="PUBLIC")
    Ballot.objects.create(vote=vote, choice="FOR", member=act.council.mandates.all()[0])
    vote.method = "SECRET"
    with pytest.raises(ValidationError):
        vote.save()


@pytest.mark.parametrize("field", ["uid", "slug", "public_id"])
def test_deliberation_identity_is_fixed(act: Deliberation, field: str) -> None:
    row = Deliberation.objects.get(pk=act.pk)
    setattr(row, field, "ABCDEFGHIJKLMNOP")
    with pytest.raises(ValidationError):
        row.save()
    row.refresh_from_db()
    row.title_html = "Autre titre"
    row.save()


def stranger_rows(act: Deliberation) -> dict[str, Model]:
    other = store_council("ailleurs")
    stranger, item = other.mandates.all()[0], first_sitting(other).agenda.get()
    sitting, member = act.sitting, act.council.mandates.all()[0]
    return {
        "movement": Movement(sitting=sitting, position=90, kind="LEAVES", member=stranger),
        "holder": Movement(sitting=sitting, position=90, kind="GIVES_PROXY", member=member, other=stranger),
        "moment": Movement(
            sitting=sitting,
            position=90,
            kind="LEAVES",
            member=member,
            moment_item=item,
            moment_phase="VOTE",
            moment_ballot=1,
        ),
        "ballot": Ballot(vote=Vote.objects.create(sitting=sitting), choice="FOR", member=stranger),
        "chair": Sitting(council=act.council, held_on=sitting.held_on, chair=stranger),
        "act": Deliberation(council=act.council, sitting=sitting, item=item),
    }


@pytest.mark.parametrize("case", ["movement", "holder", "moment", "ballot", "chair", "act"])
def test_clean_refuses_rows_of_another_council(act: Deliberation, case: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        stranger_rows(act)[case].full_clean()
    assert "appartient à un" in " ".join(refusal.value.messages)


def test_registers_are_only_added_to(act: Deliberation) -> None:
    row = make_publication(act)
    row.channel = "site Internet"
    for gesture in (row.save, row.delete, Publication.objects.all().delete):
        with pytest.raises(FrozenRow):
            gesture()
    with pytest.raises(FrozenRow):
        Publication.objects.update(channel="site Internet")
    assert Publication.objects.get().channel == "affichage"


def test_issued_document_outlives_its_act(act: Deliberation) -> None:
    make_issued(act)
    for row in (act, act.sitting):
        with pytest.raises(ProtectedError):
            row.delete()


def test_forget_imported_spares_kept_bytes(act: Deliberation) -> None:
    kept = make_issued(act)
    make_issued(act, version=2, path="", sha256=OTHER_SHA)
    IssuedDocument.objects.forget_imported()
    assert IssuedDocument.objects.get() == kept


def test_member_who_took_part_is_protected(act: Deliberation) -> None:
    mandate = act.council.mandates.get(uid="m2")
    with pytest.raises(ProtectedError):
        mandate.delete()
    with pytest.raises(RestrictedError):
        mandate.person.delete()


def test_snapshot_digest_is_checked(act: Deliberation) -> None:
    text = '{"é": 1}'
    make_snapshot(act, text, hashlib.sha256(text.encode()).hexdigest()).full_clean()
    with pytest.raises(ValidationError, match="empreinte"):
        make_snapshot(act, text, SHA).full_clean()


def test_history_keeps_before_and_after(act: Deliberation) -> None:
    act.title_html = "Nouveau titre"
    act.save()
    titles: list[Any] = list(act.history.values_list("title_html", flat=True))
    assert titles == ["Nouveau titre", ""]
