"""Texts of the reference act (Gruson, deliberation 2023-57, a public act), as typed."""

OPENING = (
    "Le mardi dix-neuf décembre deux-mille-vingt-trois à dix-huit heures, s'est réuni le Conseil "
    "Municipal dûment convoqué au sein de la mairie, sous la présidence de Monsieur le Maire, Olivier "
    "TURPIN."
)

PRESENT = (
    "Olivier TURPIN, Maire, et Mélanie DAZIN-DESLANDES, Thierry MASQUELIER, Hélène HÉROGUER, Philippe "
    "SIMOENS, Thibault TISON, Alexia GAILLET, Jean-Claude HAUTCOEUR, Sabrina WATRELOT, Valère "
    "CARETTE, Aimé DUQUENNE, Jacques DURIEU et Alain DUFRENE, Conseillers Municipaux."
)

OBJECT = (
    "Délibération n° 2023-57 - Affaires scolaires et extrascolaires - Adhésion au Syndicat mixte "
    "ouvert « Nord - Pas-de-Calais Numérique » afin d'assurer la continuité de l'Espace Numérique de "
    "travail (ENT) dans l'environnement scolaire."
)

STATEMENT = (
    (
        "Aujourd'hui, chaque parent et chaque enfant utilisent un outil spécifique appelé ENT (Espace "
        "Numérique de Travail) dédié, sécurisé et simple pour accéder à distance à son environnement "
        "scolaire (informations éducatives et de suivi, résultats scolaires, outils et ressources "
        "pédagogiques, messagerie avec les enseignants, ...). Cet outil permet de garder le lien entre "
        "les familles et les équipes pédagogiques et a été mis en œuvre par l'Education Nationale en lien "
        "avec les collectivités territoriales. Ce même outil permet également de faciliter les "
        "passerelles de l'élémentaire au collège puis au lycée avec le même outil et qu'il s'est par "
        "ailleurs fortement développé pendant la période de crise sanitaire et de confinements répétitifs "
        "que nous avons vécue pour en faire désormais un outil indispensable à la bonne scolarité des "
        "enfants du territoire. Cela concerne pour l'année scolaire 2023-2024, l'école PASTEUR et 47 "
        "élèves de la maternelle à l'élémentaire."
    ),
    (
        "L'Environnement Numérique de Travail (ENT) a été mis en place sur la région Hauts-de-France en "
        "2019, avec un déploiement plus soutenu lors de la crise sanitaire pour faciliter l'école à la "
        "maison. Il était porté par le Syndicat Mixte « Nord - Pas-de-Calais Numérique » (La Fibre "
        "Numérique 59 62) sur fonds européens."
    ),
    (
        "Compte tenu de la fin de ce financement de l'outil ENT, il convient pour la commune de GRUSON de "
        "poursuivre le portage financier du projet d'Environnement Numérique de Travail (ENT), la "
        "Métropole Européenne de Lille (MEL) n'ayant pas pris cette compétence dévolue aux communes. La "
        "Métropole Européenne de Lille assurera le recueil des délibérations et documents des communes de "
        "son territoire aux fins d'adhésion et les transmettra au Syndicat mixte."
    ),
)

