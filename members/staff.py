"""What the two groups of staff may do in the admin site (trust.md 3a): the clerk keeps master data, the admin keeps accounts.

Set after every migration, because the rights of a group belong to the program and must fit its models. History matters,
so nobody deletes there what others may have counted on.
"""

FIRM_DATA = {
    "branches": ("firm", "branch", "partygroup", "branchsetting", "kindsetting"),
    "members": ("person",),
    "common": ("holiday",),
}
TOTALS = {"activities": ("yeartotals",)}
PARTY_DATA = {
    "members": (
        "partystanding",
        "restriction",
        "dutyexemption",
        "membership",
        "groupmembership",
        "committeeterm",
        "seat",
        "partner",
    ),
}
KEEP = ("add", "change", "view")
GRANTS = {
    "clerk": [(FIRM_DATA, KEEP), (PARTY_DATA, KEEP), (TOTALS, KEEP), ({"common": ("holiday",)}, ("delete",))],
    "admin": [
        (FIRM_DATA, KEEP),
        (TOTALS, KEEP),
        ({"members": ("user",)}, KEEP),
        ({"common": ("holiday",)}, ("delete",)),
        ({"common": ("auditentry", "heartbeat")}, ("view",)),
    ],
}


def granted(group):
    """(app label, codename) of every permission of a group."""
    return {
        (app, f"{action}_{model}")
        for models, actions in GRANTS[group]
        for app, names in models.items()
        for model in names
        for action in actions
    }


def make_groups(using="default", **kwargs):
    from django.contrib.auth.models import Group, Permission

    permissions = {
        (row.content_type.app_label, row.codename): row
        for row in Permission.objects.using(using).select_related("content_type")
    }
    for name in GRANTS:
        group, _ = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set([permissions[key] for key in granted(name) if key in permissions])
