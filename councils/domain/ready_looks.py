"""Three looks ready to print, and nothing to set."""

from collections.abc import Mapping
from dataclasses import dataclass

from councils.domain.look_blocks import ActBlock, BlockTitle
from councils.domain.look_variants import (
    AbsenceWording,
    Accent,
    CountDigits,
    CountsLayout,
    DecisionWording,
    LetterheadForm,
    MemberCounts,
    NameSeparator,
    OfficersWording,
    OpeningWording,
    PresentWording,
    ProxyWording,
    Typeface,
    VerbPlace,
    YearWording,
)
from councils.domain.looks import HouseLook


@dataclass(frozen=True, slots=True)
class ReadyLook:
    """``told`` says in one sentence what the look is for."""

    name: str
    told: str
    look: HouseLook


_PLAIN = HouseLook(
    letterhead=LetterheadForm.PLAIN,
    typeface=Typeface.SANS,
    accent=Accent.BLACK,
    opening=OpeningWording.YEAR_FIRST,
    year=YearWording.SPACES,
    officers=OfficersWording.SECRETARY,
    separator=NameSeparator.AND,
    present=PresentWording.NAMES,
    absences=AbsenceWording.EXCUSED_THEN_PROXIES,
    proxies=ProxyWording.POWERS,
    member_counts=MemberCounts.ALL,
    counts_layout=CountsLayout.LINE,
    votes_layout=CountsLayout.LINE,
    digits=CountDigits.PLAIN,
    decision=DecisionWording.VERDICT,
)
_MODERN = HouseLook(
    letterhead=LetterheadForm.BANNER,
    typeface=Typeface.LEGIBLE,
    accent=Accent.TEAL,
    order=(
        ActBlock.NUMBER,
        ActBlock.OBJECT,
        ActBlock.OPENING,
        ActBlock.CONVOCATION,
        ActBlock.OFFICERS,
        ActBlock.MEMBERS,
        ActBlock.PRESENT,
        ActBlock.ABSENCES,
        ActBlock.STATEMENT,
        ActBlock.PREAMBLE,
        ActBlock.DECISION,
        ActBlock.VOTES,
        ActBlock.CLOSING,
        ActBlock.ANNEXES,
        ActBlock.EXECUTORY,
    ),
    titles=(BlockTitle(ActBlock.OBJECT, ""),),
    opening=OpeningWording.YEAR_FIRST,
    year=YearWording.SPACES,
    officers=OfficersWording.SECRETARY,
    present=PresentWording.COLUMNS,
    absences=AbsenceWording.PROXY_LIST,
    member_counts=MemberCounts.ALL,
    counts_layout=CountsLayout.BOX,
    votes_layout=CountsLayout.BOX,
    digits=CountDigits.PLAIN,
    decision=DecisionWording.VERDICT_THEN_ASSEMBLY,
    verbs=VerbPlace.LEAD,
)

READY_LOOKS: Mapping[str, ReadyLook] = {
    "classique": ReadyLook(
        "Classique",
        "Caractères à empattements, en-tête centré, bleu marine : l'acte tel qu'on l'a toujours lu.",
        HouseLook(),
    ),
    "sobre": ReadyLook(
        "Sobre",
        "Caractères droits, noir, sans filet ni aplat : rien que le texte, pour imprimer à l'économie.",
        _PLAIN,
    ),
    "moderne": ReadyLook(
        "Moderne",
        "Bandeau de couleur, objet en tête, nombres en tableau, caractères faciles à lire.",
        _MODERN,
    ),
}
"""Key in an address → look. The first is the default."""
