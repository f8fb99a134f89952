package io.otalite.process;

import java.util.regex.Pattern;

/**
 * What shall run, and how: everything a {@link ProcessRuntime} needs to know of a process before it exists.
 *
 * @param name unique within a runtime; lower-case letters, digits and hyphens
 */
public record ProcessSpec(String name, Launch launch, Probes probes, StopPolicy stop, RestartPolicy restart) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

    public ProcessSpec {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "A process name has lower-case letters, digits and hyphens, unlike \"" + name + "\"");
        }
    }
}
