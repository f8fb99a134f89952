package io.otalite.api.signing;

import io.otalite.tuf.RoleName;

/** A key that is to be made. */
public record NewKey(RoleName role, KeyScheme scheme) {}
