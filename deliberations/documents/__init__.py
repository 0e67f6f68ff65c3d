"""From the frozen view of an act to its renditions: PDF, DOCX, HTML and text. Never imports services."""
