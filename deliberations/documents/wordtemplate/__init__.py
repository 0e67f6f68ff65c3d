"""A commune's own Word template: what it may hold, how it is checked, how it is filled in.

A template is a file received from outside. It is checked and filled in by a process of its own, without files nor
network and within limits of time and memory: nothing of it reaches this one but the finished document, or the
sentences that say why there is none. ``sandbox`` asks, ``child`` gives up its rights, ``work`` answers. Nothing is
imported here, so that the process loads no more than it needs.
"""
