package gpcm.node.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.audit.entry.Action;
import gpcm.audit.note.Checkpoint;
import gpcm.audit.note.KeptCheckpoints;
import gpcm.audit.note.SignedNote;
import gpcm.audit.note.SigningKey;
import gpcm.audit.tree.Hash;
import gpcm.exchange.Pace;
import gpcm.mesh.Secret;
import gpcm.mesh.TlsFiles;
import gpcm.mesh.certs.TestAuthority;
import gpcm.node.config.AuditSettings;
import gpcm.node.config.MailServerSettings;
import gpcm.node.config.MailServerSettings.Login;
import gpcm.node.config.MailServerSettings.Security;
import gpcm.node.config.MailSettings;
import gpcm.node.config.SecretSource;
import gpcm.node.content.ContentStore;
import gpcm.node.journal.Alerts;
import gpcm.node.ledger.Ledger;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.helper.SimpleMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/** Against a real mail server on this machine, with a certificate of a test authority. */
@ExtendWith(DatabaseExtension.class)
class CheckpointMailTest {
  private static final SigningKey KEY =
      SigningKey.ofLog("log.example.org/audit", new SecureRandom());
  private static final SignedNote NOTE =
      KEY.sign(new Checkpoint("log.example.org/audit", 12, Hash.EMPTY_TREE).text());

  /** What arrived. */
  private record Arrived(String from, String to, String message) {}

  @TempDir Path folder;
  private Instant now = LogFixture.CLOCK.instant();
  private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
  private Path authority;
  private SSLContext context;
  private SMTPServer server;

