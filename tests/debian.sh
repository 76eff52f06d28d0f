#!/bin/sh
# Installs packages of Debian or Ubuntu that tests need: tests/debian.sh PACKAGE... Asks nothing, and does not wait for
# ever. Fails where it may not or cannot; what it did is told only then.
set -u
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || exit 1
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
apt() {
	timeout 400 apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=1 -o Acquire::http::Timeout=20 "$@"
}
# Lists that are old, or in part out of reach, may still do.
{ apt update || true; apt install -y --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null
done=$?
[ $done = 0 ] || tail -5 "$log" >&2
rm -f "$log"
exit $done
