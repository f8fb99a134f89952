package io.otalite.emulator.google.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.access.AdminDoor;
import io.otalite.emulator.google.http.Answer;
import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Json;
import io.otalite.emulator.google.http.Request;
import io.otalite.emulator.google.http.Response;
import io.otalite.emulator.google.http.Router;
import java.io.IOException;

/** {@code /admin/faults}: set a fault, see which are set and how often they were met, end them. */
public final class FaultApi {
    private static final String FAULTS = "/admin/faults";

    private final Faults faults;
    private final AdminDoor door;

    public FaultApi(Faults faults, AdminDoor door) {
        this.faults = faults;
        this.door = door;
    }

    public void addTo(Router router) {
        router.route("POST", FAULTS, door.guard(this::add))
                .route("GET", FAULTS, door.guard(this::list))
                .route("DELETE", FAULTS, door.guard(this::clear))
                .route("DELETE", FAULTS + "/{id}", door.guard(this::remove));
    }

    private Answer add(Request request) throws IOException {
        return Response.json(201, json(faults.add(Fault.of(request.json()))));
    }

    private Answer list(Request request) {
        var body = Json.object();
        var all = body.putArray("faults");
        faults.list().forEach(fault -> all.add(json(fault)));
        return Response.ok(body);
    }

    private Answer clear(Request request) {
        faults.clear();
        return Response.empty(204);
    }

    private Answer remove(Request request) {
        if (!faults.remove(request.path("id"))) {
            throw ApiException.notFound("No fault has the id %s.".formatted(request.path("id")));
        }
        return Response.empty(204);
    }

    private static ObjectNode json(Faults.Shown shown) {
        return shown.fault().json().put("id", shown.id()).put("met", shown.met());
    }
}
