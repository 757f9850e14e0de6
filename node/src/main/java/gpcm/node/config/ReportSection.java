package gpcm.node.config;

import gpcm.report.Picture;
import gpcm.report.ReportSettings;
import gpcm.report.UnreadablePictureException;
import gpcm.report.Wordmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The operator's own mark in the title band of the reports; a file is read here, once. */
final class ReportSection {
  private ReportSection() {}

  static ReportSettings read(SectionReader section) {
    Optional<Path> logo = section.optionalPath("logo");
    Optional<String> words =
        section.optional("logo-text", ValueFormat.TEXT).filter(text -> !text.isBlank());
    section.refuseUnknownKeys();
    if (logo.isPresent() && words.isEmpty()) {
      section.problem(
          "logo-text",
          "missing",
          "must be what a screen reader says for the logo: give the name of the organisation");
    }
    ReportSettings standard = ReportSettings.defaults();
    if (words.isEmpty()) {
      return standard;
    }
    if (logo.isEmpty()) {
      return standard.withLeft(new Wordmark.Words(words.get()));
    }
    try {
      Picture picture = Picture.of(Files.readAllBytes(logo.get()));
      return standard.withLeft(new Wordmark.Logo(picture, words.get()));
    } catch (UnreadablePictureException refused) {
      section.problem("logo", "'%s'".formatted(logo.get()), refused.getMessage());
      return standard;
    } catch (IOException refused) {
      section.problem(
          "logo",
          "'%s'".formatted(logo.get()),
          "must be a file that can be read: check the path and the rights");
      return standard;
    }
  }
}
