# Prints the SQL that adds a database, the group that owns it, and who is let in for that. For a superuser, in any session that
# goes on after errors: what is there already is an error that is passed over, up to the last two lines, which are the judges.
#
#   sh add-database.sh NAME FIRST_LOGIN SECOND_LOGIN ADMINISTRATOR PASSWORD_FILE ADMINISTRATOR_PASSWORD_FILE
#
# The first login has a password and the first turn; the second gets one when its turn comes. The administrator may change the two
# logins, and nothing else.
set -eu
echo "CREATE ROLE $1;"
echo "ALTER ROLE $1 NOLOGIN PASSWORD NULL;"
echo "CREATE DATABASE $1 OWNER $1;"
for login in "$2" "$3"; do
    echo "CREATE ROLE $login IN ROLE $1;"
    echo "ALTER ROLE $login SET role = '$1';"
done
echo "ALTER ROLE $2 LOGIN PASSWORD '$(cat "$5")';"
echo "CREATE ROLE $4;"
echo "ALTER ROLE $4 LOGIN CREATEROLE PASSWORD '$(cat "$6")';"
echo "GRANT $2, $3 TO $4 WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;"
echo "GRANT pg_signal_backend TO $4;"
echo "SET exit_on_error = on;"
echo "SELECT 1 / count(*) FROM pg_database JOIN pg_roles ON datdba = pg_roles.oid WHERE datname = '$1' AND rolname = '$1';"
echo "SELECT 1 / (count(*) / 2) FROM pg_auth_members WHERE member = '$4'::regrole AND admin_option;"
