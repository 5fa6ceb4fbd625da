#!/bin/sh
# For CI: a PostgreSQL server on 127.0.0.1:5432. Where none answers, Debian's, with a cluster of its own that trusts
# everyone on this machine; clusters that are there already are not touched.
set -eu

answers() {
    .venv/bin/python -c "import socket; socket.create_connection(('127.0.0.1', 5432), timeout=2)" 2>/dev/null
}

if answers; then exit 0; fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "No PostgreSQL server answers on 127.0.0.1:5432: start one there, or run this as root on Debian." >&2
    exit 1
fi

if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    echo "Installing PostgreSQL"
    export DEBIAN_FRONTEND=noninteractive
    # Debian would start a cluster that asks for passwords on the port that ours is to have.
    mkdir -p /etc/postgresql-common/createcluster.d build
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.d/casemark.conf
    set -- apt-get install --yes --no-install-recommends postgresql
    if ! { "$@" || { apt-get update && "$@"; }; } </dev/null >build/apt.log 2>&1; then
        cat build/apt.log >&2
        exit 1
    fi
fi

version=$(ls /usr/lib/postgresql | sort -n | tail -n 1)
if ! pg_lsclusters --no-header | grep -q "^$version *casemark "; then
    pg_createcluster --port 5432 --encoding UTF8 --locale C.UTF-8 "$version" casemark -- --auth=trust >/dev/null
fi
pg_ctlcluster "$version" casemark start
answers
