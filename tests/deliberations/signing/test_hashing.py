"""The signer's own token signs some 200 bytes; the server keeps the file."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from deliberations.domain.issued import SignatureLevel
from deliberations.signing import failures
from deliberations.signing.hashing import Prepared, finish, finish_all, prepare, prepare_all, signer_of
from deliberations.signing.keys import common_name
from deliberations.signing.ports import SignedDocument
from tests.deliberations.signing.desk import Desk, outside_opinion
from tests.support.tokens import sign_with_token

pytestmark = pytest.mark.integration

B_LTA = SignatureLevel.B_LTA


def prepared_for(who: str, desk: Desk, level: SignatureLevel = B_LTA) -> Prepared:
    return prepare(desk.act, desk.pki.certificate(who), desk.request(level=level), **desk.means)


@pytest.fixture(scope="module")
def waiting_for_mayor(desk: Desk) -> Prepared:
    return prepared_for("maire", desk)


def test_token_signs_and_the_server_raises_the_level(hash_signed: SignedDocument, desk: Desk):
    assert (hash_signed.level, hash_signed.provider) == (B_LTA, "token")
    assert hash_signed.sha256_before == sha256(desk.act).hexdigest()
    assert hash_signed.content.startswith(desk.act)
    assert outside_opinion(hash_signed.content, desk.pki) == [("sig_maire", "OK", True)]


def test_ecdsa_token_gives_two_numbers_side_by_side(desk: Desk, token: Path):
    prepared = prepared_for("cachet", desk)
    raw = sign_with_token(sha256(prepared.to_be_signed).digest(), token, 1, mechanism="ECDSA")
    assert len(raw) == 64
    signed = finish(prepared, raw, **desk.means)
    assert outside_opinion(signed.content, desk.pki) == [("sig_maire", "OK", True)]


def test_state_waits_in_a_database(waiting_for_mayor: Prepared, desk: Desk):
    assert len(waiting_for_mayor.to_be_signed) < 256
    assert len(waiting_for_mayor.state) < 4096
    copy = replace(waiting_for_mayor, state=json.dumps(json.loads(waiting_for_mayor.state)))
    raw = desk.key("maire").sign_raw([copy.to_be_signed])[0]
    assert finish(copy, raw, **desk.means).level == B_LTA
    assert common_name(signer_of(copy)) == "Jeanne MARTIN"


def test_a_sitting_is_prepared_at_once(desk: Desk):
    documents = [(desk.act, desk.request(level=B_LTA)) for _ in range(2)]
    prepared = prepare_all(documents, desk.pki.certificate("secretaire"), **desk.means)
    raws = desk.key("secretaire").sign_raw([one.to_be_signed for one in prepared])
    signed = finish_all(list(zip(prepared, raws, strict=True)), **desk.means)
    assert [one.level for one in signed] == [B_LTA, B_LTA]


def test_signatures_of_two_people_are_not_finished_together(waiting_for_mayor: Prepared, desk: Desk):
    others = prepared_for("secretaire", desk)
    with pytest.raises(failures.OtherFile):
        finish_all([(waiting_for_mayor, b""), (others, b"")], **desk.means)


def test_signature_of_another_key_is_refused(waiting_for_mayor: Prepared, desk: Desk):
    raw = desk.key("revoque").sign_raw([waiting_for_mayor.to_be_signed])[0]
    with pytest.raises(failures.WrongSignature) as caught:
        finish(waiting_for_mayor, raw, **desk.means)
    assert caught.value.retry


@pytest.mark.parametrize("raw", [b"", b"x", b"\0" * 256, b"\0" * 64])
@pytest.mark.parametrize("who", ["maire", "secretaire"])
def test_rubbish_is_no_signature(raw: bytes, who: str, waiting_for_mayor: Prepared, desk: Desk):
    prepared = waiting_for_mayor if who == "maire" else prepared_for(who, desk, SignatureLevel.B_B)
    with pytest.raises(failures.WrongSignature):
        finish(prepared, raw, **desk.means)


def test_signature_of_another_document_is_refused(waiting_for_mayor: Prepared, desk: Desk):
    raw = desk.key("maire").sign_raw([prepared_for("maire", desk).to_be_signed + b" "])[0]
    with pytest.raises(failures.WrongSignature):
        finish(waiting_for_mayor, raw, **desk.means)


def test_another_file_is_refused(waiting_for_mayor: Prepared, desk: Desk):
    raw = desk.key("maire").sign_raw([waiting_for_mayor.to_be_signed])[0]
    for content in (waiting_for_mayor.content + b" ", desk.act, b""):
        with pytest.raises(failures.OtherFile):
            finish(replace(waiting_for_mayor, content=content), raw, **desk.means)


@pytest.mark.parametrize("who", ["revoque", "expire", "intrus"])
def test_bad_certificate_is_not_prepared(who: str, desk: Desk):
    with pytest.raises(failures.SigningFailed):
        prepared_for(who, desk, SignatureLevel.B_B)


@pytest.mark.parametrize("services", [("tsa",), ("ocsp", "crls")])
def test_signature_made_is_kept_when_a_service_fails_meanwhile(
    services: tuple[str, ...], waiting_for_mayor: Prepared, desk: Desk
):
    raw = desk.key("maire").sign_raw([waiting_for_mayor.to_be_signed])[0]
    with desk.pki.down(*services):
        signed = finish(waiting_for_mayor, raw, **desk.means)
    assert signed.level == SignatureLevel.B_B
    assert signed.shortfall.retry
