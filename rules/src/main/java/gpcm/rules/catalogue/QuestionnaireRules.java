package gpcm.rules.catalogue;

import gpcm.rules.Element;
import gpcm.rules.ElementPath;
import gpcm.rules.MessageContext;
import gpcm.rules.Rule;
import gpcm.rules.RuleCheck;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Questionnaire and QuestionnaireResponse: what was asked and what was answered. */
final class QuestionnaireRules {
  private static final ElementPath ANSWERS = ElementPath.of("item*/answer");
  private static final ElementPath LINKS = ElementPath.of("item*/linkId");

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
  }

  private static void response(PartRules response) {
    response.must("OC-063 GE-063", "status").is("completed");
    response.must("OC-064 GE-064", "subject").patient();
    response.should("OC-065 GE-065", "authored").present();
    response.must("OC-066 GE-066", "item").present();
    response.must("OC-067 GE-067", "item*.linkId").present();
    response
        .must("OC-067 GE-067", "item.linkId")
        .conditions("of the questionnaire")
        .by(
            "in a response to a Questionnaire of the document, the linkId of one of its items",
            "Point item.linkId at the item of the Questionnaire that it answers",
            QuestionnaireRules::sameQuestions);
    response.must("OC-068 GE-068", "item*.text").present();
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
    Optional<Element> questionnaire =
        response.children("questionnaire").stream()
            .flatMap(asked -> context.target(asked, Set.of("Questionnaire")).stream())
            .findFirst();
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
}
