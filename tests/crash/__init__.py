"""What is left when the machine stops in the middle of a gesture.

``runner`` is a process of its own that makes one more for each trial; that one is killed (SIGKILL) at its n-th edge:
before a transaction is written, before a file gets its name. ``scenarios`` are the gestures.
"""
