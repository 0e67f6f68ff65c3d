"""The heading of every document of a council."""

from councils.domain.bodies import Council
from deliberations.documents.view import Letterhead
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.typography import typeset

REPUBLIC = "République française"


def letterhead_of(council: Council, document: str) -> Letterhead:
    """The letterhead of ``council`` above a document named ``document`` (« Procès-verbal »)."""
    arms = council.coat_of_arms
    return Letterhead(
        republic=REPUBLIC,
        department=typeset(f"Département : {council.department_name}") if council.department_name else "",
        authority=typeset(capitalised(BodyWords(council).authority)),
        document=typeset(document),
        coat_of_arms=f"data:{arms.media_type};base64,{arms.base64}" if arms else "",
        coat_of_arms_description=arms.description if arms else "",
    )
