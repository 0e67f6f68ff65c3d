"""Pages of sittings and deliberations."""
