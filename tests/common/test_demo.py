"""What the pages call a demo: demo data that are allowed and really there."""

import pytest

from lawfirm_party.common.demo import is_demo, note_demo
from lawfirm_party.launcher import paths


@pytest.mark.parametrize("wanted", [True, False])
@pytest.mark.parametrize("there", [True, False])
def test_a_demo_is_wanted_and_there(settings, tmp_path, wanted, there):
    settings.DATA_DIR, settings.DEMO = tmp_path / "data", wanted
    note_demo(True)
    note_demo(there)
    assert is_demo() == (wanted and there)
    assert paths.demo_mark(settings.DATA_DIR).exists() == there
