"""What the settings of the documents are called, and an example of what each choice prints."""

from collections.abc import Mapping
from typing import Any

from councils.domain.look_blocks import BLOCK_NAMES, ActBlock
from councils.domain.look_variants import (
    AbsenceWording,
    Accent,
    CalledWording,
    ChairWording,
    CopyWording,
    CountDigits,
    CountsLayout,
    DateForm,
    DecisionMark,
    DecisionWording,
    DeliberatedWording,
    DoneAt,
    ExecutoryWording,
    LeadPlace,
    LetterheadForm,
    MemberCounts,
    NameForm,
    NameOrder,
    NameSeparator,
    NothingMark,
    ObjectWording,
    OfficersWording,
    OpeningWording,
    PresentWording,
    ProxyWording,
    Signatories,
    SignatureForm,
    TextSize,
    Typeface,
    VerbPlace,
    VoteNames,
    VotesWording,
    YearWording,
)

_LAYOUTS: Mapping[str, str] = {
    CountsLayout.LIST: "En liste, un nombre par ligne",
    CountsLayout.LINE: "Sur une ligne : « En exercice : 15 – Présents : 13 »",
    CountsLayout.SPACED_LINE: "Sur une ligne, sans tiret : « En exercice : 15 Présents : 13 »",
    CountsLayout.BOX: "En tableau encadré",
}

