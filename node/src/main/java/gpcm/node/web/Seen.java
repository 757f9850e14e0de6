package gpcm.node.web;

import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Patient;
import gpcm.consultation.Document;
import gpcm.node.coded.CodedDecision;
import gpcm.node.coded.CodedItem;
import gpcm.node.content.StoredContent;
import gpcm.node.journal.Alert;
import gpcm.node.journal.AlertGroup;
import gpcm.node.journal.AlertOutcome;
import gpcm.node.journal.AlertSubject;
import gpcm.node.receiving.WorklistEntry;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.traffic.MessageGroup;
import gpcm.node.traffic.TrafficMessage;
import gpcm.node.working.WorkRow;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What an audit entry says of what somebody is shown. */
final class Seen {
  private Seen() {}

  /**
   * A document that is sent.
   *
   * @param named whether its patient is named to whoever sees it
   */
  static UnaryOperator<AuditEntry> document(OutboxDocument document, boolean named) {
    return entry -> about(entry.with(data(document)), named, List.of(patient(document)));
  }

  /** The whole message that a document went in, or is to go in. */
  static UnaryOperator<AuditEntry> message(OutboxDocument document, StoredContent content) {
    return entry ->
        entry.with(data(document).ofContent(content.hash().hex())).about(patient(document));
  }

  /** The whole message that an entry came in. */
  static UnaryOperator<AuditEntry> message(WorklistEntry shown, StoredContent content) {
    return entry -> entry.with(data(shown).ofContent(content.hash().hex())).about(patient(shown));
  }

  /** Messages of a list, without anything of a patient. */
  static UnaryOperator<AuditEntry> messages(Context context, List<TrafficMessage> messages) {
    Data data =
        Data.ofList(messages.stream().map(TrafficMessage::id).toList(), messages.size())
            .restricted(messages.stream().anyMatch(TrafficMessage::confidential));
    return asked(context).andThen(entry -> entry.with(data))::apply;
  }

  /** How a message travelled. */
  static UnaryOperator<AuditEntry> message(MessageGroup group) {
    Data data = Data.ofCase(group.message().id());
    return entry -> entry.with(data.restricted(group.message().confidential()));
  }

  /** A file of it. */
  static UnaryOperator<AuditEntry> file(
      OutboxDocument document, int ordinal, StoredContent content) {
    return entry -> entry.with(of(data(document), ordinal, content)).about(patient(document));
  }

  /** A document that is handed in. */
  static UnaryOperator<AuditEntry> submission(UUID id, Document document) {
    Data data = Data.ofCase(id);
    Patient patient =
        Patient.stated(
            document.patient().nhsNumber().value(), document.patient().name().inReadingOrder());
    return entry -> entry.with(data.restricted(document.confidential())).about(patient);
  }

  /** What somebody tried out, of which nothing is kept. */
  static UnaryOperator<AuditEntry> tried(Document document) {
    Patient patient =
        Patient.stated(
            document.patient().nhsNumber().value(), document.patient().name().inReadingOrder());
    return entry -> entry.with(Data.NONE.restricted(document.confidential())).about(patient);
  }

  private static Data data(OutboxDocument document) {
    Data data = Data.ofCase(document.id());
    if (document.identifiers().messageId().isPresent()) {
      data = data.inMessage(document.identifiers().messageId().get());
    }
    if (document.identifiers().documentId().isPresent()) {
      data =
          data.ofDocument(
              document.identifiers().documentId().get(),
              Integer.toString(document.encounter().version()));
    }
    return data.restricted(document.confidential());
  }

  private static Patient patient(OutboxDocument document) {
    return Patient.stated(document.patient().nhsNumber(), document.patient().name());
  }

  /** An entry of the worklist. */
  static UnaryOperator<AuditEntry> entry(WorklistEntry shown) {
    return entry -> entry.with(data(shown)).about(patient(shown));
  }

  /** A file of it. */
  static UnaryOperator<AuditEntry> file(WorklistEntry shown, int ordinal, StoredContent content) {
    return entry -> entry.with(of(data(shown), ordinal, content)).about(patient(shown));
  }

  /** A coded entry of it on which somebody decided. What it says stands in neither part. */
  static UnaryOperator<AuditEntry> decided(WorklistEntry shown, CodedItem item) {
    return entry -> {
      AuditEntry changed =
          entry
              .with(data(shown))
              .about(patient(shown))
              .changing("coded entry " + item.ordinal() + " to-review", item.state().text());
      return item.decision().flatMap(CodedDecision::reason).map(changed::because).orElse(changed);
    };
  }

  // What the sender calls them may say anything, a patient's number too: they are told by our id.
  private static Data data(WorklistEntry shown) {
    Data data = Data.ofCase(shown.id());
    return data.restricted(shown.heading().confidential());
  }

  private static Patient patient(WorklistEntry shown) {
    return Patient.stated(shown.patient().nhsNumber(), shown.patient().name());
  }

  /** A file on a page, or taken out. */
  static UnaryOperator<AuditEntry> file(UUID caseId, ViewedFile file) {
    Data data = of(Data.ofCase(caseId), file.ordinal(), file.content());
    Patient patient =
        Patient.stated(file.patient().nhsNumber().replace(" ", ""), file.patient().name());
    return entry -> entry.with(data.restricted(file.confidential())).about(patient);
  }

