package io.otalite.system;

import io.otalite.system.GoogleAdmin.NewKey;

/**
 * A rotation as a script of three lines does it: nothing is proven, nobody else is asked, nothing is taken back. What it breaks is what
 * the drills are about: their control.
 */
record CarelessRotation(GoogleAdmin google, ArchiveCredential credential) {
    NewKey run() {
        var key = google.createKey();
        finish(key);
        return key;
    }

    void finish(NewKey key) {
        credential.write(key.file());
        removeAllBut(key);
    }

    void removeAllBut(NewKey key) {
        google.keys().keySet().stream().filter(id -> !id.equals(key.id())).forEach(google::deleteKey);
    }
}
