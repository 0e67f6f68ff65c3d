"""Whether what follows a signature is allowed: pyHanko's policy, at a price that a register of 300 pages can pay.

pyHanko maps every way to every object of a document for each signature, although the later ones differ by a few
objects. Here the ways are drawn once, for the first signature, to the objects that the policy asks about; for a later
one they are taken over, and only what was added or changed since is walked. An object of the first state changed by an
update is judged from those ways all the same: nothing is allowed for a later signature that is refused for the first.
"""

from collections import defaultdict
from collections.abc import Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader, RawPdfPath
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    DiffResult,
    StandardDiffPolicy,
    SuspiciousModification,
)
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

from deliberations.signing.ways import Document, Reference, Step, Ways


class UpdatePolicy(StandardDiffPolicy):
    """``DEFAULT_DIFF_POLICY`` for the signatures of one file, whose first is of the revision ``first``."""

    def __init__(self, first: int) -> None:
        super().__init__(DEFAULT_DIFF_POLICY.global_rules, DEFAULT_DIFF_POLICY.form_rule)
        self._first = first
        self._document: Document | None = None

    def review_file(
        self,
        reader: PdfFileReader,
        base_revision: int | HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult | SuspiciousModification:
        """As pyHanko's, the ways being those drawn here."""
        first = reader.get_historical_resolver(self._first)
        if self._document is None:
            self._document = Document(first)
            first._indirect_object_access_cache = self._document.ways(set(_asked(first)))
        base = base_revision if isinstance(base_revision, int) else base_revision.revision
        later = reader.get_historical_resolver(base)
        if later._indirect_object_access_cache is None:
            later._indirect_object_access_cache = self._later_ways(first, later)
        return super().review_file(reader, base_revision, field_mdp_spec, doc_mdp)

    def _later_ways(self, first: HistoricalResolver, later: HistoricalResolver) -> Ways:
        """Ways to the objects of ``later``: those known of ``first``, and those through what is not as it was."""
        reached = self._document.objects if self._document is not None else {}
        known: Ways = first._indirect_object_access_cache or {}
        ways: Ways = defaultdict(set, {reference: set(paths) for reference, paths in known.items()})
        history, since = later.reader.xrefs, first.revision
        entered: set[Reference] = set()
        waiting: list[tuple[generic.PdfObject, Step]] = [(later.trailer_view, ())]
        while waiting:
            found, path = waiting.pop()
            if isinstance(found, generic.IndirectObject):
                reference = found.reference
                ways[reference].add(RawPdfPath(*path))
                is_as_it_was = reference in reached and history.get_last_change(reference) <= since
                if is_as_it_was or reference in entered:
                    continue
                entered.add(reference)
                found = later(reference)
            if isinstance(found, generic.DictionaryObject):
                waiting += [(value, (*path, str(key))) for key, value in found.items() if key != "/Parent"]
            elif isinstance(found, generic.ArrayObject):
                waiting += [(value, (*path, rank)) for rank, value in enumerate(list.__iter__(found))]
        return dict(ways)


def _asked(first: HistoricalResolver) -> Iterator[Reference]:
    """The objects whose ways the policy asks for: those changed since, the fields, and their drawings."""
    history = first.reader.xrefs
    for revision in range(first.revision + 1, history.total_revisions):
        yield from history.explicit_refs_in_revision(revision)
    form = first.root["/AcroForm"] if "/AcroForm" in first.root else {}  # noqa: SIM401  ``get`` gives a reference
    waiting = [form["/Fields"]] if "/Fields" in form else []
    seen: set[Reference] = set()
    while waiting:
        for each in list.__iter__(waiting.pop()):
            field = each.get_object()
            if each.reference in seen:
                continue
            seen.add(each.reference)
            drawing = field.raw_get("/AP") if "/AP" in field else None
            states = field["/AP"].values() if "/AP" in field else ()
            yield from (
                one.reference for one in (each, drawing, *states) if isinstance(one, generic.IndirectObject)
            )
            if "/Kids" in field:
                waiting.append(field["/Kids"])
