from django.contrib import admin

from lawfirm_party.common.admin import StaffAdmin

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


@admin.register(PartyGroup)
class PartyGroupAdmin(StaffAdmin):
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
        ("提醒", {"fields": ["remind_3_days", "remind_1_day", "remind_same_day", "by_email"]}),
    ]
