package gpcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.json.DocumentJson;
import gpcm.exchange.DocumentFact;
import gpcm.exchange.DocumentState;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.config.LookUpSource;
import gpcm.node.config.PdsSettings;
import gpcm.node.content.ContentHash;
import gpcm.node.desk.Service;
import gpcm.node.ledger.StepResult;
import gpcm.pds.Route;
import gpcm.pds.server.PdsFault;
import gpcm.pds.server.StandInPatient;
import gpcm.pds.testing.PdsServerExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of documents while PDS does not answer, or refuses this system. */
class LookUpFaultsTest {
  private static final String CURRENT = "9990000018";
  private static final String RESTRICTED = "9990000271";
  private static final PdsFault.Kind UNKNOWN_TO_PDS =
      new PdsFault.Kind.Refusal(401, "ACCESS_DENIED", Optional.empty());

  @RegisterExtension static final PdsServerExtension pds = PdsServerExtension.open();
  @Running TestNetwork network;

  @BeforeEach
  void lookPatientsUp() throws IOException {
    LookedUp.at(pds.server(), network);
  }

  private static PdsFault.Kind refusal(int status, String code) {
    return new PdsFault.Kind.Refusal(status, code, Optional.empty());
  }

  static List<PdsFault.Kind> passing() {
    return List.of(
        refusal(408, "UNABLE_TO_CALL_SERVICE"),
        refusal(429, "TOO_MANY_REQUESTS"),
        refusal(500, "UNKNOWN_ERROR"),
        refusal(503, "SERVICE_UNAVAILABLE"),
        new PdsFault.Kind.NotFhir(502),
        new PdsFault.Kind.NotFhir(504));
  }

  private void awaitState(UUID document, DocumentState state) {
    await().untilAsserted(() -> assertThat(network.state(document)).isEqualTo(state));
  }

  private void awaitKind(UUID document, String kind) {
    await().untilAsserted(() -> assertThat(network.kinds(document)).contains(kind));
  }

  private String lookUps(UUID document, String what) {
    return network.one(
        "select " + what + " from document_look_up where document = '" + document + "'");
  }

  private void aMinuteLaterAtPds() {
    network.execute("update pds_application set probe_at = probe_at - interval '61 seconds'");
  }

  private void release(UUID document, boolean unchecked) {
    network
        .node()
        .ledger()
        .apply(
            List.of(
                new StepResult()
                    .document(
                        document,
                        new DocumentFact.Released("Person Example", "it is right", unchecked))));
    network.node().look();
  }

  @ParameterizedTest
  @MethodSource("passing")
  void whatPassesIsAskedAgainUnderTheSameRequestAndTheDocumentGoes(PdsFault.Kind fault)
      throws IOException {
    pds.server().add(PdsFault.next(2, fault));
    UUID document = LookedUp.summary(network, CURRENT);
    awaitKind(document, "deliverable");
    assertThat(lookUps(document, "count(*) || ' ' || max(attempts)")).isEqualTo("1 3");
    assertThat(network.alerts("look-up")).isEmpty();
    assertThat(network.alerts("stuck/")).isEmpty();
  }

  @Test
  void anAnswerThatIsTooSlowIsAskedForAgain() throws IOException {
    network.restartNode(
        before ->
            Configurations.lookUp(before, TestNetwork.HUB, LookUpSource.PDS)
                .with(
                    PdsSettings.at(pds.server().fhir())
                        .atMost(1000)
                        .waiting(Duration.ofMillis(500))));
    pds.server().add(PdsFault.next(1, new PdsFault.Kind.Slow(Duration.ofSeconds(5))));
    UUID document = LookedUp.summary(network, CURRENT);
    awaitKind(document, "deliverable");
    assertThat(lookUps(document, "max(attempts)")).isEqualTo("2");
  }

  @Test
  void whileAnOutageLastsDocumentsWaitWithOneAlertForAllAndAreHeldAtTheDeadline()
      throws IOException {
    pds.server().add(PdsFault.always(refusal(503, "SERVICE_UNAVAILABLE")));
    List<UUID> summaries =
        List.of(LookedUp.summary(network, CURRENT), LookedUp.summary(network, "9990000107"));
    UUID online =
        network.submit(
            LookedUp.document(Route.CONSULTATION_TO_PRACTICE, CURRENT, TestNetwork.PRACTICE));
    await().until(() -> network.alerts("look-up-silent").size() == 1);
    assertThat(network.alerts("look-up-silent").getFirst().organisation())
        .isEqualTo(TestNetwork.HUB);
    assertThat(network.alerts("stuck/")).isEmpty();

    network.advance(Duration.ofMinutes(16));
    network.node().look();
    awaitState(online, DocumentState.HELD);
    assertThat(summaries).allMatch(each -> network.state(each) == DocumentState.WAITING);

    network.advance(Duration.ofHours(3));
    network.node().look();
    summaries.forEach(each -> awaitState(each, DocumentState.HELD));
    assertThat(network.alerts("look-up-silent")).hasSize(1);

    pds.server().mend();
    aMinuteLaterAtPds();
    UUID next = LookedUp.summary(network, CURRENT);
    awaitKind(next, "deliverable");
    await().until(() -> network.alerts("look-up-silent").isEmpty());
  }

