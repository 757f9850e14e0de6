package gpcm.cli.audit;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.cli.MachineUser;
import gpcm.node.audit.AuditLog;
import gpcm.node.audit.AuditQuery;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.store.Database;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A node's database and which entries of it: what the commands share that read the log where the
 * node runs. Each use is an entry of the log itself, by the user of the machine.
 */
final class LogAccess {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      required = true,
      description = "the node's configuration, whose database is read; the node may run or not")
  private Path configuration;

  @Option(
      names = "--organisation",
      paramLabel = "ODS",
      description = "the ODS code of the organisation whose entries are meant")
  private Optional<String> organisation = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "from this moment (2026-11-28T09:00:00Z) or day (2026-11-28, in UTC)")
  private Optional<String> from = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "before this moment, or before the end of this day (default: now)")
  private Optional<String> until = Optional.empty();

  @Option(names = "--actor", paramLabel = "ID", description = "what this person or program did")
  private Optional<String> actor = Optional.empty();

  @Option(
      names = "--patient-file",
      paramLabel = "FILE",
      description =
          "what was done with this patient: a file with the NHS number or local number, so that"
              + " it does not stand among the machine's processes")
  private Optional<Path> patient = Optional.empty();

  @Option(
      names = "--case",
      paramLabel = "ID",
      description = "what was done with this document: its id at the node")
  private Optional<UUID> caseId = Optional.empty();

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "only this, such as document-opened; may be repeated")
  private List<String> actions = List.of();

  @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the entry about this")
  private Optional<String> reason = Optional.empty();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  boolean hasOrganisation() {
    return organisation.isPresent();
  }

  /** Whether anything but the organisation says which entries. */
  boolean isNarrowed() {
    return from.isPresent()
        || until.isPresent()
        || actor.isPresent()
        || patient.isPresent()
        || caseId.isPresent()
        || !actions.isEmpty();
  }

  /** The node's settings. */
  NodeConfiguration configuration() {
    return NodeConfiguration.read(configuration, System.getenv());
  }

  /** Its database, beside the node. */
  static Database open(NodeConfiguration node) {
    return Database.visit(node.database(), node.dataFolder());
  }

  /**
   * Which entries. Until now at the latest: the entry about this is not among them.
   *
   * @throws ParameterException when an option is none, or the organisation is not the node's
   */
  AuditQuery query(NodeConfiguration node, int limit) throws java.io.IOException {
    String ods =
        organisation.orElseThrow(() -> wrong("give --organisation: one of " + served(node)));
    if (node.organisations().stream().noneMatch(each -> each.ods().value().equals(ods))) {
      throw wrong("--organisation " + ods + " is not of this node; it works for " + served(node));
    }
    Instant now = Instant.now();
    Instant start = from.map(text -> moment("--from", text, false)).orElse(Instant.EPOCH);
    Instant end = until.map(text -> moment("--until", text, true)).orElse(now);
    if (!start.isBefore(end)) {
      throw wrong("--from %s is not before %s".formatted(start, end));
    }
    AuditQuery query =
        AuditQuery.newest(ods, limit).between(start, end.isBefore(now) ? end : now).doing(wanted());
    if (actor.isPresent()) {
      query = query.by(actor.get());
    }
    if (caseId.isPresent()) {
      query = query.ofCase(caseId.get());
    }
    if (patient.isPresent()) {
      query = query.about(SmallFile.text(patient.get(), 1000).strip());
    }
    return query;
  }

  private static String served(NodeConfiguration node) {
    return node.organisations().stream()
        .map(OrganisationSettings::ods)
        .map(ods -> ods.value())
        .collect(Collectors.joining(", "));
  }

  private Instant moment(String option, String text, boolean end) {
    try {
      if (text.length() == 10) {
        LocalDate day = LocalDate.parse(text);
        return (end ? day.plusDays(1) : day).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      Instant moment = Instant.parse(text);
      if (!moment.isBefore(Instant.EPOCH)) {
        return moment;
      }
    } catch (DateTimeException e) {
      // Told below, as any other that is none.
    }
    throw wrong(
        "%s %s is no moment such as 2026-11-28T09:00:00Z and no day such as 2026-11-28"
            .formatted(option, text));
  }

  private List<Action> wanted() {
    List<Action> wanted = new ArrayList<>();
    for (String code : actions) {
      wanted.add(
          Action.ofCode(code)
              .orElseThrow(
                  () ->
                      wrong(
                          "--action %s is none; there are %s"
                              .formatted(
                                  code,
                                  Arrays.stream(Action.values())
                                      .map(Action::code)
                                      .collect(Collectors.joining(", "))))));
    }
    return wanted;
  }

  ParameterException wrong(String text) {
    return new ParameterException(command.commandLine(), text);
  }

  /**
   * The entry about what is done now, by the user of the machine, whom nobody has signed in.
   *
   * @param what which entries, in words
   */
  AuditEntry entry(AuditLog log, String ods, Action action, String what) {
    AuditEntry entry = MachineUser.entry(log, ods, action, command).asked(what);
    return reason.map(entry::because).orElse(entry);
  }

  /** Which entries, in words, for the entry about it. */
  String words(AuditQuery query) {
    StringBuilder words =
        new StringBuilder(
            "from %s until %s"
                .formatted(
                    query.from().orElse(Instant.EPOCH), query.until().orElse(Instant.EPOCH)));
    query.actor().ifPresent(id -> words.append(", of ").append(id));
    query.patient().ifPresent(number -> words.append(", about patient ").append(number));
    query.caseId().ifPresent(id -> words.append(", about case ").append(id));
    if (!query.actions().isEmpty()) {
      words
          .append(", only ")
          .append(query.actions().stream().map(Action::code).collect(Collectors.joining(", ")));
    }
    return words.toString();
  }
}
