package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.consultation.NhsNumber;
import gpcm.node.working.ChangeOrder;
import gpcm.node.working.HoldLifting;
import gpcm.node.working.KeepingTimes;
import gpcm.node.working.Settled;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What the page and the API of keeping read alike. */
final class RetentionFields {
  static final String[] TIMES = {"sent-years", "received-years", "content-months"};
  static final String[] HOLD = {"patient", "case", "reason"};

  private RetentionFields() {}

  static KeepingTimes times(WorkFields fields) {
    WrongFields wrong = new WrongFields();
    Supplier<Integer> sent = wrong.read(() -> number(fields, "sent-years"));
    Supplier<Integer> received = wrong.read(() -> number(fields, "received-years"));
    Supplier<Integer> content = wrong.read(() -> number(fields, "content-months"));
    wrong.refuse();
    return new KeepingTimes(sent.get(), received.get(), content.get());
  }

  private static int number(WorkFields fields, String name) {
    String text =
        fields
            .digits(name, 4)
            .orElseThrow(() -> WorkFields.wrong(name, "missing: must be a number", "give it"));
    if (!text.matches("[0-9]{1,4}")) {
      throw WorkFields.wrong(name, "must be a whole number", "correct it");
    }
    return Integer.parseInt(text);
  }

  /** What is not to be deleted: what is about a patient, a document, or everything. */
  record Held(Optional<String> patient, Optional<UUID> document) {}

  static Held hold(WorkFields fields) {
    WrongFields wrong = new WrongFields();
    Supplier<Optional<String>> patient = wrong.read(() -> patient(fields));
    Supplier<Optional<UUID>> document = wrong.read(() -> caseId(fields));
    wrong.refuse();
    return new Held(patient.get(), document.get());
  }

  /** In the name of whoever asks; the route has made sure that it is a person. */
  static Settled<HoldLifting.Lifted> lift(Context context, HoldLifting lifting, ChangeOrder order) {
    Caller.Person person = Caller.of(context).person().orElseThrow(Query::missing);
    return lifting.lift(order, person.acting(), Query.id(context));
  }

  private static Optional<String> patient(WorkFields fields) {
    return fields
        .text("patient", 20)
        .map(text -> text.replace(" ", ""))
        .map(
            text -> {
              if (!NhsNumber.isValid(text)) {
                throw WorkFields.wrong("patient", "must be an NHS number", "correct it");
              }
              return text;
            });
  }

  private static Optional<UUID> caseId(WorkFields fields) {
    return fields
        .text("case", 36)
        .map(
            text -> {
              if (!text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
                throw WorkFields.wrong(
                    "case",
                    "must be an id, as it stands in the address of a document",
                    "copy it from there");
              }
              return UUID.fromString(text);
            });
  }

  /** What one of the acts is called in the audit log. */
  enum Act {
    TIMES(Action.CONFIGURATION_CHANGED),
    HOLD(Action.LEGAL_HOLD_SET),
    ASK(Action.CONFIGURATION_CHANGED),
    LIFT(Action.LEGAL_HOLD_LIFTED);

    private final Action action;

    Act(Action action) {
      this.action = action;
    }

    Action action() {
      return action;
    }
  }
}
