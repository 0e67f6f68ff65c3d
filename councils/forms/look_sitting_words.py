"""How the settings of the paper, of the opening and of the lists of members are called, and what each prints."""

from collections.abc import Mapping

from councils.domain.look_variants import (
    AbsenceWording,
    Accent,
    CalledWording,
    ChairWording,
    CivilityForm,
    DateForm,
    HourForm,
    LeadPlace,
    LetterheadForm,
    MetWording,
    NameForm,
    NameOrder,
    NameSeparator,
    OfficersWording,
    OpeningWording,
    PresentWording,
    ProxyWording,
    SittingLine,
    TextSize,
    Typeface,
    YearWording,
)

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
    "sitting_line": (
        "Ligne de la séance, au-dessus de la première phrase",
        {
            SittingLine.NONE: "Rien",
            SittingLine.DAY: "« Séance du 19 décembre 2023 »",
            SittingLine.WEEKDAY: "« Séance du mardi 19 décembre 2023 »",
            SittingLine.CAPITALS: "« SÉANCE DU 19 DÉCEMBRE 2023 »",
        },
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
            OpeningWording.DAY_IN_WORDS: (
                "« L'an …, le dix-neuf décembre, à 18 h, le conseil municipal, dûment convoqué le "
                "15 décembre 2023, s'est réuni… »"
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
    "hours": (
        "Heure en chiffres",
        {
            HourForm.SHORT: "« à 18 h »",
            HourForm.MINUTES: "« à 18 h 00 »",
            HourForm.TIGHT: "« à 18h00 »",
            HourForm.WORDS: "En lettres : « à dix-huit heures »",
        },
    ),
    "met": (
        "Réunion",
        {MetWording.MET: "« s'est réuni »", MetWording.ASSEMBLED: "« s'est assemblé »"},
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
    "civility": (
        "Civilités, dans les listes",
        {
            CivilityForm.ALONE: "Devant un nom sans prénom seulement : « M. TURPIN », « Olivier TURPIN »",
            CivilityForm.SHORT: "« M. Olivier TURPIN, Mme Mélanie DAZIN »",
            CivilityForm.LONG: "« Monsieur Olivier TURPIN, Madame Mélanie DAZIN »",
            CivilityForm.GROUPED: "Une fois pour plusieurs : « MM. TURPIN et CARETTE, Mmes DAZIN et WATRELOT »",
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
            AbsenceWording.PROXY_PARAGRAPH: (
                "« Ont donné pouvoir : A à C, B à D. » d'un seul tenant, puis « Absents : E. »"
            ),
            AbsenceWording.EXCUSED_THEN_PROXIES: "« Excusés : A, B. », puis « Pouvoirs : A à C, B à D. »",
            AbsenceWording.BRACKETS: "« Absents excusés : A (pouvoir à C), B. »",
        },
    ),
    "proxies": (
        "Pouvoirs",
        {
            ProxyWording.GAVE_POWER: "« Ont donné pouvoir », et « Représentés : 2 » dans les nombres",
            ProxyWording.GAVE_POWER_COUNTED: "« Ont donné pouvoir », et « Procurations : 2 » dans les nombres",
            ProxyWording.EXCUSED_GAVE_POWER: (
                "« Absents excusés ayant donné pouvoir », et « Représentés : 2 » dans les nombres"
            ),
            ProxyWording.POWERS: "« Pouvoirs »",
            ProxyWording.PROCURATIONS: "« Procurations »",
        },
    ),
}
"""Setting → its name, and each variant with what it prints."""

FLAGS: Mapping[str, str] = {
    "shows_republic": "Imprimer « République française »",
    "shows_department": "Imprimer « Département : Nord »",
    "year_in_capitals": "Année en capitales : « L'an DEUX MILLE VINGT-TROIS »",
    "assembly_capital": "Une seule capitale au nom de l'assemblée : « le Conseil municipal »",
    "chair_of_place": "Commune après le titre du maire : « … de Monsieur Olivier TURPIN, Maire de Gruson »",
    "two_digit_days": "Jours des dates sur deux chiffres : « le 06 mars 2024 »",
    "counts_in_leads": "Imprimer leur nombre : « Étaient présents : 13 »",
    "were_absent": "Un verbe devant les absents : « Étaient absents : … »",
    "tells_nobody_absent": "Dire aussi qu'il n'y a pas d'absent : « Absents : néant »",
}
"""What is printed or not."""
