package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.node.bulk.BulkAct;
import gpcm.node.bulk.BulkActs;
import gpcm.node.bulk.BulkDraft;
import gpcm.node.bulk.BulkKind;
import gpcm.node.confirming.Confirmation;
import gpcm.node.people.Permission;
import gpcm.node.sending.OutboxView;
import gpcm.node.sending.SentSort;
import gpcm.node.store.Slice;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What the pages and the API do with acts on many documents: each step with its audit entry, in one
 * transaction.
 */
final class BulkActing {
  private static final int LONGEST = 500;
  private static final String[] FIELDS =
      Stream.concat(SentAsked.NAMES.stream(), Stream.of("act")).toArray(String[]::new);

  private final BulkActs acts;
  private final Access access;
  private final Confirming confirming;

  BulkActing(Served served, Access access) {
    this.acts = served.bulkActs();
    this.access = access;
    this.confirming = new Confirming(served);
  }

  /** What somebody could do with many documents, once they or other people say so. */
  static List<BulkKind> could(Caller caller) {
    return Arrays.stream(BulkKind.values())
        .filter(kind -> caller.could(kind.permission()))
        .toList();
  }

  /** Counts the documents of a list with which it could be done, and does nothing. */
  BulkAct draft(Context context) throws IOException {
    Query.none(context);
    WorkFields fields = WorkFields.of(context, FIELDS);
    BulkKind kind =
        fields
            .choice("act", BulkKind::of, Arrays.stream(BulkKind.values()).map(BulkKind::text))
            .orElseThrow(() -> WorkFields.wrong("act", "missing: what is to be done", "say it"));
    Caller caller = Caller.of(context);
    if (!could(caller).contains(kind)) {
      throw new ProblemException(
          ProblemKind.FORBIDDEN, "none of your roles, or of your key's scopes, allows this");
    }
    SentAsked asked = SentAsked.of(fields, asked(fields));
    String address = SentAsked.address(asked.view(), SentSort.NEWEST, asked.asked());
    SeenOutbox seen = SeenOutbox.of(caller);
    BulkDraft draft =
        new BulkDraft(
            kind,
            asked.part(caller, with(seen, kind.permission()), Slice.newest(1)),
            address,
            new BulkAct.By(
                caller.actor(),
                Optional.empty(),
                caller.person().map(person -> person.acting().person()),
                caller.name(),
                seen.names()),
            SubmissionReader.idempotencyKey(context));
    return Trail.of(context)
        .doing(
            Action.LIST_SEEN,
            () -> drafted(acts.draft(draft)),
            made -> entry -> counted(entry, made));
  }

  private static AuditEntry counted(AuditEntry entry, BulkAct made) {
    AuditEntry counted = entry.with(Data.ofList(List.of(), made.items()));
    return made.query().isEmpty() ? counted : counted.asked(made.query());
  }

  private static BulkAct drafted(BulkActs.Counted counted) {
    return switch (counted) {
      case BulkActs.Counted.Drafted drafted -> drafted.act();
      case BulkActs.Counted.TooMany many ->
          throw WorkFields.wrong(
              "",
              "the list has more than %,d documents, and with so many it is done at once at most"
                  .formatted(BulkAct.MOST),
              "filter for less, such as one state or a few days");
      case BulkActs.Counted.KeyReused reused ->
          throw new ProblemException(
              ProblemKind.IDEMPOTENCY_KEY_REUSED,
              "this key was used before to count other documents, or for another act");
    };
  }

  private static Map<String, String> asked(WorkFields fields) {
    Map<String, String> asked = new LinkedHashMap<>();
    for (String name : SentAsked.FILTERS) {
      if (fields.has(name) && !fields.all(name).equals(List.of("false"))) {
        asked.put(name, String.join(",", fields.all(name)));
      }
    }
    return asked;
  }

  // Of what they see, what they may do it with.
  private static OutboxView with(SeenOutbox seen, Permission permission) {
    OutboxView mine = SeenOutbox.with(seen.caller(), permission);
    return mine.author().isPresent() ? mine : seen.view();
  }

  /**
   * The one that the address names: who sees the whole outbox sees what others do, and nobody what
   * other people have only counted.
   */
  BulkAct find(Context context) {
    Caller caller = Caller.of(context);
    return acts.find(caller.organisation(), Query.id(context))
        .filter(act -> isBy(act, caller) || isSeen(act, caller) || isHandedTo(act, caller))
        .orElseThrow(Query::missing);
  }

  private static boolean isSeen(BulkAct act, Caller caller) {
    return act.state() != BulkAct.State.DRAFTED && SeenOutbox.of(caller).view().author().isEmpty();
  }

