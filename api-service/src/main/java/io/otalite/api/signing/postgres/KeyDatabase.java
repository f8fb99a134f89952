package io.otalite.api.signing.postgres;

import io.otalite.api.signing.KeysUnavailableException;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Work in the database; that it is away is told apart from a defect. */
final class KeyDatabase {
    /** Connection exception, invalid authorisation, insufficient resources, operator intervention, system error. */
    private static final Set<String> AWAY = Set.of("08", "28", "53", "57", "58");

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Jdbi jdbi;

    KeyDatabase(DataSource dataSource) {
        this.jdbi = Jdbi.create(dataSource);
    }

    <T> T reading(Function<Handle, T> work) {
        return translated(() -> jdbi.withHandle(work::apply));
    }

    <T> T inTransaction(Function<Handle, T> work) {
        return translated(() -> jdbi.inTransaction(work::apply));
    }

    private static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException e) {
            if (e.getCause() instanceof SQLException cause && isAway(cause)) {
                throw new KeysUnavailableException("The store of the signing keys does not answer", e);
            }
            throw e;
        }
    }

    /** By the class of the SQLSTATE (PostgreSQL, appendix A); the pool's own failures have none. */
    private static boolean isAway(SQLException failure) {
        var state = failure.getSQLState();
        return state == null
                || state.equals(LOCK_NOT_AVAILABLE)
                || AWAY.stream().anyMatch(state::startsWith);
    }
}
