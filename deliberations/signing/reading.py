"""Reads a signed file as strictly as pyHanko can, and a little faster."""

from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DecodePurpose, StreamDecodeLimits
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader

LIMITS = DecodeLimits(per_stream=StreamDecodeLimits(max_output_size=64 << 20))
MOST_IN_A_STREAM = 100_000
"""Objects of one stream: programs put a hundred or two, WeasyPrint all those of the document."""


class SignedFileReader(PdfFileReader):
    """pyHanko 0.38 reads the head of a stream of objects again for each object: minutes for a long document."""

    def __init__(self, pdf: bytes) -> None:
        self._held: dict[int, tuple[bytes, int, dict[int, tuple[int, int]]]] = {}
        super().__init__(BytesIO(pdf), strict=True, decode_limits=LIMITS)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> generic.PdfObject:
        """The object ``idnum``, that its table says to be of rank ``idx`` in the stream ``stmnum``."""
        if stmnum not in self._held:
            self._held[stmnum] = self._index(stmnum)
        data, first, places = self._held[stmnum]
        rank, offset = places.get(idnum, (-1, 0))
        if rank != idx:
            raise PdfStrictReadError("object stream and table differ")
        stream = BytesIO(data)
        stream.seek(first + offset)
        found: generic.PdfObject = generic.read_object(stream, generic.Reference(idnum, 0, self))
        if isinstance(found, generic.StreamObject | generic.IndirectObject):
            raise PdfStrictReadError("forbidden object in an object stream")
        return found

    def _index(self, number: int) -> tuple[bytes, int, dict[int, tuple[int, int]]]:
        """What a stream of objects holds: its bytes, where the first object starts, number → rank and place."""
        stream = generic.Reference(number, 0, self).get_object()
        if not isinstance(stream, generic.StreamObject) or stream["/Type"] != "/ObjStm":
            raise PdfStrictReadError("not an object stream")
        data, first, count = stream.read_data(DecodePurpose.OBJECT_STREAM), stream["/First"], stream["/N"]
        head = data[: max(0, first)].split()
        if not 0 <= count <= MOST_IN_A_STREAM or len(head) != 2 * count:
            raise PdfStrictReadError("head of an object stream")
        numbers = [int(word) for word in head]
        places = {key: (rank, numbers[2 * rank + 1]) for rank, key in enumerate(numbers[::2])}
        if len(places) != count:
            raise PdfStrictReadError("an object twice in its stream")
        return data, first, places
