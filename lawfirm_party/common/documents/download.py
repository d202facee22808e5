"""A file as the answer to a request."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

NOT_IN_FILE_NAMES = '/\\:*?"<>|'


def download(data, *, name, content_type):
    """The bytes as a file to keep, under a name that may be Chinese (RFC 6266); no cache holds it."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, file_name(name))
    response["Cache-Control"] = "no-store, private"
    return response


def file_name(name):
    """A name that every system takes as one file: no separators, nothing unprintable, no dots at its ends."""
    kept = "".join(char for char in name if char.isprintable() and char not in NOT_IN_FILE_NAMES)
    return kept.strip(" .") or "文件"
