package io.otalite.rotation.findings;

import io.otalite.events.Event;
import java.util.List;

class InMemoryFindingStoreTest extends FindingStoreContractTest {
    private InMemoryFindingStore store = new InMemoryFindingStore();

    @Override
    protected FindingStore store() {
        store = new InMemoryFindingStore();
        return store;
    }

    @Override
    protected List<Event> events() {
        return store.events();
    }
}
