package io.otalite.architecture.broken.feature;

import java.sql.Connection;

/** A rule that breaks the house's: it knows a database. */
public interface Rule {
    void store(Connection connection);
}
