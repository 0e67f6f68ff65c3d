"""The name by which every authority of a demonstration is known for what it is."""

AUTHORITY_NAME = "AUTORITÉ DE DÉMONSTRATION – SANS VALEUR"
