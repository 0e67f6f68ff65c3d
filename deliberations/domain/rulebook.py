"""Version of the rules, written in every snapshot so that an old act can be read with the rules of its day."""

VERSION = "2026.11.24"
