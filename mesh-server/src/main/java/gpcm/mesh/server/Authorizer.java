package gpcm.mesh.server;

import gpcm.mesh.MeshSigner;
import gpcm.mesh.MeshToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Decides whether a request speaks for its mailbox. The order of checks and their texts are the
 * public sandbox's.
 */
final class Authorizer {
  private static final Duration WINDOW = Duration.ofHours(2);
  private static final String UNREADABLE = "Error reading from Authorization header";

  private final Registry registry;
  private final MeshSigner signer;
  private final Mode mode;
  private final InstantSource clock;
  private final UsedTokens used;

  Authorizer(Registry registry, UsedTokens used, ServerSettings settings) {
    this.registry = registry;
    this.used = used;
    signer = new MeshSigner(settings.sharedKey());
    mode = settings.mode();
    clock = settings.clock();
  }

  /**
   * The mailbox that the token proves.
   *
   * @throws Refusal 403 when it proves none, or another than the path's
   */
  RegisteredMailbox check(String header, String pathMailbox) {
    String value = MeshToken.withoutScheme(header);
    if (value.isEmpty()) {
      throw Refusal.of(403, UNREADABLE);
    }
    String named =
        value.substring(
            0, Math.max(0, value.indexOf(':') < 0 ? value.length() : value.indexOf(':')));
    if (!named.equals(pathMailbox.toUpperCase(Locale.ROOT))) {
      throw Refusal.of(403, "Mailbox id does not match token");
    }
    MeshToken token = MeshToken.parse(header).orElseThrow(() -> Refusal.of(403, UNREADABLE));
    RegisteredMailbox mailbox =
        registry
            .mailbox(token.mailbox())
            .filter(RegisteredMailbox::active)
            .orElseThrow(() -> Refusal.of(403, "SEND", "EPL-151", "No mailbox matched"));
    if (!signer.signed(token, mailbox.password())) {
      throw Refusal.of(403, "Invalid Authentication Token");
    }
    if (mode == Mode.STRICT) {
      checkFresh(token);
    }
    return mailbox;
  }

  private void checkFresh(MeshToken token) {
    Instant now = clock.instant();
    boolean inWindow =
        token
            .signedAt()
            .filter(at -> Duration.between(at, now).abs().compareTo(WINDOW) <= 0)
            .isPresent();
    if (!inWindow) {
      throw Refusal.of(
          403,
          "Invalid Authentication Token: the timestamp is more than two hours from the server's"
              + " time");
    }
    if (!used.use(token, now)) {
      throw Refusal.of(
          403, "Invalid Authentication Token: it was used before; sign each request anew");
    }
  }
}
