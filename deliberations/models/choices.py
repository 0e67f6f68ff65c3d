"""French labels of the domain's enumerations, as the forms and the administration show them."""

from deliberations.assembly import Recto
from deliberations.domain.acts import ActLink, ActState, ClauseKind, LegalityStep, OperativeLayout, Source
from deliberations.domain.attendance import SeatState
from deliberations.domain.delegated_signing import SigningPower
from deliberations.domain.gestures import GestureKind
from deliberations.domain.importing import FileStatus, ReviewState
from deliberations.domain.issued import DocumentFormat, DocumentKind, SignatureLevel
from deliberations.domain.long_works import WorkState
from deliberations.domain.majority import Verdict
from deliberations.domain.minutes import CompletionKind, MinutesChannel, RemarkOutcome
from deliberations.domain.moments import Phase
from deliberations.domain.movements import MovementKind
from deliberations.domain.papers import AnnexJoining, PaperKind
from deliberations.domain.proof_kinds import ProofKind
from deliberations.domain.register import Binding, EntryKind, SheetRule
from deliberations.domain.signing_order import (
    MeansKind,
    MeansProvider,
    PaperState,
    PlaceEventKind,
    SignedKind,
    SignerRole,
)
from deliberations.domain.signing_tickets import TicketState
from deliberations.domain.sitting_documents import SittingDocumentKind
from deliberations.domain.sittings import (
    BarGround,
    Channel,
    Confidence,
    ItemKind,
    ItemOutcome,
    Origin,
    Requester,
    SittingPaper,
    Subject,
)
from deliberations.domain.trusted import AuthorityOrigin
from deliberations.domain.votes import (
    Choice,
    MajorityRule,
    NominationBasis,
    StatedResult,
    VoteMethod,
    VotePurpose,
)
from deliberations.domain.word_templates import TemplateKind

