package gpcm.rules.catalogue;

import gpcm.consultation.NameSpelling;
import gpcm.consultation.NhsNumber;
import gpcm.message.SourceFinding;
import gpcm.rules.Element;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Narrative;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/**
 * The line in Composition.text that says in words what the document is, and that people go by: its
 * format, and that it speaks of the same patient and organisation as the resources do.
 *
 * @param open the format, with groups {@code name} and {@code number}, and {@code practice} and
 *     {@code ods} where the line names the organisation
 * @param closed the format of a restricted document
 */
record SummaryLine(Pattern open, Pattern closed) {
  private static final String FORMAT = "format";
  private static final String NAME = "patient's name";
  private static final String NUMBER = "patient's NHS number";
  private static final String ODS = "organisation's ODS code";
  private static final String PRACTICE = "organisation's name";
  private static final String RESTRICTED = "no organisation where restricted";

  private static final String PERSON = " for (?<name>.+)(?<! ), NHS Number (?<number>[0-9]{10})";
  private static final String VERSION = ", Version [1-9][0-9]*";
  private static final String BEFORE_PRACTICE = ", seen at ";
  private static final String BEFORE_ODS = ", ODS Code ";
  private static final String SEEN_AT =
      BEFORE_PRACTICE + "(?<practice>.+)" + BEFORE_ODS + "(?<ods>[A-Z0-9]{3,12})";
  private static final Pattern SPACE_BEFORE_COMMA = Pattern.compile(" +,");
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final String UNFILLED_NUMBER = "0000000000";
  private static final String UNFILLED_ODS = "XXXXX";

  static void add(PartRules composition) {
    SummaryLine summary =
        new SummaryLine(
            Pattern.compile("Consultation report" + PERSON + SEEN_AT + VERSION),
            Pattern.compile("Consultation report" + PERSON + VERSION));
    String format =
        "Consultation report for {Patient Name}, NHS Number {NHS Number}, seen at {Practice Name},"
            + " ODS Code {ODS Code}, Version {n}, of the document's patient and organisation; a"
            + " restricted one without practice and ODS code";
    composition
        .must("CS-023", "text")
        .conditions(RuleLine.PRESENT, FORMAT, NAME, NUMBER, ODS, RESTRICTED)
        .by(format, "Write the summary line of Composition.text in this format", summary::check);
    composition
        .should("CS-023", "text")
        .conditions(PRACTICE)
        .by(
            "the name of the organisation as the Organization resource has it",
            "Name the organisation in Composition.text as in its resource",
            summary::practice);
    Pattern online = Pattern.compile("Online consultation report" + PERSON + VERSION);
    Pattern any = Pattern.compile(".+ report" + PERSON + VERSION);
    ofOther(
        composition,
        "OC-007",
        "Online consultation report for {Patient Name}, NHS Number {NHS Number}, Version {n}",
        new SummaryLine(online, online));
    ofOther(
        composition,
        "GE-007",
        "{name of report} report for {Patient Name}, NHS Number {NHS Number}, Version {n}",
        new SummaryLine(any, any));
  }

  private static void ofOther(PartRules composition, String id, String format, SummaryLine line) {
    composition
        .must(id, "text")
        .conditions(RuleLine.PRESENT, FORMAT, NAME, NUMBER)
        .by(
            format + ", of the document's patient",
            "Write the summary line of Composition.text in this format",
            line::check);
  }

  private void check(MessageContext context, Element composition, RuleCheck.Report report) {
    String text = narrative(composition);
    String path = composition.pathOf("text");
    if (text.isEmpty()) {
      report.of(RuleLine.PRESENT).broken(path, RuleLine.NOTHING);
      return;
    }
    boolean restricted = restricted(composition) && closed != open;
    if (restricted && namesOrganisation(context, text)) {
      report
          .of(RESTRICTED)
          .broken(path, "a restricted consultation that names where the patient was seen");
      return;
    }
    Matcher line = (restricted ? closed : open).matcher(text);
    if (!line.matches()) {
      line = open.matcher(filled(text));
      if (!line.matches()) {
        report.of(FORMAT).broken(path, text);
        return;
      }
      report.of(FORMAT).tolerable(SourceFinding.Kind.SUMMARY_LINE, path, text);
    }
    samePatient(context, line, path, report);
    if (open != closed && !restricted) {
      sameOrganisation(context, line.group("ods"), path, report);
    }
  }

