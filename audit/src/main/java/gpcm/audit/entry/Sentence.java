package gpcm.audit.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An entry in plain words: who did what, with which data, of which patient, and why. It says what
 * the entry says and nothing else; the parts that were erased are left out. Plain text on one line:
 * who puts it into a page escapes it.
 */
public final class Sentence {
  private static final int PATIENTS = 5;

  /** What would break the line, or turn the direction of what follows. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

  private final AuditEntry entry;
  private final StringBuilder text = new StringBuilder();

  private Sentence(AuditEntry entry) {
    this.entry = entry;
  }

  /** Says it. */
  public static String of(AuditEntry entry) {
    return new Sentence(entry).said();
  }

  private String said() {
    text.append(capitalised(name(entry.actor())));
    entry.actor().nationalRole().ifPresent(this::nationalRole);
    entry.second().ifPresent(second -> text.append(" together with ").append(name(second)));
    text.append(' ').append(verb());
    data();
    patients();
    entry
        .query()
        .filter(query -> !query.isBlank())
        .ifPresent(query -> text.append(", asked for ").append(quoted(query)));
    change();
    if (!entry.actor().organisation().equals(entry.organisation())) {
      text.append(", for ").append(entry.organisation());
    }
    entry.reason().ifPresent(reason -> text.append(", because ").append(quoted(reason)));
    text.append(end());
    return UNPRINTABLE.matcher(text).replaceAll("?");
  }

  private void nationalRole(String code) {
    text.append(" (national role ").append(code);
    entry.actor().roleProfile().ifPresent(profile -> text.append(", profile ").append(profile));
    text.append(')');
  }

  private static String name(Actor actor) {
    return actor
        .name()
        .filter(name -> !name.isBlank())
        .orElseGet(
            () ->
                switch (actor.kind()) {
                  case PERSON -> "the person " + actor.id();
                  case NODE -> "the node " + actor.id();
                  case PEER -> "the other organisation's node " + actor.id();
                  case MACHINE -> "the program " + actor.id();
                });
  }

  private static String capitalised(String name) {
    return name.startsWith("the ") ? "The " + name.substring("the ".length()) : name;
  }

  private String verb() {
    Action action = entry.action();
    return entry.outcome().kind() == Outcome.Kind.DONE || action.attempt().isEmpty()
        ? action.words()
        : "tried to " + action.attempt().get();
  }

  private void data() {
    Data data = entry.data();
    List<String> parts = new ArrayList<>();
    data.attachment().ifPresent(number -> parts.add("attachment " + number));
    data.documentId()
        .ifPresent(
            id ->
                parts.add(
                    "document " + id + data.documentVersion().map(" version "::concat).orElse("")));
    data.messageId().ifPresent(id -> parts.add("message " + id));
    data.caseId().ifPresent(id -> parts.add("case " + id));
    if (!parts.isEmpty()) {
      text.append(" (").append(String.join(", ", parts)).append(')');
    }
    data.count().ifPresent(count -> text.append(", ").append(count).append(" found"));
  }

  private void patients() {
    List<String> numbers = entry.patients().stream().map(Sentence::number).toList();
    if (numbers.isEmpty()) {
      return;
    }
    int more = numbers.size() - PATIENTS;
    text.append(numbers.size() == 1 ? " of patient " : " of patients ")
        .append(String.join(", ", numbers.subList(0, Math.min(PATIENTS, numbers.size()))))
        .append(more > 0 ? " and " + more + " more" : "");
  }

  private static String number(Patient patient) {
    Optional<String> number =
        Stream.of(
                patient.nhsNumber(),
                patient.localId().map("local number "::concat),
                patient.superseded().map("superseded number "::concat))
            .flatMap(Optional::stream)
            .findFirst();
    return patient
        .name()
        .map(name -> number.map(one -> name + " (" + one + ")").orElse(name))
        .or(() -> number)
        .orElse("unknown");
  }

  private void change() {
    Change change = entry.change();
    change.before().ifPresent(before -> text.append(", from ").append(quoted(before)));
    change.after().ifPresent(after -> text.append(", to ").append(quoted(after)));
  }

  private static String quoted(String words) {
    return "\u201C" + words + "\u201D";
  }

  private String end() {
    String code = entry.outcome().code().map(" ("::concat).map(one -> one + ")").orElse("");
    return switch (entry.outcome().kind()) {
      case DONE -> code + ".";
      case REFUSED -> "; it was refused" + code + ".";
      case FAILED -> "; it failed" + code + ".";
    };
  }
}
