"""Rows of councils: bodies, people, users."""

from councils.models.council import Council, Population, PublicationModeChoice, SeatCount
from councils.models.invitation import Invitation
from councils.models.person import Interest, Mandate, Office, Person
from councils.models.preferences import Contact, CouncilPreferences, Delegation
from councils.models.reading import Reading
from councils.models.user import CouncilRole, User

__all__ = [
    "Contact",
    "Council",
    "CouncilPreferences",
    "CouncilRole",
    "Delegation",
    "Interest",
    "Invitation",
    "Mandate",
    "Office",
    "Person",
    "Population",
    "PublicationModeChoice",
    "Reading",
    "SeatCount",
    "User",
]
