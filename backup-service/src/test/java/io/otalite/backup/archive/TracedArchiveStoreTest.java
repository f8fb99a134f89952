package io.otalite.backup.archive;

import io.otalite.telemetry.Tracing;

class TracedArchiveStoreTest extends ArchiveStoreContractTest {
    private final ArchiveStore store = new TracedArchiveStore(new InMemoryArchiveStore(), Tracing.OFF);

    @Override
    protected ArchiveStore store() {
        return store;
    }
}
