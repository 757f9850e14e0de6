package gpcm.node.signin;

import com.nimbusds.jose.util.Resource;
import gpcm.node.signin.SignInRefusal.ProviderUnavailable;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * What a provider says about itself, asked once an hour; what is known stays good while it cannot
 * be asked. Thread-safe.
 */
final class Discovery {
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final String issuer;
  private final ProviderHttp http;
  private final ProviderNews news;
  private final InstantSource clock;
  private final AtomicReference<Optional<Discovered>> discovered =
      new AtomicReference<>(Optional.empty());

  Discovery(String issuer, ProviderHttp http, ProviderNews news, InstantSource clock) {
    this.issuer = issuer;
    this.http = http;
    this.news = news;
    this.clock = clock;
  }

  /**
   * What is known, asked when that is nothing or old.
   *
   * @param log hears why it could not be asked, where what is known is used instead
   */
  Discovered known(Consumer<SignInRefusal> log) throws Refused {
    Optional<Discovered> known = discovered.get();
    Instant now = clock.instant();
    if (known.filter(each -> now.isBefore(each.at().plus(LIFETIME))).isPresent()) {
      return known.get();
    }
    try {
      return read(now);
    } catch (Refused refused) {
      if (known.isEmpty() || !(refused.reason() instanceof ProviderUnavailable)) {
        throw refused;
      }
      log.accept(refused.reason());
      return known.get();
    }
  }

  private Discovered read(Instant now) throws Refused {
    try {
      Discovered read = Discovered.read(issuer, http, this::keys, now);
      discovered.set(Optional.of(read));
      news.answered(issuer);
      return read;
    } catch (Refused refused) {
      news.failed(issuer, plain(refused.reason().text()));
      throw refused;
    }
  }

  /**
   * Asks it now who it is and for its keys.
   *
   * @return why that fails; empty when all is well
   */
  Optional<String> look() {
    try {
      Resource unused = keys(read(clock.instant()).metadata().getJWKSetURI().toURL());
      return Optional.empty();
    } catch (Refused refused) {
      return Optional.of(plain(refused.reason().text()));
    } catch (IOException e) {
      return Optional.of(withoutKeys(e));
    }
  }

  private Resource keys(URL address) throws IOException {
    try {
      Resource keys = http.retrieveResource(address);
      news.answered(issuer);
      return keys;
    } catch (IOException e) {
      news.failed(issuer, withoutKeys(e));
      throw e;
    }
  }

  private static String withoutKeys(IOException why) {
    return plain("Its keys can't be read: " + why.getMessage());
  }

  /** In one line that is not long. */
  static String plain(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= 500 ? line : line.substring(0, 500) + "...";
  }
}
