#!/bin/sh
# Make sure that `make reading` has what it runs: Node 18 or newer, npm and nginx from the system or as Debian's packages,
# Lighthouse and the two front ends it compares with from npm, at the versions and with the digests in package-lock.json.
# $1 is the folder for them.
# A newer version: change the number in package.json, then here: npm install --package-lock-only --omit-lockfile-registry-resolved
set -u
PATH=$PATH:/usr/sbin:/sbin
here=$(dirname "$0")

missing=""
command -v nginx >/dev/null 2>&1 || missing="nginx"
command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
[ -e /usr/lib/nginx/modules/ngx_http_brotli_filter_module.so ] || missing="$missing libnginx-mod-http-brotli-filter"
command -v node >/dev/null 2>&1 || missing="$missing nodejs"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
if [ -n "$missing" ] && command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ]; then as_root=""; else as_root="sudo -n"; fi
  # shellcheck disable=SC2086 # several words each
  $as_root apt-get update -qq && $as_root env RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $missing && missing=""
fi
if [ -n "$missing" ]; then
  echo "Measuring needs:$missing. Install it (Debian, Ubuntu: apt-get install $missing), then run make reading again." >&2
  exit 1
fi

if cmp -s "$here/package-lock.json" "$1/done.json"; then exit 0; fi
rm -rf "$1" && mkdir -p "$1" && cp "$here/package.json" "$here/package-lock.json" "$1/" || exit 1
npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel error || exit 1
cp "$1/package-lock.json" "$1/done.json"
