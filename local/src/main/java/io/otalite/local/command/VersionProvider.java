package io.otalite.local.command;

import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote down. */
public final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"ota-lite " + number()};
    }

    String number() throws IOException {
        try (var stream = VersionProvider.class.getResourceAsStream("/ota.properties")) {
            var properties = new Properties();
            if (stream != null) {
                properties.load(stream);
            }
            return properties.getProperty("version", "of unknown version");
        }
    }
}
