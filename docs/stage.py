"""The stage of ``make screenshots``: the demonstration council at every moment of its work. Nobody here is real.

Run by ``docs/screenshots.py`` through ``manage.py shell``, in its throw-away database; writes the arguments of the
addresses and the sessions of the users as JSON on its standard output.
"""

import hashlib
import io
import json
import time as clock
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from councils.domain.bodies import DatedNumber
from councils.domain.people import Civility, Gender, Office, OfficeKind
from councils.domain.roles import RoleKind
from councils.models import Contact, Council, CouncilPreferences, CouncilRole, Delegation, Interest, User
from councils.services.accounts import invite
from councils.services.start import Identity, start_council
from deliberations.domain.act_text import ActText
from deliberations.domain.acts import Clause, ClauseKind, OperativePart
from deliberations.domain.long_works import WorkState
from deliberations.domain.movements import MovementKind
from deliberations.domain.papers import PaperKind
from deliberations.domain.proof_kinds import ProofKind
from deliberations.domain.publishing import Way
from deliberations.domain.register import Binding, SheetRule
from deliberations.domain.signing_order import PlaceEventKind, SignedKind
from deliberations.domain.sittings import Convocation, ItemKind, Origin
from deliberations.domain.votes import Nomination, NominationBasis
from deliberations.dossier.reader import read_dossier
from deliberations.models import (
    DecisionEvidenceWork,
    Deliberation,
    EvidenceWork,
    FileCheck,
    ImportedAct,
    ItemModel,
    MayorDecision,
    PackWork,
    ProofCheckWork,
    ProxyGrant,
    SigningPaper,
    Sitting,
)
from deliberations.queries import record_of
from deliberations.queries.signatures import ToSign
from deliberations.services.closing import close_sitting
from deliberations.services.convening import send_convocation
from deliberations.services.decision_details import add_annex
from deliberations.services.decision_documents import issue_copy
from deliberations.services.decision_numbering import NumberTold, give_number_up, number_decision
from deliberations.services.dossiers import store_dossier
from deliberations.services.dues import refresh_every_due
from deliberations.services.elections import ElectionTerms, define_election
from deliberations.services.hand_signing import HandSigned, record_hand_signature
from deliberations.services.importing import open_batch, read_batch
from deliberations.services.installation import FirstSitting, open_installation
from deliberations.services.issuing import FactsChanged
from deliberations.services.links import make_link
from deliberations.services.minutes import save_debate, silence_the_rest
from deliberations.services.minutes_life import settle_minutes
from deliberations.services.minutes_publishing import put_minutes_online
from deliberations.services.minutes_remarks import record_remark
from deliberations.services.papers import add_papers
from deliberations.services.proof import prove
from deliberations.services.proof_heads import seal_head, set_recipients
from deliberations.services.proxies import PaperProxy, record_paper_proxy
from deliberations.services.public_copy import public_pdf
from deliberations.services.publishing import publish_act
from deliberations.services.register_entering import enter
from deliberations.services.register_volumes import open_volume
from deliberations.services.searching import rebuild_index
from deliberations.services.signing_desk import Chosen
from deliberations.services.signing_heads import USUAL
from deliberations.services.signing_means import Pkcs12Seal, add_pkcs12_seal
from deliberations.services.signing_papers import Told, note_place, prepare_sitting
from deliberations.services.signing_tickets import open_ticket
from deliberations.services.starting_points import keep_as_model
from deliberations.services.transmitting import declare_deposit, record_receipt
from deliberations.services.uploads import CheckedFile
from deliberations.services.versions import Saving, save_typed_text
from deliberations.services.waiting_checks import receive_to_check
from deliberations.signing.demo_authority import create_demo_authority
from deliberations.signing.sample import sample_file
from deliberations.views.signing_choices import CHOICES, Choice
from tests.deliberations.decisions.world import DECIDED
from tests.deliberations.decisions.world import drafted as drafted_decision
from tests.deliberations.decisions.world import signed as signed_decision
from tests.deliberations.decisions.world import store as store_decisions
from tests.facts import make_act, make_item, make_sitting, make_vote, move, timeline
from tests.support.past_layouts import LAYOUTS, scan

