from django import template

register = template.Library()


@register.inclusion_tag("partials/_days_note.html", takes_context=True)
def days_note(context, note):
    """{% days_note note %}: years whose holidays are not announced yet, if any."""
    return {"note": note}
