package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.audit.entry.AuditEntry;
import gpcm.audit.entry.Data;
import gpcm.audit.entry.Outcome;
import gpcm.node.bulk.BulkAct;
import gpcm.node.confirming.AskedAction;
import gpcm.node.confirming.AskedItem;
import gpcm.node.confirming.Confirmation;
import gpcm.node.confirming.ConfirmationView;
import gpcm.node.confirming.RefusedConfirmation;
import gpcm.node.people.Permission;
import gpcm.node.sending.OutboxDocument;
import gpcm.node.sending.OutboxView;
import gpcm.node.sending.ResendOrder;
import gpcm.node.sending.ResendOutcome;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the pages and the API do with confirmations: each step with its audit entry, and what was
 * confirmed is carried out by the transaction that confirms it.
 */
final class Confirming {
  /** As many as a page of the outbox shows. */
  static final int MOST = 50;

  private final Served served;

  Confirming(Served served) {
    this.served = served;
  }

  /** What of all that is asked for somebody has, for whatever others do too. */
  static Set<Permission> permissions(Caller caller) {
    return Stream.of(AskedAction.values())
        .map(AskedAction::permission)
        .filter(caller::forAll)
        .collect(Collectors.toSet());
  }

  static ConfirmationView view(Caller.Person person) {
    return new ConfirmationView(
        person.organisation(), person.acting().person(), permissions(person), names(person));
  }

  /** Whether the patients of documents that are sent are named to somebody. */
  static boolean names(Caller caller) {
    return caller.forAll(Permission.SEE_OUTBOX);
  }

  static long waitingFor(Served served, Caller.Person person) {
    ConfirmationView view = view(person);
    return view.permissions().isEmpty() ? 0 : served.confirmations().waitingFor(view);
  }

  static Caller.Person person(Context context) {
    return Caller.of(context).person().orElseThrow();
  }

  /** What somebody can do about one that they see. */
  static Standing standing(Confirmation asked, Caller.Person person, Instant now) {
    boolean asker = asked.asker().person().equals(person.acting().person());
    if (asked.state() == Confirmation.State.WAITING) {
      if (asker) {
        return Standing.WITHDRAWS;
      }
      return person.forAll(asked.action().permission()) && !asked.isOf(person.acting())
          ? Standing.DECIDES
          : Standing.LOOKS;
    }
    return asker && asked.fetchedUntil().filter(now::isBefore).isPresent()
        ? Standing.FETCHES
        : Standing.LOOKS;
  }

  /** The one that the address names. */
  Confirmation find(Context context) {
    return served
        .confirmations()
        .find(view(person(context)), Query.id(context))
        .orElseThrow(Query::missing);
  }

  /** The documents that are asked for, as far as there are some. */
  List<OutboxDocument> documents(Confirmation asked) {
    return served
        .outbox()
        .those(
            OutboxView.of(asked.organisation()),
            asked.items().stream()
                .filter(item -> item.kind() == AskedItem.Kind.SENT)
                .map(AskedItem::id)
                .toList());
  }

  /** Asks for documents to be sent again. */
  Confirmation askToResend(Context context, List<UUID> ids) {
    List<UUID> distinct = List.copyOf(new LinkedHashSet<>(ids));
    if (distinct.isEmpty() || distinct.size() > MOST) {
      throw new ProblemException(
          ProblemKind.INVALID_ENTRY, "choose 1 to %d documents".formatted(MOST));
    }
    Caller.Person person = person(context);
    Map<UUID, OutboxDocument> found =
        served.outbox().those(OutboxView.of(person.organisation()), distinct).stream()
            .collect(Collectors.toMap(OutboxDocument::id, Function.identity()));
    for (UUID id : distinct) {
      OutboxDocument document = found.get(id);
      if (document == null) {
        throw new ProblemException(ProblemKind.NOT_FOUND, "there is no document " + id);
      }
      requireResendable(person, document);
    }
    return ask(
        context, AskedAction.RESEND_MANY, distinct.stream().map(AskedItem::document).toList());
  }

  /** Asks for everything that was counted to be sent again. */
  Confirmation askForMany(Context context, BulkAct act) {
    Caller.Person person = person(context);
    String reason = Asked.of(context).flatMap(Asked::reason).orElseThrow();
    return Trail.of(context)
        .doing(
            Action.SECOND_ASKED,
            () -> {
              Confirmation asked =
                  served
                      .confirmations()
                      .ask(
                          person.acting(),
                          AskedAction.RESEND_MANY,
                          act.by().named(),
                          List.of(AskedItem.bulk(act.id())),
                          reason);
              if (!served.bulkActs().ask(act, asked.id(), by(person, act), reason)) {
                throw new ProblemException(
                    ProblemKind.NOT_IN_THIS_STATE,
                    "nothing was counted, it was counted more than an hour ago, or it was asked for"
                        + " before: count again");
              }
              return asked;
            },
            asked -> entry -> entry.with(data(asked)).changing("none", words(asked, "waiting")));
  }

