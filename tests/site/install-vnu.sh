#!/bin/sh
# Make sure that the tests have the Nu Html Checker: Java 11 or newer from the system or as Debian's package, and the
# checker from npm at the version and with the digest below. $1 is the folder for it. Fails, and says what to install, when
# something cannot be had: a skipped test is not a pass.
# A newer version: change the number, then the digest (npm view vnu-jar@VERSION dist.integrity).
set -u
version=26.9.27
digest=sha512-TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA==

missing=""
command -v java >/dev/null 2>&1 || missing="default-jre-headless"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
if [ -n "$missing" ] && command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ]; then as_root=""; else as_root="sudo -n"; fi
  # shellcheck disable=SC2086 # several words each
  $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends $missing && missing=""
fi
if [ -n "$missing" ]; then
  echo "The HTML checker needs:$missing. Install it (Debian, Ubuntu: apt-get install $missing), then run make test again." >&2
  exit 1
fi

if [ -e "$1/vnu.jar" ] && [ "$(cat "$1/version" 2>/dev/null)" = "$version" ]; then exit 0; fi
rm -rf "$1" && mkdir -p "$1/packed" || exit 1
file=$(npm pack --silent --pack-destination "$1/packed" "vnu-jar@$version" 2>/dev/null | tail -n 1)
found=$(openssl dgst -sha512 -binary "$1/packed/$file" 2>/dev/null | openssl base64 -A)
if [ "sha512-$found" != "$digest" ]; then
  echo "The HTML checker needs vnu-jar $version from npm; it could not be had, or is not what it was." >&2
  exit 1
fi
tar -xzf "$1/packed/$file" -C "$1/packed" && mv "$1/packed/package/build/dist/vnu.jar" "$1/" && rm -r "$1/packed" || exit 1
echo "$version" >"$1/version"
