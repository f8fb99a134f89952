package io.otalite.logging;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.logging.LoggingFilter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.handlers.ConsoleHandler;

/**
 * Makes the console write JSON: {@code quarkus.log.console.filter=json}.
 *
 * <p>It filters nothing. A filter is the one part of an application that the console asks before it writes its very first line, and so
 * the place to choose how that line is written; what comes into being when the application starts would be too late for the lines that
 * tell why it does not.
 */
@LoggingFilter(name = "json")
public final class JsonConsole implements Filter {
    private final AtomicBoolean chosen = new AtomicBoolean();

    @Override
    public boolean isLoggable(LogRecord line) {
        if (!chosen.get()) {
            choose();
        }
        return true;
    }

    private void choose() {
        for (var handler : InitialConfigurator.DELAYED_HANDLER.getHandlers()) {
            if (handler instanceof ConsoleHandler console) {
                console.setFormatter(new JsonLines());
                chosen.set(true);
            }
        }
    }
}
