"""Rows of councils: bodies, people, users."""

from councils.models.council import Council, Population, PublicationModeChoice, SeatCount
from councils.models.person import Interest, Mandate, Office, Person
from councils.models.user import CouncilRole, User

__all__ = [
    "Council",
    "CouncilRole",
    "Interest",
    "Mandate",
    "Office",
    "Person",
    "Population",
    "PublicationModeChoice",
    "SeatCount",
    "User",
]
