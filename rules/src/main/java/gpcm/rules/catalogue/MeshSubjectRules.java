package gpcm.rules.catalogue;

import gpcm.consultation.NameSpelling;
import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MeshMetadata;
import gpcm.rules.MessageContext;
import gpcm.rules.catalogue.BesideMessage.Ids;
import gpcm.rules.catalogue.BesideMessage.Name;
import gpcm.rules.catalogue.BesideMessage.Seen;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The subject line of a document's MESH message: its form, and that it speaks of the same patient,
 * organisation and version as the message does. MESH carries ASCII, so names are compared by {@link
 * NameSpelling}.
 */
final class MeshSubjectRules {
  private static final String FIX = "Write the subject in this format, from what the message says";
  private static final String WHO = " for (?<name>\\S|\\S.*\\S), NHS Number (?<number>[0-9]{10})";
  private static final String ODS = ", ODS Code (?<ods>[A-Z0-9]{3,12})";
  private static final String SEEN_AT = ", seen at (?<practice>\\S|\\S.*\\S)";
  private static final Pattern VERSION = Pattern.compile(", Version (?<version>[1-9][0-9]*)$");
  private static final Pattern ORGANISATION = Pattern.compile(", (seen at|ODS Code) ");
  private static final int LONGEST = 500;
  private static final Seen CUT =
      new Seen.Unknown("the subject was cut to the 500 characters that MESH takes");

  /**
   * The form of one use case.
   *
   * @param open for most documents
   * @param restricted for those that must not tell where the patient was seen
   */
  private record Form(String words, Pattern open, Pattern restricted) {
    static Form of(String words, String title, String open, String restricted) {
      return new Form(
          words, Pattern.compile(title + WHO + open), Pattern.compile(title + WHO + restricted));
    }

    Optional<Matcher> read(MessageContext context, String subject) {
      String bare = VERSION.matcher(subject).replaceFirst("");
      return Stream.of(isRestricted(context) ? restricted : open, open)
          .map(pattern -> pattern.matcher(bare))
          .filter(Matcher::matches)
          .findFirst();
    }
  }

  private static final Form SUMMARY =
      Form.of(
          "Consultation report for {Patient Name}, NHS Number {NHS Number}, seen at {Practice"
              + " Name}, ODS Code {ODS Code}",
          "Consultation report",
          SEEN_AT + ODS,
          "");
  private static final Form ONLINE =
      Form.of(
          "Online consultation report for {Patient Name}, NHS Number {NHS Number}, ODS Code {ODS"
              + " Code}",
          "Online consultation report",
          ODS,
          "(" + ODS + ")?");
  private static final Form GENERIC =
      Form.of(
          "{name of report} report for {Patient Name}, NHS Number {NHS Number}, ODS Code {ODS"
              + " Code}",
          "(?<report>\\S.*) report",
          ODS,
          "(" + ODS + ")?");

  private MeshSubjectRules() {}

  static void add(PartRules mesh) {
    BesideMessage subject =
        new BesideMessage(
            mesh,
            new Ids("CS-068", "CS-065"),
            new Name("Mex-Subject", "Subject"),
            beside -> Optional.of(beside.subject()));
    form(subject, SUMMARY);
    practice(subject);
    unnamed(subject);
    version(subject.under(new Ids("CS-006", "CS-006")), subject.under(new Ids("CS-007", "CS-007")));
    form(subject.under(new Ids("OC-164", "OC-167")), ONLINE);
    BesideMessage generic = subject.under(new Ids("GE-291", "GE-295"));
    form(generic, GENERIC);
    reportName(generic);
  }

  private static void form(BesideMessage subject, Form form) {
    subject.must(
        form.words,
        FIX,
        (context, beside, text) ->
            text.length() >= LONGEST ? CUT : Seen.met(form.read(context, text).isPresent()));
    subject.must(
        "the NHS number of the document's Patient",
        FIX,
        compared(
            form,
            (context, read) -> {
              List<String> numbers =
                  context
                      .patient()
                      .map(p -> MessageContext.identifiers(p, NamingSystems.NHS_NUMBER))
                      .orElse(List.of());
              return numbers.isEmpty()
                  ? new Seen.Unknown("the document's Patient has no NHS number to compare with")
                  : Seen.met(numbers.contains(read.group("number")));
            }));
    subject.must(
        "the name of the document's Patient",
        FIX,
        compared(form, (context, read) -> patientName(context, read.group("name"))));
    subject.must(
        "the ODS code of the sending organisation",
        FIX,
        compared(
            form,
            (context, read) -> {
              Optional<String> ods = group(read, "ods");
              List<String> codes = MeshRules.senderCodes(context);
              return ods.isPresent() && codes.isEmpty()
                  ? new Seen.Unknown("the message names no ODS code of its sender to compare with")
                  : Seen.met(ods.isEmpty() || codes.contains(ods.get()));
            }));
  }

