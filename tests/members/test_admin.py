"""The plain admin pages: who gets in, what is entered, and the sentence for everything that cannot be."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lawfirm_party.common import admin as staff_pages
from lawfirm_party.common import admin_site, ranges
from lawfirm_party.common.models import AuditEntry
from members import admin as pages
from members import models
from members.choices import SeatRole
from members.forms import person as person_form
from members.forms.logins import PASSWORD_HELP
from members.models import CommitteeTerm, GroupMembership, Membership, PartyStanding, Person, Seat, User
from members.names import stroke_rank_of
from tests import factories

pytestmark = pytest.mark.django_db

ID_NUMBER = "11010519491231002X"
RIGHTS_HEADING = "后台权限"
OUTSIDE = ("outsider", "lawyer", "member", "leader", "partner", "committee", "committee_only", "secretary")


@pytest.fixture
def clerk(cast, frozen):
    return cast.client("clerk")


@pytest.fixture
def boss(cast, frozen):
    return cast.client("admin")


def text_of(response):
    return response.content.decode()


def add(client, name, **data):
    return client.post(reverse(f"admin:members_{name}_add"), {"since": "2026-01-01", "until": "", **data})


def suspended_words(cast):
    words = {"standing": "suspended", "document_number": "省直党委〔2026〕8号"}
    return {"person": cast.people["member"].pk, **words}


def change_address(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def said(response):
    """Every sentence of a page's forms."""
    form = response.context["adminform"].form
    sentences = [text for errors in form.errors.values() for text in errors]
    for inline in response.context["inline_admin_formsets"]:
        for errors in inline.formset.errors:
            sentences += [text for texts in errors.values() for text in texts]
    return sentences


# The page of a person sent without any of the dated facts on it.
NO_FACTS = {
    f"{prefix}-{name}_FORMS": 0
    for prefix in ("standings", "memberships", "group_memberships", "partnerships")
    for name in ("TOTAL", "INITIAL")
}


class TestDoor:
    @pytest.mark.parametrize("role", OUTSIDE)
    def test_who_is_no_staff_is_told_so(self, cast, frozen, role):
        client = cast.client(role)
        for address in ("/admin/", "/admin/members/person/", "/admin/login/"):
            answer = client.get(address)
            assert answer.status_code == 403
            assert "没有权限" in text_of(answer)

    def test_the_refusal_names_who_may(self):
        assert "录入员" in admin_site.NEEDS_STAFF

    @pytest.mark.parametrize("address", ["/admin/", "/admin/members/person/", "/admin/login/"])
    def test_anonymous_goes_to_the_one_login(self, client, db, address):
        assert client.get(address)["Location"].startswith("/accounts/login/?next=/admin/")

    def test_the_index_is_grouped_for_the_clerk(self, cast, clerk):
        page = clerk.get("/admin/")
        assert [app["name"] for app in page.context["app_list"]] == ["组织", "党员", "活动", "评议", "系统"]
        assert "登录账号" not in text_of(page)
        assert "放假调休" in text_of(page)

    def test_the_admin_group_sees_accounts_and_no_party_data(self, cast, boss):
        page = text_of(boss.get("/admin/"))
        assert "登录账号" in page and "审计记录" in page
        assert "党内身份" not in page
        assert boss.get("/admin/members/partystanding/").status_code == 403

    def test_every_page_opens(self, cast, frozen):
        from django.contrib import admin

        client = cast.client("superuser")
        for model, page in admin.site._registry.items():
            name = f"{model._meta.app_label}_{model._meta.model_name}"
            assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200, name
            if page.has_add_permission(type("R", (), {"user": cast.users["superuser"]})()):
                assert client.get(reverse(f"admin:{name}_add")).status_code == 200, name
        assert client.get("/admin/password_change/")["Location"] == "/accounts/password/change/"

    def test_what_a_process_makes_is_only_looked_at(self, cast, clerk):
        meeting = factories.make_meeting(cast.branch)
        address = change_address(meeting)
        assert clerk.get(address).status_code == 200
        assert clerk.post(address, {"title": "改了"}).status_code == 403
        assert clerk.get(reverse("admin:activities_meeting_add")).status_code == 403
        assert clerk.post(reverse("admin:activities_meeting_delete", args=[meeting.pk])).status_code == 403
        boss = cast.client("superuser")
        assert boss.post(address, {"title": "改了"}).status_code == 403

    def test_no_history_is_deleted(self, cast, clerk):
        row = PartyStanding.objects.filter(person=cast.people["member"]).get()
        assert clerk.post(reverse("admin:members_partystanding_delete", args=[row.pk])).status_code == 403
        assert clerk.post(reverse("admin:members_person_delete", args=[row.person_id])).status_code == 403

    def test_another_firm_is_not_there_for_a_clerk(self, cast, clerk):
        stranger = factories.make_person(factories.make_firm(), "外所人")
        assert "外所人" not in text_of(clerk.get("/admin/members/person/"))
        assert clerk.get(change_address(stranger)).status_code == 302
        answer = add(clerk, "partystanding", person=stranger.pk, standing="full")
        assert answer.status_code == 422
        assert not PartyStanding.objects.filter(person=stranger).exists()


