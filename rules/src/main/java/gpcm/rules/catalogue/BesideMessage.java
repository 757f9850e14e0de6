package gpcm.rules.catalogue;

import gpcm.rules.MeshMetadata;
import gpcm.rules.MeshMetadata.Channel;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import java.util.Optional;

/**
 * The rules about one field of the MESH metadata, written one a line. The specification numbers
 * them apart for the API and for the control file, so each line is two rules, of which the one of
 * the metadata's channel looks.
 */
record BesideMessage(PartRules mesh, Ids ids, Name name, Value value) {
  /** The requirements in the API and in the control file; empty where there is none. */
  record Ids(String api, String controlFile) {}

  /** What the field is called in the API and in the control file. */
  record Name(String api, String controlFile) {
    String in(Channel channel) {
      return switch (channel) {
        case API -> api;
        case CONTROL_FILE -> controlFile;
      };
    }
  }

  /** The field's value; empty when nobody can tell it. */
  interface Value {
    Optional<String> of(MeshMetadata mesh);
  }

  /** What one condition sees in the field. */
  interface Condition {
    /**
     * Looks at a field that is known.
     *
     * @param value what stands there, empty text for nothing
     */
    Seen at(MessageContext context, MeshMetadata mesh, String value);
  }

  /** What was seen. */
  sealed interface Seen {
    /** The condition is met, or does not apply. */
    record Met() implements Seen {}

    /** It is not met. */
    record Broken() implements Seen {}

    /** Nobody can tell. */
    record Unknown(String reason) implements Seen {}

    static Seen met(boolean met) {
      return met ? new Met() : new Broken();
    }
  }

  /** Other requirements about the same field. */
  BesideMessage under(Ids others) {
    return new BesideMessage(mesh, others, name, value);
  }

  /** A condition that can be told from the field alone. */
  BesideMessage must(String expected, String fix, java.util.function.Predicate<String> test) {
    return must(expected, fix, (context, mesh, value) -> Seen.met(test.test(value)));
  }

  /** A condition. */
  BesideMessage must(String expected, String fix, Condition condition) {
    add(Channel.API, ids.api, expected, fix, condition);
    add(Channel.CONTROL_FILE, ids.controlFile, expected, fix, condition);
    return this;
  }

  private void add(
      Channel channel, String requirements, String expected, String fix, Condition condition) {
    if (requirements.isEmpty()) {
      return;
    }
    String field = name.in(channel);
    String words = field + ": " + expected;
    this.mesh
        .must(requirements, "")
        .conditions(words)
        .by(words, fix, (context, bundle, report) -> look(context, channel, condition, report));
  }

  private void look(
      MessageContext context, Channel channel, Condition condition, RuleCheck.Report report) {
    if (context.mesh().isEmpty()) {
      // What both channels number alike is said once.
      if (channel == Channel.API || !ids.api.equals(ids.controlFile)) {
        report.unknown("the MESH metadata of the message is not known");
      }
      return;
    }
    MeshMetadata beside = context.mesh().get();
    if (beside.channel() != channel) {
      return;
    }
    Optional<String> known = value.of(beside);
    if (known.isEmpty()) {
      report.unknown("what its sender gave as " + name.in(channel) + " is not known");
      return;
    }
    switch (condition.at(context, beside, known.get())) {
      case Seen.Met() -> {}
      case Seen.Broken() ->
          report.outside(
              "MESH." + name.in(channel), known.get().isBlank() ? RuleLine.NOTHING : known.get());
      case Seen.Unknown(String reason) -> report.unknown(reason);
    }
  }
}
