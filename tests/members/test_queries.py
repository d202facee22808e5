"""Who a user is on a day, what exists for them, and what must be told."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from lawfirm_party.common.dates import SHANGHAI
from members import permissions, queries
from members.choices import AccountMailKind, Relation, SeatRole, Standing, WayOut
from members.models import AccountMail, CommitteeTerm, Membership, PartyStanding, Person
from tests import factories
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


def roles(cast, name, on=TODAY):
    user = cast.users[name]
    user.__dict__.pop("_roles", None)
    return queries.roles_of(user, on)


class TestRoles:
    def test_every_role_is_read_in_one_query_and_once_a_request(self, cast, django_assert_num_queries):
        for name in cast.users:
            with django_assert_num_queries(1):
                roles(cast, name)
                queries.roles_of(cast.users[name], TODAY)

    def test_nobody_is_nobody(self, cast):
        assert queries.roles_of(AnonymousUser(), TODAY) == queries.Roles()
        cast.users["member"].is_active = False
        assert roles(cast, "member") == queries.Roles()

    def test_whose_party_membership_is_suspended_leads_and_reads_no_group(self, cast):
        PartyStanding.objects.filter(person=cast.people["leader"]).update(standing=Standing.SUSPENDED)
        held = roles(cast, "leader")
        assert (held.member_of, held.leads, held.groups) == (frozenset(), frozenset(), frozenset())

    def test_seats_partnership_groups_and_membership(self, cast):
        branch = frozenset({cast.branch.pk})
        secretary = roles(cast, "secretary")
        assert (secretary.secretary_of, secretary.committee_of, secretary.is_partner) == (
            branch,
            branch,
            True,
        )
        committee = roles(cast, "committee")
        assert (committee.secretary_of, committee.committee_of, committee.is_partner) == (
            frozenset(),
            branch,
            True,
        )
        only = roles(cast, "committee_only")
        assert (only.committee_of, only.is_partner) == (branch, False)
        assert roles(cast, "leader").leads == {cast.group.pk}
        member = roles(cast, "member")
        assert (member.leads, member.groups, member.member_of) == (frozenset(), {cast.group.pk}, branch)
        partner = roles(cast, "partner")
        assert (partner.is_partner, partner.member_of, partner.committee_of) == (
            True,
            frozenset(),
            frozenset(),
        )
        assert roles(cast, "outsider").member_of == {cast.other_branch.pk}
        assert roles(cast, "clerk").is_clerk and not roles(cast, "clerk").is_admin
        assert roles(cast, "admin").is_admin and roles(cast, "admin").person_id is None

    @pytest.mark.parametrize(("day", "holds"), [(TODAY - timedelta(days=1), True), (TODAY, False)])
    def test_a_seat_ends_with_its_own_end_or_its_term(self, cast, day, holds):
        cast.term.seats.filter(person=cast.people["committee"]).update(until=TODAY)
        assert bool(roles(cast, "committee", day).committee_of) == holds
        cast.term.until = TODAY
        cast.term.save()
        assert bool(roles(cast, "secretary", day).secretary_of) == holds

    def test_a_seat_gives_its_rights_while_its_holder_is_of_the_branch_and_of_the_firm(self, cast):
        moved, left = cast.people["secretary"], cast.people["committee"]
        Membership.objects.filter(person=moved).update(until=TODAY)
        Membership.objects.create(person=moved, branch=cast.other_branch, since=TODAY)
        Person.objects.filter(pk=left.pk).update(left_on=TODAY)
        before = TODAY - timedelta(days=1)
        assert roles(cast, "secretary", before).secretary_of == {cast.branch.pk}
        assert roles(cast, "committee", before).committee_of == {cast.branch.pk}
        assert not roles(cast, "secretary").committee_of
        assert not roles(cast, "committee").committee_of
        assert queries.committee_on(cast.branch.pk, TODAY) == [cast.people["committee_only"]]
        assert queries.secretaries_on(cast.branch.pk, TODAY) == []
        assert len(queries.term_in_force(cast.branch.pk, TODAY).seats_now) == 1
        assert queries.person_page(moved, TODAY, True).party.seats == ""

    @pytest.mark.parametrize("standing", [Standing.MASSES, Standing.SUSPENDED])
    def test_who_is_out_of_the_party_holds_no_seat_though_the_row_is_open(self, cast, standing):
        out = cast.people["secretary"]
        out.standings.update(until=TODAY)
        out.standings.create(standing=standing, since=TODAY, left_by=WayOut.EXPELLED)
        assert roles(cast, "secretary", TODAY - timedelta(days=1)).secretary_of == {cast.branch.pk}
        assert not roles(cast, "secretary").committee_of
        assert out not in queries.committee_on(cast.branch.pk, TODAY)
        assert queries.person_page(out, TODAY, True).party.seats == ""

    def test_a_seat_counts_before_the_standing_of_its_holder_is_entered(self, cast):
        cast.people["secretary"].standings.all().delete()
        assert roles(cast, "secretary").secretary_of == {cast.branch.pk}

    def test_who_left_the_firm_is_no_partner_though_the_row_is_open(self, cast):
        partner = cast.people["partner"]
        Person.objects.filter(pk=partner.pk).update(left_on=TODAY)
        partner.refresh_from_db()
        assert partner in queries.partners_on(cast.firm.pk, TODAY - timedelta(days=1))
        assert partner not in queries.partners_on(cast.firm.pk, TODAY)
        assert not roles(cast, "partner").is_partner
        assert queries.person_page(partner, TODAY, False).partner == ""

    def test_a_deputy_is_a_secretary_too(self, cast):
        factories.make_seat(cast.term, cast.people["member"], SeatRole.DEPUTY)
        assert roles(cast, "member").secretary_of == {cast.branch.pk}

    def test_who_is_no_party_member_belongs_to_no_branch(self, cast):
        PartyStanding.objects.filter(person=cast.people["member"]).update(standing=Standing.SUSPENDED)
        assert roles(cast, "member").member_of == frozenset()

    def test_the_future_gives_no_role_yet(self, cast):
        assert roles(cast, "secretary", date(2014, 12, 31)) == queries.Roles(
            user_id=cast.users["secretary"].pk,
            person_id=cast.people["secretary"].pk,
            firm_id=cast.firm.pk,
            person_name="高书明",
        )


class TestWhoSeesWhom:
    def test_the_list_and_the_page_agree_on_party_data(self, cast):
        stray = factories.make_person(cast.firm, "积极明")
        PartyStanding.objects.create(person=stray, standing=Standing.ACTIVIST, since=date(2026, 1, 1))
        moved = factories.make_member(cast.other_branch, "转移明", since=date(2020, 1, 1))
        Membership.objects.filter(person=moved).update(until=date(2025, 1, 1))
        Membership.objects.create(person=moved, branch=cast.branch, since=date(2025, 1, 1))
        gone = factories.make_member(cast.other_branch, "离开明", since=date(2020, 1, 1))
        Membership.objects.filter(person=gone).update(until=date(2025, 1, 1))
        for name, user in cast.users.items():
            mine = roles(cast, name)
            listed = set(queries.party_data_readable(user, TODAY))
            one_by_one = {
                person
                for person in queries.people_for(user, TODAY)
                if permissions.can_read_party_data(mine, person, queries.branch_ids_of(person.pk, TODAY))
            }
            assert listed == one_by_one, name

    def test_branches_are_ones_own_and_for_partner_clerk_and_admin_the_firms(self, cast):
        both = {cast.branch, cast.other_branch}
        seen = {name: set(queries.branches_for(user, TODAY)) for name, user in cast.users.items()}
        assert seen["member"] == {cast.branch}
        assert seen["outsider"] == {cast.other_branch}
        assert seen["lawyer"] == set()
        assert seen["partner"] == seen["clerk"] == seen["admin"] == both

    def test_an_admin_without_a_person_sees_every_firm(self, cast):
        stranger = factories.make_person(factories.make_firm())
        assert stranger in queries.people_for(cast.users["admin"], TODAY)
        assert stranger not in queries.people_for(cast.users["clerk"], TODAY)
        nobody = factories.make_user("nobody")
        assert not queries.people_for(nobody, TODAY).exists()
        assert not queries.branches_for(nobody, TODAY).exists()


class TestBranchOnADay:
    def test_party_facts_in_stroke_order_with_four_queries(self, cast, django_assert_num_queries):
        with django_assert_num_queries(4):
            facts = queries.party_facts(cast.branch.pk, TODAY)
        assert [row.name[0] for row in facts] == list("丁王孙吴李周陈郑高")
        assert queries.count_full_members(cast.branch.pk, TODAY) == 8

    def test_spans_of_full_members_are_cut_to_the_asked_time(self, cast):
        Membership.objects.filter(person=cast.people["seventh"]).update(relation=Relation.INFLOW)
        spans = queries.full_member_spans(cast.branch.pk, date(2026, 1, 1), date(2026, 2, 1))
        assert spans == [(date(2026, 1, 1), date(2026, 2, 1))] * 7
        assert queries.full_member_spans(cast.branch.pk, date(2014, 1, 1), date(2015, 1, 1)) == []

    def test_the_committee_each_once_and_the_secretary_first(self, cast):
        factories.make_seat(cast.term, cast.people["secretary"], SeatRole.DISCIPLINE)
        factories.make_seat(cast.term, cast.people["member"], SeatRole.DEPUTY)
        assert [person.name for person in queries.committee_on(cast.branch.pk, TODAY)] == [
            "丁党明",
            "王宣明",
            "李组明",
            "高书明",
        ]
        assert [person.name for person in queries.secretaries_on(cast.branch.pk, TODAY)] == [
            "高书明",
            "丁党明",
        ]
        assert [person.name for person in queries.partners_on(cast.firm.pk, TODAY)] == [
            "李组明",
            "高书明",
            "褚伙明",
        ]

    def test_the_term_in_force(self, cast, django_assert_num_queries):
        with django_assert_num_queries(2):
            term = queries.term_in_force(cast.branch.pk, TODAY)
            assert len(term.seats_now) == 3
        assert queries.term_in_force(cast.branch.pk, date(2025, 2, 28)) is None
        assert queries.term_in_force(cast.other_branch.pk, TODAY) is None


class TestAccountMails:
    def mail(self, cast, kind=AccountMailKind.INVITATION, user="member", at=NOW):
        return AccountMail.objects.create(user=cast.users[user], kind=kind, requested_at=at)

    def test_due_from_the_moment_they_are_asked_for(self, cast):
        mail = self.mail(cast)
        before, after = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)
        assert list(queries.due_items(before - timedelta(minutes=1), before)) == []
        assert list(queries.due_items(NOW, after)) == []
        (item,) = queries.due_items(before, NOW)
        assert (item.rule, item.object_id, item.person_ids) == (
            "invitation",
            str(mail.pk),
            (cast.people["member"].pk,),
        )
        assert (item.channels, item.holds, item.branch_id) == (("email",), False, None)
        assert item.useful_until == NOW + timedelta(days=3)

    def test_a_login_that_stands_for_nobody_has_no_mail(self, cast):
        self.mail(cast, user="admin")
        assert list(queries.due_items(NOW - timedelta(minutes=1), NOW)) == []

    def test_the_token_is_made_while_rendering_and_works(self, cast):
        mail = self.mail(cast, AccountMailKind.PASSWORD_RESET)
        context = queries.notice_context("password_reset", str(mail.pk), "1", cast.people["member"])
        token = context["path"].removeprefix("/accounts/password/").rstrip("/")
        assert queries.mail_of_token(token, NOW) == mail
        assert context["username"] == "member"

    def test_nothing_to_tell_when_it_is_gone_accepted_or_closed(self, cast):
        mail = self.mail(cast)
        person = cast.people["member"]
        assert queries.notice_context("invitation", "999999", "1", person) is None
        assert queries.notice_context("password_reset", str(mail.pk), "1", person) is None
        cast.users["member"].last_login = NOW
        cast.users["member"].save()
        assert queries.notice_context("invitation", str(mail.pk), "1", person) is None
        cast.users["member"].last_login = None
        cast.users["member"].is_active = False
        cast.users["member"].save()
        assert queries.notice_context("invitation", str(mail.pk), "1", person) is None

    @pytest.mark.parametrize("rule", ["invitation", "password_reset"])
    def test_the_mail_says_who_and_where(self, cast, rule):
        from django.template.loader import render_to_string

        mail = self.mail(cast, rule)
        person = cast.people["member"]
        context = queries.notice_context(rule, str(mail.pk), "1", person)
        body = render_to_string(
            f"emails/{rule}-body.txt", {**context, "person": person, "site_url": "https://p.example"}
        )
        assert f"https://p.example/accounts/password/{queries.token_of(mail)}/" in body
        assert "丁党明" in body and "11月21日（周六）10:00" in body
        assert "\n" not in render_to_string(f"emails/{rule}-subject.txt", context).strip()


class TestTermEnding:
    """R-COM-4: six and three months before the end of the committee's term (2028-03-01)."""

    SIX = datetime(2027, 9, 1, 9, tzinfo=SHANGHAI)
    THREE = datetime(2027, 12, 1, 9, tzinfo=SHANGHAI)

    @pytest.mark.parametrize(("moment", "months"), [(SIX, "6"), (THREE, "3")])
    def test_told_to_the_committee_at_nine_on_the_day(self, cast, moment, months):
        early = moment - timedelta(seconds=1)
        assert list(queries.due_items(early - timedelta(days=1), early)) == []
        (item,) = queries.due_items(early, moment)
        assert item.rule == "term_ending"
        assert item.occurrence == f"2028-03-01:{months}"
        assert item.branch_id == cast.branch.pk
        assert item.useful_until == datetime(2028, 3, 1, tzinfo=SHANGHAI)
        assert set(item.person_ids) == {
            cast.people[name].pk for name in ("secretary", "committee", "committee_only")
        }
        assert item.holds
        assert list(queries.due_items(moment, moment + timedelta(days=1))) == []

    def test_an_approved_delay_moves_it(self, cast):
        before = queries.notice_context("term_ending", str(cast.term.pk), "2028-03-01:6", None)
        assert "2028年2月29日" in before["title"]
        assert before["path"] == f"/branches/{cast.branch.pk}/"
        CommitteeTerm.objects.filter(pk=cast.term.pk).update(
            delayed_until=date(2028, 9, 1), delay_approval="批复"
        )
        assert list(queries.due_items(self.SIX - timedelta(hours=1), self.SIX)) == []
        assert queries.notice_context("term_ending", str(cast.term.pk), "2028-03-01:6", None) is None
        later = datetime(2028, 3, 1, 9, tzinfo=SHANGHAI)
        (item,) = queries.due_items(later - timedelta(hours=1), later)
        assert item.occurrence == "2028-09-01:6"

    def test_a_term_that_was_ended_tells_nothing(self, cast):
        CommitteeTerm.objects.filter(pk=cast.term.pk).update(until=date(2027, 8, 1))
        assert list(queries.due_items(self.SIX - timedelta(hours=1), self.SIX)) == []
        assert queries.notice_context("term_ending", str(cast.term.pk), "2028-03-01:6", None) is None
        assert queries.notice_context("term_ending", "999999", "2028-03-01:6", None) is None

    def test_the_mail_reads_well(self, cast):
        from django.template.loader import render_to_string

        context = queries.notice_context("term_ending", str(cast.term.pk), "2028-03-01:6", None)
        body = render_to_string(
            "emails/term_ending-body.txt",
            {**context, "person": cast.people["secretary"], "site_url": "https://p.example"},
        )
        assert "明信律师事务所党支部本届支委会" in body
        assert f"https://p.example/branches/{cast.branch.pk}/" in body


