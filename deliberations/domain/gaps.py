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
        "Ils ne sont plus comptés parmi les membres en exercice depuis la loi 2022-217 du 21 février 2022, tenue de "
        "connaissance générale : alerte seulement.",
    ),
    Gap(
        "Membres d'un EPCI à distance et quorum (CGCT art. L. 5211-11-1)",
        "Qu'ils comptent dans le quorum n'a pas été lu : ils sont comptés, et une note le dit quand il en dépend.",
    ),
    Gap(
        "EPCI et syndicats d'Alsace-Moselle",
        "Le droit local lu parle des communes : les règles ordinaires leur sont appliquées, par de simples alertes.",
    ),
    Gap(
        "Rappel dans la seconde convocation (CGCT art. L. 2541-4)",
        "Rien n'enregistre ce que dit la convocation : une note le rappelle à chaque seconde convocation.",
    ),
    Gap(
        "Conseiller désigné pour remplacer le maire (CGCT art. L. 2122-17)",
        "Cette désignation n'est pas enregistrée : la présidence est proposée dans l'ordre du tableau.",
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
        "Liste complète des articles écartés en Alsace-Moselle (CGCT art. L. 2541-1)",
        "Seuls ceux qui ont été lus sont signalés dans le texte des actes.",
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
        "Liste plus courte que les sièges qu'elle obtient",
        "À qui vont les sièges sans candidat n'est pas établi : alerte, sans répartition.",
    ),
    Gap(
        "Recours contre les autres élections",
        "Pour la commission d'appel d'offres, le président d'un EPCI ou des délégués, ni le recours ni son délai ne "
        "sont établis : rien n'en est dit.",
    ),
    Gap(
        "Lettre d'observations du préfet (CGCT art. L. 2131-6)",
        "Le jour d'où repartent les deux mois n'est pas établi : celui de la réponse est retenu, à défaut celui de la "
        "réception.",
    ),
    Gap(
        "Recours de qui demeure outre-mer ou à l'étranger (CJA art. R. 421-7)",
        "Le mois ou les deux mois de plus sont rappelés, non comptés : qui formera le recours n'est pas connu.",
    ),
    Gap(
        "Délai non opposable (CJA art. R. 421-5)",
        "Rien n'enregistre les mentions de la notification : il est rappelé que le délai en dépend.",
    ),
    Gap(
        "Signatures avant le 1er juillet 2022",
        "La signature par tous les membres présents est tenue de connaissance générale : elle n'est pas vérifiée.",
    ),
    Gap(
        "Seul affichage dans une commune de 3 500 habitants ou un EPCI (CGCT art. L. 2131-1, V)",
        "Qu'il rende l'acte exécutoire en cas d'urgence n'a pas été lu : l'acte n'est pas bloqué, mais le délai de "
        "recours ne part que de la mise en ligne.",
    ),
    Gap(
        "Séance qui arrête le procès-verbal",
        "Un constat ne lit que les séances antérieures : c'est l'échéance qui dit que la séance nommée est inconnue.",
    ),
    Gap(
        "Procès-verbal de fin de mandat",
        "Comment l'arrêter faute de séance suivante est tenu de connaissance générale : alerte seulement.",
    ),
    Gap(
        "Date du renouvellement",
        "Quand la plupart des mandats ne sont pas datés, l'année d'un renouvellement général donne au budget jusqu'au "
        "30 avril, et ni le règlement intérieur ni le CCAS ne sont réclamés.",
    ),
    Gap(
        "Débat d'orientation budgétaire des EPCI et des syndicats",
        "Le texte qui l'étend n'a pas été lu : le seuil de 3 500 habitants est appliqué à leur population.",
    ),
    Gap(
        "Colonne des syndicats",
        "Ce qui s'applique aux syndicats de communes et mixtes fermés n'a été lu qu'en partie : le reste suit l'EPCI.",
    ),
    Gap(
        "CCAS et réforme de 2022",
        "Qu'il n'est pas concerné par la liste ni par le nouveau procès-verbal vient d'une seule source : rien n'est "
        "demandé.",
    ),
    Gap(
        "Seconde convocation du CCAS (CASF art. R. 123-17)",
        "Le délai à laisser avant la seconde séance n'a pas été lu : le délai ordinaire est proposé.",
    ),
    Gap(
        "Transmission électronique au-dessus de 50 000 habitants (CGCT art. L. 2131-2)",
        "La place actuelle de cette règle n'a pas été lue : simple note.",
    ),
    Gap(
        "SEDA, eIDAS et RGS",
        "Les versions d'archivage et les niveaux de signature sont tenus de connaissance générale : aucune règle.",
    ),
    Gap(
        "Accessibilité des PDF (RGAA)",
        "Les exemptions n'ont pas été lues : aucune n'est appliquée.",
    ),
    Gap(
        "Copie certifiée conforme",
        "Sa base légale n'est pas établie : la mention est celle de qui signe.",
    ),
    Gap(
        "Paris, Lyon, Marseille et communes nouvelles",
        "Leurs règles propres ne sont pas appliquées : l'effectif légal est enregistré à la main.",
    ),
    Gap(
        "Charte de l'élu local",
        "Sa lecture à la première séance n'est pas enregistrée : elle n'est pas vérifiée.",
    ),
    Gap(
        "Adjoint qui a longtemps remplacé le maire (réponse AN 4402)",
        "Qu'il s'abstienne de voter les comptes est une recommandation, et la durée n'est pas enregistrée : non "
        "vérifié.",
    ),
    Gap(
        "Voix d'un membre intéressé resté dans la salle (CGCT art. L. 2131-11)",
        "Qu'un intérêt existe n'est jamais certain : sa voix reste comptée comme l'acte l'enregistre, et signalée.",
    ),
    Gap(
        "Point ajouté entre l'envoi et la séance",
        "Le jour de l'ajout n'est pas enregistré : seul un point ajouté en séance est signalé.",
    ),
    Gap(
        "Séances pour lesquelles un pouvoir est donné",
        "Elles ne sont pas enregistrées : les séances consécutives sont comptées d'après les pouvoirs eux-mêmes.",
    ),
    Gap(
        "Élections des délégués sénatoriaux",
        "Le code électoral n'a pas été lu : le scrutin est enregistré et imprimé, aucune règle n'est appliquée.",
    ),
)
