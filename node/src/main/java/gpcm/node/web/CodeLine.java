package gpcm.node.web;

import gpcm.message.ResponseCode;
import gpcm.node.desk.CodeCount;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A code of answers and reports, in words, with how often it came.
 *
 * @param count how often
 * @param words what it says, in a sentence
 * @param good whether the document is where it should be as far as this code tells
 */
record CodeLine(CodeCount count, String words, boolean good) {

  /** Those that say that something is wrong first, each kind by how often it came. */
  static List<CodeLine> of(List<CodeCount> counts) {
    return counts.stream()
        .map(each -> new CodeLine(each, words(each.code()), isGood(each.code())))
        .sorted(Comparator.comparing(CodeLine::good))
        .toList();
  }

  /** How many of a day's answers and reports about what was sent say that something is wrong. */
  static String share(List<CodeLine> lines) {
    long all = lines.stream().filter(CodeLine::came).mapToLong(each -> each.count.day()).sum();
    long bad =
        lines.stream()
            .filter(each -> each.came() && !each.good)
            .mapToLong(each -> each.count.day())
            .sum();
    if (all == 0) {
      return "In the last 24 hours no answer or report came about what was sent.";
    }
    return "In the last 24 hours %d of %d answers and reports about what was sent said that something is wrong (%s %%)."
        .formatted(bad, all, percent(bad, all));
  }

  private static String percent(long part, long all) {
    long tenths = Math.round(part * 1000.0 / all);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
  }

  private boolean came() {
    return !count.given();
  }

  private static Optional<ResponseCode> known(String code) {
    return Arrays.stream(ResponseCode.values())
        .filter(each -> each.code().equals(code))
        .findFirst();
  }

  /**
   * An outcome at a provider, such as that the patient did not come, says that the document came.
   */
  private static boolean isGood(String code) {
    return known(code).filter(each -> each.positive() || each.outcome()).isPresent();
  }

  private static String words(String code) {
    return switch (code) {
      case "EPL-150" -> "More than one mailbox matches the patient’s registered practice.";
      case "EPL-151" -> "No mailbox was found for the patient’s registered practice.";
      case "EPL-152" -> "The NHS number is not valid.";
      case "EPL-153" -> "The NHS number is not known to PDS.";
      case "EPL-154" -> "The NHS number belongs to somebody with another birth date or surname.";
      case "14" -> "Nobody collected the message within five days.";
      case "other" -> "A code of another form, or none.";
      case "20013" -> "The message was received and could be read.";
      case "20009" -> "The receiver’s system found the document’s content not valid.";
      case "20006" -> "The receiver’s system found the message’s header not valid.";
      case "20007" -> "The receiver had this message already.";
      case "20008" -> "The receiver had this document already.";
      case "20012" -> "The receiver takes nothing from this sender.";
      case "20014" -> "The receiver could not put the document in place of the earlier one.";
      case "20015" -> "The message was too large for the receiver.";
      case "30001" -> "The patient is known there.";
      case "30002" -> "The patient is not known there.";
      case "30003" -> "The patient is no longer there.";
      case "30004" -> "The patient is known there, and has died recently.";
      default ->
          known(code)
              .map(each -> Display.sentence(each.display()))
              .orElse(
                  code.startsWith("EPL-") || code.length() == 2
                      ? "MESH could not deliver the message, for a reason that its guide names."
                      : "A code that is on no list here.");
    };
  }
}
