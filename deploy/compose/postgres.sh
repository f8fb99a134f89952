# At the first start of the container "postgres": the database of rotation-service beside that of api-service. The last statements are
# the judges; of what goes before them, psql goes on after errors.
sh /opt/ota-lite/add-database.sh rotation rotation_a rotation_b rotation_admin \
    /state/secrets/rotation-postgres-password /state/secrets/rotation-postgres-admin-password |
    psql --quiet --no-psqlrc -U "$POSTGRES_USER" -d "$POSTGRES_DB"
