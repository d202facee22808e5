from django.contrib import admin

from .models import Branch, BranchSetting, Firm, KindSetting, PartyGroup


@admin.register(Firm)
class FirmAdmin(admin.ModelAdmin):
    list_display = ["name", "short_name", "founded_on", "partnership_since"]


@admin.register(Branch)
class BranchAdmin(admin.ModelAdmin):
    list_display = ["name", "firm", "superior", "founded_on", "dissolved_on"]
    list_select_related = ["firm"]
    search_fields = ["name", "short_name"]


@admin.register(PartyGroup)
class PartyGroupAdmin(admin.ModelAdmin):
    list_display = ["name", "branch", "number", "founded_on", "dissolved_on"]
    list_filter = ["branch"]
    list_select_related = ["branch"]
    search_fields = ["name"]


@admin.register(BranchSetting)
class BranchSettingAdmin(admin.ModelAdmin):
    list_display = ["branch", "since", "quiet_from", "quiet_until", "minutes_due_days", "lapse_warning_days"]
    list_select_related = ["branch"]


@admin.register(KindSetting)
class KindSettingAdmin(admin.ModelAdmin):
    list_display = ["branch", "kind", "since", "every", "times", "on_rest_days", "start_time", "place"]
    list_filter = ["branch", "kind"]
    list_select_related = ["branch"]
