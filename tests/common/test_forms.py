"""A form that is sent twice is stored once, and a database that goes away costs one request, not the process."""

import threading

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import DatabaseError, close_old_connections, connection
from django.forms import ModelChoiceField
from django.http import QueryDict

from lawfirm_party.common import clock, forms
from lawfirm_party.common.forms import once_only
from lawfirm_party.common.models import UsedNonce
from tests import factories


@pytest.fixture
def send(rf):
    """send(nonce, text, user=None, path="/x/") -> (Once, sentences); the block leads to /there/."""

    def send(nonce="n", text="a", user=None, path="/x/", fails=False):
        request = rf.post(path)
        request.POST = QueryDict(f"text={text}&csrfmiddlewaretoken={next(factories.numbers)}")
        request.user = user or type("Nobody", (), {"pk": None})()
        request._messages = CookieStorage(request)
        with once_only(request, nonce) as once:
            if not once.repeated:
                once.answer = "/there/"
            if fails:
                raise ValueError
        return once, [str(message) for message in request._messages]

    return send


@pytest.mark.django_db
def test_a_box_in_which_nothing_is_chosen_says_so():
    class Choosing(forms.PlainForm):
        who = ModelChoiceField(UsedNonce.objects.none())
        other = ModelChoiceField(UsedNonce.objects.none(), required=False, empty_label="都可以")

    shown = str(Choosing()["who"]) + str(Choosing()["other"])
    assert "请选择" in shown and "都可以" in shown and "---" not in shown


@pytest.mark.django_db
class TestOnceOnly:
    def test_the_second_time_is_a_repetition_with_the_first_answer(self, send):
        assert send()[0] == forms.Once(False, "/there/")
        assert send() == (forms.Once(True, "/there/"), [])

    def test_who_sends_other_text_again_is_told_that_it_was_not_stored(self, send):
        send(text="a")
        assert send(text="b") == (forms.Once(True, "/there/"), [forms.ALREADY_SENT])

    def test_a_nonce_counts_for_its_user_and_its_address_only(self, send):
        send()
        assert not send(path="/y/")[0].repeated
        assert not send(user=factories.make_user("somebody"))[0].repeated

    def test_without_a_nonce_every_time_is_the_first(self, send):
        assert not send(nonce="")[0].repeated
        assert not send(nonce="")[0].repeated
        assert not UsedNonce.objects.exists()

    def test_a_form_that_failed_may_come_again(self, send):
        with pytest.raises(ValueError):
            send(fails=True)
        assert not send()[0].repeated


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_inside_costs_one_request_only(send, monkeypatch):
    answers, real_now = [], clock.now

    def cut():
        """The server ends our connection just before the nonce is written."""
        monkeypatch.setattr(clock, "now", real_now)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        other.close()
        return real_now()

    def three_requests():
        for number in range(3):
            close_old_connections()
            try:
                answers.append(send(f"n{number}")[0].answer)
            except DatabaseError:
                answers.append("lost")
            close_old_connections()
        connection.close()

    monkeypatch.setattr(clock, "now", cut)
    worker = threading.Thread(target=three_requests)
    worker.start()
    worker.join()
    assert answers == ["lost", "/there/", "/there/"]
