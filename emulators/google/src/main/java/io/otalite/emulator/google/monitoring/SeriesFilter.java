package io.otalite.emulator.google.monitoring;

import io.otalite.emulator.google.http.ApiException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which series are wanted: equalities joined by {@code AND}, of which the one of the metric must be there. The rest of
 * Google's language of filters is refused.
 *
 * @param labels the wanted value of each label that is named
 */
record SeriesFilter(Map<String, String> labels) {
    static final String METRIC = "iam.googleapis.com/service_account/key/authn_events_count";

    private static final String METRIC_TYPE = "metric.type";
    private static final String UNIQUE_ID = "resource.labels.unique_id";
    private static final String KEY_ID = "metric.labels.key_id";
    private static final Set<String> NAMES = Set.of(METRIC_TYPE, UNIQUE_ID, KEY_ID);
    private static final Pattern TERM = Pattern.compile("([a-z_.]+)\\s*=\\s*\"([^\"\\\\]*)\"");
    private static final Pattern FILTER = Pattern.compile("%1$s(?:\\s+AND\\s+%1$s)*".formatted(TERM.pattern()));

    SeriesFilter {
        labels = Map.copyOf(labels);
    }

    /** @throws ApiException 400 for another form or another name, 404 for another metric */
    static SeriesFilter parse(String text) {
        if (!FILTER.matcher(text.strip()).matches()) {
            throw invalid("must be equalities with quoted values, joined by AND");
        }
        var terms = new HashMap<String, String>();
        for (var term = TERM.matcher(text); term.find(); ) {
            if (!NAMES.contains(term.group(1)) || terms.put(term.group(1), term.group(2)) != null) {
                throw invalid("may name each of %s once, and nothing else".formatted(NAMES));
            }
        }
        var metric = terms.get(METRIC_TYPE);
        if (metric == null) {
            throw invalid("must specify %s".formatted(METRIC_TYPE));
        }
        if (!metric.equals(METRIC)) {
            throw ApiException.notFound("Cannot find metric(s) that match type = \"%s\".".formatted(metric));
        }
        return new SeriesFilter(terms);
    }

    boolean matches(UsageSeries series) {
        return series.uniqueId().equals(labels.getOrDefault(UNIQUE_ID, series.uniqueId()))
                && series.keyId().equals(labels.getOrDefault(KEY_ID, series.keyId()));
    }

    private static ApiException invalid(String what) {
        return ApiException.invalid("Field filter had an invalid value: the filter %s.".formatted(what));
    }
}
