"""Partners of the firm."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from branches.models import Firm
from lawfirm_party.common.history import kept
from lawfirm_party.common.ranges import DatedQuerySet, ends_after_start, no_overlap

from .dated import OVERLAPS, FactOfPerson
from .memberships import OTHER_FIRM
from .people import Person, of_the_firm

SECOND_MANAGING_PARTNER = "这段时间已经有主任。"


class PartnerQuerySet(DatedQuerySet):
    def in_force(self, on):
        """Partnerships that give their rights on a day: who left the firm is no partner, whatever row was left open."""
        return self.on(on).filter(of_the_firm(on, "person__"))


@kept("firm", "person", "is_founding", "is_managing", "since", "until", along=("recorded_by", "ended_by"))
class Partner(FactOfPerson):
    """A partner of the firm; a new row begins where somebody becomes or stops being 主任."""

    firm = models.ForeignKey(Firm, models.PROTECT, verbose_name="律师事务所", related_name="partners")
    person = models.ForeignKey(Person, models.CASCADE, verbose_name="人员", related_name="partnerships")
    is_founding = models.BooleanField("创始合伙人", default=False)
    is_managing = models.BooleanField("主任", default=False)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "合伙人"
        ordering = ["since", "id"]
        constraints = [
            ends_after_start("partner_ends_after_start"),
            no_overlap("partner_no_overlap", "person", OVERLAPS),
            no_overlap(
                "firm_one_managing_partner", "firm", SECOND_MANAGING_PARTNER, condition=Q(is_managing=True)
            ),
        ]

    def __str__(self):
        return f"{self.person}（合伙人）"

    def clean(self):
        super().clean()
        if self.firm_id and self.person_id and self.person.firm_id != self.firm_id:
            raise ValidationError({"person": OTHER_FIRM})
        if self.is_managing:
            self.check_alone(SECOND_MANAGING_PARTNER, firm=self.firm_id, is_managing=True)
