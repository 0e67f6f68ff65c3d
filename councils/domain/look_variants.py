"""The named variants of a look: each way of setting a paper, or of saying something, has a name and nothing to type."""

from enum import StrEnum


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
    DAY_IN_WORDS = "DAY_IN_WORDS"


class SittingLine(StrEnum):
    """« Séance du … » alone on its line, above the sentence that opens the act."""

    NONE = "NONE"
    DAY = "DAY"
    WEEKDAY = "WEEKDAY"
    CAPITALS = "CAPITALS"


class MetWording(StrEnum):
    MET = "MET"
    ASSEMBLED = "ASSEMBLED"


class HourForm(StrEnum):
    """Hours told in figures by the sentence that opens the act; where it tells them in words, it always does."""

    SHORT = "SHORT"
    MINUTES = "MINUTES"
    TIGHT = "TIGHT"
    WORDS = "WORDS"


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


class CivilityForm(StrEnum):
    """Civilities in lists of names. ALONE: before a family name that stands alone, and nowhere else."""

    ALONE = "ALONE"
    SHORT = "SHORT"
    LONG = "LONG"
    GROUPED = "GROUPED"


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
    PROXY_PARAGRAPH = "PROXY_PARAGRAPH"
    EXCUSED_THEN_PROXIES = "EXCUSED_THEN_PROXIES"
    BRACKETS = "BRACKETS"


class ProxyWording(StrEnum):
    GAVE_POWER = "GAVE_POWER"
    GAVE_POWER_COUNTED = "GAVE_POWER_COUNTED"
    EXCUSED_GAVE_POWER = "EXCUSED_GAVE_POWER"
    POWERS = "POWERS"
    PROCURATIONS = "PROCURATIONS"


class MemberCounts(StrEnum):
    IN_OFFICE = "IN_OFFICE"
    PRESENT = "PRESENT"
    VOTERS = "VOTERS"
    ALL = "ALL"
    WITH_ABSENT = "WITH_ABSENT"


class QuorumWording(StrEnum):
    REACHED = "REACHED"
    MAJORITY = "MAJORITY"


class CountsLayout(StrEnum):
    LIST = "LIST"
    LINE = "LINE"
    SPACED_LINE = "SPACED_LINE"
    BOX = "BOX"
    ROWS = "ROWS"


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
    VOTES = "VOTES"


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
    REGISTER_SIGNED = "REGISTER_SIGNED"
    EXECUTORY = "EXECUTORY"
    NONE = "NONE"


class SignedBy(StrEnum):
    """Who signed the register, told before the formula of the copy."""

    NONE = "NONE"
    FOLLOWS = "FOLLOWS"
    ASSEMBLY = "ASSEMBLY"


class DoneForm(StrEnum):
    """How the place and the day are told. AROUND: the place above the formula of the copy, the day under it."""

    DONE_AT = "DONE_AT"
    PLACE_AND_DAY = "PLACE_AND_DAY"
    AROUND = "AROUND"


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
    SECRETARY_FIRST = "SECRETARY_FIRST"


class ExecutoryWording(StrEnum):
    STATEMENT = "STATEMENT"
    STATEMENT_TELERECOURS = "STATEMENT_TELERECOURS"
    MADE_EXECUTORY = "MADE_EXECUTORY"
    RECEIVED_AND_PUBLISHED = "RECEIVED_AND_PUBLISHED"
