package io.otalite.api.signing.tink;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.otalite.api.signing.DataKey;
import io.otalite.api.signing.DataKeys;
import io.otalite.api.signing.KeyEncryptionKey;
import io.otalite.api.signing.KeyEncryptionKeys;
import io.otalite.api.signing.KeyUnreadableException;
import io.otalite.api.signing.WrappedDataKey;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** A data key is a Tink keyset of one AES-256-GCM key, stored as Tink's encrypted keyset and bound to the factory's name. */
public final class TinkDataKeys implements DataKeys {
    private final KeyEncryptionKeys keys;

    public TinkDataKeys(KeyEncryptionKeys keys) {
        this.keys = keys;
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink has AES-GCM", e);
        }
    }

    @Override
    public WrappedDataKey generate(FactoryName factory) {
        try {
            return wrap(factory, KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink makes AES-GCM keys", e);
        }
    }

    @Override
    public DataKey unwrap(FactoryName factory, WrappedDataKey wrapped) {
        try {
            return new TinkDataKey(open(factory, wrapped).getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException e) {
            throw unreadable(wrapped, e);
        }
    }

    @Override
    public WrappedDataKey rewrap(FactoryName factory, WrappedDataKey wrapped) {
        try {
            return wrap(factory, open(factory, wrapped));
        } catch (GeneralSecurityException e) {
            throw unreadable(wrapped, e);
        }
    }

    private WrappedDataKey wrap(FactoryName factory, KeysetHandle dataKey) throws GeneralSecurityException {
        var key = keys.current();
        return new WrappedDataKey(
                key.id(),
                Bytes.copyOf(TinkProtoKeysetFormat.serializeEncryptedKeyset(
                        dataKey, new WrappingAead(key), binding(factory))));
    }

    private KeysetHandle open(FactoryName factory, WrappedDataKey wrapped) throws GeneralSecurityException {
        return TinkProtoKeysetFormat.parseEncryptedKeyset(
                wrapped.wrapped().toArray(),
                new WrappingAead(keys.withId(wrapped.keyEncryptionKeyId())),
                binding(factory));
    }

    private static byte[] binding(FactoryName factory) {
        return (factory.value() + "/data-key").getBytes(StandardCharsets.UTF_8);
    }

    private static KeyUnreadableException unreadable(WrappedDataKey wrapped, GeneralSecurityException cause) {
        return new KeyUnreadableException(
                "What key-encryption key %s has wrapped is no data key".formatted(wrapped.keyEncryptionKeyId()), cause);
    }

    /** A key-encryption key as Tink asks for one. */
    private record WrappingAead(KeyEncryptionKey key) implements Aead {
        @Override
        public byte[] encrypt(byte[] plaintext, byte[] associatedData) {
            return key.wrap(plaintext, associatedData);
        }

        @Override
        public byte[] decrypt(byte[] ciphertext, byte[] associatedData) {
            return key.unwrap(ciphertext, associatedData);
        }
    }

    private record TinkDataKey(Aead aead) implements DataKey {
        @Override
        public Bytes encrypt(Bytes plaintext, String associatedData) {
            try {
                return Bytes.copyOf(aead.encrypt(plaintext.toArray(), utf8(associatedData)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-GCM encrypts whatever it is given", e);
            }
        }

        @Override
        public Bytes decrypt(Bytes ciphertext, String associatedData) {
            try {
                return Bytes.copyOf(aead.decrypt(ciphertext.toArray(), utf8(associatedData)));
            } catch (GeneralSecurityException e) {
                throw new KeyUnreadableException(
                        "A stored private key was changed, or is of another factory or role: %s"
                                .formatted(associatedData),
                        e);
            }
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "DataKey[not shown]";
        }
    }
}
