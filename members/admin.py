"""People and their dated facts, entered by the clerk; logins, kept by the admin. Whoever is named elsewhere is never deleted."""

import unicodedata

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from lawfirm_party.common import clock, crypto
from lawfirm_party.common.admin import OwnFirm, StaffAdmin, StaffForm, firm_of
from lawfirm_party.common.dates import until_text
from lawfirm_party.common.ranges import name_other

from . import commands, names
from .choices import SeatRole
from .forms.logins import PASSWORD_HELP
from .models import (
    OUTSIDE_TERM,
    SECOND_SECRETARY,
    CommitteeTerm,
    DutyExemption,
    GroupMembership,
    Membership,
    Partner,
    PartyStanding,
    Person,
    Restriction,
    Seat,
    User,
    check_belongs,
)
from .queries import roles_of, still_open
from .queries.people import find_people
from .rules import is_id_number, masked

NOT_AN_ID_NUMBER = "证件号码应为18位，最后一位请核对。"
ID_NUMBER_TAKEN = "这个证件号码已经登记在别人名下。"
NUMBER_UNREADABLE = "已登记的号码读不出来，请联系管理员核对密钥。"
STILL_OPEN = "{name}还登记着：{words}。请在相应页面一并填写结束日期。"
NEXT_PAGES = "{name}是党员的，接着登记：{links}。"
SAME_SEAT_TWICE = "这个人的这项职务填了两次。"
RIGHTS = "后台权限"
GROUP_WORDS = {"clerk": "录入员", "admin": "管理员"}

DATES = ("since", "until")

admin.site.unregister(Group)


class PersonForm(StaffForm):
    """What all staff may enter about a person."""

    def clean_licence_number(self):
        return unicodedata.normalize("NFKC", self.cleaned_data["licence_number"])

    def save(self, commit=True):
        if "name" in self.changed_data and "pinyin" not in self.changed_data:
            self.instance.pinyin = names.pinyin_of(self.cleaned_data["name"])
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
        stored = f"{stored_words(self.instance)}留空表示不变。" if self.instance.pk else ""
        self.fields["id_number"].help_text = f"{stored}加密保存。"

    def clean_id_number(self):
        number = self.cleaned_data["id_number"].strip().upper()
        if number and not is_id_number(number):
            raise ValidationError(NOT_AN_ID_NUMBER)
        index = crypto.fingerprint(number, "id_number")
        if index and Person.objects.filter(id_number_index=index).exclude(pk=self.instance.pk).exists():
            raise ValidationError(ID_NUMBER_TAKEN)
        return number

    def save(self, commit=True):
        if self.cleaned_data["forget_id_number"]:
            self.instance.write_id_number("")
        if self.cleaned_data["id_number"]:
            self.instance.write_id_number(self.cleaned_data["id_number"])
        return super().save(commit)


def stored_words(person):
    """What a form says of the number that is stored."""
    if not person.id_number_sealed:
        return ""
    try:
        return f"已登记 {masked(person.read_id_number())}，"
    except crypto.Unreadable:
        return NUMBER_UNREADABLE


def warn_of_open(request, person, words):
    """Seats end their rights by themselves; the rows are the clerk's to end."""
    if words:
        messages.warning(request, STILL_OPEN.format(name=person.name, words="、".join(words)))


def name_next_pages(request, person):
    """Say where a new person's first facts are entered that are still missing; the forms know then whom they are about."""
    user = request.user
    missing = [
        (
            f"{reverse(f'admin:members_{model._meta.model_name}_add')}?person={person.pk}",
            model._meta.verbose_name,
        )
        for model in (PartyStanding, Membership, GroupMembership)
        if user.has_perm(f"members.add_{model._meta.model_name}")
        and not model.objects.filter(person=person).exists()
    ]
    if missing:
        links = format_html_join("、", '<a href="{}">{}</a>', missing)
        messages.info(request, format_html(NEXT_PAGES, name=person.name, links=links))


def enters_id_numbers(user):
    """The clerk alone (trust.md 3a); the admin who keeps the accounts is not meant."""
    return roles_of(user, clock.today()).is_clerk


