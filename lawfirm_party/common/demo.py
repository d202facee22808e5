"""Whether this program shows the demo firm: asked on every page, so a file answers, written whenever the database was asked."""

from django.conf import settings

from lawfirm_party.launcher import paths


def is_demo():
    """True where demo data are allowed and really there; a firm's own data are none, whatever DEMO says."""
    return settings.DEMO and paths.demo_mark(settings.DATA_DIR).exists()


def note_demo(is_there):
    """Keep what the database said."""
    mark = paths.demo_mark(settings.DATA_DIR)
    if is_there:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    else:
        mark.unlink(missing_ok=True)
