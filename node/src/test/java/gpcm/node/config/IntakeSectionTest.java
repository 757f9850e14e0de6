package gpcm.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.config.IntakeSettings.AttachmentLimits;
import gpcm.node.config.IntakeSettings.BusinessAnswer;
import gpcm.node.config.IntakeSettings.Doubtful;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an organisation takes documents in, as the configuration says it. */
class IntakeSectionTest extends ConfigurationFixture {
  private static final String ORGANISATION =
      """
      mesh:
        url: https://mesh.example:8443
        shared-key: the-key
      organisations:
        - ods: A99902
          name: Example Practice
          mailbox: A99902OT001
          mailbox-password: the-password
      """;

  private OrganisationSettings organisation(String more) {
    return read(ORGANISATION + more).organisations().getFirst();
  }

  @Test
  void whatIsNotSaidIsAsUsual() {
    assertThat(organisation("").intake()).isEqualTo(IntakeSettings.defaults());
    assertThat(IntakeSettings.defaults().doubtful()).isEqualTo(Doubtful.ANSWER);
    assertThat(IntakeSettings.defaults().businessAnswer()).isEqualTo(BusinessAnswer.LANDING);
  }

  @Test
  void anotherProviderAnswersByDecisionUnlessItSaysOtherwise() {
    assertThat(organisation("    kind: other-provider\n").intake().businessAnswer())
        .isEqualTo(BusinessAnswer.DECISION);
    assertThat(
            organisation("    kind: other-provider\n    intake:\n      business-answer: landing\n")
                .intake()
                .businessAnswer())
        .isEqualTo(BusinessAnswer.LANDING);
    assertThat(
            organisation("    intake:\n      business-answer: decision\n")
                .intake()
                .businessAnswer())
        .isEqualTo(BusinessAnswer.DECISION);
  }

  @Test
  void everythingCanBeSaid() {
    OrganisationSettings settings =
        organisation(
            """
                telephone: 01632 960400
                restricted-records: [a.fictional, 9A3F]
                register:
                  fhir-url: https://register.example/fhir
                  fhir-ask: match
                  token-file: token
                  timeout: 3 s
                  largest-answer: 2 MiB
                intake:
                  doubtful-patient: wait
                  matching-working-days: 2
                  decision-deadline: 3 h
                  attachment-types: [application/pdf]
                  largest-attachment: 2 MiB
                  most-attachments: 7
            """);
    assertThat(settings.telephone()).contains("01632 960400");
    assertThat(settings.intake())
        .isEqualTo(
            new IntakeSettings(
                IntakeSettings.Kind.PRACTICE,
                settings.intake().register(),
                Doubtful.WAIT,
                2,
                BusinessAnswer.LANDING,
                Duration.ofHours(3),
                new AttachmentLimits(
                    List.of("application/pdf"),
                    Optional.of(ByteSize.ofMebibytes(2)),
                    Optional.of(7)),
                Set.of("a.fictional", "9A3F")));
    assertThat(settings.intake().register().orElseThrow())
        .isInstanceOfSatisfying(
            RegisterSettings.Fhir.class,
            fhir -> {
              assertThat(fhir.url()).hasToString("https://register.example/fhir");
              assertThat(fhir.ask()).isEqualTo(RegisterSettings.Ask.MATCH);
              assertThat(fhir.token().orElseThrow().file().orElseThrow())
                  .endsWithRaw(Path.of("token"));
              assertThat(fhir.timeout()).isEqualTo(Duration.ofSeconds(3));
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          register: { fhir-url: http://register.example }                       | register.fhir-url: 'http://register.example'; must be an https URL
          register: { timeout: 3 s }                                            | register.fhir-url: missing; say where the register is asked
          register: { jdbc-url: 'jdbc:postgresql://db.example/x' }              | register.query: missing; must be an SQL query with :nhsNumber in it
          register: { jdbc-url: 'jdbc:postgresql://db.example/x', query: x }    | register.query: 'x'; must be an SQL query with :nhsNumber in it
          register: { fhir-url: 'https://r.example', query: 'x :nhsNumber' }    | register.query: set; is of use only with jdbc-url
          register: { fhir-url: 'https://r.example', user: node }               | register.password-file: missing; user is of no use without it
          register: { fhir-url: 'https://r.example', password: x }              | register.password: unknown key
          intake: { doubtful-patient: perhaps }                                 | intake.doubtful-patient: 'perhaps'; must be one of answer, wait
          intake: { matching-working-days: 0 }                                  | intake.matching-working-days: '0'; must be a whole number from 1 to 30
          intake: { largest-attachment: 5 }                                     | intake.largest-attachment: '5'; must be a size
          intake: { most-attachments: 0 }                                       | intake.most-attachments: '0'; must be a whole number from 1 to 1000
          kind: shop                                                            | kind: 'shop'; must be one of practice, other-provider
          """)
  void whatCannotBeUsedIsNamedWithItsRule(String more, String problem) {
    assertThat(problems(ORGANISATION + "    " + more + "\n", Map.of()))
        .anySatisfy(each -> assertThat(each).startsWith("organisations[0]." + problem));
  }

  @Test
  void aFileAndARegisterAreTooMuch() {
    assertThat(
            problems(
                ORGANISATION
                    + "    patients: patients.jsonl\n"
                    + "    register: { fhir-url: 'https://r.example' }\n",
                Map.of()))
        .singleElement()
        .asString()
        .startsWith("organisations[0].patients: set, and register as well");
  }
}
