"""The text of files received (receipts, acts of earlier years, Word files): read in a process of their own.

``asking`` asks, ``worker`` answers (``councils.untrusted``). Nothing is imported here, so that this process loads no
more than it needs.
"""