class TestPersonPage:
    def data(self, cast, **changes):
        return {
            "firm": cast.firm.pk,
            "name": "单文",
            "pinyin": "",
            "kind": "lawyer",
            "joined_on": "2026-01-01",
            **NO_FACTS,
            **changes,
        }

    def send(self, client, data):
        return client.post(reverse("admin:members_person_add"), data)

    def test_a_person_is_entered_with_a_sealed_number(self, cast, clerk):
        assert self.send(clerk, self.data(cast, id_number=ID_NUMBER.lower())).status_code == 302
        person = Person.objects.get(name="单文")
        assert (person.pinyin, person.read_id_number()) == ("shan wen", ID_NUMBER)
        page = text_of(clerk.get(change_address(person)))
        assert ID_NUMBER not in page
        assert "110*************2X" in page

    def test_only_a_stored_number_can_be_kept_or_forgotten(self, cast, clerk):
        address = reverse("admin:members_person_add")
        words = ("留空表示不变", "删除已登记的证件号码")
        assert [word for word in words if word in text_of(clerk.get(address))] == []
        self.send(clerk, self.data(cast, id_number=ID_NUMBER))
        page = text_of(clerk.get(change_address(Person.objects.get(name="单文"))))
        assert [word for word in words if word in page] == list(words)

    def test_after_a_new_person_the_missing_facts_are_offered(self, cast, clerk):
        page = text_of(clerk.post(reverse("admin:members_person_add"), self.data(cast), follow=True))
        person = Person.objects.get(name="单文")
        addresses = [
            f"/admin/members/{name}/add/?person={person.pk}"
            for name in ("partystanding", "membership", "groupmembership")
        ]
        assert [address for address in addresses if address in page] == addresses
        assert f'<option value="{person.pk}" selected>单文' in text_of(clerk.get(addresses[0]))
        address = reverse("admin:members_partystanding_add")
        data = {"person": person.pk, "standing": "full", "since": "2026-01-01"}
        page = text_of(clerk.post(address, data, follow=True))
        assert [address for address in addresses if address in page] == addresses[1:]

    def test_who_keeps_no_party_data_is_not_sent_to_it(self, cast, boss):
        page = text_of(boss.post(reverse("admin:members_person_add"), self.data(cast), follow=True))
        assert "单文" in page and "接着登记" not in page

    def test_no_english_and_no_dashes_on_a_form_with_errors(self, cast, clerk):
        page = text_of(self.send(clerk, self.data(cast, kind="")))
        assert "<title>错误：" in page
        assert "Error" not in page.split("</title>")[0]
        assert "---------" not in page and "请选择" in page

    def test_an_empty_number_changes_nothing_and_a_tick_forgets_it(self, cast, clerk):
        self.send(clerk, self.data(cast, id_number=ID_NUMBER))
        person = Person.objects.get(name="单文")
        clerk.post(change_address(person), self.data(cast, pinyin="shan wen", phone="13800138000"))
        person.refresh_from_db()
        assert (person.phone, person.read_id_number()) == ("13800138000", ID_NUMBER)
        clerk.post(change_address(person), self.data(cast, pinyin="shan wen", forget_id_number="on"))
        person.refresh_from_db()
        assert (person.id_number_sealed, person.id_number_index) == ("", "")

    def test_the_log_of_the_admin_site_holds_no_number(self, cast, clerk):
        from django.contrib.admin.models import LogEntry

        self.send(clerk, self.data(cast, id_number=ID_NUMBER))
        assert ID_NUMBER not in "".join(LogEntry.objects.values_list("change_message", flat=True))

    def test_a_new_name_is_spelled_anew_unless_somebody_spelled_it(self, cast, clerk):
        self.send(clerk, self.data(cast))
        person = Person.objects.get(name="单文")
        clerk.post(change_address(person), self.data(cast, name="曾文", pinyin="shan wen"))
        assert Person.objects.get(pk=person.pk).pinyin == "zeng wen"
        clerk.post(change_address(person), self.data(cast, name="曾武", pinyin="ceng wu"))
        assert Person.objects.get(pk=person.pk).pinyin == "ceng wu"
        clerk.post(change_address(person), self.data(cast, name="曾文", pinyin="ceng wu"))
        person.refresh_from_db()
        assert (person.pinyin, person.initials) == ("ceng wen", "cw")
        assert person.stroke_rank == stroke_rank_of("曾文")

    def test_a_typed_spelling_is_found_like_a_made_one(self, cast, clerk):
        self.send(clerk, self.data(cast, pinyin=" Shan  Wen"))
        person = Person.objects.get(name="单文")
        assert (person.pinyin, person.initials) == ("shan wen", "sw")
        for text in ("shanwen", "sw"):
            assert "单文" in text_of(clerk.get(f"/members/?q={text}"))

    def test_the_longest_name_is_spelled(self, cast, clerk):
        assert self.send(clerk, self.data(cast, name="庄" * 30)).status_code == 302
        assert Person.objects.get(name="庄" * 30).initials == "z" * 30

    def test_full_width_digits_are_taken(self, cast, clerk):
        assert self.send(clerk, self.data(cast, licence_number="１" * 17)).status_code == 302
        assert Person.objects.get(name="单文").licence_number == "1" * 17

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"joined_on": "2026-02-30"}, None),
            ({"joined_on": ""}, None),
            ({"joined_on": "0001-01-01"}, staff_pages.DAY_OUT_OF_RANGE),
            ({"practising_since": "9999-01-01"}, staff_pages.DAY_OUT_OF_RANGE),
            ({"left_on": "2025-12-31"}, models.LEFT_BEFORE_JOINED),
            ({"id_number": "123"}, person_form.NOT_AN_ID_NUMBER),
            ({"id_number": "110105194912310021"}, person_form.NOT_AN_ID_NUMBER),
            ({"name": "名" * 1000}, None),
            ({"kind": "boss"}, None),
            ({"firm": "9" * 40}, None),
            ({"licence_number": "12"}, None),
        ],
    )
    def test_what_cannot_be_is_refused_with_the_typed_text_kept(self, cast, clerk, change, sentence):
        answer = self.send(clerk, self.data(cast, phone="13800138000", **change))
        assert answer.status_code == 422
        assert sentence is None or sentence in said(answer)
        assert "13800138000" in text_of(answer)
        assert not Person.objects.filter(name="单文").exists()

    def test_a_number_whose_key_is_lost_does_not_break_the_page(self, cast, clerk, settings, tmp_path):
        self.send(clerk, self.data(cast, id_number=ID_NUMBER))
        settings.KEYS_DIR = tmp_path
        page = clerk.get(change_address(Person.objects.get(name="单文")))
        assert page.status_code == 200
        assert person_form.NUMBER_UNREADABLE in text_of(page)

    def test_the_admin_of_accounts_neither_sees_nor_writes_the_number(self, cast, clerk, boss):
        self.send(clerk, self.data(cast, id_number=ID_NUMBER))
        person = Person.objects.get(name="单文")
        page = text_of(boss.get(change_address(person)))
        assert "110*" not in page and "证件" not in page
        for change in ({"forget_id_number": "on"}, {"id_number": "110105199003070097"}):
            data = self.data(cast, pinyin="shan wen", phone="13800138000", **change)
            assert boss.post(change_address(person), data).status_code == 302
        person.refresh_from_db()
        assert (person.phone, person.read_id_number()) == ("13800138000", ID_NUMBER)

    def test_a_new_address_is_written_down(self, cast, clerk):
        person = cast.people["secretary"]
        data = self.data(cast, name=person.name, pinyin=person.pinyin, joined_on="2015-01-01")
        for email in (person.email, "other@example.com"):
            assert clerk.post(change_address(person), {**data, "email": email}).status_code == 302
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.thing, entry.user) == (
            "address_changed",
            f"person:{person.pk}:email",
            cast.users["clerk"],
        )

    def test_a_number_of_somebody_else_is_refused(self, cast, clerk):
        self.send(clerk, self.data(cast, id_number=ID_NUMBER))
        answer = self.send(clerk, self.data(cast, name="另一人", id_number=ID_NUMBER))
        assert person_form.ID_NUMBER_TAKEN in said(answer)

    def test_people_are_found_by_spelling(self, cast, clerk):
        address = "/admin/autocomplete/?app_label=members&model_name=membership&field_name=person&term="
        for text in ("丁", "dingdang", "ddm"):
            found = clerk.get(address + text).json()["results"]
            assert [row["text"] for row in found] == ["丁党明"]

    def test_an_extra_key_changes_nothing(self, cast, clerk):
        self.send(clerk, self.data(cast, stroke_rank="0", id_number_sealed="x", uuid="x"))
        person = Person.objects.get(name="单文")
        assert person.id_number_sealed == ""


