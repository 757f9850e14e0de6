package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Patient;
import gpcm.node.audit.AuditQuery;
import gpcm.node.audit.EntryFormat;
import gpcm.node.audit.FoundEntry;
import gpcm.node.people.ApiKey;
import gpcm.node.people.Permission;
import gpcm.node.people.Person;
import gpcm.node.sending.OutboxView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Who saw and did what: for auditors, of the settings for administrators, of oneself for all. */
final class AuditPages {
  /** What somebody sees who may read about settings and not about patients. */
  static final Set<Action> SETTINGS =
      Set.of(
          Action.SIGN_IN_DONE,
          Action.SIGN_IN_REFUSED,
          Action.SIGN_IN_ENDED,
          Action.SIGN_IN_STEPPED_UP,
          Action.ROLE_GIVEN,
          Action.ROLE_TAKEN,
          Action.ACCOUNT_SHUT,
          Action.ACCOUNT_OPENED,
          Action.SESSIONS_ENDED,
          Action.LINK_MADE,
          Action.PASSWORD_CHANGED,
          Action.KEY_CHANGED,
          Action.CONFIGURATION_CHANGED,
          Action.CHANNEL_READ,
          Action.CHANNEL_PAUSED,
          Action.CHANNEL_RESUMED,
          Action.SYSTEM_CHECKED,
          Action.SYSTEM_EXPORTED,
          Action.LIVE_SWITCHED,
          Action.NODE_STARTED,
          Action.NODE_STOPPED,
          Action.CHECKPOINT_PUBLISHED);

  private final Served served;
  private final Audited audited;

  AuditPages(Served served) {
    this.served = served;
    this.audited = served.audited();
  }

  void add(RoutesConfig routes) {
    Gets.add(routes, "/audit", this::read);
    routes.post("/audit", this::read);
    routes.post("/audit/export", this::export);
    Gets.add(routes, "/audit/checkpoint", this::checkpoint);
  }

  private void read(Context context) throws IOException {
    AuditFields fields = AuditFields.of(context);
    Optional<String> patient = patient(context, fields);
    int size = fields.rows().orElseGet(() -> PageSize.own(context, served));
    AuditQuery query = seen(context, query(context, fields, patient, size + 1));
    List<FoundEntry> found = audited.search().look(query);
    List<FoundEntry> shown = found.subList(0, Math.min(size, found.size()));
    Trail.of(context).shown(about(fields, patient, shown.size()));
    Map<String, String> people = people(context);
    Pages.render(
        context,
        "audit.jte",
        Map.of(
            "frame",
            Frame.of(context, served),
            "fields",
            fields,
            "patient",
            patient.orElse(""),
            "people",
            people,
            "actions",
            offered(Caller.of(context)),
            "entries",
            shown,
            "older",
            found.size() > size ? shown.getLast().id().toString() : "",
            "exports",
            Caller.of(context).could(Permission.EXPORT_AUDIT)));
  }

  /** The patient who is meant, if one is. */
  private Optional<String> patient(Context context, AuditFields fields) {
    if (fields.patientOf().isEmpty()) {
      return fields.patient();
    }
    // Which patient a document is about is told to whoever may see all that is said of both.
    if (!Caller.of(context).forAll(Permission.READ_AUDIT)) {
      throw Query.missing();
    }
    String organisation = Caller.of(context).organisation();
    UUID id = fields.patientOf().get();
    return Optional.of(
        served
            .outbox()
            .find(OutboxView.of(organisation), id)
            .map(document -> document.patient().nhsNumber())
            .or(
                () ->
                    served
                        .worklist()
                        .find(organisation, id)
                        .map(entry -> entry.patient().nhsNumber()))
            .orElseThrow(Query::missing));
  }

  private AuditQuery query(
      Context context, AuditFields fields, Optional<String> patient, int limit) {
    // A moment later: what was written in this very millisecond is meant, too.
    Instant now = served.clock().instant().plusSeconds(1);
    AuditQuery query =
        AuditQuery.newest(Caller.of(context).organisation(), limit)
            .between(fields.start(), fields.end(now))
            .doing(fields.action().stream().toList());
    query = fields.person().map(query::by).orElse(query);
    query = patient.map(query::about).orElse(query);
    query = fields.caseId().map(query::ofCase).orElse(query);
    return fields.before().map(query::after).orElse(query);
  }