DOSSIER = Path(__file__).resolve().parent.parent / "tests" / "dossiers" / "gruson-2023-12-19.json"
NOW = timezone.now()
TODAY = timezone.localdate()
SECRETARY, MAYOR, ADMINISTRATOR = (
    "secretaire@gruson.example",
    "maire@gruson.example",
    "administrateur@gruson.example",
)
OTHER_SECRETARY = "secretaire@exemple.example"
MEMBER = "tison"
PNG = b"\x89PNG\r\n\x1a\n"
AGENDA = (
    make_item("budget", 1, title_html="Décision modificative n° 2 du budget principal", matter_code="7.1"),
    make_item(
        "tarifs",
        2,
        title_html="Tarifs de la cantine et de l'accueil périscolaire",
        matter_code="7.1",
        theme="École",
        rapporteur="dazin-deslandes",
        note_html="<p>Les tarifs n'ont pas changé depuis trois ans.</p>",
    ),
    make_item(
        "delegue",
        3,
        title_html="Désignation d'un délégué au syndicat intercommunal des eaux du Mélantois",
        nomination=Nomination(NominationBasis.WAIVABLE),
        matter_code="5.3",
    ),
    make_item("questions", 4, title_html="Questions diverses", kind=ItemKind.QUESTION),
)
VISAS = (
    Clause(
        ClauseKind.VU, "le code général des collectivités territoriales, et notamment l'article L. 2121-29"
    ),
    Clause(ClauseKind.CONSIDERANT, "que le coût d'un repas a augmenté de 4 % en un an"),
)


def draft(item: str, title: str) -> Any:
    """An act without number."""
    decided = OperativePart(
        ("de fixer le prix du repas à 3,80 euros", "d'appliquer ce tarif dès le 1er janvier")
    )
    return make_act(item, year=None, sequence=None, title_html=title, clauses=VISAS, operative=(decided,),
                    statement_html="<p>Le coût des denrées augmente. Le prix du repas est à revoir.</p>")  # fmt: skip


def sittings(members: tuple[str, ...]) -> tuple[Any, ...]:
    """One to prepare, one called, one tonight, one held ten days ago; the last is closed afterwards."""
    room = timeline([move(MovementKind.PRESENT, uid) for uid in members])
    common = {
        "origin": Origin.LIVE, "place": "à la mairie", "starts_at": time(20, 30), "agenda": AGENDA,
        "chair": members[0], "secretaries": (members[1],), "deliberations": (), "movements": (),
    }  # fmt: skip
    drafts = (draft("tarifs", "Tarifs de la cantine"), draft("budget", "Décision modificative n° 2"))
    to_come = {
        **common,
        "chair": None,
        "secretaries": (),
        "convocation": Convocation(),
        "deliberations": drafts,
    }
    sent = Convocation(sent_on=TODAY - timedelta(days=60))
    held = {
        **common,
        "convocation": sent,
        "movements": room,
        "votes": (
            make_vote("budget", uid="v1"),
            make_vote("tarifs", uid="v2", against=members[3:5]),
            make_vote("delegue", uid="v3"),
        ),
        "deliberations": (*drafts, draft("delegue", "Désignation d'un délégué")),
    }
    tonight = {**common, "convocation": Convocation(), "movements": room[:-2]}
    earlier = {**held, "convocation": Convocation(sent_on=TODAY - timedelta(days=70))}
    return (
        make_sitting(uid="a-preparer", held_on=TODAY + timedelta(days=20), **to_come),
        make_sitting(uid="convoquee", held_on=TODAY + timedelta(days=8), **{**to_come, "deliberations": ()}),
        make_sitting(uid="ce-soir", held_on=TODAY, **tonight),
        make_sitting(uid="arretee", held_on=TODAY - timedelta(days=60), **earlier),
        make_sitting(uid="a-rouvrir", held_on=TODAY - timedelta(days=40), **held),
        make_sitting(uid="close", held_on=TODAY - timedelta(days=10), **held),
    )


