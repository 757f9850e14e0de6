package gpcm.node.notifying;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.journal.AlertSeverity;
import java.net.URI;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What comes from elsewhere stays inside its line of a mail. */
class NoticeTextTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  @Test
  void aSubjectHasOneLineWhateverStandsInIt() {
    NoticeText text =
        new NoticeText(
            new Notice(
                UUID.randomUUID(),
                "A99901",
                UUID.randomUUID(),
                "Desk",
                Notice.Kind.TEST,
                Notice.State.WAITING,
                0,
                NOW,
                NOW,
                Optional.empty(),
                Optional.empty()),
            new AlertChannel(
                UUID.randomUUID(),
                new AlertChannel.Draft(
                    "Desk",
                    AlertChannel.Kind.MAIL,
                    "desk@hub.example",
                    AlertChannel.Step.FIRST,
                    AlertSeverity.INFORMATION,
                    EnumSet.allOf(AlertSide.class),
                    AlertChannel.Hours.ANY,
                    false,
                    false),
                NOW),
            "Hub\r\nBcc: somebody\u0000\u0085@elsewhere.example",
            URI.create("https://gpcm.hub.example/"),
            List.of(),
            Optional.empty());
    assertThat(text.subject())
        .doesNotContain("\r", "\n", "\u0000")
        .isEqualTo("Test: alerts of Hub Bcc: somebody @elsewhere.example arrive here");
  }
}
