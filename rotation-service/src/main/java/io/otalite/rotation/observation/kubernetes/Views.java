package io.otalite.rotation.observation.kubernetes;

import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.World;
import java.util.HashMap;
import java.util.Map;

/** Tells the world how well it is seen, and remembers whether anything about that is new. Used by one thread. */
final class Views {
    private final World world;
    private final Map<Scope, String> told = new HashMap<>();
    private boolean changed;

    Views(World world) {
        this.world = world;
    }

    void see(Scope scope) {
        world.see(scope);
        changed |= !"".equals(told.put(scope, ""));
    }

    void lose(Scope scope, String reason) {
        world.lose(scope, reason);
        changed |= !reason.equals(told.put(scope, reason));
    }

    void refuse(Scope scope, String reason) {
        world.refuse(scope, reason);
        changed |= !reason.equals(told.put(scope, reason));
    }

    /** Whether a scope was won or lost since this was asked last. */
    boolean haveChanged() {
        var result = changed;
        changed = false;
        return result;
    }
}
