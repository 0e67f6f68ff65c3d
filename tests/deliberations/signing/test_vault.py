import pytest

from deliberations.signing.vault import VaultClosed, close_secret, is_under_first, open_secret

pytestmark = pytest.mark.unit

OLD, NEW = "ancien secret de l'exploitant, long", "nouveau secret de l'exploitant, long"
PLAIN = b"mot de passe du cachet"


def test_secret_opens_with_its_key_and_hides_what_it_holds():
    kept = close_secret(PLAIN, [OLD], bound_to="exemple/cachet")
    assert PLAIN not in kept
    assert open_secret(kept, [OLD], bound_to="exemple/cachet") == PLAIN
    assert close_secret(PLAIN, [OLD], bound_to="exemple/cachet") != kept, "a salt and a nonce each time"


def test_listed_former_secret_still_opens_and_is_seen():
    kept = close_secret(PLAIN, [OLD], bound_to="a")
    assert open_secret(kept, [NEW, OLD], bound_to="a") == PLAIN
    assert not is_under_first(kept, [NEW, OLD], bound_to="a")
    assert is_under_first(close_secret(PLAIN, [NEW, OLD], bound_to="a"), [NEW, OLD], bound_to="a")


@pytest.mark.parametrize(
    ("secrets", "bound_to"), [([NEW], "a"), ([], "a"), ([OLD], "b")], ids=["other", "none", "moved"]
)
def test_other_secret_or_other_row_opens_nothing(secrets, bound_to):
    with pytest.raises(VaultClosed):
        open_secret(close_secret(PLAIN, [OLD], bound_to="a"), secrets, bound_to=bound_to)


@pytest.mark.parametrize("place", [0, 5, 20, 30, -1])
def test_one_bit_changed_opens_nothing(place):
    kept = bytearray(close_secret(PLAIN, [OLD], bound_to="a"))
    kept[place] ^= 1
    with pytest.raises(VaultClosed):
        open_secret(bytes(kept), [OLD], bound_to="a")


@pytest.mark.parametrize("kept", [b"", b"\x01", b"\x01" + b"0" * 20])
def test_truncated_opens_nothing(kept):
    with pytest.raises(VaultClosed):
        open_secret(kept, [OLD], bound_to="a")


@pytest.mark.parametrize("secrets", [[], ["court"]])
def test_nothing_is_closed_without_a_long_secret(secrets):
    with pytest.raises(ValueError, match="32"):
        close_secret(PLAIN, secrets, bound_to="a")
