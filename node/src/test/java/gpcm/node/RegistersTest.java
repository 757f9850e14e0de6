package gpcm.node;

import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.UNKNOWN_AT_PRACTICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.exchange.DocumentState;
import gpcm.node.config.RegisterSettings;
import gpcm.node.config.RegisterSettings.Ask;
import gpcm.node.register.FhirStandIn;
import gpcm.node.register.FhirStandIn.Misbehaviour;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A practice whose register is a FHIR server: from a document to its business answer. */
class RegistersTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Running TestNetwork network;
  private FhirStandIn server;

  @BeforeEach
  void start() throws IOException {
    server = new FhirStandIn();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void ask(Ask ask) throws IOException {
    network.restartNode(
        before ->
            Configurations.register(
                before,
                PRACTICE,
                new RegisterSettings.Fhir(
                    server.url(),
                    ask,
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ofSeconds(20),
                    RegisterSettings.LARGEST_ANSWER)));
  }

  private void has(String nhsNumber, String more) {
    server.with(
        nhsNumber,
        "Testpatient",
        "1957-01-09",
        """
        {"resourceType":"Patient","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}],
         "name":[{"family":"Testpatient"}],"birthDate":"1957-01-09"%s}
        """
            .formatted(nhsNumber, more));
  }

  private String answer(UUID document) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                network
                    .node()
                    .outbox()
                    .find(document)
                    .orElseThrow()
                    .acknowledgements()
                    .business()
                    .isPresent());
    return network
        .node()
        .outbox()
        .find(document)
        .orElseThrow()
        .acknowledgements()
        .business()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SEARCH | ``                                | 30001
          MATCH  | ``                                | 30001
          SEARCH | nobody                            | 30002
          MATCH  | nobody                            | 30002
          SEARCH | ,"active":false                   | 30003
          MATCH  | ,"active":false                   | 30003
          SEARCH | ,"deceasedBoolean":true           | 30004
          MATCH  | ,"deceasedBoolean":true           | 30004
          """)
  void whatTheRegisterSaysIsAnswered(Ask ask, String more, String code) throws IOException {
    if (!more.equals("nobody")) {
      has(KNOWN, more);
    }
    ask(ask);
    assertThat(answer(network.submit(TestNetwork.consultation(KNOWN)))).isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource
  void whileTheRegisterCannotBeAskedTheDocumentWaitsAndAPersonIsTold(Ask ask) throws IOException {
    has(UNKNOWN_AT_PRACTICE, "");
    server.answerInstead(new Misbehaviour(503, "", Map.of()));
    ask(ask);
    UUID id = network.submit(TestNetwork.consultation(UNKNOWN_AT_PRACTICE));
    await().atMost(PATIENCE).until(() -> !network.alerts("processing/").isEmpty());
    assertThat(network.alerts("processing/").getFirst().organisation()).isEqualTo(PRACTICE);
    assertThat(network.alerts("processing/").getFirst().whatHappened())
        .contains("the register of patients at 127.0.0.1:", "HTTP 503");
    assertThat(network.count("select count(*) from answer")).isZero();

    server.answerInstead(null);

    assertThat(answer(id)).isEqualTo("30001");
    await().atMost(PATIENCE).until(() -> network.state(id) == DocumentState.COMPLETED);
    assertThat(network.alerts("processing/")).isEmpty();
  }
}
