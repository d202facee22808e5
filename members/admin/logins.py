"""Logins and the rights of staff, kept by the admin."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db import transaction

from lawfirm_party.common import clock
from lawfirm_party.common.admin import StaffAdmin, StaffForm, firm_of

from .. import commands
from ..forms.logins import PASSWORD_HELP
from ..models import Person, User
from ..reauth import password_page

RIGHTS = "后台权限"
GROUP_WORDS = {"clerk": "录入员", "admin": "管理员"}

admin.site.unregister(Group)


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

    def changeform_view(self, request, *args, **kwargs):
        """Who a login stands for, whether it is open and what it may do are rights: the password is given again."""
        asked = password_page(request) if request.method == "POST" else None
        return asked or super().changeform_view(request, *args, **kwargs)

    def user_change_password(self, request, id, form_url=""):
        return password_page(request) or self.change_password_of(request, id, form_url)

    @transaction.atomic
    def change_password_of(self, request, number, form_url):
        """Whoever sets another one's password could log in as them, so it is written down."""
        response = super().user_change_password(request, number, form_url)
        if response.status_code == 302:
            login = self.get_object(request, unquote(number))
            commands.note_login(user=login, what="password", by=request.user, now=clock.now())
        return response

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

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            commands.note_login(user=obj, what="made", by=request.user, now=clock.now())
        if change and "is_active" in form.changed_data:
            commands.note_switch(user=obj, by=request.user, now=clock.now())
        if change and "person" in form.changed_data:
            old = Person.objects.filter(pk=form.initial.get("person")).first()
            commands.note_new_owner(user=obj, old=old, by=request.user, now=clock.now())

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "groups" in form.changed_data:
            commands.follow_groups(user=form.instance, by=request.user, now=clock.now())
