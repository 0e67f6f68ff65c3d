"""How the documents of a council look and speak: paper, order of the blocks, titles, named ways of saying.

Every way of saying is a named variant: nobody writes a sentence of an act in a setting. The defaults are those of
the reference act, so that a look left out of a dossier changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from councils.domain.look_blocks import (
    BEFORE,
    BLOCK_NAMES,
    OPTIONAL,
    TITLED,
    USUAL_ORDER,
    ActBlock,
    BlockTitle,
)
from councils.domain.look_variants import (
    AbsenceWording,
    Accent,
    CalledWording,
    ChairWording,
    CivilityForm,
    CopyWording,
    CountDigits,
    CountsLayout,
    DateForm,
    DecisionMark,
    DecisionWording,
    DeliberatedWording,
    DoneAt,
    DoneForm,
    ExecutoryWording,
    HourForm,
    LeadPlace,
    LetterheadForm,
    MemberCounts,
    MetWording,
    NameForm,
    NameOrder,
    NameSeparator,
    NothingMark,
    ObjectWording,
    OfficersWording,
    OpeningWording,
    PresentWording,
    ProxyWording,
    QuorumWording,
    Signatories,
    SignatureForm,
    SignedBy,
    SittingLine,
    TextSize,
    Typeface,
    VerbPlace,
    VoteNames,
    VotesWording,
    YearWording,
)

LONGEST_TITLE = 120
MOST_LINES = 4


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
    sitting_line: SittingLine = SittingLine.NONE
    opening: OpeningWording = OpeningWording.WEEKDAY
    assembly_capital: bool = False
    year: YearWording = YearWording.HYPHENS
    year_in_capitals: bool = False
    hours: HourForm = HourForm.SHORT
    met: MetWording = MetWording.MET
    called: CalledWording = CalledWording.DULY
    chair: ChairWording = ChairWording.ADDRESS_FIRST
    chair_of_place: bool = False
    officers: OfficersWording = OfficersWording.CHAIR_AND_SECRETARY
    dates: DateForm = DateForm.LONG
    two_digit_days: bool = False
    names: NameForm = NameForm.GIVEN_FIRST
    civility: CivilityForm = CivilityForm.ALONE
    name_order: NameOrder = NameOrder.TABLE
    separator: NameSeparator = NameSeparator.AND
    present: PresentWording = PresentWording.SENTENCE
    lead_place: LeadPlace = LeadPlace.ABOVE
    counts_in_leads: bool = True
    absences: AbsenceWording = AbsenceWording.GROUPS
    were_absent: bool = False
    tells_nobody_absent: bool = False
    proxies: ProxyWording = ProxyWording.GAVE_POWER
    member_counts: MemberCounts = MemberCounts.PRESENT
    count_on_title: bool = False
    counts_layout: CountsLayout = CountsLayout.LIST
    counts_in_capitals: bool = False
    counts_in_lower_case: bool = False
    tells_quorum: bool = False
    quorum: QuorumWording = QuorumWording.REACHED
    digits: CountDigits = CountDigits.VOTES_ON_TWO
    nothing: NothingMark = NothingMark.ZERO
    votes: VotesWording = VotesWording.SHORT
    votes_layout: CountsLayout = CountsLayout.LIST
    votes_in_capitals: bool = False
    tells_not_voting: bool = False
    vote_names: VoteNames = VoteNames.PUBLIC_BALLOTS
    object: ObjectWording = ObjectWording.NUMBER_THEME_TITLE
    object_run_in: bool = False
    object_in_capitals: bool = False
    openers_in_capitals: bool = False
    decision: DecisionWording = DecisionWording.COUNTS
    verbs: VerbPlace = VerbPlace.LEAD
    decision_mark: DecisionMark = DecisionMark.HYPHEN
    lead_in_capitals: bool = False
    lead_colon: bool = True
    deliberated: DeliberatedWording = DeliberatedWording.IN_SITTING
    signed_by: SignedBy = SignedBy.NONE
    copy: CopyWording = CopyWording.CERTIFIED
    done_at: DoneAt = DoneAt.NONE
    done_form: DoneForm = DoneForm.DONE_AT
    place_in_capitals: bool = False
    signature: SignatureForm = SignatureForm.CAPACITY_FIRST
    signatories: Signatories = Signatories.SIGNATORY
    certified_with_secretary: bool = False
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
