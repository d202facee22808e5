"""The audit trail is a chain, and every link that is touched is found (trust.md section 3, row 17)."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module
from io import StringIO

import pgtrigger
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from lawfirm_party.common import audit
from lawfirm_party.common.choices import AuditAction
from lawfirm_party.common.models import AuditEntry, AuditHead
from lawfirm_party.dashboard.tasks import check_audit
from tests import factories
from tests.conftest import NOW

LINKS = 12
TOUCHED = 1000


def write(count, user=None, start=0):
    for number in range(start, start + count):
        action = list(AuditAction)[number % len(AuditAction)]
        moment = NOW + timedelta(seconds=number // 2)
        audit.write_down(user=user, action=action, thing=f"person:{number // 3}:id_number", now=moment)


@pytest.fixture
def trail(db):
    users = [factories.make_user("first"), factories.make_user("second")]
    for number in range(LINKS):
        write(1, [None, *users][number % 3], start=number)
    return users


def test_what_is_written_down_fits(trail):
    assert audit.findings() == []
    head = AuditHead.objects.get()
    assert (head.entries, head.digest) == (LINKS, AuditEntry.objects.order_by("pk").last().digest)


def test_an_empty_trail_fits(db):
    assert audit.findings() == []


def test_what_is_taken_back_leaves_no_trace(trail):
    with transaction.atomic():
        write(3)
        transaction.set_rollback(True)
    write(1)
    assert audit.findings() == []


def other(values, now):
    return random.choice([value for value in values if value != now])


def alter(entry, users):
    field = random.choice(["at", "user_id", "action", "thing", "previous", "digest"])
    values = {
        "at": [entry.at + timedelta(microseconds=random.choice([-1, 1, 10**9]))],
        "user_id": [None, *(user.pk for user in users)],
        "action": AuditAction.values,
        "thing": ["", entry.thing + " ", entry.thing[:-1], entry.thing.swapcase()],
        "previous": ["", "0" * 64, entry.digest],
        "digest": ["", "f" * 64, entry.previous],
    }[field]
    AuditEntry.objects.filter(pk=entry.pk).update(**{field: other(values, getattr(entry, field))})


def delete(entry, users):
    AuditEntry.objects.filter(pk=entry.pk).delete()


def cut_off(entry, users):
    AuditEntry.objects.filter(pk__gte=entry.pk).delete()


def behead(entry, users):
    AuditEntry.objects.filter(pk__lte=entry.pk).delete()


def delete_and_mend(entry, users):
    """Whoever deletes an entry may also tie its neighbours together."""
    AuditEntry.objects.filter(pk=entry.pk + 1).update(previous=entry.previous)
    entry.delete()


def delete_and_lower_the_count(entry, users):
    AuditHead.objects.update(entries=LINKS - 1)
    entry.delete()


def insert(entry, users):
    copy = AuditEntry(at=entry.at, action=entry.action, thing=entry.thing, previous=entry.previous)
    copy.digest = random.choice(["", entry.digest])
    copy.pk = random.choice([LINKS + 1, LINKS + 100, 0, -5])
    AuditEntry.objects.bulk_create([copy])


def move(entry, users):
    """To another place: a number that was free."""
    AuditEntry.objects.filter(pk=entry.pk).update(id=random.choice([0, -3, LINKS + 1, LINKS + 9]))


def swap(entry, users):
    second = AuditEntry.objects.exclude(pk=entry.pk).order_by("?").first()
    AuditEntry.objects.filter(pk=entry.pk).update(id=10**6)
    AuditEntry.objects.filter(pk=second.pk).update(id=entry.pk)
    AuditEntry.objects.filter(pk=10**6).update(id=second.pk)


def move_head(entry, users):
    change = random.choice([{"entries": LINKS + 1}, {"last": 3}, {"digest": entry.previous}])
    AuditHead.objects.update(**change)


def forget_head(entry, users):
    AuditHead.objects.all().delete()


HANDS = [
    *(alter, alter, alter, delete, cut_off, behead, delete_and_mend, delete_and_lower_the_count),
    *(insert, move, swap, move_head, forget_head),
]


def test_a_thousand_of_a_thousand_alterations_are_found(trail):
    random.seed(17)
    entries = list(AuditEntry.objects.order_by("pk"))
    missed = []
    for number in range(TOUCHED):
        hand, entry = random.choice(HANDS), random.choice(entries)
        with transaction.atomic():
            with pgtrigger.ignore("common.AuditEntry:only_added_to"):
                hand(AuditEntry.objects.get(pk=entry.pk), trail)
            if not audit.findings():
                missed.append((number, hand.__name__, entry.pk))
            transaction.set_rollback(True)
    assert missed == []
    assert audit.findings() == []


def test_who_does_not_have_the_key_makes_no_entry_that_fits(trail, monkeypatch):
    monkeypatch.setattr("lawfirm_party.common.chain.fingerprint", lambda text, context: "a" * 64)
    write(1)
    monkeypatch.undo()
    assert [finding.sentence for finding in audit.findings()] == [audit.ALTERED]


def test_the_first_wrong_place_is_named(trail):
    with pgtrigger.ignore("common.AuditEntry:only_added_to"):
        AuditEntry.objects.filter(pk=4).update(thing="person:99")
        AuditEntry.objects.filter(pk=8).delete()
    assert audit.findings() == [audit.Finding(4, audit.ALTERED), audit.Finding(9, audit.OUT_OF_LINE)] + [
        audit.Finding(0, audit.CUT_OFF)
    ]


def test_the_command_says_how_it_stands(trail):
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert f"共 {LINKS} 条" in out.getvalue()
    with pgtrigger.ignore("common.AuditEntry:only_added_to"):
        AuditEntry.objects.filter(pk=2).update(thing="x")
    with pytest.raises(CommandError, match="1 处"):
        call_command("verify_audit", stdout=out)
    assert f"第 2 条：{audit.ALTERED}" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_keep_one_chain():
    def work(number):
        try:
            write(10, start=number * 10)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert AuditEntry.objects.count() == 80
    assert audit.findings() == []


def test_entries_from_before_are_chained_in_their_order(db):
    """The migration's step over a trail with gaps that nothing ties together yet."""
    user = factories.make_user("somebody")
    rows = [
        AuditEntry(pk=number * 3, at=NOW, user=user, action="signed_in", thing=f"user:{number}")
        for number in range(1, 1203)
    ]
    AuditEntry.objects.bulk_create(rows)
    AuditHead.objects.all().delete()
    step = import_module("lawfirm_party.common.migrations.0007_chained_trail")
    with connection.schema_editor() as editor, pgtrigger.ignore("common.AuditEntry:only_added_to"):
        step.chain(apps, editor)
    assert audit.findings() == []
    write(2)
    assert audit.findings() == []
    assert AuditEntry.objects.count() == 1204


