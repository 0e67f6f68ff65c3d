"""Whether what follows a signature is allowed: pyHanko's policy, at a price that a register of 300 pages can pay.

pyHanko maps every way to every object of a document for each signature, although the later ones differ by a few
objects. Here the map is drawn once, for the first signature; for a later one, what it says of the objects that were
there is taken over, and only what was added or changed since is walked. An object of the first state changed by an
update is judged from that first map all the same: nothing is allowed for a later signature that is refused for the
first.
"""

from collections import defaultdict

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader, RawPdfPath
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    DiffResult,
    StandardDiffPolicy,
    SuspiciousModification,
)
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

Ways = dict[generic.Reference, set[RawPdfPath]]
Step = tuple[str | int, ...]


class UpdatePolicy(StandardDiffPolicy):  # type: ignore[misc]
    """``DEFAULT_DIFF_POLICY`` for the signatures of one file, whose first is of the revision ``first``."""

    def __init__(self, first: int) -> None:
        super().__init__(DEFAULT_DIFF_POLICY.global_rules, DEFAULT_DIFF_POLICY.form_rule)
        self._first = first

    def review_file(
        self,
        reader: PdfFileReader,
        base_revision: int | HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult | SuspiciousModification:
        """As pyHanko's, the map of a later signature being drawn from that of the first."""
        base = base_revision if isinstance(base_revision, int) else base_revision.revision
        if base > self._first:
            first = reader.get_historical_resolver(self._first)
            first._load_reverse_xref_cache()
            later = reader.get_historical_resolver(base)
            if later._indirect_object_access_cache is None:
                later._indirect_object_access_cache = _later_ways(first, later)
        return super().review_file(reader, base_revision, field_mdp_spec, doc_mdp)


def _later_ways(first: HistoricalResolver, later: HistoricalResolver) -> Ways:
    """Ways to the objects of ``later``: those known of ``first``, and those through what is not as it was there."""
    known: Ways = first._indirect_object_access_cache or {}
    ways: Ways = defaultdict(set, {reference: set(paths) for reference, paths in known.items()})
    history, since = later.reader.xrefs, first.revision
    entered: set[generic.Reference] = set()
    waiting: list[tuple[generic.PdfObject, Step]] = [(later.trailer_view, ())]
    while waiting:
        found, path = waiting.pop()
        if isinstance(found, generic.IndirectObject):
            reference = found.reference
            ways[reference].add(RawPdfPath(*path))
            is_as_it_was = reference in known and history.get_last_change(reference) <= since
            if is_as_it_was or reference in entered:
                continue
            entered.add(reference)
            found = later(reference)
        if isinstance(found, generic.DictionaryObject):
            waiting += [(value, (*path, key)) for key, value in found.items() if key != "/Parent"]
        elif isinstance(found, generic.ArrayObject):
            waiting += [(value, (*path, rank)) for rank, value in enumerate(list.__iter__(found))]
    return dict(ways)
