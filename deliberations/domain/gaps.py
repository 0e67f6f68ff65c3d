"""What the rule book leaves out, and why: printed at the end of ``docs/legalite.md``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """A subject, and what is not done about it."""

    subject: str
    reason: str


GAPS = (
    Gap(
        "Syndicats mixtes ouverts et autres assemblées",
        "Leurs statuts fixent leurs règles : les faits sont enregistrés et imprimés, aucune règle n'est appliquée.",
    ),
    Gap(
        "Commune qui franchit 3 500 habitants en cours de mandat",
        "Il n'est pas établi que le délai de convocation change aussitôt : le plus long est demandé, par une alerte.",
    ),
    Gap(
        "Délai de recours et jours fériés locaux",
        "L'effet du 26 décembre, du Vendredi saint et des jours d'outre-mer n'est pas établi : la date la plus proche "
        "est donnée.",
    ),
    Gap(
        "Régimes dérogatoires de 2020 à 2022",
        "Ce qui s'appliquait jour par jour n'est pas établi : les constats sur le quorum et les pouvoirs sont de "
        "simples notes, sauf si le régime appliqué a été enregistré.",
    ),
    Gap(
        "Rejet d'une proposition et contrôle de légalité",
        "Il n'est pas établi qu'un rejet doive être transmis : la mairie décide. Il figure dans la liste des "
        "délibérations.",
    ),
    Gap(
        "Procès-verbal en Alsace-Moselle",
        "L'article L. 2121-15 n'y est pas directement applicable ; la réponse à la question Sénat 02802 n'a pas été "
        "lue : alertes seulement.",
    ),
    Gap(
        "Présidence du reste de la séance après le vote des comptes",
        "La réponse à la question Sénat 11090 n'a pas été lue : rien n'est bloqué.",
    ),
    Gap(
        "Compte financier unique",
        "La rédaction issue de l'ordonnance 2025-526 n'a pas été lue : il est traité comme le compte administratif.",
    ),
    Gap(
        "Représentants d'une autre structure (CGCT art. L. 2131-11, II)",
        "Depuis quand ils ne comptent plus parmi les membres en exercice n'est pas établi : alerte seulement.",
    ),
    Gap(
        "Listes d'adjoints depuis mars 2026",
        "La nouvelle rédaction de l'article L. 2122-7-2 n'a pas été lue : alerte seulement.",
    ),
    Gap(
        "Actes à transmettre (CGCT art. L. 2131-2)",
        "La liste a été lue dans une rédaction ancienne : chaque point est « transmissible » par défaut.",
    ),
    Gap(
        "Urgence de la publication et remise d'une copie papier (CGCT art. L. 2131-1, V et VI)",
        "Le texte n'a pas été lu : aucune règle.",
    ),
    Gap(
        "Commune sans site Internet (décret 2024-719)",
        "Le premier jour d'application n'est pas établi : la date du décret est retenue, pour une note seulement.",
    ),
    Gap(
        "Autres effets de la loi 2025-1249 sur les assemblées",
        "Seul son article 32 sur les membres intéressés a été lu.",
    ),
    Gap(
        "Retrait et abrogation (CRPA art. L. 242-1 et L. 243-3)",
        "Tenus de connaissance générale : les délais sont rappelés, jamais opposés.",
    ),
    Gap(
        "Mentions légales des visas",
        "Quel article viser pour chaque compétence n'est pas établi : l'article n'est proposé, par "
        "une simple note, que pour les sujets qui en ont un ici.",
    ),
    Gap(
        "Nombre de vice-présidents d'un EPCI (CGCT art. L. 5211-10)",
        "Le plafond n'a pas été lu : il n'est pas vérifié.",
    ),
    Gap(
        "EPCI sans fiscalité propre",
        "Tout EPCI est tenu pour être à fiscalité propre ; un syndicat de communes s'enregistre comme syndicat fermé.",
    ),
    Gap(
        "Élections des délégués sénatoriaux",
        "Le code électoral n'a pas été lu : le scrutin est enregistré et imprimé, aucune règle n'est appliquée.",
    ),
)
