#!/usr/bin/env bash
# Writes the production overlay with the images of this build to one file, which is audited and then applied as it is.
#   render.sh REPOSITORY TAG FILE
set -euo pipefail

readonly repository=$1 tag=$2 file=$3
overlay=$(mktemp -d)
trap 'rm -rf "$overlay"' EXIT
cp -a deploy/kubernetes/. "$overlay"
sed -i -E "s#(newName: )[^,]*/([a-z-]+), newTag: [^}]*#\1$repository/\2, newTag: \"$tag\"#" \
    "$overlay"/overlays/production/*/kustomization.yaml
kubectl kustomize "$overlay/overlays/production" >"$file"
for image in api-service backup-service rotation-service; do
    if ! grep -qF "image: $repository/$image:$tag" "$file"; then
        printf 'The manifests do not name %s/%s:%s.\n' "$repository" "$image" "$tag" >&2
        exit 1
    fi
done
