package gpcm.testbench;

import gpcm.message.ResponseCode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A message, or a pair that belongs together, with the answers a receiver that follows the
 * specification gives to it.
 */
public sealed interface Exemplar permits Exemplar.Good, Exemplar.Asking, MessageFault {
  /** The name it has on the command line and in reports. */
  String typed();

  /** What it is, for people. */
  String text();

  /** The codes that come back, over all its messages. */
  List<ResponseCode> expected();

  /** How many messages are sent for it. */
  int messages();

  /** Accepted and its patient known: what a good message gets. */
  List<ResponseCode> ACCEPTED = List.of(ResponseCode.SUCCESS, ResponseCode.PATIENT_KNOWN);

  /** A valid message. */
  enum Good implements Exemplar {
    CONSULTATION_SUMMARY("a Consultation Summary with an attachment"),
    CONFIDENTIAL_SUMMARY("a Consultation Summary that is confidential as a whole"),
    REPLACEMENT("a Consultation Summary, and its second version that replaces it"),
    ONLINE_CONSULTATION("an Online Consultation for action"),
    ONLINE_CONSULTATION_COPY("an Online Consultation for information, as a practice's copy"),
    GENERIC("a generic document: an outpatient letter");

    private final String text;

    Good(String text) {
      this.text = text;
    }

    @Override
    public String typed() {
      return Exemplar.typed(this);
    }

    @Override
    public String text() {
      return text;
    }

    @Override
    public int messages() {
      return this == REPLACEMENT ? 2 : 1;
    }

    @Override
    public List<ResponseCode> expected() {
      return this == REPLACEMENT
          ? List.of(
              ResponseCode.SUCCESS,
              ResponseCode.PATIENT_KNOWN,
              ResponseCode.SUCCESS,
              ResponseCode.PATIENT_KNOWN)
          : ACCEPTED;
    }
  }

  /** A valid message whose patient's given name asks the synthetic receiver for a code. */
  record Asking(ResponseCode code) implements Exemplar {
    @Override
    public String typed() {
      return AnswerChoice.givenName(code);
    }

    @Override
    public String text() {
      return "a valid message that asks by its patient's given name for " + code.display();
    }

    @Override
    public int messages() {
      return 1;
    }

    @Override
    public List<ResponseCode> expected() {
      return AnswerChoice.asking(code).codes();
    }
  }

  /** One for each response code there is. */
  static List<Exemplar> asking() {
    return Stream.of(ResponseCode.values()).<Exemplar>map(Asking::new).toList();
  }

  /** A constant's name as people type it. */
  static String typed(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
