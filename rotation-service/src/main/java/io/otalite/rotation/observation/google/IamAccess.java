package io.otalite.rotation.observation.google;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.iam.v1.Iam;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The way to Google IAM, with the key of a file and nothing else. What goes wrong is told in words that quote nothing. */
public final class IamAccess {
    private static final URI TOKENS_OF_GOOGLE = URI.create("https://oauth2.googleapis.com/token");
    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/cloud-platform");
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 15_000;

    private final HttpTransport transport = new NetHttpTransport();
    private final Optional<Path> keyFile;
    private final Optional<String> emulator;
    private volatile Optional<Opened> opened = Optional.empty();

    public IamAccess(GoogleConfig config) {
        keyFile = config.credentialFile();
        emulator = config.emulatorUrl().map(url -> url.toString().replaceFirst("/+$", ""));
    }

    /** What came of a file of that digest, with the token that is in use. */
    private record Opened(String sha256, ServiceAccountCredentials credentials) {}

    /** There is no usable key; the message is for people and quotes nothing of the file. */
    public static final class NoKeyException extends IOException {
        private static final long serialVersionUID = 1;

        NoKeyException(String message) {
            super(message);
        }
    }

    /** @throws NoKeyException when the key cannot be read */
    public Iam.Projects.ServiceAccounts accounts() throws NoKeyException {
        var iam = new Iam.Builder(transport, GsonFactory.getDefaultInstance(), initializer())
                .setApplicationName("ota-lite");
        emulator.ifPresent(url -> iam.setRootUrl(url + "/"));
        return iam.build().projects().serviceAccounts();
    }

    /**
     * Any of Google's interfaces, where there is no client of it.
     *
     * @throws NoKeyException when the key cannot be read
     */
    public HttpRequestFactory requests() throws NoKeyException {
        return transport.createRequestFactory(initializer());
    }

    private HttpRequestInitializer initializer() throws NoKeyException {
        var credentials = new HttpCredentialsAdapter(credentials());
        return request -> {
            credentials.initialize(request);
            request.setConnectTimeout(CONNECT_MILLIS);
            request.setReadTimeout(READ_MILLIS);
        };
    }

    /** The file is read for each use. While it is the same, so is the token: an exchange for each call would be the slower half of it. */
    private ServiceAccountCredentials credentials() throws NoKeyException {
        var file = keyFile.orElseThrow(() -> new NoKeyException("no key file for Google IAM is configured"));
        try {
            var content = Bytes.copyOf(Files.readAllBytes(file));
            var digest = content.sha256().hex();
            var known = opened.filter(earlier -> earlier.sha256().equals(digest));
            if (known.isEmpty()) {
                known = Optional.of(new Opened(digest, parsed(content)));
                opened = known;
            }
            return known.get().credentials();
        } catch (NoSuchFileException missing) {
            throw new NoKeyException("the key file for Google IAM is missing");
        } catch (IOException | RuntimeException unusable) {
            // The library throws both kinds for a bad file, and may quote it.
            throw new NoKeyException("the key file for Google IAM is not usable");
        }
    }

    private ServiceAccountCredentials parsed(Bytes content) throws IOException {
        try (var in = content.asInputStream()) {
            return ServiceAccountCredentials.fromStream(in, () -> transport).toBuilder()
                    .setDefaultRetriesEnabled(false)
                    // A file may name any address; what is sent there is good at Google for an hour.
                    .setTokenServerUri(
                            emulator.map(url -> URI.create(url + "/token")).orElse(TOKENS_OF_GOOGLE))
                    .setScopes(SCOPES)
                    .build();
        }
    }

    /** Why a call failed, for people. @param what could not be done */
    static String reason(IOException failure, String what) {
        if (failure instanceof NoKeyException noKey) {
            return String.valueOf(noKey.getMessage());
        }
        if (failure instanceof GoogleJsonResponseException answer) {
            return switch (answer.getStatusCode()) {
                case HttpURLConnection.HTTP_FORBIDDEN -> "no permission to " + what;
                case HttpURLConnection.HTTP_UNAUTHORIZED -> "Google refuses the key of this service";
                default -> "Google IAM answers HTTP %d to the attempt to %s".formatted(answer.getStatusCode(), what);
            };
        }
        return isRefusal(failure) ? "Google refuses the key of this service" : "Google IAM cannot be reached";
    }

    /** Whether the token endpoint said no. */
    private static boolean isRefusal(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpResponseException answer) {
                return answer.getStatusCode() == HttpURLConnection.HTTP_BAD_REQUEST
                        || answer.getStatusCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
            }
        }
        return false;
    }
}
