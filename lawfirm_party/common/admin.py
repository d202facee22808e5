"""What all pages of the admin site share, and the pages of the floor's own models."""

import secrets
from datetime import date

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import BLANK_CHOICE_DASH, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac

from .dates import DAY_OUT_OF_RANGE, FIRST_DAY, LAST_DAY
from .forms import MISSING, once_only
from .history import versions_of
from .models import AuditEntry, Heartbeat, Holiday
from .refusal import CLASHES

STALE = "打开这个页面之后，这里先保存了别的修改。您填写的内容还在，请核对后再保存一次。"
VERSIONS_A_PAGE = 50
# What the links of the lists' filters put behind the name of a field.
FILTER_STEPS = {"", "id", "exact", "gte", "lt", "isnull", "isempty"}


class NotSaved(Exception):
    """Takes back what was written for a form that turned out wrong."""


def state_of(row, inline_models=()):
    """A short text that changes whenever the row or one of its inline rows does."""
    shown = [
        str(field.value_from_object(row))
        for field in row._meta.concrete_fields
        if field.name not in {"last_login"}
    ]
    for model in inline_models:
        key = forms.models._get_foreign_key(type(row), model)
        shown += map(str, model._base_manager.filter(**{key.name: row.pk}).order_by("pk").values_list())
    return salted_hmac("common.admin.state", "|".join(shown)).hexdigest()[:32]


def word_empty_choice(field):
    """What stands in a box in which nothing is chosen: words instead of dashes."""
    words = "请选择" if field.required else "无"
    if getattr(field, "empty_label", None):
        field.empty_label = words
    elif isinstance(field, forms.TypedChoiceField) and field.choices[:1] == BLANK_CHOICE_DASH:
        field.choices = [("", words), *field.choices[1:]]


class StaffForm(forms.ModelForm):
    """Refuses what was changed meanwhile, and days that no calendar of this program reaches."""

    inline_models = ()
    lost_race = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = MISSING
            word_empty_choice(field)
            for part, words in zip(getattr(field.widget, "widgets", ()), ("日期", "时间"), strict=False):
                part.attrs["aria-label"] = f"{field.label}：{words}"

    def clean(self):
        data = super().clean()
        if self.lost_race:
            raise forms.ValidationError(CLASHES)
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, date) and not FIRST_DAY <= date(value.year, value.month, 1) <= LAST_DAY:
                self.add_error(name, DAY_OUT_OF_RANGE)
        seen = self.data.get("_seen")
        if seen and self.instance.pk and self.prefix is None:
            # Held until this save ends: two that saw the same row take turns here, and the second one finds it changed.
            rows = type(self.instance)._base_manager.select_for_update()
            now_stored = rows.filter(pk=self.instance.pk).first()
            if now_stored and state_of(now_stored, self.inline_models) != seen:
                raise forms.ValidationError(STALE)
        return data


def firm_of(user):
    """The firm a staff login is bound to by its person; None sees all."""
    return user.person.firm_id if getattr(user, "person_id", None) else None


class NumbersOnly(AutocompleteSelect):
    """Draws again what was sent, also when it was no row's number; empty, it still has words for a screen reader.

    `known`: {number: label} of rows that were read already, so that many lines of one form ask nothing.
    """

    known = {}

    def build_attrs(self, base_attrs, extra_attrs=None):
        return super().build_attrs(base_attrs, extra_attrs) | {"data-placeholder": "请选择"}

    def optgroups(self, name, value, attr=None):
        numbers = [part for part in value if part.isascii() and part.isdigit()]
        if not numbers or not all(int(number) in self.known for number in numbers):
            return super().optgroups(name, numbers, attr)
        labels = [(number, self.known[int(number)]) for number in numbers]
        return [
            (None, [self.create_option(name, *pair, True, place) for place, pair in enumerate(labels)], 0)
        ]


