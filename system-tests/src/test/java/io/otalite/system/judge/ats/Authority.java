package io.otalite.system.judge.ats;

import java.util.Map;

/** Who may sign: keys by id, and how many of them it takes. */
record Authority(String name, Map<String, Key> keys, long threshold) {
    Authority {
        keys = Map.copyOf(keys);
    }
}
