"""A commune's own Word template: what it may hold, how it is checked, how it is filled in.

A template is a file received from outside, checked and filled in by a process of its own (``councils.untrusted``):
nothing of it reaches this one but the finished document, or the sentences that say why there is none. ``sandbox`` asks,
``child`` is what that process loads, ``work`` answers. Nothing is
imported here, so that the process loads no more than it needs.
"""
