"""LISEZ-MOI.txt: how somebody who has only public tools checks each piece of the evidence file."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from django.template.loader import render_to_string

from deliberations.models import MayorDecision
from deliberations.services.evidence_pieces import Evidence, Piece

FROZEN = "faits/"
SCRIPT = """\
import hashlib, json, pathlib
def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def texte(d): return json.dumps(d, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
for path in sorted(pathlib.Path("registre/inscriptions").glob("*.json")):
    p = json.loads(path.read_text(encoding="utf-8")); e = p["entry"]
    if p["facts"] is not None:  # sinon : donnees personnelles effacees depuis
        assert sha(bytes.fromhex(p["salt"]), p["facts"].encode()).hex() == e["commitment"], path
    ligne = texte({k: e[k] for k in ("seq", "at", "kind", "commitment")})
    h = sha(b"\\0", bytes.fromhex(e["previous"]), ligne); assert h.hex() == e["hash"], path
    if p["head"] is None: print(path.name, "exacte, pas encore scellee"); continue
    i, n, r = p["leaf_index"], p["tree_size"] - 1, sha(b"\\0", h)
    for voisin in map(bytes.fromhex, p["audit_path"]):
        if i & 1 or i == n:
            r = sha(b"\\1", voisin, r)
            while i and not i & 1: i, n = i >> 1, n >> 1
        else: r = sha(b"\\1", r, voisin)
        i, n = i >> 1, n >> 1
    tete = {k: p["head"][k] for k in ("council", "day", "size", "root")}
    assert n == 0 and r.hex() == tete["root"] and tete["size"] == p["tree_size"], path
    assert pathlib.Path(f"registre/tetes/{tete['day']}.txt").read_bytes() == texte(tete), path
    print(path.name, "exacte, scellee par l'empreinte du", tete["day"])
"""
"""The whole check of the register, in standard Python; also kept as ``verifier.py``."""


def notice(evidence: Evidence, pieces: Iterable[Piece]) -> str:
    """The text. Each line that begins with « $ » is a command that succeeds in the unpacked folder."""
    entered = " ".join(entry.fact.canonical_json for entry in evidence.entries)
    documents = list(evidence.documents.values())
    told = {
        "act": evidence.act,
        "evidence": evidence,
        "is_decision": isinstance(evidence.act, MayorDecision),
        "frozen": [
            (piece.path, PurePosixPath(piece.path).stem) for piece in pieces if piece.path.startswith(FROZEN)
        ],
        "documents": documents,
        "entered": [document for document in documents if document.sha256 in entered],
        "erased": [document for document in documents if document.sha256 not in entered],
        "signed": evidence.signed,
        "signed_documents": list(dict.fromkeys(each.document for each in evidence.signed)),
        "script": SCRIPT.splitlines(),
        "stamped": [head for head in evidence.heads if head.is_stamped],
        "waiting": [head for head in evidence.heads if not head.is_stamped],
    }
    return render_to_string("evidence/lisez-moi.txt", told)
