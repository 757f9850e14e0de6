package gpcm.node.passkeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

/** Where passkeys can be made. */
class RelyingPartyTest {
  @Test
  void aNameOverHttpsIsGood() {
    assertThat(RelyingParty.at(URI.create("https://Node.example.org/")))
        .contains(new RelyingParty("node.example.org", "https://node.example.org"));
  }

  @Test
  void thePortBelongsToTheOriginUnlessItIsTheUsualOne() {
    assertThat(RelyingParty.at(URI.create("https://node.example.org:8443")))
        .contains(new RelyingParty("node.example.org", "https://node.example.org:8443"));
    assertThat(RelyingParty.at(URI.create("https://node.example.org:443")))
        .contains(new RelyingParty("node.example.org", "https://node.example.org"));
  }

  @Test
  void plainHttpIsGoodAtLocalhostOnly() {
    assertThat(RelyingParty.at(URI.create("http://localhost:8080")))
        .contains(new RelyingParty("localhost", "http://localhost:8080"));
    assertThat(RelyingParty.at(URI.create("http://node.example.org"))).isEmpty();
  }

  @Test
  void aNumberIsNoName() {
    assertThat(RelyingParty.at(URI.create("http://127.0.0.1:8080"))).isEmpty();
    assertThat(RelyingParty.at(URI.create("https://192.0.2.1"))).isEmpty();
    assertThat(RelyingParty.at(URI.create("https://[::1]:8443"))).isEmpty();
  }
}
