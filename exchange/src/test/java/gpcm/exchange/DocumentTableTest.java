package gpcm.exchange;

import static gpcm.exchange.DocumentState.ACCEPTED;
import static gpcm.exchange.DocumentState.BUILT;
import static gpcm.exchange.DocumentState.COMPLETED;
import static gpcm.exchange.DocumentState.FAILED;
import static gpcm.exchange.DocumentState.GIVEN_UP;
import static gpcm.exchange.DocumentState.HELD;
import static gpcm.exchange.DocumentState.INFRASTRUCTURE_ACKNOWLEDGED;
import static gpcm.exchange.DocumentState.NOT_SENT;
import static gpcm.exchange.DocumentState.OTHER_ROUTE;
import static gpcm.exchange.DocumentState.OVERDUE;
import static gpcm.exchange.DocumentState.REJECTED;
import static gpcm.exchange.DocumentState.SENT;
import static gpcm.exchange.DocumentState.SUPERSEDED;
import static gpcm.exchange.DocumentState.UNCONFIRMED;
import static gpcm.exchange.DocumentState.VOID;
import static gpcm.exchange.DocumentState.WAITING;
import static gpcm.exchange.DocumentState.WITHDRAWN;
import static gpcm.exchange.Given.DUE_LATER;
import static gpcm.exchange.Given.LONG_DUE;
import static gpcm.exchange.Given.NEVER;
import static gpcm.exchange.Given.NOW;
import static gpcm.exchange.Given.PACE;
import static gpcm.exchange.Posting.BEGUN;
import static gpcm.exchange.Posting.HANDED_OVER;
import static gpcm.exchange.Posting.NONE;
import static gpcm.exchange.Posting.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every pair of situation and fact of a document on its way is decided as document.table says. */
class DocumentTableTest {
  private static final TransitionTable TABLE = TransitionTable.read("document.table");
  private final Map<String, OutgoingDocument> situations = situations();
  private final Map<String, DocumentFact> facts = facts();

  private static Map<String, OutgoingDocument> situations() {
    Map<String, OutgoingDocument> all = new LinkedHashMap<>();
    all.put("unconfirmed", document(UNCONFIRMED, NONE, 0, LONG_DUE));
    all.put("waiting", document(WAITING, NONE, 0, LONG_DUE));
    all.put("waiting-early", document(WAITING, NONE, 0, DUE_LATER));
    all.put("waiting-stuck", stuck(WAITING));
    all.put("held", document(HELD, NONE, 0, LONG_DUE));
    all.put("accepted", document(ACCEPTED, NONE, 0, LONG_DUE));
    all.put("accepted-stuck", stuck(ACCEPTED));
    all.put("built", document(BUILT, NONE, 0, LONG_DUE));
    all.put("built-stuck", stuck(BUILT));
    all.put("built-begun", document(BUILT, BEGUN, 1, LONG_DUE));
    all.put("built-in-doubt", document(BUILT, BEGUN, 2, LONG_DUE));
    all.put("built-resent", document(BUILT, NONE, 1, 1, LONG_DUE, Given.SUBJECT));
    all.put(
        "built-resent-acknowledged", document(BUILT, NONE, 1, 1, LONG_DUE, Given.SUBJECT, "20013"));
    all.put("built-resent-begun", document(BUILT, BEGUN, 2, 1, LONG_DUE, Given.SUBJECT));
    all.put("built-resent-in-doubt", document(BUILT, BEGUN, 3, 1, LONG_DUE, Given.SUBJECT));
    all.put("sent", document(SENT, TAKEN, 1, LONG_DUE));
    all.put("sent-early", document(SENT, TAKEN, 1, DUE_LATER));
    all.put("sent-by-file-client", document(SENT, HANDED_OVER, 1, LONG_DUE));
    all.put("sent-again", document(SENT, TAKEN, 2, LONG_DUE));
    all.put("sent-business-in", document(SENT, TAKEN, 1, LONG_DUE, "30001"));
    all.put(
        "infrastructure-acknowledged",
        document(INFRASTRUCTURE_ACKNOWLEDGED, TAKEN, 1, LONG_DUE, "20013"));
    all.put(
        "acknowledged-while-posting",
        document(INFRASTRUCTURE_ACKNOWLEDGED, BEGUN, 1, DUE_LATER, "20013"));
    all.put("completed", document(COMPLETED, TAKEN, 1, NEVER, "20013", "30001"));
    all.put("rejected", document(REJECTED, TAKEN, 1, NEVER, "20009"));
    all.put("failed-unbuilt", document(FAILED, NONE, 0, NEVER));
    all.put("failed", document(FAILED, TAKEN, 1, NEVER));
    all.put("overdue", document(OVERDUE, TAKEN, 1, NEVER));
    all.put("overdue-for-business", document(OVERDUE, TAKEN, 1, NEVER, "20013"));
    all.put("void", document(VOID, TAKEN, 1, NEVER, "20013", "30001"));
    all.put("void-unanswered", document(VOID, TAKEN, 1, NEVER));
    all.put("withdrawn", document(WITHDRAWN, NONE, 0, NEVER));
    all.put("not-sent", document(NOT_SENT, NONE, 0, NEVER));
    all.put("superseded", document(SUPERSEDED, NONE, 0, NEVER));
    all.put("other-route", document(OTHER_ROUTE, TAKEN, 1, NEVER));
    all.put("given-up", document(GIVEN_UP, TAKEN, 1, NEVER));
    all.put("replacement-sent", replacement(SENT, LONG_DUE));
    all.put("replacement-completed", replacement(COMPLETED, NEVER, "20013", "30001"));
    all.put("replacement-rejected", replacement(REJECTED, NEVER, "20006"));
    all.put("replacement-void", replacement(VOID, NEVER, "20014"));
    all.put("replacement-void-as-replaced", replacement(VOID, NEVER));
    all.put("provider-sent", document(SENT, TAKEN, 1, LONG_DUE, Given.TO_PROVIDER));
    all.put("restricted-sent", document(SENT, TAKEN, 1, LONG_DUE, Given.RESTRICTED));
    return all;
  }

