package io.otalite.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.outbox.OutboxRow.Unsendable;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxStoreTest {

    private static final List<String> NO_KEYS = List.of();

    private OutboxDatabase database;
    private OutboxStore store;

    @BeforeEach
    void connect() throws Exception {
        database = OutboxDatabase.create();
        store = OutboxStore.connect(database.dataSource());
    }

    @AfterEach
    void disconnect() {
        store.close();
    }

    @Test
    void rowsAreReadUpToALimitOfRows() throws Exception {
        database.append(Messages.of("a", 1), Messages.of("b", 1), Messages.of("a", 2));

        assertThat(ids(2, 1000, NO_KEYS)).containsExactly(1L, 2L);
    }

    @Test
    void rowsAreReadUpToALimitOfBytes() throws Exception {
        database.append(Messages.ofSize("a", 40), Messages.ofSize("b", 60), Messages.ofSize("c", 1));

        assertThat(ids(10, 100, NO_KEYS)).containsExactly(1L, 2L);
        assertThat(ids(10, 99, NO_KEYS)).containsExactly(1L);
    }

    @Test
    void aSingleRowPassesTheLimitOfBytes() throws Exception {
        database.append(Messages.ofSize("a", 500), Messages.ofSize("b", 1));

        assertThat(ids(10, 100, NO_KEYS)).containsExactly(1L);
    }

    @Test
    void rowsBehindABlockedOneOfTheirKeyAreNotRead() throws Exception {
        // Given
        database.append(Messages.of("a", 1), Messages.of("a", 2), Messages.of("b", 1), Messages.of("a", 3));

        // When
        store.block(2, "why not");

        // Then
        assertThat(ids(10, 1000, NO_KEYS)).containsExactly(1L, 3L);
        assertThat(store.backlog()).satisfies(backlog -> {
            assertThat(backlog.pendingRows()).isEqualTo(3);
            assertThat(backlog.blockedRows()).isEqualTo(1);
            assertThat(backlog.oldestPending()).isPresent();
        });
    }

    @Test
    void rowsOfKeysToSkipAreNotRead() throws Exception {
        database.append(Messages.of("a", 1), Messages.of("b", 1), Messages.of("c", 1));

        assertThat(ids(10, 1000, List.of("a", "c"))).containsExactly(2L);
    }

    @Test
    void aDocumentThatIsGoneAndHeadersThatAreNoneAreTold() throws Exception {
        // Given
        database.inTransaction(connection -> Outbox.append(connection, Messages.of("a", 1), OptionalLong.of(42)));
        database.append(Messages.of("b", 1));
        database.execute("update outbox set headers = '[]' where id = 2");

        // When
        var rows = store.pending(10, 1000, NO_KEYS);

        // Then
        assertThat(rows)
                .containsExactly(
                        new Unsendable(1, Messages.TOPIC, "a", "The document of this row does not exist"),
                        new Unsendable(2, Messages.TOPIC, "b", "The headers of this row are not an object of strings"));
    }

    @Test
    void anEmptyOutboxHasNoOldestRow() {
        assertThat(store.backlog()).isEqualTo(new Backlog(0, 0, Optional.empty()));
    }

    @Test
    void theLockIsGivenToOneOnlyAndByName() {
        try (var other = OutboxStore.connect(database.dataSource())) {
            assertThat(store.tryLock("relay")).isTrue();
            assertThat(other.tryLock("relay")).isFalse();
            assertThat(other.tryLock("another relay")).isTrue();
        }
    }

    @Test
    void aConnectionGoesBackToItsPoolWithoutTheLockAndAsItCame() throws Exception {
        // Given
        try (var pool = database.poolOfOne();
                var other = OutboxStore.connect(database.dataSource())) {
            var timeoutBefore = networkTimeout(pool);
            var borrowed = OutboxStore.connect(pool);
            assertThat(borrowed.tryLock("relay")).isTrue();

            // When
            borrowed.close();

            // Then
            assertThat(other.tryLock("relay")).isTrue();
            assertThat(networkTimeout(pool)).isEqualTo(timeoutBefore);
        }
    }

    @Test
    void aConnectionThatWasCutIsReplacedByItsPool() throws Exception {
        // Given
        try (var pool = database.poolOfOne()) {
            var cut = OutboxStore.connect(pool);
            assertThat(cut.tryLock("relay")).isTrue();
            database.cutConnectionOfActiveRelay();

            // When
            cut.close();

            // Then
            try (var next = OutboxStore.connect(pool)) {
                assertThat(next.tryLock("relay")).isTrue();
            }
        }
    }

    private static int networkTimeout(DataSource pool) throws SQLException {
        try (var connection = pool.getConnection()) {
            return connection.getNetworkTimeout();
        }
    }

    @Test
    void aConnectionThatWasCutIsNoticedByTheNextStatement() throws Exception {
        // Given
        store.tryLock("relay");

        // When
        database.cutConnectionOfActiveRelay();

        // Then
        assertThatThrownBy(() -> store.pending(10, 1000, NO_KEYS)).isInstanceOf(OutboxException.class);
        assertThatThrownBy(() -> store.delete(List.of(1L))).isInstanceOf(OutboxException.class);
    }

    private List<Long> ids(int rows, long bytes, List<String> keysToSkip) {
        return store.pending(rows, bytes, keysToSkip).stream()
                .map(OutboxRow::id)
                .toList();
    }
}
