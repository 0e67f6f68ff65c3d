"""Has a listening LibreOffice convert documents, one at a time, for ``benchmarks.office``.

Run by Debian's own Python, which has the bridge (package python3-uno), and by nothing of ours. Argument: the
name of the pipe. Each line of the standard input is an order in JSON; the answer is « done » once the PDF is
written. At the end of the input, LibreOffice is closed.
"""

import json
import sys
import time
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.1


def main(pipe: str) -> None:
    desktop = _desktop(pipe)
    for line in sys.stdin:
        _convert(desktop, json.loads(line))
        print("done", flush=True)
    desktop.terminate()


def _desktop(pipe: str) -> Any:
    """The listener's desktop; it may still be starting."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            if time.monotonic() > deadline:
                raise
            time.sleep(PAUSE_SECONDS)


def _convert(desktop: Any, order: dict[str, Any]) -> None:
    document = desktop.loadComponentFromURL(order["source"], "_blank", 0, (_property("Hidden", True),))
    options = tuple(_property(name, value) for name, value in order["options"].items())
    filter_data = uno.Any("[]com.sun.star.beans.PropertyValue", options)
    export = (_property("FilterName", "writer_pdf_Export"), _property("FilterData", filter_data))
    document.storeToURL(order["target"], export)
    document.close(True)


def _property(name: str, value: object) -> Any:
    prop = PropertyValue()
    prop.Name, prop.Value = name, value
    return prop


if __name__ == "__main__":
    main(sys.argv[1])
