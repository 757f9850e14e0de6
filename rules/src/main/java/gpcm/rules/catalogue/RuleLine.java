package gpcm.rules.catalogue;

import gpcm.consultation.NameSpelling;
import gpcm.message.ResponseCode;
import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.MessagePart;
import gpcm.rules.Rule;
import gpcm.rules.RuleCheck;
import gpcm.rules.Strength;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.dstu3.model.Coding;

/**
 * The rest of a rule after its id and element: what must hold there. Each ending adds one rule to
 * the book, and knows the conditions that its words are made of.
 */
record RuleLine(
    Consumer<Rule> book,
    MessagePart about,
    ResponseCode code,
    List<String> ids,
    Strength strength,
    ElementPath path,
    Predicate<Element> guard,
    String guardWords,
    List<String> declared) {
  static final String NOTHING = "nothing";

  // The conditions that endings share.
  static final String PRESENT = "present";
  static final String ABSENT = "absent";
  static final String ONE = "one";
  static final String VALUE = "value";
  static final String SYSTEM = "system";
  static final String CODE = "code";
  static final String CODE_OR_TEXT = "code or text";
  static final String CHECK_DIGIT = "check digit";
  static final String REFERENCE = "reference";
  static final String TYPE = "type";
  static final String PROFILE = "profile";
  static final String PATIENT = "patient";
  static final String DISPLAY = "display";

  private static final Pattern SEMANTIC_TAG = Pattern.compile("\\([^()]*\\)\\s*$");

  /** The rule only holds for resources (or, in paths with a dot, owners) where this is so. */
  RuleLine when(String words, Predicate<Element> holds) {
    return new RuleLine(book, about, code, ids, strength, path, holds, " when " + words, declared);
  }

  /** What a rule that ends in {@link #by} asks for, one by one. */
  RuleLine conditions(String... each) {
    return new RuleLine(book, about, code, ids, strength, path, guard, guardWords, List.of(each));
  }

  void present() {
    add(List.of(PRESENT), "present", "Fill " + element() + guardWords, valid(List.of()));
  }

  void absent() {
    add(
        List.of(ABSENT),
        "absent",
        "Leave " + element() + " out" + guardWords,
        each(
            (context, owner, values, report) ->
                values.forEach(v -> report.broken(v.path(), ElementValues.text(v)))));
  }

  /**
   * Present, and every value is one of these: a code, a text, or the code inside a coded element.
   */
  void is(String... allowed) {
    Set<String> set = Set.copyOf(Arrays.asList(allowed));
    String words = set.size() == 1 ? allowed[0] : "one of " + String.join(", ", new TreeSet<>(set));
    checked(
        words,
        "Set " + element() + " to " + words,
        new Check(VALUE, v -> v.codes().stream().anyMatch(set::contains)));
  }

  /** Present, and every value has this coding. */
  void coded(String system, String value, String display) {
    checked(
        value + " (" + display + ") of " + system,
        "Put the coding " + value + " of " + system + " into " + element(),
        new Check(SYSTEM, v -> v.codings().stream().anyMatch(c -> system.equals(c.getSystem()))),
        new Check(
            CODE,
            v ->
                v.codings().stream()
                    .filter(c -> system.equals(c.getSystem()))
                    .anyMatch(c -> value.equals(c.getCode()))));
  }

  /**
   * Where a coding of this system has one of these codes and a display, it displays what that code
   * means; letter case, signs and what stands in brackets behind it do not matter. Systems go by
   * the code and people by the display.
   */
  void displays(String system, Map<String, String> meanings) {
    String words =
        new TreeMap<>(meanings)
            .entrySet().stream()
                .map(meaning -> meaning.getValue() + " as display of " + meaning.getKey())
                .collect(Collectors.joining(", "));
    add(
        List.of(DISPLAY),
        words,
        "Give the coding in " + element() + " the display of its code, or none",
        each(
            (context, owner, values, report) -> {
              for (Element value : values) {
                for (Coding coding : value.codings()) {
                  String meaning =
                      system.equals(coding.getSystem()) && coding.hasCode()
                          ? meanings.get(coding.getCode())
                          : null;
                  if (meaning != null && coding.hasDisplay() && !says(coding, meaning)) {
                    report.broken(value.pathOf(DISPLAY), coding.getDisplay());
                  }
                }
              }
            }));
  }

  private static boolean says(Coding coding, String meaning) {
    String display = coding.getDisplay();
    return display.equals(meaning)
        || NameSpelling.same(SEMANTIC_TAG.matcher(display).replaceFirst(""), meaning);
  }

  /** Present, and every value has a coding of this system whose code is one of these. */
  void codedIn(String system, String... codes) {
    Set<String> set = Set.copyOf(Arrays.asList(codes));
    checked(
        "one of " + String.join(", ", new TreeSet<>(set)) + " of " + system,
        "Put one of these codings into " + element(),
        new Check(SYSTEM, v -> v.codings().stream().anyMatch(c -> system.equals(c.getSystem()))),
        new Check(
            CODE,
            v ->
                v.codings().stream()
                    .filter(c -> system.equals(c.getSystem()))
                    .anyMatch(c -> c.hasCode() && set.contains(c.getCode()))));
  }

  /**
   * Present, and every value has a SNOMED CT code whose form, partition and check digit are right.
   */
  void snomed() {
    checked(
        "a SNOMED CT concept id with a right check digit, system " + NamingSystems.SNOMED,
        "Code " + element() + " in SNOMED CT; send ids as text so that no digit is lost",
        new Check(SYSTEM, ElementValues::hasSnomed),
        new Check(CHECK_DIGIT, ElementValues::snomedFits));
  }

  /**
   * Present, and every value has a code; codes that claim to be SNOMED CT or dm+d have a right
   * check digit.
   */
  void coded() {
    checked(
        "a code with its system; a SNOMED CT or dm+d code has a right check digit",
        "Give " + element() + " a coding with system and code",
        new Check(CODE, ElementValues::hasCode),
        new Check(CHECK_DIGIT, ElementValues::snomedFits));
  }

  /**
   * Present, and every value has a code or a text; codes that claim to be SNOMED CT or dm+d have a
   * right check digit.
   */
  void codedOrText() {
    checked(
        "a code with its system, or a text; a SNOMED CT or dm+d code has a right check digit",
        "Give " + element() + " a coding, or a text where there is no code",
        new Check(CODE_OR_TEXT, v -> ElementValues.hasCode(v) || ElementValues.hasText(v)),
        new Check(CHECK_DIGIT, ElementValues::snomedFits));
  }

  /** Present, and every value has a code, or this text where there is none. */
  void codedOr(String text) {
    checked(
        "a code with its system, or the text \"" + text + "\"",
        "Give " + element() + " a coding; where there is no code, the text " + text,
        new Check(CODE_OR_TEXT, v -> ElementValues.hasCode(v) || ElementValues.hasText(v, text)),
        new Check(CHECK_DIGIT, ElementValues::snomedFits));
  }

  /** Present, and every value is a date (and time) as precise as a day. */
  void date() {
    checked(
        "a date as precise as the day",
        "Write " + element() + " as YYYY-MM-DD, with or without a time",
        new Check("day", ElementValues::isDay));
  }

  /** Present, and every value is a date with a time and zone. */
  void instant() {
    checked(
        "a date with time and time zone",
        "Write " + element() + " as YYYY-MM-DDThh:mm:ss+zz:zz",
        new Check("instant", ElementValues::isInstant));
  }

  /** Present, and every value is a reference to an entry of the document of one of these types. */
  void references(String... types) {
    String words = among(types);
    add(
        List.of(PRESENT, REFERENCE, TYPE),
        "a reference to an entry of the document of type " + words,
        "Point " + element() + " at the fullUrl of a " + words + " entry of the document",
        pointing(true, Pointing.at(types)));
  }

  /** The same, and what it refers to claims the profile that the requirement names. */
  void profiled(String... types) {
    profiledUnless((context, target) -> false, types);
  }

  /**
   * The same, but that what it refers to claims its profile is left to another requirement where
   * that names it.
   */
  void profiledUnless(BiPredicate<MessageContext, Element> namedThere, String... types) {
    String words = among(types);
    add(
        List.of(PRESENT, REFERENCE, TYPE, PROFILE),
        "a reference to an entry of the document of type "
            + words
            + " with the profile of that type",
        "Point " + element() + " at the fullUrl of a " + words + " entry of the document",
        pointing(true, Pointing.atProfiled(namedThere, types)));
  }

  /** A reference that may be absent, but where present points at something in the document. */
  void referencesIfPresent(String... types) {
    String words = among(types);
    add(
        List.of(REFERENCE, TYPE),
        "where present, a reference to an entry of the document of type " + words,
        "Point " + element() + " at the fullUrl of a " + words + " entry of the document",
        pointing(false, Pointing.at(types)));
  }

  /** Present, and every value is a reference to the patient whom the document is about. */
  void patient() {
    add(
        List.of(PRESENT, REFERENCE, PATIENT),
        "a reference to the patient whom the document is about",
        "Point " + element() + " at the fullUrl of the document's Patient",
        pointing(true, Pointing::atPatient));
  }

  /** A reference that may be absent, but where present points at something in the document. */
  void resolvesIfPresent() {
    add(
        List.of(REFERENCE),
        "where present, a reference to an entry of the document",
        "Point " + element() + " at the fullUrl of an entry of the document",
        pointing(false, Pointing::anywhere));
  }

  /** Present, and every value fulfils this. */
  void holds(String condition, String expected, String fix, Predicate<Element> test) {
    checked(expected, fix, new Check(condition, test));
  }

  /** May be absent; every value that is there fulfils this. */
  void holdsIfPresent(String condition, String expected, String fix, Predicate<Element> test) {
    add(
        List.of(condition),
        expected,
        fix,
        each(
            (context, owner, values, report) ->
                judge(values, List.of(new Check(condition, test)), report)));
  }

  /** One thing that every value fulfils. */
  record Check(String condition, Predicate<Element> test) {}

  /** Present, and every value fulfils these; of one value the first that fails is reported. */
  void checked(String expected, String fix, Check... checks) {
    List<String> conditions = new ArrayList<>(List.of(PRESENT));
    for (Check check : checks) {
      conditions.add(check.condition());
    }
    add(conditions, expected, fix, valid(List.of(checks)));
  }

  /** Anything the lines above cannot say. */
  void by(String expected, String fix, RuleCheck check) {
    book.accept(
        new Rule(ids, strength, code, about, element(), declared, expected, fix, guarded(check)));
  }

  private void add(List<String> conditions, String expected, String fix, RuleCheck check) {
    book.accept(
        new Rule(
            ids, strength, code, about, element(), conditions, expected + guardWords, fix, check));
  }

  private String element() {
    return path.words().isEmpty() ? about.name() : about.name() + "." + path.words();
  }

  private static String among(String... types) {
    return String.join(", ", new TreeSet<>(Arrays.asList(types)));
  }

  private RuleCheck guarded(RuleCheck check) {
    return (context, resource, report) -> {
      if (guard.test(resource)) {
        check.look(context, resource, report);
      }
    };
  }

  private interface Look {
    void at(MessageContext context, Element owner, List<Element> values, RuleCheck.Report report);
  }

  private RuleCheck each(Look look) {
    return (context, resource, report) -> {
      for (Element owner : path.owners(resource)) {
        if (guard.test(owner)) {
          look.at(context, owner, path.values(owner), report);
        }
      }
    };
  }

  private RuleCheck valid(List<Check> checks) {
    return each(
        (context, owner, values, report) -> {
          reportMissing(owner, values, report);
          judge(values, checks, report);
        });
  }

  private RuleCheck pointing(boolean required, Pointing target) {
    return each(
        (context, owner, values, report) -> {
          if (required) {
            reportMissing(owner, values, report);
          }
          for (Element value : values) {
            target.look(context, value, report);
          }
        });
  }

  private static void judge(List<Element> values, List<Check> checks, RuleCheck.Report report) {
    for (Element value : values) {
      for (Check check : checks) {
        if (!check.test().test(value)) {
          report.of(check.condition()).broken(value.path(), ElementValues.text(value));
          break;
        }
      }
    }
  }

  private void reportMissing(Element owner, List<Element> values, RuleCheck.Report report) {
    if (values.isEmpty()) {
      report.of(PRESENT).broken(path.pathIn(owner), NOTHING);
    }
  }
}
