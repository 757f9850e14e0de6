package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.node.desk.Desk;
import gpcm.node.desk.MailboxPauses;
import gpcm.node.desk.MailboxState.Pause;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * What whoever runs the system does to the mailbox of their own organisation, by a page or by the
 * API.
 */
enum SystemAct {
  READ_NOW(Action.CHANNEL_READ),
  PAUSE_SENDING(Action.CHANNEL_PAUSED),
  RESUME_SENDING(Action.CHANNEL_RESUMED);

  private static final int MOST = 500;

  private final Action action;

  SystemAct(Action action) {
    this.action = action;
  }

  /** The last part of its address. */
  String path() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Does it to the mailbox that the address names. */
  void on(Context context, Desk desk) throws IOException {
    Query.none(context);
    MailboxPauses pauses = desk.pauses();
    String organisation = Caller.of(context).organisation();
    String mailbox = context.pathParam("mailbox");
    String by = SignerName.of(context);
    Optional<Pause> before = pauses.find(organisation, mailbox).orElseThrow(Query::missing);
    String why = this == PAUSE_SENDING ? reason(context) : "";
    boolean unused =
        Trail.of(context)
            .doing(
                action,
                () -> done(pauses, organisation, mailbox, by, why),
                done ->
                    entry ->
                        this == READ_NOW
                            ? entry.changing("mailbox " + mailbox, "is to be read now")
                            : entry.changing(
                                "mailbox %s %s".formatted(mailbox, words(before.isPresent())),
                                words(this == PAUSE_SENDING)));
    pauses.tell();
  }

  private boolean done(
      MailboxPauses pauses, String organisation, String mailbox, String by, String why) {
    boolean done =
        switch (this) {
          case READ_NOW -> pauses.readNow(organisation, mailbox);
          case PAUSE_SENDING -> pauses.pause(organisation, mailbox, by, why);
          case RESUME_SENDING -> pauses.resume(organisation, mailbox);
        };
    if (!done) {
      throw new ProblemException(
          ProblemKind.NOT_IN_THIS_STATE,
          "sending from mailbox %s is %s already".formatted(mailbox, words(this == PAUSE_SENDING)));
    }
    return true;
  }

  private static String words(boolean paused) {
    return paused ? "paused" : "not paused";
  }

  /** Whoever sees that nothing leaves wants to know why: a machine says so too. */
  private static String reason(Context context) {
    return Asked.of(context)
        .flatMap(Asked::reason)
        .or(() -> Optional.ofNullable(context.header("X-Reason")).map(String::strip))
        .filter(given -> !given.isEmpty() && given.length() <= MOST)
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemKind.REASON_NEEDED,
                    "say why, in 1 to 500 characters, in the header X-Reason"));
  }
}
