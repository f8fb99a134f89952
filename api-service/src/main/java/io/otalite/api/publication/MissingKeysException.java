package io.otalite.api.publication;

import io.otalite.tuf.RoleName;
import java.util.Objects;

/** Too few of the keys that the root lists for a role are held here. Nothing was written. */
public final class MissingKeysException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MissingKeysException(RoleName role) {
        super(("The root lists keys for the role %s of which too few are held here."
                        + " Publish a root with keys of this service, with POST .../root-update.")
                .formatted(role.json()));
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
