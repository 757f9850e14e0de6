package gpcm.node.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.node.config.LookUpSource;
import gpcm.node.config.PdsSettings;
import gpcm.pds.PdsOutcome;
import gpcm.pds.server.PdsFault;
import gpcm.pds.server.PdsServer;
import gpcm.pds.server.PdsServerSettings;
import gpcm.pds.server.StandInPatient;
import gpcm.pds.testing.PdsServerExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The nodes of a database ask PDS together, and leave it alone together. */
class PdsTogetherTest extends DemographicsFixture {
  /** One more than the nodes' limit: calls need not arrive as evenly as they leave. */
  @RegisterExtension
  static final PdsServerExtension pds =
      PdsServerExtension.with(PdsServerSettings.defaults().atMost(6));

  private static final PdsFault.Kind BUSY =
      new PdsFault.Kind.Refusal(503, "SERVICE_UNAVAILABLE", Optional.empty());
  private static final PdsFault.Kind UNKNOWN_TO_PDS =
      new PdsFault.Kind.Refusal(401, "ACCESS_DENIED", Optional.empty());
  private static final PdsFault.Kind FORBIDDEN =
      new PdsFault.Kind.Refusal(403, "ACCESS_DENIED", Optional.empty());

  private static PdsSettings settings() {
    return PdsSettings.at(pds.server().fhir());
  }

  private static PdsSettings fast() {
    return settings().atMost(1000);
  }

  private static PdsOutcome only(Checked checked) {
    assertThat(checked.lookUp().outcomes()).hasSize(1);
    return checked.lookUp().outcomes().iterator().next();
  }

  private static List<String> numbers(int many) {
    return pds.server().patients().stream().map(StandInPatient::nhsNumber).limit(many).toList();
  }