  private Service service() {
    return network.served().desk().services().getFirst();
  }

  @Test
  void whoRunsTheSystemSeesWhenPdsAnsweredLastAndWhyItDoesNot() throws IOException {
    assertThat(service().name()).isEqualTo("PDS (" + pds.server().fhir().getRawAuthority() + ")");
    assertThat(service().answeredAt()).isEmpty();
    awaitKind(LookedUp.summary(network, CURRENT), "deliverable");
    await().until(() -> service().answeredAt().isPresent());
    assertThat(service().fails()).isFalse();

    pds.server().add(PdsFault.always(UNKNOWN_TO_PDS));
    UUID unused = LookedUp.summary(network, "9990000107");
    await().until(() -> service().outage().isPresent());
    assertThat(service().outage().orElseThrow().refused()).isTrue();
    assertThat(service().failure()).contains("401").doesNotContain("9990000107");
    assertThat(service().failedAt()).isPresent();

    pds.server().mend();
    aMinuteLaterAtPds();
    await().until(() -> service().outage().isEmpty());
    assertThat(service().failure()).contains("401");
  }

  @Test
  void whileWeAreRefusedAllWaitAsLongAsItTakesAndGoByThemselves() throws IOException {
    pds.server().add(PdsFault.always(UNKNOWN_TO_PDS));
    UUID document = LookedUp.summary(network, CURRENT);
    await().until(() -> network.alerts("look-up-refused").size() == 1);
    network.advance(Duration.ofHours(4));
    network.node().look();
    await().until(() -> !lookUps(document, "max(attempts)").equals("1"));
    assertThat(network.state(document)).isEqualTo(DocumentState.WAITING);

    pds.server().mend();
    aMinuteLaterAtPds();
    network.advance(Duration.ofMinutes(6));
    network.node().look();
    awaitKind(document, "deliverable");
    await().until(() -> network.alerts("look-up-refused").isEmpty());
  }

  @Test
  void whatIsRefusedForADayIsHeldForAPerson() throws IOException {
    pds.server().add(PdsFault.always(refusal(403, "ACCESS_DENIED")));
    UUID document = LookedUp.summary(network, CURRENT);
    await().until(() -> !lookUps(document, "count(*)").equals("0"));
    network.execute("update document set failures = 20 where id = '" + document + "'");
    network.advance(Duration.ofHours(23));
    network.node().look();
    await().until(() -> failures(document) > 20);
    assertThat(network.state(document)).isEqualTo(DocumentState.WAITING);
    network.advance(Duration.ofHours(2));
    network.node().look();
    awaitState(document, DocumentState.HELD);
    assertThat(network.alerts("held/" + document)).hasSize(1);
  }

  private int failures(UUID document) {
    return Integer.parseInt(
        network.one("select failures from document where id = '" + document + "'"));
  }

  @Test
  void withoutMeshWhatNeedsAMailboxIsHeldAtItsDeadline() throws IOException {
    network.mesh().add(InjectedFault.answer("GET", "/endpointlookup", 503, 100_000));
    UUID document =
        network.submit(
            LookedUp.document(Route.CONSULTATION_TO_PRACTICE, CURRENT, TestNetwork.PRACTICE));
    await().until(() -> failures(document) > 0);
    assertThat(network.state(document)).isEqualTo(DocumentState.WAITING);
    network.advance(Duration.ofMinutes(16));
    network.node().look();
    awaitState(document, DocumentState.HELD);
    assertThat(network.alerts("held/" + document))
        .singleElement()
        .satisfies(alert -> assertThat(alert.whatHappened()).contains("MESH cannot be asked"));
    assertThat(network.one("select hold_kind from document where id = '" + document + "'"))
        .isEqualTo("mailbox");
    release(document, false);
    await().until(() -> failures(document) > 0);
    assertThat(network.state(document))
        .as("its patience begins anew")
        .isEqualTo(DocumentState.WAITING);
  }

