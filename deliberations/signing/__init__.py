"""Electronic signature of issued documents: ports on bytes and dataclasses, one file per provider.

Nothing here knows a model, a setting or the clock: files, keys and instants come in as arguments.
"""
