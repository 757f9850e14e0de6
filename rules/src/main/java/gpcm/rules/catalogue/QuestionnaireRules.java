package gpcm.rules.catalogue;

import gpcm.consultation.NameSpelling;
import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.Rule;
import gpcm.rules.RuleCheck;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Questionnaire and QuestionnaireResponse: what was asked and what was answered. */
final class QuestionnaireRules {
  private static final ElementPath ANSWERS = ElementPath.of("item*/answer");
  private static final ElementPath LINKS = ElementPath.of("item*/linkId");
  private static final ElementPath ITEMS = ElementPath.of("item*");

  /** What holds questions, and what tells those who answer them something. */
  private static final Set<String> NO_QUESTION = Set.of("group", "display");

  private QuestionnaireRules() {}

  static void add(List<Rule> rules) {
    questionnaire(PartRules.each(rules, "Questionnaire"));
    response(PartRules.each(rules, "QuestionnaireResponse"));
  }

  private static void questionnaire(PartRules questionnaire) {
    questionnaire.must("OC-055 GE-055", "status").is("active");
    questionnaire.should("OC-056 GE-056", "version").present();
    questionnaire.should("OC-057 GE-057", "name").present();
    questionnaire.should("OC-058 GE-058", "title").present();
    questionnaire.should("OC-059 GE-059", "date").present();
    questionnaire.should("OC-060 GE-060", "description").present();
    questionnaire.should("OC-061 GE-061", "effectivePeriod").present();
    questionnaire.must("OC-062 GE-062", "item").present();
    questionnaire
        .must("OC-062 GE-062", "item.text")
        .conditions("a question", "of each question")
        .by(
            "questions, each with its words",
            "Give the Questionnaire its questions, and each its words in item.text",
            QuestionnaireRules::questions);
  }

  private static void response(PartRules response) {
    response.must("OC-063 GE-063", "status").is("completed");
    response.must("OC-064 GE-064", "subject").patient();
    response.should("OC-065 GE-065", "authored").instant();
    response.must("OC-066 GE-066", "item").present();
    response
        .must("OC-066 GE-066", "item")
        .conditions("each required question")
        .by(
            "in a response to a Questionnaire of the document, an answer to each question that it"
                + " requires",
            "Add the items that the Questionnaire requires, with their answers",
            QuestionnaireRules::requiredQuestions);
    response.must("OC-067 GE-067", "item*.linkId").present();
    response
        .must("OC-067 GE-067", "item.linkId")
        .conditions("of the questionnaire")
        .by(
            "in a response to a Questionnaire of the document, the linkId of one of its items",
            "Point item.linkId at the item of the Questionnaire that it answers",
            QuestionnaireRules::sameQuestions);
    response.must("OC-068 GE-068", "item*.text").present();
    // A translation, or words cut short, are no other question; whether they are, people see.
    response
        .should("OC-068 GE-068", "item.text")
        .conditions("the words asked")
        .by(
            "in a response to a Questionnaire of the document, the words in which that asks",
            "Give item.text the words of the Questionnaire's item",
            QuestionnaireRules::sameWords);
    response.must("OC-069 GE-069", "item*/answer.value").present();
    response
        .must("OC-069 GE-069", "item*/answer")
        .conditions("any")
        .by(
            "an answer to at least one question; any other may be left unanswered",
            "Put what the patient answered into item.answer.value[x]",
            (context, answered, report) -> {
              if (!answered.children("item").isEmpty() && ANSWERS.values(answered).isEmpty()) {
                report.broken(answered.pathOf("item.answer"), RuleLine.NOTHING);
              }
            });
    response.should("OC-070 GE-070", "item*/answer.value").resolvesIfPresent();
  }

  private static void sameQuestions(
      MessageContext context, Element response, RuleCheck.Report report) {
    Optional<Element> questionnaire = questionnaire(context, response);
    if (questionnaire.isEmpty()) {
      return;
    }
    Set<String> asked = context.texts(questionnaire.get(), LINKS);
    for (Element link : LINKS.values(response)) {
      if (!asked.isEmpty() && !asked.contains(String.valueOf(link.value().primitiveValue()))) {
        report.broken(link.path(), "no item of the Questionnaire");
      }
    }
  }

