#!/bin/bash
# Builds the Pulumi CLI and its Node.js language host from their Go modules, once for each version, outside the repository,
# and prints the folder that holds them. For machines that can't have Pulumi's release binaries. Takes three minutes.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
key=$(cat "$here"/cli/go.sum "$here"/language/go.sum | sha256sum | cut -c1-16)
bin=${XDG_CACHE_HOME:-$HOME/.cache}/pulumi-guardrails/$key/bin
if [[ ! -x $bin/pulumi || ! -x $bin/pulumi-language-nodejs ]]; then
  mkdir -p "$bin"
  # Built aside and moved, so that an interrupted build leaves nothing that looks finished.
  building=$(mktemp -d "$bin/../building.XXXXXX")
  trap 'rm -rf "$building"' EXIT
  (cd "$here/language" && go build -o "$building/pulumi-language-nodejs" github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs) >&2
  (cd "$here/cli" && go build -o "$building/pulumi" github.com/pulumi/pulumi/pkg/v3/cmd/pulumi) >&2
  mv "$building/pulumi-language-nodejs" "$building/pulumi" "$bin/"
fi
echo "$bin"
