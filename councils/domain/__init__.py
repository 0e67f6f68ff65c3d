"""Who sits: bodies, mandates, offices and the order of the table. No Django, no clock."""