CLAUSES = (
    "Vu le Code Général des Collectivités Territoriales ;",
    (
        "Vu la loi n° 2013-595 du 8 juillet 2013 d'orientation et de programmation pour la refondation de "
        "l'école de la République ;"
    ),
    (
        "Vu le Schéma directeur des espaces numériques de travail (SDET) dans sa dernière version en date "
        "de juin 2022 ;"
    ),
    (
        "Vu les statuts du Syndicat Mixte Ouvert « Nord - Pas-de-Calais Numérique » (La Fibre Numérique "
        "59 62) tels que modifiés par délibération du 19 janvier 2022, et notamment l'article 4.2 relatif "
        "à la compétence du Syndicat en matière d'usages numériques / NTIC en matière de numérique "
        "éducatif ;"
    ),
    (
        "Vu la délibération 2023-18 du 15 juin 2023 du Syndicat mixte approuvant le cahier des Conditions "
        "Techniques, Administratives et Financières d'exercice de la compétence « usages numériques / "
        "NTIC en matière de numérique éducatif » par le Syndicat mixte ;"
    ),
    (
        "Vu la délibération 2022-14 du 16 juin 2022 approuvant l'adhésion du Syndicat mixte au nouveau "
        "groupement de commande pour la mise en œuvre, la maintenance, l'exploitation et l'hébergement "
        "d'un ENT sur le territoire régional ;"
    ),
    (
        "Vu la convention approuvée par délibération 2022-15 du 16 juin 2022 du Syndicat mixte relative "
        "au partenariat pour la mise en œuvre de l'ENT des Hauts-de-France ;"
    ),
    (
        "Considérant que, à la suite de la loi pour la refondation de l'École et de la République du 8 "
        "juillet 2013, la commune de GRUSON poursuit, aux côtés des autres collectivités territoriales et "
        "leurs groupements ainsi que de l'État, l'objectif d'un développement du numérique éducatif des "
        "établissements scolaires, compte tenu de sa compétence en matière d'usages numériques ;"
    ),
    (
        "Considérant que l'Environnement Numérique de Travail (ENT) est un service éducatif numérique "
        "offrant à chaque membre de la communauté éducative un accès dédié, sécurisé et simplifié, aux "
        "informations et outils dont il a besoin pour son activité, mis en œuvre par les collectivités "
        "territoriales en lien avec l'Éducation Nationale ;"
    ),
    (
        "Considérant que, sur le territoire des Hauts-de-France, une solution homogène d'ENT a été "
        "déployée pour tous les élèves, parents et enseignants, de la maternelle au lycée, grâce à un "
        "groupement de commandes entre les collectivités et établissements publics concernés, sur la base "
        "d'un marché qui prend fin en juin 2023 ;"
    ),
    (
        "Considérant que ces acteurs de l'ENT, convaincus de l'intérêt de cette solution, ont souhaité "
        "renouveler leur partenariat ainsi que le groupement de commandes pour conclure un nouveau "
        "marché, signé le 13 mars 2023 ;"
    ),
    (
        "Considérant que l'intervention du SMO Nord Pas-de-Calais Numérique se fonde sur un transfert de "
        "compétence de la part des communes ou des EPCI compétents en matière de numérique éducatif pour "
        "les écoles du 1er degré ;"
    ),
    (
        "Considérant que, à la suite d'une adhésion d'une commune ou d'un EPCI compétent au Syndicat, ce "
        "dernier est en charge de la mise en œuvre de la compétence sur le territoire de la commune ou de "
        "l'EPCI, en lien avec les collectivités locales dont relèvent les écoles qui sont équipées et "
        "l'Éducation Nationale, en contrepartie d'une contribution financière annuelle de la commune ou "
        "d'un EPCI membre aux ressources du Syndicat, fixée par délibération du Comité syndical sur la "
        "base des critères prévus à la présente délibération et des missions réalisées par le Syndicat "
        "dans le cadre de l'exercice de sa compétence sur le territoire de la commune ou de l'EPCI "
        "concerné ;"
    ),
)

DECISION_LEAD = (
    "Le Conseil Municipal, après en avoir délibéré à main levée par : 15 voix pour - 00 voix contre - "
    "00 abstention, décide :"
)

DECISIONS = (
    (
        "Le transfert de la compétence « Usages numériques/NTIC en matière de numérique éducatif » au "
        "Syndicat mixte ouvert « Nord - Pas-de-Calais Numérique » ;"
    ),
    (
        "Que le transfert de cette compétence sera effectif sans délai et au plus tard dès le rendu "
        "exécutoire de la délibération concordante du Syndicat mixte ouvert « Nord - Pas-de-Calais "
        "Numérique » valant accord et adhésion de la commune de XX et modification des annexes 1 et 2 de "
        "ses statuts ;"
    ),
    (
        "D'adhérer au Syndicat mixte ouvert « Nord - Pas-de-Calais Numérique » et autorise son Maire à "
        "signer tout document afférent à cette adhésion ;"
    ),
    (
        "Approuve les statuts du Syndicat mixte ouvert « Nord - Pas-de-Calais Numérique », annexés à la "
        "présente ;"
    ),
    (
        "Le versement de la ou des contributions annuelle(s) obligatoire(s) au Syndicat mixte ouvert « "
        "Nord - Pas-de-Calais Numérique » (imputations budgétaires) ;"
    ),
    (
        "Désigne Le Maire comme délégué, soit au comité syndical, soit au collège des communes désignant "
        "les représentants au comité syndical, conformément à l'article « 8.1 composition du comité "
        "syndical », figurant dans les statuts du syndicat mixte."
    ),
)

ANNEX = "Statuts du Syndicat mixte Nord - Pas-de-Calais Numérique et ses annexes 1 et 2."

CERTIFICATION = (
    "Monsieur le Maire certifie, sous sa responsabilité, le caractère exécutoire de cet acte, et "
    "informe qu'il peut faire l'objet d'un recours auprès du Tribunal Administratif de LILLE dans un "
    "délai de deux mois à compter de sa publication et sa transmission aux services de l'État."
)
