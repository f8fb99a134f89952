#!/usr/bin/env bash
# Fetches what is missing, by doing once what the later steps do offline: a list of dependencies would lack what plugins ask for
# while they run. So every goal of "verify" runs, and one test of each kind: surefire and failsafe fetch what runs tests only when
# there is one, and Quarkus what starts a service in a test. Whether they pass is for
# the step of the tests. Nothing to do where the cache was of these poms.
set -euo pipefail

[ ! -e "$HOME/dependencies-complete" ] || exit 0
export MAVEN_ARGS=${MAVEN_ARGS#-o }
./mvnw -q verify -Dtest=ManifestsTest,RootApiTest,StartTest,BackupServiceTest -Dit.test=OthersRepositoriesIT \
    -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
    -Dmaven.test.failure.ignore
