package io.otalite.emulator.cluster.http;

import com.sun.net.httpserver.Headers;
import io.otalite.emulator.cluster.access.Attempt.OnObjects;
import io.otalite.emulator.cluster.access.Groups;
import io.otalite.emulator.cluster.access.ServiceAccountName;
import io.otalite.emulator.cluster.admission.Caller;
import io.otalite.emulator.cluster.objects.Refusal;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a caller act as somebody else, as {@code kubectl --as} does: the way to see what a service account may do.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation">User
 *     impersonation</a>
 */
final class Impersonation {
    private static final String USER = "Impersonate-User";
    private static final String GROUP = "Impersonate-Group";
    private static final String UID = "Impersonate-Uid";
    private static final String EXTRA = "Impersonate-Extra-";

    private final Permissions permissions;

    Impersonation(Permissions permissions) {
        this.permissions = permissions;
    }

    /**
     * Who the caller acts as; the caller itself unless the headers say otherwise.
     *
     * @throws Refusal 400 for a group without a user, 403 for who may not act as that user or group
     */
    Caller actingAs(Caller caller, Headers headers) {
        if (headers.keySet().stream().anyMatch(name -> name.regionMatches(true, 0, EXTRA, 0, EXTRA.length()))) {
            throw Refusal.badRequest("%s headers are not offered by this emulator".formatted(EXTRA));
        }
        var user = headers.getFirst(USER);
        var groups = headers.getOrDefault(GROUP, List.of());
        if (user == null) {
            if (!groups.isEmpty() || headers.containsKey(UID)) {
                throw Refusal.badRequest("%s: a user to act as is required".formatted(USER));
            }
            return caller;
        }
        var account = ServiceAccountName.parse(user);
        account.ifPresentOrElse(
                name -> require(caller, "serviceaccounts", name.namespace(), name.name()),
                () -> require(caller, "users", "", user));
        groups.forEach(group -> require(caller, "groups", "", group));
        var all = new ArrayList<>(groups);
        if (groups.isEmpty()) {
            account.ifPresent(name -> all.addAll(name.caller("").groups()));
        }
        if (!all.contains(Groups.AUTHENTICATED) && !all.contains(Groups.UNAUTHENTICATED)) {
            all.add(Groups.AUTHENTICATED);
        }
        return new Caller(user, uid(caller, headers), all);
    }

    private String uid(Caller caller, Headers headers) {
        var uid = headers.getFirst(UID);
        if (uid == null) {
            return "";
        }
        permissions.require(caller, new OnObjects("impersonate", "authentication.k8s.io", "uids", "", "", uid));
        return uid;
    }

    private void require(Caller caller, String resource, String namespace, String name) {
        permissions.require(caller, new OnObjects("impersonate", "", resource, "", namespace, name));
    }
}
