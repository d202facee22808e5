from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from branches.models import Branch
from lawfirm_party.common import clock
from lawfirm_party.common.forms import PlainForm, once_only
from lawfirm_party.common.refusal import Conflict, Refusal
from members.queries import roles_of

from .. import commands, queries
from ..forms import NewRobotForm, RobotForm
from ..permissions import can_manage_robots

ONLY_SECRETARY = "群机器人由支部书记设置。"
ADDED = "已添加“{name}”。请发一条测试消息，看看群里能不能收到。"
SAVED = "已保存。"
ON = "已启用“{name}”，以后的会议通知会发到群里。"
OFF = "已停用“{name}”，还没发出的群消息已取消。"
ARRIVED = "测试消息已发到“{name}”，请看一眼群里。"
FAILED = "“{name}”没有收到测试消息：{sentence}"


def secretary(request):
    """The Roles of a secretary. Raises PermissionDenied for everybody else."""
    roles = roles_of(request.user, clock.today())
    if not can_manage_robots(roles):
        raise PermissionDenied(ONLY_SECRETARY)
    return roles


def robot_of(request, pk):
    secretary(request)
    return get_object_or_404(queries.robots_for(request.user, clock.today()).select_related("branch"), pk=pk)


@login_required
@require_safe
@never_cache
def robots(request):
    roles = secretary(request)
    found = queries.robots_for(request.user, clock.today()).select_related("branch")
    context = {
        "robots": found,
        "nonce": PlainForm()["nonce"].value(),
        "many_branches": len(roles.secretary_of) > 1,
    }
    return render(request, "notices/robots.html", context)


@login_required
@never_cache
@sensitive_post_parameters("webhook", "secret")
@sensitive_variables()
def add(request):
    roles = secretary(request)
    branch = Branch.objects.get(pk=min(roles.secretary_of))
    form = NewRobotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return save_new(request, branch, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    context = {"form": form, "branch": branch}
    return render(request, "notices/robot_new.html", context, status=422 if request.method == "POST" else 200)


@sensitive_variables()
def save_new(request, branch, data):
    with once_only(request, data["nonce"]) as once:
        if not once.repeated:
            words = {name: data[name] for name in ("kind", "name", "key", "secret")}
            robot = commands.add_robot(user=request.user, branch_id=branch.pk, now=clock.now(), **words)
            once.answer = reverse("robots")
            messages.success(request, ADDED.format(name=robot.name))
    return redirect(once.answer)


@login_required
@never_cache
@sensitive_post_parameters("webhook", "secret")
@sensitive_variables()
def change(request, pk):
    robot = robot_of(request, pk)
    status, stored = 200, None
    if request.method == "POST":
        form, status = RobotForm(request.POST, robot=robot), 422
        if form.is_valid():
            try:
                return save_change(request, robot, form.cleaned_data)
            except Conflict as conflict:
                stored, status = conflict.current, 409
                form = RobotForm({**request.POST.dict(), "version": stored.version, "nonce": ""}, robot=robot)
            except Refusal as refusal:
                form.add_error(refusal.field, refusal.sentence)
    else:
        form = RobotForm(robot=robot, initial={"name": robot.name, "version": robot.version})
    context = {"form": form, "robot": robot, "stored": stored}
    return render(request, "notices/robot.html", context, status=status)


@sensitive_variables()
def save_change(request, robot, data):
    with once_only(request, data["nonce"]) as once:
        if not once.repeated:
            words = {name: data.get(name, "") for name in ("name", "key", "secret")}
            commands.change_robot(
                user=request.user, robot_id=robot.pk, version=data["version"], now=clock.now(), **words
            )
            once.answer = reverse("robots")
            messages.success(request, SAVED)
    return redirect(once.answer)


@login_required
@require_POST
def switch(request, pk):
    robot = robot_of(request, pk)
    is_active = request.POST.get("to") == "on"
    commands.switch_robot(user=request.user, robot_id=robot.pk, is_active=is_active, now=clock.now())
    messages.success(request, (ON if is_active else OFF).format(name=robot.name))
    return redirect("robots")


@login_required
@require_POST
def test(request, pk):
    """A click sends one message: the turn is taken in the form's transaction, the service asked after it."""
    robot, now = robot_of(request, pk), clock.now()
    form = PlainForm(request.POST)
    nonce = form.cleaned_data["nonce"] if form.is_valid() else ""
    try:
        with once_only(request, nonce) as once:
            if not once.repeated:
                once.answer = reverse("robots")
                commands.reserve_test(robot_id=robot.pk, now=now)
        if not once.repeated:
            commands.send_test(robot_id=robot.pk, now=now)
            messages.success(request, ARRIVED.format(name=robot.name))
    except Refusal as refusal:
        messages.error(request, FAILED.format(name=robot.name, sentence=refusal.sentence))
    return redirect("robots")
