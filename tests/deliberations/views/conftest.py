from datetime import UTC, datetime

import pytest

from councils.models import Council
from deliberations.signing.demo_authority import DemoKeys, create_demo_authority
from tests.deliberations.views.world import Cast, load, make_cast

PASSPHRASE = "mot de passe du certificat"


@pytest.fixture
def gruson(db) -> Council:
    return load("gruson-2023-12-19")


@pytest.fixture
def cast(gruson) -> Cast:
    return make_cast(gruson)


@pytest.fixture(scope="session")
def keys(tmp_path_factory) -> DemoKeys:
    """The mayor's certificate, made once for all tests; its passphrase is ``PASSPHRASE``."""
    folder = tmp_path_factory.mktemp("keys")
    return create_demo_authority(
        folder,
        common_name="Olivier Turpin",
        organisation="Commune de Gruson",
        now=datetime.now(UTC),
        passphrase=PASSPHRASE,
    )