  private static OutgoingDocument replacement(
      DocumentState state, Optional<Instant> due, String... codes) {
    return document(state, TAKEN, 1, due, Given.REPLACEMENT, codes);
  }

  private static OutgoingDocument document(
      DocumentState state, Posting posting, int posts, Optional<Instant> due, String... codes) {
    return document(state, posting, posts, due, Given.SUBJECT, codes);
  }

  private static OutgoingDocument document(
      DocumentState state,
      Posting posting,
      int posts,
      Optional<Instant> due,
      DocumentSubject subject,
      String... codes) {
    return document(state, posting, posts, 0, due, subject, codes);
  }

  private static OutgoingDocument document(
      DocumentState state,
      Posting posting,
      int posts,
      int earlier,
      Optional<Instant> due,
      DocumentSubject subject,
      String... codes) {
    return new OutgoingDocument(
        Given.ID,
        state,
        posting,
        posts,
        earlier,
        Given.acknowledgements(codes),
        Optional.empty(),
        0,
        due,
        Watch.NONE,
        subject);
  }

  private static OutgoingDocument stuck(DocumentState state) {
    return document(state, NONE, 0, LONG_DUE).failed(5);
  }

  private static Map<String, DocumentFact> facts() {
    Map<String, DocumentFact> all = new LinkedHashMap<>();
    all.put("built", new DocumentFact.Built("message 1", false));
    all.put("built-and-posted-next", new DocumentFact.Built("message 1", true));
    all.put("renewed", new DocumentFact.Renewed("message 2"));
    all.put("unbuildable", new DocumentFact.Unbuildable("no", "mend"));
    all.put("delayed", new DocumentFact.Delayed("disk full"));
    all.put("delayed-in-doubt", new DocumentFact.DelayedInDoubt("disk full"));
    all.put("posting-begun", new DocumentFact.PostingBegun());
    all.put("taken", new DocumentFact.Taken("M1"));
    all.put("handed-over", new DocumentFact.HandedOver("pair"));
    all.put("refused", new DocumentFact.Refused("no"));
    all.put("unreachable", new DocumentFact.Unreachable());
    all.put("doubtful", new DocumentFact.Doubtful());
    all.put("held", new DocumentFact.Held(NOW.plus(PACE.holdFirst())));
    all.put("damaged", new DocumentFact.Damaged("a bit flipped."));
    for (String code :
        List.of("20013", "30001", "20006", "20009", "30002", "20014", "20007", "30016", "30017")) {
      all.put("answered-" + code, answered(code, Evidence.FROM_RECIPIENT));
    }
    all.put("answered-30099", unclear("30099"));
    all.put("answered-20013-as-fatal-error", unclear("20013"));
    all.put("answered-20009-as-ok", unclear("20009"));
    all.put("answered-from-another-mailbox", answered("20013", Evidence.FROM_ANOTHER_MAILBOX));
    all.put("answered-by-reference-only", answered("20009", Evidence.REFERENCE_ONLY));
    all.put("undelivered", new DocumentFact.Undelivered("14", "not collected"));
    all.put(
        "earlier-copy-undelivered", new DocumentFact.EarlierCopyUndelivered("14", "not collected"));
    all.put("deadline-passed", new DocumentFact.DeadlinePassed());
    all.put("not-gone-on", new DocumentFact.NotGoneOn());
    for (MeshStanding said : MeshStanding.values()) {
      all.put("tracked-" + said.text(), new DocumentFact.Tracked(said));
    }
    all.put("replacement-failed", new DocumentFact.ReplacementFailed("2"));
    all.put("resent", new DocumentFact.Resent("Bo", true));
    all.put("resent-unbuilt", new DocumentFact.Resent("Bo", false));
    all.put("confirmed", new DocumentFact.Confirmed("Bo", NOW.plus(Duration.ofHours(1))));
    all.put("confirmed-late", new DocumentFact.Confirmed("Bo", NOW.minus(Duration.ofHours(1))));
    all.put("deliverable", checked(new Deliverability.Deliverable("registered elsewhere", NOW)));
    all.put(
        "not-known-yet",
        checked(new Deliverability.NotKnownYet("busy", NOW.plus(Duration.ofMinutes(5)))));
    all.put(
        "needs-person",
        checked(new Deliverability.NeedsPerson(HoldKind.PRACTICE, "none", "find out")));
    all.put("must-not", checked(new Deliverability.MustNot("registered here", "nothing", false)));
    all.put("must-not-told", checked(new Deliverability.MustNot("withdrawn", "trace", true)));
    all.put("hastened", new DocumentFact.Hastened("Bo"));
    all.put("updated", new DocumentFact.Updated("2"));
    all.put("taken-back", new DocumentFact.TakenBack("Bo", "entered for another patient"));
    all.put("deleted", new DocumentFact.Deleted("Bo", "Ann EXAMPLE", false));
    all.put("deleted-with-its-copy-gone", new DocumentFact.Deleted("Bo", "Ann EXAMPLE", true));
    all.put("original-stopped", new DocumentFact.OriginalStopped("held"));
    all.put("stopped", new DocumentFact.Stopped("Bo", "to be talked over"));
    all.put("released", new DocumentFact.Released("Bo", "asked the practice", false));
    all.put("released-unchecked", new DocumentFact.Released("Bo", "asked the practice", true));
    all.put("rerouted", new DocumentFact.Rerouted("Bo", "by post"));
    all.put("abandoned", new DocumentFact.Abandoned("Bo", "not wanted"));
    return all;
  }

