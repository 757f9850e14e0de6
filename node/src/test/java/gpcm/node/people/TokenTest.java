package gpcm.node.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What opens something for whoever has it: sessions, links, tickets, keys of machines. */
class TokenTest {
  @Test
  void itHas256BitsThatNobodyGuesses() {
    assertThat(Base64.getUrlDecoder().decode(Token.random(new SecureRandom()))).hasSize(32);
  }

  @Test
  void eachIsAnother() {
    SecureRandom random = new SecureRandom();
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      made.add(Token.random(random));
    }
    assertThat(made).hasSize(1000);
  }
}
