"""The pages of dated facts about a person."""

from django.contrib import admin

from lawfirm_party.common import clock
from lawfirm_party.common.admin import StaffAdmin
from lawfirm_party.common.dates import until_text
from lawfirm_party.common.transfer.pages import Transfer

from ..models import DutyExemption, GroupMembership, Membership, Partner, PartyStanding, Restriction
from ..queries import still_open
from ..reauth import password_again
from .resources import (
    DutyExemptionResource,
    GroupMembershipResource,
    MembershipResource,
    PartnerResource,
    PartyStandingResource,
    RestrictionResource,
)
from .words import name_next_pages, warn_of_open

DATES = ("since", "until")


class FactAdmin(StaffAdmin):
    """A dated fact about a person."""

    firm_path = "person__firm"
    autocomplete_fields = ["person"]
    list_select_related = ["person"]
    search_fields = ["person__name", "person__pinyin", "person__initials"]
    ordering = ["-since", "-pk"]

    def response_add(self, request, obj, post_url_continue=None):
        response = super().response_add(request, obj, post_url_continue)
        name_next_pages(request, obj.person)
        return response

    def save_model(self, request, obj, form, change):
        obj.sign(request.user, clock.now(), is_end="until" in form.changed_data)
        super().save_model(request, obj, form, change)

    def get_fields(self, request, obj=None):
        names = super().get_fields(request, obj)
        return [name for name in names if name not in DATES] + list(DATES)

    @admin.display(description="结束", ordering="until")
    def ends(self, row):
        return until_text(row.until)


class FactTransfer(Transfer):
    guard_export = staticmethod(password_again)


@admin.register(PartyStanding)
class PartyStandingAdmin(FactTransfer, FactAdmin):
    resource_class = PartyStandingResource
    list_display = ["person", "standing", "since", "ends"]
    list_filter = ["standing", "since", ("until", admin.EmptyFieldListFilter)]


@admin.register(Restriction)
class RestrictionAdmin(FactTransfer, FactAdmin):
    resource_class = RestrictionResource
    list_display = ["person", "kind", "since", "ends"]
    list_filter = ["kind", ("until", admin.EmptyFieldListFilter)]


@admin.register(DutyExemption)
class DutyExemptionAdmin(FactTransfer, FactAdmin):
    resource_class = DutyExemptionResource
    list_display = ["person", "ground", "since", "ends"]
    list_filter = ["ground", ("until", admin.EmptyFieldListFilter)]


@admin.register(Membership)
class MembershipAdmin(FactTransfer, FactAdmin):
    resource_class = MembershipResource
    list_display = ["person", "branch", "relation", "since", "ends"]
    list_filter = [
        ("branch", admin.RelatedOnlyFieldListFilter),
        "relation",
        ("until", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["person", "branch"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        stays = obj.until and Membership.objects.on(obj.until).filter(person=obj.person, branch=obj.branch)
        if obj.until and not stays.exists():
            warn_of_open(request, obj.person, still_open(obj.person, obj.until, obj.branch_id))


@admin.register(GroupMembership)
class GroupMembershipAdmin(FactTransfer, FactAdmin):
    resource_class = GroupMembershipResource
    list_display = ["person", "group", "is_leader", "since", "ends"]
    list_filter = [
        ("group", admin.RelatedOnlyFieldListFilter),
        "is_leader",
        ("until", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["person", "group"]


@admin.register(Partner)
class PartnerAdmin(FactTransfer, FactAdmin):
    resource_class = PartnerResource
    list_display = ["person", "is_founding", "is_managing", "since", "ends"]
    list_filter = ["is_managing", ("until", admin.EmptyFieldListFilter)]