  private static void samePatient(
      MessageContext context, Matcher line, String path, RuleCheck.Report report) {
    Optional<Element> patient = context.patient();
    if (patient.isEmpty()) {
      return; // the rule that asks for a Patient says so
    }
    // One that is no NHS number is a fault of the Patient's, and cannot be told from a typing
    // error.
    List<String> numbers =
        MessageContext.identifiers(patient.get(), NamingSystems.NHS_NUMBER).stream()
            .filter(NhsNumber::isValid)
            .toList();
    String number = line.group("number");
    if (!numbers.isEmpty() && !numbers.contains(number) && !number.equals(UNFILLED_NUMBER)) {
      report.of(NUMBER).broken(path, number + ", which is not the Patient's NHS number");
    }
    String name = line.group("name");
    if (!name.equals("{Patient Name}") && !PersonNames.speakOf(patient.get(), name)) {
      report.of(NAME).broken(path, name + ", which is not the Patient's name");
    }
  }

  private static void sameOrganisation(
      MessageContext context, String ods, String path, RuleCheck.Report report) {
    List<String> codes = organisation(context).map(ElementValues::odsCodes).orElse(List.of());
    if (!codes.isEmpty() && !codes.contains(ods) && !ods.equals(UNFILLED_ODS)) {
      report.of(ODS).broken(path, ods + ", which is not the Organization's ODS code");
    }
  }

  private void practice(MessageContext context, Element composition, RuleCheck.Report report) {
    List<String> names =
        organisation(context).stream()
            .flatMap(one -> one.children("name").stream())
            .map(ElementValues::text)
            .toList();
    String text = narrative(composition);
    if (names.isEmpty() || restricted(composition) || names.stream().anyMatch(seenAt(text))) {
      return;
    }
    Matcher line = open.matcher(text);
    if (!line.matches()) {
      return;
    }
    String practice = line.group("practice");
    if (names.stream().noneMatch(name -> NameSpelling.same(name, practice))) {
      report.broken(composition.pathOf("text"), practice);
    }
  }

  /** The usual case, without a look at the format: the line has the name as the resource has it. */
  private static Predicate<String> seenAt(String line) {
    int from = line.indexOf(BEFORE_PRACTICE);
    int to = line.indexOf(BEFORE_ODS);
    boolean once =
        from >= 0
            && from == line.lastIndexOf(BEFORE_PRACTICE)
            && to == line.lastIndexOf(BEFORE_ODS)
            && to > from + BEFORE_PRACTICE.length();
    String practice = once ? line.substring(from + BEFORE_PRACTICE.length(), to) : "";
    return name -> once && practice.equals(name);
  }

  /** Its name or code anywhere in the line, whatever the format. */
  private static boolean namesOrganisation(MessageContext context, String text) {
    if (text.contains("seen at")) {
      return true;
    }
    return organisation(context).stream()
        .flatMap(
            one ->
                Stream.concat(
                    one.children("name").stream().map(ElementValues::text),
                    ElementValues.odsCodes(one).stream()))
        .anyMatch(said -> PersonNames.says(text, said));
  }

  private static Optional<Element> organisation(MessageContext context) {
    return context.composition().stream()
        .flatMap(composition -> composition.children("custodian").stream())
        .flatMap(custodian -> context.target(custodian).stream())
        .filter(target -> target.type().equals("Organization"))
        .findFirst();
  }

  private static boolean restricted(Element composition) {
    for (Element value : composition.children("confidentiality")) {
      if (ElementValues.text(value).equals("R")) {
        return true;
      }
    }
    return false;
  }

  /**
   * The line without stray spaces and footnote stars, and with placeholders of the format filled
   * in: how the published examples deviate, in words which people read and no system acts on.
   */
  static String filled(String text) {
    return SPACE_BEFORE_COMMA
        .matcher(text.replace("*", ""))
        .replaceAll(",")
        .replace("{NHS Number}", UNFILLED_NUMBER)
        .replace("{ODS Code}", UNFILLED_ODS)
        .replace("{Version Number}", "1");
  }

  static String narrative(Element composition) {
    StringBuilder text = new StringBuilder();
    for (Element node : composition.children("text")) {
      if (node.value() instanceof Narrative narrative && narrative.hasDiv()) {
        append(narrative.getDiv(), text);
      }
    }
    return tidy(text) ? text.toString() : SPACES.matcher(text).replaceAll(" ").strip();
  }

  /** Whether its words are told apart by single spaces already. */
  private static boolean tidy(CharSequence text) {
    boolean before = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean space = c == ' ';
      if (c < ' ' || c > '~' || (space && before)) {
        return false;
      }
      before = space;
    }
    return !before;
  }

  private static void append(XhtmlNode node, StringBuilder text) {
    if (node.getContent() != null && node.getNodeType() == NodeType.Text) {
      text.append(node.getContent());
    }
    for (XhtmlNode child : node.getChildNodes()) {
      append(child, text);
    }
  }
}
