package gpcm.oidc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Personas and clients from files. */
class SettingsTest {
  private static final String PERSONA =
      """
      {"personas": [{
        "id": "keycloak-clerk", "purpose": "as Keycloak says it",
        "given": "Kim", "family": "Persona-Example", "nationalId": "910000009001",
        "authenticators": ["AAL2_TOTP"],
        "roles": [{"roleId": "555000009001", "orgCode": "A99902", "code": "S8000:G8001:R8010"}],
        "organisations": [{"code": "A99902", "name": "Testford Surgery"}],
        "claims": {"realm_access": {"roles": ["clerk"]}}
      }]}
      """;

  @TempDir Path folder;

  @Test
  void personasComeFromAFile() throws IOException {
    OidcSettings settings =
        OidcSettings.builder().personas(write("personas.json", PERSONA)).build();
    assertThat(settings.personas())
        .singleElement()
        .satisfies(
            persona -> {
              assertThat(persona.id()).isEqualTo("keycloak-clerk");
              assertThat(persona.identityLevel()).isEqualTo(3);
              assertThat(persona.roles().getFirst().code()).isEqualTo("S8000:G8001:R8010");
              assertThat(persona.claims()).containsKey("realm_access");
              assertThat(persona.misbehaviour()).isEqualTo(Misbehaviour.NONE);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "given": "Kim",             | ``                        | personas[0].given must be text
          "purpose"                   | "porpoise"                | personas[0].porpoise is unknown
          "keycloak-clerk"            | "Kim!"                    | 'Kim!' must be 1 to 60 small letters
          ["AAL2_TOTP"]               | []                        | has no authenticators
          "purpose": "as Keycloak says it" | "misbehaviour": "sulks" | personas[0].misbehaviour 'sulks' is none of
          "orgCode": "A99902",        | ``                        | personas[0].roles.orgCode must be text
          {"personas"                 | {"people"                 | there is no list "personas"
          {"personas": [{             | {"personas": [            | is not JSON: line 2
          """)
  void aFileThatCannotBeUsedIsToldWithThePlace(String from, String to, String reason)
      throws IOException {
    Path file = write("personas.json", PERSONA.replace(from, to));
    assertThatThrownBy(() -> OidcSettings.builder().personas(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aClientComesFromAFileOfRegistrationMetadata() throws IOException {
    Path file =
        write(
            "client.json",
            """
            {"redirect_uris": ["https://node.example/sign-in/callback"],
             "post_logout_redirect_uris": ["https://node.example/"],
             "backchannel_logout_uri": "https://node.example/sign-in/back-channel",
             "client_secret": "kept-in-a-file"}
            """);
    RegisteredClient client = RegisteredClient.read("node", file);
    assertThat(client.redirects()).containsExactly("https://node.example/sign-in/callback");
    assertThat(client.backChannelLogout()).isPresent();
    assertThat(client.toString()).isEqualTo("node (client_secret_basic)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"token_endpoint_auth_method": "none"} | token_endpoint_auth_method is 'none'
          {"redirect_uris": ["not a uri"]}       | The client's registration can't be used
          [1]                                    | not a JSON object
          """)
  void aRegistrationThatCannotBeUsedIsToldWithItsFile(String text, String reason)
      throws IOException {
    Path file = write("client.json", text);
    assertThatThrownBy(() -> RegisteredClient.read("node", file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(reason);
  }

  @Test
  void aPortThatIsTakenIsTold() {
    try (OidcServer first = OidcServer.start(OidcSettings.builder().build())) {
      OidcSettings second = OidcSettings.builder().port(first.issuer().getPort()).build();
      assertThatThrownBy(() -> OidcServer.start(second))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("can't listen on 127.0.0.1 port " + first.issuer().getPort());
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