  @Test
  void whatGoesOnASharedAnswerGoesByTheTimeOfThatAnswer() throws IOException {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
    UUID first = LookedUp.summary(network, CURRENT);
    awaitKind(first, "built");
    network.advance(Duration.ofMinutes(10));
    UUID second = LookedUp.summary(network, CURRENT);
    awaitKind(second, "deliverable");
    assertThat(
            network.one(
                "select count(distinct looked_up_at) from document where id in ('%s', '%s')"
                    .formatted(first, second)))
        .isEqualTo("1");
  }

  @Test
  void organisationsThatDoNotAskAreNotHeldUp() throws IOException {
    pds.server().add(PdsFault.always(UNKNOWN_TO_PDS));
    UUID asked = LookedUp.summary(network, CURRENT);
    UUID unasked = network.submit(TestNetwork.document("generic.json", TestNetwork.PHARMACY));
    awaitState(unasked, DocumentState.COMPLETED);
    assertThat(network.state(asked)).isEqualTo(DocumentState.WAITING);
  }

  @Test
  void nothingLeavesOnAnAnswerOfMoreThanAQuarterOfAnHour() throws IOException {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
    UUID document = LookedUp.summary(network, CURRENT);
    awaitKind(document, "built");
    String since = lookUps(document, "count(*)");
    network.advance(Duration.ofMinutes(16));
    network.node().look();
    await().untilAsserted(() -> assertThat(lookUps(document, "count(*)")).isNotEqualTo(since));
    assertThat(network.state(document)).isEqualTo(DocumentState.BUILT);
  }

  @Test
  void whoMovedWhileMeshWasAwayIsNotSentByTheOldAnswer() throws IOException {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
    UUID document = LookedUp.summary(network, CURRENT);
    awaitKind(document, "built");
    StandInPatient before = patient("current");
    pds.server().put(new StandInPatient(CURRENT, "current", "moved", patient("no-practice").as()));
    try {
      network.advance(Duration.ofMinutes(16));
      network.node().look();
      awaitState(document, DocumentState.HELD);
    } finally {
      pds.server().put(before);
    }
  }

  @Test
  void aReportThatWasRenderedBeforeTheRecordWasRestrictedIsRenderedAnew() throws IOException {
    network.mesh().add(InjectedFault.answer("POST", "/outbox", 503, 100_000));
    UUID document = LookedUp.summary(network, CURRENT);
    awaitKind(document, "built");
    assertThat(report(document)).contains("1 Example Street");
    StandInPatient before = patient("current");
    pds.server()
        .put(new StandInPatient(CURRENT, "current", "now restricted", patient("restricted").as()));
    try {
      network.advance(Duration.ofMinutes(16));
      network.node().look();
      awaitState(document, DocumentState.HELD);
      release(document, true);
      await().until(() -> network.kinds(document).stream().filter("built"::equals).count() == 2);
      assertThat(report(document)).contains("TESTPATIENT").doesNotContain("1 Example Street");
    } finally {
      pds.server().put(before);
    }
  }

  private String report(UUID document) throws IOException {
    String hash =
        network.one(
            "select sha256 from document_attachment where is_report and document = '"
                + document
                + "'");
    try (PDDocument report = Loader.loadPDF(network.node().content().read(new ContentHash(hash)))) {
      return new PDFTextStripper().getText(report);
    }
  }

  private static StandInPatient patient(String row) {
    return pds.server().patients().stream()
        .filter(each -> each.row().equals(row))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatAPersonLetsGoIsLookedUpAnew() throws IOException {
    UUID document = LookedUp.summary(network, "9990000158");
    awaitState(document, DocumentState.HELD);
    release(document, false);
    await().until(() -> lookUps(document, "count(*)").equals("2"));
    awaitState(document, DocumentState.HELD);
  }

  @Test
  void aRestrictedPatientsDocumentThatIsLetGoTellsNoAddress() throws IOException {
    UUID document = LookedUp.summary(network, RESTRICTED);
    awaitState(document, DocumentState.HELD);
    assertThat(
            new String(
                DocumentJson.write(
                    LookedUp.document(Route.SUMMARY, RESTRICTED, TestNetwork.PRACTICE)),
                StandardCharsets.UTF_8))
        .contains("1 Example Street");
    release(document, true);
    awaitKind(document, "built");
    assertThat(new String(network.sentBytes(), StandardCharsets.UTF_8))
        .contains(RESTRICTED)
        .doesNotContain("1 Example Street");
  }
}
