#!/bin/sh
# lock.sh [--upgrade]: pins again what the .in files and package.json ask for; with --upgrade, at the newest versions.
# The locks hold public hashes and no address, whatever mirror this machine is set up for.
set -eu

unset UV_INDEX UV_DEFAULT_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL UV_FIND_LINKS
for lock in config/setup/uv config/setup/node requirements requirements-dev; do
    UV_CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/uv pip compile --quiet --no-config \
        --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
        "$@" "$lock.in" --output-file "$lock.txt"
done

case ${1:-} in
    --upgrade) npm update --package-lock-only --save --loglevel=error ;;
    *) npm install --package-lock-only --loglevel=error ;;
esac

if grep -nE '://|^-' config/setup/*.txt requirements*.txt || grep -n '"resolved"' package-lock.json; then
    echo "These lines of the locks name an address: find the setting that put them there." >&2
    exit 1
fi
