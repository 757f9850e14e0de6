package gpcm.attachments;

import gpcm.message.ResponseCode;
import gpcm.rules.Finding;
import gpcm.rules.Strength;
import java.util.Optional;
import java.util.TreeSet;

/** What is wrong with the content of one attachment, wherever it stands. */
record ContentFault(
    Strength strength, ResponseCode code, String found, String expected, String fix) {
  private static final String REQUIREMENT = "GPCM-SD-CS-031";

  Finding at(String path) {
    return new Finding(
        REQUIREMENT, strength, code, path, Optional.empty(), found, expected, fix, false);
  }

  static ContentFault notApproved(AttachmentPolicy policy) {
    return new ContentFault(
        Strength.MUST,
        ResponseCode.ATTACHMENT_TYPE_NOT_APPROVED,
        "another type",
        "one of " + new TreeSet<>(policy.types()),
        "Convert the document to an approved type");
  }

  static ContentFault otherName(String found, String registered) {
    return new ContentFault(
        Strength.SHOULD,
        ResponseCode.ATTACHMENT_TYPE_NOT_APPROVED,
        found,
        registered + ", the registered name of this type",
        "Declare " + registered);
  }

  static ContentFault tooLarge(long largest) {
    return new ContentFault(
        Strength.MUST,
        ResponseCode.TOO_LARGE,
        "a larger file",
        "a file of at most %d bytes".formatted(largest),
        "Send it smaller, or agree with the receiver on another way");
  }

  static ContentFault tooMany(int count, int most) {
    return new ContentFault(
        Strength.MUST,
        ResponseCode.TOO_LARGE,
        count + " files",
        "at most %d files in a message, the document itself included".formatted(most),
        "Join them, or agree with the receiver on another way");
  }

  static ContentFault mismatch(String detected) {
    return unsupported(
        "content that is " + detected,
        "content of the type that contentType declares",
        "Send the file with its own type, undamaged");
  }

  /** Begins as its type does, and is not what its type is. */
  static ContentFault damaged(String found, String expected) {
    return unsupported(found, expected, "Export or scan the document again and send that");
  }

  static ContentFault locked() {
    return unsupported(
        "a file that asks for a password",
        "a file that opens without a password",
        "Save it without a password and send that; what travels here needs none");
  }

  static ContentFault macros(String found) {
    return new ContentFault(
        Strength.MUST,
        ResponseCode.ATTACHMENT_TYPE_NOT_APPROVED,
        found,
        "a document without macros or templates from elsewhere",
        "Save it as PDF, or as a document without macros");
  }

  static ContentFault embedded(String found) {
    return new ContentFault(
        Strength.MUST,
        ResponseCode.ATTACHMENT_TYPE_NOT_APPROVED,
        found,
        "a document without files or objects of other programs in it",
        "Save it as PDF; send a file that belongs to it as an attachment of its own");
  }

  static ContentFault malware(String name) {
    return new ContentFault(
        Strength.MUST,
        ResponseCode.ATTACHMENT_TYPE_NOT_APPROVED,
        "malware: " + name,
        "content in which the malware scanner finds nothing",
        "Have the computer checked that the file came from, and send nothing from it before that");
  }

  static ContentFault restricted() {
    return new ContentFault(
        Strength.SHOULD,
        ResponseCode.ATTACHMENT_TYPE_UNSUPPORTED,
        "an encrypted PDF that opens without a password; it was not looked into further",
        "a PDF that is not encrypted",
        "Save it without restrictions and send that");
  }

  private static ContentFault unsupported(String found, String expected, String fix) {
    return new ContentFault(
        Strength.MUST, ResponseCode.ATTACHMENT_TYPE_UNSUPPORTED, found, expected, fix);
  }
}
