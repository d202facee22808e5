"""What somebody is in the Party: standing, restriction and exemption, three axes that must not be mixed."""

from django.core.exceptions import ValidationError
from django.db import models

from lawfirm_party.common.history import kept
from lawfirm_party.common.ranges import ends_after_start, no_overlap

from ..choices import ExemptionGround, RestrictionKind, Standing, WayOut
from ..rules.moves import Spell, judge_restriction, judge_standing
from .dated import OVERLAPS, Documented, FactOfPerson
from .people import Person


@kept(
    "person",
    "standing",
    "since",
    "until",
    "left_by",
    "document_number",
    "end_document",
    along=("recorded_by", "ended_by"),
)
class PartyStanding(Documented, FactOfPerson):
    person = models.ForeignKey(Person, models.CASCADE, verbose_name="人员", related_name="standings")
    standing = models.CharField("政治身份", max_length=12, choices=Standing)
    left_by = models.CharField(
        "出党方式", max_length=12, choices=WayOut, blank=True, default="", db_default=""
    )

    class Meta:
        verbose_name = verbose_name_plural = "党内身份"
        ordering = ["person", "-since"]
        constraints = [
            ends_after_start("standing_ends_after_start"),
            no_overlap("standing_no_overlap", "person", OVERLAPS),
        ]

    def __str__(self):
        return f"{self.person} {self.get_standing_display()}"

    STEP = ("standing", "since", "left_by")

    @property
    def spell(self):
        return Spell(self.standing, self.since, self.until, self.left_by)

    def check_step(self):
        """The step that leads here, and the one that was entered after it, both stand in the table (R-DEV, R-DIS)."""
        before = [row.spell for row in self.earlier()]
        if not self.standing:
            return
        self.follow(
            judge_standing(before, self.standing, self.since, document=self.document_number, way=self.left_by)
        )
        later = type(self).objects.filter(person=self.person_id, since__gt=self.since).exclude(pk=self.pk)
        after = later.order_by("since").first()
        if after:
            steps = judge_standing(
                [*before, self.spell], after.standing, after.since, document="x", way=after.left_by
            )
            if steps.refused:
                raise ValidationError({"since": steps.refused[0][1]})


@kept(
    "person", "kind", "since", "until", "document_number", "end_document", along=("recorded_by", "ended_by")
)
class Restriction(Documented, FactOfPerson):
    person = models.ForeignKey(Person, models.CASCADE, verbose_name="人员", related_name="restrictions")
    kind = models.CharField("限制", max_length=16, choices=RestrictionKind)

    class Meta:
        verbose_name = verbose_name_plural = "权利限制"
        ordering = ["person", "-since"]
        constraints = [
            ends_after_start("restriction_ends_after_start"),
            no_overlap("restriction_no_overlap", "person", OVERLAPS),
        ]

    def __str__(self):
        return f"{self.person} {self.get_kind_display()}"

    STEP = ("kind", "since", "until")

    def check_step(self):
        if self.kind:
            held = PartyStanding.objects.on(self.since).filter(person=self.person_id).first()
            standing = held.standing if held else Standing.MASSES
            # A row of before may have no number, and can still be ended.
            document = self.document_number or ("" if self._state.adding else self.end_document or "-")
            self.follow(judge_restriction(standing, self.kind, self.since, self.until, document=document))


@kept(
    "person", "ground", "since", "until", "document_number", "end_document", along=("recorded_by", "ended_by")
)
class DutyExemption(Documented, FactOfPerson):
    person = models.ForeignKey(Person, models.CASCADE, verbose_name="人员", related_name="exemptions")
    ground = models.CharField("情形", max_length=10, choices=ExemptionGround)

    class Meta:
        verbose_name = verbose_name_plural = "义务减免"
        ordering = ["person", "-since"]
        constraints = [
            ends_after_start("exemption_ends_after_start"),
            no_overlap("exemption_no_overlap", "person", OVERLAPS),
        ]

    def __str__(self):
        return f"{self.person} {self.get_ground_display()}"