class OwnFirm:
    """Rows, and choices in forms, of the login's own firm. `firm_path` leads from the model to the firm."""

    firm_path = None

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        firm = firm_of(request.user)
        return rows.filter(self.in_firm(firm)) if firm and self.firm_path else rows

    def in_firm(self, firm):
        """The condition that a row belongs to a firm, given by its number."""
        return Q(**{self.firm_path: firm})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        related = self.admin_site._registry.get(db_field.remote_field.model)
        if related:
            kwargs.setdefault("queryset", related.get_queryset(request))
            choices = list(kwargs["queryset"][:2])
            if len(choices) == 1 and not db_field.null:
                kwargs.setdefault("initial", choices[0].pk)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = NumbersOnly(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class KnownFilters:
    """A list is narrowed by its own filters only: others reach fields nobody meant to show, or years no calendar has."""

    def get_object(self, request, object_id, from_field=None):
        return super().get_object(request, object_id, from_field or None)

    def lookup_allowed(self, lookup, value, request=None):
        field, _, steps = lookup.partition("__")
        if field == self.date_hierarchy:
            return (
                steps in {"year", "month", "day"} and value.isascii() and value.isdigit() and len(value) <= 4
            )
        filters = {entry[0] if isinstance(entry, tuple) else entry for entry in self.list_filter}
        is_known = field in filters and set(steps.split("__")) <= FILTER_STEPS
        return is_known and super().lookup_allowed(lookup, value, request)


class TellsHistory:
    """The history page tells every version of the row that the triggers kept, and of the rows that hang on it."""

    def told(self, request, obj):
        """Versions to tell: of the row itself, and of its inlines as far as the reader may see these."""
        found = versions_of(self.model, pgh_obj=obj.pk)
        for inline in self.get_inline_instances(request, obj):
            key = forms.models._get_foreign_key(self.model, inline.model)
            found += versions_of(inline.model, leave_out={key.name}, **{key.name: obj.pk})
        return sorted(found, key=lambda version: version.at, reverse=True)

    def history_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_view_permission(request, obj):
            return super().history_view(request, object_id, extra_context)
        pages = Paginator(self.told(request, obj), VERSIONS_A_PAGE)
        versions = pages.get_page(request.GET.get("versions"))
        return super().history_view(request, object_id, {"versions": versions, **(extra_context or {})})


class StaffAdmin(TellsHistory, OwnFirm, KnownFilters, admin.ModelAdmin):
    """A page of master data: safe against the double click, the stale form and the lost race."""

    form = StaffForm
    list_per_page = 50
    show_full_result_count = False

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.inline_models = [inline.model for inline in self.inlines]
        form.lost_race = getattr(request, "lost_race", False)
        return form

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["nonce"] = secrets.token_urlsafe(16)
        context["title"] = str(context["title"]).replace(" ", "")
        if obj:
            stored = type(obj)._base_manager.get(pk=obj.pk)
            context["seen"] = state_of(stored, [inline.model for inline in self.inlines])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_action_choices(self, request, default_choices=(("", "选择操作"),)):
        return super().get_action_choices(request, list(default_choices))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            return self.save_once(request, object_id, form_url, extra_context)
        except IntegrityError:
            # Somebody was quicker between our checks and our write: the same form again, with the typed text.
            request.lost_race = True
            response = self.save_once(request, object_id, form_url, extra_context)
            response.status_code = 409
            return response

    def save_once(self, request, object_id, form_url, extra_context):
        response = None
        try:
            with once_only(request, request.POST.get("_nonce", "")[:64]) as once:
                if once.repeated:
                    return redirect(once.answer or self.list_address())
                response = super().changeform_view(request, object_id, form_url, extra_context)
                if "adminform" in (getattr(response, "context_data", None) or {}):
                    raise NotSaved
                answer = getattr(response, "url", "")
                once.answer = answer if len(answer) <= 200 else self.list_address()
        except NotSaved:
            response.status_code = 422
        return response

    def list_address(self):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")


class ReadOnlyAdmin(KnownFilters, admin.ModelAdmin):
    """What a process makes: nobody changes it by hand."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ProcessAdmin(TellsHistory, OwnFirm, ReadOnlyAdmin):
    """What the work of a branch leaves behind, to be looked at by all staff. Name the fields: never minutes or reasons."""

    def told(self, request, obj):
        return versions_of(self.model, only=set(self.fields), pgh_obj=obj.pk)

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff

    def has_module_permission(self, request):
        return request.user.is_staff


@admin.register(Holiday)
class HolidayAdmin(StaffAdmin):
    change_list_template = "admin/common/holiday/change_list.html"
    list_display = ["day", "is_rest", "name"]
    list_filter = ["is_rest"]
    date_hierarchy = "day"
    search_fields = ["name"]


@admin.register(AuditEntry)
class AuditEntryAdmin(OwnFirm, ReadOnlyAdmin):
    firm_path = "user__person__firm"
    list_display = ["at", "user", "action", "thing"]
    list_filter = ["action", "at"]
    search_fields = ["user__username", "user__person__name", "user__person__pinyin", "thing"]
    search_help_text = "可按操作人的姓名、登录名，或对象查找。"
    list_select_related = ["user__person"]
    fields = ["at", "user", "action", "thing"]


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ["name", "seen_at", "reached"]
