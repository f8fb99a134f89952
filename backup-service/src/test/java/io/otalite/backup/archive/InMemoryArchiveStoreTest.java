package io.otalite.backup.archive;

class InMemoryArchiveStoreTest extends ArchiveStoreContractTest {
    private final ArchiveStore store = new InMemoryArchiveStore();

    @Override
    protected ArchiveStore store() {
        return store;
    }
}
