package gpcm.message;

import gpcm.consultation.ClinicalCode;
import gpcm.consultation.OnlineConsultation;
import gpcm.consultation.Question;
import gpcm.consultation.QuestionAnswer;
import gpcm.consultation.QuestionSection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the answers of an online consultation hold as codes, as Observations that name who answered
 * (GPCM-SD-OC-047 to -053). Each carries its question as a comment: a code by itself does not say
 * what was asked.
 */
final class CodedAnswers {
  private CodedAnswers() {}

  static List<Payload> of(OnlineConsultation consultation) {
    List<Payload> observations = new ArrayList<>();
    for (QuestionSection section : consultation.sections()) {
      List<String> performers = performers(section, consultation);
      for (Question question : section.questions()) {
        if (question.noObservation()) {
          continue;
        }
        for (QuestionAnswer answer : question.answers()) {
          observation(question, answer, section.byPractitioner(), consultation.submittedAt())
              .map(made -> made.performedBy(performers).commented(question.text()))
              .ifPresent(observations::add);
        }
      }
    }
    return observations;
  }

  // The patient stands beside whoever answered: GPCM-SD-OC-052 asks for them in every Observation.
  private static List<String> performers(QuestionSection section, OnlineConsultation consultation) {
    if (section.byPractitioner()) {
      return List.of(Payload.PRACTITIONER, Payload.PATIENT);
    }
    return consultation.representative().isPresent()
        ? List.of(Payload.REPRESENTATIVE, Payload.PATIENT)
        : List.of(Payload.PATIENT);
  }

  private static Optional<Payload> observation(
      Question question, QuestionAnswer answer, boolean checked, Instant when) {
    Optional<ClinicalCode> asked = question.code();
    return switch (answer) {
      case QuestionAnswer.CodedAnswer(ClinicalCode code) ->
          Optional.of(
              asked
                  .map(
                      what ->
                          Payload.observation(what, new Payload.Value.Code(code), checked, when))
                  .orElseGet(
                      () ->
                          Payload.observation(
                              code, new Payload.Value.Words(code.term()), checked, when)));
      case QuestionAnswer.TextAnswer(String text) ->
          asked.map(
              what -> Payload.observation(what, new Payload.Value.Words(text), checked, when));
      case QuestionAnswer.ValueAnswer(var quantity, var unit) ->
          asked.map(
              what ->
                  Payload.observation(
                      what, new Payload.Value.Counted(quantity, unit), checked, when));
      case QuestionAnswer.PictureAnswer picture -> Optional.empty();
    };
  }
}