  private static BulkAct.By by(Caller.Person person, BulkAct act) {
    return new BulkAct.By(
        person.actor(),
        Optional.empty(),
        Optional.of(person.acting().person()),
        person.name(),
        act.by().named());
  }

  /** What many documents are to go again, where that is what is asked for. */
  Optional<BulkAct> many(Confirmation asked) {
    return asked.items().stream()
        .filter(item -> item.kind() == AskedItem.Kind.BULK)
        .findFirst()
        .flatMap(item -> served.bulkActs().find(asked.organisation(), item.id()));
  }

  private void requireResendable(Caller.Person person, OutboxDocument document) {
    if (!served.outbox().resendable(document)) {
      throw new ProblemException(
          ProblemKind.NOT_FAILED,
          "only documents that failed or are overdue, whose encounter has no later version and"
              + " whose consultation was not deleted, can be sent again; document %s is %s: leave it out"
                  .formatted(document.id(), document.state().text()));
    }
    if (!names(person) && !document.unanswered()) {
      throw new ProblemException(
          ProblemKind.NOT_FAILED,
          "the receiver of document %s has answered: that is for those who send, leave it out"
              .formatted(document.id()));
    }
  }

  /** Asks for a message as it was sent or received. */
  Confirmation askForMessage(Context context, AskedItem message) {
    return ask(context, AskedAction.SHOW_MESSAGE, List.of(message));
  }

  private Confirmation ask(Context context, AskedAction action, List<AskedItem> items) {
    Caller.Person person = person(context);
    String reason = Asked.of(context).flatMap(Asked::reason).orElseThrow();
    return Trail.of(context)
        .doing(
            Action.SECOND_ASKED,
            () -> served.confirmations().ask(person.acting(), action, names(person), items, reason),
            asked -> entry -> entry.with(data(asked)).changing("none", words(asked, "waiting")));
  }

  private static Data data(Confirmation asked) {
    List<UUID> ids =
        asked.items().stream()
            .filter(item -> item.kind() != AskedItem.Kind.BULK)
            .map(AskedItem::id)
            .toList();
    return asked.action() == AskedAction.SHOW_MESSAGE
        ? Data.ofCase(ids.getFirst())
            .ofContent(asked.items().getFirst().content().orElseThrow().hash().hex())
        : Data.ofList(ids, ids.size());
  }

  private static String words(Confirmation asked, String state) {
    return "%s, %s %s".formatted(asked.action().permission().text(), asked.id(), state);
  }

  /** Confirms the one that the address names, and carries it out. */
  Confirmation confirm(Context context) {
    Confirmation asked = find(context);
    Caller.Person person = person(context);
    ConfirmationView view = view(person);
    Trail trail = Trail.of(context);
    trail.because(asked.reason());
    return refusing(
        () ->
            switch (asked.action()) {
              case SHOW_MESSAGE ->
                  trail.doing(
                      () -> served.confirmations().confirm(view, asked.id(), person.acting()),
                      confirmed -> List.of(decided(trail, asked, "confirmed")));
              case RESEND_MANY ->
                  many(asked)
                      .map(act -> begin(trail, asked, act, person))
                      .orElseGet(() -> resend(trail, asked, person));
            });
  }

  private Confirmation begin(Trail trail, Confirmation asked, BulkAct act, Caller.Person person) {
    Confirmation confirmed =
        trail.doing(
            () -> {
              Confirmation done =
                  served.confirmations().confirm(view(person), asked.id(), person.acting());
              if (!served
                  .bulkActs()
                  .confirm(
                      act,
                      person.actor(),
                      asked.asker().name() + ", confirmed by " + person.name())) {
                throw new ProblemException(ProblemKind.NOT_WAITING, "it does not wait any more");
              }
              return done;
            },
            done ->
                List.of(decided(trail, asked, "confirmed"), started(trail, asked, act, person)));
    served.bulkActs().tell();
    return confirmed;
  }

  private static AuditEntry started(
      Trail trail, Confirmation asked, BulkAct act, Caller.Person second) {
    AuditEntry entry =
        trail
            .entry(
                Action.BULK_STARTED,
                asked.organisation(),
                Actors.of(asked.asker(), asked.organisation()))
            .secondedBy(second.actor());
    return BulkActing.of(entry, act)
        .changing(BulkActing.words(act, "asked"), BulkActing.words(act, "running"));
  }