class TestDatedFacts:
    def test_a_standing_is_entered_and_shown_to_its_last_day(self, cast, clerk):
        person = cast.people["lawyer"]
        assert (
            add(clerk, "partystanding", person=person.pk, standing="activist", until="2026-06-15").status_code
            == 302
        )
        assert "至 2026年6月14日" in text_of(clerk.get("/admin/members/partystanding/"))

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"until": "2026-01-01"}, ranges.END_BEFORE_START),
            ({"until": "2025-12-31"}, ranges.END_BEFORE_START),
            ({"since": "2026-02-30"}, None),
            ({"since": "9999-12-31"}, staff_pages.DAY_OUT_OF_RANGE),
            ({"until": "9999-12-31"}, staff_pages.DAY_OUT_OF_RANGE),
            ({"person": "9" * 40}, None),
            ({"person": "x"}, None),
        ],
    )
    def test_impossible_days_and_people(self, cast, clerk, change, sentence):
        data = {"person": cast.people["lawyer"].pk, "standing": "activist", **change}
        answer = add(clerk, "partystanding", **data)
        assert answer.status_code == 422
        assert sentence is None or sentence in said(answer)
        assert not PartyStanding.objects.filter(person=cast.people["lawyer"]).exists()

    def test_an_overlap_is_refused(self, cast, clerk):
        answer = add(clerk, "partystanding", person=cast.people["member"].pk, standing="suspended")
        assert said(answer) == [
            "这段时间与已有的记录重叠：丁党明 正式党员（2015年1月1日起），还没有填结束日期，请先填。"
        ]

    def test_a_membership_before_the_branch_was_founded(self, cast, clerk):
        data = {"person": cast.people["lawyer"].pk, "branch": cast.branch.pk, "relation": "here"}
        answer = add(clerk, "membership", since="2000-02-28", **data)
        assert said(answer) == [models.BEFORE_BRANCH]
        assert add(clerk, "membership", since="2000-03-01", **data).status_code == 302

    def test_who_leaves_branch_or_firm_is_warned_of_what_was_left_open(self, cast, clerk):
        leader, secretary = cast.people["leader"], cast.people["secretary"]
        row = Membership.objects.get(person=leader)
        data = {"person": leader.pk, "branch": row.branch_id, "relation": "here", "since": "2015-01-01"}
        data["until"] = "2026-11-01"
        page = text_of(clerk.post(change_address(row), data, follow=True))
        assert pages.STILL_OPEN.format(name="陈长明", words="第一党小组") in page
        data = {"firm": cast.firm.pk, "name": secretary.name, "kind": "lawyer", "joined_on": "2015-01-01"}
        data |= NO_FACTS
        page = text_of(clerk.post(change_address(secretary), data | {"left_on": "2026-11-01"}, follow=True))
        assert pages.STILL_OPEN.format(name="高书明", words="书记、合伙人") in page

    def test_a_change_of_the_relation_within_the_branch_leaves_nothing_open(self, cast, clerk):
        row = Membership.objects.get(person=cast.people["leader"])
        Membership.objects.create(
            person=row.person, branch=row.branch, relation="outflow", since=date(2014, 6, 1), until=row.since
        )
        earlier = Membership.objects.get(relation="outflow")
        data = {"person": row.person_id, "branch": row.branch_id, "relation": "inflow"}
        data |= {"since": "2014-06-01", "until": "2015-01-01"}
        page = text_of(clerk.post(change_address(earlier), data, follow=True))
        assert "还登记着" not in page

    def test_a_person_of_another_branch_joins_no_group(self, cast, clerk):
        answer = add(clerk, "groupmembership", person=cast.people["outsider"].pk, group=cast.group.pk)
        assert said(answer) == [models.OTHER_BRANCH]

    def test_a_second_leader(self, cast, clerk):
        row = GroupMembership.objects.get(person=cast.people["member"])
        answer = clerk.post(
            change_address(row),
            {"person": row.person_id, "group": row.group_id, "is_leader": "on", "since": "2015-01-01"},
        )
        assert said(answer) == ["这段时间该党小组已经有组长：陈长明 第一党小组（2015年1月1日起，至今）。"]

    def test_a_second_managing_partner(self, cast, clerk):
        answer = add(clerk, "partner", person=cast.people["lawyer"].pk, firm=cast.firm.pk, is_managing="on")
        [words] = said(answer)
        assert words.startswith("这段时间已经有主任：高书明（合伙人）（")


