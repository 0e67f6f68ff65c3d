"""Which posts an election fills, read from their name."""

import pytest

from councils.domain.bodies import BodyType as T
from deliberations.domain.posts import PostKind as K
from deliberations.domain.posts import elections_to, kind_of_election, kind_of_item, kind_of_posts
from deliberations.domain.sittings import Subject
from deliberations.domain.votes import Election
from tests.facts import make_council, make_item, make_record, make_sitting

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("body", "posts", "expected"),
    [
        (T.COMMUNE, "Maire", K.MAYOR),
        (T.COMMUNE, "le  maire", K.MAYOR),
        (T.COMMUNE, "MAIRE DE LA COMMUNE", K.MAYOR),
        (T.COMMUNE, "Maire délégué de Bourg", K.OTHER),
        (T.COMMUNE, "Maire du conseil municipal des jeunes", K.OTHER),
        (T.COMMUNE, "Représentant du maire", K.OTHER),
        (T.COMMUNE, "Maire comme délégué au syndicat", K.OTHER),
        (T.COMMUNE, "Adjoints", K.DEPUTY),
        (T.COMMUNE, "Premier adjoint", K.DEPUTY),
        (T.COMMUNE, "Deuxième adjointe", K.DEPUTY),
        (T.COMMUNE, "3e adjoint au maire", K.DEPUTY),
        (T.COMMUNE, "Quatre adjoints", K.DEPUTY),
        (T.COMMUNE, "Liste d'adjoints", K.DEPUTY),
        (T.COMMUNE, "Liste d’adjoints", K.DEPUTY),
        (T.COMMUNE, "Maire-adjoint", K.DEPUTY),
        (T.COMMUNE, "Secrétaire adjoint", K.OTHER),
        (T.COMMUNE, "Délégués : le maire et deux adjoints", K.OTHER),
        (T.COMMUNE, "Commission d'appel d'offres", K.TENDER_BOARD),
        (T.COMMUNE, "Membres de la CAO", K.TENDER_BOARD),
        (T.EPCI, "Membres de la CAO", K.TENDER_BOARD),
        (T.COMMUNE, "Administrateurs du CCAS", K.SOCIAL_BOARD),
        (T.CCAS, "Vice-président du CCAS", K.OTHER),
        (T.COMMUNE, "Président", K.OTHER),
        (T.EPCI, "Président", K.PRESIDENT),
        (T.EPCI, "Présidente de séance", K.OTHER),
        (T.EPCI, "Président de la commission", K.OTHER),
        (T.EPCI, "Troisième vice-présidente", K.VICE_PRESIDENT),
        (T.CLOSED_SYNDICATE, "Vice-présidents", K.VICE_PRESIDENT),
        (T.EPCI, "Maire", K.OTHER),
        (T.COMMUNE, "", K.OTHER),
    ],
)
def test_kind_of_posts(body, posts, expected):
    assert kind_of_posts(body, posts) is expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Élection du maire", K.MAYOR),
        ("<em>Élection</em> de la maire", K.MAYOR),
        ("Élection des adjoints au maire", K.DEPUTY),
        ("Élection de la deuxième adjointe ou du deuxième adjoint", K.DEPUTY),
        ("Élection d'un adjoint", K.DEPUTY),
        ("Élection de la commission d'appel d'offres", K.TENDER_BOARD),
        ("Désignation du maire", K.MAYOR),
        ("DESIGNATION DU MAIRE", K.MAYOR),
        ("ELECTION DU MAIRE", K.MAYOR),
        ("Désignation du maire et des adjoints", K.MAYOR),
        ("Désignation et élection des adjoints", K.DEPUTY),
        ("Désignation des adjoints au maire", K.DEPUTY),
        ("Désignation du maire comme délégué", K.OTHER),
        ("Désignation du maire au conseil d'école", K.OTHER),
        ("Désignation d'un adjoint technique", K.OTHER),
        ("Élection des adjoints : détermination du nombre", K.OTHER),
        ("Élection de la commission d'appel d'offres : conditions de dépôt des listes", K.OTHER),
        ("Délégations au maire", K.OTHER),
        ("Indemnités du maire et des adjoints", K.OTHER),
    ],
)
def test_kind_of_item(title, expected):
    assert kind_of_item(make_council(), make_item(title_html=title)) is expected


def test_kind_of_election_by_the_subject_of_its_item():
    election = Election("e", "p1", "Représentants du conseil")
    item = make_item(subject=Subject.SOCIAL_BOARD)
    record = make_record(sitting=make_sitting(agenda=(item,), elections=(election,)))
    assert kind_of_election(record, election) is K.SOCIAL_BOARD
    assert elections_to(record, K.SOCIAL_BOARD, K.MAYOR) == (election,)
    assert elections_to(record, K.MAYOR) == ()
