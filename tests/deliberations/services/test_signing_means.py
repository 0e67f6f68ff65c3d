"""Means whose key is not a file: a device of the server for the seal, a remote service for a signatory."""

from pathlib import Path

import pytest
from django.utils import timezone

from councils.domain.errors import Refusal
from councils.models import Council, Mandate
from deliberations.domain.signing_order import MeansKind
from deliberations.models import SigningMeans
from deliberations.services.signing_means import (
    Pkcs11Seal,
    RemoteAccount,
    add_pkcs11_seal,
    add_remote_account,
    means_of_person,
    open_means,
    pkcs11_slots,
    seal_of,
)
from tests.builders import store_council
from tests.support.pki import KNOWN, Pki
from tests.support.tokens import MODULE, PIN, TOKEN, WRONG_PIN, make_token, remote_signing

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def council() -> Council:
    return store_council()


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory, pki: Pki) -> Path:
    folder = tmp_path_factory.mktemp("token")
    make_token(folder, pki, "cachet")
    return folder


@pytest.mark.usefixtures("token")
def test_seal_in_a_device_keeps_its_pin_encrypted(council, settings):
    settings.SIGNING_DEVICES = [f"boitier|{MODULE}|{TOKEN}|cachet"]
    assert list(pkcs11_slots()) == ["boitier"]
    now = timezone.now()
    with pytest.raises(Refusal, match="Le code PIN est faux"):
        add_pkcs11_seal(council=council, told=Pkcs11Seal("Cachet", "boitier", WRONG_PIN), by=None, at=now)
    means = add_pkcs11_seal(council=council, told=Pkcs11Seal("Cachet", "boitier", PIN), by=None, at=now)
    assert PIN.encode() not in bytes(means.secret)
    assert seal_of(council, now.date()) == means
    with open_means(means) as key:
        assert key.holder == "Cachet Commune de Testville"


def test_device_that_the_operator_did_not_set_up_is_refused(council):
    with pytest.raises(Refusal, match="SIGNING_DEVICES"):
        add_pkcs11_seal(council=council, told=Pkcs11Seal("Cachet", "autre", PIN), by=None, at=timezone.now())
    assert not SigningMeans.objects.exists()


def test_remote_account_belongs_to_its_signatory_alone(council, pki):
    person = Mandate.objects.get(council=council, uid="m1").person
    other = Mandate.objects.get(council=council, uid="m2").person
    now = timezone.now()
    with remote_signing(pki) as service:
        told = RemoteAccount("Service", person, service.address, f"{KNOWN}/maire", "jeton")
        means = add_remote_account(council=council, told=told, by=None, at=now)
        assert (means.kind, means.person) == (MeansKind.PERSON, person)
        assert b"jeton" not in bytes(means.secret)
        assert means_of_person(person, now.date()) == [means]
        assert means_of_person(other, now.date()) == []
        with open_means(means, pin="1234", code="") as key:
            assert key.holder == "Jeanne MARTIN"
    assert seal_of(council, now.date()) is None


def test_remote_account_in_clear_is_refused(council):
    person = Mandate.objects.get(council=council, uid="m1").person
    told = RemoteAccount("Service", person, "http://signature.exemple.test", "cle", "jeton")
    with pytest.raises(Refusal, match="https"):
        add_remote_account(council=council, told=told, by=None, at=timezone.now())
