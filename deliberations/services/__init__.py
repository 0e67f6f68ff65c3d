"""The acts of a sitting: the only room that changes a state."""
