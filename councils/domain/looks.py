"""How the documents of a council look and speak: paper, order of the blocks, titles, named ways of saying.

Every way of saying is a named variant: nobody writes a sentence of an act in a setting. The defaults are those of
the reference act, so that a look left out of a dossier changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class ActBlock(StrEnum):
    """The blocks of a deliberation. Each renderer prints them in the order of the look."""

    NUMBER = "NUMBER"
    OPENING = "OPENING"
    OFFICERS = "OFFICERS"
    CONVOCATION = "CONVOCATION"
    MEMBERS = "MEMBERS"
    PRESENT = "PRESENT"
    ABSENCES = "ABSENCES"
    VOTES = "VOTES"
    OBJECT = "OBJECT"
    STATEMENT = "STATEMENT"
    PREAMBLE = "PREAMBLE"
    DECISION = "DECISION"
    CLOSING = "CLOSING"
    ANNEXES = "ANNEXES"
    EXECUTORY = "EXECUTORY"


USUAL_ORDER = tuple(ActBlock)

OPTIONAL = frozenset(
    {ActBlock.NUMBER, ActBlock.OFFICERS, ActBlock.CONVOCATION, ActBlock.MEMBERS, ActBlock.VOTES}
)
"""Blocks that an act may leave out: another block, or the register, says the same."""

TITLED = (
    ActBlock.NUMBER,
    ActBlock.CONVOCATION,
    ActBlock.MEMBERS,
    ActBlock.PRESENT,
    ActBlock.OBJECT,
    ActBlock.STATEMENT,
    ActBlock.PREAMBLE,
    ActBlock.DECISION,
    ActBlock.ANNEXES,
    ActBlock.EXECUTORY,
)
"""Blocks whose title is the council's to choose."""

LONGEST_TITLE = 120
MOST_LINES = 4


class LetterheadForm(StrEnum):
    CENTRED = "CENTRED"
    ARMS_LEFT = "ARMS_LEFT"
    BANNER = "BANNER"
    PLAIN = "PLAIN"


class Typeface(StrEnum):
    """The families carried by the product: Source Serif 4, Fira Sans, Atkinson Hyperlegible."""

    SERIF = "SERIF"
    SANS = "SANS"
    LEGIBLE = "LEGIBLE"


class Accent(StrEnum):
    """The colour of rules, headings and of the name of the body. All are read on white at 7 to 1."""

    NAVY = "NAVY"
    BLACK = "BLACK"
    GREEN = "GREEN"
    BURGUNDY = "BURGUNDY"
    TEAL = "TEAL"
    PLUM = "PLUM"


class TextSize(StrEnum):
    SMALL = "SMALL"
    NORMAL = "NORMAL"
    LARGE = "LARGE"


class OpeningWording(StrEnum):
    WEEKDAY = "WEEKDAY"
    YEAR_FIRST = "YEAR_FIRST"
    YEAR_THEN_DAY = "YEAR_THEN_DAY"
    MEMBERS_MET = "MEMBERS_MET"
    PLAIN_DATE = "PLAIN_DATE"
    SITTING_LINE = "SITTING_LINE"


class YearWording(StrEnum):
    HYPHENS = "HYPHENS"
    SPACES = "SPACES"
    MIL = "MIL"


class CalledWording(StrEnum):
    DULY = "DULY"
    LEGALLY = "LEGALLY"


class ChairWording(StrEnum):
    ADDRESS_FIRST = "ADDRESS_FIRST"
    NAME_FIRST = "NAME_FIRST"
    FAMILY_FIRST = "FAMILY_FIRST"
    TITLE_FIRST = "TITLE_FIRST"
    ITS_TITLE = "ITS_TITLE"


class OfficersWording(StrEnum):
    CHAIR_AND_SECRETARY = "CHAIR_AND_SECRETARY"
    SECRETARY = "SECRETARY"
    CHOSEN = "CHOSEN"
    ELECTED = "ELECTED"
    APPOINTED = "APPOINTED"


