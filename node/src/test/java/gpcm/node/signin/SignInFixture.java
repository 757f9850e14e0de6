package gpcm.node.signin;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.mesh.Secret;
import gpcm.node.config.NodeConfiguration;
import gpcm.node.config.OrganisationSettings;
import gpcm.node.config.SignInSettings;
import gpcm.node.desk.Service;
import gpcm.node.desk.Services;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.oidc.server.OidcServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node's side of signing in, as its configuration says, and a browser that goes where it is sent.
 */
@ExtendWith(DatabaseExtension.class)
abstract class SignInFixture {
  static final URI CALLBACK = URI.create("http://127.0.0.1:9/sign-in/callback");
  static final String CLIENT = "gpcm-test";
  static final String SECRET = "a-secret-of-this-test";

  @TempDir Path folder;

  private static SignInStore store;
  private static Database database;

  @BeforeAll
  static void keep(Database own) {
    database = own;
    store = new SignInStore(own.jdbi(), InstantSource.system());
  }

  /** What was last heard of a provider, as whoever runs the system sees it. */
  static Service heard(URI issuer) {
    return new Services(database.jdbi(), Optional.empty(), Map.of(issuer.toString(), "Stand-in"))
        .all()
        .getFirst();
  }

  /** The lines of a provider that proves itself by the secret, without those that say otherwise. */
  static String provider(String preset, URI issuer, String... more) {
    return """
        - id: stand-in
          preset: %s
          label: Stand-in
          issuer: %s
          client-id: %s
          authentication: client-secret-basic
          client-secret: %s
    """
            .formatted(preset, issuer, CLIENT, SECRET)
        + Stream.of(more).map(line -> "      " + line + "\n").collect(Collectors.joining());
  }

  NodeConfiguration configuration(String provider, String... signIn) {
    String text =
        """
        mesh:
          url: https://mesh.example:8443
          shared-key: between-us
        organisations:
          - {ods: A99902, name: Testford Surgery, mailbox: A99902OT001, mailbox-password: open}
          - {ods: A99901, name: Sampleton Evening Hub, mailbox: A99901OT001, mailbox-password: open}
        sign-in:
        %s  providers:
        %s\
        """
            .formatted(
                Stream.of(signIn).map(line -> "  " + line + "\n").collect(Collectors.joining()),
                provider);
    try {
      return NodeConfiguration.read(Files.writeString(folder.resolve("gpcm.yaml"), text), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  OpenIdProvider client(NodeConfiguration configuration, InstantSource clock) {
    SignInSettings settings = configuration.signIn();
    return new OpenIdProvider(
        settings.providers().getFirst(),
        new ServedOrganisations(
            configuration.organisations().stream()
                .map(OrganisationSettings::ods)
                .collect(Collectors.toSet()),
            settings.branches()),
        store,
        store,
        store,
        clock);
  }

  OpenIdProvider client(String provider, String... signIn) {
    return client(configuration(provider, signIn), InstantSource.system());
  }

  OpenIdProvider cis2(OidcServer server, String... more) {
    return client(provider("cis2", server.issuer(), more));
  }

  /** A sign-in on its way, seen from the browser. */
  record Way(URI address, Secret browser) {
    /** The value of a parameter of the request. */
    String parameter(String name) {
      return parameters(address.getRawQuery()).getOrDefault(name, List.of("")).getFirst();
    }

    /** Lets the persona sign in, and gives what the provider sends back. */
    Map<String, List<String>> as(String persona) {
      String location = location(address + "&login_hint=" + encoded(persona));
      assertThat(location).startsWith(CALLBACK + "?");
      return parameters(URI.create(location).getRawQuery());
    }
  }

  static Way begin(OpenIdProvider client, Purpose purpose) {
    Started started = client.begin(purpose, CALLBACK);
    assertThat(started).isInstanceOf(Started.AtProvider.class);
    Started.AtProvider at = (Started.AtProvider) started;
    return new Way(at.address(), at.browser());
  }

  static Way begin(OpenIdProvider client) {
    return begin(client, new Purpose.ComeIn());
  }

  static SignInOutcome signIn(OpenIdProvider client, String persona) {
    return signIn(client, new Purpose.ComeIn(), persona);
  }

  static SignInOutcome signIn(OpenIdProvider client, Purpose purpose, String persona) {
    Way way = begin(client, purpose);
    return client.complete(way.as(persona), way.browser().reveal());
  }

  static SignInOutcome.Accepted accepted(SignInOutcome outcome) {
    assertThat(outcome).isInstanceOf(SignInOutcome.Accepted.class);
    return (SignInOutcome.Accepted) outcome;
  }

  static SignedIn only(SignInOutcome outcome) {
    List<SignedIn> choices = accepted(outcome).choices();
    assertThat(choices).hasSize(1);
    return choices.getFirst();
  }

  static SignInRefusal reason(SignInOutcome outcome) {
    assertThat(outcome).isInstanceOf(SignInOutcome.Turned.class);
    return ((SignInOutcome.Turned) outcome).reason();
  }

  static String location(String address) {
    try (HttpClient http =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create(address)).build(),
              HttpResponse.BodyHandlers.ofString());
      return response
          .headers()
          .firstValue("Location")
          .orElseThrow(() -> new AssertionError(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static Map<String, List<String>> parameters(String query) {
    return Stream.of(query.split("&", -1))
        .map(each -> each.split("=", 2))
        .collect(
            Collectors.toMap(
                each -> each[0],
                each -> List.of(URLDecoder.decode(each[1], StandardCharsets.UTF_8))));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