  private static void practice(BesideMessage subject) {
    subject.must(
        "the name of an Organization of the document, as where the patient was seen",
        FIX,
        compared(
            SUMMARY,
            (context, read) -> {
              Optional<String> practice = group(read, "practice");
              if (practice.filter(name -> name.contains("?")).isPresent()) {
                return new Seen.Unknown("the practice's name has letters that MESH cannot carry");
              }
              return Seen.met(
                  practice.isEmpty()
                      || isRestricted(context)
                      || organisations(context)
                          .anyMatch(name -> NameSpelling.same(name, practice.get())));
            }));
  }

  // CS-030 and CS-023: what the text of a restricted consultation must not tell, its subject does
  // not tell either.
  private static void unnamed(BesideMessage subject) {
    subject.must(
        "of a restricted consultation, neither practice nor ODS code",
        "Leave practice and ODS code out of the subject of a restricted consultation",
        (context, beside, text) ->
            Seen.met(!isRestricted(context) || !ORGANISATION.matcher(text).find()));
  }

  private static void version(BesideMessage shown, BesideMessage counted) {
    shown.must(
        "the version number at its end, as Version {n}",
        "Add the version of the report to the subject",
        (context, beside, text) ->
            text.length() >= LONGEST ? CUT : Seen.met(VERSION.matcher(text).find()));
    shown.must(
        "the version that Composition.text gives",
        "Give the same version in the subject and in Composition.text",
        (context, beside, text) -> {
          Optional<String> said = version(text);
          Optional<String> own = version(summary(context));
          return said.isPresent() && own.isEmpty()
              ? new Seen.Unknown("Composition.text gives no version to compare with")
              : Seen.met(said.isEmpty() || said.equals(own));
        });
    counted.must(
        "a version above 1 of a report that replaces one",
        "Count the versions of a consultation's report from 1, and name the one that is replaced",
        (context, beside, text) -> {
          Optional<String> said = version(text);
          boolean first = said.map(number -> number.equals("1")).orElse(false);
          boolean replaces =
              context.composition().stream()
                  .anyMatch(composition -> !composition.children("relatesTo").isEmpty());
          // After versions that became void the count goes on, and nothing is replaced (SD-025).
          return said.isPresent() && !first && !replaces
              ? new Seen.Unknown("whether the versions before it became void is not in the message")
              : Seen.met(!(first && replaces));
        });
  }

  private static void reportName(BesideMessage subject) {
    subject.must(
        "the Composition's title as name of the report",
        FIX,
        compared(
            GENERIC,
            (context, read) -> {
              String name = read.group("report");
              if (name.contains("?")) {
                return new Seen.Unknown("the title has letters that MESH cannot carry");
              }
              List<String> titles =
                  context.composition().stream()
                      .flatMap(composition -> composition.children("title").stream())
                      .map(ElementValues::text)
                      .toList();
              return titles.isEmpty()
                  ? new Seen.Unknown("the Composition has no title to compare with")
                  : Seen.met(titles.stream().anyMatch(title -> SummaryLine.names(title, name)));
            }));
  }

  private interface Comparison {
    Seen of(MessageContext context, Matcher read);
  }

  private static BesideMessage.Condition compared(Form form, Comparison comparison) {
    return (MessageContext context, MeshMetadata beside, String text) ->
        form.read(context, text)
            .map(read -> comparison.of(context, read))
            .orElse(new Seen.Unknown("the subject does not have the form in which it is read"));
  }

  private static Seen patientName(MessageContext context, String name) {
    if (name.contains("?")) {
      return new Seen.Unknown("the patient's name has letters that MESH cannot carry");
    }
    return context
        .patient()
        .filter(patient -> !ElementPath.of("name/family").values(patient).isEmpty())
        .map(patient -> Seen.met(PersonNames.speakOf(patient, name)))
        .orElse(new Seen.Unknown("the document's Patient has no surname to compare with"));
  }

  private static Stream<String> organisations(MessageContext context) {
    Stream<String> names =
        context.all("Organization").stream()
            .flatMap(organisation -> organisation.children("name").stream())
            .map(ElementValues::text);
    Stream<String> text =
        SUMMARY.read(context, summary(context)).flatMap(read -> group(read, "practice")).stream();
    return Stream.concat(names, text);
  }

  private static String summary(MessageContext context) {
    return SummaryLine.tidied(context.composition().map(SummaryLine::narrative).orElse(""));
  }

  private static Optional<String> version(String text) {
    Matcher matcher = VERSION.matcher(text);
    return matcher.find() ? Optional.of(matcher.group("version")) : Optional.empty();
  }

  private static Optional<String> group(Matcher read, String name) {
    return read.namedGroups().containsKey(name)
        ? Optional.ofNullable(read.group(name))
        : Optional.empty();
  }

  private static boolean isRestricted(MessageContext context) {
    return context.composition().stream()
        .map((Element composition) -> composition.children("confidentiality"))
        .flatMap(List::stream)
        .anyMatch(value -> ElementValues.text(value).equals("R"));
  }
}
