#!/bin/sh
# Make sure that the browser tests have a Chromium: the system's, else Debian's package, else playwright's own download.
# $1 is the playwright command. Fails, and says what to install, when none can be had: a skipped test is not a pass.
set -u
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ]; then as_root=""; else as_root="sudo -n"; fi
  if $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends chromium; then exit 0; fi
fi
if "$1" install chromium; then exit 0; fi
echo "The browser tests need Chromium. Install it (Debian, Ubuntu: apt-get install chromium), then run make test again." >&2
exit 1
