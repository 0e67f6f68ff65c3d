"""French wording: numbers, dates, agreement, names, elision and typographic spaces."""
