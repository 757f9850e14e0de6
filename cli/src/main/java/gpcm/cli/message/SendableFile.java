package gpcm.cli.message;

import gpcm.attachments.AttachmentChecks;
import gpcm.attachments.AttachmentPolicy;
import gpcm.exchange.FailedReplacement;
import gpcm.message.Attachment;

/** A file that is to travel in a message: what its receiver would refuse never gets into one. */
final class SendableFile {
  private static final AttachmentChecks CHECKS = AttachmentChecks.of(AttachmentPolicy.USUAL);

  private SendableFile() {}

  /**
   * Checks a file as its receiver would.
   *
   * @param name what the user calls it
   * @param replaces whether it travels with a document that replaces another
   * @throws IllegalArgumentException saying what is wrong with it and how to mend that
   */
  static void check(Attachment file, String name, boolean replaces) {
    CHECKS
        .check(file, name)
        .leading()
        .ifPresent(
            finding -> {
              throw new IllegalArgumentException(
                  "%s: %s; a receiver answers %s, because %s expects %s. %s"
                      .formatted(
                          name,
                          finding.found(),
                          replaces
                              ? FailedReplacement.answerFor(finding.code().code())
                              : finding.code().code(),
                          finding.requirement(),
                          finding.expected(),
                          finding.fix()));
            });
  }
}
