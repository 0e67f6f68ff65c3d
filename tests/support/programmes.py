"""The programmes of ``docs``, read as modules."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType


def module_of(name: str) -> ModuleType:
    """A programme of ``docs``, which is no package."""
    path = Path(__file__).resolve().parents[2] / "docs" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
