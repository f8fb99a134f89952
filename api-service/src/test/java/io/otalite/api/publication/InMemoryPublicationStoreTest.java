package io.otalite.api.publication;

class InMemoryPublicationStoreTest extends PublicationStoreContractTest {
    @Override
    protected PublicationStore store() {
        return new InMemoryPublicationStore();
    }
}