class DateForm(StrEnum):
    LONG = "LONG"
    NUMERIC = "NUMERIC"


class NameForm(StrEnum):
    GIVEN_FIRST = "GIVEN_FIRST"
    FAMILY_FIRST = "FAMILY_FIRST"
    FAMILY_ONLY = "FAMILY_ONLY"


class NameOrder(StrEnum):
    """Whether lists of names follow the order of the table, or that of the alphabet."""

    TABLE = "TABLE"
    ALPHABETICAL = "ALPHABETICAL"


class NameSeparator(StrEnum):
    AND = "AND"
    COMMA = "COMMA"
    SEMICOLON = "SEMICOLON"


class PresentWording(StrEnum):
    SENTENCE = "SENTENCE"
    TITLES = "TITLES"
    NAMES = "NAMES"
    MEN_AND_WOMEN = "MEN_AND_WOMEN"
    COLUMNS = "COLUMNS"


class LeadPlace(StrEnum):
    """Where the title of a list of names stands: on a line of its own, or on the line of the names."""

    ABOVE = "ABOVE"
    RUN_IN = "RUN_IN"


class AbsenceWording(StrEnum):
    GROUPS = "GROUPS"
    PROXY_LIST = "PROXY_LIST"
    EXCUSED_THEN_PROXIES = "EXCUSED_THEN_PROXIES"
    BRACKETS = "BRACKETS"


class ProxyWording(StrEnum):
    GAVE_POWER = "GAVE_POWER"
    POWERS = "POWERS"
    PROCURATIONS = "PROCURATIONS"


class MemberCounts(StrEnum):
    IN_OFFICE = "IN_OFFICE"
    PRESENT = "PRESENT"
    VOTERS = "VOTERS"
    ALL = "ALL"


class CountsLayout(StrEnum):
    LIST = "LIST"
    LINE = "LINE"
    SPACED_LINE = "SPACED_LINE"
    BOX = "BOX"


class CountDigits(StrEnum):
    VOTES_ON_TWO = "VOTES_ON_TWO"
    ON_TWO = "ON_TWO"
    PLAIN = "PLAIN"


class NothingMark(StrEnum):
    """How « nobody » is written in a count of votes."""

    ZERO = "ZERO"
    SLASH = "SLASH"
    NEANT = "NEANT"


class VotesWording(StrEnum):
    SHORT = "SHORT"
    HAVE_VOTED = "HAVE_VOTED"
    VOICES = "VOICES"


class VoteNames(StrEnum):
    """Whose names are printed with a vote: those of a public ballot always are; those of a secret one never."""

    PUBLIC_BALLOTS = "PUBLIC_BALLOTS"
    DISSENT = "DISSENT"


class ObjectWording(StrEnum):
    NUMBER_THEME_TITLE = "NUMBER_THEME_TITLE"
    THEME_TITLE = "THEME_TITLE"
    TITLE = "TITLE"


class DecisionWording(StrEnum):
    COUNTS = "COUNTS"
    VERDICT = "VERDICT"
    VERDICT_THEN_ASSEMBLY = "VERDICT_THEN_ASSEMBLY"
    ASSEMBLY_THEN_VERDICT = "ASSEMBLY_THEN_VERDICT"
    PRESENT_AND_REPRESENTED = "PRESENT_AND_REPRESENTED"
    INFORMED = "INFORMED"


class VerbPlace(StrEnum):
    LEAD = "LEAD"
    CAPITALS = "CAPITALS"
    SENTENCE = "SENTENCE"


class DecisionMark(StrEnum):
    HYPHEN = "HYPHEN"
    NONE = "NONE"
    ARTICLE = "ARTICLE"


class DeliberatedWording(StrEnum):
    IN_SITTING = "IN_SITTING"
    SHORT = "SHORT"
    NONE = "NONE"


class CopyWording(StrEnum):
    CERTIFIED = "CERTIFIED"
    TRUE_COPY = "TRUE_COPY"
    EXTRACT = "EXTRACT"
    CERTIFIED_EXTRACT = "CERTIFIED_EXTRACT"
    NONE = "NONE"


