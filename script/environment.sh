# Sourced by script/server and script/test: the Python environment and the Debian packages.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PIP_DISABLE_PIP_VERSION_CHECK=1 UV_NO_PROGRESS=1
# Every process start would compile the whole program and its libraries anew.
unset PYTHONDONTWRITEBYTECODE

say() { printf '准备     | %s\n' "$*"; }

refuse() {
    say "$*" >&2
    exit 1
}

# The packages named that are not there yet.
missing_packages() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
    done
}

# With this file in place Debian starts no server that it installs.
policy_file=/usr/sbin/policy-rc.d

# In a subshell of its own, so that the trap tidies up however it ends.
apt_install() (
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    # The packages' own servers would start on their well-known ports; ours need only the programs.
    if [ ! -e "$policy_file" ]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy_file"
        chmod 755 "$policy_file"
        trap 'rm -f "$log" "$policy_file"' EXIT
    fi
    export DEBIAN_FRONTEND=noninteractive
    if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; } >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        return 1
    fi
)

# Installs what is missing when we are root; otherwise names it, and that is the end.
need_packages() {
    local list
    command -v dpkg-query >/dev/null || return 0
    list=$(missing_packages "$@" | xargs)
    [ -n "$list" ] || return 0
    [ "$(id -u)" = 0 ] || refuse "缺少 Debian 软件包。请以 root 运行：apt-get install $list"
    say "正在安装 Debian 软件包：$list ……"
    # shellcheck disable=SC2086
    apt_install $list || refuse "没有装上。请检查网络和 apt 的设置后再试：apt-get install $list"
}

# want_packages WITHOUT PACKAGES: the same for what the program starts without; WITHOUT says what is missing then.
want_packages() {
    local list without=$1
    shift
    command -v dpkg-query >/dev/null || return 0
    list=$(missing_packages "$@" | xargs)
    [ -n "$list" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        say "正在安装 Debian 软件包：$list ……"
        # shellcheck disable=SC2086
        apt_install $list && return 0
    fi
    say "缺少 Debian 软件包，$without。请以 root 运行：apt-get install $list"
}

# need_python REQUIREMENTS: .venv with exactly these packages; quick when nothing changed.
need_python() {
    local stamp=.venv/.installed-${1//\//-} now
    if [ ! -x .venv/bin/python ]; then
        make_venv
    fi
    now=$(sha256sum "$1" | cut -d ' ' -f 1)-$(.venv/bin/python -V 2>&1) || refuse ".venv 已损坏。请删除它后再试：rm -r .venv"
    [ "$(cat "$stamp" 2>/dev/null)" != "$now" ] || return 0
    say "正在安装 Python 软件包（$1）……"
    install_python_packages "$1" || refuse "Python 软件包没有装上，原因见上面几行。请检查网络后再试。"
    printf %s "$now" >"$stamp"
}

make_venv() {
    command -v python3 >/dev/null || need_packages python3
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || refuse "需要 Python 3.11 或更新的版本。"
    python3 -c 'import ensurepip' 2>/dev/null || need_packages python3-venv
    [ ! -e .venv ] || [ -O .venv ] || refuse "文件夹 .venv 是别的用户建立的，不能使用。请由那个用户启动，或删除它后再试。"
    say "正在建立 Python 环境 .venv ……"
    rm -rf .venv
    python3 -m venv .venv || refuse "没有建成 .venv。请安装 Debian 软件包 python3-venv 后再试。"
}

install_python_packages() {
    local uv
    uv=$(command -v uv || true)
    [ -n "$uv" ] || [ ! -x .venv/bin/uv ] || uv=.venv/bin/uv
    if [ -n "$uv" ]; then
        "$uv" pip install -q --compile-bytecode --python .venv/bin/python --require-hashes -r "$1" && return 0
    fi
    .venv/bin/python -m pip install -q --require-hashes -r "$1"
}
