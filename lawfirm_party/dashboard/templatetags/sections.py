from django import template

from lawfirm_party.common import clock
from members.queries import roles_of

from ..sections import tabs_of

register = template.Library()


@register.inclusion_tag("partials/_tabs.html", takes_context=True)
def section(context, name, here=""):
    """{% section "people" %}: the tabs of a section, above the title of each of its pages; `here` names the tab of a page at
    another address than the tab leads to."""
    request = context["request"]
    return {"tabs": tabs_of(name, roles_of(request.user, clock.today()), here or request.path)}


@register.inclusion_tag("members/_my_tabs.html", takes_context=True)
def my_tabs(context, here):
    """{% my_tabs "agenda" %}: the tabs of 我的, above the title of each of its pages."""
    return {"here": here, "is_lawyer": roles_of(context["request"].user, clock.today()).is_lawyer}
