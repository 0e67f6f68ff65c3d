"""Commands of councils and accounts."""