def test_the_page_of_a_person_knows_the_years_in_the_party(cast):
    person = cast.people["member"]
    page = queries.person_page(person, TODAY, True)
    assert page.party.years == 11
    assert [fact.since for fact in page.history] == sorted(
        (fact.since for fact in page.history), reverse=True
    )
    PartyStanding.objects.filter(person=person).update(standing=Standing.SUSPENDED)
    assert queries.person_page(Person.objects.get(pk=person.pk), TODAY, True).party.years is None
    assert queries.person_page(cast.people["lawyer"], TODAY, True).party.standing == "群众"
    assert queries.person_page(cast.people["lawyer"], TODAY, False).party is None


def test_the_years_of_who_came_back_count_from_the_new_admission_r_dev_1(cast):
    person = factories.make_person(cast.firm)
    for standing, since, until in (
        (Standing.FULL, date(2000, 1, 1), date(2005, 1, 1)),
        (Standing.MASSES, date(2005, 1, 1), date(2012, 1, 1)),
        (Standing.PROBATIONARY, date(2012, 1, 1), date(2013, 1, 1)),
        (Standing.FULL, date(2013, 1, 1), None),
    ):
        person.standings.create(standing=standing, since=since, until=until)
    assert queries.person_page(person, TODAY, True).party.years == 13
