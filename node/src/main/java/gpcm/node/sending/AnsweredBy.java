package gpcm.node.sending;

import gpcm.node.journal.TimelineEvent;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which organisation answered about a document, as far as the mailbox of its answer tells.
 *
 * @param mailbox the mailbox that the latest answer came from
 * @param odsCode the organisation whose code the name of that mailbox begins with
 * @param expected ODS code of the organisation that the document names as its recipient
 */
public record AnsweredBy(String mailbox, Optional<String> odsCode, Optional<String> expected) {
  private static final String PEER = "peer:";

  /** How MESH names mailboxes: an ODS code, two letters for what it is, and a number. */
  private static final Pattern MAILBOX = Pattern.compile("([A-Z0-9]{3,10})(?:OT|HC)[0-9]{3}");

  private static final Pattern IN_BRACKETS = Pattern.compile("\\(([A-Z0-9]{1,12})\\)$");

  /**
   * Who answered; empty while nobody has.
   *
   * @param events what happened to it, oldest first
   */
  public static Optional<AnsweredBy> of(OutboxDocument document, List<TimelineEvent> events) {
    return events.reversed().stream()
        .filter(
            event ->
                event.kind().equals("infrastructure-acknowledgement")
                    || event.kind().equals("business-acknowledgement"))
        .map(TimelineEvent::actor)
        .filter(actor -> actor.startsWith(PEER) && actor.length() > PEER.length())
        .findFirst()
        .map(actor -> of(actor.substring(PEER.length()), document.addressee().organisation()));
  }

  private static AnsweredBy of(String mailbox, String recipient) {
    Matcher named = MAILBOX.matcher(mailbox);
    Matcher expected = IN_BRACKETS.matcher(recipient);
    return new AnsweredBy(
        mailbox,
        named.matches() ? Optional.of(named.group(1)) : Optional.empty(),
        expected.find() ? Optional.of(expected.group(1)) : Optional.empty());
  }

  /** Whether it is another organisation than the one that the document names. */
  public boolean differs() {
    return odsCode.isPresent() && expected.isPresent() && !odsCode.equals(expected);
  }
}
