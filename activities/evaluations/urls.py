from django.urls import path

from .views import disposals, grades, opinions, own, papers, rounds

urlpatterns = [
    path("evaluation/", rounds.latest, name="evaluations"),
    path("evaluation/<year:year>/", rounds.wizard, name="evaluation"),
    path("evaluation/<year:year>/plan/", rounds.plan, name="evaluation_plan"),
    path("evaluation/<year:year>/times/", rounds.adjust, name="evaluation_times"),
    path("evaluation/<year:year>/open/", rounds.start, name="evaluation_open"),
    path("evaluation/<year:year>/talks/", rounds.talks, name="evaluation_talks"),
    path("evaluation/<year:year>/ballots/", rounds.ballots, name="evaluation_ballots"),
    path("evaluation/<year:year>/paper/", rounds.paper, name="evaluation_paper"),
    path("evaluation/<year:year>/grades/", grades.grades, name="grades"),
    path("evaluation/<year:year>/decide/", rounds.decision, name="evaluation_decide"),
    path("evaluation/<year:year>/announce/", rounds.tell, name="evaluation_announce"),
    path("evaluation/<year:year>/archive/", rounds.close, name="evaluation_archive"),
    path("evaluation/<year:year>/file/", papers.evaluation_file, name="evaluation_file"),
    path("evaluation/<year:year>/self/", own.self_review, name="self_review"),
    path("evaluation/<year:year>/peers/", own.peers, name="peers"),
    path("evaluation/<year:year>/mine/", own.mine, name="own_grade"),
    path("evaluation/<year:year>/mine/acknowledge/", own.known, name="grade_known"),
    path("evaluation/<year:year>/mine/object/", own.objection, name="grade_objection"),
    path("evaluation/<year:year>/opinions/<id:pk>/", opinions.opinion, name="opinion"),
    path("evaluation/<year:year>/mended/<id:pk>/", own.mended, name="item_mended"),
    path("evaluation/<year:year>/disposals/<id:pk>/", disposals.disposal, name="disposal"),
    path(
        "evaluation/<year:year>/disposals/<id:pk>/kind/",
        disposals.write,
        {"act": "kind"},
        name="disposal_kind",
    ),
    path(
        "evaluation/<year:year>/disposals/<id:pk>/step/",
        disposals.write,
        {"act": "step"},
        name="disposal_step",
    ),
    path(
        "evaluation/<year:year>/disposals/<id:pk>/end/", disposals.write, {"act": "end"}, name="disposal_end"
    ),
    path("evaluation/<year:year>/opinions/<id:pk>/return/", opinions.give_back, name="self_review_return"),
    path("evaluation/<year:year>/opinions/<id:pk>/reply/", opinions.reply, name="objection_reply"),
]
