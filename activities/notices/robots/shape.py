"""What the adapters share: reading the address that a service gives out, and the signature of two of them."""

import base64
import hashlib
import hmac
import re
from urllib.parse import parse_qs, urlsplit

KEY = re.compile(r"[A-Za-z0-9_-]{8,200}\Z")


def parts_of(address, host):
    """(path, query as dict of lists) of an https address on exactly this host and its usual port, else None."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return None
    alone = parts.username is None and parts.password is None and port in {None, 443}
    if parts.scheme != "https" or parts.hostname != host or not alone:
        return None
    return parts.path, parse_qs(parts.query)


def key_in_query(address, host, path, name):
    """The key that an address carries as one parameter, or ""."""
    found = parts_of(address, host)
    if not found or found[0] != path:
        return ""
    values = found[1].get(name, [])
    return values[0] if len(values) == 1 and KEY.match(values[0]) else ""


def signature(key, text):
    """HMAC-SHA256 in base64."""
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
