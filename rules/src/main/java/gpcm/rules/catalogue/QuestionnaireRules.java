package gpcm.rules.catalogue;

import gpcm.rules.Rule;
import java.util.List;

/** Questionnaire and QuestionnaireResponse: what was asked and what was answered. */
final class QuestionnaireRules {
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
    response.must("OC-064 GE-064", "subject").references("Patient");
    response.should("OC-065 GE-065", "authored").present();
    response.must("OC-066 GE-066", "item").present();
    response.must("OC-067 GE-067", "item*.linkId").present();
    response.must("OC-068 GE-068", "item*.text").present();
    response.must("OC-069 GE-069", "item*/answer.value").present();
    response.should("OC-070 GE-070", "item*/answer.value").resolvesIfPresent();
  }
}
