"""Who sits: councils, persons, users and their roles, written as facts."""
