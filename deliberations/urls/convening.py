"""Addresses of the convocation of a sitting, and of the personal pages of its members."""

from django.urls import path

from deliberations.views import convening, invitation, invitation_proxy, member_answers, reminding

SITTING = [
    path("convocation/", convening.convocation, name="sitting_convocation"),
    path("convocation/apercu.pdf", convening.preview, name="convocation_preview"),
    path("convocation/a-imprimer.pdf", convening.to_print, name="convocation_print"),
    path("convocation/envoyer/", convening.send, name="convocation_send"),
    path("convocation/relance/", reminding.remind, name="convocation_remind"),
    path("convocation/report/", reminding.postpone, name="convocation_postpone"),
    path("convocation/urgence/", convening.urgency, name="convocation_urgency"),
    path("convocation/envoi-papier/", convening.paper, name="convocation_paper"),
    path("convocation/ordre-du-jour-modifie/", convening.amend, name="convocation_amend"),
    path("convocation/membres/<uid:member>/", member_answers.answer, name="convocation_answer"),
    path("convocation/membres/<uid:member>/lien/", member_answers.renew, name="convocation_renew"),
    path("convocation/pouvoirs/<uid:grant>.pdf", member_answers.proxy_pdf, name="convocation_proxy_pdf"),
    path("convocation/pouvoirs/<uid:grant>/scan/", member_answers.proxy_scan, name="convocation_proxy_scan"),
    path(
        "convocation/pouvoirs/<uid:grant>/revoquer/",
        member_answers.revoke,
        name="convocation_proxy_revoke",
    ),
]
"""Pages of one sitting: ``council`` and ``sitting``."""

LINK = [
    path("", invitation.page, name="member_link"),
    path("reponse/", invitation.answer, name="member_answer"),
    path("convocation.pdf", invitation.letter, name="member_letter"),
    path("documents/<uid:file>/", invitation.paper, name="member_paper"),
    path("interet/<uid:item>/", invitation.interest, name="link_interest"),
    path("pouvoir/", invitation_proxy.give, name="member_proxy"),
    path("pouvoir/<uid:grant>/code/", invitation_proxy.confirm, name="member_proxy_code"),
    path("pouvoir/<uid:grant>/revoquer/", invitation_proxy.revoke, name="member_proxy_revoke"),
    path("pouvoir/<uid:grant>.pdf", invitation_proxy.pdf, name="member_proxy_pdf"),
]
"""Pages of one member for one sitting: ``token``. Nobody logs in there: the token is the right to read and answer."""
