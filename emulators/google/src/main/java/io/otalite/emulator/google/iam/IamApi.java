package io.otalite.emulator.google.iam;

import io.otalite.emulator.google.access.Authenticator;
import io.otalite.emulator.google.access.Permission;
import io.otalite.emulator.google.http.Answer;
import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Handler;
import io.otalite.emulator.google.http.Json;
import io.otalite.emulator.google.http.Request;
import io.otalite.emulator.google.http.Response;
import io.otalite.emulator.google.http.Router;
import java.io.IOException;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The IAM API over {@link ServiceAccounts}: paths and answers as Google's client for it expects them. */
public final class IamApi {
    private static final Logger LOG = LoggerFactory.getLogger(IamApi.class);
    private static final String ACCOUNTS = "/v1/projects/{project}/serviceAccounts";
    private static final String ACCOUNT = ACCOUNTS + "/{email}";
    private static final String KEYS = ACCOUNT + "/keys";
    private static final String KEY = KEYS + "/{key}";
    private static final int DEFAULT_PAGE = 20;
    private static final int LARGEST_PAGE = 100;

    private final ServiceAccounts accounts;
    private final Authenticator authenticator;
    private final String project;
    private final IamJson json;

    public IamApi(ServiceAccounts accounts, Authenticator authenticator, String project) {
        this.accounts = accounts;
        this.authenticator = authenticator;
        this.project = project;
        this.json = new IamJson(project);
    }

    public void addTo(Router router) {
        router.route("GET", ACCOUNTS, guarded(Permission.ACCOUNTS_LIST, this::listAccounts))
                .route("POST", ACCOUNT + ":disable", guarded(Permission.ACCOUNTS_DISABLE, r -> disableAccount(r, true)))
                .route("POST", ACCOUNT + ":enable", guarded(Permission.ACCOUNTS_ENABLE, r -> disableAccount(r, false)))
                .route("GET", ACCOUNT, guarded(Permission.ACCOUNTS_GET, r -> Response.ok(json.account(account(r)))))
                .route("PATCH", ACCOUNT, guarded(Permission.ACCOUNTS_UPDATE, this::describeAccount))
                .route("DELETE", ACCOUNT, guarded(Permission.ACCOUNTS_DELETE, this::deleteAccount))
                .route("GET", KEYS, guarded(Permission.KEYS_LIST, this::listKeys))
                .route("POST", KEY + ":disable", guarded(Permission.KEYS_DISABLE, r -> disableKey(r, true)))
                .route("POST", KEY + ":enable", guarded(Permission.KEYS_ENABLE, r -> disableKey(r, false)))
                .route("GET", KEY, guarded(Permission.KEYS_GET, this::getKey))
                .route("DELETE", KEY, guarded(Permission.KEYS_DELETE, this::deleteKey));
    }

    private Handler guarded(Permission permission, Handler handler) {
        return request -> {
            var caller = authenticator.authenticate(request);
            caller.require(permission);
            if (!request.path("project").equals(project)) {
                throw ApiException.notFound("Project %s does not exist.".formatted(request.path("project")));
            }
            var answer = handler.handle(request);
            LOG.atDebug()
                    .addKeyValue("permission", permission.id())
                    .addKeyValue("account", caller.account())
                    .addKeyValue("signedBy", caller.keyId())
                    .log("IAM call carried out");
            return answer;
        };
    }

    private Answer listAccounts(Request request) {
        var size =
                (int) Math.min(LARGEST_PAGE, request.query().number("pageSize").orElse(DEFAULT_PAGE));
        var after = request.query().one("pageToken").orElse("");
        var rest = accounts.list().stream()
                .filter(account -> account.email().compareTo(after) > 0)
                .toList();
        var page = rest.subList(0, Math.min(Math.max(1, size), rest.size()));
        var body = Json.object();
        page.forEach(account -> body.withArray("accounts").add(json.account(account)));
        if (page.size() < rest.size()) {
            body.put("nextPageToken", page.getLast().email());
        }
        return Response.ok(body);
    }

    private Answer disableAccount(Request request, boolean disabled) throws IOException {
        requireObject(request);
        change(request, account -> account.withDisabled(disabled));
        LOG.atInfo()
                .addKeyValue("account", request.path("email"))
                .addKeyValue("disabled", disabled)
                .log("Service account changed");
        return Response.ok(Json.object());
    }

    private Answer describeAccount(Request request) throws IOException {
        var patch = AccountPatch.of(request.json());
        change(request, patch::applyTo);
        LOG.atInfo().addKeyValue("account", request.path("email")).log("Description of a service account changed");
        return Response.ok(json.account(account(request)));
    }

    private Answer deleteAccount(Request request) throws IOException {
        if (!accounts.delete(request.path("email"))) {
            throw unknownAccount(request);
        }
        LOG.atInfo().addKeyValue("account", request.path("email")).log("Service account deleted");
        return Response.ok(Json.object());
    }

    private Answer listKeys(Request request) {
        var account = account(request);
        var types = Set.copyOf(request.query().all("keyTypes"));
        var body = Json.object();
        if (types.isEmpty() || types.contains("USER_MANAGED")) {
            account.keys().forEach(key -> body.withArray("keys").add(json.key(account, key)));
        }
        return Response.ok(body);
    }

    private Answer getKey(Request request) {
        var account = account(request);
        var key = key(account, request);
        return switch (request.query().one("publicKeyType").orElse("TYPE_NONE")) {
            case "TYPE_NONE" -> Response.ok(json.key(account, key));
            case "TYPE_RAW_PUBLIC_KEY" -> Response.ok(json.keyWithPublicHalf(account, key));
            default -> throw ApiException.invalid("publicKeyType must be TYPE_NONE or TYPE_RAW_PUBLIC_KEY here.");
        };
    }

    private Answer disableKey(Request request, boolean disabled) throws IOException {
        requireObject(request);
        change(request, account -> account.with(key(account, request).withDisabled(disabled)));
        LOG.atInfo()
                .addKeyValue("account", request.path("email"))
                .addKeyValue("key", request.path("key"))
                .addKeyValue("disabled", disabled)
                .log("Key changed");
        return Response.ok(Json.object());
    }

    private Answer deleteKey(Request request) throws IOException {
        change(request, account -> account.without(key(account, request)));
        LOG.atInfo()
                .addKeyValue("account", request.path("email"))
                .addKeyValue("key", request.path("key"))
                .log("Key deleted");
        return Response.ok(Json.object());
    }

    private void change(Request request, UnaryOperator<ServiceAccount> change) throws IOException {
        if (accounts.change(request.path("email"), change).isEmpty()) {
            throw unknownAccount(request);
        }
    }

    private static ServiceAccountKey key(ServiceAccount account, Request request) {
        return account.key(request.path("key")).orElseThrow(() -> unknownKey(request));
    }

    private ServiceAccount account(Request request) {
        return accounts.find(request.path("email")).orElseThrow(() -> unknownAccount(request));
    }

    private static void requireObject(Request request) throws IOException {
        var _ = request.json();
    }

    private static ApiException unknownAccount(Request request) {
        return ApiException.notFound("Service account %s does not exist.".formatted(request.path("email")));
    }

    private static ApiException unknownKey(Request request) {
        return ApiException.notFound("Service account key %s does not exist.".formatted(request.path("key")));
    }
}
