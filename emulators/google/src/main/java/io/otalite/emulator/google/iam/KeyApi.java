package io.otalite.emulator.google.iam;

import static io.otalite.emulator.google.iam.IamAccess.ACCOUNT;

import io.otalite.emulator.google.access.Permission;
import io.otalite.emulator.google.http.Answer;
import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Json;
import io.otalite.emulator.google.http.Request;
import io.otalite.emulator.google.http.Response;
import io.otalite.emulator.google.http.Router;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code projects.serviceAccounts.keys}: create, upload, list, look, disable, enable, delete. */
final class KeyApi {
    private static final Logger LOG = LoggerFactory.getLogger(KeyApi.class);
    private static final String KEYS = ACCOUNT + "/keys";
    private static final String KEY = KEYS + "/{key}";

    private final IamAccess access;
    private final IamJson json;
    private final KeyMaker maker;
    private final Clock clock;
    private final Supplier<Duration> propagation;

    /** @param propagation how long a new key is unknown at the token endpoint; asked for each key */
    KeyApi(IamAccess access, IamJson json, KeyMaker maker, Clock clock, Supplier<Duration> propagation) {
        this.access = access;
        this.json = json;
        this.maker = maker;
        this.clock = clock;
        this.propagation = propagation;
    }

    void addTo(Router router) {
        router.route("GET", KEYS, access.guarded(Permission.KEYS_LIST, this::list))
                .route("POST", KEYS, access.guarded(Permission.KEYS_CREATE, this::create))
                .route("POST", KEYS + ":upload", access.guarded(Permission.KEYS_CREATE, this::upload))
                .route("POST", KEY + ":disable", access.guarded(Permission.KEYS_DISABLE, this::disable))
                .route("POST", KEY + ":enable", access.guarded(Permission.KEYS_ENABLE, this::enable))
                .route("GET", KEY, access.guarded(Permission.KEYS_GET, this::get))
                .route("DELETE", KEY, access.guarded(Permission.KEYS_DELETE, this::delete));
    }

    private Answer list(Request request) {
        var account = access.account(request);
        var types = Set.copyOf(request.query().all("keyTypes"));
        var body = Json.object();
        if (types.isEmpty() || types.contains("USER_MANAGED")) {
            account.keys().forEach(key -> body.withArray("keys").add(json.key(account, key)));
        }
        return Response.ok(body);
    }

    private Answer create(Request request) throws IOException {
        KeyRequest.check(request.json());
        var now = clock.instant();
        var made = maker.make(access.account(request), now, now.plus(propagation.get()));
        var account = access.change(request, current -> current.withNew(made.key()));
        changed(request, made.key().id(), "Key created");
        return Response.ok(json.keyWithPrivateHalf(account, made));
    }

    private Answer upload(Request request) throws IOException {
        var now = clock.instant();
        var key = UploadedCertificate.of(request.json().path("publicKeyData"), now)
                .key(now.plus(propagation.get()));
        var account = access.change(request, current -> current.withNew(key));
        changed(request, key.id(), "Key uploaded");
        return Response.ok(json.key(account, key));
    }

    private Answer get(Request request) {
        var account = access.account(request);
        var key = key(account, request);
        var type = request.query().one("publicKeyType").orElse("TYPE_NONE");
        return Response.ok(
                switch (type) {
                    case "TYPE_NONE" -> json.key(account, key);
                    case "TYPE_RAW_PUBLIC_KEY" ->
                        json.keyWithPublicHalf(account, key, pem("PUBLIC KEY", key.publicKey()));
                    case "TYPE_X509_PEM_FILE" ->
                        json.keyWithPublicHalf(account, key, pem("CERTIFICATE", certificate(key)));
                    default ->
                        throw ApiException.invalid("publicKeyType must be one of TYPE_NONE, TYPE_RAW_PUBLIC_KEY,"
                                + " TYPE_X509_PEM_FILE.");
                });
    }

    private static String pem(String label, String base64) {
        return Pem.of(label, Base64.getDecoder().decode(base64));
    }

    private static String certificate(ServiceAccountKey key) {
        var certificate = key.origin().certificate();
        if (certificate.isEmpty()) {
            throw ApiException.failedPrecondition("The key was made by an earlier version of this emulator and has no"
                    + " certificate; ask for TYPE_RAW_PUBLIC_KEY.");
        }
        return certificate;
    }

    private Answer disable(Request request) throws IOException {
        var reason = DisableReason.of(
                request.json().path("serviceAccountKeyDisableReason").asText());
        access.change(request, account -> account.with(key(account, request).disabledFor(reason)));
        changed(request, request.path("key"), "Key disabled");
        return Response.ok(Json.object());
    }

    private Answer enable(Request request) throws IOException {
        var _ = request.json();
        access.change(request, account -> account.with(key(account, request).enabled()));
        changed(request, request.path("key"), "Key enabled");
        return Response.ok(Json.object());
    }

    private Answer delete(Request request) throws IOException {
        access.change(request, account -> account.without(key(account, request)));
        changed(request, request.path("key"), "Key deleted");
        return Response.ok(Json.object());
    }

    private static void changed(Request request, String key, String what) {
        LOG.atInfo()
                .addKeyValue("account", request.path("email"))
                .addKeyValue("key", key)
                .log(what);
    }

    private static ServiceAccountKey key(ServiceAccount account, Request request) {
        return account.key(request.path("key"))
                .orElseThrow(() ->
                        ApiException.notFound("Service account key %s does not exist.".formatted(request.path("key"))));
    }
}
