from pathlib import Path

import pytest

from deliberations.signing.completing import CompletedDocument
from deliberations.signing.ports import SignedDocument
from tests.deliberations.signing.samples import render_act
from tests.support import verapdf
from tests.support.verapdf import EngineMissing, assert_conforms, conformity_faults

pytestmark = pytest.mark.integration


def test_prepared_and_signed_files_conform(
    master: bytes, signed: SignedDocument, two_fields: bytes, twice_signed: SignedDocument
):
    assert_conforms(
        {
            "one field": master,
            "signed": signed.content,
            "two fields": two_fields,
            "signed twice": twice_signed.content,
        }
    )


def test_files_signed_for_the_long_term_conform(
    certified: SignedDocument,
    register_act: SignedDocument,
    completed: CompletedDocument,
    renewed: CompletedDocument,
    hash_signed: SignedDocument,
    sealed: SignedDocument,
):
    assert_conforms(
        {
            "certified by the secretary": certified.content,
            "approved by the mayor": register_act.content,
            "completed": completed.content,
            "renewed": renewed.content,
            "signed in two steps": hash_signed.content,
            "sealed": sealed.content,
        }
    )


def test_unprepared_file_breaks_two_rules(tmp_path: Path):
    path = tmp_path / "acte.pdf"
    path.write_bytes(render_act("sig_maire"))
    faults = conformity_faults([path, b"Bonjour"])
    assert [(fault.document, fault.profile, fault.rule, fault.count) for fault in faults] == [
        ("acte.pdf", "3a", "6.3.3-1", 1),
        ("acte.pdf", "3a", "6.4.1-3", 1),
        ("document 2", "3a", "", 1),
        ("document 2", "ua1", "", 1),
    ]


def test_failure_names_document_profile_and_rule():
    with pytest.raises(AssertionError, match=r"document 1 \[3a\] 6\.4\.1-3 ×1: The NeedAppearances flag"):
        assert_conforms(render_act("sig_maire"), profiles=["3a"])


def test_unknown_profile_is_a_failure(master: bytes):
    with pytest.raises(AssertionError, match="unknown profile 9z"):
        assert_conforms(master, profiles=["9z"])


def test_empty_list_is_a_failure():
    with pytest.raises(AssertionError, match="an empty list"):
        assert_conforms([])


@pytest.fixture
def not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine of the other tests is left alone: another one is started."""
    monkeypatch.setattr(verapdf, "_engine", verapdf._engine.__wrapped__)


@pytest.mark.usefixtures("not_started")
def test_missing_java_names_its_package(master: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineMissing, match="default-jre-headless"):
        assert_conforms(master)


@pytest.mark.usefixtures("not_started")
def test_missing_libraries_name_their_package(master: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(verapdf, "JAVA_LIBRARIES", tmp_path)
    with pytest.raises(EngineMissing, match="libjaxb-java"):
        assert_conforms(master)