def make_council() -> Council:
    """The council of the demonstration with these sittings beside the reference one."""
    dossier = read_dossier(DOSSIER.read_bytes())
    women = {"dazin-deslandes", "heroguer", "gaillet", "watrelot", "havret", "descamps"}
    persons = tuple(
        replace(
            person,
            gender=Gender.FEMININE if person.uid in women else Gender.MASCULINE,
            civility=Civility.MADAME if person.uid in women else Civility.MONSIEUR,
        )
        for person in dossier.council.persons
    )
    mandates = tuple(
        replace(mandate, offices=(Office(OfficeKind.DEPUTY, order=1),))
        if mandate.uid == "dazin-deslandes"
        else mandate
        for mandate in dossier.council.mandates
    )
    council = replace(
        dossier.council, persons=persons, mandates=mandates, department_code="59",
        populations=(DatedNumber(1_250),), seats=(DatedNumber(15),),
    )  # fmt: skip
    members = tuple(mandate.uid for mandate in council.mandates)
    row = store_dossier(council=council, sittings=(*dossier.sittings, *sittings(members)), by=None)
    CouncilPreferences.objects.get_or_create(council=row, defaults={"contact_email": "mairie@gruson.example"})
    for person in row.persons.all()[:12]:
        Contact.objects.create(person=person, email=f"{person.uid}@gruson.example")
    return row


def add_accounts(council: Council) -> dict[str, User]:
    """Those of the demonstration, and an administrator whose account has every protection."""
    call_command("demo", stdout=io.StringIO())
    users = {email: User.objects.get(email=email) for email in (SECRETARY, MAYOR)}
    administrator = User.objects.create_user(ADMINISTRATOR, "gruson-demonstration")
    CouncilRole.objects.create(user=administrator, council=council, kind=RoleKind.ADMINISTRATOR)
    TOTP.activate(administrator, generate_totp_secret())
    RecoveryCodes.activate(administrator)
    Authenticator.objects.create(
        user=administrator,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Téléphone de la mairie", "credential": access_key()},
    )
    return {**users, ADMINISTRATOR: administrator}


