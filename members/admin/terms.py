"""The page of a committee's term, with all its seats in one form, and the list of the seats of all terms."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet

from lawfirm_party.common import clock
from lawfirm_party.common.admin import OwnFirm, StaffAdmin, StaffForm
from lawfirm_party.common.dates import until_text
from lawfirm_party.common.ranges import name_other
from lawfirm_party.common.transfer.pages import Transfer

from ..choices import SeatRole
from ..models import OUTSIDE_TERM, SECOND_SECRETARY, CommitteeTerm, Seat, check_belongs
from .facts import FactAdmin, FactTransfer
from .term_resources import CommitteeTermResource, SeatResource

SAME_SEAT_TWICE = "这个人的这项职务填了两次。"


class SeatForm(StaffForm):
    """The rows of a term are judged together by SeatFormSet, not each against what is still stored."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["person"].widget.widget.known = {self.instance.person_id: str(self.instance.person)}

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"term"}


class SeatFormSet(BaseInlineFormSet):
    def clean(self):
        super().clean()
        forms_and_rows = [(form, dict(form.cleaned_data)) for form in self.forms if form.is_valid()]
        held = []
        for form, row in forms_and_rows:
            if row.get("since"):
                self.check_term(form, row)
                check_against(held, form, row)
                held.append(row)

    def check_term(self, form, row):
        term, since, until = self.instance, row["since"], row["until"]
        too_late = term.until and (since >= term.until or (until and until > term.until))
        if term.since and (since < term.since or too_late):
            form.add_error("since", OUTSIDE_TERM)
        if term.pk is None and term.branch_id:
            try:
                check_belongs(row["person"], term.branch, since)
            except ValidationError as error:
                form.add_error(None, error)


def check_against(held, form, row):
    """Refuse a seat that was named before in the same form, and a second 书记 at the same time."""
    for earlier in held:
        if all(earlier[name] == row[name] for name in ("person", "role", "since")):
            form.add_error("person", SAME_SEAT_TWICE)
        elif earlier["role"] == row["role"] == SeatRole.SECRETARY and overlap(earlier, row):
            words = name_other(
                SECOND_SECRETARY,
                earlier["person"],
                since=earlier["since"],
                until=earlier["until"],
                before=row["since"],
            )
            form.add_error("role", words)


def overlap(one, other):
    """Whether two [since, until) touch; without `until` there is no end."""
    starts_in_time = other["until"] is None or one["since"] < other["until"]
    return starts_in_time and (one["until"] is None or other["since"] < one["until"])


class SeatInline(OwnFirm, admin.StackedInline):
    model = Seat
    form = SeatForm
    formset = SeatFormSet
    fields = [("person", "role"), ("since", "until")]
    autocomplete_fields = ["person"]
    extra = 1
    max_num = 40

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person")

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, absolute_max=self.max_num + 20, **kwargs)


@admin.register(CommitteeTerm)
class CommitteeTermAdmin(Transfer, StaffAdmin):
    resource_class = CommitteeTermResource
    firm_path = "branch__firm"
    list_display = ["branch", "since", "years", "ends_on", "delayed_until", "until"]
    list_select_related = ["branch"]
    list_filter = [("branch", admin.RelatedOnlyFieldListFilter)]
    fields = [
        "branch",
        "since",
        "years",
        "delayed_until",
        "delay_approval",
        "document_number",
        "until",
        "end_document",
        "note",
    ]
    inlines = [SeatInline]

    def save_model(self, request, obj, form, change):
        obj.sign(request.user, clock.now(), is_end="until" in form.changed_data)
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        for seat_form in formset.forms:
            is_end = "until" in seat_form.changed_data
            seat_form.instance.sign(request.user, clock.now(), is_end=is_end)
        super().save_formset(request, form, formset, change)

    @admin.display(description="任期届满")
    def ends_on(self, term):
        return until_text(term.ends)


@admin.register(Seat)
class SeatAdmin(FactTransfer, FactAdmin):
    resource_class = SeatResource
    list_display = ["person", "role", "term", "since", "ends"]
    list_select_related = ["person", "term__branch"]
    list_filter = ["role", ("until", admin.EmptyFieldListFilter)]
    search_fields = [*FactAdmin.search_fields, "term__branch__short_name"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "term":
            terms = self.admin_site.get_model_admin(CommitteeTerm).get_queryset(request)
            kwargs["queryset"] = terms.select_related("branch")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
