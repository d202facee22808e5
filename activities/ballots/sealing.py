"""Sealed ballots (trust.md section 2): HPKE (RFC 9180) to the poll's public key, whose private half lies wrapped under the
scrutineer's passphrase and the poll's pepper, a file that lies outside the database and outside its backups.

Nothing here logs, stores or keeps a mark, a passphrase or a private key.
"""

import contextlib
import json
import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from .choices import Mark
from .rules import ALPHABET, PASSPHRASE_LENGTH, plain_passphrase

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
BOX_DOMAIN = b"party-branch ballot box 1|"
KEY_DOMAIN = b"party-branch ballot key 1|"
BLOCK = 256
PEPPER_BYTES = 32
NONCE_BYTES = 12
DIGITS = list(Mark)


class Locked(Exception):
    """The passphrase is wrong, the pepper is gone, or the wrapped key was altered."""


class BrokenBox(Exception):
    """A box that this program did not seal for this poll."""


def new_passphrase():
    return "".join(secrets.choice(ALPHABET) for _ in range(PASSPHRASE_LENGTH))


def make_key(poll_id, passphrase):
    """(public key, salt, wrapped private key) of a poll, all bytes; its pepper is made anew."""
    private, salt, nonce = (
        X25519PrivateKey.generate(),
        secrets.token_bytes(16),
        secrets.token_bytes(NONCE_BYTES),
    )
    pepper = make_pepper(poll_id)
    wrapped = AESGCM(wrapping_key(poll_id, passphrase, salt, pepper)).encrypt(
        nonce, private.private_bytes_raw(), poll_id.bytes
    )
    return private.public_key().public_bytes_raw(), salt, nonce + wrapped


def open_key(poll_id, passphrase, salt, wrapped):
    """The private key. Raises Locked."""
    try:
        pepper = pepper_path(poll_id).read_bytes()
        key = wrapping_key(poll_id, passphrase, salt, pepper)
        raw = AESGCM(key).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], poll_id.bytes)
    except (OSError, InvalidTag) as error:
        raise Locked from error
    return X25519PrivateKey.from_private_bytes(raw)


def wrapping_key(poll_id, passphrase, salt, pepper):
    slow = Scrypt(salt=salt, length=32, n=settings.BALLOT_SCRYPT_COST, r=8, p=1)
    stretched = slow.derive(plain_passphrase(passphrase).encode())
    return HKDF(SHA256(), 32, salt=pepper, info=KEY_DOMAIN + poll_id.bytes).derive(stretched)


def seal_ballot(public_key, poll_id, marks):
    """The box of one ballot: every ballot of a poll makes one of the same length."""
    text = json.dumps({"marks": "".join(str(DIGITS.index(mark)) for mark in marks)})
    padded = text.ljust(-(-len(text) // BLOCK) * BLOCK)
    key = X25519PublicKey.from_public_bytes(bytes(public_key))
    return SUITE.encrypt(padded.encode(), key, info=BOX_DOMAIN + poll_id.bytes)


def open_ballot(private_key, poll_id, box, size):
    """The marks in a box, in the order of the people. Raises BrokenBox, also when there are not `size` of them."""
    try:
        text = SUITE.decrypt(bytes(box), private_key, info=BOX_DOMAIN + poll_id.bytes)
        marks = [DIGITS[int(digit)] for digit in json.loads(text)["marks"]]
    except (InvalidTag, ValueError, KeyError, IndexError, TypeError) as error:
        raise BrokenBox from error
    if len(marks) != size:
        raise BrokenBox
    return marks


def pepper_path(poll_id):
    return settings.BALLOT_PEPPERS / poll_id.hex


def make_pepper(poll_id):
    """A new pepper in place of the old one, on the disk before it is used; its bytes."""
    destroy_pepper(poll_id)
    path, pepper = pepper_path(poll_id), secrets.token_bytes(PEPPER_BYTES)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        write_down(file, pepper)
    return pepper


def destroy_pepper(poll_id):
    """Overwrite the file and take it away; nothing happens when it is gone."""
    path = pepper_path(poll_id)
    with contextlib.suppress(FileNotFoundError):
        with path.open("r+b") as file:
            write_down(file, secrets.token_bytes(PEPPER_BYTES))
        path.unlink()


def write_down(file, content):
    file.write(content)
    file.flush()
    os.fsync(file.fileno())
