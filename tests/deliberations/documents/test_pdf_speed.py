"""What the tightened hot spots rely on is checked, not supposed."""

from pathlib import Path

import pytest

from deliberations.documents.pdf_speed import require_fixed_styles

pytestmark = pytest.mark.unit

STYLES = Path(__file__).resolve().parents[3] / "static" / "documents"


@pytest.mark.parametrize(
    "stylesheet",
    [
        b"p::first-line { color: red }",
        b"p:first-letter { color: red }",
        b"div { display: flex }",
        b"div { color: red; display:inline-grid }",
    ],
)
def test_require_fixed_styles_refuses(stylesheet):
    with pytest.raises(ValueError, match="must not change"):
        require_fixed_styles(stylesheet)


@pytest.mark.parametrize("name", ["act.css", "stamp.css"])
def test_require_fixed_styles_accepts_ours(name):
    require_fixed_styles((STYLES / name).read_bytes())
