package gpcm.rules.catalogue;

import gpcm.consultation.NameSpelling;
import gpcm.consultation.NhsNumber;
import gpcm.message.SourceFinding;
import gpcm.rules.Element;
import gpcm.rules.MessageContext;
import gpcm.rules.RuleCheck;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Narrative;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/**
 * The line in Composition.text that says in words what the document is, and that people go by: its
 * format, and that it speaks of the same patient and organisation as the resources do, and of
 * nobody else.
 *
 * @param open the format of most documents
 * @param closed the format of a restricted document
 */
record SummaryLine(Form open, Form closed) {
  private static final String FORMAT = "format";
  private static final String NAME = "patient's name";
  private static final String NUMBER = "patient's NHS number";
  private static final String ODS = "organisation's ODS code";
  private static final String PRACTICE = "organisation's name";
  private static final String RESTRICTED = "no organisation where restricted";

  private static final String REPORT = "name of the report";

  private static final Set<String> PLACEHOLDERS =
      Set.of("{Patient Name}", "{NHS Number}", "{Practice Name}", "{ODS Code}", "{name of report}");
  private static final int LONGEST = 4_000;
  private static final String BEFORE_PRACTICE = ", seen at ";
  private static final String BEFORE_ODS = ", ODS Code ";
  private static final String BEFORE_VERSION = ", Version ";
  private static final Pattern SPACE_BEFORE_COMMA = Pattern.compile(" +,");
  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
  private static final Pattern NUMBERS =
      Pattern.compile("(?<![0-9])[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}(?![0-9])");

  /**
   * One format, with groups {@code name} and {@code number}, {@code report} where the line may name
   * any, and {@code practice} and {@code ods} where it names the organisation.
   *
   * @param exact the format
   * @param near how the published examples deviate, and people who type it: letter case, a spaced
   *     NHS number, placeholders left where the values belong
   */
  private record Form(Pattern exact, Pattern near) {
    static Form of(String report, boolean organisation) {
      return new Form(
          Pattern.compile(
              report + words("[0-9]{10}", organisation ? "[A-Za-z0-9]{3,12}" : "", "[1-9][0-9]*")),
          Pattern.compile(
              report
                  + words(
                      "[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}|\\{NHS Number\\}",
                      organisation ? "[A-Za-z0-9]{3,12}|\\{ODS Code\\}" : "",
                      "[1-9][0-9]*|\\{Version Number\\}"),
              Pattern.CASE_INSENSITIVE));
    }

    private static String words(String number, String ods, String version) {
      return " for (?<name>.+)(?<! ), NHS Number (?<number>"
          + number
          + ")"
          + (ods.isEmpty() ? "" : ", seen at (?<practice>.+), ODS Code (?<ods>" + ods + ")")
          + ", Version (?:"
          + version
          + ")";
    }

    /**
     * Whether the organisation's name or code stands anywhere in the line, whatever the format.
     * Where the line has the patient's name, what the patient is called too is no organisation.
     */
    private boolean namesOrganisation(MessageContext context, String text) {
      if (text.contains("seen at")) {
        return true;
      }
      String line = tidied(text);
      Optional<Matcher> read = matching(near, line);
      String name = read.map(parts -> parts.group("name")).orElse("");
      String beside =
          read.map(
                  parts ->
                      line.substring(0, parts.start("name")) + line.substring(parts.end("name")))
              .orElse(line);
      return organisation(context).stream()
          .flatMap(
              one ->
                  Stream.concat(
                      one.children("name").stream().map(ElementValues::text),
                      ElementValues.odsCodes(one).stream()))
          .anyMatch(
              said ->
                  PersonNames.says(beside, said)
                      || (PersonNames.says(name, said)
                          && context.patient().stream()
                              .noneMatch(patient -> PersonNames.isPart(patient, said))));
    }
  }