@admin.register(Person)
class PersonAdmin(StaffAdmin):
    firm_path = "firm"
    form = PersonForm
    list_display = ["name", "kind", "licence_number", "joined_on", "left_on"]
    list_filter = ["kind"]
    search_fields = ["name", "pinyin", "initials"]
    fieldsets = [
        (None, {"fields": ["firm", "name", "pinyin", "kind", "joined_on", "left_on"]}),
        ("执业", {"fields": ["licence_number", "practising_since"]}),
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

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            commands.note_new_address(person=obj, by=request.user, now=clock.now())
        if obj.left_on:
            warn_of_open(request, obj, still_open(obj, obj.left_on))


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

    def get_fields(self, request, obj=None):
        names = super().get_fields(request, obj)
        return [name for name in names if name not in DATES] + list(DATES)

    @admin.display(description="结束", ordering="until")
    def ends(self, row):
        return until_text(row.until)


@admin.register(PartyStanding)
class PartyStandingAdmin(FactAdmin):
    list_display = ["person", "standing", "since", "ends"]
    list_filter = ["standing"]


@admin.register(Restriction)
class RestrictionAdmin(FactAdmin):
    list_display = ["person", "kind", "since", "ends"]


@admin.register(DutyExemption)
class DutyExemptionAdmin(FactAdmin):
    list_display = ["person", "ground", "since", "ends"]


@admin.register(Membership)
class MembershipAdmin(FactAdmin):
    list_display = ["person", "branch", "relation", "since", "ends"]
    list_filter = [("branch", admin.RelatedOnlyFieldListFilter), "relation"]
    list_select_related = ["person", "branch"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        stays = obj.until and Membership.objects.on(obj.until).filter(person=obj.person, branch=obj.branch)
        if obj.until and not stays.exists():
            warn_of_open(request, obj.person, still_open(obj.person, obj.until, obj.branch_id))


@admin.register(GroupMembership)
class GroupMembershipAdmin(FactAdmin):
    list_display = ["person", "group", "is_leader", "since", "ends"]
    list_filter = [("group", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["person", "group"]


@admin.register(Partner)
class PartnerAdmin(FactAdmin):
    list_display = ["person", "is_founding", "is_managing", "since", "ends"]


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
class CommitteeTermAdmin(StaffAdmin):
    firm_path = "branch__firm"
    list_display = ["branch", "since", "years", "ends_on", "delayed_until", "until"]
    list_select_related = ["branch"]
    list_filter = [("branch", admin.RelatedOnlyFieldListFilter)]
    fields = ["branch", "since", "years", "delayed_until", "delay_approval", "until"]
    inlines = [SeatInline]

    @admin.display(description="任期届满")
    def ends_on(self, term):
        return until_text(term.ends)


class LoginForm(StaffForm, UserChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "username" in self.fields:
            name_login_fields(self.fields)
            self.fields["is_active"].label = "启用"
            self.fields["is_active"].help_text = "不再使用的账号请取消勾选，不要删除。"


class NewLoginForm(StaffForm, AdminUserCreationForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_login_fields(self.fields)
        self.fields["usable_password"].label = "密码登录"
        self.fields["usable_password"].help_text = "停用时，本人通过邀请邮件自行设置密码。"
        self.fields["password1"].help_text = PASSWORD_HELP
        self.fields["password2"].label = "再输入一次密码"
        self.fields["password2"].help_text = ""


class LoginPasswordForm(AdminPasswordChangeForm):
    """Another one's new password, in the words of the other password pages."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "新密码"
        self.fields["password1"].help_text = PASSWORD_HELP
        self.fields["password2"].label = "再输入一次新密码"
        self.fields["password2"].help_text = ""


def name_login_fields(fields):
    fields["username"].label = "登录名"
    fields["username"].help_text = "字母、数字和 @ . + - _ 都可以。"


def is_own(request, login):
    return login is not None and login.pk == request.user.pk


class StaffGroupField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, group):
        return GROUP_WORDS[group.name]


@admin.register(User)
class LoginAdmin(StaffAdmin, UserAdmin):
    """Logins. What somebody may do in the pages follows from dated facts; here only the staff's rights are given."""

    section = "系统"
    firm_path = "person__firm"
    form = LoginForm
    add_form = NewLoginForm
    change_password_form = LoginPasswordForm
    list_display = ["username", "person", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    list_select_related = ["person"]
    search_fields = ["username", "person__name", "person__pinyin"]
    ordering = ["username"]
    filter_horizontal = ()
    autocomplete_fields = ["person"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "person", "password", "is_active"]}),
        (RIGHTS, {"fields": ["groups"]}),
        ("日期", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "person", "usable_password", "password1", "password2"]}),
    ]

    def get_fieldsets(self, request, obj=None):
        shown = super().get_fieldsets(request, obj)
        return [part for part in shown if part[0] != RIGHTS] if is_own(request, obj) else shown

    def get_readonly_fields(self, request, obj=None):
        """Nobody changes who the own login stands for: that is what binds it to its firm."""
        return [*self.readonly_fields, "person"] if is_own(request, obj) else self.readonly_fields

    def get_form(self, request, obj=None, change=False, **kwargs):
        """A login without a person is of no firm and sees all, so one that is bound to a firm makes none."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if "person" in form.base_fields and firm_of(request.user):
            form.base_fields["person"].required = True
        return form

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (request.user.is_superuser or not (obj and obj.is_superuser))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return StaffGroupField(
            queryset=Group.objects.filter(name__in=commands.STAFF_GROUPS).order_by("pk"),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label="身份",
            help_text="录入员维护基础资料；管理员管理账号和系统设置。",
        )

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "groups" in form.changed_data:
            commands.follow_groups(user=form.instance, by=request.user, now=clock.now())
