"""How the settings of the numbers, of the vote, of the decision and of the end of an act are called."""

from collections.abc import Mapping

from councils.domain.look_variants import (
    CopyWording,
    CountDigits,
    CountsLayout,
    DecisionMark,
    DecisionWording,
    DeliberatedWording,
    DoneAt,
    DoneForm,
    ExecutoryWording,
    MemberCounts,
    NothingMark,
    ObjectWording,
    QuorumWording,
    Signatories,
    SignatureForm,
    SignedBy,
    VerbPlace,
    VoteNames,
    VotesWording,
)

_LAYOUTS: Mapping[str, str] = {
    CountsLayout.LIST: "En liste, un nombre par ligne",
    CountsLayout.LINE: "Sur une ligne : « En exercice : 15 – Présents : 13 »",
    CountsLayout.SPACED_LINE: "Sur une ligne, sans tiret : « En exercice : 15 Présents : 13 »",
    CountsLayout.BOX: "En tableau, un nombre par colonne",
    CountsLayout.ROWS: "En tableau, un nombre par ligne",
}

CHOICES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "member_counts": (
        "Nombres imprimés",
        {
            MemberCounts.IN_OFFICE: "En exercice",
            MemberCounts.PRESENT: "En exercice et présents",
            MemberCounts.VOTERS: "En exercice, présents et votants",
            MemberCounts.ALL: "En exercice, présents, représentés et votants",
            MemberCounts.WITH_ABSENT: "En exercice, présents, représentés et absents",
        },
    ),
    "counts_layout": ("Nombre de membres", _LAYOUTS),
    "quorum": (
        "Façon de dire le quorum",
        {
            QuorumWording.REACHED: "« Le quorum étant atteint, le conseil municipal peut valablement délibérer. »",
            QuorumWording.MAJORITY: (
                "« Les membres présents formant la majorité des membres en exercice, le conseil municipal peut "
                "valablement délibérer. »"
            ),
        },
    ),
    "digits": (
        "Chiffres",
        {
            CountDigits.VOTES_ON_TWO: "Deux chiffres pour les voix : « Contre : 00 »",
            CountDigits.ON_TWO: "Deux chiffres partout : « Présents : 08 », « Contre : 00 »",
            CountDigits.PLAIN: "Le nombre seul : « Contre : 0 »",
        },
    ),
    "nothing": (
        "Quand il n'y a personne",
        {NothingMark.ZERO: "« 0 »", NothingMark.SLASH: "« / »", NothingMark.NEANT: "« néant »"},
    ),
    "votes": (
        "Résultat du vote",
        {
            VotesWording.SHORT: "« Pour : 15 », « Contre : 0 »",
            VotesWording.HAVE_VOTED: "« Ont voté pour : 15 », « Se sont abstenus : 0 »",
            VotesWording.VOICES: "« Voix pour : 15 », « Voix contre : 0 »",
            VotesWording.VOTES: "« Votes pour : 15 », « Votes contre : 0 »",
        },
    ),
    "votes_layout": ("Disposition du vote", _LAYOUTS),
    "vote_names": (
        "Noms, dans les votes",
        {
            VoteNames.PUBLIC_BALLOTS: "Ceux d'un scrutin public seulement (la loi les veut)",
            VoteNames.DISSENT: (
                "Aussi qui vote contre et s'abstient, s'ils sont notés : « Contre : 2 (A et B) ». "
                "Jamais d'un scrutin secret."
            ),
        },
    ),
    "object": (
        "Objet",
        {
            ObjectWording.NUMBER_THEME_TITLE: "« Délibération n° 2023-57 - Finances - Tarifs. »",
            ObjectWording.THEME_TITLE: "« Finances - Tarifs »",
            ObjectWording.TITLE: "« Tarifs »",
        },
    ),
    "decision": (
        "Avant la décision",
        {
            DecisionWording.COUNTS: (
                "« Le conseil municipal, après en avoir délibéré à main levée par : 15 voix pour - 00 "
                "voix contre…, décide : »"
            ),
            DecisionWording.VERDICT: (
                "« Le conseil municipal, après en avoir délibéré, à l'unanimité, décide : »"
            ),
            DecisionWording.VERDICT_THEN_ASSEMBLY: (
                "« Après en avoir délibéré, à l'unanimité, le conseil municipal décide : »"
            ),
            DecisionWording.ASSEMBLY_THEN_VERDICT: (
                "« Après en avoir délibéré, le conseil municipal, à l'unanimité, décide : »"
            ),
            DecisionWording.PRESENT_AND_REPRESENTED: (
                "« Après en avoir délibéré et à l'unanimité des membres présents et représentés, le "
                "conseil municipal décide : »"
            ),
            DecisionWording.INFORMED: (
                "« Ainsi informé et après en avoir délibéré, le conseil municipal, à l'unanimité, décide : »"
            ),
        },
    ),
    "verbs": (
        "Verbe de la décision",
        {
            VerbPlace.LEAD: "Dans la phrase qui précède : « …, décide : »",
            VerbPlace.CAPITALS: "En tête de chaque décision : « APPROUVE le projet ; »",
            VerbPlace.SENTENCE: (
                "Dans une seule phrase : « …, à l'unanimité, approuve le projet et autorise le maire "
                "à signer. »"
            ),
        },
    ),
    "decision_mark": (
        "Devant chaque décision",
        {
            DecisionMark.HYPHEN: "Un tiret",
            DecisionMark.NONE: "Rien",
            DecisionMark.ARTICLE: "« Article 1er : »",
        },
    ),
    "deliberated": (
        "Formule finale",
        {
            DeliberatedWording.IN_SITTING: "« Fait et délibéré en séance les jour, mois et an susdits. »",
            DeliberatedWording.SHORT: "« Fait et délibéré, les jour, mois et an susdits. »",
            DeliberatedWording.NONE: "Rien",
        },
    ),
    "signed_by": (
        "Rappel des signatures du registre",
        {
            SignedBy.NONE: "Rien",
            SignedBy.FOLLOWS: "« Suivent les signatures au registre. »",
            SignedBy.ASSEMBLY: "« L'assemblée délibérante »",
        },
    ),
    "copy": (
        "Formule de copie",
        {
            CopyWording.CERTIFIED: "« Pour copie certifiée conforme. »",
            CopyWording.TRUE_COPY: "« Pour copie conforme, »",
            CopyWording.EXTRACT: (
                "« Pour extrait conforme au registre des délibérations du conseil municipal, »"
            ),
            CopyWording.CERTIFIED_EXTRACT: "« Extrait certifié conforme et exécutoire : »",
            CopyWording.REGISTER_SIGNED: "« Pour copie conforme, au registre sont les signatures, »",
            CopyWording.EXECUTORY: (
                "« Certifié exécutoire » quand l'acte l'est ; avant, « Pour copie conforme, »"
            ),
            CopyWording.NONE: "Rien",
        },
    ),
    "done_at": (
        "Lieu et date",
        {
            DoneAt.NONE: "Rien",
            DoneAt.SITTING: "« Fait à Gruson, le 19 décembre 2023 », jour de la séance",
            DoneAt.DOCUMENT: "« Fait à Gruson, le 28 décembre 2023 », jour du document",
        },
    ),
    "done_form": (
        "Façon de dire le lieu et la date",
        {
            DoneForm.DONE_AT: "« Fait à Gruson, le 19 décembre 2023 »",
            DoneForm.PLACE_AND_DAY: "« Gruson, le 19 décembre 2023 »",
            DoneForm.AROUND: "« À Gruson », la formule de copie, puis « Le 19 décembre 2023 »",
        },
    ),
    "signature": (
        "Signature",
        {
            SignatureForm.CAPACITY_FIRST: "« Le Maire, », puis le nom",
            SignatureForm.NAME_FIRST: "Le nom, puis « Maire de Gruson »",
        },
    ),
    "signatories": (
        "Qui signe l'extrait",
        {
            Signatories.SIGNATORY: "Le maire ou le président seul",
            Signatories.WITH_SECRETARY: (
                "Le maire ou le président, puis le secrétaire de séance, qui signe à la main"
            ),
            Signatories.SECRETARY_FIRST: (
                "Le secrétaire de séance, qui signe à la main, puis le maire ou le président"
            ),
        },
    ),
    "executory": (
        "Caractère exécutoire",
        {
            ExecutoryWording.STATEMENT: (
                "« Monsieur le Maire certifie, sous sa responsabilité… », les voies de recours, puis "
                "les dates"
            ),
            ExecutoryWording.STATEMENT_TELERECOURS: "De même, avec Télérecours citoyens",
            ExecutoryWording.MADE_EXECUTORY: (
                "« Acte rendu exécutoire après transmission… le 28/12/2023 et publication le "
                "28/12/2023. » ; les voies de recours pour les seuls actes individuels"
            ),
            ExecutoryWording.RECEIVED_AND_PUBLISHED: (
                "« Reçu par le représentant de l'État le 28/12/2023 et publié le 28/12/2023 » ; les voies "
                "de recours pour les seuls actes individuels"
            ),
        },
    ),
}
"""Setting → its name, and each variant with what it prints."""

