package gpcm.node.signin;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.OdsCode;
import gpcm.mesh.Secret;
import gpcm.node.people.ProviderSessions;
import gpcm.node.people.Role;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may work for several organisations says for which, once. */
@ExtendWith(DatabaseExtension.class)
class ChoicesTest {
  private static final SignedIn FULL =
      new SignedIn(
          "https://provider.example",
          "910000000001",
          Optional.of("910000000001"),
          "Kim Persona-Example",
          new OdsCode("A99902"),
          Set.of(Role.CLERK, Role.SENDER),
          Set.of("B0815"),
          Optional.of(new SignedIn.NationalRole("R8010", "\"Admin\":\"Clerical\"", "555000009001")),
          Optional.of("provider-session"),
          Optional.of("910000000001"),
          Instant.parse("2026-11-28T11:59:58.123Z"),
          3);
  private static final SignedIn BARE =
      new SignedIn(
          "https://provider.example",
          "910000000001",
          Optional.empty(),
          "910000000001",
          new OdsCode("A99901"),
          Set.of(Role.SENDER),
          Set.of(),
          Optional.empty(),
          Optional.of("provider-session"),
          Optional.of("910000000001"),
          Instant.parse("2026-11-28T11:59:58Z"),
          2);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-28T12:00:00Z"));
  private Choices choices;

  @BeforeEach
  void open(Database database) {
    choices = new Choices(database.jdbi(), now::get);
  }

  private Secret keep() {
    return choices.keep(List.of(FULL, BARE), Secret.of("an.id.token"));
  }

  @Test
  void whatIsKeptComesBackWhole() {
    assertThat(choices.look(keep().reveal()))
        .hasValueSatisfying(
            kept -> {
              assertThat(kept.choices()).containsExactly(FULL, BARE);
              assertThat(kept.idToken().reveal()).isEqualTo("an.id.token");
            });
  }

  @Test
  void aChoiceIsMadeOnce() {
    Secret secret = keep();
    assertThat(choices.look(secret.reveal())).isPresent();
    assertThat(choices.take(secret.reveal())).isPresent();
    assertThat(choices.take(secret.reveal())).isEmpty();
    assertThat(choices.look(secret.reveal())).isEmpty();
  }

  @Test
  void itIsMadeInTenMinutesOrNotAtAll() {
    Secret secret = keep();
    now.updateAndGet(before -> before.plus(Duration.ofMinutes(10)));
    assertThat(choices.take(secret.reveal())).isEmpty();
    assertThat(choices.sweep()).isEqualTo(1);
  }

  @Test
  void anotherSecretOpensNothing() {
    keep();
    assertThat(choices.take("A".repeat(43))).isEmpty();
  }

  @Test
  void whomTheProviderSignsOutChoosesNoMore() {
    Secret one = keep();
    Secret two = keep();
    choices.end(end(Optional.of("another-session")));
    assertThat(choices.look(one.reveal())).isPresent();
    choices.end(end(Optional.of("provider-session")));
    assertThat(choices.look(one.reveal())).isEmpty();
    assertThat(choices.take(two.reveal())).isEmpty();
    Secret three = keep();
    choices.end(end(Optional.empty()));
    assertThat(choices.take(three.reveal())).isEmpty();
  }

  private static ProviderSessions.End end(Optional<String> session) {
    return new ProviderSessions.End(
        "https://provider.example", session, Optional.of("910000000001"));
  }
}
