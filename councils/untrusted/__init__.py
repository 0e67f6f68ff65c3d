"""Files that somebody gave: opened within bounds, and read by a process that can do nothing else.

``archives`` opens every ZIP; ``children`` has a file read by a process that gives up its rights before the first byte
(``child``), within ``limits``. Nothing is imported here, so that this process loads no more than it needs.
"""
