package io.otalite.rotation.credentials.postgres;

import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.LoginId;
import io.otalite.rotation.credentials.Subject;
import java.util.Arrays;
import java.util.List;

/**
 * The two login roles that take turns, as the Secret's annotations name them.
 *
 * @param group whose rights both have, and who owns what they create
 */
record LoginPair(String server, String group, List<String> roles) {
    private static final int TURNS = 2;

    /** @throws IssuerRefusedException if an annotation is missing */
    static LoginPair of(Subject subject) {
        var roles = Arrays.stream(subject.setting("postgres-roles").orElse("").split(",", -1))
                .map(String::strip)
                .filter(role -> !role.isEmpty())
                .distinct()
                .toList();
        if (roles.size() != TURNS) {
            throw new IssuerRefusedException(
                    "The annotation postgres-roles of %s must name two login roles, separated by a comma"
                            .formatted(subject.secret()));
        }
        var server = subject.setting("postgres-server")
                .orElseThrow(() ->
                        new IssuerRefusedException("The annotation postgres-server of %s must name a configured server"
                                .formatted(subject.secret())));
        return new LoginPair(server, subject.account(), roles);
    }

    /** @throws IssuerRefusedException if the role is neither of the two */
    LoginId own(LoginId id) {
        if (!roles.contains(id.role())) {
            throw new IssuerRefusedException("The role %s is none of %s".formatted(id.role(), roles));
        }
        return id;
    }

    /**
     * The role in use, by the user name in the Secret.
     *
     * @throws IssuerRefusedException if that is neither of the two
     */
    String current(Subject subject) {
        return subject.currentId()
                .map(id -> own(LoginId.parse(id)).role())
                .orElseThrow(() -> new IssuerRefusedException(
                        "The user name in %s is none of %s".formatted(subject.secret(), roles)));
    }

    /** The role whose turn it is. */
    String idle(Subject subject) {
        var current = current(subject);
        return roles.stream().filter(role -> !role.equals(current)).findFirst().orElseThrow();
    }
}
