import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councils.domain.names import strip_accents
from deliberations.domain.wording.typography import plain, typeset, typeset_html

pytestmark = pytest.mark.unit


def visible(text):
    return text.replace("\u00a0", "_").replace("\u202f", "~")


# « _ » is U+00A0 and « ~ » is U+202F in the expected texts.
@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Date de la convocation : 15 décembre 2023", "Date de la convocation_: 15_décembre_2023"),
        ("Membres :", "Membres_:"),
        ("Pour: 15", "Pour_: 15"),
        (" : 15", "_: 15"),
        ("Vu le code ;", "Vu le code~;"),
        ("Vu le code;", "Vu le code~;"),
        ("Quoi ?! Non!", "Quoi~?! Non~!"),
        ("(vraiment?)", "(vraiment~?)"),
        ("« Nord - Pas-de-Calais »", "«_Nord - Pas-de-Calais_»"),
        ("«Nord»;", "«_Nord_»~;"),
        ("Il dit: «Oui!»", "Il dit_: «_Oui~!_»"),
        ("l'école d'Olivier, aujourd'hui", "l’école d’Olivier, aujourd’hui"),
        ("5'30", "5'30"),
        ("n° 2023- 57, N°3, n°s 4 et 5, § 2", "n°_2023- 57, N°_3, n°s_4 et 5, §_2"),
        ("un no 12", "un no 12"),
        ("15 voix pour - 00 voix contre - 00 abstention", "15_voix pour - 00_voix contre - 00_abstention"),
        ("12 %, 12%, 3,50 €, 3€, 2 km, 4 m², 10 kWh", "12_%, 12_%, 3,50_€, 3_€, 2_km, 4_m², 10_kWh"),
        ("le 3 m'a dit, 12 mois", "le 3 m’a dit, 12 mois"),
        ("20 h 30, 8 h 05, 18 h", "20_h_30, 8_h_05, 18_h"),
        ("1er janvier 2024, 19 MARS, juin 2022", "1er_janvier_2024, 19_MARS, juin_2022"),
        ("le 12 maison, mai 20234", "le 12 maison, mai 20234"),
        ("M. le Maire, MM. A et B, Mme DUPONT", "M._le Maire, MM._A et B, Mme_DUPONT"),
        ("J. MARTIN, J.-C. PETIT", "J._MARTIN, J.-C._PETIT"),
        ("l'article L. 2121-15", "l’article_L._2121-15"),
        ("articles L.2121-29, R. 2131-1 et D. 12", "articles_L._2121-29, R._2131-1 et D._12"),
        ("art. L.O. 141, LO 1112-1", "art._L.O._141, LO 1112-1"),
        ("Article 1er, article 2, annexes 1 et 2", "Article_1er, article_2, annexes_1 et 2"),
        ("3 500 habitants, 1 250 000,50 €", "3~500 habitants, 1~250~000,50_€"),
        ("-3 500, 2023 500, 2023-57 150, 59 62", "-3~500, 2023 500, 2023-57 150, 59 62"),
        ("03 20 41 31 11", "03 20 41 31 11"),
        ("messagerie, ...). Et… puis...", "messagerie, ...). Et… puis..."),
        ("deux\n: points\n; ici", "deux\n: points\n; ici"),
        ("Vu  :  15", "Vu_:  15"),
    ],
)
def test_typeset(typed, printed):
    assert visible(typeset(typed)) == printed
    assert visible(typeset(typeset(typed))) == printed


@pytest.mark.parametrize(
    "text",
    [
        "https://gruson.fr/a?b=1;c=2!d&l'e%20f",
        "www.gruson.fr/a:b?c",
        "o'neil@gruson.fr",
        "mailto:mairie@gruson.fr?subject=l'eau",
        "20:30",
        "20:30:15",
        "1:200",
        "2023-12-19T20:30:00+02:00",
        "2023-12-19",
        "urn:uuid:1",
        "C:\\actes",
        "a::b",
        "&nbsp;&#39;",
        "\ue000",
    ],
)
def test_typeset_leaves_alone(text):
    assert typeset(text) == text
    assert typeset(f"voir {text} ici") == f"voir {text} ici"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Site : https://gruson.fr/a;b; fin", "Site_: https://gruson.fr/a;b~; fin"),
        ("« https://gruson.fr »", "«_https://gruson.fr_»"),
        ("de 18:00 à 20:30: l'accueil", "de 18:00 à 20:30_: l’accueil"),
        ("\ue000 20:30 \ue000 a@b.fr !", "\ue000 20:30 \ue000 a@b.fr~!"),
    ],
)
def test_typeset_around_what_is_left_alone(typed, printed):
    assert visible(typeset(typed)) == printed


