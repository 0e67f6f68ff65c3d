"""Which signed tokens prove something, and which prove nothing."""

import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from councils.signin.tokens import TokenRefused, verified_claims
from tests.support.identity_provider import KEY, OTHER_KEY

pytestmark = pytest.mark.unit

ISSUER, CLIENT = "https://proconnect.exemple", "conforme"
CURVE = ec.generate_private_key(ec.SECP256R1())


def jwk(key, name, algorithm):
    kind = jwt.algorithms.ECAlgorithm if algorithm == "ES256" else jwt.algorithms.RSAAlgorithm
    return {**json.loads(kind.to_jwk(key.public_key())), "kid": name, "alg": algorithm, "use": "sig"}


KEYS = {"keys": [jwk(KEY, "k1", "RS256"), jwk(CURVE, "k2", "ES256")]}


def token(key=KEY, algorithm="RS256", name="k1", **claims):
    now = int(time.time())
    told = {"iss": ISSUER, "aud": CLIENT, "sub": "agent-1", "iat": now, "exp": now + 3600, **claims}
    told = {key: value for key, value in told.items() if value is not None}
    return jwt.encode(told, key, algorithm=algorithm, headers={"kid": name} if name else None)


def verify(text, keys=KEYS, **options):
    return verified_claims(text, keys, issuer=ISSUER, audience=CLIENT, **options)


@pytest.mark.parametrize(
    "text",
    [
        token(),
        token(CURVE, "ES256", "k2"),
        token(aud=[CLIENT]),
        token(aud=[CLIENT, "autre"], azp=CLIENT),
        token(exp=None),
    ],
    ids=["RS256", "ES256", "audience in a list", "two audiences", "no end"],
)
def test_token_is_believed(text):
    assert verify(text)["sub"] == "agent-1"


def test_token_just_over_is_believed_by_a_clock_a_little_late():
    assert verify(token(exp=int(time.time()) - 30))["sub"] == "agent-1"


@pytest.mark.parametrize(
    "text",
    [
        token(OTHER_KEY),
        token(name="k9"),
        token(name=None),
        token(CURVE, "ES256", "k1"),
        token(None, "none"),
        token("a secret long enough for a signature by hash", "HS256"),
        token(iss="https://ailleurs.exemple"),
        token(iss=None),
        token(aud="autre"),
        token(aud=None),
        token(aud=[CLIENT, "autre"]),
        token(azp="autre"),
        token(sub=None),
        token(exp=int(time.time()) - 300),
        token(nbf=int(time.time()) + 3600),
        token()[:-4] + "AAAA",
        token().rpartition(".")[0] + ".",
        "",
        "a.b.c",
        "é.é.é",
    ],
)
def test_token_is_refused(text):
    with pytest.raises(TokenRefused):
        verify(text)


def test_token_with_a_claim_missing_is_refused():
    with pytest.raises(TokenRefused, match="nonce"):
        verify(token(), required=("nonce",))


@pytest.mark.parametrize(
    "keys", [{}, {"keys": []}, {"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}, {"keys": "x"}]
)
def test_token_without_readable_keys_is_refused(keys):
    with pytest.raises(TokenRefused):
        verify(token(), keys)
