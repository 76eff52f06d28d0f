#!/bin/sh
# The browser that the tests of the pages drive, from Debian (Ubuntu has it as a snap alone). Never fails.
[ -x /usr/bin/chromium ] && exit 0
[ "$(id -u)" = 0 ] && echo "Installing Debian's Chromium for the browser tests." >&2
"$(dirname "$0")/debian.sh" chromium || echo "No /usr/bin/chromium here, and it cannot be installed: the browser tests are skipped." >&2
exit 0
