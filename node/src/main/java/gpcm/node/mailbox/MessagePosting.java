package gpcm.node.mailbox;

import gpcm.node.ledger.CaseClaims;
import gpcm.node.ledger.Ledger;
import gpcm.node.ledger.ToPost;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Posts the messages of all mailboxes, each in a lane of its own. Thread-safe. */
public final class MessagePosting implements AutoCloseable {
  private final Map<String, MailboxPosting> mailboxes;

  /**
   * Starts a lane for each mailbox.
   *
   * @param recent what was written a moment ago
   * @param mayWork whether this node may take up work
   */
  public MessagePosting(
      Ledger ledger,
      CaseClaims claims,
      RecentContent recent,
      Collection<Mailbox> mailboxes,
      BooleanSupplier mayWork) {
    this.mailboxes =
        mailboxes.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    mailbox -> mailbox.organisation().value(),
                    mailbox -> new MailboxPosting(ledger, claims, recent, mailbox, mayWork)));
  }

  /** Whether what is made now may be posted next without being claimed again. */
  public boolean hasRoom(String organisation) {
    MailboxPosting posting = mailboxes.get(organisation);
    return posting != null && posting.hasRoom();
  }

  /** Posts messages whose lease this node holds, and whose posting has begun. */
  public void handOver(List<ToPost> messages) {
    messages.stream()
        .collect(Collectors.groupingBy(ToPost::organisation))
        .forEach((organisation, given) -> mailboxes.get(organisation).handOver(given));
  }

  /** These organisations have something to post. */
  public void tell(List<String> organisations) {
    organisations.stream().map(mailboxes::get).forEach(MailboxPosting::tell);
  }

  /** Of these organisations' mailboxes, and of no others, nothing leaves for now. */
  public void pause(List<String> organisations) {
    mailboxes.forEach(
        (organisation, posting) -> posting.pause(organisations.contains(organisation)));
  }

  /** The way of these organisations' mailboxes has met trouble, on this node or another. */
  public void doubt(List<String> organisations) {
    organisations.stream()
        .map(mailboxes::get)
        .filter(posting -> posting != null)
        .forEach(MailboxPosting::doubt);
  }

  @Override
  public void close() {
    mailboxes.values().forEach(MailboxPosting::stop);
    mailboxes.values().forEach(MailboxPosting::close);
  }
}
