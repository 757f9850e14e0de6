package gpcm.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gpcm node key} and {@code gpcm node link}, on the machine of a node that does not run. */
class KeyCommandTest {
  @TempDir Path folder;
  private Path configuration;

  @BeforeEach
  void configure() throws IOException {
    configuration =
        Files.writeString(
            folder.resolve("node.yaml"),
            """
            data-folder: data
            mesh:
              transport: folders
            organisations:
              - {ods: A99901, name: Hub, mailbox: A99901OT001, folder: interface}
              - {ods: A99904, name: Pharmacy, mailbox: A99904OT001, folder: other}
            """);
  }

  private Commands run(String... words) {
    List<String> all = new ArrayList<>(List.of("node"));
    all.addAll(List.of(words));
    all.add("--config=" + configuration);
    return Commands.run(all.toArray(String[]::new));
  }

  @Test
  void aKeyIsMadeListedWithoutItsSecretAndWithdrawn() {
    String secret = MadeKey.of(configuration, "A99901", "document.submit", "outbox.see");
    Commands listed = run("key", "list", "--organisation=A99901");
    assertThat(listed.out().lines()).hasSize(1);
    assertThat(listed.out())
        .contains("a test", "document.submit,outbox.see")
        .doesNotContain(secret);
    assertThat(run("key", "list", "--organisation=A99904").out()).isEmpty();
    String id = listed.out().substring(0, 36);
    Commands others = run("key", "withdraw", id, "--organisation=A99904");
    assertThat(others.exitCode()).isEqualTo(2);
    assertThat(run("key", "withdraw", id, "--organisation=A99901").exitCode()).isZero();
    assertThat(run("key", "list", "--organisation=A99901").out()).isEmpty();
  }

  @Test
  void whatIsMadeAndWithdrawnHereStandsInTheAuditLog() {
    String secret = MadeKey.of(configuration, "A99901", "document.submit");
    String id = run("key", "list", "--organisation=A99901").out().substring(0, 36);
    run("key", "withdraw", id, "--organisation=A99901");
    run("key", "withdraw", id, "--organisation=A99901");
    String link = run("link", "--administrator", "--organisation=A99901").out();
    Commands searched =
        Commands.run(
            "audit", "search", "--config=" + configuration, "--organisation=A99901", "--json");
    assertThat(searched.out())
        .contains("key-changed", "machine-user:", id, "withdrawn", "link-made")
        .doesNotContain(secret, link.strip().replaceFirst(".*key=", ""));
    assertThat(searched.out().split("key-changed", -1)).hasSize(3);
  }

  @Test
  void aScopeThatIsNoneIsAnsweredWithThoseThereAre() {
    Commands done =
        run("key", "make", "--organisation=A99901", "--name=x", "--scope=document.everything");
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("document.everything", "document.submit");
  }

