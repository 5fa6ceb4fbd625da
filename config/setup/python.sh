#!/bin/sh
# The Python packages, pinned by hash, in .venv. They come with uv, which is itself pinned and installed there by pip.
set -eu
. config/setup/stamps.sh

locks="config/setup/uv.txt requirements.txt requirements-dev.txt"
stamp_file=.venv/packages-installed

# The import fails where the machine's Python was upgraded under the environment.
if unchanged $stamp_file $locks && .venv/bin/python -c "import django" 2>/dev/null; then exit 0; fi

find_python() {
    for name in "${PYTHON:-python3}" python3 python3.13 python3.12 python3.11; do
        if "$name" -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    found=$(python3 --version 2>/dev/null || echo "no Python")
    echo "Casemark needs Python 3.11 or newer with its venv module, which python3 ($found) does not give:" \
        "install it (on Debian: sudo apt-get install python3 python3-venv)" \
        "or name it, as in 'make PYTHON=/path/to/python3'." >&2
    return 1
}

echo "Installing the Python packages in .venv"
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    "$python" -m venv --clear .venv
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r config/setup/uv.txt
.venv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes $locks
remember $stamp_file $locks
