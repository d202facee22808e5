"""The committees of a branch: all terms, an election written down with its seats, and what is put right in a term."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from branches.rules import needs_committee
from lawfirm_party.common import clock
from lawfirm_party.common.dates import until_text
from lawfirm_party.common.forms import earlier_answer, once_only
from lawfirm_party.common.refusal import Conflict, Refusal

from .. import permissions, queries
from ..commands import terms as commands
from ..forms.terms import PREFIX, NewTermForm, TermForm, rows_of, seat_form_set, typed_rows
from ..models import CommitteeTerm, Person
from ..queries.terms import branch_numbers, electable, last_term, seat_lines, terms_of, terms_version
from ..reauth import password_page
from ..rules.committees import term_limits

NEEDS_READER = "历届支部委员会由本支部党员和录入员查看。"
NEEDS_KEEPER = "登记支部委员会需要本支部书记、组织委员或录入员。"
BEGUN = "已登记{branch}新一届支部委员会。职务有变化的人，下次打开页面时重新登录。"
CHANGED = "已保存{branch}的本届任期和职务。职务有变化的人，下次打开页面时重新登录。"
MORE_ROWS = 3


@login_required
@require_safe
def terms(request, pk):
    today = clock.today()
    branch, roles = branch_of(request, pk, today)
    if not permissions.can_read_terms(roles, branch):
        raise PermissionDenied(NEEDS_READER)
    context = {
        "branch": branch,
        "terms": terms_of(branch, today),
        "with_papers": permissions.reads_term_papers(roles, branch),
        "can_write": permissions.keeps_terms(roles, branch.pk),
    }
    return render(request, "members/terms.html", context)


@login_required
def term_new(request, pk):
    today = clock.today()
    branch = branch_to_write(request, pk, today)
    desk = Desk(request, branch, today)
    return desk.answer()


@login_required
def term_edit(request, pk):
    today = clock.today()
    mine = queries.branches_for(request.user, today)
    term = get_object_or_404(CommitteeTerm.objects.select_related("branch"), pk=pk, branch__in=mine)
    desk = Desk(request, branch_to_write(request, term.branch_id, today), today, term)
    return desk.answer()


def branch_of(request, pk, today):
    branches = queries.branches_for(request.user, today).select_related("firm")
    return get_object_or_404(branches, pk=pk), queries.roles_of(request.user, today)


def branch_to_write(request, pk, today):
    branch, roles = branch_of(request, pk, today)
    if not permissions.keeps_terms(roles, branch.pk):
        raise PermissionDenied(NEEDS_KEEPER)
    return branch


class Desk:
    """The form over a term and its seats, from the first look to the answer; without a term it is an election."""

    def __init__(self, request, branch, today, term=None):
        self.request, self.branch, self.today, self.term = request, branch, today, term
        self.seats = list(term.seats.select_related("person")) if term else []
        since = term.since if term else today
        labels = electable(branch.pk, since, today)
        self.chosen = {
            "people": Person.objects.in_bulk(labels),
            "labels": labels,
            "seats": self.seats,
        }
        self.form_class = TermForm if term else NewTermForm
        self.stored = []

    def answer(self):
        if self.request.method != "POST":
            return self.page(*self.opened())
        sent_before = earlier_answer(self.request)
        if sent_before:
            return redirect(sent_before)
        if self.request.POST.get("act") == "more":
            return self.page(*self.with_more_rows())
        return password_page(self.request) or self.sent()

    def opened(self):
        """The two forms as things stand."""
        initial = {"since": self.today, "version": terms_version(self.branch.pk)}
        if self.term:
            names = TermForm.field_order
            initial |= {name: getattr(self.term, name) for name in names}
        empty = 2 if self.term else self.usual_rows()
        return self.form_class(initial=initial), self.rows(rows_of(self.seats), empty)

    def usual_rows(self):
        """As many as a committee usually has, or a 书记 and a 副书记 where there is none."""
        return 5 if needs_committee(branch_numbers(self.branch.pk, self.today).full) else 2

    def rows(self, initial, empty):
        return seat_form_set(empty)(initial=initial, **self.chosen)

    def with_more_rows(self):
        """What was typed, with more empty rows: nothing is checked and nothing stored."""
        typed = {name: self.request.POST.get(name, "") for name in self.form_class.base_fields}
        return self.form_class(initial=typed), self.rows(typed_rows(self.request.POST), MORE_ROWS)

    def sent(self):
        form = self.form_class(self.request.POST)
        formset = seat_form_set()(self.request.POST, **self.chosen)
        status = 422
        if form.is_valid() and formset.is_valid():
            try:
                return self.save(form, formset)
            except Conflict as conflict:
                status, form = 409, self.again()
                self.stored = [self.words(line) for line in seat_lines(self.now_stored())]
                form.add_error(None, conflict.sentence)
            except Refusal as refusal:
                put_at_field(form, formset, refusal)
        return self.page(form, formset, status)

    def again(self):
        """The typed text once more, over the rows as they stand now."""
        version = terms_version(self.branch.pk)
        form = self.form_class({**self.request.POST.dict(), "version": version, "nonce": ""})
        form.is_valid()
        return form

    def now_stored(self):
        term = self.term or last_term(self.branch.pk)
        return term.seats.select_related("person") if term else []

    @staticmethod
    def words(line):
        days = f"{line.since:%Y-%m-%d} 起{'，' + line.ends if line.ends else ''}"
        return f"{line.person.name}：{line.words}（{days}）"

    def save(self, form, formset):
        data, now = form.cleaned_data, clock.now()
        with once_only(self.request, data["nonce"]) as once:
            if not once.repeated:
                words = {"by": self.request.user, "now": now, "version": data["version"]}
                words["entries"] = formset.entries()
                if self.term:
                    commands.change_term(term_id=self.term.pk, values=form.values(), **words)
                else:
                    asked = {name: data[name] for name in ("since", "years", "document_number", "note")}
                    commands.begin_term(branch_id=self.branch.pk, **asked, **words)
                once.answer = self.branch.get_absolute_url()
                done = CHANGED if self.term else BEGUN
                messages.success(self.request, done.format(branch=self.branch.short_name))
        return redirect(once.answer)

    def page(self, form, formset, status=200):
        context = {
            "branch": self.branch,
            "term": self.term,
            "form": form,
            "formset": formset,
            "stored": self.stored,
            **self.beside(),
        }
        return render(self.request, "members/term_form.html", context, status=status)

    def beside(self):
        """What stands beside the form: the numbers the rules hang on."""
        numbers, last = branch_numbers(self.branch.pk, self.today), self.term or last_term(self.branch.pk)
        found = {"numbers": numbers, "needs_committee": needs_committee(numbers.full), "last": last}
        if last:
            usual, latest = term_limits(last.since, last.years)
            found |= {
                "last_ends": until_text(last.until or last.ends),
                "usual_end": until_text(usual),
                "latest_end": until_text(latest),
                "seated": len({seat.person_id for seat in self.seats if seat.holds_on(self.today)}),
            }
        return found


def put_at_field(form, formset, refusal):
    """Say a refusal where it belongs: in a row, at a field of the term, or above all."""
    place = (refusal.field or "").split("-")
    if place[0] == PREFIX:
        row = formset.forms[int(place[1])]
        row.add_error(place[2] if place[2] in row.fields else None, refusal.sentence)
    else:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
