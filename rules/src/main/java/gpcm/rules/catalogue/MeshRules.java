package gpcm.rules.catalogue;

import gpcm.consultation.NameSpelling;
import gpcm.consultation.NhsNumber;
import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MeshMetadata;
import gpcm.rules.MeshMetadata.LookedUp;
import gpcm.rules.MeshMetadata.RoutedPatient;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import gpcm.rules.catalogue.BesideMessage.Ids;
import gpcm.rules.catalogue.BesideMessage.Name;
import gpcm.rules.catalogue.BesideMessage.Seen;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What travels beside the message on MESH: workflow, address, sender and local id ({@link
 * MeshSubjectRules} has the subject). Only the header and the payload can make a message invalid
 * (SD-030), so faults here are reported and kept, and never lead, with one exception: an address of
 * another patient than the document's.
 */
final class MeshRules {
  static final String WORKFLOW = "GPFED_CONSULT_REPORT";
  static final String RESPONSE_WORKFLOW = "GPFED_CONSULT_REPORT_ACK";
  private static final Name TO = new Name("Mex-To", "To_DTS");
  private static final String BUILD = "Build the address from the Patient of the document";
  private static final Pattern MAILBOX = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final List<DateTimeFormatter> DATES =
      List.of(strict("uuuuMMdd"), strict("ddMMuuuu"));
  private static final int FIRST_YEAR = 1300;

  private MeshRules() {}

  static void add(PartRules mesh, PartRules payload) {
    samePatient(payload);
    new BesideMessage(
            mesh,
            new Ids("CS-061 OC-160 GE-287", "CS-061 OC-160 GE-287"),
            new Name("Mex-WorkflowID", "WorkflowId"),
            beside -> Optional.of(beside.workflowId()))
        .must("workflow id " + WORKFLOW, "Send with workflow id " + WORKFLOW, WORKFLOW::equals);
    address(mesh);
    recipientType(mesh);
    new BesideMessage(
            mesh,
            new Ids("CS-066 OC-162 GE-289", "CS-063 OC-165 GE-293"),
            new Name("Mex-From", "From_DTS"),
            MeshMetadata::from)
        .must(
            "a mailbox id",
            "Send from the mailbox of the sending organisation",
            from -> MAILBOX.matcher(from).matches())
        .must(
            "the mailbox id of the sender, the same as MessageHeader.source.endpoint",
            "Send from the mailbox that MessageHeader.source.endpoint names",
            MeshRules::fromSource);
    MeshSubjectRules.add(mesh);
    new BesideMessage(
            mesh,
            new Ids("CS-080 OC-175 GE-292", "CS-079 OC-174 GE-296"),
            new Name("Mex-LocalID", "LocalId"),
            beside -> Optional.of(beside.localId()))
        .must(
            "present",
            "Set the local id to the ODS code of the sending organisation",
            local -> !local.isBlank())
        .must(
            "the ODS code of the sending organisation",
            "Set the local id to the ODS code of the sending organisation",
            MeshRules::localIdOfSender);
  }

  /** The one rule that a response has. */
  static void addResponse(PartRules mesh) {
    String ids = "CS-062 OC-161 GE-288";
    new BesideMessage(
            mesh,
            new Ids(ids, ids),
            new Name("Mex-WorkflowID", "WorkflowId"),
            beside -> Optional.of(beside.workflowId()))
        .must(
            "workflow id " + RESPONSE_WORKFLOW,
            "Send the response with workflow id " + RESPONSE_WORKFLOW,
            RESPONSE_WORKFLOW::equals);
  }

