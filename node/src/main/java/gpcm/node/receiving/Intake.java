package gpcm.node.receiving;

import gpcm.exchange.IncomingFact.Question;
import gpcm.message.RecipientType;
import gpcm.message.SendDocument;
import gpcm.message.UseCase;
import gpcm.node.config.IntakeSettings;
import gpcm.node.config.IntakeSettings.BusinessAnswer;
import gpcm.node.config.IntakeSettings.Doubtful;
import gpcm.node.working.Opening;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Says whether a document without fault waits for a person before its business answer goes.
 * Immutable.
 *
 * @param settings how each organisation takes documents in, by ODS code
 * @param opening when each is open
 */
record Intake(Map<String, IntakeSettings> settings, Function<String, Opening> opening) {
  Intake {
    settings = Map.copyOf(settings);
  }

  /**
   * A document that waits.
   *
   * @param doubts what makes its patient doubtful
   * @param due when people are told that nobody has decided
   */
  record Waits(Question question, List<String> doubts, Instant due) {
    Waits {
      doubts = List.copyOf(doubts);
    }

    /** What is to be decided, for the timeline. */
    String why() {
      return question == Question.MATCHING
          ? "a person says which patient it is about: " + String.join(", ", doubts)
          : "a person decides what the provider does";
    }
  }

  Optional<Waits> waits(
      String organisation, SendDocument document, PatientMatch match, Instant now) {
    IntakeSettings own = settings.getOrDefault(organisation, IntakeSettings.defaults());
    if (own.businessAnswer() == BusinessAnswer.DECISION && isForAction(document)) {
      return Optional.of(
          new Waits(
              Question.DECISION,
              match.doubts(),
              opening.apply(organisation).after(now, own.decisionDeadline())));
    }
    return own.doubtful() == Doubtful.WAIT && !match.doubts().isEmpty()
        ? Optional.of(
            new Waits(
                Question.MATCHING,
                match.doubts(),
                opening.apply(organisation).after(now, own.matchingDays())))
        : Optional.empty();
  }

  // A copy for information asks nobody to act.
  private static boolean isForAction(SendDocument document) {
    return document.useCase().filter(UseCase.OnlineConsultation.class::isInstance).isPresent()
        && !document.handling().recipientType().equals(Optional.of(RecipientType.FOR_INFORMATION));
  }
}
