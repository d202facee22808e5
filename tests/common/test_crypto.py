"""Sealed personal data: bound to its place, proof against changes, readable after a change of keys (trust.md row 16)."""

import base64
import stat

import pytest

from lawfirm_party.common import crypto

NUMBER = "11010519491231002X"
PLACE = "person:1:id_number"


@pytest.fixture
def ring(settings, tmp_path):
    """Write the key ring's lines; the next call reads them."""
    settings.KEYS_DIR = tmp_path

    def write(*lines):
        (tmp_path / "field_keys").write_text("\n".join(lines), encoding="ascii")
        crypto.read_ring.cache_clear()

    crypto.read_ring.cache_clear()
    crypto.read_index_key.cache_clear()
    yield write
    crypto.read_ring.cache_clear()
    crypto.read_index_key.cache_clear()


def test_a_ring_is_made_on_first_use_for_its_owner_alone(ring, settings):
    assert crypto.unseal(crypto.seal(NUMBER, PLACE), PLACE) == NUMBER
    file = settings.KEYS_DIR / "field_keys"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(file.read_text().strip()) == 64


def test_the_same_text_is_never_sealed_the_same(ring):
    sealed = {crypto.seal(NUMBER, PLACE) for _ in range(50)}
    assert len(sealed) == 50
    assert not any(NUMBER in text for text in sealed)


@pytest.mark.parametrize("place", ["person:2:id_number", "person:1:phone", "", PLACE + " "])
def test_a_sealed_text_is_not_read_in_another_place(ring, place):
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(crypto.seal(NUMBER, PLACE), place)


def test_every_altered_byte_is_noticed(ring):
    name, _, payload = crypto.seal(NUMBER, PLACE).partition(":")
    raw = base64.b64decode(payload)
    for place in range(len(raw)):
        altered = bytearray(raw)
        altered[place] ^= 1
        with pytest.raises(crypto.Unreadable):
            crypto.unseal(f"{name}:{base64.b64encode(altered).decode()}", PLACE)


@pytest.mark.parametrize("text", ["x", ":", "1:", "1:x", "9:AAAA", "1:AAAA", "没有", "1:" + "A" * 2000])
def test_what_was_never_sealed_is_unreadable(ring, text):
    ring("key-one")
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(text, PLACE)


def test_nothing_stays_nothing(ring):
    assert (crypto.seal("", PLACE), crypto.unseal("", PLACE), crypto.fingerprint("", "x")) == ("", "", "")


def test_after_a_change_of_keys_old_texts_are_read_and_new_ones_use_the_new_key(ring):
    ring("key-one")
    old = crypto.seal(NUMBER, PLACE)
    index = crypto.fingerprint(NUMBER, "id_number")
    ring("2:key-two", "key-one")
    new = crypto.seal(NUMBER, PLACE)
    assert (old[:2], new[:2]) == ("1:", "2:")
    assert crypto.unseal(old, PLACE) == crypto.unseal(new, PLACE) == NUMBER
    assert crypto.fingerprint(NUMBER, "id_number") == index
    ring("2:key-two")
    assert crypto.fingerprint(NUMBER, "id_number") == index


def test_without_its_key_a_text_is_gone(ring):
    ring("2:key-two", "key-one")
    sealed = crypto.seal(NUMBER, PLACE)
    for keys in (("key-one",), ("2:another", "key-one")):
        ring(*keys)
        with pytest.raises(crypto.Unreadable):
            crypto.unseal(sealed, PLACE)


def test_an_index_needs_the_key_and_knows_its_purpose(ring, settings):
    index = crypto.fingerprint(NUMBER, "id_number")
    assert index == crypto.fingerprint(NUMBER, "id_number")
    assert index != crypto.fingerprint(NUMBER, "phone")
    (settings.KEYS_DIR / "index_key").write_text("another", encoding="ascii")
    crypto.read_index_key.cache_clear()
    assert index != crypto.fingerprint(NUMBER, "id_number")
