package io.otalite.api.signing.google;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.cloudkms.v1.CloudKMS;
import com.google.api.services.cloudkms.v1.model.DecryptRequest;
import com.google.api.services.cloudkms.v1.model.DecryptResponse;
import com.google.api.services.cloudkms.v1.model.EncryptRequest;
import com.google.api.services.cloudkms.v1.model.EncryptResponse;
import com.google.auth.http.HttpCredentialsAdapter;
import io.otalite.api.signing.KeyEncryptionKey;
import io.otalite.api.signing.KeyUnreadableException;
import io.otalite.api.signing.KeysUnavailableException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A symmetric key in Cloud KMS. Its id is its resource name; which of its versions is used, the service knows. */
public final class CloudKmsKey implements KeyEncryptionKey {
    /** A damaged answer is asked for again, as the API reference has it, but not for ever. */
    private static final int ATTEMPTS = 3;

    private final String name;
    private final KmsCalls calls;
    private final CloudKMS.Projects.Locations.KeyRings.CryptoKeys keys;

    private CloudKmsKey(KmsAccess access, KmsCredentials credentials) {
        this.name = access.key();
        this.calls = new KmsCalls(access);
        this.keys =
                client(access, credentials).projects().locations().keyRings().cryptoKeys();
    }

    /**
     * The key, of which nothing is asked yet: the service may be away when this one starts.
     *
     * @throws KeyUnreadableException when a file with credentials is configured and not usable
     */
    public static CloudKmsKey open(KmsAccess access) {
        var credentials = new KmsCredentials(access);
        if (access.credentialsFile().isPresent()) {
            try {
                var _ = credentials.current();
            } catch (IOException e) {
                throw new KeyUnreadableException("The credentials for Cloud KMS cannot be used: " + e.getMessage(), e);
            }
        }
        return new CloudKmsKey(access, credentials);
    }

    private static CloudKMS client(KmsAccess access, KmsCredentials credentials) {
        var patience = (int) access.answerWithin().toMillis();
        var builder = new CloudKMS.Builder(new NetHttpTransport(), GsonFactory.getDefaultInstance(), request -> {
                    new HttpCredentialsAdapter(credentials.current()).initialize(request);
                    request.setConnectTimeout(patience).setReadTimeout(patience);
                })
                .setApplicationName("ota-lite");
        // The environment may name another universe.
        builder.setUniverseDomain("googleapis.com");
        access.rootUrl().ifPresent(builder::setRootUrl);
        return builder.build();
    }

    @Override
    public String id() {
        return name;
    }

    @Override
    public byte[] wrap(byte[] dataKey, byte[] associatedData) {
        var request = new EncryptRequest()
                .encodePlaintext(dataKey)
                .setPlaintextCrc32c(checksum(dataKey))
                .encodeAdditionalAuthenticatedData(associatedData)
                .setAdditionalAuthenticatedDataCrc32c(checksum(associatedData));
        return intact(
                () -> calls.answer(() -> ciphertext(keys.encrypt(name, request).execute())));
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
        var request = new DecryptRequest()
                .encodeCiphertext(wrapped)
                .setCiphertextCrc32c(checksum(wrapped))
                .encodeAdditionalAuthenticatedData(associatedData)
                .setAdditionalAuthenticatedDataCrc32c(checksum(associatedData));
        return intact(
                () -> calls.answer(() -> plaintext(keys.decrypt(name, request).execute())));
    }

    private byte[] intact(Supplier<Optional<byte[]>> call) {
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var answer = call.get();
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new KeysUnavailableException(
                "What Cloud KMS has answered about %s was damaged on its way, %d times".formatted(name, ATTEMPTS));
    }

    /** Empty unless the request has arrived as it was sent, was answered with this key, and the answer has so, too. */
    private Optional<byte[]> ciphertext(EncryptResponse answer) {
        var asked = Boolean.TRUE.equals(answer.getVerifiedPlaintextCrc32c())
                && Boolean.TRUE.equals(answer.getVerifiedAdditionalAuthenticatedDataCrc32c())
                && answer.getName() != null
                && answer.getName().startsWith(name + "/cryptoKeyVersions/");
        return asked ? whole(answer.decodeCiphertext(), answer.getCiphertextCrc32c()) : Optional.empty();
    }

    /** The service refuses a damaged request by itself. */
    private static Optional<byte[]> plaintext(DecryptResponse answer) {
        return whole(answer.decodePlaintext(), answer.getPlaintextCrc32c());
    }

    private static Optional<byte[]> whole(byte @Nullable [] content, @Nullable Long checksum) {
        return content != null && checksum != null && checksum == checksum(content)
                ? Optional.of(content)
                : Optional.empty();
    }

    private static long checksum(byte[] bytes) {
        var checksum = new CRC32C();
        checksum.update(bytes);
        return checksum.getValue();
    }

    @Override
    public String toString() {
        return "CloudKmsKey[%s]".formatted(name);
    }
}
