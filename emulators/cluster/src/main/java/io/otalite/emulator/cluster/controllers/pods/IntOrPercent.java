package io.otalite.emulator.cluster.controllers.pods;

import com.fasterxml.jackson.databind.JsonNode;

/** A count, or a share such as {@code 25%}: {@code util/intstr}. */
public final class IntOrPercent {

    private IntOrPercent() {}

    /**
     * The count that is meant.
     *
     * @param fallback what is meant when the field is absent
     * @param total what a share is a share of
     */
    public static int of(JsonNode value, String fallback, int total, boolean roundUp) {
        var text = value.isMissingNode() || value.isNull() ? fallback : value.asText();
        if (!text.endsWith("%")) {
            return Integer.parseInt(text);
        }
        var share = Double.parseDouble(text.substring(0, text.length() - 1)) * total / 100;
        return (int) (roundUp ? Math.ceil(share) : Math.floor(share));
    }
}
