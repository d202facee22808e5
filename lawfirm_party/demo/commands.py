"""Load the demo firm, whole or not at all."""

from django.db import transaction

from lawfirm_party.common.dates import local_day
from lawfirm_party.common.refusal import Refusal

from . import calendar, firm
from .evaluation import evaluate
from .life import live, rests_around
from .voices import hear_clients

FOREIGN_DATA = "数据库里已有别的资料，不能再装演示数据。请换一个空的 DATA_DIR，或换一个空的数据库。"


@transaction.atomic
def load_demo(*, now, password):
    """Make the demo firm as of `now`, two years of meetings included; returns how many meetings, None when it is there already.

    Refuses when anybody else's data is there. Nobody is told of the past: the branches want reminders from `now` on.
    """
    if firm.is_there():
        return None
    if not firm.is_empty():
        raise Refusal(FOREIGN_DATA)
    today = local_day(now)
    admitted_on = admission_day(today)
    world = firm.make_world(now, today, admitted_on, password)
    meetings = live(world, now, admitted_on)
    hear_clients(world, now)
    evaluate(world, now)
    return meetings


def admission_day(today):
    rests = rests_around(today)
    life = calendar.main_life(today, rests.is_rest, lambda day: bool(rests.day(day).name))
    return calendar.admission_day(life, today)
