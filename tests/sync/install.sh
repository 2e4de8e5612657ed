#!/bin/sh
# Make sure that the tests with real servers and calendar programs have what they run: nginx, OpenSSL and Node (18 or
# newer) from the system or as Debian's packages, two parsers from npm at the versions and with the digests in
# node-packages.txt. $1 is the folder for the parsers. Fails, and says what to install, when something cannot be had: a
# skipped test is not a pass.
set -u
cd "$(dirname "$0")" || exit 1
list=$PWD/node-packages.txt
cd - >/dev/null || exit 1
PATH=$PATH:/usr/sbin:/sbin

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
  echo "The calendar tests need:$missing. Install it (Debian, Ubuntu: apt-get install $missing), then run make test again." >&2
  exit 1
fi

if cmp -s "$list" "$1/node-packages.txt"; then exit 0; fi
rm -rf "$1" && mkdir -p "$1/packed" || exit 1
grep -v '^#' "$list" | while read -r name version place digest; do
  file=$(npm pack --silent --pack-destination "$1/packed" "$name@$version" 2>/dev/null | tail -n 1)
  found=$(node -e 'const {createHash} = require("crypto"), {readFileSync} = require("fs");
    console.log("sha512-" + createHash("sha512").update(readFileSync(process.argv[1])).digest("base64"))' "$1/packed/$file")
  if [ "$found" != "$digest" ]; then
    echo "The calendar tests need $name $version from npm; it could not be had, or is not what it was." >&2
    exit 1
  fi
  mkdir -p "$1/$place" && tar -xzf "$1/packed/$file" -C "$1/$place" --strip-components=1 || exit 1
done || exit 1
cp "$list" "$1/node-packages.txt"
