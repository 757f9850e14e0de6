package gpcm.message.coded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.dstu3.model.Questionnaire;
import org.hl7.fhir.dstu3.model.Questionnaire.QuestionnaireItemComponent;
import org.hl7.fhir.dstu3.model.QuestionnaireResponse;
import org.hl7.fhir.dstu3.model.QuestionnaireResponse.QuestionnaireResponseItemAnswerComponent;
import org.hl7.fhir.dstu3.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;

/** Questionnaires as questions and answers, in their order (GPCM-SD-OC-055 to -070). */
final class Questions {
  /** Deeper groups are read in the original. */
  private static final int DEEPEST = 20;

  private final Targets targets;

  Questions(Targets targets) {
    this.targets = targets;
  }

  Facts of(QuestionnaireResponse response) {
    Facts facts =
        new Facts()
            .at(response.getAuthoredElement())
            .status(response.getStatusElement())
            .saidBy(response.getSource())
            .saidBy(response.getAuthor());
    Map<String, String> asked = new HashMap<>();
    String title = "";
    if (response.hasQuestionnaire()) {
      Optional<Questionnaire> questionnaire =
          targets.of(response.getQuestionnaire(), Questionnaire.class);
      if (questionnaire.isPresent()) {
        facts.owns(questionnaire.get());
        title = title(questionnaire.get());
        texts(questionnaire.get().getItem(), asked, 0);
      } else {
        title = Texts.line(Texts.stated(response.getQuestionnaire().getDisplay()).orElse(""));
      }
    }
    facts.concept = new CodedConcept("", "", title.isEmpty() ? "Questions and answers" : title);
    items(facts, response.getItem(), asked, 0);
    return facts;
  }

  static Facts of(Questionnaire questionnaire) {
    Facts facts =
        new Facts().at(questionnaire.getDateElement()).status(questionnaire.getStatusElement());
    facts.concept =
        new CodedConcept(
            "", "", title(questionnaire).isEmpty() ? "Questions" : title(questionnaire));
    questions(facts, questionnaire.getItem(), 0);
    return facts;
  }

  private static String title(Questionnaire questionnaire) {
    return Texts.line(
        Texts.stated(questionnaire.getTitle())
            .or(() -> Texts.stated(questionnaire.getName()))
            .orElse(""));
  }

  private static void texts(
      List<QuestionnaireItemComponent> items, Map<String, String> asked, int depth) {
    for (QuestionnaireItemComponent item : items) {
      Texts.stated(item.getLinkId())
          .ifPresent(link -> Texts.stated(item.getText()).ifPresent(text -> asked.put(link, text)));
      if (depth < DEEPEST) {
        texts(item.getItem(), asked, depth + 1);
      }
    }
  }

  private static void questions(Facts facts, List<QuestionnaireItemComponent> items, int depth) {
    for (QuestionnaireItemComponent item : items) {
      facts.detail(
          new CodedDetail(
              Texts.line(Texts.stated(item.getText()).orElse("(a question without words)")),
              "",
              depth));
      if (depth < DEEPEST) {
        questions(facts, item.getItem(), depth + 1);
      }
    }
  }

  private static void items(
      Facts facts,
      List<QuestionnaireResponseItemComponent> items,
      Map<String, String> asked,
      int depth) {
    for (QuestionnaireResponseItemComponent item : items) {
      String question =
          Texts.stated(item.getText())
              .or(() -> Texts.stated(item.getLinkId()).map(asked::get))
              .map(Texts::line)
              .orElse("(a question without words)");
      boolean group = item.getAnswer().isEmpty() && !item.getItem().isEmpty();
      if (item.getAnswer().isEmpty()) {
        facts.detail(new CodedDetail(question, group ? "" : "No answer", depth));
      }
      for (QuestionnaireResponseItemAnswerComponent answer : item.getAnswer()) {
        facts.detail(new CodedDetail(question, answer(answer), depth));
        if (depth < DEEPEST) {
          items(facts, answer.getItem(), asked, depth + 1);
        }
      }
      if (depth < DEEPEST) {
        items(facts, item.getItem(), asked, depth + 1);
      } else if (!item.getItem().isEmpty()) {
        facts.detail(new CodedDetail("There is more of it", "see the original", depth));
      }
    }
  }

  private static String answer(QuestionnaireResponseItemAnswerComponent answer) {
    String text = Texts.of(answer.getValue());
    return text.isEmpty() ? "No answer" : text;
  }
}
