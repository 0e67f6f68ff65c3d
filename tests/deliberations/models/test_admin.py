"""The administration opens on every model, in French, and never writes what is issued."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from councils.models import Reading, User
from deliberations.dossier.reader import read_dossier
from deliberations.models import (
    Answer,
    Backup,
    DecisionCopy,
    DecisionDeposit,
    DecisionEvidenceWork,
    DecisionPublication,
    DecisionRectification,
    DecisionReport,
    DecisionSignature,
    DecisionSnapshot,
    DecisionTransmission,
    DecisionUnpublication,
    Delivery,
    Deposit,
    DueRow,
    EvidenceWork,
    FileCheck,
    Gesture,
    HandSignature,
    HandSignatureUndone,
    ImportBatch,
    ImportedAct,
    ImportedFile,
    IssuedDocument,
    ItemResult,
    LinkEvent,
    Mailing,
    MinutesCompletion,
    MinutesDistribution,
    MinutesMail,
    MinutesRemark,
    MinutesRemarkAnswer,
    MinutesSignature,
    OneTimeCode,
    OriginalDocument,
    PackWork,
    PersonalLink,
    PlaceSignature,
    ProofChain,
    ProofCheckWork,
    ProofEntry,
    ProofFact,
    ProofHead,
    ProofRecipients,
    ProxyGrant,
    Publication,
    PublicCopy,
    Rectification,
    RegisterEntry,
    RegisterVolume,
    RegisterWork,
    Reopening,
    RevocationList,
    SearchEntry,
    SeatResult,
    Signature,
    SignatureProofs,
    SigningEvent,
    SigningMeans,
    SigningPaper,
    SigningPlace,
    SigningTicket,
    SittingDocument,
    SittingSnapshot,
    Snapshot,
    StoredFile,
    TextVersion,
    TicketPlace,
    Transmission,
    Unpublication,
    WordTemplate,
)
from deliberations.services.dossiers import store_dossier
from tests.builders import (
    AT,
    BACKEND,
    OTHER_SHA,
    SHA,
    make_issued,
    make_publication,
    make_snapshot,
    make_user,
    store_act,
)

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once]

OURS = {"councils", "deliberations"}
MODELS = [model for model in admin.site._registry if model._meta.app_label in OURS]
SAMPLES = sorted((Path(__file__).parents[2] / "dossiers").glob("*.json"))
MOST_QUERIES = 12
"""Session, user, permissions, counts, filters, rows."""

FROZEN = (
    *(Transmission, Publication, Snapshot, IssuedDocument, Signature, StoredFile),
    *(ItemResult, SeatResult, Reopening, DueRow, Deposit, Rectification, Unpublication),
    *(HandSignature, HandSignatureUndone, SittingDocument, SittingSnapshot),
    *(DecisionCopy, DecisionDeposit, DecisionPublication, DecisionReport, DecisionSignature),
    *(DecisionSnapshot, DecisionTransmission, DecisionUnpublication, DecisionRectification),
    *(ImportBatch, ImportedAct, ImportedFile, OriginalDocument),
    *(Backup, Gesture, Reading, SearchEntry, TextVersion),
    *(MinutesCompletion, MinutesDistribution, MinutesRemark, MinutesRemarkAnswer, MinutesSignature),
    *(PackWork, RegisterEntry, RegisterVolume, RegisterWork),
    *(PlaceSignature, SignatureProofs, SigningEvent, SigningMeans, SigningPaper, SigningPlace),
    *(SigningTicket, TicketPlace),
    *(WordTemplate, FileCheck, PublicCopy, RevocationList),
    *(
        DecisionEvidenceWork,
        EvidenceWork,
        ProofChain,
        ProofCheckWork,
        ProofEntry,
        ProofFact,
        ProofHead,
        ProofRecipients,
    ),
)
PROOFS = (Answer, Delivery, LinkEvent, Mailing, MinutesMail, OneTimeCode, PersonalLink, ProxyGrant)
"""Of the convocations: written by the services alone."""


@pytest.fixture
def support(client: Client) -> Client:
    user = make_user("assistance@exemple.test", is_staff=True, is_superuser=True)
    client.force_login(user, backend=BACKEND)
    return client


def url(model: type[Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_model_is_registered() -> None:
    rows = {
        model
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        if not model.__name__.startswith("Historical")
    }
    assert rows == set(MODELS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_list_opens_and_is_named_in_french(support: Client, model: type[Model]) -> None:
    act = store_act()
    make_publication(act)
    response = support.get(
        url(model, "changelist"), {"q": "2024"} if admin.site._registry[model].search_fields else {}
    )
    assert response.status_code == 200
    assert str(model._meta.verbose_name) != model._meta.model_name or model._meta.verbose_name in {
        "vote",
        "invitation",
        "population",
        "transmission",
        "publication",
        "signature",
        "rectification",
    }


def store_samples() -> None:
    """Every sample dossier: tens of rows of most models. Two may tell of one council: the first is enough."""
    read = (read_dossier(path.read_bytes()) for path in SAMPLES)
    councils = {dossier.council.uid: dossier for dossier in reversed(tuple(read))}
    for dossier in councils.values():
        store_dossier(council=dossier.council, sittings=dossier.sittings, by=None)


@pytest.mark.long
def test_lists_take_no_query_per_row(support: Client, django_assert_max_num_queries: Any) -> None:
    store_samples()
    lengths = {}
    for model in MODELS:
        with django_assert_max_num_queries(MOST_QUERIES, info=model.__name__):
            shown = support.get(url(model, "changelist")).context["cl"].result_list
        lengths[model.__name__] = len(shown)
    many = {name for name, length in lengths.items() if length > MOST_QUERIES}
    assert many >= {"Person", "Mandate", "Movement", "Vote", "VoteItem", "Ballot", "Deliberation", "Clause"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_add_page(support: Client, model: type[Model]) -> None:
    expected = 403 if model in FROZEN + PROOFS else 200
    assert support.get(url(model, "add")).status_code == expected


def test_change_page_of_an_act_and_of_its_sitting(support: Client) -> None:
    act = store_act()
    make_publication(act)
    for row in (act, act.sitting, act.council, act.item, act.council.mandates.all()[0]):
        response = support.get(url(type(row), "change", row.pk))
        assert response.status_code == 200
        assert row.uid in response.content.decode()


def test_frozen_rows_are_read_and_never_written(support: Client) -> None:
    act = store_act()
    issued = make_issued(act)
    snapshot = make_snapshot(act)
    snapshot.save()
    signature = Signature.objects.create(
        document=issued,
        sha256_before=OTHER_SHA,
        sha256_after=SHA,
        signer_name="M1",
        signed_at=AT,
        provider="pkcs12",
    )
    for row in (issued, snapshot, signature, make_publication(act)):
        assert support.get(url(type(row), "change", row.pk)).status_code == 200
        assert support.post(url(type(row), "change", row.pk), {}).status_code == 403
        assert support.post(url(type(row), "delete", row.pk), {"post": "yes"}).status_code == 403


def test_act_with_a_publication_is_not_deleted(support: Client) -> None:
    act = store_act()
    make_publication(act)
    support.post(url(type(act), "delete", act.pk), {"post": "yes"})
    assert Publication.objects.get().deliberation == act


def test_account_is_created_by_email(support: Client) -> None:
    password = "un mot de passe long et rare"
    data = {
        "email": "Nouvelle@Exemple.test",
        "usable_password": "true",
        "password1": password,
        "password2": password,
        "roles-TOTAL_FORMS": "0",
        "roles-INITIAL_FORMS": "0",
    }
    assert support.post(url(User, "add"), data).status_code == 302
    assert User.objects.get(email="nouvelle@exemple.test").check_password(password)
