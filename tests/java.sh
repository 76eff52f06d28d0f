#!/bin/sh
# Java for the tests of the Spark engine: installed from Debian where it is missing and can be had. Never fails.
command -v java >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	echo "Installing Java for the tests of the Spark engine."
	apt-get install -qq -y openjdk-17-jre-headless >/dev/null 2>&1 ||
		{ apt-get update -qq && apt-get install -qq -y openjdk-17-jre-headless || apt-get install -qq -y default-jre-headless; } >/dev/null 2>&1
fi
command -v java >/dev/null 2>&1 || echo "No Java here, and none can be installed: the tests of the Spark engine are skipped."
exit 0
