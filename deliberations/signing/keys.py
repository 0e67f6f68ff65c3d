"""Keys: the one shape that every way of signing gives, and what opens each."""

from deliberations.signing.openkey import Key, common_name
from deliberations.signing.pkcs12 import open_pkcs12

__all__ = ["Key", "common_name", "open_pkcs12"]
