"""Index of the slices' admin pages: to look at, never to change; minutes and reasons are not shown.

The totals of years before the program are master data, which the clerk enters.
"""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q

from lawfirm_party.common.admin import ProcessAdmin, StaffAdmin, StaffForm

from .models import Attendance, Meeting, OutboxRow, YearTotals

# As in addresses.
YEARS = range(1990, 2200)
NO_SUCH_YEAR = f"请填写{YEARS[0]}至{YEARS[-1]}之间的年度。"


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


class YearTotalsForm(StaffForm):
    def clean_year(self):
        year = self.cleaned_data["year"]
        if year not in YEARS:
            raise ValidationError(NO_SUCH_YEAR)
        return year


@admin.register(YearTotals)
class YearTotalsAdmin(StaffAdmin):
    form = YearTotalsForm
    section = "评议"
    firm_path = "branch__firm"
    list_display = ["year", "branch", "excellent", "qualified", "basic", "unqualified"]
    list_filter = [("branch", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["branch"]
    fields = ["branch", "year", "excellent", "qualified", "basic", "unqualified"]
