"""French labels of the domain's enumerations, as the forms and the administration show them."""

from councils.domain.bodies import AppealWording, BodyType, PublicationMode, Territory
from councils.domain.display import Colour
from councils.domain.people import Civility, College, Gender, OfficeKind, SeatKind
from councils.domain.roles import RoleKind

BODY_TYPES = {
    BodyType.COMMUNE: "Conseil municipal",
    BodyType.EPCI: "Conseil communautaire ou métropolitain",
    BodyType.CLOSED_SYNDICATE: "Comité d'un syndicat de communes ou mixte fermé",
    BodyType.OPEN_SYNDICATE: "Comité d'un syndicat mixte ouvert",
    BodyType.CCAS: "Conseil d'administration d'un CCAS",
    BodyType.OTHER: "Autre assemblée (sans règle appliquée)",
}
TERRITORIES = {
    Territory.ORDINARY: "Droit commun",
    Territory.ALSACE_MOSELLE: "Alsace-Moselle",
    Territory.OVERSEAS: "Outre-mer",
}
PUBLICATION_MODES = {
    PublicationMode.ELECTRONIC: "Sous forme électronique",
    PublicationMode.POSTING: "Par affichage",
    PublicationMode.PAPER: "Sur papier",
}
APPEAL_WORDINGS = {
    AppealWording.PUBLICATION: "À compter de la publication",
    AppealWording.PUBLICATION_AND_TRANSMISSION: "À compter de la publication et de la transmission",
}
GENDERS = {Gender.FEMININE: "Féminin", Gender.MASCULINE: "Masculin"}
CIVILITIES = {Civility.MADAME: "Madame", Civility.MONSIEUR: "Monsieur"}
OFFICE_KINDS = {
    OfficeKind.MAYOR: "Maire",
    OfficeKind.PRESIDENT: "Président",
    OfficeKind.DELEGATED_MAYOR: "Maire délégué",
    OfficeKind.VICE_PRESIDENT: "Vice-président",
    OfficeKind.DEPUTY: "Adjoint",
    OfficeKind.DELEGATED_COUNCILLOR: "Conseiller délégué",
    OfficeKind.OTHER: "Autre fonction",
}
SEAT_KINDS = {SeatKind.TITULAR: "Titulaire", SeatKind.SUBSTITUTE: "Suppléant"}
COLLEGES = {College.ELECTED: "Élu", College.APPOINTED: "Nommé"}
ROLE_KINDS = {
    RoleKind.SECRETARY: "Secrétaire",
    RoleKind.MAYOR: "Maire ou président",
    RoleKind.DEPUTY: "Adjoint ou vice-président ayant délégation",
    RoleKind.CLERK: "Agent chargé de la publication",
    RoleKind.MEMBER: "Membre du conseil",
    RoleKind.AUDITOR: "Consultation seule",
    RoleKind.ADMINISTRATOR: "Administrateur de la commune",
}
COLOURS = {
    Colour.NAVY: "Bleu marine",
    Colour.GREEN: "Vert sapin",
    Colour.WINE: "Bordeaux",
    Colour.SLATE: "Ardoise",
    Colour.PLUM: "Prune",
    Colour.BROWN: "Brun",
    Colour.TEAL: "Bleu canard",
}
