package io.otalite.logging;

import java.util.List;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/** A logger that hands the facts of a line on as facts. */
final class FactLogger extends AbstractLogger implements LoggingEventAware {
    private static final long serialVersionUID = 1;

    private static final String CALLED_ON = FactLogger.class.getName();

    private final transient Logger target;

    FactLogger(Logger target) {
        this.name = target.getName();
        this.target = target;
    }

    @Override
    public void log(LoggingEvent event) {
        var level = level(event.getLevel());
        if (target.isLoggable(level)) {
            var text = text(event.getMessage(), event.getArgumentArray());
            var boundary = event.getCallerBoundary();
            write(
                    level,
                    text,
                    Facts.of(event.getKeyValuePairs()),
                    event.getThrowable(),
                    boundary == null ? CALLED_ON : boundary);
        }
    }

    @Override
    protected void handleNormalizedLoggingCall(
            org.slf4j.event.Level level,
            @Nullable Marker marker,
            @Nullable String message,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        write(level(level), text(message, arguments), Facts.of(List.of()), thrown, CALLED_ON);
    }

    private void write(Level level, String text, Facts facts, @Nullable Throwable thrown, String calledOn) {
        var line = new ExtLogRecord(level, facts.before(text), FormatStyle.NO_FORMAT, calledOn);
        line.setThrown(thrown);
        facts.addTo(line);
        target.logRaw(line);
    }

    private static String text(@Nullable String message, Object @Nullable [] arguments) {
        var text = MessageFormatter.basicArrayFormat(message, arguments);
        return text == null ? "null" : text;
    }

    private static Level level(org.slf4j.event.Level level) {
        return switch (level) {
            case TRACE -> Level.TRACE;
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR -> Level.ERROR;
        };
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return CALLED_ON;
    }

    @Override
    public boolean isTraceEnabled() {
        return target.isLoggable(Level.TRACE);
    }

    @Override
    public boolean isTraceEnabled(Marker marker) {
        return isTraceEnabled();
    }

    @Override
    public boolean isDebugEnabled() {
        return target.isLoggable(Level.DEBUG);
    }

    @Override
    public boolean isDebugEnabled(Marker marker) {
        return isDebugEnabled();
    }

    @Override
    public boolean isInfoEnabled() {
        return target.isLoggable(Level.INFO);
    }

    @Override
    public boolean isInfoEnabled(Marker marker) {
        return isInfoEnabled();
    }

    @Override
    public boolean isWarnEnabled() {
        return target.isLoggable(Level.WARN);
    }

    @Override
    public boolean isWarnEnabled(Marker marker) {
        return isWarnEnabled();
    }

    @Override
    public boolean isErrorEnabled() {
        return target.isLoggable(Level.ERROR);
    }

    @Override
    public boolean isErrorEnabled(Marker marker) {
        return isErrorEnabled();
    }
}
