#!/usr/bin/env bash
# Fetches what is missing, by doing once what the later steps do offline: a list of dependencies would lack what plugins ask for
# while they run. Nothing to do where the cache was of these poms.
set -euo pipefail

[ ! -e "$HOME/dependencies-complete" ] || exit 0
export MAVEN_ARGS=${MAVEN_ARGS#-o }
./mvnw -q -DskipTests -Dspotless.check.skip verify
