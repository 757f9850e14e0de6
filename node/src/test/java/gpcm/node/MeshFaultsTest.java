package gpcm.node;

import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.exchange.MailboxStanding;
import gpcm.mesh.server.InjectedFault;
import gpcm.node.sending.OutboxDocument;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each call to MESH that one document needs fails in each way that passes: the document arrives, is
 * shown once, both answers are in, and no alert stays open.
 */
class MeshFaultsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration PAST_THE_PAUSE = Duration.ofMinutes(3);

  @Running TestNetwork network;

  enum Step {
    HANDING_IN("POST", HUB_MAILBOX + "/outbox"),
    LOOKING_INTO_THE_INBOX("GET", PRACTICE_MAILBOX + "/inbox$"),
    FETCHING("GET", PRACTICE_MAILBOX + "/inbox/"),
    TAKING("PUT", PRACTICE_MAILBOX + "/inbox/"),
    ANSWERING("POST", PRACTICE_MAILBOX + "/outbox"),
    LOOKING_FOR_ANSWERS("GET", HUB_MAILBOX + "/inbox$"),
    FETCHING_ANSWERS("GET", HUB_MAILBOX + "/inbox/"),
    TAKING_ANSWERS("PUT", HUB_MAILBOX + "/inbox/");

    private final String verb;
    private final String path;

    Step(String verb, String path) {
      this.verb = verb;
      this.path = path;
    }

    /** Whose look into the inbox would find nothing yet, so that a fault then proves nothing. */
    Optional<String> inbox() {
      return switch (this) {
        case HANDING_IN -> Optional.empty();
        case LOOKING_INTO_THE_INBOX, FETCHING, TAKING, ANSWERING -> Optional.of(PRACTICE_MAILBOX);
        case LOOKING_FOR_ANSWERS, FETCHING_ANSWERS, TAKING_ANSWERS -> Optional.of(HUB_MAILBOX);
      };
    }
  }

  enum Way {
    SERVER_ERROR,
    BAD_GATEWAY,
    AWAY,
    TOO_MANY_CALLS,
    MAILBOX_REFUSED,
    CUT_BEFORE,
    CUT_AFTER,
    SLOW;

    InjectedFault at(Step step) {
      return switch (this) {
        case SERVER_ERROR -> InjectedFault.answer(step.verb, step.path, 500, 2);
        case BAD_GATEWAY -> InjectedFault.answer(step.verb, step.path, 502, 2);
        case AWAY -> InjectedFault.answer(step.verb, step.path, 503, 2);
        case TOO_MANY_CALLS -> InjectedFault.answer(step.verb, step.path, 429, 2);
        case MAILBOX_REFUSED -> InjectedFault.answer(step.verb, step.path, 403, 1);
        case CUT_BEFORE -> InjectedFault.drop(step.verb, step.path, false);
        case CUT_AFTER -> InjectedFault.drop(step.verb, step.path, true);
        case SLOW ->
            new InjectedFault(
                step.verb, step.path, InjectedFault.Kind.DELAY, 0, Duration.ofSeconds(2), 1);
      };
    }
  }

  static List<Arguments> faults() {
    return Arrays.stream(Step.values())
        .flatMap(step -> Arrays.stream(Way.values()).map(way -> Arguments.of(step, way)))
        .toList();
  }

  @ParameterizedTest(name = "{0} fails: {1}")
  @MethodSource("faults")
  void itArrivesAllTheSameAndIsShownOnce(Step step, Way way) throws IOException {
    InjectedFault fault = way.at(step);
    network
        .mesh()
        .add(
            step.inbox()
                .map(mailbox -> InjectedFault.answer("GET", mailbox + "/inbox$", 503, 100_000))
                .orElse(fault));

    UUID id = network.submit(TestNetwork.consultation(KNOWN));
    step.inbox()
        .ifPresent(
            mailbox -> {
              await().atMost(PATIENCE).until(() -> waitsAtMesh(mailbox));
              network.mesh().disturbOnlyBy(fault);
            });

    OutboxDocument document =
        await()
            .atMost(PATIENCE)
            .until(() -> looked(id), found -> found.state() == DocumentState.COMPLETED);
    await("every fault meets its call")
        .atMost(PATIENCE)
        .until(() -> network.mesh().faultsLeft() == 0);
    assertThat(document.acknowledgements().infrastructure()).contains("20013");
    assertThat(document.acknowledgements().business()).contains("30001");
    assertThat(network.entries(document.identifiers().documentId().orElseThrow())).hasSize(1);
    await().atMost(PATIENCE).until(() -> network.node().alerts().open(1000).isEmpty());
  }

  // Both answers, or the one document.
  private boolean waitsAtMesh(String mailbox) {
    try (OtherMailbox looking = network.other(mailbox)) {
      return looking.mesh().count() == (mailbox.equals(HUB_MAILBOX) ? 2 : 1);
    }
  }

  // A mailbox that MESH refused is left alone for a while.
  private OutboxDocument looked(UUID id) {
    OutboxDocument document = network.node().outbox().find(id).orElseThrow();
    if (!network.alerts(MailboxStanding.REFUSED).isEmpty()) {
      network.advance(PAST_THE_PAUSE);
      network.node().look();
    }
    return document;
  }
}
