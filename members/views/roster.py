"""The list of people: on the screen, on paper, as a file."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lawfirm_party.common import clock
from lawfirm_party.common.dates import date_text
from lawfirm_party.common.documents.download import download
from lawfirm_party.common.documents.proof import Proof, code_of

from .. import commands, documents, permissions, queries
from ..choices import PersonKind, Standing
from ..forms.roster import BY_STROKE, DayForm, PeopleFilterForm
from ..queries import roster
from ..queries.roster_table import roster_table
from ..reauth import password_again
from .filters import EVERYTHING, chips_of, choices_of, last_query, query_of, remember

PEOPLE_PER_PAGE = 50
NOTHING_TO_EXPORT = "没有符合条件的人员，所以没有导出文件。"
MEMBERS_LIST, PEOPLE_LIST = "党员名册", "人员名册"
PARTY_STANDINGS = {roster.PARTY, Standing.FULL, Standing.PROBATIONARY}


@dataclass(frozen=True)
class Reading:
    """The list as somebody asked for it: `params` are the filters that mean something, as its address holds them."""

    asked: roster.Asked
    params: dict
    day_form: DayForm
    with_party: bool
    standings: list
    branches: list
    groups: list

    @property
    def title(self):
        return MEMBERS_LIST if self.asked.standing in PARTY_STANDINGS else PEOPLE_LIST

    def words(self):
        """How the list says each filter, by its name."""
        units = {unit.pk: unit.name for unit in [*self.branches, *self.groups]}
        return {
            "q": f"“{self.asked.q}”",
            "on": f"{date_text(self.asked.day)}的名册",
            "kind": dict(PersonKind.choices).get(self.asked.kind),
            "standing": dict(self.standings).get(self.asked.standing),
            "branch": units.get(self.asked.branch),
            "group": units.get(self.asked.group),
            "partner": "合伙人",
            "left": "已离所",
        }


def read(request, data):
    """The Reading of what stands in an address or a form."""
    today = clock.today()
    day_form = DayForm(data, today=today)
    asked = roster.Asked(today=today, day=day_form.day())
    roles = queries.roles_of(request.user, today)
    with_party = permissions.sees_party_columns(roles)
    branches, groups = roster.units_found(request.user, asked) if with_party else ([], [])
    standings = roster.standings_found(roles, asked.day) if with_party else []
    if standings:
        standings = [(roster.PARTY, "党员"), *standings]
    chosen = PeopleFilterForm(data, standings=standings, branches=branches, groups=groups).chosen()
    params = {name: 1 if value is True else value for name, value in chosen.items()}
    if asked.is_past:
        params["on"] = asked.day.isoformat()
    by_stroke = chosen.pop("sort", "") == BY_STROKE
    return Reading(
        asked=replace(asked, **chosen, by_stroke=by_stroke),
        params=params,
        day_form=day_form,
        with_party=with_party,
        standings=standings,
        branches=branches,
        groups=groups,
    )


def filter_groups(reading):
    """(what by, Links) of everything the list can be narrowed to."""
    named = {
        "类别": choices_of(reading.params, "kind", PersonKind.choices)
        + choices_of(reading.params, "partner", [(1, "合伙人")])
        + choices_of(reading.params, "left", [(1, "已离所")]),
        "政治身份": choices_of(reading.params, "standing", reading.standings),
        "党支部": choices_of(reading.params, "branch", reading.branches),
        "党小组": choices_of(reading.params, "group", reading.groups),
    }
    return [(name, links) for name, links in named.items() if links]


@login_required
@require_safe
def people(request):
    if not request.GET and (query := last_query(request)):
        return redirect(f"{request.path}?{query}")
    reading = read(request, request.GET)
    found = roster.filter_people(request.user, reading.asked)
    counts = roster.counts_of(found, request.user, reading.asked, reading.with_party)
    paginator = Paginator(found, PEOPLE_PER_PAGE)
    paginator.count = counts.total
    page = paginator.get_page(request.GET.get("page"))
    filters = filter_groups(reading)
    response = render(
        request,
        "members/people.html",
        {
            "page": page,
            "rows": roster.rows_of(page.object_list, request.user, reading.asked, reading.with_party),
            "counts": counts,
            "asked": reading.asked,
            "day_form": reading.day_form,
            "with_party": reading.with_party,
            "params": reading.params,
            "query": query_of(reading.params),
            "filters": filters,
            "is_filtered": any(link.is_on for _, links in filters for link in links),
            "chips": chips_of(reading.params, reading.words()),
            "everything": EVERYTHING,
            "orders": choices_of(reading.params, "sort", [(BY_STROKE, "按姓氏笔画")]),
            "can_add": permissions.can_add_person(queries.roles_of(request.user, clock.today())),
        },
    )
    return remember(response, request, reading.params)


@login_required
@require_safe
def people_print(request):
    """The official list: everybody on one page for paper, by 姓氏笔画."""
    reading = read(request, request.GET)
    asked = replace(reading.asked, by_stroke=True)
    found = roster.filter_people(request.user, asked)
    counts = roster.counts_of(found, request.user, asked, reading.with_party)
    return render(
        request,
        "members/people_print.html",
        {
            "title": roster.scope_name(request.user, asked) + reading.title,
            "rows": roster.rows_of(list(found), request.user, asked, reading.with_party),
            "counts": counts,
            "asked": asked,
            "with_party": reading.with_party,
            "words": [chip.label for chip in chips_of(reading.params, reading.words())],
            "back": f"{reverse('people')}?{query_of(reading.params)}",
            "by": request.user.get_full_name(),
            "now": clock.now(),
        },
    )


@login_required
@require_POST
@password_again
def people_export(request):
    """What the list shows, over all its pages, as a workbook; written down."""
    reading = read(request, request.POST)
    asked, now = reading.asked, clock.now()
    roles = queries.roles_of(request.user, asked.today)
    found = list(roster.filter_people(request.user, asked))
    if not found or reading.day_form.sentence:
        messages.warning(request, reading.day_form.sentence or NOTHING_TO_EXPORT)
        return redirect(f"{reverse('people')}?{query_of(reading.params)}")
    contact = permissions.sees_contact_columns(roles)
    table = roster_table(found, request.user, asked, with_party=reading.with_party, with_contact=contact)
    scope = roster.scope_name(request.user, asked)
    proof = Proof(
        scope=scope,
        period=f"截至{date_text(asked.day)}",
        by=request.user.get_full_name(),
        at=now,
        count=len(table.rows),
        code=code_of(table.rows),
    )
    title = f"{scope}{reading.title}"
    data = documents.build_roster(title, table, proof)
    commands.note_roster_export(user=request.user, day=asked.day, proof=proof, now=now)
    name = f"{title} {asked.day.isoformat()}.xlsx"
    return download(data, name=name, content_type=documents.CONTENT_TYPE)
