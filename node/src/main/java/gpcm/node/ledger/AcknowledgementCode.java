package gpcm.node.ledger;

import gpcm.exchange.Acknowledgement;
import gpcm.exchange.AnswerVerdict;
import gpcm.message.ItkResponse;
import gpcm.message.ResponseCode;
import java.util.Optional;

/** What the code of an acknowledgement says, when it comes and when it is read back later. */
public final class AcknowledgementCode {
  private static final int LONGEST = 20;
  private static final String UNKNOWN = "(a code we do not know)";

  private AcknowledgementCode() {}

  /** What a response says of the document it is about: its code decides. */
  public static Acknowledgement of(ItkResponse response) {
    String code = shortened(response.codeText().orElse(""), LONGEST);
    return ResponseCode.of(code)
        .map(AcknowledgementCode::known)
        .orElseGet(() -> new Acknowledgement(code, UNKNOWN, AnswerVerdict.NOT_UNDERSTOOD));
  }

  /**
   * The response as it stands, when nobody can act on its code alone: it is of no list, says
   * nothing of a document, or contradicts what stands beside it.
   */
  public static Optional<String> unclear(ItkResponse response) {
    Acknowledgement says = of(response);
    boolean understood = says.verdict() != AnswerVerdict.NOT_UNDERSTOOD;
    if (understood && !response.contradictsItself()) {
      return Optional.empty();
    }
    return Optional.of(
        "%s%s, sent as '%s' with severity %s and response code %s"
            .formatted(
                says.code(),
                " " + says.display(),
                quoted(response.display()),
                quoted(response.severity()),
                quoted(response.responseCode())));
  }

  private static String quoted(Optional<String> text) {
    return text.map(words -> shortened(words.replaceAll("\\p{Cntrl}|\\s+", " "), 200))
        .orElse("(none)");
  }

  private static String shortened(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most)) + "...";
  }

  private static Acknowledgement known(ResponseCode code) {
    return new Acknowledgement(code.code(), code.display(), verdict(code));
  }

  private static AnswerVerdict verdict(ResponseCode code) {
    return switch (code) {
      case DUPLICATE_MESSAGE, DUPLICATE_DOCUMENT -> AnswerVerdict.DUPLICATE;
      case PATIENT_KNOWN, PATIENT_RECENTLY_DECEASED -> AnswerVerdict.PATIENT_KNOWN;
      case PATIENT_UNKNOWN, PATIENT_NO_LONGER_HERE -> AnswerVerdict.PATIENT_NOT_KNOWN;
      default -> {
        if (code.outcome()) {
          yield code.positive() ? AnswerVerdict.OUTCOME : AnswerVerdict.BAD_OUTCOME;
        }
        if (code.registration()) {
          yield AnswerVerdict.NOT_UNDERSTOOD;
        }
        yield code.positive() ? AnswerVerdict.PROCESSED : AnswerVerdict.NOT_PROCESSED;
      }
    };
  }

  /**
   * The acknowledgement that was kept with this code. Earlier versions kept codes of no list too,
   * as refusals of the kind that the first digit tells.
   */
  static Acknowledgement kept(String code) {
    return ResponseCode.of(code)
        .map(AcknowledgementCode::known)
        .filter(known -> known.verdict() != AnswerVerdict.NOT_UNDERSTOOD)
        .orElseGet(
            () ->
                new Acknowledgement(
                    code,
                    UNKNOWN,
                    ResponseCode.Kind.of(code).equals(Optional.of(ResponseCode.Kind.BUSINESS))
                        ? AnswerVerdict.PATIENT_NOT_KNOWN
                        : AnswerVerdict.NOT_PROCESSED));
  }
}
