"""办结 leads back to the page its button stood on, and nowhere else."""

import pytest

from activities.meetings.models import ActionItem
from tests.activities.meetings.record_world import make_held
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("/me/", "/me/"),
        ("/decisions/?state=done", "/decisions/?state=done"),
        ("", "/decisions/"),
        ("//evil.example/", "/decisions/"),
        ("https://evil.example/", "/decisions/"),
        ("/\\evil.example", "/decisions/"),
        ("me", "/decisions/"),
    ],
)
def test_closing_an_item_leads_back_to_the_page_of_the_button(cast, frozen, before, after):
    meeting, owner = make_held(cast), cast.people["committee"]
    action = ActionItem.objects.create(
        meeting=meeting, item=meeting.agenda.first(), text="办", owner=owner, due_on=TODAY
    )
    answer = cast.client("committee").post(f"/decisions/{action.pk}/done/", {"next": before})
    assert answer["Location"] == after