  static void add(PartRules composition) {
    SummaryLine summary =
        new SummaryLine(
            Form.of("Consultation report", true), Form.of("Consultation report", false));
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
    Form online = Form.of("Online consultation report", false);
    Form any = Form.of("(?<report>.+) report", false);
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
    composition
        .should("GE-007", "text")
        .conditions(REPORT)
        .by(
            "the name of the report as Composition.title has it",
            "Name the report in Composition.text as in Composition.title",
            (context, one, report) -> reportName(any, one, report));
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
    boolean restricted = restricted(composition) && !closed.equals(open);
    if (restricted && closed.namesOrganisation(context, text)) {
      report
          .of(RESTRICTED)
          .broken(path, "a restricted consultation that names where the patient was seen");
      return;
    }
    Form form = restricted ? closed : open;
    Optional<Matcher> line = matching(form.exact, text);
    boolean exact = line.isPresent();
    if (!exact) {
      line = matching(form.near, tidied(text));
    }
    if (line.isEmpty()) {
      report.of(FORMAT).broken(path, text);
      return;
    }
    if (!exact
        || line.get().namedGroups().keySet().stream()
            .map(line.get()::group)
            .anyMatch(SummaryLine::isPlaceholder)) {
      report.of(FORMAT).tolerable(SourceFinding.Kind.SUMMARY_LINE, path, text);
    }
    samePatient(context, line.get(), text, path, report);
    if (!closed.equals(open) && !restricted) {
      sameOrganisation(context, line.get().group("ods"), path, report);
    }
  }

  private static Optional<Matcher> matching(Pattern format, String text) {
    // What is longer is no line, and would be searched for its commas again and again.
    return Optional.of(format.matcher(text))
        .filter(line -> text.length() <= LONGEST && line.matches());
  }

  private static void samePatient(
      MessageContext context, Matcher line, String text, String path, RuleCheck.Report report) {
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
    Optional<String> other =
        isPlaceholder(number) || numbers.contains(digits(number))
            ? anotherNumber(text, numbers)
            : Optional.of(number);
    if (!numbers.isEmpty() && other.isPresent()) {
      report.of(NUMBER).broken(path, other.get() + ", which is not the Patient's NHS number");
    }
    String name = line.group("name");
    if (!isPlaceholder(name) && !PersonNames.speakOf(patient.get(), name)) {
      report.of(NAME).broken(path, name + ", which is not the Patient's name");
    }
  }

  /** Anywhere in the line, as in brackets after the name or in place of the practice. */
  private static Optional<String> anotherNumber(String text, List<String> numbers) {
    return NUMBERS
        .matcher(text)
        .results()
        .map(found -> digits(found.group()))
        .filter(number -> NhsNumber.isValid(number) && !numbers.contains(number))
        .findFirst();
  }

  private static String digits(String number) {
    return number.replace(" ", "").replace("-", "");
  }

  private static boolean isPlaceholder(String value) {
    return PLACEHOLDERS.contains(value);
  }

  private static void sameOrganisation(
      MessageContext context, String ods, String path, RuleCheck.Report report) {
    List<String> codes = organisation(context).map(ElementValues::odsCodes).orElse(List.of());
    if (!codes.isEmpty()
        && !isPlaceholder(ods)
        && codes.stream().noneMatch(code -> code.equalsIgnoreCase(ods))) {
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
    matching(open.near, tidied(text))
        .map(line -> line.group("practice"))
        .filter(practice -> !isPlaceholder(practice))
        .filter(practice -> names.stream().noneMatch(name -> NameSpelling.same(name, practice)))
        .ifPresent(practice -> report.broken(composition.pathOf("text"), practice));
  }

  private static void reportName(Form form, Element composition, RuleCheck.Report report) {
    List<Element> titles = composition.children("title");
    String text = narrative(composition);
    if (titles.isEmpty()
        || (text.startsWith(ElementValues.whole(titles.getFirst()))
            && text.startsWith(" report for ", ElementValues.whole(titles.getFirst()).length()))) {
      return;
    }
    String title = ElementValues.whole(titles.getFirst());
    matching(form.near, tidied(text))
        .map(line -> line.group("report"))
        .filter(name -> !isPlaceholder(name) && !names(title, name))
        .ifPresent(name -> report.broken(composition.pathOf("text"), name));
  }

  /** Whether a title names the report that a line or subject speaks of. */
  static boolean names(String title, String report) {
    return NameSpelling.same(title, report) || NameSpelling.same(title, report + " report");
  }

  /** The version at the end of the line; empty where none is given as a number from 1. */
  static Optional<String> version(Element composition) {
    String text = narrative(composition);
    int at = text.lastIndexOf(BEFORE_VERSION);
    String version = at < 0 ? "" : text.substring(at + BEFORE_VERSION.length()).replace("*", "");
    boolean counts =
        !version.isEmpty()
            && version.charAt(0) != '0'
            && version.chars().allMatch(c -> c >= '0' && c <= '9');
    return counts ? Optional.of(version) : Optional.empty();
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

  /** The line without the stray spaces and footnote stars of the published examples. */
  static String tidied(String text) {
    return SPACE_BEFORE_COMMA.matcher(text.replace("*", "")).replaceAll(",");
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
