"""The heads of the proof register, and the check of one entry: for anybody, without account nor cookie."""

import re

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from councils.models import Council
from councils.views.files import file_response
from deliberations.domain.proofs import entry_hash, entry_text, leaf_hash, root_of_inclusion
from deliberations.models import ProofEntry, ProofHead
from deliberations.services.proof_heads import (
    FORMAT,
    as_file,
    consistency_of,
    digest_of_head,
    head_facts,
    head_over,
    inclusion_of,
)
from deliberations.services.timestamping import stamp_of
from deliberations.signing.ports import SigningFailed
from deliberations.views.public import answer_for_anybody, public_page

PER_PAGE = 60
_HASH = re.compile(r"[0-9a-f]{64}")


def council_with_heads(uid: str) -> Council:
    """A council that has sealed something; else 404. Heads tell nothing of anybody: no public page need be open."""
    council = Council.objects.filter(uid=uid).first()
    if council is None or not ProofHead.objects.filter(council=council).exists():
        raise Http404
    return council


@public_page
def public_proofs(request: HttpRequest, council: str) -> HttpResponse:
    """The heads, the latest first, and what is told of the entry whose hash is asked for."""
    row = council_with_heads(council)
    page = Paginator(ProofHead.objects.filter(council=row), PER_PAGE).get_page(request.GET.get("page"))
    asked = "".join(request.GET.get("inscription", "").split()).lower()
    context = {"council": row, "page": page, "asked": asked, "answer": _answer(row, asked) if asked else None}
    return answer_for_anybody("publication/proofs.html", context)


def _answer(council: Council, asked: str) -> dict[str, object]:
    """What is computed anew about an entry; its facts are never told."""
    entry = ProofEntry.objects.filter(council=council, hash=asked).first() if _HASH.fullmatch(asked) else None
    if entry is None:
        return {"entry": None}
    head = head_over(entry)
    return {"entry": entry, "head": head, "is_right": head is not None and _is_included(entry, head)}


def _is_included(entry: ProofEntry, head: ProofHead) -> bool:
    """Hash of the entry, path to the root, timestamp of the head: computed, not believed."""
    text = entry_text(seq=entry.seq, at=entry.at, kind=entry.kind, commitment=entry.commitment)
    computed = entry_hash(bytes.fromhex(entry.previous), text)
    told = inclusion_of(entry, head)
    path = [bytes.fromhex(each) for each in told["audit_path"]]
    root = root_of_inclusion(leaf_hash(computed), entry.seq - 1, head.size, path)
    if root is None or root.hex() != head.root:
        return False
    try:
        return not head.is_stamped or bool(stamp_of(bytes(head.token), digest_of_head(head)))
    except SigningFailed:
        return False


@public_page
def public_proofs_file(_: HttpRequest, council: str) -> HttpResponse:
    """Every head, as JSON: all that is needed to check them, tokens included."""
    row = council_with_heads(council)
    heads = ProofHead.objects.filter(council=row).select_related("council").order_by("day")
    told = {"format": FORMAT, "council": row.uid, "heads": [head_facts(head) for head in heads]}
    return file_response(as_file(told), f"preuves-{row.uid}.json", "application/json", as_attachment=False)


@public_page
def public_proof_head(_: HttpRequest, council: str, day: str) -> HttpResponse:
    """The head of one day: the file that `manage.py proof check --head` reads."""
    row = council_with_heads(council)
    head = _head_of(row, day)
    return file_response(as_file(head_facts(head)), f"preuve-{row.uid}-{day}.json", "application/json")


@public_page
def public_consistency(_: HttpRequest, council: str, first: str, second: str) -> HttpResponse:
    """The proof that the head of the second day only adds to that of the first: nothing was written anew between."""
    row = council_with_heads(council)
    earlier, later = _head_of(row, first), _head_of(row, second)
    if earlier.size > later.size:
        raise Http404
    name = f"continuite-{row.uid}-{first}-{second}.json"
    return file_response(as_file(consistency_of(earlier, later)), name, "application/json")


def _head_of(council: Council, day: str) -> ProofHead:
    """The head of a day; 404 where there is none."""
    rows = ProofHead.objects.filter(council=council).select_related("council")
    head = rows.filter(day=day).first() if _DAY.fullmatch(day) else None
    if head is None:
        raise Http404
    return head


_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|30)|\d{4}-(0[13578]|1[02])-31")


@public_page
def public_inclusion(_: HttpRequest, council: str, entry: str) -> HttpResponse:
    """The inclusion proof of the entry whose hash is known: no salt, no fact."""
    row = council_with_heads(council)
    found = ProofEntry.objects.filter(council=row, hash=entry).first() if _HASH.fullmatch(entry) else None
    head = head_over(found) if found is not None else None
    if found is None or head is None:
        raise Http404
    return file_response(
        as_file(inclusion_of(found, head)), f"preuve-{row.uid}-{found.seq}.json", "application/json"
    )
