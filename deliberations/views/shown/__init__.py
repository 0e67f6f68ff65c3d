"""What the pages show: the record's answers as finished French sentences, in frozen dataclasses."""