  private static Optional<Element> questionnaire(MessageContext context, Element response) {
    return response.children("questionnaire").stream()
        .flatMap(asked -> context.target(asked, Set.of("Questionnaire")).stream())
        .findFirst();
  }

  private static void questions(
      MessageContext context, Element questionnaire, RuleCheck.Report report) {
    List<Element> items = ITEMS.values(questionnaire);
    if (!items.isEmpty() && items.stream().noneMatch(QuestionnaireRules::isQuestion)) {
      report.of("a question").broken(questionnaire.pathOf("item"), "no question");
    }
    for (Element item : items) {
      // An item may take its words from where it is defined.
      if (isQuestion(item)
          && item.children("text").isEmpty()
          && item.children("definition").isEmpty()) {
        report.of("of each question").broken(item.pathOf("text"), RuleLine.NOTHING);
      }
    }
  }

  private static void requiredQuestions(
      MessageContext context, Element response, RuleCheck.Report report) {
    Optional<Asked> asked = asked(context, response);
    if (asked.isEmpty()) {
      return;
    }
    Set<String> there = new LinkedHashSet<>(Set.of(Asked.TOP));
    Set<String> answered = new HashSet<>();
    for (Element item : ITEMS.values(response)) {
      String link = link(item);
      there.add(link);
      if (!item.children("answer").isEmpty()) {
        answered.add(link);
      }
    }
    // One that is missing is enough to say: a hostile message has thousands, and of thousands of
    // responses each.
    for (String around : there) {
      for (Asked.Required one : asked.get().required().getOrDefault(around, Set.of())) {
        if (!(one.question() ? answered : there).contains(one.link())) {
          report.broken(response.pathOf("item"), "nothing for the required item " + one.link());
          return;
        }
      }
    }
  }

  private static void sameWords(MessageContext context, Element response, RuleCheck.Report report) {
    Optional<Asked> asked = asked(context, response);
    if (asked.isEmpty()) {
      return;
    }
    for (Element item : ITEMS.values(response)) {
      String words = asked.get().words().getOrDefault(link(item), "");
      String said = words(item);
      // Before or behind them may stand a number or a heading; to look inside would cost too much.
      if (!said.startsWith(words) && !said.endsWith(words) && !words.startsWith(said)) {
        report.broken(item.pathOf("text"), "another question than the Questionnaire's");
      }
    }
  }

  private static Optional<Asked> asked(MessageContext context, Element response) {
    return questionnaire(context, response)
        .map(questionnaire -> context.worked(questionnaire, Asked.class, Asked::of));
  }

  /**
   * What a Questionnaire asks.
   *
   * @param words of each item, by its link
   * @param required what is required of everybody in whose answers the item of the link stands
   */
  private record Asked(Map<String, String> words, Map<String, Set<Required>> required) {
    /** Stands for the Questionnaire itself; no link is written so. */
    static final String TOP = "";

    record Required(String link, boolean question) {}

    static Asked of(Element questionnaire) {
      Asked asked = new Asked(new HashMap<>(), new HashMap<>());
      asked.take(questionnaire, TOP);
      return asked;
    }

    private void take(Element owner, String around) {
      for (Element item : owner.children("item")) {
        String link = link(item);
        words.putIfAbsent(link, QuestionnaireRules.words(item));
        if (item.children("enableWhen").isEmpty() && saysTrue(item.children("required"))) {
          required
              .computeIfAbsent(around, parent -> new LinkedHashSet<>())
              .add(new Required(link, isQuestion(item)));
        }
        take(item, link);
      }
    }

    private static boolean saysTrue(List<Element> flags) {
      return flags.stream().map(ElementValues::text).anyMatch("true"::equals);
    }
  }

  private static boolean isQuestion(Element item) {
    return item.children("type").stream().map(ElementValues::text).noneMatch(NO_QUESTION::contains);
  }

  private static String link(Element item) {
    return item.children("linkId").stream().map(ElementValues::whole).findFirst().orElse("");
  }

  private static String words(Element item) {
    return item.children("text").stream()
        .map(text -> NameSpelling.folded(ElementValues.whole(text)))
        .findFirst()
        .orElse("");
  }
}
