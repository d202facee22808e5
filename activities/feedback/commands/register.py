"""Write the register of complaints, disciplinary and administrative measures."""

from django.db import transaction

from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Conflict, Refusal
from members.models import Person
from members.queries import roles_of

from ..models import Measure
from ..permissions import keeps_register
from ..queries.register import measures_for

ONLY_KEEPERS = "投诉、惩戒和处罚由书记或录入员登记。"
IN_THE_FUTURE = "收到日期不能晚于今天。"
ENDED_BEFORE = "办结日期不能早于收到日期，也不能晚于今天。"
NEEDS_OUTCOME = "办结了，请写明结果。"
STRANGER = "涉及人员要是本所的人。"
CHANGED = "别人刚刚修改过这一条，请核对后再保存。"


@transaction.atomic
def record_measure(*, user, values, now, measure_id=None, version=None):
    """Register a Measure, or correct the one with `measure_id` as it stood at `version`; the Measure.

    `values`: kind, person (or None), received_on, source, document_number, summary, outcome, closed_on (inclusive, or None).
    Raises Refusal, and Conflict when somebody else was quicker.
    """
    on = local_day(now)
    roles = roles_of(user, on)
    if not keeps_register(roles):
        raise Refusal(ONLY_KEEPERS)
    refuse_wrong_days(values, on)
    measure = (
        Measure(firm_id=roles.firm_id)
        if measure_id is None
        else locked_measure(user, measure_id, version, on)
    )
    person = values["person"]
    if person and not Person.objects.filter(pk=person.pk, firm=measure.firm_id).exists():
        raise Refusal(STRANGER, "person")
    for name, value in values.items():
        setattr(measure, name, value)
    measure.recorded_by, measure.recorded_at, measure.version = user, now, measure.version + 1
    measure.save()
    return measure


def refuse_wrong_days(values, on):
    received_on, closed_on = values["received_on"], values["closed_on"]
    if received_on > on:
        raise Refusal(IN_THE_FUTURE, "received_on")
    if closed_on and not received_on <= closed_on <= on:
        raise Refusal(ENDED_BEFORE, "closed_on")
    if closed_on and not values["outcome"]:
        raise Refusal(NEEDS_OUTCOME, "outcome")


def locked_measure(user, measure_id, version, on):
    measure = measures_for(user, on).select_for_update(no_key=True).get(pk=measure_id)
    if measure.version != version:
        raise Conflict(CHANGED, measure)
    return measure