  @Test
  void twoNodesStayUnderTheLimitOfFiveASecondTogether() throws Exception {
    List<Demographics> nodes = List.of(node(settings()), node(settings()));
    List<Future<Checked>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String number : numbers(12)) {
        Demographics node = nodes.get(asked.size() % 2);
        asked.add(threads.submit(() -> node.check(sought(number))));
      }
      long begun = System.nanoTime();
      for (Future<Checked> each : asked) {
        assertThat(each.get().answered()).as("not one was too fast").isTrue();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void aPersonsQuestionGoesBeforeThoseOfTheMachine() throws Exception {
    Demographics node = node(settings().atMost(4));
    List<Future<Checked>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String number : numbers(10)) {
        asked.add(threads.submit(() -> node.check(sought(number))));
      }
      await().until(() -> asked.stream().filter(Future::isDone).count() == 1);
      assertThat(node.check(forAPerson(sought(CURRENT))).answered()).isTrue();
      assertThat(asked.stream().filter(Future::isDone).count()).isLessThan(5);
    }
  }

  @Test
  void documentsOfAPatientShareAnAnswerForAQuarterOfAnHour() throws Exception {
    Demographics node = node(fast());
    int before = pds.server().asked();
    Checked first = node.check(sought(CURRENT));
    advance(Duration.ofMinutes(14));
    Checked second = node.check(sought(CURRENT));
    assertThat(second.requestId()).isEqualTo(first.requestId());
    assertThat(second.askedAt()).isEqualTo(first.askedAt());
    assertThat(pds.server().asked() - before).isEqualTo(1);
    advance(Duration.ofMinutes(2));
    assertThat(node.check(sought(CURRENT)).requestId()).isNotEqualTo(first.requestId());
    assertThat(pds.server().asked() - before).isEqualTo(2);
  }

  @Test
  void whenAPersonWaitsItIsAskedAnew() throws Exception {
    Demographics node = node(fast());
    node.check(sought(CURRENT));
    int before = pds.server().asked();
    node.check(forAPerson(sought(CURRENT)));
    assertThat(pds.server().asked() - before).isEqualTo(1);
  }

  @Test
  void aSecondLookUpOfADocumentIsAskedAnew() throws Exception {
    Demographics node = node(fast());
    withoutDocuments();
    Sought sought = sought(CURRENT);
    Checked first = node.check(sought);
    node.keep(sought, first, first.lookUp());
    assertThat(node.check(sought).requestId()).isNotEqualTo(first.requestId());
  }

  @Test
  void whetherSomebodyIsRegularTheRegisterSaysBeforeTheDocument() throws Exception {
    Path register =
        Files.writeString(
            folder.resolve("register.csv"),
            """
            nhsNumber,birthDate,family,registrationType
            9990000107,1957-01-09,Testpatient,Regular
            """);
    Demographics node =
        demographics(organisation(LookUpSource.PDS, Optional.of(register)), Optional.of(fast()));
    assertThat(only(node.check(sought("9990000107")))).isEqualTo(PdsOutcome.OWN);
  }

  @Test
  void aMergedRecordOfSomebodyElseHereIsHeld() throws Exception {
    Path register =
        Files.writeString(
            folder.resolve("register.csv"),
            "nhsNumber,birthDate,family\n9990000220,1984-05-06,Othername\n");
    Demographics node =
        demographics(organisation(LookUpSource.PDS, Optional.of(register)), Optional.of(fast()));
    assertThat(node.check(sought("9990000212")).lookUp().outcomes())
        .contains(PdsOutcome.SUPERSEDED_BY_OTHER);
  }

  private void withoutDocuments() {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "alter table document_look_up drop constraint document_look_up_document_fkey"));
  }

  @Test
  void afterFiveFailuresInARowNoNodeAsksAndAPersonIsToldOnce() throws Exception {
    List<Demographics> nodes = List.of(node(fast()), node(fast()));
    pds.server().add(PdsFault.always(BUSY));
    for (int i = 0; i < 5; i++) {
      assertThat(only(nodes.get(i % 2).check(sought(CURRENT)))).isEqualTo(PdsOutcome.NOT_NOW);
    }
    int asked = pds.server().asked();
    for (Demographics node : nodes) {
      Checked checked = node.check(sought(CURRENT));
      assertThat(only(checked)).isEqualTo(PdsOutcome.NOT_NOW);
      assertThat(checked.particulars().why().orElseThrow()).contains("503");
    }
    assertThat(pds.server().asked()).as("nobody asked").isEqualTo(asked);
    assertThat(told.words).singleElement().asString().startsWith("silent: ").contains("503");
  }

  @Test
  void oneQuestionAMinuteSeesWhetherItIsOver() throws Exception {
    List<Demographics> nodes = List.of(node(fast()), node(fast()));
    pds.server().add(PdsFault.always(BUSY));
    for (int i = 0; i < 5; i++) {
      nodes.getFirst().check(sought(CURRENT));
    }
    int asked = pds.server().asked();
    agePdsTrouble(Duration.ofSeconds(61));
    for (Demographics node : nodes) {
      node.check(sought(CURRENT));
    }
    assertThat(pds.server().asked() - asked).as("one of the two asked").isEqualTo(1);
    pds.server().mend();
    agePdsTrouble(Duration.ofSeconds(61));
    assertThat(nodes.getLast().check(sought(CURRENT)).answered()).isTrue();
    assertThat(nodes.getFirst().check(sought(CURRENT)).answered()).as("open for all").isTrue();
    assertThat(told.words).hasSize(2).last().isEqualTo("over");
  }

  @Test
  void whatOneNodeTellsWhileAnotherFindsItOverDoesNotStand() throws Exception {
    Demographics telling = node(fast());
    Demographics finding = node(fast());
    pds.server().add(PdsFault.next(5, BUSY));
    int before = pds.server().asked();
    AtomicReference<Thread> found = new AtomicReference<>();
    told.meanwhile(
        () -> {
          agePdsTrouble(Duration.ofSeconds(61));
          found.set(Thread.startVirtualThread(() -> answered(finding)));
          // It has its answer before the telling is done, and must not have taken it back by then.
          await().until(() -> pds.server().asked() == before + 6);
          await().until(() -> waitsForAnother(found.get()));
        });
    for (int i = 0; i < 5; i++) {
      assertThat(only(telling.check(sought(CURRENT)))).isEqualTo(PdsOutcome.NOT_NOW);
    }
    found.get().join();
    assertThat(told.words).hasSize(2).last().isEqualTo("over");
    assertThat(telling.check(sought(CURRENT)).answered()).isTrue();
  }

  private void answered(Demographics node) {
    try {
      assertThat(node.check(sought(CURRENT)).answered()).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean waitsForAnother(Thread found) {
    return !found.isAlive()
        || database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "select exists (select from pg_locks where not granted and locktype ="
                                + " 'advisory' and database = (select oid from pg_database where"
                                + " datname = current_database()))")
                        .mapTo(Boolean.class)
                        .one());
  }

  @Test
  void silenceThatIsOverIsNoticedWhenNoDocumentAsks() throws Exception {
    Demographics node = silent(BUSY);
    pds.server().mend();
    agePdsTrouble(Duration.ofMinutes(6));
    node.askAnew();
    assertThat(told.words).as("documents that wait have their turn first").hasSize(1);
    agePdsTrouble(Duration.ofMinutes(2));
    int asked = pds.server().asked();
    node.askAnew();
    assertThat(told.words).hasSize(2).last().isEqualTo("over");
    assertThat(pds.server().asked()).as("nobody was looked up").isEqualTo(asked);
    pds.server().add(PdsFault.next(1, BUSY));
    assertThat(only(node.check(sought(CURRENT)))).isEqualTo(PdsOutcome.NOT_NOW);
    assertThat(told.words)
        .as("an address alone is no answer")
        .hasSize(3)
        .last()
        .asString()
        .startsWith("silent: ");
  }

  @Test
  void silenceThatLastsIsNotOverBecauseNoDocumentAsks() throws Exception {
    PdsServer gone = PdsServer.start(PdsServerSettings.defaults());
    Demographics node = node(PdsSettings.at(gone.fhir()));
    gone.close();
    for (int i = 0; i < 5; i++) {
      assertThat(only(node.check(sought(CURRENT)))).isEqualTo(PdsOutcome.NOT_NOW);
    }
    agePdsTrouble(Duration.ofMinutes(8));
    node.askAnew();
    assertThat(told.words).singleElement().asString().startsWith("silent: ");
  }

  @Test
  void thatThisSystemIsRefusedIsNotOverBecauseTheAddressAnswers() throws Exception {
    Demographics node = silent(FORBIDDEN);
    agePdsTrouble(Duration.ofMinutes(8));
    node.askAnew();
    assertThat(told.words).singleElement().asString().startsWith("refused: ");
  }

  private Demographics silent(PdsFault.Kind fault) throws Exception {
    Demographics node = node(fast());
    pds.server().add(PdsFault.always(fault));
    for (int i = 0; i < 5; i++) {
      assertThat(node.check(sought(CURRENT)).answered()).isFalse();
    }
    return node;
  }

  @Test
  void fourFailuresAndAnAnswerAreNoTrouble() throws Exception {
    Demographics node = node(fast());
    for (int round = 0; round < 2; round++) {
      pds.server().add(PdsFault.next(4, BUSY));
      for (int i = 0; i < 4; i++) {
        assertThat(only(node.check(sought(CURRENT)))).isEqualTo(PdsOutcome.NOT_NOW);
      }
      assertThat(node.check(sought(numbers(5).get(3 + round))).answered()).isTrue();
    }
    assertThat(told.words).isEmpty();
  }

  @Test
  void oneRefusalOfThisSystemHoldsAllAndAnOperatorIsToldOnce() throws Exception {
    List<Demographics> nodes = List.of(node(fast()), node(fast()));
    pds.server().add(PdsFault.next(1, UNKNOWN_TO_PDS));
    assertThat(only(nodes.getFirst().check(sought(CURRENT)))).isEqualTo(PdsOutcome.OUR_FAULT);
    assertThat(only(nodes.getLast().check(sought(CURRENT)))).isEqualTo(PdsOutcome.OUR_FAULT);
    assertThat(told.words).singleElement().asString().startsWith("refused: ").contains("401");
    agePdsTrouble(Duration.ofSeconds(61));
    assertThat(nodes.getLast().check(sought(CURRENT)).answered()).isTrue();
    assertThat(told.words).last().isEqualTo("over");
  }

  @Test
  void aRefusalThatMayBeAboutOneQuestionAloneStopsNobodyElse() throws Exception {
    Demographics node = node(fast());
    String refused = numbers(6).getLast();
    for (String other : numbers(5)) {
      pds.server().add(PdsFault.next(1, FORBIDDEN));
      assertThat(only(node.check(sought(refused)))).isEqualTo(PdsOutcome.OUR_FAULT);
      assertThat(node.check(forAPerson(sought(other))).answered()).isTrue();
    }
    assertThat(told.words).isEmpty();
  }

  @Test
  void fiveRefusalsInARowHoldAll() throws Exception {
    Demographics node = node(fast());
    pds.server().add(PdsFault.next(5, FORBIDDEN));
    for (int i = 0; i < 5; i++) {
      assertThat(told.words).isEmpty();
      assertThat(only(node.check(sought(CURRENT)))).isEqualTo(PdsOutcome.OUR_FAULT);
    }
    assertThat(only(node.check(sought(numbers(1).getFirst())))).isEqualTo(PdsOutcome.OUR_FAULT);
    assertThat(told.words).singleElement().asString().startsWith("refused: ").contains("403");
  }

  @Test
  void whatPdsWantsToBeLeftAloneForItIs() throws Exception {
    Demographics node = node(fast());
    pds.server()
        .add(
            PdsFault.next(
                1,
                new PdsFault.Kind.Refusal(
                    429, "TOO_MANY_REQUESTS", Optional.of(Duration.ofSeconds(30)))));
    Checked checked = node.check(sought(CURRENT));
    assertThat(checked.particulars().again().orElseThrow())
        .isAfter(clock().instant().plusSeconds(25));
    assertThat(only(node.check(sought(CURRENT)))).isEqualTo(PdsOutcome.NOT_NOW);
    agePdsTrouble(Duration.ofSeconds(31));
    assertThat(node.check(sought(CURRENT)).answered()).isTrue();
  }

  @Test
  void pausesBetweenQuestionsGrow() throws Exception {
    Demographics node = node(fast());
    pds.server().add(PdsFault.always(BUSY));
    Sought sought = sought(CURRENT);
    withoutDocuments();
    String request = "";
    Duration longest = Duration.ZERO;
    for (int attempt = 1; attempt <= 12; attempt++) {
      Checked checked = node.check(sought);
      assertThat(checked.particulars().attempts()).isEqualTo(attempt);
      assertThat(attempt == 1 || checked.requestId().equals(request))
          .as("a question that is repeated keeps its id")
          .isTrue();
      request = checked.requestId();
      longest = Duration.between(clock().instant(), checked.particulars().again().orElseThrow());
      assertThat(longest).isLessThanOrEqualTo(Duration.ofMinutes(5));
      node.keep(sought, checked, checked.lookUp());
    }
    assertThat(longest).isGreaterThan(Duration.ofMinutes(2));
    pds.server().mend();
    agePdsTrouble(Duration.ofSeconds(61));
    Checked answered = node.check(sought);
    assertThat(answered.requestId()).isEqualTo(request);
    node.keep(sought, answered, answered.lookUp());
    advance(Duration.ofMinutes(16));
    assertThat(node.check(sought).requestId()).as("of a new question").isNotEqualTo(request);
  }
}