def seats(*rows, initial=0):
    """The inline rows of a term as a form sends them: (person, role, since, until, id)."""
    data = {"seats-TOTAL_FORMS": len(rows), "seats-INITIAL_FORMS": initial}
    for place, (person, role, since, until, pk) in enumerate(rows):
        values = {"person": person.pk, "role": role, "since": since, "until": until, "id": pk}
        data.update({f"seats-{place}-{name}": value for name, value in values.items()})
    return data


class TestTerm:
    DAY = "2025-03-01"

    def send_new(self, client, cast, *rows, **changes):
        data = {"branch": cast.other_branch.pk, "since": self.DAY, "years": "3", **seats(*rows), **changes}
        return client.post(reverse("admin:members_committeeterm_add"), data)

    def send(self, client, cast, *rows, initial=3, **changes):
        data = {
            "branch": cast.branch.pk,
            "since": self.DAY,
            "years": "3",
            **seats(*rows, initial=initial),
            **changes,
        }
        return client.post(change_address(cast.term), data)

    def held(self, cast, until=""):
        return [
            (seat.person, seat.role, self.DAY, until if seat.role == "secretary" else "", seat.pk)
            for seat in cast.term.seats.order_by("pk")
        ]

    def test_a_term_with_its_seats_in_one_form(self, cast, clerk):
        person = cast.people["outsider"]
        rows = [(person, "secretary", self.DAY, "", ""), (person, "organisation", self.DAY, "", "")]
        assert self.send_new(clerk, cast, *rows).status_code == 302
        assert Seat.objects.filter(term__branch=cast.other_branch).count() == 2

    def test_a_second_secretary_in_the_same_form(self, cast, clerk):
        other = factories.make_member(cast.other_branch)
        rows = [
            (cast.people["outsider"], "secretary", self.DAY, "", ""),
            (other, "secretary", self.DAY, "", ""),
        ]
        answer = self.send_new(clerk, cast, *rows)
        assert said(answer) == ["这段时间已经有书记，不能有第二位：冯外明（2025年3月1日起，至今）。"]
        assert not CommitteeTerm.objects.filter(branch=cast.other_branch).exists()

    def test_a_second_secretary_beside_the_stored_one(self, cast, clerk):
        new = (cast.people["member"], "secretary", "2026-01-01", "", "")
        answer = self.send(clerk, cast, *self.held(cast), new)
        [words] = said(answer)
        assert words.startswith("这段时间已经有书记，不能有第二位：高书明（") and words.endswith("请先填。")

    def test_the_office_is_handed_over_in_one_form(self, cast, clerk):
        new = (cast.people["member"], "secretary", "2026-01-01", "", "")
        assert self.send(clerk, cast, *self.held(cast, "2026-01-01"), new).status_code == 302
        held = cast.term.seats.filter(role=SeatRole.SECRETARY).order_by("since")
        assert [seat.until for seat in held] == [date(2026, 1, 1), None]

    @pytest.mark.parametrize("term_exists", [True, False])
    def test_a_seat_for_somebody_of_another_branch_or_firm(self, cast, clerk, term_exists):
        for person, sentence in (
            (cast.people["lawyer"], models.OTHER_BRANCH),
            (cast.people["outsider" if term_exists else "member"], models.OTHER_BRANCH),
        ):
            row = (person, "youth", "2026-01-01", "", "")
            answer = (
                self.send(clerk, cast, *self.held(cast), row)
                if term_exists
                else self.send_new(clerk, cast, row)
            )
            assert said(answer) == [sentence]

    def test_a_seat_outside_its_term(self, cast, clerk):
        row = (cast.people["member"], "youth", "2025-02-28", "", "")
        assert said(self.send(clerk, cast, *self.held(cast), row)) == [models.OUTSIDE_TERM]

    def test_the_same_seat_twice(self, cast, clerk):
        row = (cast.people["member"], "youth", self.DAY, "", "")
        assert pages.SAME_SEAT_TWICE in said(self.send(clerk, cast, *self.held(cast), row, row))

    def test_a_term_may_end_before_its_time_without_touching_the_seats(self, cast, clerk):
        assert self.send(clerk, cast, *self.held(cast), until="2026-06-01").status_code == 302
        assert CommitteeTerm.objects.get(pk=cast.term.pk).until == date(2026, 6, 1)

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"years": "0"}, None),
            ({"years": "9" * 40}, None),
            ({"since": "9999-01-01"}, staff_pages.DAY_OUT_OF_RANGE),
            ({"since": "1999-01-01"}, models.BEFORE_BRANCH),
            ({"delayed_until": "2028-09-01"}, models.DELAY_WITHOUT_APPROVAL),
            ({"delayed_until": "2030-09-01", "delay_approval": "批"}, models.DELAY_TOO_LONG),
        ],
    )
    def test_impossible_terms(self, cast, clerk, change, sentence):
        answer = self.send(clerk, cast, *self.held(cast), **change)
        assert answer.status_code == 422
        assert sentence is None or sentence in said(answer)