def access_key() -> dict[str, Any]:
    """An access key as the browser of its owner registered it."""
    public = ES256.from_cryptography_key(generate_private_key(SECP256R1()).public_key())
    credential = AttestedCredentialData.create(Aaguid.NONE, b"telephone", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    told = AuthenticatorData.create(hashlib.sha256(b"localhost").digest(), flags, 0, credential)
    client = b'{"type":"webauthn.create","challenge":"","origin":"http://localhost"}'
    response = {
        "clientDataJSON": websafe_encode(client),
        "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
    }
    uid = websafe_encode(b"telephone")
    return {"id": uid, "rawId": uid, "type": "public-key", "response": response, "clientExtensionResults": {}}


TICKETS: dict[int, str] = {}
SECRETS: dict[int, str] = {}
"""Of each user who asked to sign with a token: the ticket, and its secret, which is in his session alone."""
CHOSEN: dict[int, dict[str, Any]] = {}
"""Of each user who ticked what he signs: his choices, which are in his session alone."""


def session_of(user: User) -> str:
    """The key of a session where ``user`` has typed a password again, which stays good for all the pictures."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if user.pk in TICKETS:
        session["signing_tickets"] = {TICKETS[user.pk]: SECRETS[user.pk]}
    session[CHOICES] = CHOSEN.get(user.pk, {})
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": clock.time() + 3600, "email": user.email, "reauthenticated": True}
    ]
    session.create()
    return str(session.session_key)


def follow_up(council: Council, secretary: User) -> dict[str, Any]:
    """The sitting closed: one act waits for its signature, one was signed by hand, one is online."""
    for uid in ("arretee", "a-rouvrir", "close"):
        sitting = Sitting.objects.select_related("council").get(council=council, uid=uid)
        close_sitting(sitting=sitting, by=secretary, at=NOW, reason="Vérifié avec la mairie.")
    acts = {
        uid: Deliberation.objects.get(sitting=sitting, item__uid=uid)
        for uid in ("budget", "tarifs", "delegue")
    }
    for uid in ("budget", "tarifs"):
        act = acts[uid]
        publish_act(act=act, way=Way.OWN_PAGE, by=secretary, at=NOW)
        declare_deposit(act=act, by=secretary, at=NOW, deposited_on=TODAY - timedelta(days=4), number=act.actes_number,
                        subject="Tarifs et budget", matter_code="7.1", nature=1)  # fmt: skip
        record_receipt(act=act, by=secretary, at=NOW, received_on=TODAY - timedelta(days=3))
    head = council.mandates.select_related("council", "person").get(uid="turpin")
    clerk = council.mandates.get(uid="dazin-deslandes")
    told = HandSigned(signed_on=TODAY, signatory=head, secretary=clerk)
    record_hand_signature(act=acts["tarifs"], told=told, by=secretary, at=NOW)
    return {
        "closed": {"council": council.uid, "sitting": "close"},
        **put_to_sign(council, secretary),
        **write_minutes(council, secretary),
        "to_reopen": {"council": council.uid, "sitting": "a-rouvrir"},
        "to_sign": {"council": council.uid, "sitting": "close", "act": acts["budget"].uid},
        "by_hand": {"council": council.uid, "sitting": "close", "act": acts["tarifs"].uid},
        "to_send": {"council": council.uid, "sitting": "close", "act": acts["delegue"].uid},
        "public": {"council": council.uid, "year": acts["budget"].year, "slug": acts["budget"].slug},
        **check_files(acts["budget"]),
    }


def put_to_sign(council: Council, secretary: User) -> dict[str, Any]:
    """The acts of the closed sitting for the register: one secretary signed by hand, one refused, one is awaited."""
    sitting = Sitting.objects.select_related("council").get(council=council, uid="close")
    kinds = [SignedKind.REGISTER_ACT, SignedKind.EXTRACT]
    papers = prepare_sitting(sitting=sitting, kinds=kinds, by=secretary, at=NOW, head=USUAL)
    registers = [paper for paper in papers if paper.kind == SignedKind.REGISTER_ACT]
    noted = (
        Told(PlaceEventKind.HAND, TODAY),
        Told(PlaceEventKind.REFUSED, reason="N'a pas assisté à la fin de la séance."),
    )
    for paper, told in zip(registers, noted, strict=False):
        note_place(place=paper.places.get(order=1), told=told, by=secretary, at=NOW)
    with TemporaryDirectory() as folder:
        keys = create_demo_authority(
            Path(folder),
            common_name="Cachet",
            organisation="Commune de Gruson",
            now=NOW,
            passphrase=settings.DEMO_PASSPHRASE,
        )
        seal = Pkcs12Seal("Cachet de la commune", keys.pkcs12.read_bytes(), settings.DEMO_PASSPHRASE)
    add_pkcs12_seal(council=council, told=seal, by=secretary, at=timezone.now())
    place = {"council": council.uid, "sitting": "close", "paper": registers[-1].uid, "order": 1}
    waiting, head = papers[-1], papers[-1].places.last()
    mayor = User.objects.get(email=MAYOR)
    ticket, SECRETS[mayor.pk] = open_ticket(
        council=council,
        user=mayor,
        chosen=[Chosen(head, waiting.sha256)],
        reauthenticated_at=timezone.now(),
        at=timezone.now() + timedelta(days=30),  # the picture may be taken later
    )
    TICKETS[mayor.pk] = ticket.uid
    CHOSEN[mayor.pk] = choices_of(council, papers)
    return {
        "signing": place,
        **{f"signing_{key}": {"council": council.uid, "choice": key} for key in CHOSEN[mayor.pk]},
        "signing_ticket": {"council": council.uid, "ticket": ticket.uid},
        "signing_return": {"council": council.uid, "paper": waiting.uid, "order": head.order},
    }


def choices_of(council: Council, papers: list[SigningPaper]) -> dict[str, dict[str, Any]]:
    """All at once, in lots of which one is over, and signed but for one document."""
    ticked = tuple(ToSign(paper, paper.places.last()).value for paper in papers)
    until = (timezone.now() + timedelta(days=30)).isoformat()  # the picture may be taken later
    told = tuple((paper.title, "", "") for paper in papers[:2])
    refused = (papers[-1].title, FactsChanged().message_fr, "")
    choices = {
        "chosen": Choice(council.uid, until, ticked),
        "lots": Choice(council.uid, until, ticked[2:], lot=2, lots_done=1, told=told),
        "done": Choice(council.uid, until, (), lots_done=1, told=(*told, refused)),
    }
    return {key: choice.written() for key, choice in choices.items()}


def check_files(act: Deliberation) -> dict[str, Any]:
    """Three files that a visitor gave: the published act, one that was signed for a demonstration then altered, one
    that waits."""
    public = public_pdf(act, record_of(act.sitting))
    waiting = FileCheck.objects.create(ticket="a" * 43, sha256=hashlib.sha256(b"").hexdigest(), size=1)
    signed, _ = sample_file()
    found = {
        "checked": receive_to_check(public, at=NOW),
        "checked_altered": receive_to_check(signed + b"% suite", at=NOW),
        "checked_waiting": waiting,
    }
    return {place: {"ticket": row.ticket} for place, row in found.items()}


def write_minutes(council: Council, secretary: User) -> dict[str, Any]:
    """The minutes of the closed sitting: some summaries, a remark; those of an earlier one are online."""
    sitting = Sitting.objects.get(council=council, uid="close")
    first, *_ = sitting.agenda.order_by("order")
    save_debate(
        first,
        debate_html="<p>Une conseillère demande si la dépense est inscrite au budget. La réponse est oui.</p>",
        is_silent=False,
        seen={},
        by=secretary,
    )
    remark = record_remark(
        sitting=sitting, remark_html="<p>Un nom est mal orthographié au point 2.</p>", by=secretary, at=NOW
    )
    place = {"council": council.uid, "sitting": sitting.uid}
    return {
        "minutes_item": {**place, "item": first.uid},
        "minutes_remark": {**place, "remark": remark.pk},
        "minutes_online": settled_minutes(council, secretary),
    }


def settled_minutes(council: Council, secretary: User) -> dict[str, Any]:
    """The minutes of the oldest sitting, settled by the next one and put online."""
    sitting, following = (Sitting.objects.get(council=council, uid=uid) for uid in ("arretee", "a-rouvrir"))
    silence_the_rest(sitting, by=secretary)
    settle_minutes(sitting=sitting, settled_in=following, by=secretary, at=NOW)
    sitting.refresh_from_db()
    put_minutes_online(sitting=sitting, by=secretary, at=NOW)
    return {"council": council.uid, "sitting": sitting.uid}


def prepare(council: Council, secretary: User) -> dict[str, Any]:
    """The sitting to come: papers, versions of a text, models."""
    sitting = Sitting.objects.get(council=council, uid="a-preparer")
    item = sitting.agenda.get(uid="tarifs")
    papers = [
        CheckedFile(name, PNG + name.encode(), "image/png") for name in ("Prix des repas.png", "Étude.png")
    ]
    paper = add_papers(item, papers, kind=PaperKind.ANNEX, is_for_members=True, by=secretary)[0]
    act = Deliberation.objects.get(sitting=sitting, item=item)
    annexes = ("Prix des repas", "Étude")
    decided = (OperativePart(("de fixer le repas à 3,90 euros",)),)
    text = ActText(act.title_html, act.statement_html, VISAS, decided, annexes)
    save_typed_text(act, text, Saving(by=secretary, at=NOW))
    text_model = keep_as_model(act, "Tarifs communaux", by=secretary)
    model = ItemModel.objects.create(council=council, title_html="Vœu du conseil municipal", theme="Motions")
    place = {"council": council.uid, "sitting": sitting.uid}
    return {
        "to_prepare": place,
        "item": {**place, "item": item.uid},
        "paper": {**place, "item": item.uid, "paper": paper.uid},
        "draft": {**place, "act": act.uid},
        "version": {**place, "act": act.uid, "number": act.versions.order_by("-number").first().number},
        "start_from": {**place, "act": act.uid, "source": f"modele-{text_model.pk}"},
        "model": {"council": council.uid, "model": model.uid},
    }


def convene(council: Council, secretary: User) -> dict[str, Any]:
    """A sitting called, with a proxy on paper and one that waits for its code."""
    sitting = Sitting.objects.select_related("council").get(council=council, uid="convoquee")
    member, holder, other = (council.mandates.get(uid=uid) for uid in (MEMBER, "carette", "watrelot"))
    with override_settings(
        TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    ):
        send_convocation(sitting, by=secretary, at=NOW, site="http://localhost", reason="Il le faut.")
    sitting.agenda.create(order=5, title_html="Vœu pour le maintien de la ligne 202 du réseau de bus")
    scan = CheckedFile("pouvoir.png", PNG, "image/png")
    told = PaperProxy(
        holder=holder, dated_on=TODAY, is_signed=True, received_by="remis à l'accueil", scan=scan
    )
    paper = record_paper_proxy(sitting, grantor=other, told=told, by=secretary, at=NOW)
    waiting = ProxyGrant.objects.create(sitting=sitting, grantor=member, holder=holder, given_at=NOW)
    _, token = make_link(sitting, member, NOW)
    _, of_other = make_link(sitting, other, NOW)
    place = {"council": council.uid, "sitting": sitting.uid}
    return {
        "convened": place,
        "tonight": {**place, "sitting": "ce-soir"},
        "called": {**place, "member": MEMBER},
        "proxy": {**place, "grant": paper.uid},
        "link": {"token": token},
        "link_item": {"token": token, "item": sitting.agenda.get(uid="tarifs").uid},
        "link_waiting": {"token": token, "grant": waiting.uid},
        "link_given": {"token": of_other, "grant": paper.uid},
    }


def install(council: Council, secretary: User) -> dict[str, Any]:
    """The installation of a new council, and the election of its mayor."""
    first = FirstSitting(TODAY + timedelta(days=30), time(18, 30), "à la mairie")
    sitting = open_installation(council=council, first=first, by=secretary)
    item = sitting.agenda.filter(kind=ItemKind.ELECTION).order_by("order")[0]
    election = define_election(item=item, terms=ElectionTerms(posts="Maire"), by=secretary, at=NOW)
    place = {"council": council.uid, "sitting": sitting.uid}
    other = sitting.agenda.filter(kind=ItemKind.ELECTION).order_by("order").last()
    return {
        "installation": place,
        "election": {**place, "item": item.uid},
        "election_row": {**place, "item": item.uid, "election": election.uid},
        "election_new": {**place, "item": other.uid},
    }


def people(council: Council, users: dict[str, User]) -> dict[str, Any]:
    """One member with everything that can be recorded of one, an invitation that waits."""
    mandate = council.mandates.get(uid="dazin-deslandes")
    interest = Interest.objects.create(mandate=mandate, topic="Club de tennis de Gruson (présidente)")
    delegation = Delegation.objects.create(
        council=council, mandate=mandate, scope="École et enfance", since=TODAY
    )
    tokens: list[str] = []

    def link(token: str) -> str:
        tokens.append(token)
        return f"http://localhost/invitation/{token}/"

    offered = invite(council=council, email="agent@gruson.example", kind=RoleKind.CLERK, person=None,
                     by=users[ADMINISTRATOR], at=NOW, link=link)  # fmt: skip
    role = CouncilRole.objects.get(council=council, user=users[MAYOR])
    place = {"council": council.uid, "mandate": mandate.uid}
    return {
        "member": place,
        "office": {**place, "office": mandate.offices.all()[0].pk},
        "interest": {**place, "interest": interest.pk},
        "delegation": {**place, "delegation": delegation.pk},
        "role": {"council": council.uid, "role": role.pk},
        "invitation": {"token": tokens[0]},
        "offered": {"council": council.uid, "invitation": offered.pk},
    }


def past(council: Council, users: dict[str, User]) -> dict[str, Any]:
    """A batch of real papers of other communes, as if they were ours: read, and one of them to review."""
    names = ("bailly-2024-06", "ibos-2023-009", "arthun-liste-2022-12-09")
    files = [(f"{name}.docx", LAYOUTS["structured"](name)) for name in names]
    uploads = [(name, io.BytesIO(content)) for name, content in [*files, ("1998/tarifs.pdf", scan())]]
    batch = open_batch(
        council=council, name="Délibérations 2022 à 2024", uploads=uploads, by=users[SECRETARY], at=NOW
    )
    read_batch.func(batch.pk)
    act = ImportedAct.objects.filter(source__batch=batch).order_by("source__position").first()
    place = {"council": council.uid}
    return {
        "past_list": place,
        "past_batch": {**place, "batch": batch.uid},
        "past_act": {**place, "batch": batch.uid, "act": act.uid if act else ""},
    }


def keep(council: Council, users: dict[str, User]) -> dict[str, Any]:
    """A backup, and the keys of the account that has every protection."""
    backup = council.backups.create(
        file_name=f"gruson-{TODAY:%Y-%m-%d}.tar",
        made_by=users[SECRETARY],
        size=2_400_000,
        sha256="a" * 64,
        rows=850,
        files=12,
    )
    key = Authenticator.objects.get(user=users[ADMINISTRATOR], type=Authenticator.Type.WEBAUTHN)
    person = users[SECRETARY]
    return {
        **past(council, users),
        "backup": {"council": council.uid, "backup": backup.uid},
        "key": {"pk": key.pk},
        "reset": {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)},
    }


def register(council: Council, secretary: User) -> dict[str, Any]:
    """The register open since three weeks ago, in which the closed sitting was entered."""
    since = TODAY - timedelta(days=21)
    volume = open_volume(council=council, since=since, until=TODAY + timedelta(days=300), binding=Binding.YEARLY,
                         rule=SheetRule.PAGE, first_sheet=118, by=secretary, at=NOW)  # fmt: skip
    told = {"volume": volume, "by": secretary, "at": NOW}
    enter(source="seance", uid="close", progress=lambda done, total: None, **told)
    work = volume.works.create(source="seance", what="close", state=WorkState.RUNNING, done=14, total=32)
    place = {"council": council.uid, "volume": volume.uid}
    closed = Sitting.objects.get(council=council, uid="close")
    pack = PackWork.objects.create(sitting=closed, state=WorkState.RUNNING, done=9, total=27)
    pages = {"volume": place, "work": {**place, "work": work.uid}}
    return {**pages, "pack": {"council": council.uid, "sitting": "close", "work": pack.uid}}


def _made_proof(decision: MayorDecision) -> str:
    """An evidence file of a decision that is ready."""
    work = DecisionEvidenceWork.objects.create(decision=decision, state=WorkState.DONE, ended_at=NOW)
    return str(work.uid)


def prove_all(council: Council, secretary: User) -> dict[str, Any]:
    """The proof register with two heads, a control that found nothing, and an evidence file being made."""
    set_recipients(council=council, emails=["maire@gruson.example", "archives@exemple.example"], by=secretary)
    seal_head(council, at=NOW - timedelta(days=1))
    act = Deliberation.objects.filter(council=council, issued__path__gt="").select_related("council").first()
    if act is not None:
        prove(council, ProofKind.PUBLISHED, {"affichage": "mairie"}, NOW, subject=act.uid)
    seal_head(council, at=NOW)
    check = ProofCheckWork.objects.create(
        council=council, state=WorkState.DONE, entries=council.proofs.count(), ended_at=NOW
    )
    told = {"proof_check": {"council": council.uid, "work": check.uid}}
    told["proof_erase"] = {"council": council.uid, "seq": 1}
    if act is not None:
        work = EvidenceWork.objects.create(deliberation=act, state=WorkState.DONE, ended_at=NOW)
        place = {"council": council.uid, "sitting": act.sitting.uid, "act": act.uid}
        told["evidence"] = {**place, "work": work.uid}
    return told


STEPS: tuple[Callable[[Council, User], dict[str, Any]], ...] = (
    prepare,
    convene,
    follow_up,
    install,
    register,
    prove_all,
)


def decide() -> tuple[User, dict[str, Any]]:
    """A commune of the tests whose mayor decides by delegation: each stage of a decision."""
    council = store_decisions("exemple")
    secretary = User.objects.create_user(OTHER_SECRETARY, "exemple-demonstration")
    CouncilRole.objects.create(user=secretary, council=council, kind=RoleKind.SECRETARY)
    online = signed_decision(council, contractor="Comité des fêtes", amount_cents=12_000, theme="Salles")
    record_receipt(act=online, by=secretary, at=NOW, received_on=date(2024, 6, 21))
    publish_act(act=online, way=Way.OWN_PAGE, by=secretary, at=NOW)
    issue_copy(row=online, by=secretary, at=NOW)
    to_send = signed_decision(council, paragraph=4, amount_cents=620_000, title_html="Achat d'une tondeuse")
    draft = drafted_decision(council, title_html="Contrat d'assurance des véhicules communaux", paragraph=6)
    to_sign, given_up = (
        number_decision(
            row=drafted_decision(council, title_html=title, paragraph=paragraph),
            told=NumberTold(DECIDED, council.mandates.get(uid="m1")),
            by=secretary,
            at=NOW,
        )
        for title, paragraph in (
            ("Bail du logement de l'école", 5),
            ("Contrat d'entretien de la chaudière", 4),
        )
    )
    give_number_up(row=given_up, reason="Le prestataire a retiré son offre.", by=secretary)
    plan = CheckedFile("devis.png", PNG, "image/png")
    add_annex(row=draft, title="Devis de l'assureur", is_hidden=False, file=plan, by=secretary)
    given = council.mayor_delegations.get()
    place = {"council": council.uid}
    public = {"year": online.year_of_address, "slug": online.slug}
    return secretary, {
        "decisions": place,
        "decision_online": {**place, "decision": online.uid},
        "decision_proof": {**place, "decision": online.uid, "work": _made_proof(online)},
        "decision_to_send": {**place, "decision": to_send.uid},
        "decision_draft": {**place, "decision": draft.uid},
        "decision_to_sign": {**place, "decision": to_sign.uid},
        "decision_given_up": {**place, "decision": given_up.uid},
        "decision_given": {**place, "delegation": given.uid},
        "decision_public": {**place, **public},
    }


def main() -> None:
    council = make_council()
    users = add_accounts(council)
    places: dict[str, Any] = {
        "none": {},
        "council": {"council": council.uid},
        "reference": {"council": council.uid, "sitting": "seance-2023-12-19", "act": "deliberation-2023-57"},
    }
    for step in STEPS:
        places |= step(council, users[SECRETARY])
    places |= people(council, users) | keep(council, users)
    begun = start_council(
        identity=Identity(place_name="Bouvines", insee_code="59106"), by=users[ADMINISTRATOR]
    )
    places |= {"begun": {"council": begun.uid}}
    users[OTHER_SECRETARY], of_decisions = decide()
    places |= of_decisions
    rebuild_index(council)
    refresh_every_due(datetime.now(tz=NOW.tzinfo))
    sessions = {email: session_of(user) for email, user in users.items()}
    print(json.dumps({"places": places, "sessions": sessions}, default=str))
