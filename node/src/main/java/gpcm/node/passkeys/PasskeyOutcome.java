package gpcm.node.passkeys;

import java.util.Optional;
import java.util.UUID;

/** What came of a passkey that was shown. */
public sealed interface PasskeyOutcome {
  /**
   * It is good: it was made, or somebody proved with it who they are.
   *
   * @param passkey which
   */
  record Accepted(Passkey passkey) implements PasskeyOutcome {}

  /**
   * It is not.
   *
   * @param refusal why
   * @param person whose passkey it claims to be, where the node knows it
   */
  record Refused(Refusal refusal, Optional<UUID> person) implements PasskeyOutcome {
    Refused(Refusal refusal) {
      this(refusal, Optional.empty());
    }
  }

  /** Why a passkey was refused. */
  enum Refusal {
    /** The answer cannot be read. */
    UNREADABLE("the browser's answer cannot be read: try again"),
    /**
     * The question was never asked, was answered before, or was asked more than five minutes ago.
     */
    NOT_ASKED("this was not asked, or too long ago: start again"),
    /** The node does not know the passkey, or it was withdrawn. */
    NOT_KNOWN("this passkey is not known here: sign in another way, and make a new one"),
    /** It was used on another site. */
    OTHER_SITE("this passkey was used for another site"),
    /** Nobody showed that it was them, by a PIN, a finger or a face. */
    NOT_VERIFIED("the device did not ask for a PIN, a finger or a face"),
    /** The signature is not the passkey's. */
    WRONG_SIGNATURE("the signature is not this passkey's"),
    /** It counts less than it did before: there may be a copy. */
    COUNTED_BACK("this passkey may have been copied: tell an administrator"),
    /** The passkey is there already. */
    ALREADY_THERE("this passkey is there already"),
    /** It says that it belongs to somebody else. */
    OTHER_PERSON("this passkey belongs to somebody else");

    private final String sentence;

    Refusal(String sentence) {
      this.sentence = sentence;
    }

    /** What a person is told. */
    public String sentence() {
      return sentence;
    }
  }
}