CHOICES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "letterhead": (
        "En-tête",
        {
            LetterheadForm.CENTRED: "Centré, entre deux filets",
            LetterheadForm.ARMS_LEFT: "À gauche, à côté du blason",
            LetterheadForm.BANNER: "Bandeau de couleur, avec le logo",
            LetterheadForm.PLAIN: "Simple, sans filet ni couleur",
        },
    ),
    "typeface": (
        "Caractères",
        {
            Typeface.SERIF: "À empattements (Source Serif)",
            Typeface.SANS: "Droits (Fira Sans)",
            Typeface.LEGIBLE: "Faciles à lire (Atkinson Hyperlegible)",
        },
    ),
    "accent": (
        "Couleur",
        {
            Accent.NAVY: "Bleu marine",
            Accent.BLACK: "Noir",
            Accent.GREEN: "Vert sapin",
            Accent.BURGUNDY: "Bordeaux",
            Accent.TEAL: "Bleu canard",
            Accent.PLUM: "Prune",
        },
    ),
    "text_size": (
        "Taille du texte",
        {TextSize.SMALL: "Petite", TextSize.NORMAL: "Normale", TextSize.LARGE: "Grande"},
    ),
    "opening": (
        "Première phrase",
        {
            OpeningWording.WEEKDAY: (
                "« Le mardi dix-neuf décembre … à dix-huit heures, s'est réuni le conseil municipal "
                "dûment convoqué… »"
            ),
            OpeningWording.YEAR_FIRST: (
                "« L'an …, le mardi 19 décembre 2023 à 18 h, le conseil municipal, dûment convoqué, "
                "s'est réuni… »"
            ),
            OpeningWording.YEAR_THEN_DAY: (
                "« L'an …, le 19 décembre à 18 h, le conseil municipal, dûment convoqué en séance "
                "ordinaire, s'est réuni… »"
            ),
            OpeningWording.MEMBERS_MET: (
                "« L'an …, le dix-neuf décembre, les membres du conseil municipal de Gruson, dûment "
                "convoqués le 15 décembre, se sont réunis… »"
            ),
            OpeningWording.PLAIN_DATE: (
                "« Le 19 décembre 2023 à 18 h, le conseil municipal de Gruson s'est réuni…, dûment "
                "convoqué le 15 décembre 2023. »"
            ),
            OpeningWording.SITTING_LINE: "« Séance du 19 décembre 2023 à 18 h »",
        },
    ),
    "year": (
        "Année en lettres",
        {
            YearWording.HYPHENS: "« deux-mille-vingt-trois »",
            YearWording.SPACES: "« deux mille vingt-trois »",
            YearWording.MIL: "« deux mil vingt-trois »",
        },
    ),
    "called": (
        "Convocation",
        {CalledWording.DULY: "« dûment convoqué »", CalledWording.LEGALLY: "« légalement convoqué »"},
    ),
    "chair": (
        "Président, dans la première phrase",
        {
            ChairWording.ADDRESS_FIRST: "« sous la présidence de Monsieur le Maire, Olivier TURPIN »",
            ChairWording.NAME_FIRST: "« sous la présidence de Monsieur Olivier TURPIN, Maire »",
            ChairWording.FAMILY_FIRST: "« sous la présidence de Monsieur TURPIN Olivier, Maire »",
            ChairWording.TITLE_FIRST: "« sous la présidence du Maire, Olivier TURPIN »",
            ChairWording.ITS_TITLE: "« sous la présidence de son Maire, Olivier TURPIN »",
        },
    ),
    "officers": (
        "Président et secrétaire",
        {
            OfficersWording.CHAIR_AND_SECRETARY: (
                "Deux lignes : « Sous la présidence de : … », « Secrétaire de séance : … »"
            ),
            OfficersWording.SECRETARY: "« Secrétaire de séance : Mélanie DAZIN »",
            OfficersWording.CHOSEN: "« Le conseil a choisi comme secrétaire : Mélanie DAZIN »",
            OfficersWording.ELECTED: "« Élue secrétaire de séance : Mélanie DAZIN »",
            OfficersWording.APPOINTED: "« Mélanie DAZIN a été désignée secrétaire de séance. »",
        },
    ),
    "dates": ("Dates", {DateForm.LONG: "« 15 décembre 2023 »", DateForm.NUMERIC: "« 15/12/2023 »"}),
    "names": (
        "Noms, dans les listes",
        {
            NameForm.GIVEN_FIRST: "« Olivier TURPIN »",
            NameForm.FAMILY_FIRST: "« TURPIN Olivier »",
            NameForm.FAMILY_ONLY: "« M. TURPIN »",
        },
    ),
    "name_order": (
        "Ordre des noms",
        {NameOrder.TABLE: "Celui du tableau", NameOrder.ALPHABETICAL: "Alphabétique"},
    ),
    "separator": (
        "Entre les noms",
        {
            NameSeparator.AND: "« A, B et C. »",
            NameSeparator.COMMA: "« A, B, C. »",
            NameSeparator.SEMICOLON: "« A ; B ; C. »",
        },
    ),
    "present": (
        "Présents",
        {
            PresentWording.SENTENCE: (
                "Une phrase, avec les titres à la fin : « …, Conseillers municipaux. »"
            ),
            PresentWording.TITLES: (
                "Chacun avec son titre : « Olivier TURPIN, Maire ; Mélanie DAZIN, 1re adjointe… »"
            ),
            PresentWording.NAMES: "Les noms seuls : « Étaient présents : Olivier TURPIN, Mélanie DAZIN… »",
            PresentWording.MEN_AND_WOMEN: (
                "Messieurs et mesdames à part : « MM. TURPIN et CARETTE. », « Mmes DAZIN et WATRELOT. »"
            ),
            PresentWording.COLUMNS: "En colonnes, un nom par ligne",
        },
    ),
    "lead_place": (
        "Titres des listes de noms",
        {
            LeadPlace.ABOVE: "Au-dessus des noms",
            LeadPlace.RUN_IN: "Sur la même ligne : « Étaient présents : Olivier TURPIN, … »",
        },
    ),
    "absences": (
        "Absents",
        {
            AbsenceWording.GROUPS: (
                "Par groupes : « Excusées : 2 », puis « Hélène HAVRET, qui donne pouvoir à Mélanie DAZIN »"
            ),
            AbsenceWording.PROXY_LIST: "« Ont donné pouvoir : », puis « Hélène HAVRET à Mélanie DAZIN »",
            AbsenceWording.EXCUSED_THEN_PROXIES: "« Excusés : A, B. », puis « Pouvoirs : A à C, B à D. »",
            AbsenceWording.BRACKETS: "« Absents excusés : A (pouvoir à C), B. »",
        },
    ),
    "proxies": (
        "Pouvoirs",
        {
            ProxyWording.GAVE_POWER: "« Ont donné pouvoir », « Représentés »",
            ProxyWording.POWERS: "« Pouvoirs »",
            ProxyWording.PROCURATIONS: "« Procurations »",
        },
    ),
    "member_counts": (
        "Nombres imprimés",
        {
            MemberCounts.IN_OFFICE: "En exercice",
            MemberCounts.PRESENT: "En exercice et présents",
            MemberCounts.VOTERS: "En exercice, présents et votants",
            MemberCounts.ALL: "En exercice, présents, représentés et votants",
        },
    ),
    "counts_layout": ("Nombre de membres", _LAYOUTS),
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
    "copy": (
        "Formule de copie",
        {
            CopyWording.CERTIFIED: "« Pour copie certifiée conforme. »",
            CopyWording.TRUE_COPY: "« Pour copie conforme, »",
            CopyWording.EXTRACT: (
                "« Pour extrait conforme au registre des délibérations du conseil municipal, »"
            ),
            CopyWording.CERTIFIED_EXTRACT: "« Extrait certifié conforme et exécutoire : »",
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
            Signatories.SIGNATORY: "Le maire ou le président",
            Signatories.WITH_SECRETARY: (
                "Aussi le secrétaire de séance, à la main. Jamais sur la copie certifiée."
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

USUAL_TITLES: Mapping[ActBlock, str] = {
    ActBlock.NUMBER: "Délibération n°",
    ActBlock.CONVOCATION: "Date de la convocation",
    ActBlock.MEMBERS: "Membres du conseil municipal :",
    ActBlock.PRESENT: "Étaient présents",
    ActBlock.OBJECT: "Objet de la délibération",
    ActBlock.STATEMENT: "Exposé",
    ActBlock.PREAMBLE: "La commune de Gruson",
    ActBlock.DECISION: "Décision",
    ActBlock.ANNEXES: "Annexes :",
    ActBlock.EXECUTORY: "",
}
"""What is shown, greyed, where no title was chosen."""

FLAGS: Mapping[str, str] = {
    "shows_republic": "Imprimer « République française »",
    "shows_department": "Imprimer « Département : Nord »",
    "counts_in_leads": "Imprimer leur nombre : « Étaient présents : 13 »",
    "two_digit_days": "Jours des dates sur deux chiffres : « le 06 mars 2024 »",
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
}
"""What is printed or not."""

_OTHERS = {
    "letterhead_lines": "Lignes de l'en-tête",
    "document_title": "Titre du document",
    "order": "Ordre des blocs",
    "hidden": "Blocs non imprimés",
    "titles": "Titres des blocs",
}


def told_look(data: Mapping[str, Any]) -> str:
    """What differs from the usual look, one setting after the other, as the history tells it."""
    return " ; ".join(_told(name, value) for name, value in data.items()) or "présentation usuelle"


def _told(name: str, value: Any) -> str:
    if name in CHOICES:
        label, variants = CHOICES[name]
        return f"{label} : {variants.get(value, value)}"
    if name in FLAGS:
        return f"{FLAGS[name]} : {'oui' if value else 'non'}"
    return f"{_OTHERS.get(name, name)} : {_listed(value)}"


def _listed(value: Any) -> str:
    if isinstance(value, str):
        return value
    return ", ".join(_item(item) for item in value)


def _item(item: Any) -> str:
    if isinstance(item, Mapping):
        title = f"« {item['text']} »" if item["text"] else "sans titre"
        return f"{_item(item['block'])} {title}"
    return BLOCK_NAMES.get(item, str(item))
