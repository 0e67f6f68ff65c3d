"""The user guide: committed Markdown, shown inside the application, with a page for each place of work.

``PAGES`` orders the guide; ``EXPLAINS`` says which page helps on each page of the site. Adding a page: write
``docs/guide/<name>.md``, name it here, and name here the addresses it explains (tests ask for both).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(settings.BASE_DIR) / "docs" / "guide"
PICTURES = Path(settings.BASE_DIR) / "docs" / "images" / "guide"
INDEX = "index"

PAGES = (
    "premiers-pas",
    "comptes",
    "creer-son-conseil",
    "membres",
    "installation-du-conseil",
    "preparer-une-seance",
    "convocation",
    "seances",
    "tenir-la-seance",
    "saisir-apres-coup",
    "rediger",
    "suites",
    "documents",
    "presentation",
    "proces-verbal",
    "deliberations",
    "signer",
    "decisions-du-maire",
    "registre",
    "preuves",
    "rechercher",
    "statistiques",
    "modele-word",
    "sauvegardes",
    "reprendre-le-passe",
    "verifier",
    "donnees-personnelles",
    "lectures",
)
"""In the order of the index. A page of the folder that is not named comes after these."""

EXPLAINS: Mapping[str, str] = {
    INDEX: "help help_page help_picture",
    "premiers-pas": "home login logout account_login account_logout",
    "comptes": "mfa_authenticate mfa_index openid_connect_login openid_connect_callback socialaccount_connections "
    "invitation users invite give_role take_role link_person resend_invitation revoke_invitation",
    "creer-son-conseil": "start number_example start_identity start_rules start_members start_ranks "
    "start_letterhead start_preview start_preview_pdf settings settings_identity settings_rules "
    "settings_letterhead settings_figure",
    "membres": "members member_add members_upload members_review members_model member member_edit member_contact "
    "member_office_add member_office member_interest_add member_interest member_delegation_add "
    "member_delegation member_end member_delete",
    "installation-du-conseil": "installation installation_sitting election election_define election_edit "
    "election_round election_round_remove",
    "preparer-une-seance": "sitting_new sitting_notice sitting_edit sitting_delete sitting_agenda item_new "
    "agenda_library item_edit agenda_move item_remove item_outcome item_carry item_keep item_papers paper_edit "
    "paper_move paper_remove paper_download item_models item_model_new item_model_hide item_model_edit",
    "convocation": "sitting_convocation convocation_preview convocation_print convocation_send convocation_urgency "
    "convocation_remind convocation_postpone "
    "convocation_paper convocation_amend convocation_answer convocation_renew convocation_proxy_pdf "
    "convocation_proxy_scan convocation_proxy_revoke member_link member_answer member_letter member_paper "
    "link_interest member_proxy member_proxy_code member_proxy_revoke member_proxy_pdf",
    "seances": "council sitting history",
    "tenir-la-seance": "sitting_hold sitting_gesture sitting_vote_preview",
    "saisir-apres-coup": "sitting_sheet",
    "rediger": "item_write act_write act_autosave act_preview clause_search act_details act_start act_start_from "
    "act_keep_model act_word act_versions act_version clause_library",
    "suites": "sitting_finish sitting_reopen sitting_transmission sitting_pack sitting_publication sitting_paper "
    "act_transmission act_pack act_receipt act_publication act_unpublish act_error act_follow act_rectify "
    "act_hide public_list public_act public_file",
    "verifier": "check_form check_act check_file check_answer",
    "presentation": "settings_look look_preview look_pdf",
    "proces-verbal": "sitting_minutes minutes_debate minutes_silence minutes_incident minutes_incident_remove "
    "minutes_send minutes_remark minutes_answer minutes_settle minutes_plan minutes_sign minutes_scan "
    "minutes_issued minutes_online minutes_resend minutes_complete public_minutes public_minutes_file",
    "documents": "sitting_documents sitting_document sitting_document_of "
    "council_table council_table_public council_table_prefecture public_decision_list public_decision_list_file",
    "deliberations": "act act_history download",
    "signer": "sign download_signed council_to_sign signed_scans act_hand_signature act_hand_signature_undo "
    "act_hand_signature_scan signing_choose signing_confirm signing_code signing_ticket_ask signing_ticket "
    "token_program token_task token_certificate token_file token_signatures signing_return "
    "signing_outcome signing_place signing_file signing_scan "
    "sitting_signatures sitting_seal settings_signing settings_seal settings_remote settings_means_stop",
    "decisions-du-maire": "mayor_decisions decision_new decision decision_edit decision_delete decision_annexes "
    "decision_annex decision_sign decision_to_signature decision_reopen "
    "decision_give_up decision_state decision_report "
    "decision_transmission decision_pack "
    "decision_receipt decision_publication decision_unpublish decision_hide decision_evidence decision_evidence_ask "
    "decision_evidence_work decision_evidence_file decision_download "
    "mayor_delegations mayor_delegation_new mayor_delegation decision_numbering public_decisions "
    "public_decision public_decision_file",
    "registre": "register register_open register_volume register_enter register_work register_pdf register_print "
    "register_close register_seal sitting_print_pack sitting_pack_work sitting_pack_file",
    "preuves": "proof_register proof_check proof_check_work proof_recipients proof_inclusion proof_erase public_proofs "
    "public_proofs_file public_proof_head public_inclusion public_consistency act_evidence act_evidence_ask "
    "act_evidence_work act_evidence_file",
    "rechercher": "search act_list sitting_archive",
    "statistiques": "statistics",
    "modele-word": "word_template word_template_starter word_template_stop word_template_file word_template_use "
    "word_template_sample word_template_last_act",
    "sauvegardes": "backups backup_sheet council_export",
    "reprendre-le-passe": "past past_batch past_resume past_clear past_undo past_file past_act past_again act_original",
    "donnees-personnelles": "personal_data",
    "lectures": "readings",
}
"""Page of the guide → names of the addresses that it explains."""

OF_ACCOUNTS = ("account_", "mfa_", "socialaccount_")
"""How the names of the pages of accounts begin, which the library that serves them gives."""

GUIDE: Mapping[str, str] = {name: page for page, names in EXPLAINS.items() for name in names.split()}
"""Name of an address → page of the guide."""


@dataclass(frozen=True, slots=True)
class GuidePage:
    """``html`` is safe: raw HTML of the source is shown as text."""

    name: str
    title: str
    html: SafeString


def page_for(address: str | None) -> str:
    """The page of the guide that explains the address of that name; the index for another one."""
    name = address or ""
    return GUIDE.get(name, "comptes" if name.startswith(OF_ACCOUNTS) else INDEX)


def page_names() -> Sequence[str]:
    """Every page of the guide but the index, in its order."""
    found = {path.stem for path in FOLDER.glob("*.md")} - {INDEX}
    known = [name for name in PAGES if name in found]
    return (*known, *sorted(found - set(known)))


@lru_cache(maxsize=200)
def guide_page(name: str) -> GuidePage:
    """The page called ``name``. ``KeyError`` when there is none: a name is looked up, never made into a path."""
    if name != INDEX and name not in page_names():
        raise KeyError(name)
    source = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    found = re.search(r"^# (.+)$", source, re.MULTILINE)
    return GuidePage(name, found[1].strip() if found else name, _html(source))


def _html(source: str) -> SafeString:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(source)
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag != "h1":
            token.attrSet("id", slugify(tokens[place + 1].content))
        for child in token.children or ():
            _rewrite(child)
    return mark_safe(reader.renderer.render(tokens, reader.options, {}))  # noqa: S308  our files, raw HTML escaped


def _rewrite(token: Token) -> None:
    """Links between files become links between pages; pictures come from the view that serves them."""
    if token.type == "link_open":
        token.attrSet("href", _address(str(token.attrGet("href") or "")))
    elif token.type == "image":
        picture = str(token.attrGet("src") or "").rpartition("/")[2].removesuffix(".png")
        token.attrSet("src", reverse("help_picture", kwargs={"picture": picture}))


def _address(link: str) -> str:
    page, _, anchor = link.partition("#")
    if not page.endswith(".md"):
        return link
    name = page.removesuffix(".md")
    address = reverse("help") if name == INDEX else reverse("help_page", kwargs={"page": name})
    return f"{address}#{anchor}" if anchor else address
