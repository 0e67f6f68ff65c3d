"""Signatures: fields, providers, demonstration authority, our check of signed files."""
