"""Forms of sittings and deliberations."""
