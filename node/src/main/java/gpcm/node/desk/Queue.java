package gpcm.node.desk;

import java.util.Arrays;
import java.util.Locale;

/** A state in which messages wait, as people who run the system look at them. */
public enum Queue {
  /** Documents that wait for somebody's word that they are to be sent at all. */
  UNCONFIRMED("Waits for somebody’s word", false),
  /** Documents in their waiting period, or whose patient's practice is being looked up. */
  WAITING("Waiting period, or practice being looked up", true),
  /** Documents that do not go on by themselves. */
  HELD("Held for a person", false),
  /** Documents that may go, and messages that are made. */
  READY("Ready to send", true),
  /** Messages that MESH has, or whose receiver has not said that it could read them. */
  SENT("With MESH, no technical answer", false),
  /** Messages that the receiver's system has. */
  ANSWERED("The receiver’s system has it, no answer about the patient", false),
  /** Messages whose answer did not come in time. */
  OVERDUE("No answer in time", false),
  /** Messages that were fetched and are being read. */
  READING("Received, being read", true),
  /** Answers to received messages. */
  ANSWERS("Answers to be sent", true);

  private final String words;
  private final boolean ours;

  Queue(String words, boolean ours) {
    this.words = words;
    this.ours = ours;
  }

  /** As pages call it. */
  public String words() {
    return words;
  }

  /**
   * Whether it is the system that has to get on with it; where not, it is people of the
   * organisations, MESH or the receivers.
   */
  public boolean ours() {
    return ours;
  }

  /** As the API and the database call it, such as {@code ready}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one that is called so.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Queue of(String text) {
    return Arrays.stream(values())
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no queue is called " + text));
  }
}