SIGNED_KINDS = {
    SignedKind.REGISTER_ACT: "Délibération, pour le registre",
    SignedKind.MINUTES: "Procès-verbal",
    SignedKind.EXTRACT: "Extrait du registre",
    SignedKind.CERTIFIED: "Copie certifiée exécutoire",
    SignedKind.DECISION: "Décision du maire",
    SignedKind.VOLUME: "Volume du registre",
    SignedKind.LIST: "Liste des délibérations",
    SignedKind.SCAN: "Copie numérisée de l'original signé à la main",
}
PAPER_STATES = {
    PaperState.TO_SECRETARY: "À signer par le secrétaire de séance",
    PaperState.TO_HEAD: "À signer par le maire ou le président",
    PaperState.TO_SEAL: "Cachet à apposer",
    PaperState.SIGNED: "Signé",
    PaperState.TO_COMPLETE: "Signé, à compléter",
    PaperState.BY_HAND: "Signé à la main",
    PaperState.REFUSED: "Signature refusée",
}
SIGNER_ROLES = {
    SignerRole.SECRETARY: "Secrétaire de séance",
    SignerRole.HEAD: "Maire, président ou délégataire",
    SignerRole.SEAL: "Cachet du conseil",
}
PLACE_EVENTS = {
    PlaceEventKind.ELECTRONIC: "Signé électroniquement",
    PlaceEventKind.HAND: "Signé à la main",
    PlaceEventKind.REFUSED: "Signature refusée",
    PlaceEventKind.IMPEDED: "Signataire empêché",
    PlaceEventKind.TAKEN_BACK: "Repris",
}
TICKET_STATES = {
    TicketState.WAITING: "En attente de la clé",
    TicketState.PREPARED: "Certificat lu",
    TicketState.FINISHING: "Signatures reçues",
    TicketState.DONE: "Terminé",
}
MEANS_KINDS = {MeansKind.SEAL: "Cachet du conseil", MeansKind.PERSON: "Signature d'une personne"}
MEANS_PROVIDERS = {
    MeansProvider.PKCS12: "Certificat gardé ici (PKCS#12)",
    MeansProvider.PKCS11: "Boîtier du serveur (PKCS#11)",
    MeansProvider.CSC: "Service de signature à distance (CSC)",
    MeansProvider.TOKEN: "Clé du signataire",
}
TEMPLATE_KINDS = {TemplateKind.DELIBERATION: "Délibération"}
ORIGINS = {Origin.LIVE: "Tenue avec le logiciel", Origin.RECORDED: "Reprise d'un acte existant"}
CHANNELS = {
    Channel.ELECTRONIC: "Par voie électronique",
    Channel.POST: "Par courrier",
    Channel.HAND: "En main propre",
}
CONFIDENCES = {Confidence.CLEAR: "Lisible", Confidence.DOUBTFUL: "Douteux", Confidence.ILLEGIBLE: "Illisible"}
ITEM_KINDS = {
    ItemKind.DELIBERATION: "Délibération",
    ItemKind.INFORMATION: "Information",
    ItemKind.ACKNOWLEDGEMENT: "Prise d'acte",
    ItemKind.MOTION: "Motion ou vœu",
    ItemKind.ELECTION: "Élection",
    ItemKind.ACCOUNTS: "Comptes",
    ItemKind.QUESTION: "Question",
}
ITEM_OUTCOMES = {
    ItemOutcome.EXAMINED: "Examiné",
    ItemOutcome.ADJOURNED: "Ajourné",
    ItemOutcome.WITHDRAWN: "Retiré",
}
SUBJECTS = {
    Subject.NONE: "Autre",
    Subject.INSTALLATION: "Installation du conseil",
    Subject.OFFICERS: "Élection du maire, du président ou de ses adjoints",
    Subject.BUDGET_DEBATE: "Débat d'orientation budgétaire",
    Subject.BUDGET: "Budget primitif",
    Subject.ACCOUNTS: "Comptes de l'exercice",
    Subject.RULES_OF_PROCEDURE: "Règlement intérieur",
    Subject.DELEGATED_DECISIONS: "Décisions prises par délégation",
    Subject.MINUTES: "Arrêt d'un procès-verbal",
    Subject.SOCIAL_BOARD: "Conseil d'administration du CCAS",
    Subject.PROCUREMENT: "Commande publique",
}
BAR_GROUNDS = {
    BarGround.AUTHORISING_OFFICER: "Ordonnateur de l'exercice",
    BarGround.INTEREST: "Intérêt déclaré",
    BarGround.REPRESENTATIVE: "Représente le conseil dans l'autre structure",
}
REQUESTERS = {
    Requester.NOBODY: "Personne",
    Requester.PREFECT: "Le préfet",
    Requester.MEMBERS: "Des membres du conseil",
}
SITTING_PAPERS = {
    SittingPaper.DECISION_LIST: "Liste des délibérations",
    SittingPaper.MINUTES: "Procès-verbal",
}
LEGALITY_STEPS = {
    LegalityStep.PAPERS_REQUESTED: "Demande de pièces",
    LegalityStep.OBSERVATIONS: "Lettre d'observations",
    LegalityStep.REFERRAL: "Déféré au tribunal",
    LegalityStep.SUSPENSION_REQUESTED: "Demande de suspension",
}
PHASES = {Phase.DEBATE: "À l'ouverture du débat", Phase.VOTE: "Au vote", Phase.AFTER: "Après le vote"}
MOVEMENT_KINDS = {
    MovementKind.PRESENT: "Présent à l'ouverture",
    MovementKind.ABSENT: "Absent",
    MovementKind.EXCUSED: "Excusé",
    MovementKind.ARRIVES: "Arrive",
    MovementKind.LEAVES: "Part",
    MovementKind.RETURNS: "Revient",
    MovementKind.GIVES_PROXY: "Donne pouvoir",
    MovementKind.PROXY_ENDS: "Fin du pouvoir",
    MovementKind.STEPS_ASIDE: "Se déporte",
    MovementKind.COMES_BACK: "Revient après un déport",
    MovementKind.SUBSTITUTE_SEATED: "Remplacé par un suppléant",
    MovementKind.CHAIR_TAKEN: "Prend la présidence",
    MovementKind.ATTENDS_REMOTELY: "Assiste à distance",
}
VOTE_METHODS = {
    VoteMethod.ORDINARY: "Vote ordinaire",
    VoteMethod.PUBLIC: "Scrutin public",
    VoteMethod.SECRET: "Scrutin secret",
}
VOTE_PURPOSES = {
    VotePurpose.WHOLE: "Sur l'ensemble",
    VotePurpose.URGENCY: "Sur l'urgence",
    VotePurpose.CLOSED_DOORS: "Sur le huis clos",
    VotePurpose.WAIVER_OF_SECRECY: "Pour ne pas voter au scrutin secret",
    VotePurpose.AMENDMENT: "Sur un amendement",
    VotePurpose.PRINCIPLE: "Sur le principe",
}
CHOICES = {
    Choice.FOR: "Pour",
    Choice.AGAINST: "Contre",
    Choice.ABSTENTION: "Abstention",
    Choice.BLANK: "Blanc",
    Choice.NULL: "Nul",
    Choice.NOT_VOTING: "Ne prend pas part au vote",
}
MAJORITY_RULES = {
    MajorityRule.SIMPLE: "Majorité des suffrages exprimés",
    MajorityRule.PRESENT_OR_REPRESENTED: "Majorité des présents ou représentés",
    MajorityRule.TWO_THIRDS_CAST: "Deux tiers des suffrages exprimés",
    MajorityRule.THREE_FIFTHS_CAST: "Trois cinquièmes des suffrages exprimés",
    MajorityRule.MEMBERS_IN_OFFICE: "Majorité des membres en exercice",
    MajorityRule.NO_MAJORITY_AGAINST: "Sauf majorité contre",
}
STATED_RESULTS = {
    StatedResult.UNANIMOUS: "À l'unanimité",
    StatedResult.ADOPTED: "Adopté",
    StatedResult.REJECTED: "Rejeté",
}
NOMINATION_BASES = {
    NominationBasis.IMPOSED: "Scrutin secret imposé par un texte",
    NominationBasis.WAIVABLE: "Scrutin secret sauf renonciation unanime",
    NominationBasis.UNKNOWN: "Non établi",
}
CLAUSE_KINDS = {
    ClauseKind.VU: "Vu",
    ClauseKind.CONSIDERANT: "Considérant",
    ClauseKind.ENTENDU: "Entendu",
    ClauseKind.SUR_PROPOSITION: "Sur proposition",
    ClauseKind.SUR_RAPPORT: "Sur rapport",
    ClauseKind.OTHER: "Autre",
}
OPERATIVE_LAYOUTS = {OperativeLayout.BULLETS: "Tirets", OperativeLayout.ARTICLES: "Articles"}
SOURCES = {Source.MACHINE: "Constaté par le logiciel", Source.DECLARED: "Déclaré"}
ACT_LINKS = {ActLink.AMENDS: "Modifie", ActLink.REPLACES: "Remplace", ActLink.WITHDRAWS: "Retire"}
ACT_STATES = {
    ActState.IN_FORCE: "En vigueur",
    ActState.REFERRED: "Déférée au tribunal",
    ActState.SUSPENDED: "Suspendue",
    ActState.ANNULLED: "Annulée",
}
DOCUMENT_KINDS = {
    DocumentKind.EXTRACT: "Extrait",
    DocumentKind.REGISTER: "Acte du registre",
    DocumentKind.CERTIFIED: "Copie certifiée exécutoire",
}
SITTING_DOCUMENTS = {
    SittingDocumentKind.CONVOCATION: "Convocation",
    SittingDocumentKind.POSTED_AGENDA: "Ordre du jour à afficher",
    SittingDocumentKind.EXPLANATORY_NOTE: "Note explicative",
    SittingDocumentKind.BLANK_PROXY: "Pouvoir à remplir",
    SittingDocumentKind.ATTENDANCE_SHEET: "Feuille d'émargement",
    SittingDocumentKind.FILLED_PROXY: "Pouvoir donné",
    SittingDocumentKind.NO_QUORUM: "Constat d'absence de quorum",
    SittingDocumentKind.DECISION_LIST: "Liste des délibérations examinées",
    SittingDocumentKind.MINUTES: "Procès-verbal de la séance",
    SittingDocumentKind.CLOSING_SHEET: "Feuillet clôturant la séance",
    SittingDocumentKind.ELECTION_RESULT: "Relevé des résultats d'une élection",
    SittingDocumentKind.ACT_CERTIFICATE: "Certificat de publication d'une délibération",
    SittingDocumentKind.PAPER_CERTIFICATE: "Certificat d'affichage de la liste ou du procès-verbal",
}
REMARK_OUTCOMES = {
    RemarkOutcome.NOTED: "Consignée",
    RemarkOutcome.ACCEPTED: "Retenue",
    RemarkOutcome.REFUSED: "Non retenue",
}
COMPLETION_KINDS = {
    CompletionKind.HOUR: "Heure de la séance",
    CompletionKind.CHAIR: "Président de séance",
    CompletionKind.SECRETARY: "Secrétaire de séance",
}
MINUTES_CHANNELS = {
    MinutesChannel.EMAIL: "Courriel",
    MinutesChannel.POST: "Courrier",
    MinutesChannel.HAND: "Remise en main propre",
}
DOCUMENT_FORMATS = {DocumentFormat.PDF: "PDF", DocumentFormat.DOCX: "Word (DOCX)"}
SIGNATURE_LEVELS = {level: f"PAdES {level.value}" for level in SignatureLevel}
PAPER_KINDS = {
    PaperKind.NOTE: "Note explicative",
    PaperKind.ANNEX: "Annexe de la délibération",
    PaperKind.OTHER: "Autre pièce",
}
ANNEX_JOININGS = {
    AnnexJoining.SEPARATE: "Fichier à part",
    AnnexJoining.APPENDED: "À la suite de l'acte",
    AnnexJoining.ATTACHED: "En pièce jointe du PDF",
}
GESTURE_KINDS = {
    GestureKind.ROLL: "Appel",
    GestureKind.ALL_PRESENT: "Tous présents",
    GestureKind.ANSWERS: "Réponses à la convocation reprises",
    GestureKind.OPEN: "Ouverture de la séance",
    GestureKind.OFFICERS: "Présidence et secrétariat",
    GestureKind.MOVE: "Arrivée ou départ",
    GestureKind.PROXY: "Pouvoir donné",
    GestureKind.PROXY_ENDS: "Fin d'un pouvoir",
    GestureKind.ASIDE: "Déport",
    GestureKind.BACK: "Retour après un déport",
    GestureKind.CHAIR: "Présidence prise",
    GestureKind.SUBSTITUTE: "Suppléant appelé à siéger",
    GestureKind.SUSPEND: "Suspension de séance",
    GestureKind.RESUME: "Reprise de la séance",
    GestureKind.OPEN_ITEM: "Point ouvert",
    GestureKind.OUTCOME: "Sort d'un point",
    GestureKind.ADD_ITEM: "Point ajouté en séance",
    GestureKind.EXAMINE_NOW: "Ordre d'examen",
    GestureKind.VOTE: "Vote",
    GestureKind.VOTE_REMOVED: "Vote supprimé",
    GestureKind.OVERRIDE: "Constat écarté",
    GestureKind.CLOSE: "Séance levée",
    GestureKind.SHEET: "Feuille de séance",
    GestureKind.UNDO: "Geste annulé",
}
BINDINGS = {Binding.YEARLY: "Chaque année", Binding.FIVE_YEARS: "Tous les cinq ans"}
SHEET_RULES = {
    SheetRule.PAGE: "Un numéro par page",
    SheetRule.LEAF: "Un numéro par feuillet, recto et verso",
}
ENTRY_KINDS = {
    EntryKind.TITLE: "Page de titre",
    EntryKind.DELIBERATION: "Délibération",
    EntryKind.RECTIFICATION: "Délibération rectifiée",
    EntryKind.DECISION: "Décision du maire",
    EntryKind.CLOSING_SHEET: "Feuillet de clôture",
    EntryKind.TABLE_BY_DATE: "Table par date",
    EntryKind.TABLE_BY_SUBJECT: "Table par objet",
    EntryKind.END: "Page de clôture",
}
RECTOS = {
    Recto.EACH: "Chaque document sur un recto",
    Recto.GROUP: "Chaque séance commence sur un recto",
    Recto.NEVER: "À la suite, sans page blanche",
}
WORK_STATES = {
    WorkState.WAITING: "En attente",
    WorkState.RUNNING: "En cours",
    WorkState.DONE: "Terminé",
    WorkState.FAILED: "Interrompu",
}
VERDICTS = {
    Verdict.ADOPTED: "Adopté",
    Verdict.REJECTED: "Rejeté",
    Verdict.UNDETERMINED: "Non établi",
}
SEAT_STATES = {
    SeatState.PRESENT: "Présent",
    SeatState.REMOTE: "À distance",
    SeatState.REPRESENTED: "Représenté",
    SeatState.SUBSTITUTED: "Remplacé",
    SeatState.EXCUSED: "Excusé",
    SeatState.ABSENT: "Absent",
    SeatState.STEPPED_ASIDE: "Déporté",
    SeatState.UNKNOWN: "Non connu",
}
SIGNING_POWERS = {
    SigningPower.HEAD: "Maire en fonction",
    SigningPower.ORDER: "Par délégation du maire",
    SigningPower.REPLACEMENT: "En remplacement du maire empêché",
}
FILE_STATUSES = {
    FileStatus.WAITING: "En attente de lecture",
    FileStatus.READ: "Lu",
    FileStatus.DOUBTFUL: "Lu, à vérifier",
    FileStatus.SCAN: "Numérisation sans texte",
    FileStatus.NO_ACT: "Aucun acte trouvé",
    FileStatus.UNREADABLE: "Illisible",
    FileStatus.DUPLICATE: "En double dans ce lot",
    FileStatus.KNOWN: "Déjà repris",
    FileStatus.REFUSED: "Refusé",
    FileStatus.LEFT_OUT: "Laissé de côté",
}
REVIEW_STATES = {
    ReviewState.TO_REVIEW: "À valider",
    ReviewState.ACCEPTED: "Repris",
    ReviewState.IGNORED: "Ignoré",
}
AUTHORITY_ORIGINS = {
    AuthorityOrigin.MANUAL: "Saisie par l'administrateur",
    AuthorityOrigin.EU_LIST: "Liste de confiance européenne",
    AuthorityOrigin.DEMONSTRATION: "Démonstration",
}
PROOF_KINDS = {
    ProofKind.ISSUED: "Émis",
    ProofKind.SIGNED: "Signé électroniquement",
    ProofKind.SIGNED_BY_HAND: "Signé à la main",
    ProofKind.SIGNATURE_UNDONE: "Signature annulée",
    ProofKind.NOT_SIGNED: "Non signé (refus ou empêchement)",
    ProofKind.SEALED: "Cacheté",
    ProofKind.COMPLETED: "Signature complétée",
    ProofKind.RENEWED: "Horodatage renouvelé",
    ProofKind.DEPOSITED: "Déposé pour transmission",
    ProofKind.TRANSMITTED: "Reçu en préfecture",
    ProofKind.PUBLISHED: "Publié",
    ProofKind.UNPUBLISHED: "Retiré du site",
    ProofKind.WITHDRAWN: "Suite donnée à l'acte",
    ProofKind.REPEALED: "Retiré ou remplacé par un autre acte",
    ProofKind.LEGALITY: "Contrôle de légalité",
    ProofKind.RECTIFIED: "Rectifié",
    ProofKind.HIDDEN: "Occulté pour le public",
    ProofKind.ENTERED: "Inscrit au registre",
    ProofKind.RESUMED: "Repris",
    ProofKind.ADOPTED: "Présent avant le registre de preuve",
    ProofKind.REMOVED: "Reprise annulée",
    ProofKind.ERASED: "Données personnelles effacées",
}
