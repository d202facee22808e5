"""Index of the slices' admin pages: to look at, never to change; minutes and reasons are not shown."""

from django.contrib import admin
from django.db.models import Q

from lawfirm_party.common.admin import ProcessAdmin

from .models import Attendance, Meeting, OutboxRow


@admin.register(Meeting)
class MeetingAdmin(ProcessAdmin):
    firm_path = "branch__firm"
    list_display = ["title", "branch", "kind", "starts_at", "place", "state", "number"]
    list_filter = [("branch", admin.RelatedOnlyFieldListFilter), "kind", "state"]
    list_select_related = ["branch"]
    fields = [
        "branch",
        "group",
        "kind",
        "title",
        "number",
        "starts_at",
        "ends_at",
        "place",
        "host",
        "recorder",
        "state",
        "is_backfilled",
        "expected_count",
        "voting_count",
        "published_at",
        "archived_at",
    ]


@admin.register(Attendance)
class AttendanceAdmin(ProcessAdmin):
    firm_path = "meeting__branch__firm"
    list_display = ["meeting", "person", "is_guest", "presence", "marked_at"]
    list_filter = ["presence", "is_guest"]
    list_select_related = ["meeting", "person"]
    fields = ["meeting", "person", "is_guest", "has_vote", "standing", "presence", "how", "marked_at"]


@admin.register(OutboxRow)
class OutboxRowAdmin(ProcessAdmin):
    firm_path = "recipient__firm"
    list_display = ["rule", "recipient", "robot", "channel", "state", "due_at", "attempts", "error"]
    list_filter = ["state", "channel", "rule"]
    list_select_related = ["recipient", "robot"]
    fields = [
        "rule",
        "recipient",
        "robot",
        "channel",
        "state",
        "due_at",
        "next_try_at",
        "sent_at",
        "attempts",
        "error",
    ]

    def in_firm(self, firm):
        """A message to a group has no recipient: it belongs where its robot does."""
        return super().in_firm(firm) | Q(robot__branch__firm=firm)
