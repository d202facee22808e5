"""The files in which people and their dated facts come and go. An ID number is never in one of them."""

import unicodedata

from branches.models import Branch, Firm, PartyGroup
from lawfirm_party.common.transfer.resources import StaffResource, column
from lawfirm_party.common.transfer.widgets import Choice, Day, Named, Words, YesNo, shown

from .. import commands, names
from ..choices import ExemptionGround, PersonKind, Relation, RestrictionKind, Standing, WayOut
from ..models import (
    DutyExemption,
    GroupMembership,
    Membership,
    Partner,
    PartyStanding,
    Person,
    Restriction,
)
from ..queries import still_open
from .words import STILL_OPEN

SEVERAL_PEOPLE = "有多位“{name}”，请填写执业证号以便区分。"
NO_SUCH_PERSON = "没有找到“{name}”，请先登记人员。"
OTHER_NAME = "执业证号登记在别人名下，姓名对不上。"
SAME_NAME = "已有同名人员，执业证号不同，将另建一人。"
NAME_NEEDED = "请填写姓名。"
UNTIL = "从这一天起不再有效；空着表示至今。"


class Licence(Words):
    def clean(self, value, row=None, **kwargs):
        return unicodedata.normalize("NFKC", value or "")


class SomePerson(Named):
    """Somebody by name, and by 执业证号 where two have one name."""

    def know(self, rows):
        self.by_name, self.by_licence = {}, {}
        for person in rows:
            self.add(person)

    def add(self, person):
        same = self.by_name.setdefault(person.name, [])
        if person not in same:
            same.append(person)
        if person.licence_number:
            self.by_licence[person.licence_number] = person

    def clean(self, value, row=None, **kwargs):
        licence = Licence().clean((row or {}).get("执业证号"))
        if not value:
            raise ValueError(NAME_NEEDED)
        if licence in self.by_licence:
            found = self.by_licence[licence]
            if found.name != value:
                raise ValueError(OTHER_NAME)
            return found
        same = self.by_name.get(value, [])
        if len(same) != 1:
            raise ValueError((SEVERAL_PEOPLE if same else NO_SUCH_PERSON).format(name=shown(value)))
        return same[0]


class PersonResource(StaffResource):
    name = column("name", "姓名", Words(), example="张三", required=True)
    licence_number = column(
        "licence_number",
        "执业证号",
        Licence(),
        example="13701201810000000",
        note="17位数字，按它认人；这一列请用文本格式。",
    )
    kind = column(
        "kind", "类别", Choice(PersonKind), example="律师", note="、".join(PersonKind.labels), required=True
    )
    joined_on = column(
        "joined_on", "入所日期", Day(), example="2026-01-01", note="例如 2026-01-01。", required=True
    )
    left_on = column("left_on", "离所日期", Day(), note="从这一天起不再是本所人员。")
    practising_since = column("practising_since", "首次执业日期", Day(), example="2018-07-01")
    practice_group = column("practice_group", "专业组", Words(), example="民商事")
    phone = column("phone", "手机", Words(), example="13800000000")
    email = column("email", "邮箱", Words(), example="zhangsan@example.com")
    pinyin = column("pinyin", "拼音", Words(), note="空着自动生成，多音字可改。")
    firm = column("firm", "律师事务所", Named(("short_name", "name")), note="只有一家时可以空着。")

    class Meta(StaffResource.Meta):
        model = Person
        fields = (
            *("name", "licence_number", "kind", "joined_on", "left_on", "practising_since"),
            *("practice_group", "phone", "email", "pinyin", "firm"),
        )

    def know(self):
        self.fields["firm"].widget.know(self.scope(Firm))
        self.by_name, self.by_licence = {}, {}
        super().know()

    def remember(self, row):
        same = self.by_name.setdefault(row.name, [])
        if row not in same:
            same.append(row)
        if row.licence_number:
            self.by_licence[row.licence_number] = row

    def find(self, row):
        licence = Licence().clean(row.get("执业证号"))
        if licence in self.by_licence:
            return self.by_licence[licence]
        same = self.by_name.get(row.get("姓名", ""), [])
        if licence:
            same = [person for person in same if not person.licence_number]
        if len(same) > 1:
            raise ValueError(SEVERAL_PEOPLE.format(name=shown(row["姓名"])))
        return same[0] if same else None

    def init_instance(self, row=None):
        person = super().init_instance(row)
        firms = self.fields["firm"].widget.rows
        if len(firms) == 1:
            person.firm = firms[0]
        return person

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        if field.column_name == "律师事务所" and not row.get("律师事务所"):
            return
        super().import_field(field, instance, row, is_m2m, **kwargs)

    def settle(self, instance):
        """A new name is spelled anew unless somebody spelled it."""
        old_name, old_pinyin = self.before.get("姓名"), self.before.get("拼音")
        if old_name and instance.name != old_name and instance.pinyin == old_pinyin:
            instance.pinyin = names.respelled(instance.name, old_name, old_pinyin or "")
        instance.pinyin = names.tidy(instance.pinyin or names.pinyin_of(instance.name))

    def after_save_instance(self, instance, row, **kwargs):
        if self.before and "邮箱" in self.changes:
            old = self.before["邮箱"]
            commands.note_new_address(person=instance, old=old, by=self.user, now=self.now)
        if not self.before and len(self.by_name.get(instance.name, [])) > 0:
            self.extra = [SAME_NAME]
        if instance.left_on and (words := still_open(instance, instance.left_on)):
            self.extra = [*self.extra, STILL_OPEN.format(name=instance.name, words="、".join(words))]


