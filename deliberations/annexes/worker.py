"""The process that reads one file and ends: ``python -m deliberations.annexes.worker TASK FOLDER BOUNDS``.

It limits its own time and memory before it opens ``FOLDER/given``, then writes ``FOLDER/answer.json`` and
``FOLDER/made``. It has no need of Django, nor of the database.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from deliberations.annexes.bounds import Bounds
from deliberations.annexes.cleaning import Unfit, clean

_LARGEST_FILE = 512 * 1024 * 1024
_MB = 1024 * 1024


def main(task: str, folder: Path, bounds: Bounds) -> None:
    """TASK is « clean », « draw » (a PDF), « image » or « check » (an image)."""
    _limit(bounds)
    content = (folder / "given").read_bytes()
    try:
        answer, made = TASKS[task](content, bounds)
    except Unfit as unfit:
        answer, made = {"refused": str(unfit)}, b""
    except MemoryError:
        answer, made = {"refused": "complex"}, b""
    except Exception as error:  # noqa: BLE001  (hostile bytes: whatever it is, the file does not open)
        answer, made = {"refused": "damaged", "cause": f"{type(error).__name__}: {error}"}, b""
    (folder / "made").write_bytes(made)
    (folder / "answer.json").write_text(json.dumps(answer), encoding="utf-8")


def _limit(bounds: Bounds) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.seconds, bounds.seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (bounds.memory_mb * _MB, bounds.memory_mb * _MB))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _clean(content: bytes, _bounds: Bounds) -> tuple[dict[str, Any], bytes]:
    cleaned = clean(content)
    answer = {"pages": cleaned.pages, "remarks": cleaned.remarks, "is_signed": cleaned.is_signed}
    return answer, b"" if cleaned.content is content else cleaned.content


def _draw(content: bytes, bounds: Bounds) -> tuple[dict[str, Any], bytes]:
    from deliberations.annexes.drawing import sheets_of_pdf

    cleaned = clean(content)
    if cleaned.is_signed:
        raise Unfit("signed")
    if cleaned.pages > bounds.pages:
        raise Unfit("pages")
    return _drawn(sheets_of_pdf(cleaned.content), bounds)


def _image(content: bytes, bounds: Bounds) -> tuple[dict[str, Any], bytes]:
    from deliberations.annexes.pictures import sheet_of_image

    return _drawn([sheet_of_image(content)], bounds)


def _check(content: bytes, _bounds: Bounds) -> tuple[dict[str, Any], bytes]:
    from deliberations.annexes.pictures import check_image

    check_image(content)
    return {"pages": 1, "remarks": []}, b""


def _drawn(drawn: Any, bounds: Bounds) -> tuple[dict[str, Any], bytes]:
    from deliberations.annexes.sheets import write_sheets

    sheets, size = [], 0
    for sheet in drawn:
        size += len(sheet.picture.data)
        if size > bounds.drawn_mb * _MB:
            raise Unfit("heavy")
        sheets.append(sheet)
    return {"pages": len(sheets), "remarks": []}, write_sheets(sheets)


TASKS = {"clean": _clean, "draw": _draw, "image": _image, "check": _check}

if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Bounds(**json.loads(sys.argv[3])))
