from types import SimpleNamespace

import pytest

from activities.meetings.tokens import Dead, answer_token, read_token

MEETING = SimpleNamespace(pk=12, revision=3)


def test_a_token_names_person_meeting_and_revision():
    assert read_token(answer_token(MEETING, 7)) == (7, 12, 3)


def test_the_same_facts_give_the_same_link_so_that_a_repeated_mail_is_the_same_mail():
    assert answer_token(MEETING, 7) == answer_token(MEETING, 7)


@pytest.mark.parametrize(
    "token", ["", ".", "7-12-3", "7-12-3.", "x" * 10_000, "7-12-3.abc", "二-12-3.签名", "7-12-3:a:b"]
)
def test_whatever_was_not_signed_here_is_dead(token):
    with pytest.raises(Dead):
        read_token(token)


def test_a_token_with_another_persons_number_is_dead():
    signed = answer_token(MEETING, 7)
    with pytest.raises(Dead):
        read_token("8" + signed[1:])
