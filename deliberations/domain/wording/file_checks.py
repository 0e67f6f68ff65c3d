"""What the check page says of a file: a heading and an explanation for each verdict."""

from collections.abc import Mapping

from deliberations.domain.file_checks import Verdict

HEADINGS: Mapping[Verdict, str] = {
    Verdict.PUBLISHED: "Ce fichier est l'acte publié",
    Verdict.AUTHENTIC: "Ce fichier est authentique",
    Verdict.EARLIER: "Ce fichier est une version antérieure, authentique",
    Verdict.WITHDRAWN: "Ce fichier est authentique, mais l'acte n'est plus en ligne",
    Verdict.NOT_PUBLISHED: "Ce fichier est authentique, mais n'est pas publié ici",
    Verdict.INCOMPLETE: "Ce fichier est un état inachevé : il lui manque une signature",
    Verdict.INTERMEDIATE: "Ce fichier est un état intermédiaire d'un acte de notre registre",
    Verdict.OTHER_COUNCIL: "Ce fichier vient d'une autre collectivité",
    Verdict.SIGNED_ELSEWHERE: "Ce fichier est signé, mais n'est pas dans notre registre",
    Verdict.UNFINISHED: "Ce fichier est signé, mais il lui manque une signature",
    Verdict.UNTRUSTED: "La signature de ce fichier n'est pas fiable",
    Verdict.ALTERED: "Ce fichier a été modifié",
    Verdict.UNREADABLE: "Ce fichier ne peut pas être contrôlé",
    Verdict.NOT_OURS: "Ce fichier ne vient pas de nous",
}
EXPLANATIONS: Mapping[Verdict, str] = {
    Verdict.PUBLISHED: "Il est identique, octet pour octet, au fichier que chacun peut lire sur la page de l'acte.",
    Verdict.AUTHENTIC: "Il est identique, octet pour octet, à un document émis ici pour un acte publié.",
    Verdict.EARLIER: "Il a bien été émis ici, puis remplacé. Seule la version actuelle fait foi.",
    Verdict.WITHDRAWN: "Il a bien été émis ici. L'acte a été retiré depuis, ou n'est plus mis en ligne.",
    Verdict.NOT_PUBLISHED: (
        "Il est identique, octet pour octet, à un document émis ici. Le document n'est pas, ou pas encore, sur nos "
        "pages publiques : nous n'en disons rien de plus. Adressez-vous à la collectivité dont il porte le nom."
    ),
    Verdict.INCOMPLETE: (
        "Il a bien existé ici, avant que la dernière signature ne lui soit donnée, ou il a été coupé. Ce n'est pas "
        "l'acte : demandez le fichier entier."
    ),
    Verdict.INTERMEDIATE: (
        "C'est le début d'un fichier que nous avons, remplacé par le fichier entier : il a été coupé, ou pris pendant "
        "sa signature. Ce n'est pas l'acte : demandez le fichier entier."
    ),
    Verdict.OTHER_COUNCIL: (
        "Rien n'y a été changé depuis sa signature. L'acte n'est pas de nous : sa collectivité en répond."
    ),
    Verdict.SIGNED_ELSEWHERE: (
        "Rien n'y a été changé depuis sa signature, mais nous ne l'avons pas émis : nous ne pouvons pas dire que c'est "
        "un acte."
    ),
    Verdict.UNFINISHED: (
        "Une place réservée à une signature y est restée vide : il a été coupé, ou n'est pas achevé. Il n'est pas dans "
        "notre registre. Demandez le fichier entier."
    ),
    Verdict.UNTRUSTED: "Rien ne montre qu'il ait été modifié, mais on ne peut pas se fier à qui l'a signé.",
    Verdict.ALTERED: "Ce n'est plus le fichier qui a été signé. Ne vous y fiez pas.",
    Verdict.UNREADABLE: "Il n'est pas dans notre registre, et nous n'avons pas pu lire de signature.",
    Verdict.NOT_OURS: "Il n'est pas dans notre registre et ne porte aucune signature : rien n'en garantit le contenu.",
}
DEMONSTRATION = (
    "Signature de démonstration, sans aucune valeur : l'autorité qui a délivré le certificat ou l'horodatage n'existe "
    "que pour essayer le logiciel."
)
"""Told everywhere such a signature shows."""
