package gpcm.node.web;

import gpcm.consultation.Document;
import gpcm.consultation.json.InvalidConsultationException;
import gpcm.exchange.DocumentState;
import gpcm.node.sending.DryRun;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.SentRow;
import gpcm.node.sending.WhoHasIt;
import gpcm.rules.Finding;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The page on which a corrected consultation is handed in.
 *
 * @param row the document that is corrected
 * @param place the list that it was opened from
 * @param now when it is shown
 * @param reason why, as it was typed
 * @param reasonWrong what is wrong with that; empty when nothing is
 * @param fileWrong the same of the files as such
 * @param wrong what is wrong in what was handed in
 * @param checked what would become of it; empty before that was looked at, or when it is refused
 */
record CorrectionPage(
    SentRow row,
    SentPlace place,
    Instant now,
    String reason,
    String reasonWrong,
    String fileWrong,
    List<Wrong> wrong,
    Optional<Checked> checked) {

  /**
   * Something that is wrong, or was found.
   *
   * @param element where, such as {@code /patient/nhsNumber}
   * @param found what is there; empty where that is not told
   * @param rule what it breaks
   * @param remedy what to do
   */
  record Wrong(String element, String found, String rule, String remedy) {}

  /**
   * What would become of it.
   *
   * @param document what was handed in
   * @param run what was found out
   * @param fingerprint of its files
   */
  record Checked(Document document, DryRun run, String fingerprint) {
    boolean isUnchanged() {
      return run.unchanged().isPresent();
    }

    boolean goes() {
      return run.leavesAt().isPresent();
    }

    /** Whether it can be handed in: nothing that is not to be sent is made of a correction. */
    boolean isSent() {
      return !isUnchanged() && run.state() != DocumentState.NOT_SENT;
    }

    String version() {
      return "version " + run.version();
    }

    /** What comes of it, in one sentence. */
    String outcome() {
      if (isUnchanged()) {
        return "Nothing has changed: this is what "
            + version()
            + " says already. Nothing would be sent.";
      }
      if (run.state() == DocumentState.NOT_SENT) {
        return "It would not be sent.";
      }
      if (run.state() == DocumentState.UNCONFIRMED) {
        return "Version %d would wait for a person to confirm it, and then go."
            .formatted(run.version());
      }
      return goes()
          ? "Version %d would go at once.".formatted(run.version())
          : "Version %d would not go by itself: the steps below say why, and what to do."
              .formatted(run.version());
    }

    String to() {
      return document
          .sendTo()
          .map(
              provider ->
                  provider.name() + ", and a copy to " + document.registeredPractice().name())
          .orElse(document.registeredPractice().name());
    }

    List<Wrong> findings() {
      return run.findings().stream().map(Checked::finding).toList();
    }

    private static Wrong finding(Finding found) {
      return new Wrong(
          found.path(),
          found.found(),
          "%s (%s): %s"
              .formatted(
                  found.requirement(),
                  found.strength().name().toLowerCase(Locale.ROOT),
                  found.expected()),
          found.fix());
    }
  }

  static CorrectionPage of(SentRow row, SentPlace place, Instant now) {
    return new CorrectionPage(row, place, now, "", "", "", List.of(), Optional.empty());
  }

  OutboxDocument document() {
    return row.document();
  }

  /** Looked at, and nothing done. */
  CorrectionPage checked(String given, Document document, DryRun run, String fingerprint) {
    return new CorrectionPage(
        row,
        place,
        now,
        given,
        "",
        "",
        List.of(),
        Optional.of(new Checked(document, run, fingerprint)));
  }

  CorrectionPage refused(String given, InvalidConsultationException invalid) {
    return refused(
        given,
        "",
        "",
        invalid.problems().stream()
            .map(each -> new Wrong(each.pointer(), each.value(), each.rule(), each.remedy()))
            .toList());
  }

  CorrectionPage refused(String given, ProblemException problem) {
    boolean ofReason =
        problem.fields().stream().anyMatch(field -> field.pointer().equals("/reason"));
    if (ofReason) {
      return refused(given, "Say why, in 1 to 500 characters", "", List.of());
    }
    boolean ofFile =
        problem.fields().stream().anyMatch(field -> field.pointer().equals("consultation"));
    if (ofFile) {
      return refused(given, "", "Choose the file with the corrected consultation", List.of());
    }
    return problem.fields().isEmpty()
        ? refused(given, "", Display.sentence(problem.getMessage()), List.of())
        : refused(
            given,
            "",
            "",
            problem.fields().stream()
                .map(each -> new Wrong(each.pointer(), "", each.detail(), each.remedy()))
                .toList());
  }

  private CorrectionPage refused(
      String given, String reasonWrong, String fileWrong, List<Wrong> wrong) {
    return new CorrectionPage(
        row, place, now, given, reasonWrong, fileWrong, wrong, Optional.empty());
  }

  boolean isRefused() {
    return !errors().isEmpty();
  }

  /** What is wrong, by the place of the page to go to. */
  Map<String, String> errors() {
    Map<String, String> errors = new LinkedHashMap<>();
    if (!reasonWrong.isEmpty()) {
      errors.put("reason", reasonWrong);
    }
    if (!fileWrong.isEmpty()) {
      errors.put("consultation", fileWrong);
    }
    for (int i = 0; i < wrong.size(); i++) {
      errors.put("wrong-" + (i + 1), element(wrong.get(i)) + ": " + wrong.get(i).rule());
    }
    return errors;
  }

  static String element(Wrong wrong) {
    return wrong.element().isEmpty() ? "The whole file" : wrong.element();
  }

  /** Whose number the file has where that is another one than the document's. */
  boolean isOfAnother() {
    return checked
        .filter(
            each ->
                !each.document()
                    .patient()
                    .nhsNumber()
                    .value()
                    .equals(document().patient().nhsNumber()))
        .isPresent();
  }

  /** How the document stands, which no refusal changes. */
  WhoHasIt whoHasIt() {
    return row.whoHasIt(now);
  }
}