class TestSafeForms:
    def test_a_double_click_makes_one_row_and_gives_the_same_answer(self, cast, clerk):
        address = reverse("admin:members_person_add")
        nonce = clerk.get(address).context["nonce"]
        data = {
            "firm": cast.firm.pk,
            "name": "双击人",
            "kind": "staff",
            "joined_on": "2026-01-01",
            "_nonce": nonce,
            **NO_FACTS,
        }
        answers = [clerk.post(address, data) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert answers[0]["Location"] == answers[1]["Location"]
        assert Person.objects.filter(name="双击人").count() == 1

    def test_a_refused_form_may_be_sent_again_with_its_nonce(self, cast, clerk):
        address = reverse("admin:members_person_add")
        data = {"firm": cast.firm.pk, "name": "再来人", "kind": "staff", "joined_on": "x", "_nonce": "n"}
        data |= NO_FACTS
        assert clerk.post(address, data).status_code == 422
        assert clerk.post(address, {**data, "joined_on": "2026-01-01"}).status_code == 302

    def test_a_stale_form_is_refused_and_keeps_what_was_typed(self, cast, clerk):
        person = cast.people["lawyer"]
        seen = clerk.get(change_address(person)).context["seen"]
        Person.objects.filter(pk=person.pk).update(phone="13900000000")
        data = {
            "firm": cast.firm.pk,
            "name": person.name,
            "pinyin": person.pinyin,
            "kind": "lawyer",
            "joined_on": "2015-01-01",
            "phone": "13811111111",
            "_seen": seen,
            **NO_FACTS,
        }
        answer = clerk.post(change_address(person), data)
        assert said(answer) == [staff_pages.STALE]
        assert "13811111111" in text_of(answer)
        assert Person.objects.get(pk=person.pk).phone == "13900000000"
        again = clerk.post(change_address(person), {**data, "_seen": answer.context["seen"]})
        assert again.status_code == 302

    def test_a_changed_seat_makes_the_form_of_its_term_stale(self, cast, clerk):
        seen = clerk.get(change_address(cast.term)).context["seen"]
        cast.term.seats.filter(role=SeatRole.PUBLICITY).update(role=SeatRole.YOUTH)
        rows = TestTerm().held(cast)
        answer = TestTerm().send(clerk, cast, *rows, _seen=seen)
        assert staff_pages.STALE in said(answer)

    def test_a_lost_race_is_a_sentence_and_no_broken_page(self, cast, clerk, monkeypatch):
        for check in ("validate_constraints", "check_alone"):
            monkeypatch.setattr(PartyStanding, check, lambda *args, **kwargs: None)
        answer = add(clerk, "partystanding", **suspended_words(cast))
        assert answer.status_code == 409
        assert said(answer) == [staff_pages.CLASHES]
        assert answer.context["adminform"].form["standing"].value() == "suspended"


class TestLogins:
    def data(self, user, **changes):
        return {"username": user.username, "person": user.person_id or "", "is_active": "on", **changes}

    def test_the_admin_gives_staff_rights_and_it_is_written_down(self, cast, boss):
        from django.contrib.auth.models import Group

        user = cast.users["lawyer"]
        clerk_group = Group.objects.get(name="clerk")
        assert boss.post(change_address(user), self.data(user, groups=[clerk_group.pk])).status_code == 302
        user.refresh_from_db()
        assert user.is_staff
        assert AuditEntry.objects.get().thing == f"user:{user.pk}"
        boss.post(change_address(user), self.data(user))
        user.refresh_from_db()
        assert not user.is_staff

    def test_another_ones_password_is_asked_for_in_our_words(self, cast, boss):
        address = f"{change_address(cast.users['lawyer']).removesuffix('change/')}password/"
        page = text_of(boss.get(address))
        assert PASSWORD_HELP in page and "为了校验" not in page
        assert "<title>错误：" in text_of(boss.post(address, {"password1": "x", "password2": "y"}))

    def test_who_sets_another_ones_password_leaves_a_line(self, cast, boss):
        address = f"{change_address(cast.users['secretary']).removesuffix('change/')}password/"
        data = {"usable_password": "true", "password1": "short", "password2": "short"}
        boss.post(address, data)
        assert not AuditEntry.objects.exists()
        boss.post(address, {**data, "password1": "yu-hou-chun-shan-37", "password2": "yu-hou-chun-shan-37"})
        line = AuditEntry.objects.get()
        assert (line.user, line.thing) == (cast.users["admin"], f"user:{cast.users['secretary'].pk}:password")

    def test_nobody_makes_a_superuser_here(self, cast, boss):
        user = cast.users["lawyer"]
        boss.post(
            change_address(user), self.data(user, is_superuser="on", is_staff="on", user_permissions=["1"])
        )
        user.refresh_from_db()
        assert not user.is_superuser and not user.is_staff

    def test_a_superuser_is_out_of_reach(self, cast, boss):
        cast.client("superuser")
        address = change_address(cast.users["superuser"])
        assert boss.post(address, self.data(cast.users["superuser"])).status_code == 403
        assert boss.get(f"{address.removesuffix('change/')}password/").status_code == 403

    def test_a_login_is_made_for_a_person(self, cast, boss):
        data = {
            "username": "sun",
            "person": cast.people["fifth"].pk,
            "usable_password": "true",
            "password1": "yu-hou-chun-shan-37",
            "password2": "yu-hou-chun-shan-37",
        }
        assert boss.post(reverse("admin:members_user_add"), data).status_code == 302
        user = User.objects.get(username="sun")
        assert user.person == cast.people["fifth"]
        assert user.check_password("yu-hou-chun-shan-37")
        assert AuditEntry.objects.get().thing == f"user:{user.pk}:made"

    def test_a_weak_password_is_refused(self, cast, boss):
        data = {"username": "sun", "usable_password": "true", "password1": "short", "password2": "short"}
        assert boss.post(reverse("admin:members_user_add"), data).status_code == 422

    @pytest.fixture
    def bound(self, cast, frozen):
        """A client of an admin whose login stands for somebody of the firm."""
        user = factories.make_user("bound", cast.people["fifth"], group="admin", is_staff=True)
        client = Client()
        client.force_login(user)
        return client

    def test_who_is_bound_to_a_firm_makes_no_login_that_is_not(self, cast, bound):
        data = {"username": "ghost", "usable_password": "true", "password1": "", "password2": ""}
        data |= {"password1": "yu-hou-chun-shan-37", "password2": "yu-hou-chun-shan-37"}
        assert bound.post(reverse("admin:members_user_add"), data).status_code == 422
        assert bound.post(change_address(cast.users["lawyer"]), {"username": "lawyer"}).status_code == 422
        assert User.objects.get(username="lawyer").person
        data["person"] = cast.people["sixth"].pk
        assert bound.post(reverse("admin:members_user_add"), data).status_code == 302

    def test_nobody_changes_the_own_person_or_rights(self, cast, bound):
        from django.contrib.auth.models import Group

        own = User.objects.get(username="bound")
        assert RIGHTS_HEADING not in text_of(bound.get(change_address(own)))
        groups = [group.pk for group in Group.objects.filter(name__in=["admin", "clerk"])]
        data = self.data(own, person="", groups=groups)
        assert bound.post(change_address(own), data).status_code == 302
        own.refresh_from_db()
        assert own.person == cast.people["fifth"]
        assert [group.name for group in own.groups.all()] == ["admin"]

    def test_the_group_names_are_chinese(self, cast, boss):
        page = text_of(boss.get(change_address(cast.users["lawyer"])))
        assert "录入员" in page and "管理员" in page

    def test_an_account_that_is_switched_off_is_out(self, cast, boss):
        user = cast.users["lawyer"]
        data = self.data(user)
        del data["is_active"]
        boss.post(change_address(user), data)
        assert cast.client("lawyer").get("/members/").status_code == 302


def test_the_page_of_a_term_asks_the_same_however_many_seats(cast, clerk):
    counts = []
    clerk.get(change_address(cast.term))  # whatever Django reads once a process is read now
    for more in (0, 4):
        for _ in range(more):
            factories.make_seat(cast.term, factories.make_member(cast.branch), SeatRole.MEMBER)
        with CaptureQueriesContext(connection) as captured:
            page = clerk.get(change_address(cast.term))
        counts.append(len(captured))
    assert "李组明" in text_of(page)
    assert counts[0] == counts[1] <= 20


def test_a_term_of_countless_seats_is_refused_before_they_are_read(cast, clerk):
    data = seats(initial=0) | {"seats-TOTAL_FORMS": "99999", "seats-59-role": "x", "seats-60-role": "x"}
    data |= {"branch": cast.branch.pk, "since": "2025-03-01", "years": "3"}
    answer = clerk.post(change_address(cast.term), data)
    assert answer.status_code == 422
    assert len(answer.context["inline_admin_formsets"][0].formset.forms) == 60


def test_memberships_are_listed_with_few_queries(cast, clerk, django_assert_max_num_queries):
    assert Membership.objects.count() > 3
    with django_assert_max_num_queries(20):
        clerk.get("/admin/members/membership/")


@pytest.mark.parametrize("query", ["day__year=" + "9" * 40, "day__year=-1", "nonsense=1", "p=9999999", "o=x"])
def test_an_impossible_question_to_a_list_is_no_broken_page(cast, clerk, query):
    assert clerk.get(f"/admin/common/holiday/?{query}").status_code in {200, 302, 400}


def test_a_list_is_narrowed_by_its_own_filters_only(cast, clerk):
    assert clerk.get("/admin/members/person/?kind__exact=lawyer").status_code == 200
    assert clerk.get(f"/admin/members/membership/?branch__id__exact={cast.branch.pk}").status_code == 200
    assert clerk.get("/admin/members/person/?user__password__startswith=a").status_code == 400
    assert clerk.get("/admin/members/person/?id_number_index__startswith=a").status_code == 400


def facts(**rows):
    """The inline rows of a person as the page sends them: `standings=[{...}]`, an `id` for those that are stored."""
    data = dict(NO_FACTS)
    for prefix, lines in rows.items():
        data[f"{prefix}-TOTAL_FORMS"] = len(lines)
        data[f"{prefix}-INITIAL_FORMS"] = sum(bool(line.get("id")) for line in lines)
        for place, line in enumerate(lines):
            data |= {f"{prefix}-{place}-{name}": value for name, value in line.items()}
    return data


class TestFactsOnThePersonsPage:
    def data(self, cast, person=None, **rows):
        known = {"name": person.name, "pinyin": person.pinyin} if person else {"name": "单文"}
        joined = person.joined_on if person else date(2026, 1, 1)
        return {"firm": cast.firm.pk, "kind": "lawyer", "joined_on": joined, **known, **facts(**rows)}

    def standing(self, cast, until="", pk=""):
        return {"standing": "full", "since": "2015-01-01", "until": until, "id": pk}

    def test_somebody_new_is_entered_with_everything_in_one_form(self, cast, clerk):
        data = self.data(
            cast,
            standings=[{"standing": "full", "since": "2026-01-01"}],
            memberships=[{"branch": cast.branch.pk, "relation": "here", "since": "2026-01-01"}],
            group_memberships=[{"group": cast.group.pk, "since": "2026-01-01"}],
            partnerships=[{"is_founding": "", "since": "2026-06-01"}],
        )
        answer = clerk.post(reverse("admin:members_person_add"), data)
        assert answer.status_code == 302, said(answer)
        person = Person.objects.get(name="单文")
        assert person.standings.get().recorded_by == cast.users["clerk"]
        assert person.memberships.get().branch == cast.branch
        assert person.group_memberships.get().group == cast.group
        assert person.partnerships.get().firm == cast.firm

    @pytest.mark.parametrize(
        ("memberships", "sentence"),
        [
            ([], models.OTHER_BRANCH),
            ([{"relation": "here", "since": "2026-02-01"}], models.OTHER_BRANCH),
            ([{"relation": "here", "since": "1999-01-01"}], models.BEFORE_BRANCH),
        ],
    )
    def test_a_group_needs_the_branch_on_its_first_day(self, cast, clerk, memberships, sentence):
        rows = [{"branch": cast.branch.pk, **row} for row in memberships]
        groups = [{"group": cast.group.pk, "since": "2026-01-01"}]
        data = self.data(cast, memberships=rows, group_memberships=groups)
        answer = clerk.post(reverse("admin:members_person_add"), data)
        assert answer.status_code == 422
        assert sentence in said(answer)
        assert not Person.objects.filter(name="单文").exists()

    def test_one_row_ends_and_the_next_begins_in_one_form(self, cast, clerk):
        person = cast.people["member"]
        row = person.standings.get()
        new = {"standing": "suspended", "since": "2026-01-01", "document_number": "〔2026〕8号"}
        data = self.data(cast, person, standings=[self.standing(cast, "2026-01-01", row.pk), new])
        assert clerk.post(change_address(person), data).status_code == 302
        assert [one.standing for one in person.standings.order_by("since")] == ["full", "suspended"]
        row.refresh_from_db()
        assert row.ended_by == cast.users["clerk"]

    def test_rows_of_one_axis_that_overlap_are_refused_with_the_name_of_the_other(self, cast, clerk):
        person = cast.people["member"]
        new = {"standing": "suspended", "since": "2026-01-01", "document_number": "〔2026〕8号"}
        rows = [self.standing(cast, "", person.standings.get().pk), new]
        answer = clerk.post(change_address(person), self.data(cast, person, standings=rows))
        assert said(answer) == [
            "这段时间与已有的记录重叠：丁党明（2015年1月1日起），还没有填结束日期，请先填。"
        ]
        assert person.standings.count() == 1

    def test_the_legal_table_holds_among_the_rows_of_the_form(self, cast, clerk):
        person = cast.people["member"]
        old = self.standing(cast, "2026-01-01", person.standings.get().pk)
        for new, sentence in (
            ({"standing": "suspended"}, "请填写批准文号。"),
            ({"standing": "activist"}, "不能从正式党员直接变为入党积极分子。"),
            ({"standing": "masses", "document_number": "1号"}, "请选择出党方式。"),
        ):
            data = self.data(cast, person, standings=[old, {**new, "since": "2026-01-01"}])
            assert said(clerk.post(change_address(person), data)) == [sentence]
        assert person.standings.count() == 1

    def test_a_second_leader_and_a_second_managing_partner(self, cast, clerk):
        person = cast.people["sixth"]
        row = person.memberships.get()
        here = {"branch": row.branch_id, "relation": "here", "since": "2015-01-01", "id": row.pk}
        leader = {"group": cast.group.pk, "is_leader": "on", "since": "2026-01-01"}
        managing = {"is_managing": "on", "since": "2026-01-01"}
        data = self.data(
            cast, person, memberships=[here], group_memberships=[leader], partnerships=[managing]
        )
        first, second = said(clerk.post(change_address(person), data))
        assert first.startswith(models.SECOND_LEADER.removesuffix("。"))
        assert second.startswith(models.SECOND_MANAGING_PARTNER.removesuffix("。"))

    def test_a_branch_of_another_firm_is_no_choice(self, cast, clerk):
        other = factories.make_branch()
        rows = [{"branch": other.pk, "relation": "here", "since": "2026-01-01"}]
        answer = clerk.post(reverse("admin:members_person_add"), self.data(cast, memberships=rows))
        assert answer.status_code == 422
        assert not Membership.objects.filter(branch=other).exists()

    def test_rows_that_the_form_left_out_still_count(self, cast, clerk):
        """A form that was made by hand: the database has the last word."""
        person = cast.people["member"]
        data = self.data(
            cast,
            person,
            standings=[{"standing": "suspended", "since": "2026-01-01", "document_number": "〔2026〕8号"}],
        )
        assert clerk.post(change_address(person), data).status_code == 409
        assert person.standings.count() == 1

    def test_who_keeps_no_party_data_finds_none_there(self, cast, boss):
        page = text_of(boss.get(change_address(cast.people["member"])))
        assert "党内身份" not in page and "组织关系" not in page
        data = self.data(
            cast, cast.people["member"], standings=[{"standing": "masses", "since": "2010-01-01"}]
        )
        boss.post(change_address(cast.people["member"]), data)
        assert cast.people["member"].standings.count() == 1

    def test_a_fact_that_was_changed_meanwhile_makes_the_form_stale(self, cast, clerk):
        person = cast.people["member"]
        seen = clerk.get(change_address(person)).context["seen"]
        person.standings.update(until=date(2026, 6, 1))
        answer = clerk.post(change_address(person), self.data(cast, person) | {"_seen": seen})
        assert staff_pages.STALE in said(answer)

    def test_the_page_asks_the_same_however_many_facts(self, cast, clerk):
        person = cast.people["member"]
        counts = []
        for year in (2010, 2011, 2012):
            with CaptureQueriesContext(connection) as captured:
                clerk.get(change_address(person))
            counts.append(len(captured))
            PartyStanding.objects.create(
                person=person, standing="activist", since=date(year, 1, 1), until=date(year, 6, 1)
            )
        assert counts[1] == counts[2] <= 40
