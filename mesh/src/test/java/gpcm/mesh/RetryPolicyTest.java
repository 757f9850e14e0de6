package gpcm.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a client leaves a busy server alone. */
class RetryPolicyTest {
  private final RetryPolicy policy =
      new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(3));

  @Test
  void pausesGrowUpToTheLongest() {
    for (int round = 0; round < 100; round++) {
      assertThat(policy.pauseBefore(1)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
      assertThat(policy.pauseBefore(2)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
      assertThat(policy.pauseBefore(60)).isBetween(Duration.ofMillis(1500), Duration.ofSeconds(3));
    }
  }

  @Test
  void serverGetsThePauseItAsksForWithinTheLongest() {
    assertThat(policy.asked(" 2 ")).isEqualTo(Duration.ofSeconds(2));
    assertThat(policy.asked("999999999")).isEqualTo(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "soon", "Fri, 27 Nov 2026 12:00:00 GMT", "99999999999"})
  void whatIsNoNumberOfSecondsAsksForNothing(String header) {
    assertThat(policy.asked(header)).isEqualTo(Duration.ZERO);
  }
}