  private static DocumentFact checked(Deliverability found) {
    return new DocumentFact.Checked(found);
  }

  private static DocumentFact answered(String code, Evidence evidence) {
    return new DocumentFact.Answered(
        Given.acknowledgement(code), evidence, "X26OT001", "", Optional.empty());
  }

  private static DocumentFact unclear(String code) {
    return new DocumentFact.Answered(
        Given.acknowledgement(code),
        Evidence.FROM_RECIPIENT,
        "X26OT001",
        "",
        Optional.of(code + " and something that does not go with it"));
  }

  @TestFactory
  Stream<DynamicNode> every_pair_is_decided() {
    return TABLE.tests(
        situations,
        OutgoingDocument::state,
        facts,
        (document, fact) -> document.after(fact, NOW, PACE),
        DocumentTableTest::changes);
  }

  private static List<String> changes(OutgoingDocument before, OutgoingDocument after) {
    List<String> all = new ArrayList<>();
    if (after.state() != before.state()) {
      all.add("=> " + after.state().text());
    }
    if (after.posting() != before.posting() || after.posts() != before.posts()) {
      all.add(after.posting().text() + " " + after.posts());
    }
    if (after.failures() != before.failures()) {
      all.add("failures " + after.failures());
    }
    if (!after.due().equals(before.due())) {
      all.add(TransitionTable.due(after.due(), NOW));
    }
    Stream.of(
            after.acknowledgements().infrastructure().stream(),
            after.acknowledgements().business().stream())
        .flatMap(each -> each)
        .filter(
            each ->
                !before.acknowledgements().infrastructure().equals(Optional.of(each))
                    && !before.acknowledgements().business().equals(Optional.of(each)))
        .forEach(each -> all.add("+" + each.code()));
    return all;
  }

