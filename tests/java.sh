#!/bin/sh
# Java 17 or later for the tests of the Spark engine: installed where it is missing and can be had. Never fails.
here=$(dirname "$0")
command -v java >/dev/null 2>&1 && exit 0
[ "$(id -u)" = 0 ] && echo "Installing Java for the tests of the Spark engine." >&2
"$here/debian.sh" openjdk-17-jre-headless 2>/dev/null || "$here/debian.sh" default-jre-headless ||
	echo "No Java here, and it cannot be installed: the tests of the Spark engine are skipped." >&2
exit 0
