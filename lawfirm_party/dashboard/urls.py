from django.urls import path

from .views import audit, board, branch, calendar, groups, help, holidays, home, search, settings
from .views.evaluation import evaluation_brief, evaluation_dashboard
from .views.jobs import job, job_cancel, job_file
from .views.ledger import ledger, ledger_binder, ledger_export

urlpatterns = [
    path("", home.home, name="home"),
    path("face/", home.choose_face, name="face"),
    path("help/", help.help_page, name="help"),
    path("help/regulations/", help.regulations, name="regulations"),
    path("board/recent/", board.board_recent, name="board_recent"),
    path("board/explain/", board.explain_cell, name="explain"),
    path("board/nudge/<id:pk>/", board.nudge, name="nudge_leader"),
    path("board/<year:year>/", board.board, name="board"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("settings/branch/", settings.branch_settings, name="branch_settings"),
    path("settings/branch/edit/", settings.edit, name="branch_settings_edit"),
    path("settings/branch/withdraw/", settings.withdraw_change, name="branch_settings_withdraw"),
    path("settings/holidays/", holidays.holidays, name="holidays"),
    path("search/", search.search, name="search"),
    path("audit/", audit.audit, name="audit"),
    path("ledger/", ledger, name="ledger"),
    path("ledger/export/", ledger_export, name="ledger_export"),
    path("ledger/binder/", ledger_binder, name="ledger_binder"),
    path("evaluation/<year:year>/dashboard/", evaluation_dashboard, name="evaluation_dashboard"),
    path("evaluation/<year:year>/brief/", evaluation_brief, name="evaluation_brief"),
    path("jobs/<id:pk>/", job, name="job"),
    path("jobs/<id:pk>/cancel/", job_cancel, name="job_cancel"),
    path("jobs/<id:pk>/file/", job_file, name="job_file"),
    path("branches/<id:pk>/", branch.branch, name="branch"),
    path("branches/<id:pk>/groups/new/", groups.found, name="group_new"),
    path("groups/<id:pk>/", groups.group, name="group"),
    path("groups/<id:pk>/dissolve/", groups.dissolve, name="group_dissolve"),
]
