#!/bin/sh
# Installs the browser that the tests of the pages drive. Without the right to install, those tests are skipped.
set -u
[ -x /usr/bin/chromium ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "No /usr/bin/chromium here, and no right to install it: the browser tests will be skipped." >&2
  exit 0
fi
echo "Installing Debian's Chromium for the browser tests." >&2
export DEBIAN_FRONTEND=noninteractive
(apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium) >/tmp/chromium-setup.log 2>&1 ||
  { tail -5 /tmp/chromium-setup.log >&2; echo "Chromium could not be installed: the browser tests will be skipped." >&2; }
exit 0
