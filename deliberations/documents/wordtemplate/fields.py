"""The fields of a Word template: their French names, what each one holds, and what an act cannot do without.

This table is the contract with the communes: a name given here once is never taken away nor given another sense.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from deliberations.domain.word_templates import TemplateKind


class Kind(StrEnum):
    """What a field holds.

    TEXT is one line, RICH is formatted text (paragraphs, lists, tables), FLAG is only asked about; LINES, RICHES and
    RECORDS are gone through with « for »: lines of text, formatted texts, and records with fields of their own.
    """

    TEXT = "TEXT"
    RICH = "RICH"
    FLAG = "FLAG"
    LINES = "LINES"
    RICHES = "RICHES"
    RECORDS = "RECORDS"

    @property
    def is_list(self) -> bool:
        return self in (Kind.LINES, Kind.RICHES, Kind.RECORDS)

    @property
    def is_printed(self) -> bool:
        return self in (Kind.TEXT, Kind.RICH)


@dataclass(frozen=True, slots=True)
class Field:
    """``name`` is what stands between the braces; ``fields`` are those of each record of a list."""

    name: str
    kind: Kind
    told: str
    fields: tuple["Field", ...] = ()


@dataclass(frozen=True, slots=True)
class FieldGroup:
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """What a document should print, by one of these sets of fields; ``article`` where a text asks for it.

    ``fields`` is alternatives: each is one name, or several joined by « + » that are needed together.
    """

    what: str
    fields: tuple[str, ...]
    article: str = ""
    consequence: str = ""


_SIGNATURE = (
    Field("qualite", Kind.TEXT, "la qualité de la personne qui signe"),
    Field("nom", Kind.TEXT, "son nom"),
)
_DECISION = (
    Field("etiquette", Kind.TEXT, "« Article 1er : », ou rien quand les décisions sont à tirets"),
    Field("texte", Kind.RICH, "le texte de la décision"),
)
_PART = (
    Field("verbe", Kind.RICH, "la phrase qui décide (« Le conseil municipal, après en avoir délibéré… »)"),
    Field("en_articles", Kind.FLAG, "vrai quand les décisions sont numérotées en articles"),
    Field("decisions", Kind.RECORDS, "les décisions de cette partie", _DECISION),
)
_TITLED = (
    Field("titre", Kind.TEXT, "la ligne qui l'annonce"),
    Field("lignes", Kind.LINES, "ses lignes"),
)

_DELIBERATION = (
    FieldGroup(
        "En-tête",
        (
            Field("republique", Kind.TEXT, "la mention « République française »"),
            Field("departement", Kind.TEXT, "le département"),
            Field("collectivite", Kind.TEXT, "le nom de la collectivité"),
            Field("intitule", Kind.TEXT, "l'intitulé du document"),
            Field("en_tete_suite", Kind.TEXT, "la ligne répétée en haut des pages suivantes"),
        ),
    ),
    FieldGroup(
        "Acte",
        (
            Field("numero", Kind.TEXT, "le numéro de la délibération"),
            Field("titre", Kind.TEXT, "l'objet seul"),
            Field("theme", Kind.TEXT, "le thème du point"),
            Field("objet", Kind.TEXT, "la ligne de l'objet : numéro, thème et objet"),
            Field("est_projet", Kind.FLAG, "vrai tant que l'acte n'est qu'un projet"),
            Field("est_extrait", Kind.FLAG, "vrai pour l'extrait du registre"),
            Field("est_acte_du_registre", Kind.FLAG, "vrai pour l'acte du registre"),
            Field("est_copie_certifiee", Kind.FLAG, "vrai pour la copie certifiée exécutoire"),
        ),
    ),
    FieldGroup(
        "Séance",
        (
            Field("date_seance", Kind.TEXT, "la date de la séance"),
            Field("date_seance_en_lettres", Kind.TEXT, "la même date en toutes lettres"),
            Field("heure_seance", Kind.TEXT, "l'heure de la séance"),
            Field("lieu", Kind.TEXT, "le lieu de la séance"),
            Field("ouverture", Kind.TEXT, "la phrase qui ouvre l'acte"),
            Field("officiers", Kind.LINES, "la présidence et le secrétariat, une ligne chacun"),
            Field("president", Kind.TEXT, "le nom de la personne qui préside"),
            Field("secretaires", Kind.LINES, "le nom de chaque secrétaire de séance"),
            Field("convocation", Kind.TEXT, "la ligne de la date de convocation"),
            Field("date_convocation", Kind.TEXT, "la date de convocation seule"),
        ),
    ),
    FieldGroup(
        "Présences",
        (
            Field("effectif", Kind.RECORDS, "le nombre de membres : un titre et ses lignes", _TITLED),
            Field("presents", Kind.TEXT, "la phrase qui nomme les présents"),
            Field("absences", Kind.RECORDS, "les absents et les pouvoirs : un titre et ses lignes", _TITLED),
            Field("en_exercice", Kind.TEXT, "le nombre de membres en exercice"),
            Field("nombre_presents", Kind.TEXT, "le nombre de présents"),
        ),
    ),
    FieldGroup(
        "Vote",
        (
            Field("votes", Kind.RECORDS, "chaque vote ou tour d'élection : un titre et ses lignes", _TITLED),
            Field("votants", Kind.TEXT, "le nombre de votants"),
            Field("pour", Kind.TEXT, "le nombre de voix pour"),
            Field("contre", Kind.TEXT, "le nombre de voix contre"),
            Field("abstentions", Kind.TEXT, "le nombre d'abstentions"),
        ),
    ),
    FieldGroup(
        "Texte",
        (
            Field("titre_objet", Kind.TEXT, "le titre qui précède l'objet"),
            Field("titre_expose", Kind.TEXT, "le titre de l'exposé, s'il y en a un"),
            Field("expose", Kind.RICH, "l'exposé, avec ses listes et ses tableaux"),
            Field("autorite", Kind.TEXT, "l'autorité qui précède les visas"),
            Field("preambule", Kind.RICHES, "tous les visas, considérants et autres motifs, dans leur ordre"),
            Field("visas", Kind.RICHES, "les visas seuls (« Vu… »)"),
            Field("considerants", Kind.RICHES, "les considérants seuls"),
            Field("autres_motifs", Kind.RICHES, "les autres motifs (« Entendu… », « Sur proposition… »)"),
            Field("titre_decision", Kind.TEXT, "le titre de la décision"),
            Field("decisions", Kind.RICH, "toute la décision : ses verbes, ses tirets ou ses articles"),
            Field("dispositif", Kind.RECORDS, "la même décision, partie par partie", _PART),
        ),
    ),
    FieldGroup(
        "Fin de l'acte",
        (
            Field(
                "cloture",
                Kind.LINES,
                "« Fait et délibéré… », les recours d'un acte individuel, « Pour copie certifiée conforme »",
            ),
            Field("signatures", Kind.RECORDS, "les personnes qui signent", _SIGNATURE),
            Field("titre_annexes", Kind.TEXT, "le titre des annexes, s'il y en a"),
            Field("annexes", Kind.LINES, "le titre de chaque annexe"),
            Field("certification", Kind.TEXT, "la certification du caractère exécutoire (copie certifiée)"),
            Field("dates", Kind.LINES, "les dates de transmission et de publication (copie certifiée)"),
        ),
    ),
)

GROUPS: dict[TemplateKind, tuple[FieldGroup, ...]] = {TemplateKind.DELIBERATION: _DELIBERATION}

NEEDS: dict[TemplateKind, tuple[Need, ...]] = {
    TemplateKind.DELIBERATION: (
        Need("le numéro de la délibération", ("numero", "objet")),
        Need("l'objet", ("objet", "titre")),
        Need(
            "la date de la séance",
            ("date_seance", "date_seance_en_lettres", "ouverture"),
            "CGCT art. R. 2121-9",
        ),
        Need("les présents", ("presents",)),
        Need("les absents et les pouvoirs", ("absences",)),
        Need("le résultat du vote", ("votes", "votants+pour+contre+abstentions", "decisions", "dispositif")),
        Need(
            "les résultats d'une élection",
            ("votes",),
            "",
            "Une délibération qui élit quelqu'un serait incomplète.",
        ),
        Need(
            "les visas et les considérants",
            ("preambule", "visas+considerants+autres_motifs"),
            "",
            "Les champs « visas », « considerants » et « autres_motifs » vont ensemble ; « preambule » les réunit.",
        ),
        Need("l'exposé", ("expose",)),
        Need("la décision", ("decisions", "dispositif")),
        Need(
            "les voies et délais de recours d'un acte individuel",
            ("cloture",),
            "CJA art. R. 421-5",
            "Le champ « cloture » les donne sur l'extrait et l'acte du registre.",
        ),
        Need("la signature", ("signatures",), "CGCT art. L. 2121-23"),
        Need("la certification du caractère exécutoire", ("certification",), "CGCT art. L. 2131-1"),
        Need("les dates de transmission et de publication", ("dates",), "CGCT art. L. 2131-1"),
        Need("les annexes", ("annexes",)),
    )
}


def fields_of(kind: TemplateKind) -> dict[str, Field]:
    """The fields at the root, by their names."""
    return {field.name: field for group in GROUPS[kind] for field in group.fields}


def missing_needs(kind: TemplateKind, used: frozenset[str]) -> Iterator[Need]:
    """What the document would not print, ``used`` being the fields of the root that the template prints."""
    for need in NEEDS[kind]:
        if not any(used.issuperset(choice.split("+")) for choice in need.fields):
            yield need
