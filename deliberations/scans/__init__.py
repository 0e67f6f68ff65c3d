"""Papers signed by hand, then scanned: the code at the foot of their pages says which act each page belongs to.

``asking`` asks, ``worker`` answers in a process of its own (``councils.untrusted``). Nothing is imported here, so that
this process loads no more than it needs.
"""
