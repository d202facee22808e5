"""The pages by which a list goes out and comes in: mixed into a page of master data that names its `resource_class`."""

from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from .. import clock
from ..audit import write_down
from ..choices import AuditAction
from ..crypto import Unreadable
from ..documents.proof import Proof, code_of
from ..forms import MISSING
from ..models import PreparedImport
from ..refusal import Conflict, Refusal
from .files import CONTENT_TYPES, WRITERS, write_sheet, write_template
from .imports import confirm, counts, opened, prepare
from .resources import ERROR, KINDS, NEW, UPDATE
from .tables import LARGEST_FILE, TOO_LARGE, read_table

NEEDS_KEEPER = "导入、导出需要录入员身份。"
IMPORTED = "已导入：新增 {new} 条，更新 {update} 条，跳过 {skip} 条。"
GONE = "这份文件已经导入过，或者预览已过期。没有再次导入。"
FORMAT_WORDS = {
    "xlsx": "Excel 表格（xlsx）",
    "csv": "文本表格（csv）",
}
SHOWN_LINES = 200
REASON = "错误原因"
BY_IMPORT = "批量导入"


class UploadForm(forms.Form):
    file = forms.FileField(label="文件", error_messages={"required": MISSING, "empty": MISSING})

    def __init__(self, *args, formats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{kind}" for kind in formats)
        self.fields["file"].help_text = f"{'、'.join(formats)} 文件，最大 5 MB，最多 5000 行。"

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(TOO_LARGE)
        return file


class FormatForm(forms.Form):
    kind = forms.ChoiceField(label="格式", widget=forms.RadioSelect, error_messages={"required": MISSING})

    def __init__(self, *args, formats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, FORMAT_WORDS[kind]) for kind in formats]
        self.fields["kind"].initial = formats[0]


