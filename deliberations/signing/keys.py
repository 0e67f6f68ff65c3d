"""Keys: the one shape that every way of signing gives, and what opens each."""

from deliberations.signing.csc import open_csc, send_code
from deliberations.signing.openkey import Key, common_name
from deliberations.signing.pkcs11 import open_pkcs11
from deliberations.signing.pkcs12 import open_pkcs12

__all__ = ["Key", "common_name", "open_csc", "open_pkcs11", "open_pkcs12", "send_code"]
