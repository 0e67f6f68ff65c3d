"""What the text checks must say of real papers, each with what is wrong there; anything else is a false alarm."""

from deliberations.domain.findings import Finding

EXPECTED: dict[str, tuple[tuple[str, str], ...]] = {
    # « Code Général des Collectivité Territorial », on the paper as in its dossier.
    "papier bailly-2024-06": (("text.citation", "Collectivité Territorial »"),),
    "dossier bailly-2024-06": (("text.citation", "Collectivité Territorial »"),),
    # One decision goes « déclare » after « décide : de… ».
    "dossier coeur-de-brenne-2020-01-20": (("text.mixed_bullets", "« déclare »"),),
    # « commune de XX », and two decisions at the present among infinitives.
    "dossier gruson-2023-12-19": (
        ("text.placeholder", "commune de XX"),
        ("text.mixed_bullets", "« Approuve »"),
        ("text.mixed_bullets", "« Désigne »"),
    ),
    # An article without its letter, and « Code Générale des Collectivités Territoriales ».
    "papier neuilly-sur-marne-2022-03-16": (
        ("text.citation", "« 2122-22 »"),
        ("text.citation", "« Code Générale des"),
    ),
    # « Code Général des collectivités locales ».
    "papier sebazac-concoures-2023-03-27": (("text.citation", "collectivités locales »"),),
    # The heading was read « MAIRIE D'UNLAS »: an optical reading to correct.
    "papier unias-2024-03": (("text.other_commune", "UNLAS"),),
}


def is_expected(name: str, finding: Finding) -> bool:
    """Whether the paper or dossier ``name`` deserves that finding."""
    return any(finding.code == code and words in finding.message for code, words in EXPECTED.get(name, ()))