# ---- what a page says at a glance


def test_at_a_glance_a_whole_trail_is_whole_before_and_after_a_look_at_all_of_it(trail):
    assert audit.trail_state() == audit.TrailState(LINKS, 0, None, LINKS, 0)
    assert audit.check_trail(now=NOW) == []
    write(3, start=LINKS)
    assert audit.trail_state() == audit.TrailState(LINKS + 3, 0, NOW, 3, 0)


def test_at_a_glance_an_empty_trail_is_whole(db):
    assert audit.trail_state() == audit.TrailState(0, 0, None, 0, 0)


@pytest.mark.parametrize(
    "hand",
    [alter, delete, cut_off, behead, delete_and_mend, swap, move_head, forget_head],
    ids=lambda h: h.__name__,
)
@pytest.mark.parametrize("is_checked", [False, True], ids=["never checked", "checked before"])
def test_at_a_glance_what_is_done_to_the_newest_entries_is_found(trail, hand, is_checked):
    random.seed(4)
    if is_checked:
        audit.check_trail(now=NOW)
        write(4, start=LINKS)
    newest = AuditEntry.objects.order_by("pk")[LINKS + 1 if is_checked else 5]
    with pgtrigger.ignore("common.AuditEntry:only_added_to"):
        hand(newest, trail)
    assert audit.trail_state().problems >= 1


def test_what_was_altered_long_ago_is_found_by_the_daily_look_and_stays_said(trail):
    audit.check_trail(now=NOW)
    with pgtrigger.ignore("common.AuditEntry:only_added_to"):
        AuditEntry.objects.filter(pk=3).update(thing="person:1:email")
    check_audit()
    write(2, start=LINKS)
    assert audit.trail_state().problems == 1


def test_at_a_glance_no_more_is_looked_at_than_is_quick(trail, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(audit, "AT_A_GLANCE", 5)
    with django_assert_num_queries(3):
        assert audit.trail_state() == audit.TrailState(LINKS, 0, None, 5, LINKS - 5)
    audit.check_trail(now=NOW)
    write(5, start=LINKS)
    assert audit.trail_state() == audit.TrailState(LINKS + 5, 0, NOW, 5, 0)
    write(1, start=LINKS)
    assert audit.trail_state() == audit.TrailState(LINKS + 6, 0, NOW, 5, 1)
