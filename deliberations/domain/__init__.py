"""What happened in a sitting and what follows from it by law. No Django, no clock, no settings."""
