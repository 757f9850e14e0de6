package gpcm.node.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.checking.CheckRun;
import gpcm.node.checking.Checks;
import gpcm.node.checking.Outcome;
import gpcm.node.config.LoadedSettings;
import gpcm.node.desk.OwnNode;
import gpcm.node.people.Extent;
import gpcm.node.people.Permission;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What whoever runs the system finds faults with: what the node was told, checks, and a file with
 * all of it for whoever is asked for help.
 */
final class SystemToolPages {
  private static final String CONFIGURATION = "/system/configuration";
  private static final String CHECKS = "/system/checks";

  private final Served served;

  SystemToolPages(Served served) {
    this.served = served;
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, CONFIGURATION, this::configuration);
    Gets.add(routes, CONFIGURATION + "/file", this::file);
    Gets.add(routes, CHECKS, this::checks);
    routes.post(CHECKS, this::check);
    Gets.add(routes, "/system/support", this::support);
  }

  private void configuration(Context context) {
    Query.none(context);
    OwnNode own = served.desk().own();
    Frame frame = Frame.of(context, served);
    Extent extent = served.desk().extent(frame.organisation());
    LoadedSettings settings = served.desk().settings(extent);
    List<ToldNode> nodes =
        ToldNode.of(served.nodes().nodes(extent), served.desk().digests(), own.id());
    Trail.of(context)
        .shown(entry -> Seen.count(context, settings.all().size()).apply(entry).forOperations());
    Pages.render(
        context,
        "systemConfiguration.jte",
        Map.of(
            "frame",
            frame,
            "own",
            own,
            "settings",
            settings,
            "alone",
            SystemView.alone(served, frame),
            "nodes",
            nodes));
  }

  /** Where a value comes from, in words. */
  static String origin(LoadedSettings.Origin origin) {
    return switch (origin) {
      case FILE -> "File";
      case ENVIRONMENT -> "Environment";
      case DEFAULT -> "Default";
      case PROGRAM -> "Program";
    };
  }

  /** The colour of a tag that says what a check came to, which its words say as well. */
  static String colour(Outcome outcome) {
    return switch (outcome) {
      case GOOD -> "green";
      case LOOK -> "orange";
      case BAD -> "red";
      case RUNNING -> "blue";
      case NOT_MADE -> "grey";
    };
  }

  private void file(Context context) {
    Query.none(context);
    ObjectNode json =
        SystemJson.configuration(served, served.desk().extent(Caller.of(context).organisation()));
    Trail.of(context).shown(entry -> entry.asked("configuration as loaded"));
    context.header("Content-Disposition", "attachment; filename=\"gpcm-configuration.json\"");
    ApiJson.answer(context, json);
  }

  private void checks(Context context) {
    Query.none(context);
    Frame frame = Frame.of(context, served);
    Optional<CheckRun> newest =
        served.desk().own().checks().newest(served.desk().extent(frame.organisation()));
    Trail.of(context)
        .shown(
            entry ->
                Seen.count(context, newest.map(run -> run.results().size()).orElse(0))
                    .apply(entry)
                    .forOperations());
    Map<String, Object> values = new HashMap<>();
    values.put("frame", frame);
    values.put("runOrNull", newest.orElse(null));
    values.put("alone", SystemView.alone(served, frame));
    values.put("may", frame.could(Permission.CHECK_NODES));
    Pages.render(context, "systemChecks.jte", values);
  }

  private void check(Context context) throws IOException {
    Query.none(context);
    Checks checks = served.desk().own().checks();
    SystemApi.start(context, checks);
    context.redirect(CHECKS, HttpStatus.SEE_OTHER);
  }

  private void support(Context context) throws IOException {
    Query.none(context);
    SupportBundle.answer(context, served);
  }
}