  private Confirmation resend(Trail trail, Confirmation asked, Caller.Person person) {
    ConfirmationView view = view(person);
    Map<UUID, OutboxDocument> documents =
        documents(asked).stream()
            .collect(Collectors.toMap(OutboxDocument::id, Function.identity()));
    served
        .outbox()
        .resend(
            new ResendOrder(
                OutboxView.of(asked.organisation()),
                asked.items().stream().map(AskedItem::id).toList(),
                !asked.named(),
                false,
                asked.asker().name() + ", confirmed by " + person.name()),
            handle -> served.confirmations().confirm(view, asked.id(), person.acting()),
            outcomes -> {
              served
                  .confirmations()
                  .told(
                      asked.id(),
                      outcomes.entrySet().stream()
                          .collect(
                              Collectors.toMap(Map.Entry::getKey, each -> each.getValue().text())));
              List<AuditEntry> entries = new ArrayList<>();
              entries.add(decided(trail, asked, "confirmed"));
              outcomes.forEach(
                  (id, outcome) ->
                      entries.add(resent(trail, asked, person, documents, id, outcome)));
              return trail.along(entries);
            });
    trail.done();
    return served.confirmations().find(view, asked.id()).orElseThrow();
  }

  private static AuditEntry resent(
      Trail trail,
      Confirmation asked,
      Caller.Person second,
      Map<UUID, OutboxDocument> documents,
      UUID id,
      ResendOutcome outcome) {
    AuditEntry entry =
        trail
            .entry(
                Action.RESENT, asked.organisation(), Actors.of(asked.asker(), asked.organisation()))
            .secondedBy(second.actor());
    OutboxDocument document = documents.get(id);
    // Whoever asked reads their own entries, and need not be one who may open what is confidential.
    AuditEntry about =
        document == null
            ? entry.with(Data.ofCase(id))
            : Seen.document(document, asked.named() && !document.confidential()).apply(entry);
    return outcome == ResendOutcome.RESENT ? about : about.ended(Outcome.failed(outcome.text()));
  }

  /** By the second person, with who asked. */
  private static AuditEntry decided(Trail trail, Confirmation asked, String state) {
    Action action = state.equals("refused") ? Action.SECOND_REFUSED : Action.SECOND_CONFIRMED;
    return trail
        .entry(action)
        .secondedBy(Actors.of(asked.asker(), asked.organisation()))
        .with(data(asked))
        .changing(words(asked, "waiting"), words(asked, state));
  }

  /** Refuses the one that the address names. */
  Confirmation refuse(Context context) throws IOException {
    Confirmation asked = find(context);
    Caller.Person person = person(context);
    String answer = answer(context);
    Trail trail = Trail.of(context);
    trail.because(answer);
    return refusing(
        () ->
            trail.doing(
                () ->
                    served
                        .confirmations()
                        .refuse(view(person), asked.id(), person.acting(), answer),
                refused -> List.of(decided(trail, asked, "refused"))));
  }

  /** Why it is refused, which is asked for like any other reason. */
  private static String answer(Context context) throws IOException {
    Optional<String> given =
        Access.isApi(context)
            ? Optional.ofNullable(context.header("X-Reason"))
            : Form.of(context).text("reason");
    return given
        .map(String::strip)
        .filter(text -> !text.isEmpty() && text.length() <= 500)
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemKind.REASON_NEEDED,
                    "say why you refuse it, in 1 to 500 characters: whoever asked reads it"));
  }

  /** Takes back the one that the address names. */
  void withdraw(Context context) {
    Confirmation asked = find(context);
    Caller.Person person = person(context);
    refusing(
        () ->
            Trail.of(context)
                .doing(
                    Action.SECOND_WITHDRAWN,
                    () ->
                        served.confirmations().withdraw(view(person), asked.id(), person.acting()),
                    withdrawn ->
                        entry ->
                            entry
                                .with(data(asked))
                                .changing(words(asked, "waiting"), words(asked, "withdrawn"))));
  }

  /** The message that the address names, which is theirs to fetch now. */
  Confirmation fetchable(Context context) {
    Caller.Person person = person(context);
    Confirmation confirmed =
        refusing(
            () ->
                served.confirmations().fetchable(view(person), Query.id(context), person.acting()));
    Trail.of(context).because(confirmed.reason());
    return confirmed;
  }

  private static <T> T refusing(Supplier<T> step) {
    try {
      return step.get();
    } catch (RefusedConfirmation e) {
      throw new ProblemException(
          switch (e.reason()) {
            case NOT_THERE -> ProblemKind.NOT_FOUND;
            case OVER -> ProblemKind.NOT_WAITING;
            case SAME_PERSON -> ProblemKind.ANOTHER_PERSON;
            case SIGN_IN_AGAIN -> ProblemKind.SIGN_IN_AGAIN;
            case ASKER_MAY_NOT -> ProblemKind.ASKER_MAY_NOT;
            case NOT_FETCHABLE -> ProblemKind.NOT_FETCHABLE;
          },
          e.getMessage());
    }
  }
}
