#!/bin/sh
# Make sure that the browser tests have a Firefox: the system's, else Debian's package. Playwright's own download is no
# stand-in: the tests speak to Firefox themselves (tests/browser/firefox.py). Fails, and says what to install, when none
# can be had: a skipped test is not a pass.
set -u
for name in firefox-esr firefox; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ]; then as_root=""; else as_root="sudo -n"; fi
  if $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends firefox-esr; then exit 0; fi
fi
echo "The browser tests need Firefox. Install it (Debian: apt-get install firefox-esr), then run make test again." >&2
exit 1
