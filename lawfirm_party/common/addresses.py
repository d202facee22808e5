from django.urls import reverse


def address_by_id(name):
    """A function from an id to the address of that name: resolved once, for tables of many links."""
    pattern = reverse(name, args=[0])
    return lambda pk: pattern.replace("/0/", f"/{pk}/")