  private static Data of(Data data, int ordinal, StoredContent content) {
    return data.ofAttachment(ordinal + 1, content.hash().hex());
  }

  /**
   * Rows of lists, by one query of whoever asks.
   *
   * @param named the documents whose patients are named to them
   */
  static UnaryOperator<AuditEntry> lists(
      Context context,
      List<OutboxDocument> documents,
      Set<UUID> named,
      List<WorklistEntry> entries) {
    List<UUID> cases =
        Stream.concat(
                documents.stream().map(OutboxDocument::id), entries.stream().map(WorklistEntry::id))
            .toList();
    List<Patient> patients =
        Stream.concat(
                documents.stream().filter(each -> named.contains(each.id())).map(Seen::patient),
                entries.stream().map(Seen::patient))
            .distinct()
            .toList();
    boolean confidential =
        documents.stream().anyMatch(OutboxDocument::confidential)
            || entries.stream().anyMatch(each -> each.heading().confidential());
    Data data = Data.ofList(cases, cases.size());
    return asked(context)
            .andThen(entry -> about(entry.with(data.restricted(confidential)), true, patients))
        ::apply;
  }

  /** Sent documents that were searched for. */
  static UnaryOperator<AuditEntry> found(List<OutboxDocument> documents, Set<UUID> named) {
    Data data =
        Data.ofList(documents.stream().map(OutboxDocument::id).toList(), documents.size())
            .restricted(documents.stream().anyMatch(OutboxDocument::confidential));
    List<Patient> patients =
        documents.stream()
            .filter(each -> named.contains(each.id()))
            .map(Seen::patient)
            .distinct()
            .toList();
    return entry -> entry.with(data).about(patients);
  }

  /** A document of a list that something is done with. */
  static UnaryOperator<AuditEntry> row(WorkRow row) {
    Data data = Data.ofCase(row.id());
    return entry -> entry.with(data.restricted(row.marks().confidential())).about(patient(row));
  }

  private static Patient patient(WorkRow row) {
    return Patient.stated(row.patient().nhsNumber(), row.patient().name());
  }

  /** Rows of the lists of received documents. */
  static UnaryOperator<AuditEntry> rows(List<WorkRow> rows) {
    Data list = Data.ofList(rows.stream().map(WorkRow::id).toList(), rows.size());
    boolean confidential = rows.stream().anyMatch(row -> row.marks().confidential());
    List<Patient> patients = rows.stream().map(Seen::patient).distinct().toList();
    return entry -> entry.with(list.restricted(confidential)).about(patients);
  }

  /** Alerts, with what they are about and whose that is; without those of which it is withheld. */
  static UnaryOperator<AuditEntry> alerts(Context context, List<Alert> alerts) {
    return alerts(context, alerts, alerts.size());
  }

  /** Problems of the list: of several alerts of one cause it names nobody. */
  static UnaryOperator<AuditEntry> problems(Context context, List<AlertGroup> groups) {
    return alerts(
        context,
        groups.stream().filter(group -> group.alerts() == 1).map(AlertGroup::first).toList(),
        groups.size());
  }

  private static UnaryOperator<AuditEntry> alerts(Context context, List<Alert> alerts, int count) {
    List<AlertSubject> told =
        alerts.stream().filter(alert -> !alert.withheld()).map(Alert::about).toList();
    Data list =
        Data.ofList(
            told.stream().flatMap(about -> about.caseId().stream()).distinct().toList(), count);
    Data data = list.restricted(told.stream().anyMatch(AlertSubject::confidential));
    return asked(context).andThen(entry -> entry.with(data).about(patients(told)))::apply;
  }

  /** An alert that is closed. */
  static UnaryOperator<AuditEntry> closed(Alert alert, AlertOutcome outcome) {
    return acted(alert, "closed: " + outcome.text());
  }

  /**
   * An alert that something is done with: the document also when it is withheld, the patient only
   * when not.
   */
  static UnaryOperator<AuditEntry> acted(Alert alert, String afterwards) {
    return entry -> {
      AuditEntry changed = entry.changing("alert " + alert.id() + " open", afterwards);
      return alert
          .about()
          .caseId()
          .map(Data::ofCase)
          .map(data -> data.restricted(alert.about().confidential()))
          .map(changed::with)
          .orElse(changed)
          .about(patients(List.of(alert.about())));
    };
  }

  private static List<Patient> patients(List<AlertSubject> told) {
    return told.stream()
        .flatMap(about -> about.patient().stream())
        .map(patient -> Patient.stated(patient.nhsNumber(), patient.name()))
        .distinct()
        .toList();
  }

  /** So many of something that is about no patient. */
  static UnaryOperator<AuditEntry> count(Context context, int found) {
    return asked(context).andThen(entry -> entry.with(Data.ofList(List.of(), found)))::apply;
  }

  /** So many of something that is about no patient, without what the address asks for. */
  static UnaryOperator<AuditEntry> count(int found) {
    return entry -> entry.with(Data.ofList(List.of(), found));
  }

  /** What the request's address asks for. */
  static UnaryOperator<AuditEntry> asked(Context context) {
    String query = context.req().getQueryString();
    return entry -> query == null || query.isBlank() ? entry : entry.asked(query);
  }

  private static AuditEntry about(AuditEntry entry, boolean named, List<Patient> patients) {
    return named ? entry.about(patients) : entry;
  }
}
