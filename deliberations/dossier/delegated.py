"""What no dossier may contain of a mayor's decisions: dangling references, numbers without sense."""

import re
from collections import Counter
from collections.abc import Iterator

from councils.domain.numbering import is_valid_pattern
from deliberations.domain.acts import Deliberation
from deliberations.domain.delegated import DEFAULT_PATTERN, MayorDecision, decision_number
from deliberations.dossier.problems import Problem, json_path
from deliberations.dossier.schema import Dossier
from deliberations.dossier.walk import Location

MOST_PARAGRAPHS = 99
MOST_NATURES = 99
_SHA256 = re.compile(r"[0-9a-f]{64}")


def decision_problems(dossier: Dossier) -> Iterator[Problem]:
    """Every structural fault of the delegations and of the decisions, in the order of the file."""
    pattern = dossier.decision_pattern
    if pattern and not is_valid_pattern(pattern):
        yield _problem(("decision_pattern",), "motif de numéro invalide ; employer {year} et {sequence}")
    yield from _repeated([d.uid for d in dossier.delegations], ("delegations",))
    yield from _repeated([d.uid for d in dossier.decisions], ("decisions",))
    for index, given in enumerate(dossier.delegations):
        here: Location = ("delegations", index)
        yield from _repeated([str(p.paragraph) for p in given.powers], (*here, "powers"), "paragraph")
        if given.since and given.until and given.until < given.since:
            yield _problem((*here, "until"), "fin antérieure au début")
        for place, power in enumerate(given.powers):
            if not 1 <= power.paragraph <= MOST_PARAGRAPHS:
                yield _problem((*here, "powers", place, "paragraph"), "numéro d'alinéa hors de portée")
    mandates = {m.uid for m in dossier.council.mandates}
    for index, decision in enumerate(dossier.decisions):
        yield from _decision(dossier, decision, ("decisions", index), mandates)


def _decision(
    dossier: Dossier, decision: MayorDecision, here: Location, mandates: set[str]
) -> Iterator[Problem]:
    if decision.signatory is not None and decision.signatory.member not in mandates:
        yield _problem((*here, "signatory", "member"), f"membre inconnu : « {decision.signatory.member} »")
    if decision.delegation is not None and decision.delegation not in {d.uid for d in dossier.delegations}:
        yield _problem((*here, "delegation"), f"délégation inconnue : « {decision.delegation} »")
    is_whole = dossier.profile == "FULL" and bool(dossier.sittings)
    if decision.reported_in and is_whole and decision.reported_in not in {s.uid for s in dossier.sittings}:
        yield _problem((*here, "reported_in"), f"séance inconnue : « {decision.reported_in} »")
    if decision.paragraph is not None and not 1 <= decision.paragraph <= MOST_PARAGRAPHS:
        yield _problem((*here, "paragraph"), "numéro d'alinéa hors de portée")
    if decision.nature is not None and not 1 <= decision.nature <= MOST_NATURES:
        yield _problem((*here, "nature"), "nature hors de portée")
    if len(decision.operative) > 1:
        yield _problem((*here, "operative"), "une décision n'a qu'une partie : réunissez ses articles")
    yield from _progress(decision, here)
    yield from annex_file_problems(decision, here)


def _progress(decision: MayorDecision, here: Location) -> Iterator[Problem]:
    """A decision is signed, to sign, or given up: one at most. A paper to sign bears a number, a day and who signs."""
    if decision.is_signed and decision.decided_on is None:
        yield _problem((*here, "decided_on"), "une décision signée a une date")
    if decision.is_to_sign and decision.decided_on is None:
        yield _problem((*here, "decided_on"), "une décision à signer a une date")
    if decision.is_to_sign and decision.signatory is None:
        yield _problem((*here, "signatory"), "une décision à signer a un signataire")
    is_reserved = decision.is_to_sign or bool(decision.given_up)
    if is_reserved and not decision_number(decision, DEFAULT_PATTERN):
        yield _problem((*here, "sequence"), "une décision à signer ou abandonnée a un numéro")
    if decision.is_to_sign and (decision.is_signed or decision.given_up):
        yield _problem((*here, "is_to_sign"), "une décision signée ou abandonnée n'est plus à signer")
    if decision.given_up and decision.is_signed:
        yield _problem((*here, "given_up"), "le numéro d'une décision signée ne s'abandonne pas")


def annex_file_problems(act: Deliberation | MayorDecision, here: Location) -> Iterator[Problem]:
    """Every fault of the files of the annexes of an act of either kind."""
    place: Location = (*here, "annex_files")
    yield from _repeated([str(file.annex) for file in act.annex_files], place, "annex")
    for index, file in enumerate(act.annex_files):
        if not 1 <= file.annex <= len(act.annexes):
            yield _problem((*place, index, "annex"), f"l'acte n'a pas d'annexe n° {file.annex}")
        if not _SHA256.fullmatch(file.sha256):
            yield _problem((*place, index, "sha256"), "empreinte SHA-256 attendue : 64 chiffres hexadécimaux")


def _repeated(values: list[str], here: Location, name: str = "uid") -> Iterator[Problem]:
    for value, times in Counter(values).items():
        if times > 1:
            yield _problem(here, f"« {value} » y est {times} fois comme « {name} » ; il doit être unique")


def _problem(location: Location, message: str) -> Problem:
    return Problem(json_path(location), message)
