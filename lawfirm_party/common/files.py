"""Made files as answers: a name that every browser keeps (RFC 6266), never cached, never opened as anything else."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t', "－"))


def as_download(content, name, kind):
    """The response that gives the bytes (or chunks of them) as `name`.`kind`; kind is a key of TYPES."""
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(
        True, f"{name.translate(NOT_IN_NAMES)}.{kind}"
    )
    response["Cache-Control"] = "no-store, private"
    return response
