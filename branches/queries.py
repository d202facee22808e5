import zlib
from dataclasses import fields

from lawfirm_party.common.prepared import AN_ID, Prepared

from .choices import MeetingKind
from .models import BranchSetting, KindSetting
from .rules import DEFAULT_KINDS, BranchRules, KindRules, setting_on


class DatedSettings:
    """All dated settings of one branch, read once with two queries; ask it for any day."""

    def __init__(self, branch_rows, kind_rows):
        self.branch_rows = branch_rows
        self.kind_rows = kind_rows

    def branch(self, on):
        """The BranchRules in force on a day."""
        return setting_on(self.branch_rows, on, BranchRules())

    @property
    def version(self):
        """A number that is another one after any change, for forms over these settings."""
        rows = [sorted(self.branch_rows), *(sorted(self.kind_rows.get(kind, [])) for kind in MeetingKind)]
        return zlib.crc32(repr(rows).encode()) % 2_000_000_000

    def kind(self, kind, on):
        """The KindRules of a kind in force on a day."""
        return setting_on(self.kind_rows.get(kind, []), on, DEFAULT_KINDS[MeetingKind(kind)])


def settings_of(branches):
    """{branch id: DatedSettings} for branches given by id; two queries however many."""
    ids = list(branches)
    branch_rows = {pk: [] for pk in ids}
    kind_rows = {pk: {} for pk in ids}
    for row in BranchSetting.objects.filter(branch__in=ids):
        branch_rows[row.branch_id].append((row.since, copy_fields(row, BranchRules)))
    for row in KindSetting.objects.filter(branch__in=ids):
        kind_rows[row.branch_id].setdefault(row.kind, []).append((row.since, copy_fields(row, KindRules)))
    return {pk: DatedSettings(branch_rows[pk], kind_rows[pk]) for pk in ids}


def names_of(shape):
    return [field.name for field in fields(shape)]


BRANCH_ROWS = Prepared(
    lambda branch: BranchSetting.objects.filter(branch=branch).values_list("since", *names_of(BranchRules)),
    branch=AN_ID,
)
KIND_ROWS = Prepared(
    lambda branch: KindSetting.objects.filter(branch=branch).values_list("since", *names_of(KindRules)),
    branch=AN_ID,
)


def settings_for(branch_id):
    """The DatedSettings of one branch; two queries, their SQL made once."""
    branch_rows = [(since, BranchRules(*values)) for since, *values in BRANCH_ROWS.rows(branch=branch_id)]
    kind_rows = {}
    for since, *values in KIND_ROWS.rows(branch=branch_id):
        rules = KindRules(*values)
        kind_rows.setdefault(rules.kind, []).append((since, rules))
    return DatedSettings(branch_rows, kind_rows)


def copy_fields(row, shape):
    return shape(**{field.name: getattr(row, field.name) for field in fields(shape)})
