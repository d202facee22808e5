from django import template

register = template.Library()


@register.inclusion_tag("partials/_days_note.html", takes_context=True)
def days_note(context, note):
    """{% days_note note %}: years whose holidays are not announced yet, if any."""
    user = context["request"].user
    return {"note": note, "may_enter": bool(note) and user.is_staff and user.has_perm("common.add_holiday")}