class DoneAt(StrEnum):
    """« Fait à … le … »: not printed, or with the day of the sitting, or that of the document."""

    NONE = "NONE"
    SITTING = "SITTING"
    DOCUMENT = "DOCUMENT"


class SignatureForm(StrEnum):
    CAPACITY_FIRST = "CAPACITY_FIRST"
    NAME_FIRST = "NAME_FIRST"


class Signatories(StrEnum):
    SIGNATORY = "SIGNATORY"
    WITH_SECRETARY = "WITH_SECRETARY"


class ExecutoryWording(StrEnum):
    STATEMENT = "STATEMENT"
    STATEMENT_TELERECOURS = "STATEMENT_TELERECOURS"
    MADE_EXECUTORY = "MADE_EXECUTORY"
    RECEIVED_AND_PUBLISHED = "RECEIVED_AND_PUBLISHED"


@dataclass(frozen=True, slots=True)
class BlockTitle:
    """The council's own title of a block; empty, the block has none."""

    block: ActBlock
    text: str = ""


@dataclass(frozen=True, slots=True)
class HouseLook:
    """Everything that a council chooses about its documents beside its ``HouseStyle``.

    ``letterhead_lines`` come under the name of the department (arrondissement, canton). ``document_title`` is printed
    in place of « Extrait du registre des délibérations du … ». ``titles`` has at most one for each block.
    """

    letterhead: LetterheadForm = LetterheadForm.CENTRED
    shows_republic: bool = True
    shows_department: bool = True
    letterhead_lines: tuple[str, ...] = ()
    document_title: str = ""
    typeface: Typeface = Typeface.SERIF
    accent: Accent = Accent.NAVY
    text_size: TextSize = TextSize.NORMAL
    order: tuple[ActBlock, ...] = USUAL_ORDER
    hidden: tuple[ActBlock, ...] = (ActBlock.NUMBER,)
    titles: tuple[BlockTitle, ...] = ()
    opening: OpeningWording = OpeningWording.WEEKDAY
    year: YearWording = YearWording.HYPHENS
    called: CalledWording = CalledWording.DULY
    chair: ChairWording = ChairWording.ADDRESS_FIRST
    officers: OfficersWording = OfficersWording.CHAIR_AND_SECRETARY
    dates: DateForm = DateForm.LONG
    two_digit_days: bool = False
    names: NameForm = NameForm.GIVEN_FIRST
    name_order: NameOrder = NameOrder.TABLE
    separator: NameSeparator = NameSeparator.AND
    present: PresentWording = PresentWording.SENTENCE
    lead_place: LeadPlace = LeadPlace.ABOVE
    counts_in_leads: bool = True
    absences: AbsenceWording = AbsenceWording.GROUPS
    proxies: ProxyWording = ProxyWording.GAVE_POWER
    member_counts: MemberCounts = MemberCounts.PRESENT
    counts_layout: CountsLayout = CountsLayout.LIST
    counts_in_capitals: bool = False
    counts_in_lower_case: bool = False
    tells_quorum: bool = False
    digits: CountDigits = CountDigits.VOTES_ON_TWO
    nothing: NothingMark = NothingMark.ZERO
    votes: VotesWording = VotesWording.SHORT
    votes_layout: CountsLayout = CountsLayout.LIST
    votes_in_capitals: bool = False
    vote_names: VoteNames = VoteNames.PUBLIC_BALLOTS
    object: ObjectWording = ObjectWording.NUMBER_THEME_TITLE
    object_in_capitals: bool = False
    openers_in_capitals: bool = False
    decision: DecisionWording = DecisionWording.COUNTS
    verbs: VerbPlace = VerbPlace.LEAD
    decision_mark: DecisionMark = DecisionMark.HYPHEN
    lead_in_capitals: bool = False
    lead_colon: bool = True
    deliberated: DeliberatedWording = DeliberatedWording.IN_SITTING
    copy: CopyWording = CopyWording.CERTIFIED
    done_at: DoneAt = DoneAt.NONE
    place_in_capitals: bool = False
    signature: SignatureForm = SignatureForm.CAPACITY_FIRST
    signatories: Signatories = Signatories.SIGNATORY
    executory: ExecutoryWording = ExecutoryWording.STATEMENT

    @property
    def printed(self) -> tuple[ActBlock, ...]:
        """The blocks that are printed, in their order."""
        return tuple(block for block in self.order if block not in self.hidden)

    def title(self, block: ActBlock, usual: str) -> str:
        """The council's own title of ``block``, else the ``usual`` one."""
        return next((title.text for title in self.titles if title.block is block), usual)

    def has_own_title(self, block: ActBlock) -> bool:
        return any(title.block is block for title in self.titles)


