"""The chain and the Merkle tree of the proof register, against the published vectors of Certificate Transparency."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberations.domain.proofs import (
    GENESIS,
    canonical,
    commitment_of,
    consistency_proof,
    entry_hash,
    entry_text,
    head_text,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    node_hash,
    root_of_inclusion,
    tree_root,
    utc_text,
)

pytestmark = pytest.mark.unit

CT_LEAVES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
CT_ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""Leaves and roots of the test suite of certificate-transparency (merkle_tree_test, RFC 6962)."""
INCLUSION = (
    (1, 1, ()),
    (
        1,
        8,
        (
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ),
    ),
    (
        6,
        8,
        (
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ),
    (3, 3, ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",)),
)
"""Leaf counted from 1, size, path: as that suite gives them."""
CONSISTENCY = (
    (1, 1, ()),
    (
        1,
        8,
        (
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ),
    ),
    (
        6,
        8,
        (
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ),
    ),
)

many = st.lists(st.binary(max_size=40), min_size=1, max_size=70)


def leaves_of(contents: list[bytes]) -> list[bytes]:
    return [leaf_hash(content) for content in contents]


def split_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962 section 2.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(split_root(leaves[:split]), split_root(leaves[split:]))


def test_root_of_nothing() -> None:
    assert tree_root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_root_vectors_rfc6962(size: int) -> None:
    assert tree_root(leaves_of(CT_LEAVES[:size])).hex() == CT_ROOTS[size - 1]


@pytest.mark.parametrize(("leaf", "size", "path"), INCLUSION)
def test_inclusion_vectors_rfc6962(leaf: int, size: int, path: tuple[str, ...]) -> None:
    leaves = leaves_of(CT_LEAVES[:size])
    found = inclusion_proof(leaves, leaf - 1)
    assert tuple(each.hex() for each in found) == path
    told = root_of_inclusion(leaves[leaf - 1], leaf - 1, size, found)
    assert told is not None
    assert told.hex() == CT_ROOTS[size - 1]


@pytest.mark.parametrize(("first", "second", "path"), CONSISTENCY)
def test_consistency_vectors_rfc6962(first: int, second: int, path: tuple[str, ...]) -> None:
    found = consistency_proof(leaves_of(CT_LEAVES[:second]), first)
    assert tuple(each.hex() for each in found) == path


@given(many)
def test_root_is_that_of_the_definition(contents: list[bytes]) -> None:
    assert tree_root(leaves_of(contents)) == split_root(leaves_of(contents))


@given(many, st.data())
def test_every_leaf_is_proved_and_no_other(contents: list[bytes], data: st.DataObject) -> None:
    leaves = leaves_of(contents)
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = inclusion_proof(leaves, index)
    root = tree_root(leaves)
    assert root_of_inclusion(leaves[index], index, len(leaves), path) == root
    assert root_of_inclusion(leaf_hash(b"another" + contents[index]), index, len(leaves), path) != root
    assert root_of_inclusion(leaves[index], index, len(leaves), (*path, root)) is None
    assert root_of_inclusion(leaves[index], len(leaves), len(leaves), path) is None
    if path:
        assert root_of_inclusion(leaves[index], index, len(leaves), path[:-1]) is None


@given(many, st.data())
def test_a_later_tree_only_adds(contents: list[bytes], data: st.DataObject) -> None:
    leaves = leaves_of(contents)
    first = data.draw(st.integers(1, len(leaves)))
    told = {
        "first": first,
        "first_root": tree_root(leaves[:first]),
        "second": len(leaves),
        "second_root": tree_root(leaves),
    }
    path = consistency_proof(leaves, first)
    assert is_consistent(**told, path=path)
    assert not is_consistent(**{**told, "first_root": leaf_hash(b"rewritten")}, path=path)
    assert not is_consistent(**{**told, "second_root": leaf_hash(b"rewritten")}, path=path)
    assert not is_consistent(**told, path=(*path, leaf_hash(b"more")))


def test_rewritten_history_is_not_consistent() -> None:
    leaves = leaves_of(CT_LEAVES)
    rewritten = [leaf_hash(b"x"), *leaves[1:]]
    assert not is_consistent(
        first=5,
        first_root=tree_root(leaves[:5]),
        second=8,
        second_root=tree_root(rewritten),
        path=consistency_proof(rewritten, 5),
    )


@pytest.mark.parametrize(("size", "index"), [(0, 0), (3, 3), (3, -1)])
def test_no_proof_outside_the_tree(size: int, index: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof(leaves_of(CT_LEAVES[:size]), index)


@pytest.mark.parametrize("first", [0, 4])
def test_no_consistency_outside_the_tree(first: int) -> None:
    with pytest.raises(IndexError):
        consistency_proof(leaves_of(CT_LEAVES[:3]), first)
    assert not is_consistent(first=first, first_root=b"", second=3, second_root=b"", path=())


def test_an_empty_path_proves_no_growth() -> None:
    leaves = leaves_of(CT_LEAVES[:3])
    told = {"first_root": tree_root(leaves), "second": 4, "second_root": tree_root(leaves)}
    assert not is_consistent(first=3, path=(), **told)


def test_entry_is_chained_and_written_one_way() -> None:
    at = datetime(2026, 11, 30, 18, 4, 5, tzinfo=timezone(timedelta(hours=1)))
    commitment = commitment_of(b"s" * 32, canonical({"b": "é", "a": 1}))
    assert commitment == hashlib.sha256(b"s" * 32 + '{"a":1,"b":"é"}'.encode()).digest()
    text = entry_text(seq=1, at=at, kind="ISSUED", commitment=commitment.hex())
    assert text == (
        f'{{"at":"2026-11-30T17:04:05.000000Z","commitment":"{commitment.hex()}","kind":"ISSUED","seq":1}}'
    )
    assert entry_hash(GENESIS, text) == hashlib.sha256(b"\x00" + bytes(32) + text.encode()).digest()


def test_head_is_written_one_way() -> None:
    told = head_text(council="gruson", day="2026-11-30", size=3, root="ab")
    assert told == '{"council":"gruson","day":"2026-11-30","root":"ab","size":3}'


def test_instants_are_told_in_utc() -> None:
    assert utc_text(datetime(2026, 3, 29, 1, 0, 0, 7, tzinfo=UTC)) == "2026-03-29T01:00:00.000007Z"
