"""All sealed texts of the program, wherever they lie: a model names its own in `sealed_fields`, {field: name of its context}."""

from django.apps import apps
from django.db import transaction

from .crypto import Unreadable, is_of_first_key, seal, unseal


def reseal_all():
    """Seal every text with the first key of the ring; (how many were changed, [what could not be read])."""
    done, unreadable = 0, []
    for model in apps.get_models():
        for field, context in getattr(model, "sealed_fields", {}).items():
            for pk in model._base_manager.exclude(**{field: ""}).order_by("pk").values_list("pk", flat=True):
                try:
                    done += reseal_one(model, pk, field, context)
                except Unreadable:
                    unreadable.append(f"{model._meta.label_lower}:{pk}:{field}")
    return done, unreadable


@transaction.atomic
def reseal_one(model, pk, field, context):
    """Whether the text of one row was sealed anew. Raises Unreadable."""
    rows = model._base_manager.filter(pk=pk)
    row = rows.select_for_update(of=("self",)).first()
    sealed = getattr(row, field, "")
    if not sealed or is_of_first_key(sealed):
        return False
    place = getattr(row, context)
    rows.update(**{field: seal(unseal(sealed, place), place)})
    return True
