package io.otalite.emulator.google.iam;

import static io.otalite.emulator.google.iam.IamAccess.ACCOUNT;
import static io.otalite.emulator.google.iam.IamAccess.ACCOUNTS;

import io.otalite.emulator.google.access.Permission;
import io.otalite.emulator.google.http.Answer;
import io.otalite.emulator.google.http.Json;
import io.otalite.emulator.google.http.Request;
import io.otalite.emulator.google.http.Response;
import io.otalite.emulator.google.http.Router;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code projects.serviceAccounts}: list, look, describe, disable, delete. */
final class AccountApi {
    private static final Logger LOG = LoggerFactory.getLogger(AccountApi.class);
    private static final int DEFAULT_PAGE = 20;
    private static final int LARGEST_PAGE = 100;

    private final IamAccess access;
    private final IamJson json;

    AccountApi(IamAccess access, IamJson json) {
        this.access = access;
        this.json = json;
    }

    void addTo(Router router) {
        router.route("GET", ACCOUNTS, access.guarded(Permission.ACCOUNTS_LIST, this::list))
                .route("POST", ACCOUNT + ":disable", access.guarded(Permission.ACCOUNTS_DISABLE, r -> disable(r, true)))
                .route("POST", ACCOUNT + ":enable", access.guarded(Permission.ACCOUNTS_ENABLE, r -> disable(r, false)))
                .route("GET", ACCOUNT, access.guarded(Permission.ACCOUNTS_GET, this::get))
                .route("PATCH", ACCOUNT, access.guarded(Permission.ACCOUNTS_UPDATE, this::describe))
                .route("DELETE", ACCOUNT, access.guarded(Permission.ACCOUNTS_DELETE, this::delete));
    }

    private Answer list(Request request) {
        var size =
                (int) Math.min(LARGEST_PAGE, request.query().number("pageSize").orElse(DEFAULT_PAGE));
        var after = request.query().one("pageToken").orElse("");
        var rest = access.accounts().list().stream()
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

    private Answer get(Request request) {
        return Response.ok(json.account(access.account(request)));
    }

    private Answer disable(Request request, boolean disabled) throws IOException {
        var _ = request.json();
        access.change(request, account -> account.withDisabled(disabled));
        LOG.atInfo()
                .addKeyValue("account", request.path("email"))
                .addKeyValue("disabled", disabled)
                .log("Service account changed");
        return Response.ok(Json.object());
    }

    private Answer describe(Request request) throws IOException {
        var described = access.change(request, AccountPatch.of(request.json())::applyTo);
        LOG.atInfo().addKeyValue("account", request.path("email")).log("Description of a service account changed");
        return Response.ok(json.account(described));
    }

    private Answer delete(Request request) throws IOException {
        if (!access.accounts().delete(request.path("email"))) {
            throw access.unknownAccount(request);
        }
        LOG.atInfo().addKeyValue("account", request.path("email")).log("Service account deleted");
        return Response.ok(Json.object());
    }
}
