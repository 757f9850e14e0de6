package gpcm.node.signin;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.node.config.AcrLevel;
import gpcm.node.config.AssuranceSettings;
import gpcm.node.config.ClaimPaths;
import gpcm.node.signin.SignInRefusal.AcrMissing;
import gpcm.node.signin.SignInRefusal.AcrUnknown;
import gpcm.node.signin.SignInRefusal.AuthTimeMissing;
import gpcm.node.signin.SignInRefusal.AuthenticationTooOld;
import gpcm.node.signin.SignInRefusal.IdentityLevelMissing;
import gpcm.node.signin.SignInRefusal.IdentityLevelTooLow;
import gpcm.node.signin.SignInRefusal.IssuedInFuture;
import gpcm.node.signin.SignInRefusal.LevelContradicts;
import gpcm.node.signin.SignInRefusal.LevelTooLow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * Whether the person is known surely enough.
 *
 * @param settings what is asked
 * @param paths where it stands
 * @param skew how far the provider's clock may be from ours
 */
record AssuranceCheck(AssuranceSettings settings, ClaimPaths paths, Duration skew) {

  /** When the person signed in at the provider. */
  Instant authenticatedAt(PersonClaims claims, PendingSignIn pending, Instant now) throws Refused {
    JsonNode time = claims.token().path("auth_time");
    if (!time.canConvertToLong() || !time.isNumber()) {
      throw new Refused(new AuthTimeMissing());
    }
    Instant at = Instant.ofEpochSecond(time.asLong());
    if (at.isAfter(now.plus(skew))) {
      throw new Refused(new IssuedInFuture());
    }
    Instant earliest = now.minus(settings.maxAuthenticationAge());
    if (!(pending.purpose() instanceof Purpose.ComeIn)) {
      // To prove it again means after having been asked to.
      earliest = pending.startedAt();
    }
    if (at.isBefore(earliest.minus(skew))) {
      throw new Refused(new AuthenticationTooOld());
    }
    return at;
  }

  /** The level of signing in, at least the least of all. */
  int level(PersonClaims claims) throws Refused {
    List<String> said = PersonClaims.texts(claims.inToken(paths.acr()));
    if (said.isEmpty()) {
      throw new Refused(new AcrMissing());
    }
    OptionalInt known =
        settings.levels().stream()
            .filter(each -> said.contains(each.acr()))
            .mapToInt(AcrLevel::level)
            .max();
    if (known.isEmpty()) {
      throw new Refused(new AcrUnknown(String.join(", ", said)));
    }
    int level = stated(claims, known.getAsInt());
    if (level < settings.minimumLevel()) {
      throw new Refused(new LevelTooLow(level, settings.minimumLevel()));
    }
    return level;
  }

  /** A way of signing in may leave open which level it was ("2 or 3"); the number then says it. */
  private int stated(PersonClaims claims, int known) throws Refused {
    JsonNode number = claims.inToken(paths.level());
    if (number.isMissingNode()) {
      return known;
    }
    String text = number.asText();
    if (!text.matches("[1-3]") || Integer.parseInt(text) < known) {
      throw new Refused(new LevelContradicts(text, known));
    }
    return Integer.parseInt(text);
  }

  void identity(PersonClaims claims) throws Refused {
    int minimum = settings.minimumIdentityLevel();
    if (minimum == 0) {
      return;
    }
    JsonNode level = claims.anywhere(paths.identityLevel());
    if (level.isMissingNode()) {
      throw new Refused(new IdentityLevelMissing());
    }
    String text = level.asText();
    if (!text.matches("[0-3]") || Integer.parseInt(text) < minimum) {
      throw new Refused(new IdentityLevelTooLow(text, minimum));
    }
  }
}
