"""Sealed personal data (R-PI-5): AES-256-GCM with associated data, a key ring with rotation, and a keyed index for look-up.

The ring lies in KEYS_DIR/field_keys, made on first use with one random text. One key a line, the first one seals; to rotate,
put `2:<random text>` before what stands there, start anew and run `manage.py reseal`; then the old line may go. A line
without a name is key 1. The index has a key of its own,
KEYS_DIR/index_key, that never changes: with another one no number would be found again, and none would be unique.
"""

import base64
import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from lawfirm_party.launcher import keys


class Unreadable(Exception):
    """The sealed text was altered, moved to another row, or its key is gone."""


@lru_cache(maxsize=4)
def read_ring(folder):
    text = keys.read_or_make(folder / "field_keys", 64)
    ring = {}
    for line in text.split():
        name, _, key = line.rpartition(":")
        ring[name or "1"] = hashlib.sha256(key.encode()).digest()
    return ring


@lru_cache(maxsize=4)
def read_index_key(folder):
    return hashlib.sha256(keys.read_or_make(folder / "index_key", 64).encode()).digest()


def ring():
    return read_ring(settings.KEYS_DIR)


def seal(text, context):
    """Encrypt a text for one place (`context`, e.g. person:<uuid>:id_number); returns printable text, "" for ""."""
    if not text:
        return ""
    name, key = next(iter(ring().items()))
    nonce = secrets.token_bytes(12)
    box = AESGCM(key).encrypt(nonce, text.encode(), context.encode())
    return f"{name}:{base64.b64encode(nonce + box).decode()}"


def unseal(sealed, context):
    """The text sealed for this context. Raises Unreadable."""
    if not sealed:
        return ""
    name, _, payload = sealed.partition(":")
    try:
        raw = base64.b64decode(payload)
        return AESGCM(ring()[name]).decrypt(raw[:12], raw[12:], context.encode()).decode()
    except (KeyError, ValueError, InvalidTag) as error:
        raise Unreadable("这项加密资料读不出来，请联系管理员核对密钥。") from error


def is_of_first_key(sealed):
    """Whether a sealed text was sealed with the key that seals now."""
    return sealed.partition(":")[0] == next(iter(ring()))


def fingerprint(text, context):
    """A keyed index of a text: equal texts meet, and nobody reads them back without the key."""
    if not text:
        return ""
    key = read_index_key(settings.KEYS_DIR)
    return hmac.new(key, f"{context}|{text}".encode(), hashlib.sha256).hexdigest()
