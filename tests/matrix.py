"""Who may open what: one line per address and method, one column per role (trust.md section 3, row 8).

`200` is a page, `302` a redirect inside the site, `login` the way to the login page, `422` a form that wants more, `403`
visible but not allowed, `404` not there for this role, `405` not by this method. Made by hand where a rule of trust.md 3a
decides, and compared whole: an address that is not listed fails.
"""

COLUMNS = [
    "anonymous",
    "outsider",
    "lawyer",
    "member",
    "leader",
    "partner",
    "committee",
    "committee_only",
    "secretary",
    "clerk",
    "admin",
]

TABLE = """
account_switch GET       login  405    405    405    405    405    405    405    405    405    405
account_switch POST      login  403    403    403    403    403    403    403    403    403    400
accounts GET             login  403    403    403    403    403    403    403    200    403    200
accounts POST            login  405    405    405    405    405    405    405    405    405    405
action_done GET          login  405    405    405    405    405    405    405    405    405    405
action_done POST         login  404    404    404    404    404    302    403    302    404    404
action_nudge GET         login  405    405    405    405    405    405    405    405    405    405
action_nudge POST        login  404    404    404    404    404    403    403    302    404    404
answer GET               404    404    404    404    404    404    404    404    404    404    404
answer POST              404    404    404    404    404    404    404    404    404    404    404
ask_leave GET            login  404    404    404    404    404    200    200    200    404    404
ask_leave POST           login  404    404    404    404    404    200    200    200    404    404
attendance GET           login  404    404    404    404    404    302    403    302    404    404
attendance POST          login  404    404    404    404    404    302    403    302    404    404
audit GET                login  403    403    403    403    403    403    403    403    403    200
audit POST               login  405    405    405    405    405    405    405    405    405    405
backfill_scheduled GET   login  405    405    405    405    405    405    405    405    405    405
backfill_scheduled POST  login  404    404    404    404    404    302    403    302    404    404
birthdays GET            login  200    403    200    200    403    200    200    200    200    403
birthdays POST           login  405    405    405    405    405    405    405    405    405    405
board GET                login  200    404    200    200    404    200    200    200    404    404
board POST               login  405    405    405    405    405    405    405    405    405    405
board_recent GET         login  200    404    200    200    404    200    200    200    404    404
board_recent POST        login  405    405    405    405    405    405    405    405    405    405
branch GET               login  404    404    200    200    200    200    200    200    200    200
branch POST              login  405    405    405    405    405    405    405    405    405    405
branch_settings GET      login  403    403    403    403    403    200    200    200    403    403
branch_settings POST     login  405    405    405    405    405    405    405    405    405    405
branch_settings_edit GET login  403    403    403    403    403    403    403    200    403    403
branch_settings_edit POST login  403    403    403    403    403    403    403    422    403    403
branch_settings_withdraw GET login  405    405    405    405    405    405    405    405    405    405
branch_settings_withdraw POST login  403    403    403    403    403    403    403    302    403    403
calendar GET             login  200    200    200    200    200    200    200    200    200    200
calendar POST            login  405    405    405    405    405    405    405    405    405    405
calendar_feed GET        404    404    404    404    404    404    404    404    404    404    404
calendar_feed POST       405    405    405    405    405    405    405    405    405    405    405
calendar_link GET        login  200    200    200    200    200    200    200    200    200    403
calendar_link POST       login  200    200    200    200    200    200    200    200    200    403
calendar_revoke GET      login  405    405    405    405    405    405    405    405    405    405
calendar_revoke POST     login  302    302    302    302    302    302    302    302    302    302
colleagues GET           login  403    403    403    403    200    200    200    200    200    200
colleagues POST          login  405    405    405    405    405    405    405    405    405    405
come GET                 login  405    405    405    405    405    405    405    405    405    405
come POST                login  404    404    404    404    404    302    302    302    404    404
confirm_password GET     login  200    200    200    200    200    200    200    200    200    200
confirm_password POST    login  422    422    422    422    422    422    422    422    422    422
decide_leave GET         login  405    405    405    405    405    405    405    405    405    405
decide_leave POST        login  403    403    403    403    403    403    403    400    403    403
decisions GET            login  200    200    200    200    200    200    200    200    200    200
decisions POST           login  405    405    405    405    405    405    405    405    405    405
delivery_health GET      503    503    503    503    503    503    503    503    503    503    503
delivery_health POST     405    405    405    405    405    405    405    405    405    405    405
evaluation GET           login  404    404    200    200    404    200    200    200    404    404
evaluation POST          login  405    405    405    405    405    405    405    405    405    405
evaluation_announce GET  login  405    405    405    405    405    405    405    405    405    405
evaluation_announce POST login  404    404    403    403    404    403    403    302    404    404
evaluation_archive GET   login  405    405    405    405    405    405    405    405    405    405
evaluation_archive POST  login  404    404    403    403    404    403    403    302    404    404
evaluation_ballots GET   login  405    405    405    405    405    405    405    405    405    405
evaluation_ballots POST  login  404    404    403    403    404    403    403    302    404    404
evaluation_brief GET     login  405    405    405    405    405    405    405    405    405    405
evaluation_brief POST    login  403    403    403    403    200    200    200    200    403    403
evaluation_dashboard GET login  403    403    403    403    200    200    200    200    403    403
evaluation_dashboard POST login  405    405    405    405    405    405    405    405    405    405
evaluation_decide GET    login  404    404    403    403    404    403    403    200    404    404
evaluation_decide POST   login  404    404    403    403    404    403    403    422    404    404
evaluation_open GET      login  405    405    405    405    405    405    405    405    405    405
evaluation_open POST     login  404    404    403    403    404    403    403    302    404    404
evaluation_plan GET      login  403    403    403    403    403    403    403    302    403    403
evaluation_plan POST     login  403    403    403    403    403    403    403    302    403    403
evaluation_paper GET     login  404    404    403    403    404    403    403    200    404    404
evaluation_paper POST    login  404    404    403    403    404    403    403    422    404    404
evaluation_talks GET     login  404    404    403    403    404    403    403    200    404    404
evaluation_talks POST    login  404    404    403    403    404    403    403    422    404    404
evaluations GET          login  200    200    302    302    200    302    302    302    200    200
evaluations POST         login  405    405    405    405    405    405    405    405    405    405
exemption_change GET     login  403    403    403    403    403    200    403    200    200    403
exemption_change POST    login  403    403    403    403    403    422    403    422    422    403
explain GET              login  200    404    200    200    404    200    200    200    404    404
explain POST             login  403    404    403    403    404    403    403    422    404    404
face GET                 login  405    405    405    405    405    405    405    405    405    405
face POST                login  404    404    404    404    404    404    404    404    404    404
fact_correct GET         login  403    403    403    403    403    302    403    302    302    403
fact_correct POST        login  403    403    403    403    403    302    403    302    302    403
feedback GET             login  403    302    302    302    200    200    200    200    302    403
feedback POST            login  405    405    405    405    405    405    405    405    405    405
feedback_answer GET      login  404    404    404    404    200    200    200    200    404    404
feedback_answer POST     login  405    405    405    405    405    405    405    405    405    405
feedback_card_link GET   login  405    405    405    405    405    405    405    405    405    405
feedback_card_link POST  login  404    200    404    404    403    403    403    403    200    404
feedback_card_new GET    login  403    200    200    200    200    200    200    200    200    403
feedback_card_new POST   login  403    422    422    422    422    422    422    422    422    403
feedback_card_revoke GET login  405    405    405    405    405    405    405    405    405    405
feedback_card_revoke POST login  404    302    404    404    403    403    403    403    302    404
feedback_cards GET       login  403    200    200    200    200    200    200    200    200    403
feedback_cards POST      login  405    405    405    405    405    405    405    405    405    405
feedback_close GET       login  405    405    405    405    405    405    405    405    405    405
feedback_close POST      login  404    404    404    404    422    422    422    422    404    404
feedback_form GET        404    404    404    404    404    404    404    404    404    404    404
feedback_form POST       404    404    404    404    404    404    404    404    404    404    404
feedback_owner GET       login  405    405    405    405    405    405    405    405    405    405
feedback_owner POST      login  404    404    404    404    422    422    422    422    404    404
feedback_step GET        login  405    405    405    405    405    405    405    405    405    405
feedback_step POST       login  404    404    404    404    422    422    422    422    404    404
feedback_text GET        login  405    405    405    405    405    405    405    405    405    405
feedback_text POST       login  404    404    404    404    302    302    302    302    404    404
first_run GET            404    404    404    404    404    404    404    404    404    404    404
first_run POST           404    404    404    404    404    404    404    404    404    404    404
grade_known GET          login  405    405    405    405    405    405    405    405    405    405
grade_known POST         login  404    404    404    404    404    404    404    404    404    404
grade_objection GET      login  405    405    405    405    405    405    405    405    405    405
grade_objection POST     login  404    404    404    404    404    404    404    404    404    404
group GET                login  404    404    403    403    403    200    403    200    200    403
group POST               login  404    404    403    403    403    422    403    422    422    403
group_change GET         login  403    403    403    403    403    200    403    200    200    403
group_change POST        login  403    403    403    403    403    422    403    422    422    403
group_dissolve GET       login  404    404    403    403    403    200    403    200    200    403
group_dissolve POST      login  404    404    403    403    403    422    403    422    422    403
group_new GET            login  404    404    403    403    403    200    403    200    200    403
group_new POST           login  404    404    403    403    403    422    403    422    422    403
healthz GET              200    200    200    200    200    200    200    200    200    200    200
healthz POST             405    405    405    405    405    405    405    405    405    405    405
help GET                 login  200    200    200    200    200    200    200    200    200    200
help POST                login  405    405    405    405    405    405    405    405    405    405
holidays GET             login  403    403    403    403    403    403    403    403    200    200
holidays POST            login  403    403    403    403    403    403    403    403    422    422
home GET                 login  200    200    200    200    200    200    200    200    200    200
home POST                login  405    405    405    405    405    405    405    405    405    405
invite GET               login  405    405    405    405    405    405    405    405    405    405
invite POST              login  403    403    403    403    403    403    403    302    403    302
invite_all GET           login  403    403    403    403    403    403    403    200    403    200
invite_all POST          login  403    403    403    403    403    403    403    302    403    302
job GET                  login  404    404    404    404    404    404    404    200    404    404
job POST                 login  405    405    405    405    405    405    405    405    405    405
job_cancel GET           login  405    405    405    405    405    405    405    405    405    405
job_cancel POST          login  404    404    404    404    404    404    404    302    404    404
job_file GET             login  404    404    404    404    404    404    404    200    404    404
job_file POST            login  405    405    405    405    405    405    405    405    405    405
leaves GET               login  403    403    403    403    403    403    403    200    403    403
leaves POST              login  405    405    405    405    405    405    405    405    405    405
ledger GET               login  404    404    404    404    404    200    200    200    404    404
ledger POST              login  405    405    405    405    405    405    405    405    405    405
ledger_binder GET        login  405    405    405    405    405    405    405    405    405    405
ledger_binder POST       login  404    404    404    404    404    200    200    200    404    404
ledger_export GET        login  405    405    405    405    405    405    405    405    405    405
ledger_export POST       login  404    404    404    404    404    200    200    200    404    404
login GET                200    200    200    200    200    200    200    200    200    200    200
login POST               422    422    422    422    422    422    422    422    422    422    422
logout GET               405    405    405    405    405    405    405    405    405    405    405
logout POST              login  login  login  login  login  login  login  login  login  login  login
mails GET                login  403    403    403    403    403    403    403    403    403    200
mails POST               login  405    405    405    405    405    405    405    405    405    405
measure GET              login  403    403    403    403    403    403    403    200    200    403
measure POST             login  403    403    403    403    403    403    403    422    422    403
measure_new GET          login  403    403    403    403    403    403    403    200    200    403
measure_new POST         login  403    403    403    403    403    403    403    422    422    403
measures GET             login  403    403    403    403    200    200    200    200    200    403
measures POST            login  405    405    405    405    405    405    405    405    405    405
meeting GET              login  404    404    404    404    404    200    200    200    404    404
meeting POST             login  405    405    405    405    405    405    405    405    405    405
meeting_archive GET      login  405    405    405    405    405    405    405    405    405    405
meeting_archive POST     login  404    404    404    404    404    200    403    200    404    404
meeting_backfill GET     login  403    403    403    200    403    200    200    200    403    403
meeting_backfill POST    login  403    403    403    422    403    422    422    422    403    403
meeting_begin GET        login  405    405    405    405    405    405    405    405    405    405
meeting_begin POST       login  404    404    404    404    404    302    403    302    404    404
meeting_cancel GET       login  404    404    404    404    404    403    403    200    404    404
meeting_cancel POST      login  404    404    404    404    404    403    403    422    404    404
meeting_close GET        login  405    405    405    405    405    405    405    405    405    405
meeting_close POST       login  404    404    404    404    404    302    403    302    404    404
meeting_correct GET      login  404    404    404    404    404    403    403    302    404    404
meeting_correct POST     login  404    404    404    404    404    403    403    302    404    404
meeting_edit GET         login  404    404    404    404    404    403    403    200    404    404
meeting_edit POST        login  404    404    404    404    404    403    403    422    404    404
meeting_file GET         login  405    405    405    405    405    405    405    405    405    405
meeting_file POST        login  404    404    404    404    404    302    302    302    404    404
meeting_move GET         login  404    404    404    404    404    403    403    200    404    404
meeting_move POST        login  404    404    404    404    404    403    403    422    404    404
meeting_new GET          login  403    403    403    200    403    200    200    200    403    403
meeting_new POST         login  403    403    403    422    403    422    422    422    403    403
meeting_nudge GET        login  405    405    405    405    405    405    405    405    405    405
meeting_nudge POST       login  404    404    404    404    404    403    403    302    404    404
meeting_publish GET      login  405    405    405    405    405    405    405    405    405    405
meeting_publish POST     login  404    404    404    404    404    403    403    302    404    404
meetings GET             login  200    200    200    200    200    200    200    200    200    200
meetings POST            login  405    405    405    405    405    405    405    405    405    405
minutes GET              login  404    404    404    404    404    302    403    302    404    404
minutes POST             login  404    404    404    404    404    302    403    302    404    404
my GET                   login  200    200    200    200    200    200    200    200    200    200
my POST                  login  405    405    405    405    405    405    405    405    405    405
my_data GET              login  200    200    200    200    200    200    200    200    200    403
my_data POST             login  422    422    422    422    422    422    422    422    422    403
my_leaves GET            login  200    200    200    200    200    200    200    200    200    200
my_leaves POST           login  405    405    405    405    405    405    405    405    405    405
new_password GET         404    404    404    404    404    404    404    404    404    404    404
new_password POST        404    404    404    404    404    404    404    404    404    404    404
notice_open GET          login  405    405    405    405    405    405    405    405    405    405
notice_open POST         login  404    404    404    404    404    302    404    404    404    404
notices GET              login  200    200    200    200    200    200    200    200    200    200
notices POST             login  405    405    405    405    405    405    405    405    405    405
notices_read GET         login  405    405    405    405    405    405    405    405    405    405
notices_read POST        login  302    302    302    302    302    302    302    302    302    302
nudge_leader GET         login  405    405    405    405    405    405    405    405    405    405
nudge_leader POST        login  404    404    403    403    404    403    403    302    404    404
objection_reply GET      login  405    405    405    405    405    405    405    405    405    405
objection_reply POST     login  404    404    403    403    404    302    302    302    404    404
opinion GET              login  404    404    403    403    404    200    200    200    404    404
opinion POST             login  404    404    403    403    404    422    422    422    404    404
outbox GET               login  403    403    403    403    403    200    200    200    403    200
outbox POST              login  405    405    405    405    405    405    405    405    405    405
outbox_call_back GET     login  405    405    405    405    405    405    405    405    405    405
outbox_call_back POST    login  404    404    404    404    404    302    302    302    404    404
outbox_resend GET        login  405    405    405    405    405    405    405    405    405    405
outbox_resend POST       login  404    404    404    404    404    302    302    302    404    404
own_feedback GET         login  403    200    200    200    200    200    200    200    403    403
own_feedback POST        login  405    405    405    405    405    405    405    405    405    405
own_grade GET            login  404    404    404    404    404    404    404    404    404    404
own_grade POST           login  405    405    405    405    405    405    405    405    405    405
partner_change GET       login  403    403    403    403    403    403    403    200    200    200
partner_change POST      login  403    403    403    403    403    403    403    422    422    422
password_change GET      login  200    200    200    200    200    200    200    200    200    200
password_change POST     login  422    422    422    422    422    422    422    422    422    422
password_reset GET       200    200    200    200    200    200    200    200    200    200    200
password_reset POST      422    422    422    422    422    422    422    422    422    422    422
password_reset_done GET  200    200    200    200    200    200    200    200    200    200    200
password_reset_done POST 405    405    405    405    405    405    405    405    405    405    405
peers GET                login  404    404    200    200    404    200    200    200    404    404
peers POST               login  404    404    302    302    404    302    302    302    404    404
people GET               login  200    200    200    200    200    200    200    200    200    200
people POST              login  405    405    405    405    405    405    405    405    405    405
people_export GET        login  405    405    405    405    405    405    405    405    405    405
people_export POST       login  200    200    200    200    200    200    200    200    200    200
people_print GET         login  200    200    200    200    200    200    200    200    200    200
people_print POST        login  405    405    405    405    405    405    405    405    405    405
person GET               login  200    200    200    200    200    200    200    200    200    200
person POST              login  405    405    405    405    405    405    405    405    405    405
person_edit GET          login  403    403    403    403    403    403    403    200    200    200
person_edit POST         login  403    403    403    403    403    403    403    422    422    422
person_history GET       login  403    403    200    403    403    200    200    200    200    403
person_history POST      login  405    405    405    405    405    405    405    405    405    405
person_meetings GET      login  403    403    200    403    403    200    200    200    403    403
person_meetings POST     login  405    405    405    405    405    405    405    405    405    405
person_new GET           login  403    403    403    403    403    403    403    200    200    200
person_new POST          login  403    403    403    403    403    403    403    422    422    422
poll GET                 login  404    404    200    200    404    200    200    200    404    404
poll POST                login  404    404    422    422    404    422    422    422    404    404
poll_key GET             login  405    405    405    405    405    405    405    405    405    405
poll_key POST            login  404    404    403    302    404    403    403    403    404    404
poll_recount GET         login  405    405    405    405    405    405    405    405    405    405
poll_recount POST        login  404    404    403    422    404    403    403    403    404    404
poll_result GET          login  404    404    403    403    404    403    403    403    404    404
poll_result POST         login  405    405    405    405    405    405    405    405    405    405
poll_scrutiny GET        login  404    404    403    200    404    200    200    200    404    404
poll_scrutiny POST       login  405    405    405    405    405    405    405    405    405    405
poll_secrecy GET         login  404    404    200    200    404    200    200    200    404    404
poll_secrecy POST        login  405    405    405    405    405    405    405    405    405    405
poll_shred GET           login  405    405    405    405    405    405    405    405    405    405
poll_shred POST          login  404    404    403    302    404    403    403    302    404    404
poll_start GET           login  405    405    405    405    405    405    405    405    405    405
poll_start POST          login  404    404    403    422    404    403    403    403    404    404
poll_sweep GET           login  405    405    405    405    405    405    405    405    405    405
poll_sweep POST          login  404    404    403    302    404    403    403    403    404    404
poll_tally GET           login  405    405    405    405    405    405    405    405    405    405
poll_tally POST          login  404    404    403    422    404    403    403    403    404    404
poll_void GET            login  405    405    405    405    405    405    405    405    405    405
poll_void POST           login  404    404    403    422    404    403    403    422    404    404
printed_record GET       login  404    404    404    404    404    302    302    302    404    404
printed_record POST      login  405    405    405    405    405    405    405    405    405    405
regulations GET          login  200    200    200    200    200    200    200    200    200    200
regulations POST         login  405    405    405    405    405    405    405    405    405    405
relation_change GET      login  403    403    403    403    403    200    403    200    200    403
relation_change POST     login  403    403    403    403    403    422    403    422    422    403
restriction_change GET   login  403    403    403    403    403    200    403    200    200    403
restriction_change POST  login  403    403    403    403    403    422    403    422    422    403
reveal_id_number GET     login  405    405    405    405    405    405    405    405    405    405
reveal_id_number POST    login  403    403    403    403    403    403    403    200    200    403
robot GET                login  403    403    403    403    403    403    403    200    403    403
robot POST               login  403    403    403    403    403    403    403    422    403    403
robot_new GET            login  403    403    403    403    403    403    403    200    403    403
robot_new POST           login  403    403    403    403    403    403    403    422    403    403
robot_switch GET         login  405    405    405    405    405    405    405    405    405    405
robot_switch POST        login  403    403    403    403    403    403    403    302    403    403
robot_test GET           login  405    405    405    405    405    405    405    405    405    405
robot_test POST          login  403    403    403    403    403    403    403    302    403    403
robots GET               login  403    403    403    403    403    403    403    200    403    403
robots POST              login  405    405    405    405    405    405    405    405    405    405
search GET               login  200    200    200    200    200    200    200    200    200    200
search POST              login  405    405    405    405    405    405    405    405    405    405
self_review GET          login  404    404    200    200    404    200    200    200    404    404
self_review POST         login  404    404    422    422    404    422    422    422    404    404
set_password GET         404    404    404    404    404    404    404    404    404    404    404
set_password POST        405    405    405    405    405    405    405    405    405    405    405
sign_in_sheet GET        login  404    404    404    404    404    200    403    200    404    404
sign_in_sheet POST       login  405    405    405    405    405    405    405    405    405    405
standing_change GET      login  403    403    403    403    403    200    403    200    200    403
standing_change POST     login  403    403    403    403    403    422    403    422    422    403
term_edit GET            login  404    404    403    403    403    200    403    200    200    403
term_edit POST           login  404    404    403    403    403    422    403    422    422    403
term_new GET             login  404    404    403    403    403    200    403    200    200    403
term_new POST            login  404    404    403    403    403    422    403    422    422    403
terms GET                login  404    404    200    200    403    200    200    200    200    403
terms POST               login  405    405    405    405    405    405    405    405    405    405
withdraw_leave GET       login  405    405    405    405    405    405    405    405    405    405
withdraw_leave POST      login  404    404    404    404    404    302    302    302    404    404
"""


def rows():
    """{(name, method): {role: expected}} of the committed table."""
    table = {}
    for line in TABLE.strip().splitlines():
        name, method, *cells = line.split()
        assert len(cells) == len(COLUMNS), line
        table[(name, method)] = dict(zip(COLUMNS, cells, strict=True))
    return table
