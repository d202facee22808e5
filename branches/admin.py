from django.contrib import admin

from lawfirm_party.common.admin import StaffAdmin
from lawfirm_party.common.transfer.pages import Transfer
from lawfirm_party.common.transfer.resources import StaffResource, column
from lawfirm_party.common.transfer.widgets import Day, Named, Number, Words

from .models import Branch, BranchSetting, Firm, KindSetting, PartyGroup


@admin.register(Firm)
class FirmAdmin(StaffAdmin):
    firm_path = "pk"
    list_display = ["name", "short_name", "founded_on", "partnership_since"]
    search_fields = ["name"]


@admin.register(Branch)
class BranchAdmin(StaffAdmin):
    firm_path = "firm"
    list_display = ["name", "firm", "superior", "founded_on", "dissolved_on"]
    list_select_related = ["firm"]
    search_fields = ["name", "short_name"]


class PartyGroupResource(StaffResource):
    related = ("branch",)

    branch = column(
        "branch", "党支部", Named(("name", "short_name")), example="某律师事务所党支部", required=True
    )
    number = column(
        "number", "序号", Number(), example="1", note="1 至 99，同一支部内不重复。", required=True
    )
    name = column("name", "名称", Words(), example="第一党小组", required=True)
    founded_on = column("founded_on", "设立日期", Day(), example="2026-01-01", required=True)
    dissolved_on = column("dissolved_on", "撤销日期", Day(), note="从这一天起不再存在。")

    class Meta(StaffResource.Meta):
        model = PartyGroup
        fields = ("branch", "number", "name", "founded_on", "dissolved_on")

    def know(self):
        self.fields["branch"].widget.know(self.scope(Branch))
        super().know()

    def remember(self, row):
        self.stored[row.branch_id, row.number] = row

    def find(self, row):
        branch = self.fields["branch"].widget.clean(row.get("党支部"))
        number = self.fields["number"].widget.clean(row.get("序号"))
        return self.stored.get((branch and branch.pk, number))

    def title_of(self, row):
        return row.get("名称", "")[:40]


@admin.register(PartyGroup)
class PartyGroupAdmin(Transfer, StaffAdmin):
    resource_class = PartyGroupResource
    firm_path = "branch__firm"
    list_display = ["name", "branch", "number", "founded_on", "dissolved_on"]
    list_filter = [("branch", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["branch"]
    search_fields = ["name", "branch__short_name"]


@admin.register(BranchSetting)
class BranchSettingAdmin(StaffAdmin):
    firm_path = "branch__firm"
    list_display = ["branch", "since", "quiet_from", "quiet_until", "minutes_due_days", "lapse_warning_days"]
    list_filter = [("branch", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["branch"]


@admin.register(KindSetting)
class KindSettingAdmin(StaffAdmin):
    firm_path = "branch__firm"
    list_display = ["branch", "kind", "since", "every", "times", "on_rest_days", "start_time", "place"]
    list_filter = [("branch", admin.RelatedOnlyFieldListFilter), "kind"]
    list_select_related = ["branch"]
    fieldsets = [
        (None, {"fields": ["branch", "kind", "since"]}),
        ("频次", {"fields": ["every", "times"]}),
        ("安排时的默认值", {"fields": ["start_time", "minutes_long", "place", "on_rest_days"]}),
        ("提醒", {"fields": ["remind_3_days", "remind_1_day", "remind_same_day", "by_email", "by_robot"]}),
    ]
