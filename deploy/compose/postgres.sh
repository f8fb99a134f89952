# At the first start of the container "postgres": the database of rotation-service beside that of api-service. psql goes on after
# errors; the last statements are the judges. No statement gets into a log: some of them have a password in them.
sh /opt/ota-lite/add-database.sh rotation rotation_a rotation_b rotation_admin \
    /state/secrets/rotation-postgres-password /state/secrets/rotation-postgres-admin-password |
    PGOPTIONS='-c log_min_error_statement=panic -c log_statement=none' \
        psql --quiet --no-psqlrc -v VERBOSITY=terse -U "$POSTGRES_USER" -d "$POSTGRES_DB" >/dev/null
