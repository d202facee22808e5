"""What script/environment.sh says and does about Debian packages, with an apt and a dpkg that only write down what they are asked."""

import os
import shutil
import subprocess

import pytest

from lawfirm_party.launcher import paths

ENVIRONMENT = paths.CHECKOUT / "script" / "environment.sh"
ROOT, ORDINARY = "0", "1000"
PROGRAMS = {
    "dpkg-query": """for package; do :; done
case " $THERE " in *" $package "*) echo -n installed ;; *) exit 1 ;; esac""",
    "apt-get": """echo "apt-get $*" >>"$ASKED"
[ -x "$POLICY" ] || { echo "Debian would start its servers" >&2; exit 100; }
[ "$1" != "$FAILS" ] || { echo "E: no network" >&2; exit 100; }""",
    "id": 'echo "$USER_NUMBER"',
}


@pytest.fixture
def need(tmp_path):
    """Ask for packages as the scripts do: (exit code, what was said, what apt was asked)."""
    programs, asked = tmp_path / "bin", tmp_path / "asked"
    programs.mkdir()
    asked.touch()
    for name, body in PROGRAMS.items():
        (programs / name).write_text(f"#!/bin/bash\n{body}\n")
        (programs / name).chmod(0o755)

    def need(*packages, user=ROOT, there="", fails="", without=(), ask="need_packages"):
        for name in without:
            (programs / name).unlink()
        known = {"USER_NUMBER": user, "THERE": there, "FAILS": fails}
        known |= {"ASKED": str(asked), "POLICY": f"{tmp_path}/policy-rc.d"}
        # The policy that keeps Debian from starting servers is the machine's own: here it lies in the test's folder.
        told = subprocess.run(
            [
                *("bash", "-c"),
                f'set -euo pipefail; . "$0"; policy_file={tmp_path}/policy-rc.d; {ask} "$@"; echo 继续',
                *(ENVIRONMENT, *packages),
            ],
            env={"PATH": f"{programs}:{only_tools(tmp_path)}", **known},
            capture_output=True,
            text=True,
            check=False,
        )
        assert not (tmp_path / "policy-rc.d").exists()
        return told.returncode, told.stdout + told.stderr, asked.read_text().splitlines()

    return need


def only_tools(folder):
    """A folder with the tools that the script uses and nothing of Debian's own package programs."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    for name in ("bash", "dirname", "xargs", "echo", "mktemp", "rm", "chmod", "tail"):
        if not (tools / name).exists():
            os.symlink(shutil.which(name), tools / name)
    return tools


@pytest.mark.parametrize("user", [ROOT, ORDINARY])
def test_nothing_is_said_when_nothing_is_missing(need, user):
    assert need("postgresql", "chromium", user=user, there="chromium postgresql") == (0, "继续\n", [])


@pytest.mark.parametrize(("user", "fails"), [(ORDINARY, ""), (ROOT, "install")])
def test_what_is_only_wanted_is_named_and_the_start_goes_on(need, user, fails):
    code, said, _ = need("libpango-1.0-0", user=user, fails=fails, ask="want_packages 没有PDF")
    assert code == 0 and "继续\n" in said
    assert "缺少 Debian 软件包，没有PDF。请以 root 运行：apt-get install libpango-1.0-0" in said


def test_what_is_wanted_is_installed_for_root(need):
    code, said, asked = need("libpango-1.0-0", ask="want_packages 没有PDF")
    assert (code, "缺少" in said) == (0, False) and any("libpango-1.0-0" in line for line in asked)


def test_root_has_what_is_missing_installed_and_only_that(need):
    code, said, asked = need("postgresql", "chromium", "poppler-utils", there="chromium")
    assert code == 0
    assert said == "准备     | 正在安装 Debian 软件包：postgresql poppler-utils ……\n继续\n"
    assert asked == [
        "apt-get update -qq",
        "apt-get install -y -qq --no-install-recommends postgresql poppler-utils",
    ]


@pytest.mark.parametrize("step", ["update", "install"])
def test_root_is_told_what_did_not_install_and_why(need, step):
    code, said, _ = need("postgresql", fails=step)
    assert code == 1
    assert "E: no network" in said
    assert "没有装上。请检查网络和 apt 的设置后再试：apt-get install postgresql" in said
    assert "继续" not in said


def test_an_ordinary_user_is_told_the_names_and_that_is_the_end(need):
    code, said, asked = need("postgresql", "chromium", user=ORDINARY)
    assert (code, asked) == (1, [])
    assert said == "准备     | 缺少 Debian 软件包。请以 root 运行：apt-get install postgresql chromium\n"


def test_a_machine_that_is_not_debian_is_left_alone(need):
    assert need("postgresql", user=ORDINARY, without=["dpkg-query"]) == (0, "继续\n", [])
