"""Pages about people and logins, tried by owner, colleague and outsider."""

from datetime import date

import pytest
from django.urls import reverse

from lawfirm_party.common.models import AuditEntry
from members.choices import AccountMailKind, PersonKind, SeatRole
from members.models import AccountMail, PartyStanding
from members.views import people as views
from tests import factories

pytestmark = pytest.mark.django_db

PHONE = "13800138000"
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def known(cast, frozen):
    """The cast's member with a phone, an address and a sealed ID number."""
    person = cast.people["member"]
    person.phone, person.email, person.licence_number = PHONE, "ding@example.com", "1" * 17
    person.write_id_number(ID_NUMBER)
    person.save()
    return person


def text_of(response):
    return response.content.decode()


class TestList:
    def test_everybody_of_the_firm_sees_the_list_of_people(self, cast, frozen):
        for role in ("outsider", "lawyer", "member", "partner", "clerk", "secretary", "admin"):
            page = text_of(cast.client(role).get("/members/"))
            assert "丁党明" in page, role
            assert "共 13 人" in page, role

    @pytest.mark.parametrize("role", ["outsider", "lawyer", "member", "leader", "partner", "admin"])
    def test_party_columns_are_not_for_others(self, cast, frozen, role):
        page = text_of(cast.client(role).get("/members/"))
        assert "正式党员" not in page
        assert "组织委员" not in page
        assert "第一党小组" not in page

    def test_who_joins_later_is_listed_with_the_day(self, cast, frozen):
        factories.make_person(cast.firm, "未来人", joined_on=date(2026, 12, 1))
        page = text_of(cast.client("clerk").get("/members/"))
        assert "律师（2026年12月1日入所）" in page
        assert page.count("入所）") == 1
        assert "未来人" not in text_of(cast.client("clerk").get("/members/?left=1"))

    @pytest.mark.parametrize("role", ["secretary", "clerk"])
    def test_filters_name_no_standing_that_only_another_firm_has(self, cast, frozen, role):
        stranger = factories.make_person(factories.make_firm())
        PartyStanding.objects.create(person=stranger, standing="candidate", since=date(2026, 1, 1))
        assert "发展对象" not in text_of(cast.client(role).get("/members/"))
        own = factories.make_person(cast.firm)
        PartyStanding.objects.create(person=own, standing="candidate", since=date(2026, 1, 1))
        assert "发展对象" in text_of(cast.client(role).get("/members/"))

    @pytest.mark.parametrize("role", ["secretary", "committee", "committee_only", "clerk"])
    def test_party_columns_are_for_committee_and_clerk(self, cast, frozen, role):
        page = text_of(cast.client(role).get("/members/"))
        assert "正式党员" in page
        assert "组织委员" in page
        assert "第一党小组（组长）" in page

    def test_the_committee_reads_nothing_about_members_of_another_branch(self, cast, frozen):
        page = text_of(cast.client("secretary").get("/members/?standing=full"))
        assert "冯外明" not in page
        assert "冯外明" in text_of(cast.client("clerk").get("/members/?standing=full"))

    @pytest.mark.parametrize("role", ["lawyer", "member", "partner", "outsider", "admin"])
    def test_a_party_filter_tells_nothing_to_who_may_not_know(self, cast, frozen, role):
        client = cast.client(role)
        for query in ("standing=full", "standing=masses", f"group={cast.group.pk}"):
            assert "共 13 人" in text_of(client.get(f"/members/?{query}"))

    @pytest.mark.parametrize("text", ["丁", "党明", "ding", "dingdang", "Ding Dang", "ddm", "DDM"])
    def test_search_by_characters_spelling_and_initials(self, cast, frozen, text):
        page = text_of(cast.client("lawyer").get("/members/", {"q": text}))
        assert "丁党明" in page
        assert "高书明" not in page

    def test_filters_by_kind_and_group_and_standing(self, cast, frozen):
        client = cast.client("secretary")
        assert "共 1 人" in text_of(client.get("/members/?kind=trainee"))
        assert "共 1 人" in text_of(client.get("/members/?standing=probationary"))
        assert "共 4 人" in text_of(client.get(f"/members/?group={cast.group.pk}"))
        assert "共 13 人" in text_of(client.get("/members/?kind=nonsense&standing=x&group=99&page=999"))

    def test_sorted_by_pinyin_fifty_to_a_page(self, cast, frozen):
        for number in range(40):
            factories.make_person(cast.firm, f"张{chr(0x4E00 + number)}")
        page = text_of(cast.client("lawyer").get("/members/"))
        assert "共 53 人" in page
        assert page.count('scope="row"') == 50
        assert page.index("陈长明") < page.index("丁党明") < page.index("高书明")

    def test_who_left_is_listed_apart(self, cast, frozen):
        gone = factories.make_person(cast.firm, "旧同事", left_on=date(2026, 11, 18))
        client = cast.client("lawyer")
        assert gone.name not in text_of(client.get("/members/"))
        assert gone.name in text_of(client.get("/members/?left=1"))

    @pytest.mark.parametrize("role", ["lawyer", "secretary"])
    def test_as_many_queries_with_one_row_as_with_three(
        self, cast, frozen, role, django_assert_max_num_queries
    ):
        client = cast.client(role)
        counts = []
        for text in ("丁党明", "明"):
            with django_assert_max_num_queries(20) as captured:
                client.get("/members/", {"q": text})
            counts.append(len(captured))
        assert counts[0] == counts[1]

    def test_people_of_another_firm_are_not_there(self, cast, frozen):
        stranger = factories.make_person(factories.make_firm(), "外所人")
        client = cast.client("secretary")
        assert stranger.name not in text_of(client.get("/members/"))
        assert client.get(stranger.get_absolute_url()).status_code == 404


