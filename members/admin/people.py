"""The page of a person: what the firm knows of somebody, and the masked ID number."""

from django import forms
from django.contrib import admin

from lawfirm_party.common import clock
from lawfirm_party.common.admin import StaffAdmin, StaffForm
from lawfirm_party.common.transfer.pages import Transfer

from .. import commands, names
from ..forms.person import free_id_number, plain_licence, stored_words
from ..models import Person
from ..queries import roles_of, still_open
from ..queries.people import find_people
from ..reauth import password_again
from .inlines import INLINES, tie_together
from .resources import PersonResource
from .words import name_next_pages, warn_of_open


class PersonForm(StaffForm):
    """What all staff may enter about a person."""

    def clean_licence_number(self):
        return plain_licence(self.cleaned_data["licence_number"])

    def save(self, commit=True):
        if "name" in self.changed_data and "pinyin" not in self.changed_data:
            self.instance.pinyin = names.respelled(
                self.cleaned_data["name"], self.initial.get("name", ""), self.initial.get("pinyin", "")
            )
        return super().save(commit)


class PersonWithNumberForm(PersonForm):
    """The clerk's form: the ID number is masked, and only replaced or forgotten."""

    id_number = forms.CharField(
        label="证件号码",
        required=False,
        max_length=18,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "vTextField"}),
    )
    forget_id_number = forms.BooleanField(label="删除已登记的证件号码", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["id_number"].help_text = f"{stored_words(self.instance)}加密保存。"

    def clean_id_number(self):
        return free_id_number(self.cleaned_data["id_number"], self.instance)

    def save(self, commit=True):
        if self.cleaned_data["forget_id_number"]:
            self.instance.write_id_number("")
        if self.cleaned_data["id_number"]:
            self.instance.write_id_number(self.cleaned_data["id_number"])
        return super().save(commit)


class NamedValues(admin.AllValuesFieldListFilter):
    """Every value there is but the empty one, which would be a link without words."""

    def choices(self, changelist):
        return [choice for choice in super().choices(changelist) if choice["display"] != ""]


def enters_id_numbers(user):
    """The clerk alone (trust.md 3a); the admin who keeps the accounts is not meant."""
    return roles_of(user, clock.today()).is_clerk


@admin.register(Person)
class PersonAdmin(Transfer, StaffAdmin):
    resource_class = PersonResource
    guard_export = staticmethod(password_again)
    firm_path = "firm"
    form = PersonForm
    list_display = ["name", "kind", "practice_group", "licence_number", "joined_on", "left_on"]
    list_filter = [
        "kind",
        ("practice_group", NamedValues),
        "joined_on",
        ("left_on", admin.EmptyFieldListFilter),
    ]
    search_fields = ["name", "pinyin", "initials"]
    inlines = INLINES
    fieldsets = [
        (None, {"fields": ["firm", "name", "pinyin", "kind", "joined_on", "left_on"]}),
        ("执业", {"fields": ["licence_number", "practising_since", "practice_group"]}),
        ("联系方式", {"fields": ["phone", "email"]}),
    ]

    def get_fieldsets(self, request, obj=None):
        fields = ["id_number", "forget_id_number"] if obj and obj.id_number_sealed else ["id_number"]
        number = ("证件", {"fields": fields})
        return [*self.fieldsets, number] if enters_id_numbers(request.user) else self.fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = PersonWithNumberForm if enters_id_numbers(request.user) else PersonForm
        return super().get_form(request, obj, change=change, form=form, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        return find_people(queryset, search_term[:60]), False

    def response_add(self, request, obj, post_url_continue=None):
        response = super().response_add(request, obj, post_url_continue)
        name_next_pages(request, obj)
        return response

    def _create_formsets(self, request, obj, change):
        formsets, inlines = super()._create_formsets(request, obj, change)
        tie_together(formsets)
        return formsets, inlines

    def save_formset(self, request, form, formset, change):
        for fact_form in formset.forms:
            if fact_form.has_changed():
                is_end = "until" in fact_form.changed_data
                fact_form.instance.sign(request.user, clock.now(), is_end=is_end)
        super().save_formset(request, form, formset, change)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            old = form.initial.get("email", "")
            commands.note_new_address(person=obj, old=old, by=request.user, now=clock.now())
        if obj.left_on:
            warn_of_open(request, obj, still_open(obj, obj.left_on))