  @Test
  void anOrganisationThatIsNotServedIsAnsweredWithThoseThatAre() {
    for (String given : List.of("--organisation=A99999", "--organisation=a99901")) {
      Commands done = run("key", "make", given, "--name=x", "--scope=document.submit");
      assertThat(done.exitCode()).isEqualTo(2);
    }
    Commands link = run("link", "--administrator", "--organisation=A99999");
    assertThat(link.exitCode()).isEqualTo(2);
    assertThat(link.err()).contains("A99901, A99904");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "key make --name=x --scope=document.submit",
        "key list",
        "key withdraw 0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57",
        "link --administrator"
      })
  void aDatabaseThatIsNotThereIsSeventy(String words) throws IOException {
    Files.writeString(
        configuration,
        "\ndatabase:\n  url: jdbc:postgresql://127.0.0.1:1/gpcm\n  user: x\n  password: y\n",
        StandardOpenOption.APPEND);
    Commands done = run((words + " --organisation=A99901").split(" ", -1));
    assertThat(done.exitCode()).as(done.err()).isEqualTo(70);
    assertThat(done.out()).isEmpty();
  }

  @Test
  void theFirstAdministratorGetsALink() {
    Commands done = run("link", "--administrator", "--organisation=A99901");
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out()).startsWith("http://127.0.0.1:8080/sign-in/link?key=");
    Commands again = run("link", "--user=administrator-a99901", "--organisation=A99901");
    assertThat(again.out()).startsWith("http://127.0.0.1:8080/sign-in/link?key=");
    Commands elsewhere = run("link", "--user=administrator-a99901", "--organisation=A99904");
    assertThat(elsewhere.exitCode()).isEqualTo(2);
  }

  @Test
  void theBreakGlassAccountGetsALinkEachTimeItIsSealed() {
    Commands sealed = run("link", "--break-glass", "--days=90", "--organisation=A99901");
    assertThat(sealed.exitCode()).as(sealed.err()).isZero();
    assertThat(sealed.out()).startsWith("http://127.0.0.1:8080/sign-in/link?key=");
    Commands again = run("link", "--break-glass", "--organisation=A99901");
    assertThat(again.out())
        .startsWith("http://127.0.0.1:8080/sign-in/link?key=")
        .isNotEqualTo(sealed.out());
    Commands searched =
        Commands.run(
            "audit", "search", "--config=" + configuration, "--organisation=A99901", "--json");
    assertThat(searched.out())
        .contains("a link for the break-glass account")
        .doesNotContain(again.out().strip().replaceFirst(".*key=", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "367", "-1"})
  void aSealedLinkOpensForADayToAYear(String days) {
    Commands done = run("link", "--break-glass", "--days=" + days, "--organisation=A99901");
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("--days must be 1 to 366, not " + days);
  }

  @Test
  void theBreakGlassAccountGetsNoOtherLink() {
    assertThat(run("link", "--break-glass", "--organisation=A99901").exitCode()).isZero();
    Commands other = run("link", "--user=break-glass-a99901", "--organisation=A99901");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.out()).isEmpty();
  }

  @Test
  void daysAreForTheSealedLinkAlone() {
    Commands done = run("link", "--administrator", "--days=3", "--organisation=A99901");
    assertThat(done.exitCode()).isEqualTo(2);
    assertThat(done.err()).contains("--days is for --break-glass");
  }

  @Test
  void theLinkLeadsToWhereTheNodeSpeaksTls() throws IOException {
    Files.writeString(
        configuration,
        "\nhttp:\n  port: 8443\n  tls: {certificate: node.pem, key: node.key}\n",
        StandardOpenOption.APPEND);
    assertThat(run("link", "--administrator", "--organisation=A99901").out())
        .startsWith("https://127.0.0.1:8443/sign-in/link?key=");
  }

  @Test
  void theLinkLeadsToTheNameThatPeopleUse() throws IOException {
    Files.writeString(
        configuration,
        "\nhttp:\n  proxies: [10.0.0.1]\n  public-url: https://gpcm.practice.example\n",
        StandardOpenOption.APPEND);
    assertThat(run("link", "--administrator", "--organisation=A99901").out())
        .startsWith("https://gpcm.practice.example/sign-in/link?key=");
  }

  @Test
  void whereEverybodyComesByAProviderThereAreNoLinks() throws IOException {
    Files.writeString(
        configuration,
        """

        sign-in:
          providers:
            - id: practice
              preset: keycloak
              label: Practice sign-in
              issuer: https://sign-in.example/realms/practice
              client-id: gpcm
              authentication: client-secret-basic
              client-secret: open-sesame
        """,
        StandardOpenOption.APPEND);
    Commands done = run("link", "--administrator", "--organisation=A99901");
    assertThat(done.exitCode()).as(done.err()).isEqualTo(2);
    assertThat(done.out()).isEmpty();
    assertThat(done.err()).contains("sign-in.local-accounts");
  }
}
