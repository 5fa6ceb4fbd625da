# Sourced by the steps of the set-up. A step leaves a stamp, the hashes of its inputs, and is skipped while they match.

# Two targets started at once must not install into the same folder; where flock is missing (macOS), nothing guards that.
if command -v flock >/dev/null; then
    mkdir -p build
    exec 9>build/setup.lock
    flock 9
fi

if command -v sha256sum >/dev/null; then sha256=sha256sum; else sha256="shasum -a 256"; fi

# hashes FILE_OR_FOLDER…
hashes() { find "$@" -type f | LC_ALL=C sort | xargs $sha256; }

# unchanged STAMP FILE_OR_FOLDER…
unchanged() {
    stamp=$1
    shift
    [ "$(cat "$stamp" 2>/dev/null)" = "$(hashes "$@")" ]
}

# remember STAMP FILE_OR_FOLDER…
remember() {
    stamp=$1
    shift
    hashes "$@" >"$stamp"
}
