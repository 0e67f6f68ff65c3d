"""The heading of every document of a council."""

from councils.domain.bodies import Council
from deliberations.documents.view import Letterhead, Theme
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.typography import typeset

REPUBLIC = "République française"


def letterhead_of(council: Council, document: str) -> Letterhead:
    """The letterhead of ``council`` above a document named ``document`` (« Procès-verbal »), in its own look."""
    arms, look = council.coat_of_arms, council.look
    has_department = council.department_name and look.shows_department
    return Letterhead(
        republic=REPUBLIC if look.shows_republic else "",
        department=typeset(f"Département : {council.department_name}") if has_department else "",
        authority=typeset(capitalised(BodyWords(council).authority)),
        document=typeset(document),
        coat_of_arms=f"data:{arms.media_type};base64,{arms.base64}" if arms else "",
        coat_of_arms_description=arms.description if arms else "",
        lines=tuple(typeset(line) for line in look.letterhead_lines),
        form=look.letterhead,
        theme=Theme(look.typeface, look.accent, look.text_size),
    )