  @BeforeEach
  void aCertificate() {
    TestAuthority made = TestAuthority.create(folder.resolve("certs"), InstantSource.system());
    made.issueServer("localhost");
    authority = made.certificate();
    context =
        TlsFiles.standard()
            .withPem(folder.resolve("certs/server.pem"), folder.resolve("certs/server.key"))
            .context();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop();
    }
  }

  private SMTPServer.Builder server() throws IOException {
    return SMTPServer.port(0)
        .bindAddress(InetAddress.getByName("localhost"))
        .authenticationHandlerFactory(
            new EasyAuthenticationHandlerFactory(
                (user, password, call) -> {
                  if (!user.equals("node") || !password.equals("correct")) {
                    throw new LoginFailedException();
                  }
                }))
        .requireAuth()
        .simpleMessageListener(
            new SimpleMessageListener() {
              @Override
              public boolean accept(String from, String recipient) {
                return true;
              }

              @Override
              public void deliver(String from, String recipient, InputStream data)
                  throws IOException {
                arrived.add(
                    new Arrived(
                        from, recipient, new String(data.readAllBytes(), StandardCharsets.UTF_8)));
              }
            });
  }

  private void start(Security security) throws IOException {
    server =
        (security == Security.TLS
                ? server().serverSocketFactory(context)
                : server().enableTLS().requireTLS().startTlsSocketFactory(context))
            .build();
    server.start();
  }

  private CheckpointMail mail(Security security, SecretSource password, Optional<Path> ca) {
    return new CheckpointMail(settings(security, password, ca), LogFixture.CLOCK);
  }

  private MailSettings settings(Security security, SecretSource password, Optional<Path> ca) {
    return new MailSettings(
        new MailServerSettings(
            "localhost",
            server.getPortAllocated(),
            security,
            ca,
            Optional.of(new Login("node", password)),
            "audit@practice.example"),
        List.of("governance@practice.example", "auditor@other.example"),
        Duration.ofDays(1));
  }

  private static SecretSource given(String password) {
    return new SecretSource.Given(Secret.of(password));
  }

  @ParameterizedTest
  @EnumSource(Security.class)
  void theCheckpointArrivesToTheLetterAtEachAddress(Security security) throws Exception {
    start(security);
    mail(security, given("correct"), Optional.of(authority)).send(NOTE);
    assertThat(arrived)
        .extracting(Arrived::to)
        .containsExactlyInAnyOrder("governance@practice.example", "auditor@other.example");
    Arrived one = arrived.remove();
    assertThat(one.from()).isEqualTo("audit@practice.example");
    MimeMessage message =
        new MimeMessage(
            Session.getInstance(new Properties()),
            new ByteArrayInputStream(one.message().getBytes(StandardCharsets.UTF_8)));
    assertThat(message.getSubject())
        .isEqualTo("Audit log log.example.org/audit: checkpoint of 12 entries");
    assertThat(message.getSentDate()).isEqualTo("2026-11-28T12:00:00Z");
    MimeMultipart parts = (MimeMultipart) message.getContent();
    assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("checkpoint-12.txt");
    try (InputStream attachment = parts.getBodyPart(1).getInputStream()) {
      assertThat(KeptCheckpoints.parse(attachment.readAllBytes())).containsExactly(NOTE);
    }
  }

  @Test
  void aPasswordInAFileIsReadEachTime() throws Exception {
    start(Security.STARTTLS);
    Path file = Files.writeString(folder.resolve("password"), "old\n");
    CheckpointMail mail =
        mail(Security.STARTTLS, new SecretSource.InFile(file), Optional.of(authority));
    assertThatThrownBy(() -> mail.send(NOTE)).isInstanceOf(IOException.class);
    Files.writeString(file, "correct\n");
    mail.send(NOTE);
    assertThat(arrived).hasSize(2);
  }

  @Test
  void aWrongPasswordIsToldWithoutIt() throws Exception {
    start(Security.STARTTLS);
    assertThatThrownBy(
            () -> mail(Security.STARTTLS, given("hush-hush"), Optional.of(authority)).send(NOTE))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("hush-hush");
    assertThat(arrived).isEmpty();
  }

  @Test
  void aServerThatCannotBecomeSecretGetsNothing() throws Exception {
    server = server().hideTLS().build();
    server.start();
    assertThatThrownBy(
            () -> mail(Security.STARTTLS, given("correct"), Optional.of(authority)).send(NOTE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("STARTTLS");
    assertThat(arrived).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Security.class)
  void aServerThatNobodyVouchesForGetsNothing(Security security) throws Exception {
    start(security);
    assertThatThrownBy(() -> mail(security, given("correct"), Optional.empty()).send(NOTE))
        .isInstanceOf(IOException.class);
    assertThat(arrived).isEmpty();
  }

  @Test
  void aNodeSendsTheNewestOnceADayAndAPersonIsToldWhenItCannot(Database database) throws Exception {
    start(Security.STARTTLS);
    Path password = Files.writeString(folder.resolve("password"), "wrong");
    AuditLog log = new AuditLog(database.jdbi(), () -> now, "node-1", "0.1.0");
    Duration hour = Duration.ofHours(1);
    Pace pace = Pace.each(hour);
    Ledger ledger =
        new Ledger(database, new ContentStore(database.jdbi()), () -> now, pace, "node-1");
    AuditSettings audit =
        AuditSettings.defaults()
            .with(
                settings(
                    Security.STARTTLS, new SecretSource.InFile(password), Optional.of(authority)));
    Alerts alerts = new Alerts(database.jdbi(), () -> now);
    try (AuditSealing sealing =
        AuditSealing.byHand(ledger, log, audit, folder, List.of(LogFixture.ORG))) {
      log.write(List.of(log.entry(LogFixture.ORG, Action.NOTED, LogFixture.clerk())));
      sealing.round();
      assertThat(arrived).isEmpty();
      assertThat(alerts.open(10))
          .singleElement()
          .satisfies(
              alert -> {
                assertThat(alert.title()).contains("did not leave this machine");
                assertThat(alert.whatHappened()).contains("the mail server localhost");
              });
      Files.writeString(password, "correct");
      now = now.plus(Duration.ofMinutes(10));
      sealing.round();
      assertThat(arrived).hasSize(2);
      assertThat(alerts.open(10)).isEmpty();
      log.write(List.of(log.entry(LogFixture.ORG, Action.NOTED, LogFixture.clerk())));
      now = now.plus(Duration.ofHours(23));
      sealing.round();
      assertThat(arrived).hasSize(2);
      now = now.plus(hour);
      sealing.round();
      assertThat(arrived).hasSize(4);
    }
  }
}
