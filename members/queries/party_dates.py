"""When people came into the Party and became 正式, from their dated standings."""

from lawfirm_party.common.prepared import AN_ID, Prepared

from ..models import PartyStanding
from ..rules import party_dates

STANDING_SPANS = Prepared(
    lambda ids: (
        PartyStanding.objects.filter(person__in=[ids])
        .order_by()
        .values_list("person", "standing", "since", "until")
    ),
    ids=AN_ID,
)


def party_dates_of(ids, on):
    """{id: PartyDates on a day} of those of the ids who have a standing; one query."""
    spans = {}
    for pk, *span in STANDING_SPANS.rows(ids=list(ids)):
        spans.setdefault(pk, []).append(tuple(span))
    return {pk: party_dates(rows, on) for pk, rows in spans.items()}
