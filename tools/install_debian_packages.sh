#!/usr/bin/env bash
# Installs the Debian packages of programs that the tests and tools run where they are present. What
# cannot be installed is named and does no harm: the tests that want it are skipped and say so.
set -uo pipefail

packages=(
  parallel          # tests/study/shards_test.ts: GNU parallel
  slurm-wlm munge   # tests/study/shards_test.ts: Slurm, whose packages want munge
  jupyter-nbconvert # deno task notebooks:html
  chromium          # tests/viewer/browser_test.ts, tools/viewer_screenshots.ts
  fonts-wqy-microhei # tools/viewer_screenshots.ts: Chinese characters
  postgresql        # tests/store/postgres: servers that the tests start themselves
  orthanc orthanc-dicomweb # tests/helpers/orthanc.ts: a server of DICOMweb
  openssl           # tests/store/postgres/tls_test.ts, nginx_test.ts: a certificate
  nginx             # tests/tools/deployment/nginx_test.ts: a server with TLS
  bubblewrap        # tests/viewer/security/rights_test.ts: namespaces of processes that decode
  mesa-vulkan-drivers # tests of tfjs-webgpu: a Vulkan device that computes in software
)

is_installed() {
  [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing=()
for package in "${packages[@]}"; do
  is_installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

# As root, or with sudo where it asks for no password.
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo --non-interactive)
if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
  echo "Not installed, since that takes apt-get and root: ${missing[*]}" >&2
  exit 0
fi

apt_get() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get --quiet --quiet "$@"
}
apt_get update || echo "The lists of Debian packages could not be renewed." >&2
for package in "${missing[@]}"; do
  apt_get install --yes --no-install-recommends "$package" >/dev/null ||
    echo "The Debian package $package could not be installed." >&2
done
exit 0
