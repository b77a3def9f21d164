#!/bin/sh
# Makes .venv as requirements/dev.txt says, by hash. Needs any Python 3 to install uv, which then finds or fetches
# the version that .python-version names.
set -eu
lock=requirements/dev.txt

find_uv() {
    if command -v uv; then return; fi
    for python in python3 python3.14 python3.13 python3.12 /usr/local/bin/python3 /usr/bin/python3; do
        if [ -x .cache/uv/bin/uv ]; then break; fi
        "$python" -m venv --clear .cache/uv >/dev/null 2>&1 || continue
        .cache/uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.9' >&2 || exit 1
    done
    if [ -x .cache/uv/bin/uv ]; then echo .cache/uv/bin/uv; return; fi
    cat >&2 <<'HELP'
No Python 3 here can make a virtual environment, which is needed once to install uv.
  Debian, Ubuntu:  sudo apt-get install python3-venv
  Fedora:          sudo dnf install python3
  macOS:           brew install python
Or install uv (https://docs.astral.sh/uv/) and try again.
HELP
    exit 1
}

if cmp -s "$lock" .venv/lock.txt && [ -x .venv/bin/python ]; then exit; fi

echo "Setting up .venv from $lock ..."
uv=$(find_uv)
[ -x .venv/bin/python ] || "$uv" venv --quiet --clear .venv
# Dozens of processes load NetBox; compiled once, they start sooner, and take two thirds of the memory.
"$uv" pip sync --quiet --compile-bytecode --python .venv/bin/python --require-hashes "$lock"
cp "$lock" .venv/lock.txt