TRICKY = [*" \u00a0\u202f\u2009\n\t';:!?«»‹›().,%€§°-/\"&<>@#…’\ue000_*"]
WORDS = [
    "n°",
    "N°s",
    "M.",
    "Mme",
    "Me ",
    "L.",
    "LO",
    "art.",
    "article ",
    "1er",
    "15",
    "500",
    "2023",
    "h",
    "mai",
]
WORDS += ["décembre", "voix", "m²", "https://", "www.", "a@b.fr", "20:30", "&amp;", "a", "É", "l'", "..."]
texts = st.one_of(st.lists(st.sampled_from(TRICKY + WORDS)).map("".join), st.text())


def without_spaces(text):
    return re.sub(r"\s", "", text).replace("’", "'")


@given(texts)
def test_typeset_is_idempotent(text):
    assert typeset(typeset(text)) == typeset(text)


@given(texts)
def test_typeset_changes_only_spaces_and_apostrophes(text):
    assert without_spaces(typeset(text)) == without_spaces(text)
    assert typeset(text).count("\n") == text.count("\n")


@given(texts)
def test_typeset_html_is_idempotent(text):
    assert typeset_html(typeset_html(text)) == typeset_html(text)


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("<p title=\"l'a : b\">l'eau : <b>oui !</b></p>", '<p title="l\'a : b">l’eau_: <b>oui~!</b></p>'),
        ("<P  CLASS=x >a ;</P >", "<P  CLASS=x >a~;</P >"),
        ("<b>Pour</b> : 15<br/>Contre :", "<b>Pour</b>_: 15<br/>Contre_:"),
        ("« <i>x</i> » et <i>«</i> y", "«_<i>x</i>_» et <i>«</i> y"),
        ("l&#x27;eau&nbsp;; A &amp; B &lt; C", "l’eau~; A &amp; B &lt; C"),
        ("15\n      voix", "15_voix"),
        ("<p>\n  a\n</p>\n", "<p>\n  a\n</p>\n"),
        (
            "<!DOCTYPE html><!-- l'a : b --><?x l'a : b?>a :",
            "<!DOCTYPE html><!-- l'a : b --><?x l'a : b?>a_:",
        ),
        ("<style>a : b;</style><script>l'x ?</script>", "<style>a : b;</style><script>l'x ?</script>"),
        ("<pre>l'x :\n y</pre><code>a ;</code>l'x", "<pre>l'x :\n y</pre><code>a ;</code>l’x"),
        ("<textarea>l'x\n :</textarea>", "<textarea>l'x\n :</textarea>"),
        ("a < b ; c", "a &lt; b~; c"),
        ("«<", "«_&lt;"),
        ("</code>l'x", "</code>l’x"),
        ("", ""),
    ],
)
def test_typeset_html(source, printed):
    assert visible(typeset_html(source)) == printed


@given(
    st.lists(st.tuples(st.sampled_from(["<b>", "</b>", "<br/>", "<a href='x : y'>", "<!-- ! -->"]), texts))
)
def test_typeset_html_keeps_every_tag(pieces):
    safe = [(tag, re.sub("[<>&]", "", text)) for tag, text in pieces]
    source = "".join(tag + text for tag, text in safe)
    printed = typeset_html(source)
    assert re.findall("<[^>]*>", printed) == [tag for tag, _ in safe]
    assert without_spaces(printed) == without_spaces(source)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\u00a0l’eau\u202f:\n\t 3\u2009500 ", "l'eau : 3 500"),
        ("déjà simple", "déjà simple"),
        (" \u2003 ", ""),
    ],
)
def test_plain(text, expected):
    assert plain(text) == expected


def test_plain_undoes_typeset():
    text = "Vu l'article L. 2121-29 : « 3 500 € » ; le 1er janvier 2024 à 20 h 30 !"
    assert typeset(text) != text
    assert plain(typeset(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DÉLIBÉRATION", "DELIBERATION"),
        ("Œuvre, cœur", "OEuvre, coeur"),
        ("Ægidius, æ", "AEgidius, ae"),
        ("ça où naïf Haÿ", "ca ou naif Hay"),
        ("DE\u0301CISION", "DECISION"),
        ("N° 57 – « x »", "N° 57 – « x »"),
    ],
)
def test_strip_accents(text, expected):
    assert strip_accents(text) == expected