  /** What of it whoever asks may see. */
  private static AuditQuery seen(Context context, AuditQuery query) {
    Caller caller = Caller.of(context);
    if (caller.forAll(Permission.READ_AUDIT)) {
      return query;
    }
    String self = caller.actor().id();
    boolean own = query.actor().filter(self::equals).isPresent();
    if (own || !caller.forAll(Permission.READ_SETTINGS_AUDIT)) {
      return query.by(self);
    }
    List<Action> settings =
        (query.actions().isEmpty() ? SETTINGS.stream().sorted() : query.actions().stream())
            .filter(SETTINGS::contains)
            .toList();
    return settings.isEmpty() ? query.by(self) : query.doing(settings);
  }

  private static List<Action> offered(Caller caller) {
    return List.of(Action.values()).stream()
        .filter(
            action ->
                caller.forAll(Permission.READ_AUDIT)
                    || !caller.forAll(Permission.READ_SETTINGS_AUDIT)
                    || SETTINGS.contains(action))
        .toList();
  }

  /** Names of people and machines, by the id that entries have. */
  private Map<String, String> people(Context context) {
    Caller caller = Caller.of(context);
    Map<String, String> people = new LinkedHashMap<>();
    if (caller.forAll(Permission.READ_AUDIT) || caller.forAll(Permission.READ_SETTINGS_AUDIT)) {
      served.directory().people().members(caller.organisation()).stream()
          .map(member -> member.person())
          .forEach((Person person) -> people.put(Actors.id(person), person.name()));
      for (ApiKey key : served.directory().keys().list(caller.organisation())) {
        people.put(Caller.Machine.of(key).shown(), key.name());
      }
    } else {
      people.put(caller.actor().id(), caller.name());
    }
    return people;
  }

  private static UnaryOperator<AuditEntry> about(
      AuditFields fields, Optional<String> patient, int found) {
    return entry -> {
      AuditEntry counted = entry.with(Data.ofList(List.of(), found));
      AuditEntry asked = fields.words().isEmpty() ? counted : counted.asked(fields.words());
      return patient.map(number -> asked.about(Patient.nhs(number))).orElse(asked);
    };
  }

  private void export(Context context) throws IOException {
    Form form = Form.of(context);
    AuditFields fields = AuditFields.of(context);
    EntryFormat format = format(form.text("format").orElse(""));
    Optional<String> patient = patient(context, fields);
    // Up to now: the entry about it, and what comes while it is written, is for the next one.
    AuditQuery query = query(context, fields, patient, 1);
    Trail.of(context)
        .shown(
            entry -> {
              String words = (format.extension() + " " + fields.words()).strip();
              AuditEntry asked = entry.asked(words);
              return patient.map(number -> asked.about(Patient.nhs(number))).orElse(asked);
            });
    context.contentType(format.mediaType());
    context.header(
        "Content-Disposition",
        "attachment; filename=\"audit-%s.%s\""
            .formatted(
                Caller.of(context).organisation().toLowerCase(Locale.ROOT), format.extension()));
    audited.export().writeForPeople(query, format, context.outputStream());
  }

  private static EntryFormat format(String text) {
    return switch (text) {
      case "csv" -> EntryFormat.CSV;
      case "jsonl" -> EntryFormat.JSON_LINES;
      case "fhir" -> EntryFormat.FHIR;
      default ->
          throw ProblemException.parameter(
              "format", "must be csv, jsonl or fhir", "choose one of them");
    };
  }

  /** For everybody: it holds no personal data, and is worth more the more people keep it. */
  private void checkpoint(Context context) {
    Query.none(context);
    context
        .contentType("text/plain; charset=utf-8")
        .result(audited.checkpoint().newest().orElseThrow(Query::missing));
  }
}
