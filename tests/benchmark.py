"""Times pages beside a bare logged-in view that lists 36 rows with three queries; prints the shortest times and their ratios.

Run through script/benchmark. Reads the database of DATA_DIR and changes nothing. The shortest of many rounds is taken,
because whatever else the machine does can only add to a time.
"""

import os
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lawfirm_party.settings")

import django

django.setup()

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from lawfirm_party.common import clock
from members.models import Person, User

ROUNDS = 40
LIMIT = 4.0
# The one that reads the roles would make a fourth query, and flatter the ratios.
BARE_MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != "members.sessions.end_what_is_over"]
ROWS = Template("<!doctype html><ul>{% for person in people %}<li>{{ person.name }}</li>{% endfor %}</ul>")


@login_required
def bare(request):
    return HttpResponse(ROWS.render(Context({"people": Person.objects.order_by("id")[:36]})))


urlpatterns = [path("bare/", bare), path("", include("lawfirm_party.urls"))]


def once(client, address):
    start = time.perf_counter()
    response = client.get(address, HTTP_HOST="localhost")
    took = time.perf_counter() - start
    assert response.status_code == 200, (address, response.status_code)
    return took


def client_of(user):
    """A logged-in client that has loaded the middleware of the moment."""
    client = Client()
    client.force_login(user)
    once(client, "/bare/")
    return client


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        once(client, address)
    return len(captured)


def addresses(user):
    from activities.meetings.queries.visible import meetings_for

    meeting = meetings_for(user, clock.today()).filter(state="archived").first()
    return {
        "工作台": "/",
        "达标总表": f"/board/{clock.today().year}/",
        "人员": "/members/",
        "会议": meeting.get_absolute_url(),
    }


def main():
    user = User.objects.filter(username="secretary").first()
    if user is None:
        raise SystemExit("数据库里没有演示账号 secretary。请先用演示数据运行一次 script/server。")
    pages = {"空白页": "/bare/", **addresses(user)}
    clients = dict.fromkeys(pages, client_of(user))
    with override_settings(MIDDLEWARE=BARE_MIDDLEWARE):
        clients["空白页"] = client_of(user)
    times = {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, address in pages.items():
            times[name].append(once(clients[name], address))
    base = min(times["空白页"])
    for name, address in pages.items():
        took = min(times[name])
        verdict = "" if took / base <= LIMIT else f"  超过 {LIMIT:g}"
        print(
            f"{name:<6}\t{took * 1000:6.1f} ms\t× {took / base:.2f}\t{queries(clients[name], address)} 次查询{verdict}"
        )


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="tests.benchmark"), transaction.atomic():
        main()
        transaction.set_rollback(True)
