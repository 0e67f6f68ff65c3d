"""How users prove who they are: what allauth asks of us, the second factor, ProConnect."""
