package io.otalite.emulator.google.iam;

import io.otalite.emulator.google.access.Authenticator;
import io.otalite.emulator.google.access.Permission;
import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Handler;
import io.otalite.emulator.google.http.Request;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one way from a request to an account: who calls (401), is it allowed (403), does it exist (404). */
record IamAccess(ServiceAccounts accounts, Authenticator authenticator, String project) {
    static final String ACCOUNTS = "/v1/projects/{project}/serviceAccounts";
    static final String ACCOUNT = ACCOUNTS + "/{email}";

    private static final Logger LOG = LoggerFactory.getLogger(IamAccess.class);

    Handler guarded(Permission permission, Handler handler) {
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

    ServiceAccount account(Request request) {
        return accounts.find(request.path("email")).orElseThrow(() -> unknownAccount(request));
    }

    /** The account as it is afterwards. */
    ServiceAccount change(Request request, UnaryOperator<ServiceAccount> change) throws IOException {
        return accounts.change(request.path("email"), change).orElseThrow(() -> unknownAccount(request));
    }

    ApiException unknownAccount(Request request) {
        return ApiException.notFound("Service account %s does not exist.".formatted(request.path("email")));
    }
}
