package gpcm.rules.catalogue;

import gpcm.message.ResponseCode;
import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.MessagePart;
import gpcm.rules.Rule;
import gpcm.rules.RuleCheck;
import gpcm.rules.Strength;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.hl7.fhir.dstu3.model.Reference;

/**
 * The rest of a rule after its id and element: what must hold there. Each ending adds one rule to
 * the book.
 */
record RuleLine(
    Consumer<Rule> book,
    MessagePart about,
    ResponseCode code,
    List<String> ids,
    Strength strength,
    ElementPath path,
    Predicate<Element> condition,
    String conditionWords) {
  static final String NOTHING = "nothing";

  /** The rule only holds for resources (or, in paths with a dot, owners) where this is so. */
  RuleLine when(String words, Predicate<Element> holds) {
    return new RuleLine(book, about, code, ids, strength, path, holds, " when " + words);
  }

  void present() {
    add(
        "present",
        "Fill " + element() + conditionWords,
        each((context, owner, values, report) -> reportMissing(owner, values, report)));
  }

  void absent() {
    add(
        "absent",
        "Leave " + element() + " out" + conditionWords,
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
    add(
        words,
        "Set " + element() + " to " + words,
        valid(v -> v.codes().stream().anyMatch(set::contains)));
  }

  /** Present, and every value has this coding. */
  void coded(String system, String value, String display) {
    add(
        value + " (" + display + ") of " + system,
        "Put the coding " + value + " of " + system + " into " + element(),
        valid(
            v ->
                v.codings().stream()
                    .anyMatch(c -> system.equals(c.getSystem()) && value.equals(c.getCode()))));
  }

  /**
   * Present, and every value has a SNOMED CT code whose form, partition and check digit are right.
   */
  void snomed() {
    add(
        "a SNOMED CT concept id with a right check digit, system " + NamingSystems.SNOMED,
        "Code " + element() + " in SNOMED CT; send ids as text so that no digit is lost",
        valid(v -> ElementValues.hasSnomed(v) && ElementValues.snomedFits(v)));
  }

  /**
   * Present, and every value has a code; codes that claim to be SNOMED CT or dm+d have a right
   * check digit.
   */
  void coded() {
    add(
        "a code with its system; a SNOMED CT or dm+d code has a right check digit",
        "Give " + element() + " a coding with system and code",
        valid(v -> ElementValues.hasCode(v) && ElementValues.snomedFits(v)));
  }

  /**
   * Present, and every value has a code or a text; codes that claim to be SNOMED CT or dm+d have a
   * right check digit.
   */
  void codedOrText() {
    add(
        "a code with its system, or a text; a SNOMED CT or dm+d code has a right check digit",
        "Give " + element() + " a coding, or a text where there is no code",
        valid(
            v ->
                (ElementValues.hasCode(v) || ElementValues.hasText(v))
                    && ElementValues.snomedFits(v)));
  }

  /** Present, and every value is a date (and time) as precise as a day. */
  void date() {
    add(
        "a date as precise as the day",
        "Write " + element() + " as YYYY-MM-DD, with or without a time",
        valid(ElementValues::isDay));
  }

  /** Present, and every value is a date with a time and zone. */
  void instant() {
    add(
        "a date with time and time zone",
        "Write " + element() + " as YYYY-MM-DDThh:mm:ss+zz:zz",
        valid(ElementValues::isInstant));
  }

  /**
   * Present, and every value is a reference to a resource of the document of one of these types and
   * of its profile.
   */
  void references(String... types) {
    Set<String> allowed = Set.copyOf(Arrays.asList(types));
    String words = String.join(", ", new TreeSet<>(allowed));
    add(
        "a reference to a resource of the document of type "
            + words
            + " with the profile of that type",
        "Point " + element() + " at the fullUrl of a " + words + " entry of the document",
        each(
            (context, owner, values, report) -> {
              reportMissing(owner, values, report);
              for (Element value : values) {
                pointsAt(context, value, allowed, report);
              }
            }));
  }

  /** A reference that may be absent, but where present points at something in the document. */
  void referencesIfPresent(String... types) {
    Set<String> allowed = Set.copyOf(Arrays.asList(types));
    String words = String.join(", ", new TreeSet<>(allowed));
    add(
        "where present, a reference to a resource of the document of type " + words,
        "Point " + element() + " at the fullUrl of a " + words + " entry of the document",
        each(
            (context, owner, values, report) ->
                values.forEach(value -> pointsAt(context, value, allowed, report))));
  }

  /** A reference that may be absent, but where present points at something in the document. */
  void resolvesIfPresent() {
    add(
        "where present, a reference to a resource of the document",
        "Point " + element() + " at the fullUrl of an entry of the document",
        each(
            (context, owner, values, report) -> {
              for (Element value : values) {
                if (value.value() instanceof Reference r
                    && r.hasReference()
                    && context.target(value).isEmpty()) {
                  report.broken(value.path(), "a reference to nothing in the document");
                }
              }
            }));
  }

  /** Present, and every value fulfils this. */
  void holds(String expected, String fix, Predicate<Element> test) {
    add(expected, fix, valid(test));
  }

  /** May be absent; every value that is there fulfils this. */
  void holdsIfPresent(String expected, String fix, Predicate<Element> test) {
    add(
        expected,
        fix,
        each(
            (context, owner, values, report) -> {
              for (Element value : values) {
                if (!test.test(value)) {
                  report.broken(value.path(), ElementValues.text(value));
                }
              }
            }));
  }

  /** Anything the lines above cannot say. */
  void by(String expected, String fix, RuleCheck check) {
    book.accept(new Rule(ids, strength, code, about, element(), expected, fix, conditional(check)));
  }

  private void add(String expected, String fix, RuleCheck check) {
    book.accept(
        new Rule(ids, strength, code, about, element(), expected + conditionWords, fix, check));
  }

  private String element() {
    return path.words().isEmpty() ? about.name() : about.name() + "." + path.words();
  }

  private RuleCheck conditional(RuleCheck check) {
    return (context, resource, report) -> {
      if (condition.test(resource)) {
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
        if (condition.test(owner)) {
          look.at(context, owner, path.values(owner), report);
        }
      }
    };
  }

  private RuleCheck valid(Predicate<Element> test) {
    return each(
        (context, owner, values, report) -> {
          reportMissing(owner, values, report);
          for (Element value : values) {
            if (!test.test(value)) {
              report.broken(value.path(), ElementValues.text(value));
            }
          }
        });
  }

  private void reportMissing(Element owner, List<Element> values, RuleCheck.Report report) {
    if (values.isEmpty()) {
      report.broken(path.pathIn(owner), NOTHING);
    }
  }

  private static void pointsAt(
      MessageContext context, Element value, Set<String> allowed, RuleCheck.Report report) {
    if (!(value.value() instanceof Reference)) {
      report.broken(value.path(), "a " + value.type() + " instead of a reference");
      return;
    }
    Optional<Element> target = context.target(value, allowed);
    if (target.isEmpty()) {
      List<Element> others = context.target(value);
      report.broken(
          value.path(),
          others.isEmpty()
              ? "a reference to nothing in the document"
              : "a reference to a " + others.getFirst().type());
      return;
    }
    Profiles.check(target.get(), value, report);
  }
}