class TestPerson:
    def test_firm_data_is_for_the_firm(self, cast, known):
        for role in ("outsider", "lawyer", "member", "partner", "secretary"):
            page = text_of(cast.client(role).get(known.get_absolute_url()))
            assert known.licence_number in page, role

    @pytest.mark.parametrize(
        ("role", "sees"),
        [
            ("member", True),
            ("secretary", True),
            ("committee", True),
            ("committee_only", True),
            ("clerk", True),
            ("leader", False),
            ("partner", False),
            ("lawyer", False),
            ("outsider", False),
            ("admin", False),
        ],
    )
    def test_party_data(self, cast, known, role, sees):
        page = text_of(cast.client(role).get(known.get_absolute_url()))
        assert ("正式党员" in page) == sees
        assert ("第一党小组" in page) == sees

    @pytest.mark.parametrize(
        ("role", "sees"),
        [
            ("member", True),
            ("secretary", True),
            ("committee_only", True),
            ("partner", True),
            ("clerk", True),
            ("admin", True),
            ("leader", False),
            ("lawyer", False),
            ("outsider", False),
        ],
    )
    def test_phone_and_address(self, cast, known, role, sees):
        page = text_of(cast.client(role).get(known.get_absolute_url()))
        assert (PHONE in page) == sees
        assert ("ding@example.com" in page) == sees

    def test_role_words_come_from_dated_facts(self, cast, frozen):
        page = text_of(cast.client("member").get(cast.people["secretary"].get_absolute_url()))
        assert "合伙人、主任" in page
        assert "书记" not in page.split("<main")[1].split("</h1>")[1]
        page = text_of(cast.client("secretary").get(cast.people["secretary"].get_absolute_url()))
        assert "书记、合伙人、主任" in page
        page = text_of(cast.client("secretary").get(cast.people["leader"].get_absolute_url()))
        assert "第一党小组（组长）" in page

    def test_a_seat_that_ended_is_history_and_no_role(self, cast, frozen):
        cast.term.seats.filter(role=SeatRole.PUBLICITY).update(until=date(2026, 11, 18))
        page = text_of(cast.client("secretary").get(cast.people["committee_only"].get_absolute_url()))
        assert "<dt>职务</dt>" not in page
        assert "至 2026年11月17日</time>宣传委员" in page

    def test_queries_stay_below_twenty(self, cast, known, django_assert_max_num_queries):
        client = cast.client("secretary")
        with django_assert_max_num_queries(20):
            client.get(known.get_absolute_url())

    @pytest.mark.parametrize("pk", ["999999", "9" * 18, "9" * 40])
    def test_an_unknown_number_is_not_found(self, cast, frozen, pk):
        assert cast.client("secretary").get(f"/members/{pk}/").status_code == 404