  // A program cannot ask for a second person. What it has counted is for people to go on with, but
  // not for who would have others sent again than those that they may send.
  private static boolean isHandedTo(BulkAct act, Caller caller) {
    return act.kind() == BulkKind.RESEND
        && act.by().person().isEmpty()
        && caller.person().isPresent()
        && caller.forAll(BulkKind.RESEND.permission())
        && (SeenOutbox.of(caller).names() || !act.by().named());
  }

  private static boolean isBy(BulkAct act, Caller caller) {
    return act.by().actor().id().equals(caller.actor().id());
  }

  /** Those that somebody sees, newest first. */
  List<BulkAct> list(Caller caller, Slice slice) {
    OutboxView view = SeenOutbox.of(caller).view();
    return acts.list(view.organisation(), view.author(), slice);
  }

  /** Begins the one that the address names, which they have counted before. */
  BulkAct start(Context context) throws IOException {
    Query.none(context);
    BulkAct act = find(context);
    WorkFields fields =
        Access.isApi(context)
            ? WorkFields.of(context, "reason", "by")
            : WorkFields.of(context, "reason");
    String by = SignerName.of(context, fields.text("by", 100));
    String reason = fields.needed("reason", LONGEST);
    if (act.kind() == BulkKind.RESEND) {
      throw new ProblemException(
          ProblemKind.SECOND_PERSON, "this is done only when a second person confirms it");
    }
    access.require(context, act.kind().permission(), true);
    Caller caller = Caller.of(context);
    requireCounted(act, caller);
    Trail trail = Trail.of(context);
    trail.because(reason);
    trail.doing(
        Action.BULK_STARTED,
        () -> began(act, acts.begin(act, by, reason)),
        began -> entry -> of(entry, act).changing(words(act, "counted"), words(act, "running")));
    acts.tell();
    return again(act);
  }

  private static void requireCounted(BulkAct act, Caller caller) {
    if (act.state() != BulkAct.State.DRAFTED || !(isBy(act, caller) || isHandedTo(act, caller))) {
      throw notNow(act);
    }
  }

  // It may have been begun, or may have ended, since it was read.
  private boolean began(BulkAct act, boolean began) {
    if (!began) {
      throw notNow(again(act));
    }
    return true;
  }

  private static ProblemException notNow(BulkAct act) {
    return new ProblemException(
        ProblemKind.NOT_IN_THIS_STATE,
        act.items() == 0
            ? "there is no document with which it could be done"
            : act.state() == BulkAct.State.DRAFTED
                ? "it was counted more than an hour ago, or was begun: count again"
                : "this cannot be done with it any more: it is " + act.state().text());
  }

  /** Asks for a second person, who has it begun. */
  Confirmation ask(Context context) throws IOException {
    Query.none(context);
    BulkAct act = find(context);
    if (act.kind() != BulkKind.RESEND) {
      throw new ProblemException(
          ProblemKind.NOT_IN_THIS_STATE, "this needs no second person: start it");
    }
    requireCounted(act, Caller.of(context));
    return confirming.askForMany(context, act);
  }

  /** Whether somebody may stop it: whoever may begin such a one, and who began this one. */
  static boolean mayStop(BulkAct act, Caller caller) {
    return caller.forAll(act.kind().permission()) || isBy(act, caller);
  }

  /** Stops the one that the address names. */
  BulkAct stop(Context context) throws IOException {
    Query.none(context);
    BulkAct act = find(context);
    WorkFields fields =
        Access.isApi(context) ? WorkFields.of(context, "by") : WorkFields.of(context);
    String by = SignerName.of(context, fields.text("by", 100));
    Caller caller = Caller.of(context);
    if (!mayStop(act, caller)) {
      throw new ProblemException(
          ProblemKind.FORBIDDEN,
          "who may begin it may stop it, and none of your roles allows that");
    }
    Trail.of(context)
        .doing(
            Action.BULK_STOPPED,
            () -> began(act, acts.stop(act, by)),
            stopped ->
                entry -> of(entry, act).changing(words(act, "running"), words(act, "stopped")));
    return again(act);
  }

  private BulkAct again(BulkAct act) {
    return acts.find(act.view().organisation(), act.id()).orElseThrow();
  }

  static AuditEntry of(AuditEntry entry, BulkAct act) {
    return entry.with(Data.ofList(List.of(), act.items()));
  }

  static String words(BulkAct act, String state) {
    return "%s, %s %s".formatted(act.kind().text(), act.id(), state);
  }

  /** What an audit entry says of the documents of one that somebody looks at. */
  static UnaryOperator<AuditEntry> lines(List<UUID> documents) {
    return entry -> entry.with(Data.ofList(documents, documents.size()));
  }
}
