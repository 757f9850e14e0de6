package gpcm.node.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.oidc.server.Misbehaviour;
import gpcm.oidc.server.OidcServer;
import gpcm.oidc.server.RegisteredClient;
import gpcm.oidc.testing.OidcServerExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Machines that come with an access token of the provider. */
class MachineTokenTest extends SignInFixture {
  @RegisterExtension static final OidcServerExtension provider = OidcServerExtension.standard();

  private static final String API = "https://node.example/api";

  private final OidcServer server = provider.server();
  private final Map<String, Object> claims = new HashMap<>();
  private OpenIdProvider client;

  @BeforeEach
  void goodClaims() {
    client = cis2(server, "api-audience: " + API);
    claims.put("iss", server.issuer().toString());
    claims.put("aud", API);
    claims.put("sub", "machine");
    claims.put("client_id", "machine");
    claims.put("exp", Instant.now().plusSeconds(300).getEpochSecond());
    claims.put("scope", "documents.send documents.read");
  }

  private MachineOutcome shown() {
    return client.machine(server.sign("at+jwt", claims));
  }

  private static void denied(MachineOutcome outcome, MachineRefusal reason) {
    assertThat(outcome).isEqualTo(new MachineOutcome.Denied(reason));
  }

  @Test
  void whatTheProviderGivesAMachineOpensTheApi() throws Exception {
    server.add(
        RegisteredClient.withSecret("machine", "machine-secret").asMachine("documents.send"));
    String basic =
        Base64.getEncoder()
            .encodeToString("machine:machine-secret".getBytes(StandardCharsets.UTF_8));
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(server.issuer() + "/token"))
                  .header("Authorization", "Basic " + basic)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "grant_type=client_credentials&resource=" + encoded(API)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      String token = new ObjectMapper().readTree(answer.body()).path("access_token").asText();
      assertThat(client.machine(token))
          .isEqualTo(
              new MachineOutcome.Machine(
                  server.issuer().toString(), "machine", Set.of("documents.send")));
    }
  }

  @Test
  void withoutScopesItMayDoNothing() {
    claims.remove("scope");
    assertThat(shown())
        .isEqualTo(new MachineOutcome.Machine(server.issuer().toString(), "machine", Set.of()));
  }

  @Test
  void wronglySigned() {
    denied(
        client.machine(server.sign("at+jwt", claims, Misbehaviour.WRONG_SIGNATURE)),
        new TokenFault.WrongSignature());
  }

  @Test
  void ofAnotherType() {
    denied(client.machine(server.sign("JWT", claims)), new MachineRefusal.NoAccessToken("JWT"));
  }

  /** Though it is signed and for a client of this very provider. */
  @Test
  void anIdTokenOpensNothing() {
    server.add(RegisteredClient.withSecret(CLIENT, SECRET, CALLBACK));
    String idToken = accepted(signIn(client, "administrator")).idToken().reveal();
    denied(client.machine(idToken), new MachineRefusal.NoAccessToken("JWT"));
  }

  @Test
  void ofAnotherIssuer() {
    claims.put("iss", "https://elsewhere.example");
    denied(shown(), new MachineRefusal.TokenOfOtherIssuer("https://elsewhere.example"));
  }

  @Test
  void forAnother() {
    claims.put("aud", "https://elsewhere.example");
    denied(shown(), new MachineRefusal.TokenForOther("[https://elsewhere.example]"));
  }

  @Test
  void expired() {
    claims.put("exp", Instant.now().minusSeconds(61).getEpochSecond());
    denied(shown(), new MachineRefusal.TokenExpired());
  }

  @Test
  void withoutExpiry() {
    claims.remove("exp");
    denied(shown(), new MachineRefusal.TokenExpired());
  }

  @Test
  void ofAPerson() {
    claims.put("sub", "910000000001");
    denied(shown(), new MachineRefusal.TokenOfNoMachine());
  }

  @Test
  void ofNobody() {
    claims.remove("client_id");
    denied(shown(), new MachineRefusal.TokenOfNoMachine());
  }

  @Test
  void withAClaimOfAnotherKind() {
    claims.put("scope", List.of("documents.send"));
    denied(shown(), new TokenFault.Unreadable("a claim is of another kind"));
  }

  @Test
  void withoutAnAudienceOfOursNoMachineComesIn() {
    OpenIdProvider closed = cis2(server);
    denied(closed.machine(server.sign("at+jwt", claims)), new MachineRefusal.MachinesNotTaken());
  }
}