  private static void address(PartRules mesh) {
    BesideMessage to =
        new BesideMessage(mesh, new Ids("CS-060", "CS-060"), TO, MeshMetadata::sentTo);
    to.must(
        "an address of automatic routing, GPPROVIDER_{NHS number}_{date of birth}_{surname}",
        "Address the message to the patient's registered practice by the patient's key values",
        (context, beside, value) -> Seen.met(beside.routedPatient().isPresent()));
    to.under(new Ids("CS-067 OC-163 GE-290", "CS-064 OC-166 GE-294"))
        .must(
            "in an address of automatic routing, a valid NHS number as its first key value",
            BUILD,
            keyValue(patient -> NhsNumber.isValid(patient.nhsNumber())))
        .must(
            "in an address of automatic routing, the date of birth as its second key value,"
                + " yyyyMMdd or ddMMyyyy",
            BUILD,
            keyValue(patient -> isDate(patient.birthDate())))
        .must(
            "in an address of automatic routing, the surname as its third key value",
            BUILD,
            keyValue(patient -> !patient.surname().isBlank()));
    to.under(new Ids("OC-163 GE-290", "OC-166 GE-294"))
        .must(
            "a mailbox id, or an address of automatic routing",
            "Look the receiver's mailbox up, or address the registered practice by the patient's"
                + " key values",
            (context, beside, value) ->
                Seen.met(
                    beside.routedPatient().isPresent() || MAILBOX.matcher(value.strip()).matches()))
        .must(
            "where it is a mailbox id, that of the receiver as endpoint lookup gives it",
            "Send to the mailbox that endpoint lookup gives for the receiver and this workflow",
            MeshRules::ofReceiver);
  }

  // FI goes to the registered practice only, as the copy of what another provider acts on; whoever
  // else receives the message is its primary recipient.
  private static void recipientType(PartRules mesh) {
    // A recipient does not know how it was addressed, but knows what it is itself.
    new BesideMessage(
            mesh,
            new Ids("OC-141 GE-268", "OC-141 GE-268"),
            TO,
            beside -> beside.sentTo().or(() -> beside.lookedUp().map(LookedUp::mailbox)))
        .must(
            "for information (FI) only to the patient's registered practice: the primary recipient"
                + " gets RecipientType FA",
            "Set RecipientType to FA in the message for the organisation that is to act",
            (context, beside, value) -> {
              if (!forInformation(context) || beside.routedPatient().isPresent()) {
                return new Seen.Met();
              }
              return beside
                  .lookedUp()
                  .map(receiver -> Seen.met(receiver.registeredPractice()))
                  .orElse(
                      new Seen.Unknown(
                          "whether the mailbox is that of the registered practice is not known"));
            });
  }

  private static boolean forInformation(MessageContext context) {
    return context.header().stream()
        .flatMap(
            header ->
                ElementPath.of("extension(MessageHandling)/extension(RecipientType)/value")
                    .values(header)
                    .stream())
        .anyMatch(type -> type.codes().contains("FI"));
  }

  private static BesideMessage.Condition keyValue(Predicate<RoutedPatient> test) {
    return (context, beside, value) ->
        Seen.met(beside.routedPatient().filter(test.negate()).isEmpty());
  }

  private static Seen ofReceiver(MessageContext context, MeshMetadata beside, String value) {
    if (beside.routedPatient().isPresent() || value.isBlank()) {
      return new Seen.Met();
    }
    return beside
        .lookedUp()
        .map(receiver -> Seen.met(receiver.mailbox().equalsIgnoreCase(value.strip())))
        .orElse(new Seen.Unknown("which mailbox the receiver has is not known"));
  }

  private static boolean isDate(String text) {
    return text.matches("[0-9]{8}") && DATES.stream().anyMatch(order -> isDate(text, order));
  }

