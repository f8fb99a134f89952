#!/usr/bin/env bash
# How long it takes from sources to images, and how many bytes of them are other ones: from nothing, once more without a change,
# and after a change of one line in api-service. Works offline on a copy of the last commit; the base is empty, so that all bytes
# are our own. Writes a result file in JSON.
#   benchmarks/images.sh [FILE]
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd -P)
result=${1:-$root/benchmarks/results/$(date -u +%F)-images.json}
case $result in /*) ;; *) result=$PWD/$result ;; esac
[ ! -e "$result" ] || { printf '%s is there already.\n' "$result" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
project=$work/project
mkdir -p "$project" "$work/base"
git -C "$root" archive HEAD | tar -x -C "$project"
cd "$project"

# An image of one layer without a file.
head -c 1024 /dev/zero >"$work/base/layer.tar"
cat >"$work/base/config.json" <<JSON
{"architecture":"$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["sha256:$(sha256sum <"$work/base/layer.tar" | cut -d' ' -f1)"]}}
JSON
echo '[{"Config":"config.json","RepoTags":["empty:1"],"Layers":["layer.tar"]}]' >"$work/base/manifest.json"
tar -c -C "$work/base" -f "$work/base.tar" layer.tar config.json manifest.json

seconds() {
    local began=$EPOCHREALTIME
    "$@" >&2 || return
    awk -v from="$began" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }'
}

build() {
    ./mvnw -o -q -DskipTests -Dspotless.check.skip -pl local,api-service,backup-service,rotation-service -am package
    touch local/target/ota-build
}

images() {
    ./ota images --base "tar:$work/base.tar" --cache "$work/cache" >"$work/now"
}

# From the table of "ota images": image, layer, bytes, digest.
layers() {
    awk '/^Making/ { image = $2 } $3 == "bytes" && $1 != "base" { gsub(",", "", $2); print image, $1, $2, $4 }' "$1"
}

# Images with the bytes of all their layers, and of those whose digest was not there before.
sums() {
    layers "$work/now" | awk -v before="$(layers "$work/before" | awk '{ printf "%s ", $4 }')" '
        { total[$1] += $3; if (index(before, $4) == 0) { changed[$1] += $3; names[$1] = names[$1] (names[$1] == "" ? "" : ",") "\"" $2 "\"" } }
        !($1 in order) { order[$1] = ++n; image[n] = $1 }
        END { for (i = 1; i <= n; i++) printf "%s\"%s\":{\"bytes\":%d,\"changedBytes\":%d,\"changedLayers\":[%s]}", i == 1 ? "" : ",", image[i], total[image[i]], changed[image[i]], names[image[i]] }'
}

measure() {
    local built made
    printf '%s ...\n' "$1" >&2
    built=$(seconds build)
    made=$(seconds images)
    runs+=("\"$1\":{\"buildSeconds\":$built,\"imagesSeconds\":$made,\"images\":{$(sums)}}")
    cp "$work/now" "$work/before"
}

runs=()
began=$(date -u +%FT%TZ)
load=$(cut -d' ' -f1 /proc/loadavg)
: >"$work/before"
measure cold
measure unchanged
wiring=api-service/src/main/java/io/otalite/api/Wiring.java
sed -i '$ s/}$/static int oneLineMore() { return 1; } }/' "$wiring"
measure oneLine
{
    printf '{"began":"%s","loadAverageBefore":%s,"machine":{"processors":%s,"os":"%s"},"results":{' \
        "$began" "$load" "$(nproc)" "$(uname -sr)"
    (IFS=,; printf '%s' "${runs[*]}")
    printf '}}\n'
} >"$result"
printf 'Written to %s\n' "$result" >&2
