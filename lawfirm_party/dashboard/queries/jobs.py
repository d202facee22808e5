"""Long work as its user may see it."""

from lawfirm_party.common.models import Job
from members.queries import roles_of


def jobs_for(user, on):
    """A user's own jobs, as long as they may still read what is in them: of branches in whose committee they sit."""
    own = Job.objects.filter(user=user, asked__branch__in=list(roles_of(user, on).committee_of))
    return own.select_related("result")
