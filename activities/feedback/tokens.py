"""The link of a card: 256 random bits, of which only the SHA-256 is stored."""

import hashlib
import secrets


def new_token():
    return secrets.token_urlsafe(32)


def hash_of(token):
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