FLAGS: Mapping[str, str] = {
    "counts_in_capitals": "Nombre de membres en capitales : « EN EXERCICE : 15 »",
    "counts_in_lower_case": "Nombre de membres sans capitale : « en exercice : 15 »",
    "tells_quorum": "Dire le quorum après le nombre de membres, s'il est atteint",
    "votes_in_capitals": "Résultat du vote en capitales : « POUR : 15 »",
    "object_in_capitals": "Objet en capitales",
    "openers_in_capitals": "« VU » et « CONSIDÉRANT » en capitales",
    "lead_colon": "Deux-points avant les décisions : « Après en avoir délibéré, à l'unanimité : »",
    "place_in_capitals": "Commune en capitales : « Fait à GRUSON »",
    "lead_in_capitals": (
        "Assemblée et résultat en capitales : « LE CONSEIL MUNICIPAL, après en avoir délibéré, À "
        "L'UNANIMITÉ »"
    ),
    "count_on_title": "Nombre en exercice sur la ligne du titre : « Nombre de membres en exercice : 15 »",
    "tells_not_voting": "Dire aussi que tous ont pris part au vote : « Ne prend pas part au vote : 0 »",
    "object_run_in": "Objet sur la ligne de son titre : « Objet : Tarifs »",
    "certified_with_secretary": "Nommer aussi le secrétaire sur la copie certifiée, que le maire signe seul",
}
"""What is printed or not."""
