"""The visas that acts of communes cite most, for a council whose own library is still empty.

Every article is one that the law engine knows by its subject; none is proposed without saying what it is about.
"""

from dataclasses import dataclass

from deliberations.domain.acts import ClauseKind
from deliberations.domain.linter.folding import fold

_CODE = "le Code général des collectivités territoriales"


@dataclass(frozen=True, slots=True)
class CommonClause:
    """``about`` says in a few words when it is used."""

    uid: str
    kind: ClauseKind
    text_html: str
    about: str

    @property
    def key(self) -> str:
        return fold(f"{self.text_html} {self.about}")


def _code(article: str, about: str) -> CommonClause:
    uid = "cgct-" + article.lower().replace(". ", "")
    return CommonClause(
        uid, ClauseKind.VU, f"{_CODE}, notamment son article {article.replace(' ', chr(0xA0))}", about
    )


COMMON_CLAUSES = (
    CommonClause("cgct", ClauseKind.VU, _CODE, "visa général"),
    _code("L. 2121-29", "compétence générale du conseil municipal, vœux"),
    _code("L. 2122-22", "délégations du conseil au maire"),
    _code("L. 2122-23", "compte rendu des décisions prises par délégation"),
    _code("L. 2121-8", "règlement intérieur"),
    _code("L. 2121-12", "convocation et note de synthèse (3 500 habitants et plus)"),
    _code("L. 2121-14", "présidence de la séance, comptes de l'exercice"),
    _code("L. 2121-15", "secrétariat de séance, procès-verbal"),
    _code("L. 2121-17", "quorum"),
    _code("L. 2121-18", "séances publiques, huis clos"),
    _code("L. 2121-20", "pouvoirs, majorité"),
    _code("L. 2121-21", "modes de scrutin, nominations"),
    _code("L. 2121-22", "commissions du conseil"),
    _code("L. 2122-2", "nombre d'adjoints"),
    _code("L. 2122-4", "élection du maire et des adjoints"),
    _code("L. 2122-7", "élection du maire"),
    _code("L. 2122-7-2", "élection des adjoints"),
    _code("L. 2131-1", "caractère exécutoire des actes"),
    _code("L. 2131-2", "transmission au représentant de l'État"),
    _code("L. 2131-11", "membres intéressés à l'affaire"),
    _code("L. 1612-2", "date limite du vote du budget"),
    _code("L. 1612-12", "vote des comptes"),
    _code("L. 2312-1", "débat d'orientation budgétaire (3 500 habitants et plus)"),
    _code("L. 1411-5", "commission d'ouverture des plis"),
    _code("L. 5211-1", "fonctionnement de l'organe délibérant d'un EPCI"),
    CommonClause(
        "casf-r123-8",
        ClauseKind.VU,
        "le Code de l'action sociale et des familles, notamment son article R.\u00a0123-8",
        "élection des membres du conseil d'administration du CCAS",
    ),
)
