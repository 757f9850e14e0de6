package gpcm.node.audit;

import gpcm.audit.entry.Actor;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Patient;
import gpcm.audit.entry.Place;
import gpcm.audit.entry.Sentence;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table by RFC 4180: each field in quotes, lines end in CR LF. What people typed may begin like a
 * formula; spreadsheets would calculate it, so such a field gets an apostrophe before it.
 */
final class CsvEntries implements EntryWriter {
  /** A row is made of these. */
  private record Row(AuditEntry entry, StoredEntry stored) {}

  private static final String WHEN = "When (UTC)";
  private static final String WHAT = "What happened";
  private static final String WHICH = "Entry";
  private static final String PLACE = "Place in the log";

  private static final Map<String, Function<Row, String>> COLUMNS = columns();

  private final OutputStream out;

  CsvEntries(OutputStream out) {
    this.out = out;
  }

  private static Map<String, Function<Row, String>> columns() {
    Map<String, Function<Row, String>> columns = new LinkedHashMap<>();
    columns.put(WHEN, row -> row.entry.at().toString());
    columns.put(WHAT, row -> Sentence.of(row.entry));
    columns.put("Who", ofActor(actor -> actor.name().orElse("")));
    columns.put("Id of who", ofActor(Actor::id));
    columns.put("Person or program", ofActor(actor -> lower(actor.kind())));
    columns.put("Roles", ofActor(actor -> String.join("; ", actor.roles())));
    columns.put("Organisation of who", ofActor(Actor::organisation));
    columns.put("National role", ofActor(actor -> actor.nationalRole().orElse("")));
    columns.put("National role profile", ofActor(actor -> actor.roleProfile().orElse("")));
    columns.put("Session", ofActor(actor -> actor.session().orElse("")));
    columns.put(
        "Second person",
        row -> row.entry.second().map(second -> second.name().orElse(second.id())).orElse(""));
    columns.put("For organisation", row -> row.entry.organisation());
    columns.put("Action", row -> row.entry.action().code());
    columns.put("Outcome", row -> lower(row.entry.outcome().kind()));
    columns.put("Code of the outcome", row -> row.entry.outcome().code().orElse(""));
    columns.put(
        "Patients",
        row ->
            row.entry.patients().stream()
                .map(CsvEntries::numbers)
                .collect(Collectors.joining("; ")));
    columns.put("Case", ofData(data -> text(data.caseId())));
    columns.put("Message", ofData(data -> text(data.messageId())));
    columns.put("Document", ofData(data -> text(data.documentId())));
    columns.put("Version of the document", ofData(data -> text(data.documentVersion())));
    columns.put("Attachment", ofData(data -> text(data.attachment())));
    columns.put("SHA-256 of the content", ofData(data -> text(data.contentHash())));
    columns.put("Confidentiality", ofData(data -> text(data.confidentiality())));
    columns.put(
        "Cases shown",
        ofData(
            data -> data.shown().stream().map(Object::toString).collect(Collectors.joining("; "))));
    columns.put("How many found", ofData(data -> text(data.count())));
    columns.put("Before", row -> text(row.entry.change().before()));
    columns.put("After", row -> text(row.entry.change().after()));
    columns.put("Purpose of use", row -> row.entry.purpose());
    columns.put("Reason", row -> text(row.entry.reason()));
    columns.put("Asked for", row -> text(row.entry.query()));
    columns.put("Address", ofPlace(place -> text(place.address())));
    columns.put("Screen", ofPlace(place -> text(place.screen())));
    columns.put("Request", ofPlace(place -> text(place.requestId())));
    columns.put("Node", ofPlace(Place::node));
    columns.put("Software", ofPlace(Place::software));
    columns.put(WHICH, row -> row.entry.id().toString());
    columns.put(PLACE, row -> text(row.stored.index()));
    return columns;
  }

  private static Function<Row, String> ofActor(Function<Actor, String> value) {
    return row -> value.apply(row.entry.actor());
  }

  private static Function<Row, String> ofData(Function<Data, String> value) {
    return row -> value.apply(row.entry.data());
  }

  private static Function<Row, String> ofPlace(Function<Place, String> value) {
    return row -> value.apply(row.entry.place());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String text(Optional<?> value) {
    return value.map(Object::toString).orElse("");
  }

  private static String text(OptionalInt value) {
    return value.isPresent() ? String.valueOf(value.getAsInt()) : "";
  }

  private static String text(OptionalLong value) {
    return value.isPresent() ? String.valueOf(value.getAsLong()) : "";
  }

  private static String numbers(Patient patient) {
    return Stream.of(
            patient.nhsNumber(),
            patient.localId().map("local number "::concat),
            patient.superseded().map("before "::concat))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  @Override
  public void begin() throws IOException {
    line(List.copyOf(COLUMNS.keySet()).stream());
  }

  @Override
  public void write(StoredEntry stored) throws IOException {
    Row row = new Row(stored.read(), stored);
    line(COLUMNS.values().stream().map(value -> value.apply(row)));
  }

  @Override
  public void writeChanged(StoredEntry stored) throws IOException {
    Map<String, String> known =
        Map.of(
            WHEN, stored.at().toString(),
            WHAT, stored.fault(),
            WHICH, stored.id().toString(),
            PLACE, text(stored.index()));
    line(COLUMNS.keySet().stream().map(name -> known.getOrDefault(name, "")));
  }

  private void line(Stream<String> fields) throws IOException {
    String line = fields.map(CsvEntries::field).collect(Collectors.joining(",", "", "\r\n"));
    out.write(line.getBytes(StandardCharsets.UTF_8));
  }

  private static String field(String value) {
    String plain = value.replaceAll("[\\p{Cntrl}&&[^\\t\\r\\n]]", "\uFFFD");
    return '"' + (isFormula(plain) ? "'" : "") + plain.replace("\"", "\"\"") + '"';
  }

  // The wide forms, too: programs of East Asia take them for the narrow ones.
  private static boolean isFormula(String value) {
    String text = value.replaceFirst("^[ \\u00A0\\u3000]+", "");
    return !text.isEmpty() && "=+-@\t\r\n|%\uFF1D\uFF0B\uFF0D\uFF20".indexOf(text.charAt(0)) >= 0;
  }
}
