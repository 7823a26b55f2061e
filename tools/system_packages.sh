#!/bin/sh
# Install QGIS, GDAL and Xvfb by apt where they are missing. Says nothing where all is there.
set -eu

needed="qgis python3-qgis python3-venv python3-gdal gdal-bin xvfb xauth qttools5-dev-tools"

if ! command -v dpkg-query >/dev/null; then
    for command in qgis_process gdalinfo xvfb-run; do
        command -v "$command" >/dev/null || { echo "Not Debian or Ubuntu: install QGIS, GDAL and Xvfb yourself ($command is missing)." >&2; exit 1; }
    done
    exit 0
fi

missing=""
for package in $needed; do
    case "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)" in
        *" installed") ;;
        *) missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0

as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
echo "Installing by apt:$missing"
$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q
# shellcheck disable=SC2086 (a list of words)
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
