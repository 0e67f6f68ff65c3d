"""Where the settings come from: the environment, to which dev.py adds the ``.env`` file."""

from pathlib import Path

from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = Env()
