"""Saving one row as a command does: checked first, refused in a sentence, and never over somebody else's change."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from .refusal import CLASHES, Conflict, Refusal


def row_version(row):
    """A number that changes whenever a stored column of the row does."""
    values = [str(field.value_from_object(row)) for field in row._meta.concrete_fields]
    return int(hashlib.sha256(repr(values).encode()).hexdigest()[:7], 16)


def stored(row, validate=True):
    """The row, saved. Raises Refusal at the field where the models find something against it, Conflict when somebody was
    quicker between that and the write."""
    try:
        if validate:
            row.full_clean()
        row.save()
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise Refusal(sentences[0], None if field == "__all__" else field) from error
    except IntegrityError as error:
        raise Conflict(CLASHES) from error
    return row
