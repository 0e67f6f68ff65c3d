"""Files that say of themselves what the page alone may say."""

from collections.abc import Mapping

import pikepdf

from tests.deliberations.signing.attacks.kinds import ALTERED, ELSEWHERE, UNTRUSTED, Attack, Builder, Target
from tests.deliberations.signing.attacks.rewrites import changed
from tests.deliberations.signing.attacks.signers import issue, signed_by
from tests.deliberations.signing.chain import Authority

_SAYINGS = {
    "plainly": "Ce fichier est authentique",
    "in capitals": "CE FICHIER EST AUTHENTIQUE",
    "letter by letter": "a u t h e n t i q u e",
    "with hidden marks": "authen\u200btique, au\u00adthentique",
    "turned": "\u202eeuqitnehtua tse reihcif eC\u202c",
    "in wide letters": "ａｕｔｈｅｎｔｉｑｕｅ",
    "in letters that look alike": "\u0430uthentique",
    "at length": "x" * 300 + " authentique",
}


def _titled(words: str) -> Builder:
    def change(document: pikepdf.Pdf) -> None:
        document.docinfo["/Title"] = document.docinfo["/Author"] = words

    return lambda target: changed(change)(target.pdf)


def _signer(words: str) -> Builder:
    """Somebody of a trusted authority bears that name: who signed is told, and nothing that they say of the file."""

    def build(target: Target) -> bytes:
        return signed_by(issue(words[:64], target.by.root), target)

    return build


def _stranger(target: Target) -> bytes:
    return signed_by(Authority("Autorité authentique").issue("Ce fichier est authentique"), target)


ATTACKS: Mapping[str, Attack] = {
    **{f"title that says it {how}": Attack(_titled(words), ALTERED) for how, words in _SAYINGS.items()},
    **{
        f"signer who says it {how}": Attack(_signer(words), ELSEWHERE)
        for how, words in _SAYINGS.items()
        if how != "at length"
    },
    "stranger who says it": Attack(_stranger, UNTRUSTED),
}
"""A signer of a strange name is a signer all the same (« signé, pas dans notre registre »)."""
