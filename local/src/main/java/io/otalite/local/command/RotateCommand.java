package io.otalite.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.local.rotation.FollowRotation;
import io.otalite.local.rotation.RotationApi;
import io.otalite.local.rotation.RotationList;
import io.otalite.local.rotation.RotationStory;
import io.otalite.local.rotation.SeenPlan;
import io.otalite.local.rotation.SeenRotation;
import io.otalite.local.rotation.Wish;
import io.otalite.local.system.ExitHook;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A rotation, live. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Rotates a credential and shows each step as it comes, with its evidence.",
            "The rotation is the service's: Ctrl-C leaves it running. Whatever uses the credential is restarted, one workload after the other; the old credential goes when it is known to be unused."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done. With --dry-run: nothing speaks against it.",
            "1:Refused, aborted, rolled back or failed.",
            "2:The command line is wrong, or names what the service does not know.",
            "3:Nobody answers, or not now."
        })
public final class RotateCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @ArgGroup(multiplicity = "1")
    private RotateSubject subject = new RotateSubject();

    @Option(names = "--dry-run", description = "Only says what would be done, and what speaks against it.")
    private boolean dryRun;

    @Mixin
    private RotateManner manner = new RotateManner();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; with --abort and --retire.")
    private String reason = "";

    @Option(names = "--json", description = "With --dry-run or --list: the service's answer.")
    private boolean json;

    @Mixin
    private RotationServiceOption service = new RotationServiceOption();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        try (var api = service.open()) {
            return switch (subject.asked(command)) {
                case RotateSubject.Asked.Listing _ -> list(api);
                case RotateSubject.Asked.Following(var id) -> follow(api, id);
                case RotateSubject.Asked.Abortion(var id) -> ordered(api.abort(id, reason));
                case RotateSubject.Asked.Retirement(var id) -> ordered(api.retire(id, reason));
                case RotateSubject.Asked.Rotation(var target) -> rotate(api, manner.wish(target));
            };
        }
    }

    private void check() {
        var asked = subject.asked(command);
        var rotation = asked instanceof RotateSubject.Asked.Rotation;
        var order = asked instanceof RotateSubject.Asked.Abortion || asked instanceof RotateSubject.Asked.Retirement;
        require(
                rotation || !dryRun && !manner.isGiven(),
                "--dry-run, --compromised, --confirm and --force need what is to be rotated");
        require(order == !reason.isBlank(), "--reason TEXT belongs to --abort and --retire, and they need it");
        require(
                !json || dryRun || asked instanceof RotateSubject.Asked.Listing,
                "--json belongs to --dry-run and --list");
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(command.commandLine(), otherwise);
        }
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    private int list(RotationApi api) throws InterruptedException {
        var answer = api.list();
        if (json) {
            out().println(answer.path("items").toPrettyString());
        } else {
            RotationList.lines(answer).forEach(out()::println);
        }
        out().flush();
        return ExitCode.DONE;
    }

    private int ordered(SeenRotation rotation) {
        out().println("%s is %s and has the order. See how it goes on: ./ota rotate --follow %s%s"
                .formatted(rotation.id(), rotation.state(), rotation.id(), service.repeated()));
        return ExitCode.DONE;
    }

    private int rotate(RotationApi api, Wish wish) throws IOException, InterruptedException {
        if (dryRun) {
            return show(api.rehearse(wish));
        }
        var confirmed = wish;
        if (wish.compromised() && wish.confirm().isEmpty()) {
            var plan = SeenPlan.of(api.rehearse(wish).path("plan"));
            if (!agreed(plan)) {
                out().println("Nothing was done.");
                return ExitCode.DID_NOT_HOLD;
            }
            confirmed = wish.confirmedBy(plan.account());
        }
        return follow(api, api.begin(confirmed).id());
    }

    private int show(JsonNode rehearsal) {
        var refusals = rehearsal.path("refusals");
        if (json) {
            out().println(rehearsal.toPrettyString());
        } else {
            SeenPlan.of(rehearsal.path("plan")).lines().forEach(out()::println);
            RotationList.refusals(refusals).forEach(out()::println);
        }
        out().flush();
        return refusals.isEmpty() ? ExitCode.DONE : ExitCode.DID_NOT_HOLD;
    }

    /** To revoke a credential breaks what uses it: whoever wants that types whose it is. */
    private boolean agreed(SeenPlan plan) throws IOException {
        plan.lines().forEach(out()::println);
        out().print(
                        "The old credential is disabled at once: what uses it fails until it is restarted. If that is wanted, type %s: "
                                .formatted(plan.account()));
        out().flush();
        var answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        return answer != null && answer.strip().equals(plan.account());
    }

    private int follow(RotationApi api, String id) throws InterruptedException {
        var out = out();
        var hook = ExitHook.register("rotation-goes-on", () -> {
            out.println("%n%s goes on. Follow it: ./ota rotate --follow %s%s".formatted(id, id, service.repeated()));
            out.flush();
        });
        try {
            var story = new RotationStory(out, Clock.system(ZoneId.systemDefault()));
            var end = new FollowRotation(api, story, PAUSE, PATIENCE).follow(id);
            return end.done() ? ExitCode.DONE : ExitCode.DID_NOT_HOLD;
        } finally {
            hook.cancel();
        }
    }
}