  private static boolean isDate(String text, DateTimeFormatter order) {
    try {
      return LocalDate.parse(text, order).getYear() >= FIRST_YEAR;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static DateTimeFormatter strict(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withResolverStyle(ResolverStyle.STRICT);
  }

  private static Seen fromSource(MessageContext context, MeshMetadata beside, String from) {
    List<String> source =
        context.header().stream()
            .flatMap(header -> ElementPath.of("source/endpoint").values(header).stream())
            .map(ElementValues::text)
            .toList();
    if (source.isEmpty()) {
      return new Seen.Unknown("the message names no source to compare with");
    }
    return Seen.met(from.isBlank() || source.stream().anyMatch(from::equalsIgnoreCase));
  }

  private static Seen localIdOfSender(MessageContext context, MeshMetadata beside, String local) {
    List<String> codes = senderCodes(context);
    if (codes.isEmpty()) {
      return new Seen.Unknown("the message names no ODS code of its sender to compare with");
    }
    return Seen.met(local.isBlank() || codes.contains(local));
  }

  static List<String> senderCodes(MessageContext context) {
    return context
        .headerSender()
        .map(sender -> MessageContext.identifiers(sender, NamingSystems.ODS_ORGANISATION))
        .orElse(List.of());
  }

  private static void samePatient(PartRules payload) {
    same(payload, "NHS number", "identifier", MeshRules::anotherNumber);
    same(payload, "date of birth", "birthDate", MeshRules::anotherBirth);
    same(payload, "surname", "name.family", MeshRules::anotherSurname);
  }

  private interface Differing {
    boolean is(Element patient, RoutedPatient address);
  }

  private static void same(PartRules payload, String what, String element, Differing differing) {
    payload
        .must("CS-042 OC-020 GE-020", "")
        .conditions("the patient's " + what)
        .by(
            "in an address of automatic routing, the " + what + " of the document's Patient",
            BUILD,
            (context, message, report) -> same(context, element, what, differing, report));
  }

  private static void same(
      MessageContext context,
      String element,
      String what,
      Differing differing,
      RuleCheck.Report report) {
    if (context.mesh().flatMap(MeshMetadata::sentTo).isEmpty()) {
      report.unknown(
          "to which patient the message was addressed is not known: MESH replaces the address with"
              + " the mailbox that it found");
      return;
    }
    Optional<RoutedPatient> address = context.mesh().flatMap(MeshMetadata::routedPatient);
    Optional<Element> patient = context.patient();
    if (address.isPresent() && patient.isPresent() && differing.is(patient.get(), address.get())) {
      report.broken(patient.get().pathOf(element), "another " + what + " than the address");
    }
  }

  private static boolean anotherNumber(Element patient, RoutedPatient address) {
    List<String> numbers = MessageContext.identifiers(patient, NamingSystems.NHS_NUMBER);
    return !numbers.isEmpty() && !numbers.contains(address.nhsNumber());
  }

  private static boolean anotherBirth(Element patient, RoutedPatient address) {
    List<String> births = patient.children("birthDate").stream().map(ElementValues::text).toList();
    return !births.isEmpty()
        && births.stream().noneMatch(birth -> sameDate(birth, address.birthDate()));
  }

  private static boolean anotherSurname(Element patient, RoutedPatient address) {
    List<String> surnames = surnames(patient);
    return !surnames.isEmpty()
        && surnames.stream().noneMatch(name -> NameSpelling.same(name, address.surname()));
  }

  /** Of the official name; of whatever names there are where none of them is official. */
  private static List<String> surnames(Element patient) {
    List<Element> names = patient.children("name");
    List<Element> official = names.stream().filter(MeshRules::isOfficial).toList();
    return (official.isEmpty() ? names : official)
        .stream()
            .flatMap(name -> name.children("family").stream())
            .map(ElementValues::text)
            .toList();
  }

  private static boolean isOfficial(Element name) {
    return name.children("use").stream()
        .anyMatch(use -> ElementValues.text(use).equals("official"));
  }

  /** The address may write the date of birth either way round. */
  private static boolean sameDate(String birth, String address) {
    String[] parts = birth.split("-", 3);
    return parts.length == 3
        && (address.equals(parts[0] + parts[1] + parts[2])
            || address.equals(parts[2] + parts[1] + parts[0]));
  }
}