  @Test
  void the_table_knows_every_state_every_posting_and_every_fact() {
    assertThat(situations.values().stream().map(OutgoingDocument::state))
        .contains(DocumentState.values());
    assertThat(situations.values().stream().map(OutgoingDocument::posting))
        .contains(Posting.values());
    assertThat(facts.values().stream().<Class<?>>map(Object::getClass))
        .contains(DocumentFact.class.getPermittedSubclasses());
    assertThat(
            facts.values().stream()
                .filter(DocumentFact.Answered.class::isInstance)
                .map(fact -> ((DocumentFact.Answered) fact).evidence()))
        .contains(Evidence.values());
    assertThat(TABLE.unknownSituations(situations, DocumentState.values())).isEmpty();
  }

  /** What must hold of any state, posting and acknowledgements, likely or not. */
  @Test
  void no_change_of_state_is_without_event_and_no_end_without_a_person_told() {
    everyDocument()
        .forEach(
            before ->
                facts.forEach(
                    (name, fact) -> {
                      Transition<OutgoingDocument> transition = before.after(fact, NOW, PACE);
                      OutgoingDocument after = transition.next();
                      String pair = name + " of " + before;
                      assertThat(after.after(fact, NOW, PACE).next().state())
                          .as("told twice: " + pair)
                          .isEqualTo(after.state());
                      assertThat(after.posts()).as(pair).isNotNegative();
                      if (after.state() == before.state()) {
                        return;
                      }
                      assertThat(transition.events()).as(pair).isNotEmpty();
                      if (after.state().isFinal() || after.state() == OVERDUE) {
                        assertThat(after.due()).as(pair).isEmpty();
                      } else {
                        assertThat(after.due()).as(pair).isPresent();
                      }
                      boolean told = !name.equals("replacement-failed");
                      if (List.of(REJECTED, FAILED, OVERDUE).contains(after.state())
                          || (after.state() == VOID && told)) {
                        assertThat(transition.raised())
                            .as(pair)
                            .filteredOn(
                                alert ->
                                    alert.problem().matches("(rejected|failed|overdue|void)/.*"))
                            .hasSize(1);
                      }
                    }));
  }

  @Test
  void a_step_that_failed_is_never_due_at_once() {
    List<DocumentFact> failures =
        Stream.of(
                "delayed",
                "delayed-in-doubt",
                "unreachable",
                "doubtful",
                "held",
                "damaged",
                "refused")
            .map(facts::get)
            .toList();
    everyDocument()
        .filter(document -> document.state() == BUILT || document.state() == ACCEPTED)
        .forEach(
            before ->
                failures.stream()
                    .filter(
                        fact -> before.state() == BUILT || !(fact instanceof DocumentFact.Refused))
                    .forEach(
                        fact ->
                            assertThat(before.after(fact, NOW, PACE).next().due())
                                .as("%s of %s", fact, before)
                                .satisfiesAnyOf(
                                    due -> assertThat(due).isEmpty(),
                                    due -> assertThat(due.orElseThrow()).isAfter(NOW))));
  }

  private static Stream<OutgoingDocument> everyDocument() {
    List<Acknowledgements> acknowledgements =
        Stream.of(
                "", "20013", "30001", "20009", "30002", "20013 30001", "20013 30002", "20009 30001")
            .map(
                codes -> Given.acknowledgements(codes.isEmpty() ? new String[0] : codes.split(" ")))
            .toList();
    return Arrays.stream(DocumentState.values())
        .flatMap(
            state ->
                Arrays.stream(Posting.values())
                    .flatMap(
                        posting ->
                            Stream.of(0, 1, 2)
                                .flatMap(
                                    posts ->
                                        Stream.of(0, posts)
                                            .flatMap(
                                                earlier ->
                                                    acknowledgements.stream()
                                                        .map(
                                                            all ->
                                                                document(
                                                                        state,
                                                                        posting,
                                                                        posts,
                                                                        earlier,
                                                                        LONG_DUE,
                                                                        Given.SUBJECT)
                                                                    .with(all))))));
  }
}
