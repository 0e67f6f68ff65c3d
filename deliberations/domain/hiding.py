"""What the public reads in the place of hidden words."""

HIDDEN = "[occulté]"