class TestIdNumber:
    @pytest.mark.parametrize("role", ["secretary", "clerk"])
    def test_masked_until_asked_for_and_then_written_down(self, cast, known, role):
        client = cast.client(role)
        page = text_of(client.get(known.get_absolute_url()))
        assert ID_NUMBER not in page
        assert "显示" in page
        answer = client.post(reverse("reveal_id_number", args=[known.pk]))
        assert ID_NUMBER in text_of(answer)
        assert "no-store" in answer["Cache-Control"]
        entry = AuditEntry.objects.get(action="revealed")
        assert (entry.user, entry.thing) == (cast.users[role], f"person:{known.pk}:id_number")
        assert ID_NUMBER not in text_of(client.get(known.get_absolute_url()))

    @pytest.mark.parametrize(
        "role", ["member", "committee", "leader", "partner", "lawyer", "outsider", "admin"]
    )
    def test_nobody_else(self, cast, known, role):
        client = cast.client(role)
        assert "证件号码" not in text_of(client.get(known.get_absolute_url()))
        answer = client.post(reverse("reveal_id_number", args=[known.pk]))
        assert answer.status_code == 403
        assert views.NEEDS_SECRETARY_OR_CLERK in text_of(answer)
        assert not AuditEntry.objects.filter(action="revealed").exists()

    def test_reading_is_no_way_to_it(self, cast, known):
        assert cast.client("secretary").get(reverse("reveal_id_number", args=[known.pk])).status_code == 405


class TestInvite:
    @pytest.mark.parametrize("role", ["secretary", "admin"])
    def test_makes_a_login_and_asks_for_the_mail(self, cast, frozen, role):
        person = cast.people["fifth"]
        answer = cast.client(role).post(reverse("invite", args=[person.pk]), follow=True)
        assert views.INVITED.format(name=person.name) in text_of(answer)
        mail = AccountMail.objects.get()
        assert (mail.kind, mail.user.person, mail.requested_by) == (
            AccountMailKind.INVITATION,
            person,
            cast.users[role],
        )
        assert mail.user.username == "sunwuming"
        assert not mail.user.has_usable_password()

    @pytest.mark.parametrize("role", ["committee", "member", "partner", "lawyer", "outsider", "clerk"])
    def test_nobody_else(self, cast, frozen, role):
        answer = cast.client(role).post(reverse("invite", args=[cast.people["fifth"].pk]))
        assert answer.status_code == 403
        assert not AccountMail.objects.exists()

    def test_a_lawyer_outside_the_party_is_invited_by_the_secretary_too(self, cast, frozen):
        person = factories.make_person(cast.firm, "何律师", kind=PersonKind.LAWYER)
        cast.client("secretary").post(reverse("invite", args=[person.pk]))
        assert person.user.account_mails.count() == 1

    def test_a_member_of_another_branch_is_not(self, cast, frozen):
        person = factories.make_member(cast.other_branch, "钱外明")
        assert cast.client("secretary").post(reverse("invite", args=[person.pk])).status_code == 403


def test_inviting_is_the_main_button_of_the_first_tab_alone(cast, frozen):
    client, address = cast.client("secretary"), f"/members/{cast.people['fifth'].pk}/"
    assert '<button class="btn btn-primary">邀请登录' in client.get(address).content.decode()
    for tab in ("history/", "meetings/"):
        assert '<button class="btn">邀请登录' in client.get(address + tab).content.decode()
