"""One good submission for every form about feedback, as tests/submissions.py has them for the other pages."""

from datetime import timedelta

from django.test import Client

from tests.conftest import NOW
from tests.submission import Submission

from .feedback_world import answered, card_with_link, measure_of


def feedback_form(cast):
    _, token = card_with_link(cast)
    words = {"overall": "4", "skill": "5", "contact": "", "speed": "", "integrity": "", "text": "办得很快"}
    return Submission(Client(), f"/f/{token}/", words)


def low(cast):
    """A complaint that waits for its end."""
    return answered(cast, 2, NOW - timedelta(days=3), text="联系不上", is_complaint=True)


def to_answer(cast, step, **data):
    return Submission(cast.client("secretary"), f"/feedback/{low(cast).pk}/{step}/", data)


def feedback_text(cast):
    return to_answer(cast, "text", shown_text="希望多沟通")


def feedback_step(cast):
    return to_answer(cast, "step", text="与客户通话")


def feedback_owner(cast):
    return to_answer(cast, "owner", owner=str(cast.people["committee"].pk))


def feedback_close(cast):
    return to_answer(cast, "close", outcome="partly", result="已向客户说明")


def feedback_card_new(cast):
    words = {"matter_code": "〔2026〕刑字第88号", "kind": "criminal", "is_finished": "on"}
    lawyers = [str(cast.people["lawyer"].pk)]
    return Submission(cast.client("lawyer"), "/feedback/cards/new/", {**words, "lawyers": lawyers})


def feedback_card_link(cast):
    return Submission(cast.client("lawyer"), f"/feedback/cards/{card_with_link(cast)[0].pk}/link/")


def feedback_card_revoke(cast):
    return Submission(cast.client("lawyer"), f"/feedback/cards/{card_with_link(cast)[0].pk}/revoke/")


MEASURE = {
    "kind": "discipline",
    "source": "bar",
    "person": "",
    "received_on": "2026-11-02",
    "document_number": "律协〔2026〕9号",
    "summary": "未按时年检",
    "outcome": "训诫",
    "closed_on": "2026-11-10",
}


def measure_new(cast):
    return Submission(cast.client("secretary"), "/feedback/register/new/", {**MEASURE, "version": "0"})


def measure(cast):
    address = f"/feedback/register/{measure_of(cast).pk}/"
    return Submission(cast.client("secretary"), address, {**MEASURE, "version": "1"})


FEEDBACK_STEPS = (
    *(feedback_form, feedback_text, feedback_step, feedback_owner, feedback_close),
    *(feedback_card_new, feedback_card_link, feedback_card_revoke, measure_new, measure),
)
