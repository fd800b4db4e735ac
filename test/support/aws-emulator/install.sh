#!/bin/bash
# Installs the emulators of AWS, moto and MiniStack, each in a Python environment of its own, once for each version, outside the
# repository, and prints the folders that hold them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

install() {
  local name=$1 requirements=$2 key folder
  key=$(sha256sum <"$requirements" | cut -c1-16)
  folder=${XDG_CACHE_HOME:-$HOME/.cache}/pulumi-guardrails/$name-$key
  if [[ ! -f $folder/installed ]]; then
    rm -rf "$folder"
    mkdir -p "$(dirname "$folder")"
    python3 -m venv "$folder" >&2
    "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$requirements" >&2
    # Last, so that an interrupted installation doesn't look finished.
    touch "$folder/installed"
  fi
  echo "$folder/bin"
}

install moto "$here/requirements.txt"
install ministack "$here/../ministack/requirements.txt"
