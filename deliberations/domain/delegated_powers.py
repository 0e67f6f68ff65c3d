"""What a council may delegate to its mayor (CGCT art. L. 2122-22): the paragraphs, by a short label of our own.

[K] The numbers and labels come from general knowledge, not from the text itself: they help to choose, and refuse
nothing. The text in force is to be read before it is quoted.
"""

POWERS = {
    1: "Affectation des propriétés communales",
    2: "Tarifs de voirie, de stationnement et autres droits",
    3: "Emprunts et gestion de la dette",
    4: "Marchés publics et accords-cadres",
    5: "Location de biens (louage de choses)",
    6: "Assurances et indemnités de sinistre",
    7: "Régies comptables",
    8: "Concessions dans les cimetières",
    9: "Dons et legs sans condition ni charge",
    10: "Vente de biens mobiliers",
    11: "Honoraires d'avocats, de notaires et d'experts",
    12: "Offres aux expropriés",
    13: "Création de classes",
    14: "Reprises d'alignement",
    15: "Droits de préemption de l'urbanisme",
    16: "Actions en justice et transactions",
    17: "Accidents de véhicules municipaux",
    18: "Avis sur un établissement public foncier",
    19: "Conventions avec les constructeurs et lotisseurs",
    20: "Lignes de trésorerie",
    21: "Préemption des fonds et baux commerciaux",
    22: "Droit de priorité",
    23: "Archéologie préventive",
    24: "Renouvellement d'adhésions à des associations",
    25: "Expropriation en zone de montagne",
    26: "Demandes de subvention",
    27: "Autorisations d'urbanisme des biens communaux",
    28: "Protection des occupants de logements",
    29: "Participation du public par voie électronique",
    30: "Admission en non-valeur de petites créances",
    31: "Mandats spéciaux des élus",
}
FIRST, LAST = min(POWERS), max(POWERS)
ARTICLE = "CGCT art. L. 2122-22"
ARTICLE_OF_REPORT = "CGCT art. L. 2122-23"


def shown_power(paragraph: int) -> str:
    """« 4° – Marchés publics et accords-cadres »; a number outside the list stays alone."""
    label = POWERS.get(paragraph, "")
    return f"{paragraph}° – {label}" if label else f"{paragraph}°"
