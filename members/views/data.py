"""Forms over what the firm knows of a person, and over one's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from branches.models import Firm
from lawfirm_party.common import clock
from lawfirm_party.common.forms import once_only
from lawfirm_party.common.refusal import Conflict, Refusal
from lawfirm_party.common.rows import row_version

from .. import permissions, queries
from ..commands import people as commands
from ..forms.person import ContactForm, PersonDataForm

NEEDS_FIRM_KEEPER = "修改人员资料需要支部书记、录入员或管理员。"
ADDED = "已登记{name}。是党员的，接着登记党内身份、组织关系和党小组。"
SAVED = "已保存{name}的资料。"
OWN_SAVED = "已保存。"
STILL_OPEN = "{name}还登记着：{words}。请一并登记结束日期。"
LOGIN_CLOSES = "登录账号从离所之日起自动关闭。"
NO_PERSON = "这个账号没有对应的人员，没有可以修改的资料。"


@login_required
def person_new(request):
    roles = queries.roles_of(request.user, clock.today())
    if not permissions.can_add_person(roles):
        raise PermissionDenied(NEEDS_FIRM_KEEPER)
    rights = {
        "with_contact": roles.is_clerk or bool(roles.secretary_of),
        "with_number": roles.is_clerk or bool(roles.secretary_of),
    }
    initial = {"joined_on": clock.today(), "version": 0}
    form, status = PersonDataForm(initial=initial, **rights), 200
    if request.method == "POST":
        form, status = PersonDataForm(request.POST, **rights), 422
        if form.is_valid():
            try:
                return save_new(request, roles, form)
            except Refusal as refusal:
                put_at_field(form, refusal)
    return render(request, "members/person_form.html", {"form": form}, status=status)


def put_at_field(form, refusal):
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)


def save_new(request, roles, form):
    firm = get_object_or_404(Firm, pk=roles.firm_id) if roles.firm_id else Firm.objects.first()
    with once_only(request, form.cleaned_data["nonce"]) as once:
        if not once.repeated:
            person = commands.add_person(firm=firm, values=form.values(), by=request.user, now=clock.now())
            once.answer = person.get_absolute_url()
            messages.success(request, ADDED.format(name=person.name))
    return redirect(once.answer)


@login_required
def person_edit(request, pk):
    today = clock.today()
    person = get_object_or_404(queries.people_for(request.user, today), pk=pk)
    roles, branches = queries.roles_of(request.user, today), queries.branch_ids_of(pk, today)
    if not permissions.can_write_firm_data(roles, branches):
        raise PermissionDenied(NEEDS_FIRM_KEEPER)
    may = permissions.can_write_contact(roles, branches)
    rights = {"person": person, "with_contact": may, "with_number": may}
    return data_form(
        request,
        person,
        lambda *args, **kwargs: PersonDataForm(*args, **kwargs, **rights),
        "members/person_form.html",
        lambda form: save_person(request, person, form),
    )


def data_form(request, person, make_form, template, save):
    """The walk of a form over a person's own row: opened as it stands, 422 with the typed text, 409 when changed meanwhile."""
    names = make_form().fields
    initial = {name: getattr(person, name) for name in names if hasattr(person, name)}
    form, status = make_form(initial={**initial, "version": row_version(person)}), 200
    if request.method == "POST":
        form, status = make_form(request.POST), 422
        if form.is_valid():
            try:
                return save(form)
            except Conflict as conflict:
                person.refresh_from_db()
                form, status = (
                    make_form({**request.POST.dict(), "version": row_version(person), "nonce": ""}),
                    409,
                )
                form.is_valid()
                form.add_error(None, conflict.sentence)
            except Refusal as refusal:
                put_at_field(form, refusal)
    return render(request, template, {"form": form, "person": person}, status=status)


def save_person(request, person, form):
    with once_only(request, form.cleaned_data["nonce"]) as once:
        if not once.repeated:
            saved = commands.change_person(
                person_id=person.pk,
                values=form.values(),
                by=request.user,
                now=clock.now(),
                version=form.cleaned_data["version"],
            )
            once.answer = saved.get_absolute_url()
            messages.success(request, SAVED.format(name=saved.name))
            warn_of_open(request, saved)
    return redirect(once.answer)


def warn_of_open(request, person):
    """Nothing is ended by the way: what is still entered is named."""
    words = queries.still_open(person, person.left_on) if person.left_on else []
    if words:
        messages.warning(request, STILL_OPEN.format(name=person.name, words="、".join(words)))
    if person.left_on and queries.logs_in(person):
        messages.info(request, LOGIN_CLOSES)


@login_required
def my_data(request):
    person = request.user.person
    if person is None:
        raise PermissionDenied(NO_PERSON)
    return data_form(
        request,
        person,
        ContactForm,
        "members/my_data.html",
        lambda form: save_own(request, person, form),
    )


def save_own(request, person, form):
    data = form.cleaned_data
    with once_only(request, data["nonce"]) as once:
        if not once.repeated:
            commands.change_person(
                person_id=person.pk,
                values={"phone": data["phone"], "email": data["email"]},
                by=request.user,
                now=clock.now(),
                version=data["version"],
            )
            once.answer = reverse("my_data")
            messages.success(request, OWN_SAVED)
    return redirect(once.answer)
