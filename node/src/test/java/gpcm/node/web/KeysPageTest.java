package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import gpcm.node.web.HttpCaller.Answer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Single keys: which there are, and that they can be switched off. */
class KeysPageTest {
  @Running static TestNetwork network;

  @Test
  void thePageListsEveryKeyThatTheScriptKnows() throws Exception {
    Someone clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    String page = clerk.get("/keys").text();
    String script = clerk.get(Assets.KEYS.address()).text();
    for (String key : "n p t o c s".split(" ", -1)) {
      assertThat(script).contains("[\"" + key + "\", ");
      assertThat(page)
          .contains("summary-list__key\">" + key.toUpperCase(java.util.Locale.ROOT) + "</dt>");
    }
    assertThat(script.split("\\n  \\[", -1)).hasSize(7);
  }

  @Test
  void whoSwitchesThemOffGetsNoScript() throws Exception {
    Someone clerk = Someone.at(network, TestNetwork.PRACTICE, "A. Clerk", Role.CLERK);
    assertThat(clerk.get("/worklist").text()).contains(Assets.KEYS.address(), "href=\"/keys\"");
    Answer off = clerk.post("/keys", "keys=off");
    assertThat(off.status()).isEqualTo(303);
    String cookie = off.header("Set-Cookie");
    assertThat(cookie)
        .startsWith(Cookies.KEYS + "=off; ")
        .contains("Secure", "HttpOnly", "SameSite=Lax");
    String both = Cookies.SESSION + "=" + clerk.session() + "; " + Cookies.KEYS + "=off";
    HttpCaller nobody = new HttpCaller(network.node().url());
    assertThat(nobody.send(nobody.to("/worklist").header("Cookie", both)).text())
        .doesNotContain(Assets.KEYS.address())
        .contains("href=\"/keys\"");
    assertThat(nobody.send(nobody.to("/keys").header("Cookie", both)).text())
        .contains("They are off in this browser.", "Switch them on");
    assertThat(new String(clerk.post("/keys", "keys=on").bytes(), StandardCharsets.UTF_8))
        .isNotNull();
  }
}