def download(content, kind, name):
    """An answer that is saved as a file with a Chinese name (RFC 6266)."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = (
        f"attachment; filename=\"export.{kind}\"; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    )
    response["Cache-Control"] = "no-store"
    return response


class Transfer:
    """`scope_of(request)` narrows to the login's own firm; who may add and change may import, who may look may export."""

    resource_class = None
    transfer_formats = ("xlsx", "csv")
    change_list_template = "admin/transfer_list.html"

    @staticmethod
    def guard_export(view):
        """Stands before an export: lists of people ask for the password again."""
        return view

    def get_urls(self):
        start, guard = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        own = [
            path("import/", guard(self.import_page), name=f"{start}_import"),
            path("import/template/", guard(self.template_file), name=f"{start}_import_template"),
            path("import/<uuid:number>/", guard(self.preview_page), name=f"{start}_import_preview"),
            path("import/<uuid:number>/errors/", guard(self.errors_file), name=f"{start}_import_errors"),
            path("export/", guard(self.guard_export(self.export_page)), name=f"{start}_export"),
        ]
        return own + super().get_urls()

    def address(self, page, *args):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def may_import(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def changelist_view(self, request, extra_context=None):
        shown = {"may_import": self.may_import(request), **(extra_context or {})}
        return super().changelist_view(request, shown)

    def resource(self, request):
        """The resource for one request; it names rows of the login's own firm only."""

        def scope(model):
            page = self.admin_site._registry.get(model)
            return page.get_queryset(request).order_by() if page else model._default_manager.none()

        return self.resource_class(user=request.user, scope=scope, now=clock.now())

    def show(self, request, template, status=200, **context):
        frame = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        request.current_app = self.admin_site.name
        return render(request, template, frame, status=status)

    # In

    def import_page(self, request):
        """Choose a file; a good one leads to its preview."""
        if not self.may_import(request):
            raise PermissionDenied(NEEDS_KEEPER)
        files = request.FILES if request.method == "POST" else None
        form = UploadForm(request.POST if files is not None else None, files, formats=self.transfer_formats)
        if form.is_valid():
            try:
                return redirect(self.address("import_preview", self.take_in(request, form)))
            except Refusal as refusal:
                form.add_error("file", refusal.sentence)
        title = f"导入{self.opts.verbose_name_plural}"
        status = 422 if form.errors else 200
        columns = self.resource_class.template()
        return self.show(
            request, "admin/import.html", status, form=form, title=title, columns=columns, errors=form.errors
        )

    def take_in(self, request, form):
        file = form.cleaned_data["file"]
        table = read_table(file.name, file.read(), self.transfer_formats)
        prepared = prepare(
            resource=self.resource(request),
            table=table,
            target=self.opts.label_lower,
            file_name=file.name,
            user=request.user,
            now=clock.now(),
        )
        return prepared.uuid

    def prepared(self, request, number):
        """The file that this login sent for this list, or 404."""
        if not self.may_import(request):
            raise PermissionDenied(NEEDS_KEEPER)
        found = PreparedImport.objects.filter(uuid=number, user=request.user, target=self.opts.label_lower)
        return found.first()

    def preview_page(self, request, number):
        """What each line would do; the one button writes them all."""
        prepared = self.prepared(request, number)
        if prepared is None:
            messages.warning(request, GONE)
            return redirect(self.address("changelist"))
        if request.method != "POST":
            return self.show_preview(request, prepared)
        try:
            lines = confirm(
                number=prepared.uuid, resource=self.resource(request), user=request.user, now=clock.now()
            )
        except PreparedImport.DoesNotExist:
            messages.warning(request, GONE)
        except Conflict as conflict:
            prepared.refresh_from_db()
            return self.show_preview(request, prepared, conflict.sentence, 409)
        else:
            self.log_import(request, lines)
            messages.success(request, IMPORTED.format(**counts(lines)))
        return redirect(self.address("changelist"))

    def show_preview(self, request, prepared, sentence="", status=200):
        try:
            _, lines = opened(prepared)
        except Unreadable as error:
            raise Http404 from error
        found = counts(lines)
        order = {ERROR: 0, NEW: 1, UPDATE: 2}
        first = sorted(lines, key=lambda line: (order.get(line.kind, 3), line.number))[:SHOWN_LINES]
        return self.show(
            request,
            "admin/import_preview.html",
            status,
            title=f"核对导入的{self.opts.verbose_name_plural}",
            prepared=prepared,
            lines=first,
            hidden=len(lines) - len(first),
            totals=[(kind, label, found[kind]) for kind, label in KINDS.items()],
            wrong=found[ERROR],
            to_write=found[NEW] + found[UPDATE],
            sentence=sentence,
        )

    def log_import(self, request, lines):
        """Each row's own history says who imported it."""
        place = ContentType.objects.get_for_model(self.model).pk
        flags = {NEW: ADDITION, UPDATE: CHANGE}
        LogEntry.objects.bulk_create(
            LogEntry(
                user_id=request.user.pk,
                content_type_id=place,
                object_id=str(line.row_id),
                object_repr=line.title[:200],
                action_flag=flags[line.kind],
                change_message=BY_IMPORT,
            )
            for line in lines
            if line.kind in flags
        )

    def errors_file(self, request, number):
        """The wrong lines as they were sent, with what is wrong with each."""
        prepared = self.prepared(request, number)
        if prepared is None:
            raise Http404
        table, lines = opened(prepared)
        reasons = {line.number: "".join(line.notes) for line in lines if line.kind == ERROR}
        rows = [[*cells, reasons[place]] for place, cells in table.rows if place in reasons]
        name = f"{self.opts.verbose_name_plural}-错误行"
        return download(write_sheet("错误行", [*table.headers, REASON], rows), "xlsx", name)

    def template_file(self, request):
        if not self.may_import(request):
            raise PermissionDenied(NEEDS_KEEPER)
        title = str(self.opts.verbose_name_plural)
        return download(write_template(title, self.resource_class.template()), "xlsx", f"{title}-模板")

    # Out

    def export_page(self, request):
        """Choose a format; what goes out is what the list shows under its search and filters."""
        if not self.has_view_permission(request):
            raise PermissionDenied(NEEDS_KEEPER)
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect(self.address("changelist") + "?e=1")
        form = FormatForm(request.POST if request.method == "POST" else None, formats=self.transfer_formats)
        if form.is_valid():
            return self.export_file(request, rows, form.cleaned_data["kind"])
        headers = [one.column_name for one in self.resource_class.columns()]
        return self.show(
            request,
            "admin/export.html",
            422 if form.errors else 200,
            title=f"导出{self.opts.verbose_name_plural}",
            form=form,
            errors=form.errors,
            count=rows.count(),
            headers=headers,
            filters=request.GET.urlencode(),
        )

    def export_file(self, request, rows, kind):
        title, now = str(self.opts.verbose_name_plural), clock.now()
        headers, cells = self.resource(request).export_rows(rows)
        proof = Proof(title, "", str(request.user), now, len(cells), code_of(cells))
        thing = f"admin:{self.opts.label_lower}:{len(cells)}:{proof.code}"
        write_down(user=request.user, action=AuditAction.EXPORTED, thing=thing, now=now)
        return download(WRITERS[kind](title, headers, cells, proof), kind, title)
