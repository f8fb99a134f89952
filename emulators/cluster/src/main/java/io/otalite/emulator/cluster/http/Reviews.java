package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.access.AccessToken;
import io.otalite.emulator.cluster.access.Attempt;
import io.otalite.emulator.cluster.access.Attempt.OnObjects;
import io.otalite.emulator.cluster.access.Attempt.OnPath;
import io.otalite.emulator.cluster.access.Authentication;
import io.otalite.emulator.cluster.access.Roles;
import io.otalite.emulator.cluster.access.ServiceAccountTokens;
import io.otalite.emulator.cluster.admission.Caller;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Questions that are asked by creating an object that is never stored: who is this, and what may they do. */
final class Reviews {
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String AUTHORIZATION = "authorization.k8s.io";

    private final Authentication authentication;
    private final Roles roles;

    /** The names of a question. */
    record Kind(String group, String plural, String name, boolean isNamespaced) {}

    private record Question(Kind kind, BiFunction<Call, ObjectNode, ObjectNode> answer) {}

    private final List<Question> questions = List.of(
            new Question(new Kind(AUTHENTICATION, "tokenreviews", "TokenReview", false), this::whoseToken),
            new Question(new Kind(AUTHENTICATION, "selfsubjectreviews", "SelfSubjectReview", false), this::whoAmI),
            new Question(new Kind(AUTHORIZATION, "subjectaccessreviews", "SubjectAccessReview", false), this::mayThey),
            new Question(
                    new Kind(AUTHORIZATION, "localsubjectaccessreviews", "LocalSubjectAccessReview", true),
                    this::mayThey),
            new Question(
                    new Kind(AUTHORIZATION, "selfsubjectaccessreviews", "SelfSubjectAccessReview", false), this::mayI),
            new Question(
                    new Kind(AUTHORIZATION, "selfsubjectrulesreviews", "SelfSubjectRulesReview", false),
                    this::whatMayI));

    Reviews(Authentication authentication, Roles roles) {
        this.authentication = authentication;
        this.roles = roles;
    }

    List<Kind> kinds() {
        return questions.stream().map(Question::kind).toList();
    }

    /** The answer to a creation; empty when the target is no such question. */
    Optional<Answer> answer(Call call, Target.OfResource target) {
        return questions.stream()
                .filter(one -> one.kind().group().equals(target.group())
                        && one.kind().plural().equals(target.plural())
                        && target.version().equals("v1"))
                .findFirst()
                .map(question -> answer(call, target, question));
    }

    private Answer answer(Call call, Target.OfResource target, Question question) {
        if (!call.method().equals("POST") || !target.isCollection()) {
            throw Api.methodNotAllowed();
        }
        var asked = Bodies.object(call);
        var kind = question.kind();
        var answer = Json.object().put("kind", kind.name()).put("apiVersion", kind.group() + "/v1");
        answer.putObject("metadata");
        if (asked.path("spec") instanceof ObjectNode spec) {
            answer.set("spec", spec);
        }
        answer.set("status", question.answer().apply(call, asked));
        return Answer.created(answer);
    }

    private ObjectNode whoseToken(Call call, ObjectNode review) {
        var spec = review.path("spec");
        var asked = texts(spec.path("audiences"));
        var audiences = asked.isEmpty() ? List.of(ServiceAccountTokens.AUDIENCE) : asked;
        var proof = authentication.prove(AccessToken.of(spec.path("token").asText("")), audiences);
        var status = Json.object().put("authenticated", proof.isPresent());
        proof.ifPresentOrElse(
                proven -> {
                    status.set("user", user(proven.caller()));
                    proven.audiences().forEach(status.putArray("audiences")::add);
                },
                () -> status.put("error", "invalid bearer token"));
        return status;
    }

    private ObjectNode whoAmI(Call call, ObjectNode review) {
        var status = Json.object();
        status.set("userInfo", user(call.caller()));
        return status;
    }

    private ObjectNode mayI(Call call, ObjectNode review) {
        return verdict(call.caller(), review.path("spec"));
    }

    private ObjectNode mayThey(Call call, ObjectNode review) {
        var spec = review.path("spec");
        var groups = new ArrayList<>(texts(spec.path("groups")));
        var caller = new Caller(spec.path("user").asText(""), spec.path("uid").asText(""), groups);
        if (caller.username().isEmpty() && groups.isEmpty()) {
            throw Refusal.badRequest("spec.user: Required value: at least one of user or group must be specified");
        }
        return verdict(caller, spec);
    }

    private ObjectNode whatMayI(Call call, ObjectNode review) {
        var status = Json.object().put("incomplete", false);
        var onObjects = status.putArray("resourceRules");
        var onPaths = status.putArray("nonResourceRules");
        roles.rules(call.caller(), review.path("spec").path("namespace").asText(""))
                .forEach(rule -> (rule.has("nonResourceURLs") ? onPaths : onObjects).add(rule));
        return status;
    }

    private ObjectNode verdict(Caller caller, JsonNode spec) {
        return Json.object().put("allowed", roles.allow(caller, attempt(spec)));
    }

    private static Attempt attempt(JsonNode spec) {
        var path = spec.path("nonResourceAttributes");
        if (path.isObject()) {
            return new OnPath(path.path("verb").asText(""), path.path("path").asText(""));
        }
        var resource = spec.path("resourceAttributes");
        if (!resource.isObject()) {
            throw Refusal.badRequest("spec.resourceAttributes: Required value: exactly one of nonResourceAttributes or "
                    + "resourceAttributes must be specified");
        }
        return new OnObjects(
                resource.path("verb").asText(""),
                resource.path("group").asText(""),
                resource.path("resource").asText(""),
                resource.path("subresource").asText(""),
                resource.path("namespace").asText(""),
                resource.path("name").asText(""));
    }

    private static ObjectNode user(Caller caller) {
        var user = Json.object().put("username", caller.username());
        if (!caller.uid().isEmpty()) {
            user.put("uid", caller.uid());
        }
        caller.groups().forEach(user.putArray("groups")::add);
        return user;
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
