package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a Service must be like; it is a TCP proxy here. */
final class ServiceRules {

    private ServiceRules() {}

    static void check(JsonNode service, Faults faults) {
        var spec = service.path("spec");
        faults.oneOf(spec, "spec", "type", Set.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort"));
        faults.oneOf(spec, "spec", "sessionAffinity", Set.of("ClientIP", "None"));
        if (text(spec, "type").equals("ExternalName")) {
            faults.beyondThisCluster("spec.type", "ExternalName, as it has no name server");
            return;
        }
        var ports = objects(spec, "ports");
        if (ports.isEmpty() && !text(spec, "clusterIP").equals("None")) {
            faults.required("spec.ports");
        }
        checkPorts(ports, faults);
    }

    private static void checkPorts(List<? extends JsonNode> ports, Faults faults) {
        var names = new HashSet<String>();
        var numbers = new HashSet<String>();
        for (var i = 0; i < ports.size(); i++) {
            var port = ports.get(i);
            var path = "spec.ports[%d]".formatted(i);
            var name = text(port, "name");
            if (name.isEmpty() && ports.size() > 1) {
                faults.required(path + ".name");
            } else if (!name.isEmpty()) {
                Names.LABEL.faultOf(name).ifPresent(fault -> faults.invalid(path + ".name", name, fault));
                if (!names.add(name)) {
                    faults.duplicate(path + ".name", name);
                }
            }
            if (!ContainerRules.isPort(port.path("port"))) {
                faults.invalid(path + ".port", port.path("port"), "must be between 1 and 65535, inclusive");
            }
            if (!numbers.add(text(port, "port") + "/" + text(port, "protocol"))) {
                faults.duplicate(path, text(port, "port") + "/" + text(port, "protocol"));
            }
            faults.oneOf(port, path, "protocol", Set.of("SCTP", "TCP", "UDP"));
            if (Set.of("UDP", "SCTP").contains(text(port, "protocol"))) {
                faults.beyondThisCluster(path + ".protocol", text(port, "protocol") + " in a Service");
            }
        }
    }
}
