"""A record of what was put right in the dated facts."""

import pgtrigger
from django.db import models

from ..choices import FactAxis
from .accounts import User
from .people import Person


class FactCorrection(models.Model):
    """A wrong row was put right or taken out: what stood there, what stands now, why, by whom. Stands as it was written."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name="人员", related_name="corrections")
    axis = models.CharField("哪一项", max_length=12, choices=FactAxis)
    before = models.CharField("原来的记录", max_length=300)
    after = models.CharField("更正为", max_length=300)
    reason = models.CharField("更正原因", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, verbose_name="更正人", related_name="+")
    at = models.DateTimeField("更正时间")

    class Meta:
        verbose_name = verbose_name_plural = "身份更正"
        ordering = ["-at", "-id"]
        triggers = [
            pgtrigger.Protect(name="correction_written_once", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self):
        return f"{self.person} {self.get_axis_display()} 更正"
