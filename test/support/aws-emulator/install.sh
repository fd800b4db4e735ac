#!/bin/bash
# Installs moto, an emulator of AWS, in a Python environment of its own, once for each version, outside the repository, and
# prints the folder that holds it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
key=$(sha256sum <"$here/requirements.txt" | cut -c1-16)
folder=${XDG_CACHE_HOME:-$HOME/.cache}/pulumi-guardrails/moto-$key
if [[ ! -f $folder/installed ]]; then
  rm -rf "$folder"
  mkdir -p "$(dirname "$folder")"
  python3 -m venv "$folder" >&2
  "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$here/requirements.txt" >&2
  # Last, so that an interrupted installation doesn't look finished.
  touch "$folder/installed"
fi
echo "$folder/bin"
