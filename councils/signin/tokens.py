"""Signed tokens of an OpenID Connect provider (JWT, RFC 7519): who signed them, for whom, and until when."""

from collections.abc import Mapping
from typing import Any

import jwt

ALGORITHMS = ("RS256", "ES256")
"""What we accept. Never « none », nor a secret shared by both ends: a public key would then be taken for one."""

LEEWAY = 60
"""Seconds by which two clocks may differ."""


class TokenRefused(Exception):
    """A token that proves nothing; the reason is for the log."""


def verified_claims(
    token: str, keys: Mapping[str, Any], *, issuer: str, audience: str, required: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The claims of ``token``, once its signature, its issuer, its audience and its dates are verified.

    ``keys`` is the provider's JWK set as received; ``required`` names claims asked for beside ``iss``, ``aud`` and
    ``sub``. Raises ``TokenRefused``.
    """
    try:
        algorithm, key = _key(token, keys)
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key,
            algorithms=[algorithm],
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY,
            options={"require": ["iss", "aud", "sub", *required]},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise TokenRefused(str(error)) from error
    _check_party(claims, audience)
    return claims


def _key(token: str, keys: Mapping[str, Any]) -> tuple[str, jwt.PyJWK]:
    """The algorithm that the token names and the key of the set that goes with it."""
    header = jwt.get_unverified_header(token)
    algorithm, name = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS:
        raise TokenRefused(f"algorithm {algorithm!r}")
    known = jwt.PyJWKSet.from_dict(dict(keys)).keys
    for key in known:
        if key.algorithm_name == algorithm and (key.key_id == name if name else len(known) == 1):
            return algorithm, key
    raise TokenRefused(f"no key {name!r}")


def _check_party(claims: Mapping[str, Any], audience: str) -> None:
    """A token made for several says for which one (OpenID Connect Core, 3.1.3.7)."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else audience) != audience:
        raise TokenRefused("made for another party")