class DatedResource(StaffResource):
    """What holds from a first day on."""

    since = column("since", "开始日期", Day(), example="2026-01-01", required=True)
    until = column("until", "结束日期", Day(), note=UNTIL)

    def settle(self, instance):
        """Who brings a file in writes its rows down."""
        is_end = bool(instance.until) and not self.before.get("结束日期")
        instance.sign(self.user, self.now, is_end=is_end)

    def in_order(self, rows, headers):
        """By first day: what ends makes room for what begins in the same file."""
        place = headers.index("开始日期")

        def day_of(row):
            try:
                return str(Day().clean(row[1][place]))
            except ValueError:
                return ""

        return sorted(rows, key=day_of)

    def title_of(self, row):
        return f"{super().title_of(row)[:30]} {row.get('开始日期', '')[:10]}"


class FactResource(DatedResource):
    """A dated fact: the same person and the same first day are the same row."""

    person = column("person", "姓名", SomePerson(), example="张三", required=True)
    licence = column("person__licence_number", "执业证号", Words(), note="两个人同名时填写。", readonly=True)

    related = ("person",)

    def know(self):
        self.fields["person"].widget.know(self.scope(Person))
        super().know()

    def remember(self, row):
        self.stored[row.person_id, row.since] = row

    def find(self, row):
        person = self.fields["person"].widget.clean(row.get("姓名"), row=row)
        since = self.fields["since"].widget.clean(row.get("开始日期"))
        return self.stored.get((person.pk, since))


class DocumentedResource(FactResource):
    """A fact that rests on a document."""

    document_number = column("document_number", "文号", Words())
    end_document = column("end_document", "结束文号", Words())
    note = column("note", "说明", Words(), note="没有照“一般”办理的，写明原因。")


class PartyStandingResource(DocumentedResource):
    standing = column(
        "standing",
        "政治身份",
        Choice(Standing),
        example="正式党员",
        note="、".join(Standing.labels),
        required=True,
    )
    left_by = column("left_by", "出党方式", Choice(WayOut), note="、".join(WayOut.labels))

    class Meta(StaffResource.Meta):
        model = PartyStanding
        fields = (
            *("person", "licence", "standing", "left_by", "since", "until"),
            *("document_number", "end_document", "note"),
        )


class RestrictionResource(DocumentedResource):
    kind = column(
        "kind",
        "限制",
        Choice(RestrictionKind),
        example="留党察看",
        note="、".join(RestrictionKind.labels),
        required=True,
    )

    class Meta(StaffResource.Meta):
        model = Restriction
        fields = ("person", "licence", "kind", "since", "until", "document_number", "end_document", "note")


class DutyExemptionResource(DocumentedResource):
    ground = column(
        "ground",
        "情形",
        Choice(ExemptionGround),
        example="年老体弱",
        note="、".join(ExemptionGround.labels),
        required=True,
    )

    class Meta(StaffResource.Meta):
        model = DutyExemption
        fields = ("person", "licence", "ground", "since", "until", "document_number", "end_document", "note")


class MembershipResource(DocumentedResource):
    related = ("person", "branch")
    branch = column(
        "branch", "党支部", Named(("name", "short_name")), example="某律师事务所党支部", required=True
    )
    relation = column(
        "relation",
        "组织关系",
        Choice(Relation),
        example="组织关系在本支部",
        note="、".join(Relation.labels),
        required=True,
    )

    class Meta(StaffResource.Meta):
        model = Membership
        fields = (
            *("person", "licence", "branch", "relation", "since", "until"),
            *("document_number", "end_document", "note"),
        )

    def know(self):
        self.fields["branch"].widget.know(self.scope(Branch))
        super().know()


class OfBranch(Named):
    """A group by its name, and by its branch where two have one name."""

    def clean(self, value, row=None, **kwargs):
        everywhere, branch = self.rows, (row or {}).get("党支部")
        if branch:
            self.rows = [one for one in everywhere if branch in {one.branch.name, one.branch.short_name}]
        try:
            return super().clean(value, row, **kwargs)
        finally:
            self.rows = everywhere


class GroupMembershipResource(FactResource):
    related = ("person", "group__branch")
    group = column("group", "党小组", OfBranch(), example="第一党小组", required=True)
    branch = column(
        "group__branch__name", "党支部", Words(), note="两个支部的党小组同名时填写。", readonly=True
    )
    is_leader = column("is_leader", "组长", YesNo(), example="否", note="是、否")

    class Meta(StaffResource.Meta):
        model = GroupMembership
        fields = ("person", "licence", "group", "branch", "is_leader", "since", "until")

    def know(self):
        self.fields["group"].widget.know(self.scope(PartyGroup).select_related("branch"))
        super().know()


class PartnerResource(FactResource):
    is_founding = column("is_founding", "创始合伙人", YesNo(), example="否", note="是、否")
    is_managing = column("is_managing", "主任", YesNo(), example="否", note="是、否")

    class Meta(StaffResource.Meta):
        model = Partner
        fields = ("person", "licence", "is_founding", "is_managing", "since", "until")

    def settle(self, instance):
        super().settle(instance)
        instance.firm_id = instance.person.firm_id
