package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MeshMetadata;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * What travels beside the message on MESH. Only the header and the payload can make a message
 * invalid (SD-030), so faults here are reported and kept, and never lead, with one exception: an
 * address of another patient than the document's.
 */
final class MeshRules {
  static final String WORKFLOW = "GPFED_CONSULT_REPORT";
  static final String RESPONSE_WORKFLOW = "GPFED_CONSULT_REPORT_ACK";
  private static final String N = "NHS Number [0-9]{10}";

  private MeshRules() {}

  static void add(PartRules document, PartRules message) {
    document
        .must("CS-042 OC-020 GE-020", "entry/resource")
        .by(
            "in an address of automatic routing, the NHS number, date of birth and surname of the"
                + " document's Patient",
            "Build the address from the Patient of the document",
            MeshRules::samePatient);
    beside(
        message,
        "CS-061 OC-160 GE-287",
        "workflow id " + WORKFLOW,
        "Send with workflow id " + WORKFLOW,
        (context, mesh) -> mesh.workflowId().equals(WORKFLOW),
        MeshMetadata::workflowId);
    beside(
        message,
        "CS-060 CS-064 CS-067",
        "an address of automatic routing: GPPROVIDER_{NHS number}_{date of birth}_{surname}",
        "Address the message to the patient's registered practice by the patient's key values",
        (context, mesh) -> mesh.routedPatient().filter(MeshRules::complete).isPresent(),
        MeshMetadata::to);
    beside(
        message,
        "OC-163 OC-166 GE-290 GE-294",
        "the mailbox id of the receiver, or an address of automatic routing",
        "Look the receiver's mailbox up, or address the registered practice by the patient's key"
            + " values",
        (context, mesh) ->
            mesh.to().startsWith("GPPROVIDER_")
                ? mesh.routedPatient().filter(MeshRules::complete).isPresent()
                : !mesh.to().isBlank(),
        MeshMetadata::to);
    beside(
        message,
        "CS-063 CS-066 OC-162 OC-165 GE-289 GE-293",
        "the mailbox id of the sender, the same as MessageHeader.source.endpoint",
        "Send from the mailbox that MessageHeader.source.endpoint names",
        MeshRules::fromSource,
        MeshMetadata::from);
    subject(
        message,
        "CS-006 CS-065 CS-068",
        "Consultation report for {Patient Name}, NHS Number {NHS Number}, seen at {Practice Name},"
            + " ODS Code {ODS Code}, Version {n}; of a restricted one without practice and ODS"
            + " code",
        "Consultation report for .+, "
            + N
            + ", seen at .+, ODS Code [A-Z0-9]{3,12}, Version [1-9][0-9]*",
        "Consultation report for .+, " + N + ", Version [1-9][0-9]*");
    subject(
        message,
        "OC-164 OC-167",
        "Online consultation report for {Patient Name}, NHS Number {NHS Number}, ODS Code {ODS"
            + " Code}",
        "Online consultation report for .+, " + N + ", ODS Code [A-Z0-9]{3,12}",
        "Online consultation report for .+, " + N + "(, ODS Code [A-Z0-9]{3,12})?");
    subject(
        message,
        "GE-291 GE-295",
        "{name of report} report for {Patient Name}, NHS Number {NHS Number}, ODS Code {ODS Code}",
        ".+ report for .+, " + N + ", ODS Code [A-Z0-9]{3,12}",
        ".+ report for .+, " + N + "(, ODS Code [A-Z0-9]{3,12})?");
    beside(
        message,
        "CS-079 CS-080 OC-174 OC-175 GE-292 GE-296",
        "the ODS code of the sending organisation as local id",
        "Set the local id to the ODS code of the sending organisation",
        MeshRules::localIdOfSender,
        MeshMetadata::localId);
  }

  private interface Field {
    String of(MeshMetadata mesh);
  }

  private static void beside(
      PartRules message,
      String ids,
      String expected,
      String fix,
      BiPredicate<MessageContext, MeshMetadata> test,
      Field field) {
    message
        .must(ids, "")
        .by(
            expected,
            fix,
            (context, bundle, report) ->
                context
                    .mesh()
                    .filter(mesh -> !test.test(context, mesh))
                    .ifPresent(
                        mesh ->
                            report.outside(
                                "MESH",
                                field.of(mesh).isBlank() ? RuleLine.NOTHING : field.of(mesh))));
  }

  private static void subject(
      PartRules message, String ids, String expected, String format, String restrictedFormat) {
    Pattern open = Pattern.compile(format);
    Pattern restricted = Pattern.compile(restrictedFormat);
    beside(
        message,
        ids,
        expected,
        "Write the subject in this format",
        (context, mesh) ->
            (restricted(context) ? restricted : open).matcher(mesh.subject()).matches(),
        MeshMetadata::subject);
  }

  private static boolean restricted(MessageContext context) {
    return context.composition().stream()
        .flatMap(composition -> composition.children("confidentiality").stream())
        .anyMatch(value -> ElementValues.text(value).equals("R"));
  }

  private static boolean complete(MeshMetadata.RoutedPatient address) {
    return address.nhsNumber().matches("[0-9]{10}")
        && address.birthDate().matches("[0-9]{8}")
        && !address.surname().isBlank();
  }

  private static boolean fromSource(MessageContext context, MeshMetadata mesh) {
    List<String> source =
        context.header().stream()
            .flatMap(header -> ElementPath.of("source/endpoint").values(header).stream())
            .map(ElementValues::text)
            .toList();
    return !mesh.from().isBlank() && (source.isEmpty() || source.contains(mesh.from()));
  }

  private static boolean localIdOfSender(MessageContext context, MeshMetadata mesh) {
    List<String> codes =
        context
            .headerSender()
            .map(sender -> MessageContext.identifiers(sender, NamingSystems.ODS_ORGANISATION))
            .orElse(List.of());
    return codes.isEmpty() ? !mesh.localId().isBlank() : codes.contains(mesh.localId());
  }

  /**
   * The address may write the date of birth either way round; letter case and accents of the
   * surname do not matter.
   */
  private static void samePatient(
      MessageContext context, Element document, RuleCheck.Report report) {
    Optional<MeshMetadata.RoutedPatient> address =
        context.mesh().flatMap(MeshMetadata::routedPatient);
    Optional<Element> patient = context.patient();
    if (address.isEmpty() || patient.isEmpty()) {
      return;
    }
    List<String> numbers = MessageContext.identifiers(patient.get(), NamingSystems.NHS_NUMBER);
    if (!numbers.isEmpty() && !numbers.contains(address.get().nhsNumber())) {
      report.broken(patient.get().pathOf("identifier"), "another NHS number than the address");
    }
    List<String> births =
        patient.get().children("birthDate").stream().map(ElementValues::text).toList();
    if (!births.isEmpty()
        && births.stream().noneMatch(birth -> sameDate(birth, address.get().birthDate()))) {
      report.broken(patient.get().pathOf("birthDate"), "another date of birth than the address");
    }
    List<String> surnames =
        ElementPath.of("name/family").values(patient.get()).stream()
            .map(ElementValues::text)
            .toList();
    if (!surnames.isEmpty()
        && surnames.stream()
            .noneMatch(
                name ->
                    PersonNames.plain(name).equals(PersonNames.plain(address.get().surname())))) {
      report.broken(patient.get().pathOf("name.family"), "another surname than the address");
    }
  }

  private static boolean sameDate(String birth, String address) {
    String[] parts = birth.split("-", 3);
    return parts.length == 3
        && (address.equals(parts[0] + parts[1] + parts[2])
            || address.equals(parts[2] + parts[1] + parts[0]));
  }
}