BEFORE = (
    (ActBlock.OBJECT, (ActBlock.STATEMENT, ActBlock.PREAMBLE, ActBlock.DECISION, ActBlock.ANNEXES)),
    (ActBlock.DECISION, (ActBlock.CLOSING,)),
)
"""What must come before what: the object heads the act for whoever listens to it; nobody signs before a decision."""

BLOCK_NAMES = {
    ActBlock.NUMBER: "Numéro de l'acte",
    ActBlock.OPENING: "Ouverture de la séance",
    ActBlock.OFFICERS: "Président et secrétaire",
    ActBlock.CONVOCATION: "Date de la convocation",
    ActBlock.MEMBERS: "Nombre de membres",
    ActBlock.PRESENT: "Présents",
    ActBlock.ABSENCES: "Absents et pouvoirs",
    ActBlock.VOTES: "Résultat du vote",
    ActBlock.OBJECT: "Objet",
    ActBlock.STATEMENT: "Exposé",
    ActBlock.PREAMBLE: "Visas et considérants",
    ActBlock.DECISION: "Décision",
    ActBlock.CLOSING: "Formule finale et signature",
    ActBlock.ANNEXES: "Annexes",
    ActBlock.EXECUTORY: "Caractère exécutoire et dates",
}


def look_faults(look: HouseLook) -> tuple[tuple[str, str], ...]:
    """(field, French message that names the cure) for each thing that no act could be printed with."""
    faults = [("order", message) for message in _order_faults(look.order)]
    if not OPTIONAL.issuperset(look.hidden):
        shown = next(block for block in look.hidden if block not in OPTIONAL)
        faults.append(("hidden", f"Le bloc « {BLOCK_NAMES[shown]} » est toujours imprimé."))
    named = [title.block for title in look.titles]
    if len(set(named)) != len(named) or not set(TITLED).issuperset(named):
        faults.append(("titles", "Un titre, et un seul, se choisit pour chaque bloc qui en porte un."))
    if any(not _is_line(title.text) for title in look.titles):
        faults.append(("titles", f"Un titre tient sur une ligne de {LONGEST_TITLE} signes."))
    lines = look.letterhead_lines
    if len(lines) > MOST_LINES or not all(line.strip() and _is_line(line) for line in lines):
        faults.append(
            (
                "letterhead_lines",
                f"L'en-tête porte au plus {MOST_LINES} lignes libres, de {LONGEST_TITLE} signes chacune.",
            )
        )
    if not _is_line(look.document_title):
        faults.append(
            ("document_title", f"Le titre du document tient sur une ligne de {LONGEST_TITLE} signes.")
        )
    return tuple(faults)


def _is_line(text: str) -> bool:
    return len(text) <= LONGEST_TITLE and text.isprintable()


def _order_faults(order: Sequence[ActBlock]) -> list[str]:
    if sorted(order) != sorted(USUAL_ORDER):
        return ["Chaque bloc a une place, et une seule."]
    place = {block: number for number, block in enumerate(order)}
    return [
        f"« {BLOCK_NAMES[first]} » se place avant « {BLOCK_NAMES[later]} »."
        for first, others in BEFORE
        for later in others
        if place[first] > place[later]
    ]
