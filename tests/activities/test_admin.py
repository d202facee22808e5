"""What the admin site shows of what the processes made, to staff that are bound to a firm."""

import pytest
from django.urls import reverse

from tests import factories
from tests.conftest import NOW

from .notices.outbox import make_group_row, make_row
from .notices.sinks import make_robot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
OUTBOX = "admin:activities_outboxrow_changelist"


def rows_seen(client):
    return set(client.get(reverse(OUTBOX)).context["cl"].queryset.values_list("pk", flat=True))


def test_an_admin_of_a_firm_sees_its_messages_to_people_and_to_groups_and_no_others(cast, client):
    own = {
        make_row(cast.people["member"], branch=cast.branch).pk,
        make_row(cast.people["lawyer"], rule="invitation").pk,
        make_group_row(make_robot(cast.branch)).pk,
    }
    elsewhere = factories.make_branch()
    strange = {
        make_row(factories.make_member(elsewhere), branch=elsewhere).pk,
        make_group_row(make_robot(elsewhere)).pk,
    }
    bound = factories.make_user("bound", factories.make_person(cast.firm), group="admin", is_staff=True)
    client.force_login(bound)
    assert rows_seen(client) == own
    assert rows_seen(cast.client("admin")) == own | strange


def test_a_message_to_a_group_says_to_which(cast):
    row = make_group_row(make_robot(cast.branch, name="支部大群"), sent_at=NOW)
    client = cast.client("admin")
    assert "支部大群" in client.get(reverse(OUTBOX)).content.decode()
    page = client.get(reverse("admin:activities_outboxrow_change", args=[row.pk]))
    assert "支部大群" in page.content.decode()
