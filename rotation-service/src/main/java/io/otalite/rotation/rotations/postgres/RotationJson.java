package io.otalite.rotation.rotations.postgres;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.otalite.rotation.rotations.Confidential;
import io.otalite.rotation.rotations.Plan;
import io.otalite.rotation.rotations.Rotation.Order;
import io.otalite.rotation.rotations.State;
import io.otalite.rotation.rotations.UnreadableRotationException;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Records as JSON, for the database alone: what REST shows has a form of its own. */
final class RotationJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(bytes())
            .addMixIn(State.class, StateForm.class)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RotationJson() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = State.Planned.class, name = "PLANNED"),
        @JsonSubTypes.Type(value = State.Revoking.class, name = "REVOKING"),
        @JsonSubTypes.Type(value = State.Minting.class, name = "MINTING"),
        @JsonSubTypes.Type(value = State.Minted.class, name = "MINTED"),
        @JsonSubTypes.Type(value = State.Proven.class, name = "PROVEN"),
        @JsonSubTypes.Type(value = State.Staging.class, name = "STAGING"),
        @JsonSubTypes.Type(value = State.Staged.class, name = "STAGED"),
        @JsonSubTypes.Type(value = State.Canary.class, name = "CANARY"),
        @JsonSubTypes.Type(value = State.Rolling.class, name = "ROLLING"),
        @JsonSubTypes.Type(value = State.Settled.class, name = "SETTLED"),
        @JsonSubTypes.Type(value = State.Draining.class, name = "DRAINING"),
        @JsonSubTypes.Type(value = State.Disabling.class, name = "DISABLING"),
        @JsonSubTypes.Type(value = State.Quarantined.class, name = "QUARANTINED"),
        @JsonSubTypes.Type(value = State.Enabling.class, name = "ENABLING"),
        @JsonSubTypes.Type(value = State.Deleting.class, name = "DELETING"),
        @JsonSubTypes.Type(value = State.Restoring.class, name = "RESTORING"),
        @JsonSubTypes.Type(value = State.Reverting.class, name = "REVERTING"),
        @JsonSubTypes.Type(value = State.Discarding.class, name = "DISCARDING"),
        @JsonSubTypes.Type(value = State.Refused.class, name = "REFUSED"),
        @JsonSubTypes.Type(value = State.Done.class, name = "DONE"),
        @JsonSubTypes.Type(value = State.Aborted.class, name = "ABORTED"),
        @JsonSubTypes.Type(value = State.RolledBack.class, name = "ROLLED_BACK"),
        @JsonSubTypes.Type(value = State.Failed.class, name = "FAILED")
    })
    private interface StateForm {}

    private static SimpleModule bytes() {
        return new SimpleModule()
                .addSerializer(Bytes.class, new ToStringSerializerBase(Bytes.class) {
                    private static final long serialVersionUID = 1;

                    @Override
                    public String valueToString(Object value) {
                        return Base64.getEncoder().encodeToString(((Bytes) value).toArray());
                    }
                })
                .addDeserializer(Bytes.class, new FromStringDeserializer<>(Bytes.class) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected Bytes _deserialize(String value, DeserializationContext context) {
                        return Bytes.copyOf(Base64.getDecoder().decode(value));
                    }
                });
    }

    static String write(Object record) {
        try {
            return JSON.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Every record has a form", e);
        }
    }

    static String write(State state) {
        try {
            return JSON.writerFor(State.class).writeValueAsString(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Every state has a form", e);
        }
    }

    static Plan plan(String json) {
        return read(json, Plan.class);
    }

    static State state(String json) {
        return read(json, State.class);
    }

    static Order order(String json) {
        return read(json, Order.class);
    }

    static Bytes write(Confidential confidential) {
        return Bytes.utf8(write((Object) confidential));
    }

    static Confidential confidential(Bytes json) {
        try {
            return JSON.readValue(json.toArray(), Confidential.class);
        } catch (IOException _) {
            // The parser's message would quote what nobody may read.
            throw new UnreadableRotationException(
                    "what it keeps is not in a form that this version of the service knows");
        }
    }

    static List<String> lines(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A line of the history is not in the form that is written here", e);
        }
    }

    private static <T> T read(String json, Class<T> form) {
        try {
            return JSON.readValue(json, form);
        } catch (JsonProcessingException _) {
            throw new UnreadableRotationException("its %s is not in a form that this version of the service knows"
                    .formatted(form.getSimpleName().toLowerCase(Locale.ROOT)));
        }
    }
}
