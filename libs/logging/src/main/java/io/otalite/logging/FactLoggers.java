package io.otalite.logging;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logmanager.LogContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** The binding of SLF4J to the log manager of Quarkus; found by SLF4J as a service. */
public final class FactLoggers implements SLF4JServiceProvider {
    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new ContextOfTheLogManager();

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> loggers.computeIfAbsent(name, FactLoggers::logger);
    }

    /** The name of SLF4J's root logger is a word; that of the log manager is empty. */
    private static Logger logger(String name) {
        var known = name.equals(Logger.ROOT_LOGGER_NAME) ? "" : name;
        return new FactLogger(LogContext.getLogContext().getLogger(known));
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}

    /** The log manager's own, which Quarkus keeps with the request instead of the thread. */
    private static final class ContextOfTheLogManager extends BasicMDCAdapter {
        @Override
        public void put(String key, @Nullable String text) {
            if (text == null) {
                remove(key);
            } else {
                org.jboss.logmanager.MDC.put(key, text);
            }
        }

        @Override
        public @Nullable String get(String key) {
            return org.jboss.logmanager.MDC.get(key);
        }

        @Override
        public void remove(String key) {
            org.jboss.logmanager.MDC.remove(key);
        }

        @Override
        public void clear() {
            org.jboss.logmanager.MDC.clear();
        }

        @Override
        public Map<String, String> getCopyOfContextMap() {
            return org.jboss.logmanager.MDC.copy();
        }

        @Override
        public void setContextMap(Map<String, String> context) {
            clear();
            context.forEach(this::put);
        }
    }
}
