#!/bin/sh
# system.sh demo|tests: the system's packages. As root on Debian they are installed; otherwise a sentence says what to type.
# The demo cannot do without its own (WeasyPrint loads them). Tests skip what needs a missing one, but never in CI.
set -eu

purpose=$1

# What the system at hand calls them, the command that installs them, and how to tell that one is there.
if command -v apt-get >/dev/null; then
    demo="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation"
    tests="chromium poppler-utils qpdf"
    install="sudo apt-get install"
    installed() { dpkg-query --show --showformat='${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed; }
elif command -v dnf >/dev/null; then
    demo="pango harfbuzz liberation-sans-fonts"
    tests="chromium poppler-utils qpdf"
    install="sudo dnf install"
    installed() { rpm --query --quiet "$1"; }
elif command -v brew >/dev/null; then
    demo="pango"
    tests="chromium poppler qpdf"
    install="brew install"
    installed() { [ -e "$(brew --prefix)/opt/$1" ] || [ -e "$(brew --prefix)/Caskroom/$1" ]; }
else
    echo "Casemark does not know this system's package manager: see to it that Pango, HarfBuzz with its subset library" \
        "and the Liberation fonts are installed and, for the tests, Chromium, Poppler's tools and qpdf." >&2
    exit 0
fi

case $purpose in
    demo) wanted=$demo ;;
    tests) wanted=$tests ;;
esac
missing=
for package in $wanted; do
    installed "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

# Package lists that are absent or old are the usual reason for a first failure.
apt_install() {
    export DEBIAN_FRONTEND=noninteractive
    set -- apt-get install --yes --no-install-recommends $missing
    "$@" || { apt-get update && "$@"; }
}

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    . config/setup/stamps.sh
    echo "Installing the system packages$missing"
    mkdir -p build
    if apt_install </dev/null >build/apt.log 2>&1; then exit 0; fi
    cat build/apt.log >&2
fi

case $purpose in
    demo) echo "Casemark cannot make PDFs without some system packages: type '$install$missing', then try again." >&2 ;;
    tests) echo "Some tests need system packages that are missing: type '$install$missing' to run them too." >&2 ;;
esac
[ "$purpose" = tests ] && [ "${CI:-}" != true ]
