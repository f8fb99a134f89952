package io.otalite.api.signing;

class InMemorySigningKeysTest extends SigningKeysContractTest {
    private final SigningKeys keys = new InMemorySigningKeys();

    @Override
    protected SigningKeys replica() {
        return keys;
    }
}
