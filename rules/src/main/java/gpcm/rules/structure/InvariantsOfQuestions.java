package gpcm.rules.structure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hl7.fhir.dstu3.model.Questionnaire;
import org.hl7.fhir.dstu3.model.Questionnaire.QuestionnaireItemComponent;
import org.hl7.fhir.dstu3.model.Questionnaire.QuestionnaireItemType;
import org.hl7.fhir.dstu3.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;

/** What FHIR STU3 asks of questionnaires and the answers to them. */
final class InvariantsOfQuestions {
  private static final Set<QuestionnaireItemType> CHOICES =
      Set.of(QuestionnaireItemType.CHOICE, QuestionnaireItemType.OPENCHOICE);
  private static final Set<QuestionnaireItemType> LIMITED =
      Set.of(
          QuestionnaireItemType.BOOLEAN,
          QuestionnaireItemType.DECIMAL,
          QuestionnaireItemType.INTEGER,
          QuestionnaireItemType.STRING,
          QuestionnaireItemType.TEXT,
          QuestionnaireItemType.URL);

  private InvariantsOfQuestions() {}

  static Stream<Invariant> all() {
    return Stream.concat(
        Stream.of(
            Invariant.of(
                "que-2",
                "Questionnaire",
                Questionnaire.class,
                "a linkId of its own for each item",
                InvariantsOfQuestions::linkIdsDiffer),
            Invariant.of(
                "que-7",
                "Questionnaire.item.enableWhen",
                Questionnaire.QuestionnaireItemEnableWhenComponent.class,
                "either hasAnswer or an answer",
                when -> when.hasHasAnswer() != when.hasAnswer()),
            Invariant.of(
                "qrs-1",
                "QuestionnaireResponse.item",
                QuestionnaireResponseItemComponent.class,
                "items either in the item or in its answers",
                item -> !item.hasAnswer() || !item.hasItem())),
        items());
  }

  private static Stream<Invariant> items() {
    return Stream.of(
        item(
            "que-1",
            "items in a group, and none in a display item",
            item -> group(item) ? item.hasItem() : !display(item) || !item.hasItem()),
        item("que-3", "no code of a display item", item -> !display(item) || !item.hasCode()),
        item("que-4", "either option or options", item -> !item.hasOption() || !item.hasOptions()),
        item(
            "que-5",
            "options of a choice only",
            item ->
                item.getType() == null
                    || CHOICES.contains(item.getType())
                    || (!item.hasOption() && !item.hasOptions())),
        item(
            "que-6",
            "neither required nor repeats of a display item",
            item -> !display(item) || (!item.hasRequired() && !item.hasRepeats())),
        item(
            "que-8",
            "no initial value of a group or a display item",
            item -> !(group(item) || display(item)) || !item.hasInitial()),
        item(
            "que-9",
            "no readOnly of a display item",
            item -> !display(item) || !item.hasReadOnly()),
        item(
            "que-10",
            "a maxLength of a simple question only",
            item ->
                item.getType() == null
                    || LIMITED.contains(item.getType())
                    || !item.hasMaxLength()));
  }

  private static Invariant item(
      String key, String words, Predicate<QuestionnaireItemComponent> holds) {
    return Invariant.of(key, "Questionnaire.item", QuestionnaireItemComponent.class, words, holds);
  }

  private static boolean group(QuestionnaireItemComponent item) {
    return item.getType() == QuestionnaireItemType.GROUP;
  }

  private static boolean display(QuestionnaireItemComponent item) {
    return item.getType() == QuestionnaireItemType.DISPLAY;
  }

  private static boolean linkIdsDiffer(Questionnaire questionnaire) {
    Set<String> seen = new HashSet<>();
    List<QuestionnaireItemComponent> open = new ArrayList<>(questionnaire.getItem());
    while (!open.isEmpty()) {
      QuestionnaireItemComponent item = open.removeLast();
      if (item.hasLinkId() && !seen.add(item.getLinkId())) {
        return false;
      }
      open.addAll(item.getItem());
    }
    return true;
  }
}
